"""Rows of text into facts: whose column is which, and which rows are no contributions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from pathlib import PurePosixPath
from typing import NamedTuple, cast

from hitrec_cli.base.problems import Mark
from hitrec_cli.base.timecode import TimeError, parse_time
from hitrec_cli.library.catalog_rows import BAD_ROW, COLUMNS, VALUE, Report, Row, Value
from hitrec_cli.model.contribution import CONTRIBUTION_KINDS, Contribution, ContributionKind, ReleaseState, Stated
from hitrec_cli.model.territories import WORLDWIDE, TerritoryError, territories

NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id",), "kind": ("kind", "type"), "title": ("title",), "artists": ("artists", "artist", "author"),
    "license": ("license", "licence"), "source": ("source",), "file": ("file", "path"),
    "resources": ("resources",), "duration": ("duration",), "notes": ("notes",), "theme": ("theme",),
    "offered": ("offered",), "recommendations": ("recommendations",), "release": ("release",),
    "agreement": ("agreement",), "expires": ("expires",), "withdrawn": ("withdrawn",),
    "withdrawn_on": ("withdrawn_on",), "territories": ("territories", "territory"), "minor": ("minor",),
    "guardian": ("guardian",),
}  # fmt: skip
"""Our columns, and what a catalog may call them without being asked."""

_OURS = frozenset(name for names in NAMES.values() for name in names)

_KINDS: dict[str, ContributionKind] = {kind: kind for kind in CONTRIBUTION_KINDS} | {
    "sfx": "effect", "sound effect": "effect", "image": "still", "photo": "still", "picture": "still",
    "film": "video", "song": "music", "speech": "voice", "captions": "text", "story": "text",
}  # fmt: skip

_RELEASES: dict[str, ReleaseState] = {
    "": "", "released": "released", "yes": "released", "signed": "released", "true": "released",
    "pending": "pending", "no": "pending", "unsigned": "pending", "false": "pending",
}  # fmt: skip
_NOT_WITHDRAWN = ("", "no", "false", "0")
_STATED: dict[str, Stated] = {
    "": "", "yes": "yes", "y": "yes", "true": "yes", "1": "yes", "x": "yes",
    "no": "no", "n": "no", "false": "no", "0": "no",
}  # fmt: skip
_PLACES = {"uk": "GB"} | dict.fromkeys(("worldwide", "world", "global", "ww"), WORLDWIDE)
_COUNTS = re.compile(r"([0-9]{1,12})(?:\s*/\s*([0-9]{1,12}))?")


class Facts(NamedTuple):
    """What a row says of a contribution; `file` as it is written."""

    id: str
    kind: ContributionKind
    title: str
    artists: tuple[str, ...]
    license: str
    source: str
    file: str
    resources: tuple[str, ...] = ()
    duration: Fraction | None = None
    notes: str = ""
    theme: str = ""
    offered: str = ""
    recommended: int = 0
    votes: int = 0
    release: ReleaseState = ""
    agreement: str = ""
    expires: str = ""
    withdrawn: str = ""
    withdrawn_on: str = ""
    territories: tuple[str, ...] = ()
    minor: Stated = ""
    guardian: ReleaseState = ""

    def contribution(self, location: str, mark: Mark) -> Contribution:
        """The contribution, its file at `location`."""
        facts = self._asdict()
        del facts["file"]
        return Contribution(**facts, location=location, mark=mark)


_Where = tuple[dict[str, str], tuple[tuple[str, str], ...]]
"""Ours -> the name in a header; and the names of others, each with what it is called here."""


class Reader:
    """Rows to facts, by the columns of the first row that is seen."""

    def __init__(self, columns: Mapping[str, str], report: Report) -> None:
        self.report = report
        self.columns = columns
        self.names: dict[str, tuple[str, ...]] = {**NAMES, **{ours: (theirs,) for ours, theirs in columns.items()}}
        self.checked = False
        self.where: dict[tuple[str, ...], _Where] = {}
        self.last: tuple[tuple[str, ...], _Where] = ((), ({}, ()))

    def facts(self, row: Row) -> Facts | None:
        """The facts of a row, or None and a problem."""
        values = row.values
        raw = {ours: values[theirs] for ours, theirs in self._where(row)[0].items()}
        table = row.data is None and not row.places  # which has nothing but texts
        said = (cast("dict[str, str]", raw) if table else {ours: _one(value) for ours, value in raw.items()}).get
        file = said("file", "")
        name = said("id", "") or PurePosixPath(file.replace("\\", "/")).name
        if not name:
            self._refuse(row, "id", "the row has neither id nor file", "give it an id")
            return None
        kind = _KINDS.get(said("kind", "").casefold())
        if kind is None:
            written = said("kind", "")
            message = f"{name}: kind {written!r} is unknown" if written else f"{name} has no kind"
            self._refuse(row, "kind", message, f"write one of {', '.join(CONTRIBUTION_KINDS)}")
            return None
        expires = said("expires", "")
        if expires and not _date(expires):
            # Taking no notice would let a show use what it may not use any more.
            self._refuse(row, "expires", f"{name}: expires {expires!r} is no date", "write it as 2015-06-05")
            return None
        try:
            places = territories(_codes(raw["territories"])) if raw.get("territories") else ()
        except TerritoryError as error:  # the same
            self._refuse(row, "territories", f"{name}: {error}", error.hint)
            return None
        recommended, votes = self._recommendations(row, name, said("recommendations", ""))
        withdrawn = said("withdrawn", "")
        return Facts(
            name,
            kind,
            said("title", "") or name,
            _several(raw.get("artists", "")),
            said("license", ""),
            said("source", ""),
            file,
            _several(raw.get("resources", "")),
            self._duration(row, name, said("duration", "")),
            said("notes", ""),
            said("theme", ""),
            self._day(row, name, "offered", said("offered", "")),
            recommended,
            votes,
            self._release(row, name, "release", said("release", "")),
            said("agreement", ""),
            _date(expires),
            "" if withdrawn.casefold() in _NOT_WITHDRAWN else withdrawn,
            self._day(row, name, "withdrawn_on", said("withdrawn_on", "")),
            places,
            self._minor(row, name, said("minor", "")),
            self._release(row, name, "guardian", said("guardian", "")),
        )

    def rest(self, row: Row) -> dict[str, object]:
        """What stands in columns that hitrec does not know; one whose name means something here becomes "their …"."""
        others = self._where(row)[1]
        values: Mapping[str, object] = row.values if row.data is None else row.data
        return {ours: value for name, ours in others if (value := values[name]) not in ("", None)}

    def _where(self, row: Row) -> _Where:
        """How the columns of this row's header are called here."""
        header = tuple(row.values)
        if header == self.last[0]:  # nearly always
            return self.last[1]
        found = self.where.get(header)
        if found is None:
            if not self.checked:
                self._check(row.values)
            if len(self.where) > 1000:  # every object of a hostile file has other names
                self.where.clear()
            where = self._columns_of(header)
            known = {*where.values(), ""}
            others = ((name, f"their {name}" if name.casefold() in _OURS else name) for name in header)
            found = self.where[header] = where, tuple(pair for pair in others if pair[0] not in known)
        self.last = header, found
        return found

    def _columns_of(self, header: tuple[str, ...]) -> dict[str, str]:
        """Ours -> the name in this header; case does not matter."""
        there = {name.casefold(): name for name in header}
        found = {
            ours: next((there[name.casefold()] for name in theirs if name.casefold() in there), None)
            for ours, theirs in self.names.items()
        }
        return {ours: name for ours, name in found.items() if name is not None}

    def _check(self, there: Iterable[str]) -> None:
        self.checked = True
        known = {name.casefold() for name in there}
        for ours, theirs in self.columns.items():
            if ours not in NAMES:
                self.report.add(COLUMNS, 1, f"{ours} is no column of ours", f"they are {', '.join(NAMES)}")
            elif theirs.casefold() not in known:
                message = f"no column is called {theirs} ({ours})"
                self.report.add(COLUMNS, 1, message, f"there are {', '.join(there)}", "warning")
        if not any(name.casefold() in known for name in self.names["kind"]):
            self.report.add(COLUMNS, 1, "no column says the kind", "name it with --columns kind=THEIRS")

    def _refuse(self, row: Row, ours: str, message: str, hint: str) -> None:
        self.report.add(BAD_ROW, self._place(row, ours), message, hint)

    def _warn(self, row: Row, ours: str, message: str, hint: str) -> None:
        self.report.add(VALUE, self._place(row, ours), message, hint, "warning")

    def _place(self, row: Row, ours: str) -> int | Mark:
        """Where a value stands: exactly, where the file tells, else by the number of its field."""
        theirs = self._where(row)[0].get(ours)
        if theirs is None:
            return row.line
        return row.places.get(theirs) or row.line

    def _duration(self, row: Row, name: str, text: str) -> Fraction | None:
        if not text:
            return None
        value = _seconds(text)
        if value is None:
            message = f"{name}: duration {text!r} is no time and is not used"
            self._warn(row, "duration", message, "write seconds or 00:01:30")
        return value

    def _day(self, row: Row, name: str, ours: str, text: str) -> str:
        day = _date(text) if text else ""
        if text and not day:
            self._warn(row, ours, f"{name}: {ours} {text!r} is no date and is not used", "write it as 2015-06-05")
        return day

    def _recommendations(self, row: Row, name: str, text: str) -> tuple[int, int]:
        if not text:
            return 0, 0
        found = _COUNTS.fullmatch(text)
        counted = (int(found[1]), int(found[2] or 0)) if found else None
        if counted is None or (found and found[2] and counted[0] > counted[1]):
            message = f"{name}: recommendations {text!r} are no count and are not used"
            self._warn(row, "recommendations", message, "write 12, or 12/15 where the source says of how many")
            return 0, 0
        return counted

    def _release(self, row: Row, name: str, ours: str, text: str) -> ReleaseState:
        state = _RELEASES.get(text.casefold())
        if state is None:
            self._warn(row, ours, f"{name}: {ours} {text!r} counts as pending", "write released or pending")
            return "pending"
        return state

    def _minor(self, row: Row, name: str, text: str) -> Stated:
        stated = _STATED.get(text.casefold())
        if stated is None:
            self._warn(row, "minor", f"{name}: minor {text!r} counts as yes", "write yes or no")
            return "yes"
        return stated


@lru_cache(maxsize=4096)
def _seconds(text: str) -> Fraction | None:
    try:
        return parse_time(text if not text.replace(".", "", 1).isdecimal() else f"{text}s").seconds
    except (TimeError, ValueError):
        return None


@lru_cache(maxsize=4096)
def _date(text: str) -> str:
    """The day of a date or of a date with time, ISO 8601; '' for anything else."""
    try:
        return date.fromisoformat(text[:10]).isoformat() if text[10:11] in ("", "T", " ") else ""
    except ValueError:
        return ""


def _codes(value: Value) -> list[str]:
    """Words of a list of territories: people part codes with all sorts of signs, and write them in any case."""
    words = re.split(r"[\s;,/|]+", value) if isinstance(value, str) else value
    return [_PLACES.get(word.casefold(), word.upper()) for word in words if word]


def _one(value: Value) -> str:
    return value if isinstance(value, str) else "; ".join(value)


def _several(value: Value) -> tuple[str, ...]:
    """Names are separated by semicolons only: a comma belongs to many of them."""
    if isinstance(value, str) and ";" not in value:
        return (value,) if value else ()
    parts = value.split(";") if isinstance(value, str) else value
    return tuple(part.strip() for part in parts if part.strip())
