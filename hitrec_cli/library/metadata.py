"""What probing found out about stored bytes: `meta/<sha256>.json`.

One JSON object on three lines: the facts stand alone on the first, so that a warm run reads them without the tables.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from hitrec_cli.library.store import Store
from hitrec_cli.model.media import MediaFacts
from hitrec_cli.tools.own_sources import reader
from hitrec_cli.tools.probe_facts import facts_from_data, facts_to_data
from hitrec_cli.tools.probe_found import Found


def prober() -> str:
    """Which probe finds the facts; another one finds them anew."""
    return reader("hitrec_cli.tools.probe_child", "av")


@dataclass(frozen=True, slots=True)
class Judged:
    """`facts` of bytes that can be used, else `broken`: in one line why not, and the remedy."""

    facts: MediaFacts | None = None
    broken: str = ""


def judged(store: Store, digest: str) -> Judged | None:
    """What is known about stored bytes; None when they have not been probed, or by an older probe."""
    try:
        with _path(store, digest).open("rb") as file:
            first = json.loads(file.readline().rstrip(b",\n") + b"}")
        if first["probe"] != prober():
            return None
        return Judged(broken=first["broken"]) if first.get("broken") else Judged(facts_from_data(first["facts"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def tables(store: Store, digest: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Keyframes and presentation times (`Found`), in ticks of the picture's time base; empty where nothing moves.

    Raises LookupError for bytes that have not been probed.
    """
    try:
        data = json.loads(_path(store, digest).read_bytes())
        return tuple(data["keyframes"]), tuple(data["pts"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LookupError(f"{digest[:12]} has no table of pictures; run hitrec pull") from error


def note(store: Store, digest: str, found: Found | None, broken: str = "") -> Judged:
    """Write down what the probe said. Raises RenderError for a full disk."""
    said = {"broken": broken} if found is None else {"facts": facts_to_data(found.facts)}
    first = json.dumps({"probe": prober(), **said}, ensure_ascii=True)
    keyframes, pts = ((), ()) if found is None else (found.keyframes, found.pts)
    tail = f'"keyframes": {json.dumps(keyframes)},\n"pts": {json.dumps(pts)}}}\n'
    store.write(_path(store, digest), f"{first[:-1]},\n{tail}")
    return Judged(broken=broken) if found is None else Judged(found.facts)


def _path(store: Store, digest: str) -> Path:
    store.path(digest)  # refuses what is no digest
    return store.home / "meta" / f"{digest}.json"
