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

    Its `folders` without `__init__.py` are packages too, but only where nobody else knows the name. `found` has the
    names of all that is the show's; libraries that happen to lie in the workspace (`.venv`) are not.
    """

    def __init__(self, folder: Path, root: Path, found: set[str], *, folders: bool) -> None:
        self._places = dict.fromkeys((str(folder), str(root)))
        self._found = found
        self._folders = folders

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if path is not None and name.rpartition(".")[0] not in self._found:
            return None
        for place in self._places if path is None else path:
            spec = FileFinder(place, (_Fresh, [".py"])).find_spec(name)
            if spec is not None and (spec.loader is None) == self._folders:
                self._found.add(name)
                return spec
        return None


@contextmanager
def function_of(name: str, root: Path) -> Iterator[Callable[..., Any]]:
    """The function 'path.py:name' of the workspace. Raises RenderError where there is none.

    Its modules are forgotten afterwards: another graphic may have others of the same names.
    """
    path, _, attribute = name.partition(":")
    module_path = root / path
    found: set[str] = set()
    finders: list[Any] = [_Finder(module_path.parent, root, found, folders=folders) for folders in (False, True)]
    sys.meta_path[:] = [finders[0], *sys.meta_path, finders[1]]
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
        for other in found:
            sys.modules.pop(other, None)
