"""The process that reads tags: paths as JSON on stdin, one JSON line each on stdout. Started by `catalog_tags` only."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

from hitrec_cli.library.catalog_tags_still import still_tags
from hitrec_cli.tools.probe_film import open_media
from hitrec_cli.tools.probe_sniff import FILMS, HEAD, sniff

SECONDS = 20
"""For one file."""

_LONGEST = 4_000
_NAMES = {
    "title": "title", "artist": "artist", "author": "artist", "performer": "artist", "creator": "artist",
    "album_artist": "late artist", "composer": "late artist", "license": "license", "licence": "license",
    "copyright": "copyright", "date": "date", "year": "date", "genre": "genre", "comment": "description",
    "comments": "description", "description": "description", "synopsis": "description", "website": "source",
    "contact": "source", "source": "source", "wwwartist": "source",
}  # fmt: skip


def tags(path: Path) -> dict[str, list[str]]:
    """Tags by our names, each text once. Raises what the sniffer, PyAV and the disk raise."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    demuxer = sniff(head, path.stat().st_size)
    if demuxer not in FILMS:
        return still_tags(path, demuxer)
    found: dict[str, list[str]] = {}
    with open_media(path, demuxer) as container:
        pairs = list(container.metadata.items())
        for stream in container.streams:
            if stream.type in ("video", "audio") and not int(stream.disposition) & 0x400:  # no cover pictures
                pairs += stream.metadata.items()
    for key, text in pairs:
        name = _NAMES.get(key.casefold().partition("-")[0])
        if name is not None and text.strip() and text.strip() not in found.setdefault(name, []):
            found[name].append(text.strip())
    late = found.pop("late artist", [])
    if late and not found.get("artist"):
        found["artist"] = late
    return found


def answer(path: Path) -> dict[str, list[str]]:
    """The tags, cut to what a catalog holds; none where the file cannot be read."""
    try:
        found = tags(path)
    except Exception:  # noqa: BLE001 - the probe has said what is wrong; tags are only a help
        return {}
    return {name: [_clean(text) for text in texts[:20]] for name, texts in found.items()}


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ")[:_LONGEST].strip()


def main() -> None:
    """Answer for every path of the list on stdin."""
    paths = json.loads(sys.stdin.buffer.read())
    for name in paths:
        signal.alarm(SECONDS)
        line = json.dumps(answer(Path(name)), separators=(",", ":"))
        signal.alarm(0)
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
