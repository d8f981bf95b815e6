"""What bringing contributions in costs: hashing and storing against `sha256sum` on the same files; probing apart.

    python benchmarks/pull.py [--files 300] [--megabytes 4] [--media DIR] [--rounds 3]

The files are written once and read from memory by both. Prints ratios; exit code 1 where one is under what is promised:
40 % of sha256sum's speed (80 % where the file system shares blocks), 50 ms of processor time per file that is probed.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from hitrec_cli.library.pull import pull  # noqa: E402
from hitrec_cli.library.store import Store  # noqa: E402
from hitrec_cli.library.store_files import clone  # noqa: E402
from hitrec_cli.library.workspace import Workspace  # noqa: E402
from hitrec_cli.model.contribution import Contribution  # noqa: E402

LEAST, LEAST_SHARED, MOST_PROBING = 0.4, 0.8, 50.0
OLD = (1_000_000_000, 1_000_000_000)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=300)
    parser.add_argument("--megabytes", type=float, default=4.0, help="size of each file")
    parser.add_argument("--media", type=Path, default=ROOT / "assets" / "media", help="ordinary files, to be probed")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hitrec-bench-pull-") as folder:
        place = Path(folder).resolve()
        stored = storing(place, given.files, int(given.megabytes * 1e6), given.rounds)
        probed = probing(place, given.media)
    return 0 if stored and probed else 1


def storing(place: Path, count: int, size: int, rounds: int) -> bool:
    """Hash and store, against `sha256sum`; the best of some rounds each, in turns. Whether it is quick enough."""
    files = [place / "files" / f"{number}.bin" for number in range(count)]
    (place / "files").mkdir()
    for number, path in enumerate(files):
        path.write_bytes(hashlib.shake_128(str(number).encode()).digest(size))
        os.utime(path, OLD)
    os.sync()
    shared = shares_blocks(files[0], place)
    theirs, ours, again, shelved = [], [], [], []
    picks = [Contribution(path.name, "text", path.name, ("A",), "CC0-1.0", location=str(path)) for path in files]
    for turn in range(rounds):
        theirs.append(timed(lambda: sha256sum(files)))
        store = Store(place / f"home{turn}")
        ours.append(timed(lambda store=store: bring(picks, store, place)))
        again.append(timed(lambda store=store: bring(picks, store, place)))
        with tempfile.TemporaryDirectory(dir=place) as aside:
            shelved.append(timed(lambda aside=aside: copied(files, Path(aside))))
        shutil.rmtree(store.home)
    ratio, least = min(theirs) / min(ours), LEAST_SHARED if shared else LEAST
    total = count * size / 1e6
    print(f"{count} files, {total:,.0f} MB; the file system {'shares' if shared else 'copies'} blocks")
    print(f"sha256sum                     {min(theirs):7.2f} s  {total / min(theirs):7.0f} MB/s")
    print(f"hitrec: hash, store, sync     {min(ours):7.2f} s  {total / min(ours):7.0f} MB/s")
    print(f"cp and sync of the same files {min(shelved):7.2f} s  {total / min(shelved):7.0f} MB/s")
    print(f"hitrec, a second time         {min(again):7.2f} s  {min(again) / count * 1e6:7.0f} µs per file")
    print(f"speed against sha256sum       {ratio:7.0%}  (at least {least:.0%})")
    return ratio >= least


def probing(place: Path, media: Path) -> bool:
    """Probe ordinary files in one child, as a pull does. Whether it is cheap enough."""
    from hitrec_cli.tools.probe import probe

    files = sorted(path for path in media.rglob("*") if path.is_file() and path.suffix != ".md")
    if not files:
        print(f"no media in {media}: nothing was probed")
        return True
    empty = child_time(lambda: list(probe([place / "nothing"])))
    used = child_time(lambda: list(probe(files)))
    each = (used - empty) / len(files) * 1000
    print(f"probing                       {each:7.1f} ms of processor time per file (at most {MOST_PROBING:.0f}), "
          f"{len(files)} files; starting the child {empty * 1000:.0f} ms, once")  # fmt: skip
    return each <= MOST_PROBING


def bring(picks: list[Contribution], store: Store, place: Path) -> None:
    """As a pull brings picks in, without looking at what they are."""
    import hitrec_cli.library.pull as module
    from hitrec_cli.library.metadata import Judged

    judge = module._judge
    module._judge = lambda names, store, note: {digest: Judged(broken="not looked at") for digest in names}
    try:
        lock = pull("bench", picks, store, Workspace(place))
        assert all(pick.digest for pick in lock.picks.values())
    finally:
        module._judge = judge


def sha256sum(files: list[Path]) -> None:
    """The yardstick: one process for all files."""
    subprocess.run(["sha256sum", *map(str, files)], stdout=subprocess.DEVNULL, check=True)


def copied(files: list[Path], target: Path) -> None:
    """What the disk alone asks for."""
    for path in files:
        copy = target / path.name
        shutil.copyfile(path, copy)
        with copy.open("rb") as file:
            os.fsync(file.fileno())


def shares_blocks(path: Path, place: Path) -> bool:
    """Whether a file can be stored without copying its bytes."""
    with path.open("rb") as file, (place / "clone").open("xb+") as out:
        return clone(file, out)


def timed(work) -> float:
    """Seconds of wall clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def child_time(work) -> float:
    """Seconds of processor time of child processes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    sys.exit(main())
