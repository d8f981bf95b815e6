"""The lock beside its manifest: `<episode id>.lock.toml`, written by `pull`, read by everything after it."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast, get_args

from hitrec_cli.base.errors import ManifestError, MediaError
from hitrec_cli.model.lock import Lock, LockedPick, PickState
from hitrec_cli.tools.probe_facts import facts_from_data, facts_to_data

VERSION = 1
SUFFIX = ".lock.toml"
_RIGHTS = ("license", "release", "expires", "withdrawn", "territories")
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_-]+")
_DIGEST = re.compile(r"[0-9a-f]{64}|")


def lock_path(manifest: Path, episode: str) -> Path:
    """Where the lock of an episode is."""
    return manifest.parent / f"{episode}{SUFFIX}"


def write_lock(lock: Lock, path: Path) -> bool:
    """Write a lock whole or not at all; False when the file says the same already and was left alone.

    Raises MediaError where it cannot be written.
    """
    text = lock_text(lock)
    aside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        if path.is_file() and path.read_text(encoding="utf-8", errors="replace") == text:
            return False
        with aside.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise MediaError(f"{path} cannot be written ({error.strerror}); free space or change permissions") from error
    return True


def read_lock(path: Path) -> Lock | None:
    """The lock, or None where there is none. Raises ManifestError for one that is damaged or of another hitrec."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ManifestError(f"{path} cannot be read ({error}); remove it and run hitrec pull") from error
    if data.get("lock") != VERSION:
        raise ManifestError(f"{path} was written by another hitrec; remove it and run hitrec pull")
    try:
        picks = data.get("picks", {})
        return Lock(_text(data, "episode"), {name: _pick(name, picks[name]) for name in sorted(picks)})
    except (ValueError, TypeError, AttributeError) as error:
        raise ManifestError(f"{path} is damaged ({error}); remove it and run hitrec pull") from error


def lock_text(lock: Lock) -> str:
    """The lock as TOML: sorted by id, one fact per line, what has its default value left out."""
    lines = ["# Written by hitrec pull. Commit it; do not edit it.", f"lock = {VERSION}"]
    lines.append(f"episode = {_toml(lock.episode)}")
    for name in sorted(lock.picks):
        lines += ["", f"[picks.{_key(name)}]", *_lines(_data(lock.picks[name]))]
    return "\n".join(lines) + "\n"


def _data(pick: LockedPick) -> dict[str, Any]:
    data: dict[str, Any] = {"state": pick.state}
    data |= {"reason": pick.reason, "digest": pick.digest, "size": pick.size}
    data |= {name: getattr(pick, name) for name in _RIGHTS}
    data = {name: value for name, value in data.items() if value}
    return data | ({"facts": facts_to_data(pick.facts)} if pick.facts is not None else {})


def _pick(name: str, data: Mapping[str, Any]) -> LockedPick:
    for key in data:
        if key not in ("state", "reason", "digest", "size", "facts", *_RIGHTS):
            raise ValueError(f"{name}: {key} is unknown")
    state, digest, size = data.get("state"), _text(data, "digest"), data.get("size", 0)
    if state not in get_args(PickState) or not _DIGEST.fullmatch(digest) or type(size) is not int or size < 0:
        raise ValueError(f"{name}: state, digest or size is no such thing")
    facts = facts_from_data(data["facts"]) if "facts" in data else None
    rights = {right: _text(data, right) for right in _RIGHTS}
    return LockedPick(name, cast(PickState, state), digest, size, facts=facts, reason=_text(data, "reason"), **rights)


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"{key} is not text")
    return value


def _lines(data: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in data.items():
        if isinstance(value, dict):
            yield from _lines(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name} = {_toml(value)}"


def _toml(value: object) -> str:
    """JSON's spelling of text, integers and booleans is TOML's too, but for DEL."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(name: str) -> str:
    return name if _PLAIN_KEY.fullmatch(name) else _toml(name)
