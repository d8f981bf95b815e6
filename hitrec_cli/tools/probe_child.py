"""The probing process: a list of files as JSON on stdin, one JSON line each on stdout. Started by `probe` only.

It dies by an alarm when one file takes too long; the parent goes on with the next file in a new process.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from hitrec_cli.tools.probe_facts import facts_to_data
from hitrec_cli.tools.probe_found import Found
from hitrec_cli.tools.probe_picture import check_shape
from hitrec_cli.tools.probe_sniff import ANIMATIONS, HEAD, HEIF, STILLS, TEXT, Refused, sniff
from hitrec_cli.tools.process import ProcessFailed


def allowance(size: int) -> int:
    """Seconds that a file of so many bytes may take."""
    return 60 + size // 10_000_000


def look(path: Path, ffmpeg: Path) -> Found:
    """Sniff, then probe by kind. Raises Refused, OSError, MemoryError, ProcessFailed, or what PyAV raises."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    demuxer = sniff(head, path.stat().st_size)
    if demuxer == TEXT:
        from hitrec_cli.tools.probe_text import probe_text

        return Found(probe_text(path))
    if demuxer in STILLS | ANIMATIONS:
        from hitrec_cli.tools.probe_animation import probe_animated_webp
        from hitrec_cli.tools.probe_still import probe_still

        return probe_animated_webp(path, ffmpeg) if demuxer == "webp_anim" else probe_still(path, demuxer)
    if demuxer == HEIF:
        from hitrec_cli.tools.probe_heif import probe_heif

        return probe_heif(path)
    from hitrec_cli.tools.probe_film import probe_film

    return probe_film(path, demuxer)


def answer(path: Path, ffmpeg: Path) -> dict[str, Any]:
    """What goes on one line: facts and tables, or why the file is broken."""
    try:
        found = look(path, ffmpeg)
        if found.facts.picture is not None:
            check_shape(found.facts.picture)
    except Refused as refusal:
        return {"broken": str(refusal)}
    except MemoryError:
        return {"broken": "it needs more memory than a contribution may; offer a smaller copy"}
    except ProcessFailed as failure:
        return {"broken": f"it cannot be decoded ({failure.cause}); offer it again"}
    except (OSError, ValueError) as error:  # PyAV's errors are both
        cause = getattr(error, "strerror", None) or str(error)
        log = getattr(error, "log", None)
        if log:
            cause += f": {log[2]}"
        return {"broken": f"it is damaged and cannot be opened ({' '.join(cause.split())[:200]}); offer it again"}
    return {"facts": facts_to_data(found.facts), "keyframes": found.keyframes, "pts": found.pts}


def main() -> None:
    """Answer for every file of the order on stdin."""
    order = json.loads(sys.stdin.buffer.read())
    print(json.dumps("ready"), flush=True)  # noqa: T201
    for name in order["files"]:
        path = Path(name)
        signal.alarm(allowance(path.stat().st_size if path.exists() else 0))
        line = answer(path, Path(order["ffmpeg"]))
        signal.alarm(0)
        print(json.dumps(line, separators=(",", ":")), flush=True)  # noqa: T201
    os._exit(0)  # what `probe_film` never frees is not freed now either


if __name__ == "__main__":
    main()
