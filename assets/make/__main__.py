"""Make the demo's media: `python -m assets.make [--out FOLDER] [NAME ...]`, from the top folder.

Each file is made in a process of its own: the synthesizer remembers what it said before.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from assets.make import voice
from assets.make.works import make, works

MEDIA = Path(__file__).parents[1] / "media"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m assets.make", description=__doc__)
    parser.add_argument("names", nargs="*", help="files to make (default: all)")
    parser.add_argument("--out", type=Path, default=MEDIA)
    arguments = parser.parse_args()
    known = list(works(voice.available()))
    if unknown := set(arguments.names) - set(known):
        parser.error(f"not a file of the demo (or needs espeakng-loader): {sorted(unknown)}")
    names: list[str] = arguments.names or known
    arguments.out.mkdir(parents=True, exist_ok=True)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), spawn, max_tasks_per_child=1) as pool:
        futures = {name: pool.submit(make, name, arguments.out) for name in names}
        for name, future in futures.items():
            print(f"{future.result():9,}  {name}", flush=True)


if __name__ == "__main__":
    main()
