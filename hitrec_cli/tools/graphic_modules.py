"""The show's own Python: a graphic's module and what it imports from the workspace, always as its sources are now."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import FileFinder, ModuleSpec, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from hitrec_cli.base.errors import RenderError


class _Fresh(SourceFileLoader):
    """Compiles the source each time: compiled code beside it is told from another edit by its second and size only."""

    def get_code(self, fullname: str) -> CodeType | None:
        return self.source_to_code(self.get_data(self.path), self.path)


class _Finder:
    """Finds modules beside the graphic's and from the workspace's root, the two places that a digest looks at.

    Its `folders` without `__init__.py` are packages too, but only where nobody else knows the name.
    """

    def __init__(self, folder: Path, root: Path, *, folders: bool) -> None:
        self._places = dict.fromkeys((folder, root))
        self._root = root
        self._folders = folders

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        for place in self._places if path is None else map(Path, path):
            if place.is_relative_to(self._root):
                found = FileFinder(str(place), (_Fresh, [".py"])).find_spec(name)
                if found is not None and (found.loader is None) == self._folders:
                    return found
        return None


@contextmanager
def function_of(name: str, root: Path) -> Iterator[Callable[..., Any]]:
    """The function 'path.py:name' of the workspace. Raises RenderError where there is none.

    Its modules are forgotten afterwards: another graphic may have others of the same names.
    """
    path, _, attribute = name.partition(":")
    module_path = root / path
    finders: list[Any] = [_Finder(module_path.parent, root, folders=folders) for folders in (False, True)]
    sys.meta_path[:] = [finders[0], *sys.meta_path, finders[1]]
    before = set(sys.modules)
    try:
        spec = importlib.util.spec_from_loader("hitrec_graphic", _Fresh("hitrec_graphic", str(module_path)))
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        function = getattr(module, attribute, None)
        if not callable(function):
            raise RenderError(f"graphic {name}: {path} has no function {attribute}")
        yield function
    finally:
        sys.meta_path[:] = [finder for finder in sys.meta_path if finder not in finders]
        for other in set(sys.modules) - before:
            if _is_from(sys.modules[other], root):
                del sys.modules[other]


def _is_from(module: ModuleType, root: Path) -> bool:
    places = [getattr(module, "__file__", None) or "", *getattr(module, "__path__", ())]
    return any(Path(place).is_relative_to(root) for place in places if place)
