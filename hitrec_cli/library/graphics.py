"""Digests of graphics: a function's module and all that it imports from the workspace."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

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
    tree = _parsed(module, path)
    if not any(isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body):
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
    sources[key] = hashlib.sha256(module.read_bytes()).hexdigest()
    for name in _imported(_parsed(module, key)):
        for folder in dict.fromkeys((home, *(place for place in module.parents if place.is_relative_to(root)))):
            for candidate in (folder / f"{name.replace('.', '/')}.py", folder / name.replace(".", "/") / "__init__.py"):
                if candidate.is_file():
                    _collect(candidate.resolve(), home, root, sources)


def _parsed(module: Path, name: str) -> ast.Module:
    try:
        return ast.parse(module.read_bytes())
    except (SyntaxError, ValueError) as error:
        raise MediaError(f"{name} is no Python: {error}") from error


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
