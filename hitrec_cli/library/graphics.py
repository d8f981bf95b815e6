"""Digests of graphics: a function's module and all that it imports from the workspace."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from hitrec_cli.base.digest import digest
from hitrec_cli.base.errors import MediaError
from hitrec_cli.library.workspace import Workspace


def graphic_digest(function: str, folder: Path, workspace: Workspace) -> tuple[str, str]:
    """'path.py:name' with its path from the workspace, and its digest. `folder`: where the path as written counts from.

    Raises MediaError where the module is not there or not in the workspace, is no Python, or has no such function.
    """
    path, colon, name = function.partition(":")
    if not colon or not name.isidentifier():
        raise MediaError(f"graphic {function!r} is not path/to/file.py:function")
    module = workspace.resolve(path, folder)
    if not module.is_relative_to(workspace.root):
        raise MediaError(f"graphic {path} is not in the workspace; code that runs belongs to the show, move it inside")
    sources: dict[str, str] = {}
    _collect(module, module.parent, workspace.root, sources)
    if name not in _parsed(module.read_bytes(), path).functions:
        raise MediaError(f"{path} has no function {name}; name one of its own functions")
    return f"{module.relative_to(workspace.root)}:{name}", digest({"function": name, "sources": sources})


def _collect(module: Path, home: Path, root: Path, sources: dict[str, str]) -> None:
    """Add a module and its imports within the workspace, each once, by its path from the workspace.

    They are looked for beside the graphic (`home`), in the workspace's root, and for relative imports wherever they may
    point to: rather a file too many than one too few.
    """
    key = str(module.relative_to(root)) if module.is_relative_to(root) else module.name
    if key in sources:
        return
    source = module.read_bytes()
    sources[key] = hashlib.sha256(source).hexdigest()
    for name in _parsed(source, key).imports:
        for folder in dict.fromkeys((home, *(place for place in module.parents if place.is_relative_to(root)))):
            for candidate in (folder / f"{name.replace('.', '/')}.py", folder / name.replace(".", "/") / "__init__.py"):
                if candidate.is_file():
                    _collect(candidate.resolve(), home, root, sources)


class _Module(NamedTuple):
    """What a graphic's module defines, and every name that it may import."""

    functions: frozenset[str]
    imports: tuple[str, ...]


@cache
def _parsed(source: bytes, name: str) -> _Module:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError) as error:
        raise MediaError(f"{name} is no Python: {error}") from error
    functions = frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))
    return _Module(functions, tuple(_imported(tree)))


def _imported(tree: ast.AST) -> Iterator[str]:
    """Every name that may be a module; of `a.b` also `a`, whose `__init__.py` runs first."""
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" if node.module else alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            yield from (".".join(parts[:length]) for length in range(1, len(parts) + 1))
