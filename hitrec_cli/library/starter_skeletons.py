"""New episodes, segments and looks: skeletons that are valid at once and teach by their comments."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

from hitrec_cli.base.errors import UsageError
from hitrec_cli.base.problems import errors_of
from hitrec_cli.base.text import one_line
from hitrec_cli.library.looks import LOOK
from hitrec_cli.library.starter import OURS, SCHEMAS, TEMPLATES
from hitrec_cli.library.workspace import SETTINGS
from hitrec_cli.manifest.build import read_episode
from hitrec_cli.manifest.look_reference import look_file
from hitrec_cli.model.segment import SEGMENT_KINDS

CATALOG = "assets/catalog.csv"

_ANY = "{kind: bumper}"
"""The least of a segment."""

_SCHEMA_LINE = f"# yaml-language-server: $schema=../{OURS}/segment.schema.json"


def find_show(start: Path) -> Path:
    """The show that a folder is in: the nearest one above with hitrec.toml. Raises UsageError where there is none."""
    here = start.absolute().resolve()
    found = next((folder for folder in (here, *here.parents) if (folder / SETTINGS).is_file()), None)
    if found is None:
        raise UsageError(f"no {SETTINGS} here or above, so this is no show; go into one, or begin one: hitrec init DIR")
    return found


def new_episode(show: Path, name: str, title: str | None) -> Path:
    """Write the manifest of a new episode. Raises UsageError for a bad id or title, or where the file is there."""
    _check_id(name)
    catalog = f"[../{CATALOG}]" if (show / CATALOG).is_file() else "[]"
    text = _filled(
        (TEMPLATES / "episode.yaml").read_text(encoding="utf-8"),
        id=name,
        title=_title(name, title),
        catalog=catalog,
        kinds=", ".join(SEGMENT_KINDS),
    )
    target = show / "episodes" / f"{name}.yaml"
    _check(text, "", target)
    _write_new(target, text)
    _refresh(show, "episode")
    return target


def new_segment(show: Path, name: str, kind: str, title: str | None) -> Path:
    """Write a new segment file. Raises UsageError for a bad id, kind or title, or where the file is there."""
    _check_id(name)
    if kind not in SEGMENT_KINDS:
        near = get_close_matches(kind, SEGMENT_KINDS, 1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(SEGMENT_KINDS)}"
        raise UsageError(f"there is no kind {kind!r}; {hint}")
    template = (TEMPLATES / "segments" / f"{kind}.yaml").read_text(encoding="utf-8")
    text = f"{_SCHEMA_LINE}\n{_filled(template, id=name, title=_title(name, title))}"
    target = show / "segments" / f"{name}.yaml"
    _check(f"hitrec: 1\nid: e\nsegments: [{{use: {target.name}}}]\n", text, target)
    _write_new(target, text)
    _refresh(show, "segment")
    return target


def new_look(show: Path) -> Path:
    """Write the show's look, which is the house's own to begin with. Raises UsageError where there is one."""
    target = show / LOOK
    _write_new(target, look_file(f"../{OURS}/look.schema.json"))
    _refresh(show, "look")
    return target


def _check_id(name: str) -> None:
    """The manifest's own rule for ids, in its own words."""
    head = f"hitrec: 1\nid: {json.dumps(name, ensure_ascii=False)}\n"
    _, problems = read_episode(f"{head}segments: [{_ANY}]\n".encode(errors="replace"), "", lambda file: b"")
    if problems:
        raise UsageError(problems[0].message)


def _title(name: str, title: str | None) -> str:
    """A title as YAML reads it; without one, the id in words."""
    if title is None:
        title = name.replace("-", " ").capitalize()
    if not one_line(title):
        raise UsageError("the title is blank; write one, or leave --title away")
    return json.dumps(one_line(title), ensure_ascii=False)


def _filled(template: str, **values: str) -> str:
    for name, value in values.items():
        template = template.replace(f"@{name}@", value)
    return template


def _check(manifest: str, segment: str, target: Path) -> None:
    """No file is written that the validator would not have: a title may hold what the language takes for its own."""
    _, problems = read_episode(manifest.encode(), target.name, lambda name: segment.encode())
    for problem in errors_of(problems):
        raise UsageError(f"{target.name} cannot be written so: {problem.message}; choose another --title")


def _write_new(target: Path, text: str) -> None:
    """Write a file whole, or not at all where its name is taken."""
    target.parent.mkdir(exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    try:
        with open(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(aside, 0o666 & ~_umask())
        os.link(aside, target)
    except FileExistsError:
        raise UsageError(f"{target} is there already; choose another name, or remove it first") from None
    finally:
        with suppress(OSError):
            os.unlink(aside)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _refresh(show: Path, what: str) -> None:
    """The show's copy of a schema, of this hitrec."""
    place = show / OURS / f"{what}.schema.json"
    data = (SCHEMAS / place.name).read_bytes()
    if not place.is_file() or place.read_bytes() != data:
        place.parent.mkdir(exist_ok=True)
        aside = place.with_name(f".{place.name}.{os.getpid()}.part")
        aside.write_bytes(data)
        aside.replace(place)
