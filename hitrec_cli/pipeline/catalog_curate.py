"""What a curator does with the catalog: themes, requests, the shortlist, decisions, withdrawals."""

from __future__ import annotations

import os
from collections.abc import Sequence

from hitrec_cli.base.digest import Json
from hitrec_cli.base.errors import UsageError
from hitrec_cli.base.text import one_line
from hitrec_cli.pipeline.catalog import Place
from hitrec_cli.pipeline.options import Answer


def themes(where: Place, theme: str, limit: int) -> Answer:
    """What people suggest in text contributions, clustered."""
    from hitrec_cli.library.catalog_store import clear_errors, read_only
    from hitrec_cli.library.catalog_themes import themes

    db = read_only(where.file)
    with clear_errors(where.file):
        clusters = themes(db, theme, limit)
        db.close()
    lines = []
    for each in clusters:
        lines.append(f"{each.texts:>6,} by {each.people:,}: {', '.join(each.words)}")
        lines += [f"{'':8}{one_line(name)}: {one_line(title)[:80]}" for name, title in each.examples]
    data: list[Json] = [
        {"words": list(each.words), "texts": each.texts, "people": each.people,
         "examples": [{"id": name, "title": title} for name, title in each.examples]}
        for each in clusters
    ]  # fmt: skip
    return Answer({"themes": data}, lines or ["no two text contributions have a word in common"])


def shortlist(where: Place, *, theme: str, kind: str, limit: int, seed: str) -> Answer:
    """What a curator looks at, each position with its reasons."""
    from hitrec_cli.library import catalog_shortlist
    from hitrec_cli.library.catalog_show import entry, line
    from hitrec_cli.library.catalog_store import clear_errors, read_only

    _known_kind(kind)
    db = read_only(where.file)
    with clear_errors(where.file):
        positions = catalog_shortlist.shortlist(db, theme=theme, kind=kind, limit=limit, seed=seed)
        db.close()
    lines = []
    for number, each in enumerate(positions, 1):
        mark = f"[{each.mark}] " if each.mark else ""
        lines.append(f"{number:>3}. {mark}{line(each.row)}")
        lines.append(
            f"     {each.score:.2f}: {one_line('; '.join(each.reasons)) or 'nothing speaks for it but chance'}"
        )
    data: list[Json] = [
        {**entry(each.row), "score": f"{each.score:.4f}", "reasons": list(each.reasons), "mark": each.mark}
        for each in positions
    ]
    return Answer({"seed": seed, "shortlist": data}, lines or ["nothing to choose from"])


def mark(where: Place, names: Sequence[str], mark: str, note: str, who: str) -> Answer:
    """Keep a decision. Raises UsageError for an unknown mark or contribution."""
    from hitrec_cli.library.catalog_decisions import MARKS, decide

    chosen = next((one for one in MARKS if one == mark), None)
    if chosen is None or not names:
        raise UsageError(f"--mark is one of {', '.join(MARKS)}, and the contributions are named before it")
    who = who or os.environ.get("USER", "")
    decide(where.file, names, chosen, note, who, where.today)
    data: dict[str, Json] = {"mark": chosen, "note": note, "who": who, "day": where.today, "ids": list(names)}
    return Answer(data, [f"{one_line(name)}: {chosen}" for name in names])


def snippet(where: Place, *, theme: str, kind: str) -> Answer:
    """Manifest lines for what was picked."""
    from hitrec_cli.library import catalog_decisions

    rows = catalog_decisions.picked(where.file, theme, kind)
    lines = list(catalog_decisions.snippet(rows))
    return Answer({"ids": [row["id"] for row in rows], "lines": lines}, lines or ["# nothing is marked pick yet"])


def withdraw(where: Place, name: str, reason: str, *, undo: bool) -> Answer:
    """Note that a contribution may not be used any more, or take that back."""
    from hitrec_cli.library import catalog_decisions

    if undo:
        catalog_decisions.give_back(where.file, name)
        return Answer({"id": name, "withdrawn": False}, [f"{one_line(name)} may be used again"])
    if not reason.strip():
        raise UsageError("a withdrawal needs a reason; give it with --reason")
    made = catalog_decisions.withdraw(where.file, name, reason.strip(), where.today)
    more = f"; {len(made):,} contributions were made from it" if made else ""
    lines = [f"{one_line(name)} is withdrawn{more}", f"next: hitrec catalog affected {catalog_decisions.scalar(name)}"]
    data: dict[str, Json] = {"id": name, "withdrawn": True, "reason": reason, "day": where.today}
    return Answer({**data, "made_from_it": sorted(made)}, lines)


def _known_kind(kind: str) -> None:
    from hitrec_cli.model.contribution import CONTRIBUTION_KINDS

    if kind and kind not in CONTRIBUTION_KINDS:
        raise UsageError(f"no kind is called {kind!r}; there are {', '.join(CONTRIBUTION_KINDS)}")
