"""A folder of media into the catalog: what the files are, and what they say of themselves."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

from hitrec_cli.base.errors import UsageError
from hitrec_cli.base.problems import Mark
from hitrec_cli.base.text import one_line
from hitrec_cli.library.catalog_columns import Facts
from hitrec_cli.library.catalog_db import LISTS, listed
from hitrec_cli.library.catalog_import import Imported, Loader, origin_of
from hitrec_cli.library.catalog_rows import BAD_ROW, Report, Row
from hitrec_cli.library.catalog_store import writing
from hitrec_cli.library.catalog_tags import Tags, spdx, tags_of
from hitrec_cli.model.contribution import ContributionKind
from hitrec_cli.model.media import MediaFacts

_TEXTS = (".txt", ".md", ".vtt", ".srt")
_PASSED_OVER = (".csv", ".tsv", ".tab", ".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".toml", ".db", ".part")
_SHORT = Fraction(10)
"""Seconds; a sound that is shorter and has no title is taken for an effect."""


def import_folder(folder: Path, database: Path, today: str, note: Callable[[str], None]) -> Imported:
    """Take every media file below a folder into the catalog, its id the path from there.

    Of contributions that the catalog has already, only what it does not know is filled in: people's words go before
    tags. Files that cannot be used are problems. Raises UsageError for a folder without any file.
    """
    from hitrec_cli.tools.probe import probe

    report = Report(str(folder))
    paths = sorted(_files(folder))
    if not paths:
        raise UsageError(f"{folder} has no files; name another folder")
    facts: dict[Path, MediaFacts] = {}
    for path, probed in zip(paths, probe(paths), strict=True):
        note(f"probed {path.relative_to(folder)}")
        if probed.found is None:
            _leave_out(report, path, probed.broken)
        elif probed.found.facts.kind == "text" and path.suffix.lower() not in _TEXTS:
            _leave_out(report, path, f"text in a {path.suffix or 'nameless'} file is no contribution; name it .txt")
        else:
            facts[path] = probed.found.facts
    with writing(database) as db:
        loader = Loader(db, report, origin_of(folder, folder, database), today)
        sql = "SELECT * FROM contribution WHERE id = ?"
        for path, tags in zip(facts, tags_of(list(facts)), strict=True):
            name = path.relative_to(folder).as_posix()
            known = db.execute(sql, (_utf8(name),)).fetchone()
            made = described(_utf8(name), facts[path], tags)
            if known is not None:
                made = _filled(made, dict(known))
            loader.add(made, _kept(dict(known)) if known is not None else {}, Row(0, {}))
        return loader.finish()


def described(name: str, media: MediaFacts, tags: Tags) -> Facts:
    """What a file says of itself. Two names in one tag are parted where a semicolon or NUL parts them."""
    artists = [one_line(part) for text in tags.get("artist", ()) for part in text.split(";")]
    legal = [*tags.get("license", ()), *tags.get("copyright", ())]
    license_ = spdx(legal)
    notes = [*tags.get("description", ())[:1], *(text for text in legal if text != license_)]
    length = media.picture.duration if media.picture else media.sound.duration if media.sound else Fraction(0)
    title = one_line(next(iter(tags.get("title", ())), ""))
    return Facts(
        id=name,
        kind=_kind(media, length, tags),
        title=title or name,
        artists=tuple(dict.fromkeys(filter(None, artists))),
        license=license_,
        source=next(iter(tags.get("source", ())), ""),
        file=name,
        duration=Fraction(round(length * 1000), 1000) if length else None,
        notes="\n".join(notes),
    )


def _kind(media: MediaFacts, length: Fraction, tags: Tags) -> ContributionKind:
    if media.kind != "audio":
        return media.kind
    genre = " ".join(tags.get("genre", ())).casefold()
    if any(word in genre for word in ("speech", "spoken", "podcast", "audiobook", "vocal")):
        return "voice"
    return "effect" if length < _SHORT and not tags.get("title") else "music"


def _filled(made: Facts, known: dict[str, object]) -> Facts:
    """The row that the catalog has, with what it lacked."""
    values = made._asdict()
    for name in values:
        if name == "file":
            continue  # where it is now
        old = known[name]
        if name in LISTS:
            old = listed(str(old))
        elif name == "duration":
            old = Fraction(str(old)) if old else None
        if old and not (name == "title" and old == made.id):
            values[name] = old
    return Facts(**values)


def _kept(known: dict[str, object]) -> dict[str, object]:
    import json

    extra = json.loads(str(known["extra"])) if known["extra"] else {}
    return dict(extra)


def _files(folder: Path) -> Iterator[Path]:
    """Plain files below a folder; hidden ones, links and catalogs are passed over."""
    for place, inside, files in os.walk(folder):
        inside[:] = sorted(name for name in inside if not name.startswith("."))
        for name in files:
            path = Path(place) / name
            if name.startswith(".") or path.suffix.lower() in _PASSED_OVER or path.is_symlink() or not path.is_file():
                continue
            yield path


def _leave_out(report: Report, path: Path, why: str) -> None:
    message, _, hint = one_line(why).rpartition("; ")
    report.add(BAD_ROW, Mark(str(path)), message or one_line(why), hint if message else "")


def _utf8(name: str) -> str:
    return name.encode("utf-8", "replace").decode("utf-8")
