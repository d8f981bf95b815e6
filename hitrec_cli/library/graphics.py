"""Digests of graphics: a function's module and all that it imports from the workspace."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator
from pathlib import Path

from hitrec_cli.base.digest import digest
from hitrec_cli.base.errors import MediaError
from hitrec_cli.library.workspace import Workspace


def graphic_digest(function: str, workspace: Workspace) -> str:
    """Digest of 'path.py:name', path relative to the workspace.

    Raises MediaError where the module is not there, is no Python, or has no such function.
    """
    path, colon, name = function.partition(":")
    if not colon or not name.isidentifier():
        raise MediaError(f"graphic {function!r} is not path/to/file.py:function")
    module = workspace.resolve(path, workspace.root)
    sources: dict[str, str] = {}
    _collect(module, workspace.root, sources)
    tree = ast.parse(module.read_bytes())
    if not any(isinstance(node, ast.FunctionDef) and node.name == name for node in tree.body):
        raise MediaError(f"{path} has no function {name}; name one of its own functions")
    return digest({"function": name, "sources": sources})


def _collect(module: Path, root: Path, sources: dict[str, str]) -> None:
    """Add a module and its imports within the workspace, each once, by its path from the workspace."""
    key = str(module.relative_to(root)) if module.is_relative_to(root) else module.name
    if key in sources:
        return
    data = module.read_bytes()
    sources[key] = hashlib.sha256(data).hexdigest()
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError) as error:
        raise MediaError(f"{key} is no Python: {error}") from error
    for name in _imported(tree):
        for folder in (module.parent, root):
            for candidate in (folder / f"{name.replace('.', '/')}.py", folder / name.replace(".", "/") / "__init__.py"):
                if candidate.is_file():
                    _collect(candidate.resolve(), root, sources)


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
