"""What goes wrong is told in a line with its place and a remedy, and leaves nothing behind."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.media.making import X264, cut, make
from tests.pipeline.decoded import planes
from tests.pipeline.show import HEAD, SEGMENTS, Run, Show, render

pytestmark = pytest.mark.media
WAVES = "{clip: rec-1, for: 60f}"


def item(text: str) -> Callable[[Show], None]:
    """The film's first item is another one."""
    return lambda show: show.edit(WAVES, text)


def file(name: str, kind: str = "clip") -> str:
    return f"{{{kind}: {{file: ../media/{name}, by: [A], license: LicenseRef-own}}, for: 60f}}"


def garbage(show: Show) -> None:
    (show.root / "media" / "noise.mp4").write_bytes(bytes(range(256)) * 99)
    item(file("noise.mp4"))(show)


def truncated(show: Show) -> None:
    cut(show.root / "media" / "waves.mp4", 0.6)
    item(file("cut-waves.mp4"))(show)


def truncated_after_its_index(show: Show) -> None:
    folder = show.root / "media"
    make(folder / "quick.mp4", "-i", f"file:{folder / 'waves.mp4'}", "-c", "copy", "-movflags", "+faststart")
    cut(folder / "quick.mp4", 0.6)
    item(file("cut-quick.mp4"))(show)


def outside(show: Show) -> None:
    make(show.root.parent / "away.mp4", "-f", "lavfi", "-i", "testsrc2=s=64x36:d=1", *X264)
    item(file("../../away.mp4"))(show)


def head(before: str, after: str) -> Callable[[Show], None]:
    return lambda show: show.write(head=HEAD.replace(before, after))


def empty(show: Show) -> None:
    show.manifest.write_text(HEAD.replace("segments:\n", "segments: []\n"))


def raising(line: str) -> Callable[[Show], None]:
    def edit(show: Show) -> None:
        source = show.root / "graphics" / "rings.py"
        source.write_text(
            source.read_text().replace("    import numpy as np\n", f"    {line}\n    import numpy as np\n")
        )

    return edit


PLACE = r"tiny\.yaml:{}:\d+: error\[{}\]: "
FILM, OPENING, CARD = 19, 11, 30
"""Lines of the manifest: the film's first item, the opening's, the letter's."""
CASES = {
    "missing": (item("{clip: rec-8, for: 60f}"), 4, PLACE.format(FILM, "HR301") + "rec-8 .*lost.mp4.*; put the file"),
    "garbage": (garbage, 4, PLACE.format(FILM, "HR301") + ".*noise.mp4 .*is broken: .*; ask the artist"),
    "truncated": (truncated, 4, PLACE.format(FILM, "HR301") + ".*cut-waves.mp4 .*is broken: .*; ask"),
    "truncated after its index": (truncated_after_its_index, 4, PLACE.format(FILM, "HR301") + ".*is broken: .*; ask"),
    "a still as a clip": (item("{clip: rec-3, for: 60f}"), 4, PLACE.format(FILM, "HR302") + "rec-3 is no mov.*; use"),
    "music as a clip": (item("{clip: rec-4, for: 60f}"), 4, PLACE.format(FILM, "HR302") + "rec-4 is no mov.*; use"),
    "beyond its end": (item("{clip: rec-1, in: 3s, for: 60f}"), 4, PLACE.format(FILM, "HR303") + ".*lasts 4.*; begin"),
    "two of one id": (lambda show: show.edit("id: song", "id: film"), 3,
                      r"tiny\.yaml:\d+:\d+: error\[HR\d+\].*film.*; "),
    "long transition": (lambda show: show.edit("{dip: 16f}", "{dip: 91f}"), 3,
                        PLACE.format(CARD, "HR305") + ".*the dip is longer than its clip.*; shorten"),
    "no handle": (item("{clip: rec-1, in: 1.9s, for: 60f}"), 4,
                  PLACE.format(FILM + 1, "HR306") + ".*needs 20 frames of rec-1 .* has 4; end"),
    "no segments": (empty, 3, PLACE.format(8, r"HR\d+") + ".*; write at least one"),
    "unknown contribution": (item("{clip: rec-11, for: 60f}"), 3,
                             PLACE.format(FILM, "HR403") + ".*rec-11.*did you mean"),
    "unknown profile": (head("segments:", "deliver: [webb]\nsegments:"), 3, "unknown profile 'webb'; there are web"),
    "a graphic that fails": (raising("raise ValueError('no\\nink')"), 5, "rings.py:rings failed: ValueError: no.*ink"),
    "a graphic that leaves": (raising("raise SystemExit(0)"), 5, "rings.py:rings failed: SystemExit"),
    "a graphic without a file": (raising("open('/nowhere/at/all')"), 5, "rings.py:rings failed: FileNotFoundError"),
    "no such function": (lambda show: show.edit("py:rings", "py:ring"), 3,
                         PLACE.format(OPENING, "HR320") + ".*has no function ring; name"),
    "outside": (outside, 4, PLACE.format(FILM, "HR301") + ".*outside the workspace.*; "),
    "a key misspelled": (lambda show: show.edit("background:", "backgruond:"), 3, r"tiny\.yaml:29:5: .*'?background"),
}  # fmt: skip


def nothing_is_left(show: Show, home: Path) -> None:
    """No deliverable, nothing unfinished, no process that works for this store."""
    assert not [path for path in (show.root / "out").rglob("*") if path.is_file()]
    assert not [path for path in (home / "tmp").glob("*") if not path.name.startswith(".")]
    assert workers_of(home) == []


def workers_of(home: Path) -> list[str]:
    """Command lines of processes that name this store."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if str(home) in line:
            found.append(line)
    return found


def told(done: subprocess.CompletedProcess[str], code: int, pattern: str) -> None:
    """This exit code, nothing on stdout, and a line on stderr that says it; no traceback."""
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr and "bug in hitrec" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if re.search(pattern, line)]
    assert lines, done.stderr
    assert all(len(line) < 600 for line in lines)


@pytest.mark.parametrize("name", CASES)
def test_bad_input(hitrec: Run, warm: Show, hitrec_home: Path, name: str) -> None:
    break_it, code, pattern = CASES[name]
    break_it(warm)
    told(hitrec("render", warm.manifest, "--out", warm.root / "out", "--json"), code, pattern)
    nothing_is_left(warm, hitrec_home)


def test_what_is_not_there(hitrec: Run, warm: Show, hitrec_home: Path) -> None:
    says = r"none.yaml: error\[HR100\]: the file cannot be read: No such file.*; name"
    told(hitrec("render", warm.root / "episodes" / "none.yaml"), 3, says)
    told(hitrec("render", warm.root / "episodes"), 3, "is a folder; name")
    told(hitrec("render", warm.manifest, "-p", "webb"), 2, "unknown profile 'webb'; there are web")
    told(hitrec("render", warm.manifest, "--source-root", "no/such"), 3, "no/such, which is no folder; correct")
    nothing_is_left(warm, hitrec_home)


def test_rights_of_the_version(hitrec: Run, warm: Show, hitrec_home: Path) -> None:
    item("{clip: rec-7, for: 60f}")(warm)
    done = hitrec("render", warm.manifest, "--out", warm.root / "out", "--cut", "broadcast")
    told(done, 4, r"catalog.csv:8.*error\[HR414\]: rec-7 is under CC-BY-NC-4.0.*; ask Gus Claim")
    nothing_is_left(warm, hitrec_home)
    assert render(hitrec, warm)["deliverables"][0]["version"] == "online"  # which is no commercial use


def test_a_repaired_manifest_goes_on(hitrec: Run, warm: Show) -> None:
    item("{clip: rec-8, for: 60f}")(warm)
    assert hitrec("render", warm.manifest, "--out", warm.root / "out").returncode == 4
    warm.edit("rec-8", "rec-1")
    steps = render(hitrec, warm)["steps"]
    assert steps["rendered"] == {} and steps["cached"] == steps["total"]


def test_a_failed_graphic_leaves_the_rest_finished(hitrec: Run, show: Show, hitrec_home: Path) -> None:
    source = show.root / "graphics" / "rings.py"
    text = source.read_text()
    raising("raise ValueError('later')")(show)
    show.write({name: SEGMENTS[name] for name in ("opening", "song")})
    told(hitrec("render", show.manifest, "--out", show.root / "out", "--workers", "1"), 5, "later")
    nothing_is_left(show, hitrec_home)
    source.write_text(text)
    steps = render(hitrec, show, "--workers", "1")["steps"]
    assert steps["cached"] > 0 and steps["rendered"]["graphic"] == 1


def test_a_preview_shows_a_slate_where_a_pick_is_missing(hitrec: Run, show: Show) -> None:
    """As long as the catalog says: 2.5 s are 75 frames."""
    missing = "  - {kind: short-film, id: film, picture: [{clip: rec-8}, {color: black, for: 15f}]}\n"
    show.write({"film": missing})
    done = hitrec("preview", show.manifest, "--out", show.root / "out")
    assert done.returncode == 0
    assert re.search(r"tiny\.yaml:9:\d+: warning\[HR301\]: rec-8", done.stderr)
    luma = planes(show.film("preview"), 960, 540)[0]
    assert len(luma) == 75 + 15
    middle = luma[:, 180:360, 100:860]
    assert np.ptp(middle[40]) > 100 and np.ptp(middle[80]) < 10


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB, where this user may make one."""
    place = tmp_path / "small"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", place], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def test_a_full_disk(hitrec: Run, show: Show, small_disk: Path) -> None:
    """Wherever it is found to be full: while picks come in, in a worker, in a child of a worker."""
    home = small_disk / "home"
    environment = {"HITREC_HOME": str(home)}
    for size in ("2m", "4m", "7m"):
        subprocess.run(["mount", "-o", f"remount,size={size}", small_disk], check=True)
        done = hitrec("render", show.manifest, "--out", show.root / "out", env=environment)
        told(done, 5, "No space left on device; free space")
        nothing_is_left(show, home)
        assert hitrec("cache", "verify", env=environment).returncode == 0
    subprocess.run(["mount", "-o", "remount,size=300m", small_disk], check=True)
    steps = render(hitrec, show, env=environment)["steps"]
    assert steps["cached"] > 0
