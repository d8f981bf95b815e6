"""What people decide about contributions: picks and the rest, and what was withdrawn. Kept apart from imported rows."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal

from hitrec_cli.base.text import one_line
from hitrec_cli.library.catalog_db import listed, sound
from hitrec_cli.library.catalog_graph import made_from_it
from hitrec_cli.library.catalog_schema import CONTRIBUTION
from hitrec_cli.library.catalog_shortlist import LATEST
from hitrec_cli.library.catalog_show import one
from hitrec_cli.library.catalog_store import clear_errors, read_only, writing

Mark = Literal["pick", "maybe", "no"]
MARKS: tuple[Mark, ...] = ("pick", "maybe", "no")

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_RESERVED = ("true", "false", "yes", "no", "on", "off", "null", "y", "n")
_PICTURES = {"video": "clip", "animation": "clip", "still": "still", "text": "text"}
_SOUNDS = {"music": "music", "voice": "voice", "effect": "effect"}


def decide(file: Path, names: Sequence[str], mark: Mark, note: str, who: str, day: str) -> None:
    """Keep a decision on some contributions. Raises UsageError for an unknown id; then none is kept."""
    with writing(file) as db:
        for name in names:
            row = one(db, name)
            sql = "INSERT INTO decision (id, mark, note, who, day) VALUES (?, ?, ?, ?, ?)"
            db.execute(sql, (row["id"], mark, sound(note), sound(who), day))


def withdraw(file: Path, name: str, reason: str, day: str) -> set[str]:
    """Note that a contribution may not be used any more; the ids of what was made from it.

    Importing it again does not bring it back. Raises UsageError for an unknown id.
    """
    with writing(file) as db:
        row = one(db, name)
        sql = "INSERT INTO withdrawal VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET reason = excluded.reason"
        db.execute(sql, (row["id"], sound(reason), day))
        return made_from_it(db, row["id"])


def give_back(file: Path, name: str) -> None:
    """Take a withdrawal back."""
    with writing(file) as db:
        row = one(db, name)
        db.execute("DELETE FROM withdrawal WHERE id = ?", (row["id"],))
        db.execute("UPDATE contribution SET withdrawn = '', withdrawn_on = '' WHERE id = ?", (row["id"],))


def derived(file: Path, name: str) -> set[str]:
    """What was made from a contribution, over any number of steps. Raises UsageError for an unknown id."""
    db = read_only(file)
    with clear_errors(file):
        found = made_from_it(db, one(db, name)["id"])
        db.close()
    return found


def picked(file: Path, theme: str, kind: str) -> list[sqlite3.Row]:
    """Contributions whose last mark is "pick", in the order of the decisions."""
    db = read_only(file)
    with clear_errors(file):
        sql = (
            f"{CONTRIBUTION} JOIN ({LATEST}) AS d ON d.id = c.id WHERE d.mark = 'pick'"
            " AND (? = '' OR c.theme = ? COLLATE NOCASE) AND (? = '' OR c.kind = ?) ORDER BY d.number"
        )
        rows = db.execute(sql, (sound(theme), sound(theme), kind, kind)).fetchall()
        db.close()
    return rows


def snippet(rows: Sequence[sqlite3.Row]) -> Iterator[str]:
    """Lines of a manifest's segment for some contributions."""
    for title, names in (("picture", _PICTURES), ("sound", _SOUNDS)):
        chosen = [row for row in rows if row["kind"] in names]
        if chosen:
            yield f"{title}:"
        for row in chosen:
            length = ", for: 5s" if row["kind"] in ("still", "text") else ""
            people = ", ".join(map(one_line, listed(row["artists"]))) or "nobody named"
            about = ", ".join(filter(None, (one_line(row["title"]), f"by {people}", one_line(row["license"]))))
            yield f"  - {{{names[row['kind']]}: {scalar(row['id'])}{length}}}  # {about[:200]}"


def scalar(text: str) -> str:
    """A text as a YAML scalar that is read back as this text."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _RESERVED:
        return text
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7f").replace("\ufeff", "\\uFEFF")
