"""The fences as functions of a tree, so that the same function judges the real one and one with a planted breach."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 60
HEAVY = frozenset(("PIL", "av", "ffmpeg", "fontTools", "imageio_ffmpeg", "moviepy", "numpy", "pydub", "yaml"))
PURE = (
    "account", "attribution", "base", "checks", "deliver", "interchange", "manifest", "model", "plan", "timeline",
)  # fmt: skip
FILE_CALLS = frozenset(("breakpoint", "eval", "exec", "input", "open", "print", "__import__"))
FILE_METHODS = frozenset(
    ("cwd", "home", "iterdir", "mkdir", "read_bytes", "read_text", "rglob", "unlink", "write_bytes", "write_text")
)


@dataclass(frozen=True)
class Tree:
    root: Path

    def room(self, path: str) -> None:
        (self.root / path).mkdir(parents=True, exist_ok=True)
        (self.root / path / "__init__.py").touch()

    def plant(self, path: str, text: str) -> None:
        """Write a module, or put a line before an existing one's code; the module's room is made if need be."""
        file = self.root / path
        self.room(file.parent.relative_to(self.root).as_posix())
        before = file.read_text("utf-8") if file.exists() else ""
        future = "from __future__ import annotations\n"
        if future in before:
            file.write_text(before.replace(future, f"{future}{text}", 1), "utf-8")
        else:
            file.write_text(f"{text}{before}", "utf-8")


def run(tree: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(tree), "NO_COLOR": "1", "COLUMNS": "200", "TERM": "dumb"}
    return subprocess.run(
        argv, cwd=tree, env=env, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False
    )


def script(name: str) -> str:
    return str(Path(sysconfig.get_path("scripts")) / name)


def contracts(tree: Path) -> tuple[bool, str]:
    """What import-linter says."""
    done = run(tree, script("lint-imports"), "--no-cache", "--no-logo")
    return done.returncode == 0, done.stdout + done.stderr


def banned(tree: Path) -> list[str]:
    """What ruff says of banned names (TID251) and of heavy libraries imported too early (TID253)."""
    done = run(tree, script("ruff"), "check", "--no-cache", "--select=TID", "--output-format=concise", ".")
    assert done.returncode in (0, 1), done.stderr
    return [line for line in done.stdout.splitlines() if " TID" in line]


def heavy_at_start(tree: Path) -> set[str]:
    """The heavy libraries that `hitrec --help` loads."""
    done = run(tree, sys.executable, "-X", "importtime", "-m", "hitrec_cli", "--help")
    assert done.returncode == 0, re.sub(r"^import time:.*\n", "", done.stderr, flags=re.MULTILINE)
    assert "hitrec" in done.stdout
    loaded = re.findall(r"^import time:.*\|\s*([\w.]+)\s*$", done.stderr, flags=re.MULTILINE)
    assert "hitrec_cli.cli.main" in loaded, "the measure itself must have seen the command"
    return {name.partition(".")[0] for name in loaded} & HEAVY


def oversized(tree: Path) -> list[str]:
    """Files and functions larger than the house allows, package markers that are not empty or not there.

    A directory without its marker is a namespace package, which import-linter does not see.
    """
    files = sorted((tree / "hitrec_cli").rglob("*.py"))
    told = [told for file in files for told in _oversized(tree, file)]
    rooms = sorted({file.parent for file in files})
    return told + [f"{room.relative_to(tree).as_posix()}: no __init__.py" for room in rooms if not _marked(room)]


def _marked(room: Path) -> bool:
    return (room / "__init__.py").is_file()


def _oversized(tree: Path, file: Path) -> Iterator[str]:
    text = file.read_text("utf-8")
    name = file.relative_to(tree).as_posix()
    if file.name == "__init__.py" and text.strip():
        yield f"{name}: not empty"
    if (lines := len(text.splitlines())) > LINES_OF_A_FILE:
        yield f"{name}: {lines} lines"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > LINES_OF_A_FUNCTION:
                yield f"{name}:{node.lineno}: {node.name} has {length} lines"


def impure(tree: Path) -> list[str]:
    """Calls in pure rooms that reach for a file or a terminal: no import gives them away."""
    return [
        f"{file.relative_to(tree).as_posix()}:{node.lineno}: {called}"
        for room in PURE
        for file in sorted((tree / "hitrec_cli" / room).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Call) and (called := _reaches_out(node))
    ]


def _reaches_out(call: ast.Call) -> str | None:
    if isinstance(call.func, ast.Name) and call.func.id in FILE_CALLS:
        return call.func.id
    if isinstance(call.func, ast.Attribute) and call.func.attr in FILE_METHODS:
        return call.func.attr
    return None
