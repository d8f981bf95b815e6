"""What each delivery profile costs, beside what its encoder and the decoders of the sources cost by themselves.

    python -m benchmarks.profiles [PROFILE …] [--runs N] [--seconds N] [--times N]

A programme of four films of 1080p29.97, three seconds of each, is rendered from an empty store (so pull, probe, sound,
verification and stitch are all in it); over one film of four its music is named for four seconds. `--times` has the
films come again, each time a quarter of a second later in them, so that no part serves twice. Its floor is the
processor time of the same encoder, with the same arguments and one thread, that is given the same pictures as raw
frames, and of the decoders that give the films' pictures to nobody.
The aim is 1.3 times the encoder, and the decoders. Runs alternate; medians count, and only those of one table compare.
`sound` is what the programme takes without a picture (the profile `audio`): it does not grow with the raster.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from os import environ
from pathlib import Path

from benchmarks.measure import cost
from benchmarks.sources import sources
from hitrec_cli.library.profiles import built_in
from hitrec_cli.model.profile import Profile
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.containers import MUXERS

ROOT = Path(__file__).resolve().parent.parent
FILMS = ("welcome", "stage-left", "stage-right", "farewell")
LATER, LENGTH = 0.25, 5
AIM = 1.3
SOUND = "audio"
RATES = {"30000/1001": "29.97", "24000/1001": "23.976", "25/1": "25"}
MANIFEST = """\
hitrec: 1
id: floors
format: 1080p{rate}
start: "01:00:00:00"
segments:
{segments}"""
SEGMENT = """\
  - kind: {kind}
    id: {name}-{take}
    picture: [{{clip: {{file: {name}.mp4, by: [Nobody], license: LicenseRef-own}}, in: {begin}s, for: {seconds}s,
      original: off}}]
    sound: [{{music: {{file: kettle-song.flac, by: [Nobody], license: LicenseRef-own}}, for: {seconds}s}}]
"""
LOSSLESS = """\
profile: 1
title: The pictures that an encoder is given
version: broadcast
container: mkv
{raster}scan: {scan}
picture: {{c:v: ffv1, level: 3, coder: 1, context: 1, slices: 16, slicecrc: 0, pix_fmt: {pixels}}}
sound: {{c:a: flac}}
loudness: -24 LUFS
true-peak: -2 dBTP
burn-in: {burn_in}
"""


@dataclass
class Costs:
    """CPU seconds of each run: of hitrec, of the encoder alone, of the decoders alone; all of one programme."""

    hitrec: list[float] = field(default_factory=list)
    encoder: list[float] = field(default_factory=list)
    decoders: list[float] = field(default_factory=list)


@dataclass
class Bench:
    """A folder to work in, the films' folder, the seconds of each film, how often each comes, and the lossless files
    made so far."""

    folder: Path
    media: Path
    seconds: int
    times: int = 1
    made: dict[str, Path] = field(default_factory=dict)

    @property
    def takes(self) -> list[tuple[str, float]]:
        """Films, and where each begins, in seconds."""
        return [(name, LATER * time) for time in range(self.times) for name in FILMS]

    def round(self, profile: Profile, costs: Costs) -> None:
        """One round of one profile."""
        rate = profile.rates[0] if profile.rates else "30000/1001"
        costs.hitrec.append(self.rendered(profile.name, rate))
        if profile.video:
            costs.encoder.append(sum(self.encoders(profile, rate)))
            costs.decoders.append(sum(self.decoders()))
        print(f"{profile.name}: {costs}", file=sys.stderr)

    def rendered(self, profile: str, rate: str, own: str = "") -> float:
        """A render from an empty store, in a profile of hitrec's or of the show's own."""
        show = self.folder / "show"
        shutil.rmtree(show, ignore_errors=True)
        (show / "profiles").mkdir(parents=True)
        (show / "hitrec.toml").touch()
        if own:
            (show / "profiles" / f"{profile}.yaml").write_text(own, encoding="utf-8")
        segments = "".join(
            SEGMENT.format(name=name, take=take, begin=begin, seconds=self.seconds, kind=_kind(take))
            for take, (name, begin) in enumerate(self.takes)
        )
        (show / "floors.yaml").write_text(MANIFEST.format(rate=RATES[rate], segments=segments), encoding="utf-8")
        command = [sys.executable, "-m", "hitrec_cli", "render", "floors.yaml", "--profile", profile, "--workers", "1",
                   "--quiet", "--source-root", str(self.media)]  # fmt: skip
        environment = {**environ, "HITREC_HOME": str(show / "home"), "PYTHONPATH": str(ROOT)}
        return cost(command, show, environment).cpu

    def lossless(self, profile: Profile, rate: str) -> Path:
        """The file of the pictures that a profile's encoder is given; equal ones are made once."""
        text = _lossless(profile)
        if text + rate not in self.made:
            self.rendered("lossless", rate, text)
            kept = self.folder / f"{len(self.made)}.mkv"
            (self.folder / "show" / "out" / "floors" / "floors.lossless.mkv").rename(kept)
            self.made[text + rate] = kept
        return self.made[text + rate]

    def encoders(self, profile: Profile, rate: str) -> Iterator[float]:
        """The encoder by itself, film by film; its raw frames are in the system's memory of files."""
        lossless, raw, out = self.lossless(profile, rate), self.folder / "raw", self.folder / "part"
        frames = int(self.seconds * Fraction(rate) + Fraction(1, 2))
        width, height = profile.raster or (1920, 1080)
        fields = ["-vf", "setparams=field_mode=tff"] if profile.scan == "psf" else []
        for number in range(len(self.takes)):
            enter = max(Fraction(0), (number * frames - Fraction(1, 2)) / Fraction(rate))
            _spent("-ss", f"{int(enter * 1_000_000)}us", "-i", str(lossless), "-frames:v", str(frames),
                   "-fps_mode", "passthrough", "-f", "rawvideo", str(raw))  # fmt: skip
            yield _spent(
                "-filter_threads", "1", "-f", "rawvideo", "-pix_fmt", _pixels(profile), "-s", f"{width}x{height}",
                "-r", rate, "-i", str(raw), *fields, *profile.video, "-g", str(profile.gop), "-threads", "1",
                "-f", MUXERS.get(profile.container, profile.container), str(out),
            )  # fmt: skip
        raw.unlink()

    def decoders(self) -> Iterator[float]:
        """The films' decoders by themselves."""
        for name, begin in self.takes:
            film = str(self.media / f"{name}.mp4")
            yield _spent(
                "-threads", "1", "-ss", str(begin), "-t", str(self.seconds), "-i", film, "-an", "-f", "null", "-"
            )


def main() -> int:
    """Measure and print; fail where something does not run."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("profiles", nargs="*", help="profiles to measure (default: all)")
    parser.add_argument("--runs", type=int, default=2, metavar="N", help="rounds (default 2)")
    parser.add_argument("--seconds", type=int, default=3, choices=range(1, 6), help="of each film (default 3)")
    parser.add_argument("--times", type=int, default=1, metavar="N", help="how often each film comes (default 1)")
    told = parser.parse_args()
    if told.seconds + LATER * (told.times - 1) > LENGTH:
        parser.error(f"the films have {LENGTH} seconds; say fewer --seconds or --times")
    names = [*(one for one in told.profiles or built_in() if one != SOUND), SOUND]
    costs = {name: Costs() for name in names}
    with tempfile.TemporaryDirectory(prefix="hitrec-bench-") as folder:
        bench = Bench(Path(folder), sources(str(ffmpeg())) / "media", told.seconds, told.times)
        try:
            for _ in range(told.runs):
                for name in names:
                    bench.round(built_in()[name], costs[name])
        except subprocess.CalledProcessError as failed:
            print(f"{Path(failed.cmd[0]).name} ended with {failed.returncode}: {failed.stderr or ''}"[-2000:])
            return 2
    print("\n".join(table(costs, told.seconds * told.times * len(FILMS))))
    return 0


def _lossless(profile: Profile) -> str:
    """A profile whose file holds what this one's encoder is given."""
    size = "raster: {{width: {}, height: {}}}\n".format(*profile.raster) if profile.raster else ""
    burn_in = "on" if profile.burn_in else "off"
    return LOSSLESS.format(raster=size, scan=profile.scan, pixels=_pixels(profile), burn_in=burn_in)


def _kind(take: int) -> str:
    """A segment of music names it in a lower third."""
    return "live" if take % len(FILMS) else "music"


def _spent(*arguments: str) -> float:
    """CPU seconds of ffmpeg."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [str(ffmpeg()), "-nostdin", "-v", "error", "-y", *arguments]
    subprocess.run(command, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _pixels(profile: Profile) -> str:
    return profile.video[profile.video.index("-pix_fmt") + 1]


def table(costs: dict[str, Costs], length: int) -> Iterator[str]:
    """CPU seconds for each second of the programme, and their ratios to the aim."""
    sound = statistics.median(costs[SOUND].hitrec)
    yield "| profile | hitrec | encoder | decoders | of the aim | without sound |"
    yield "|---|---|---|---|---|---|"
    for name, one in costs.items():
        if name == SOUND:
            continue
        ours, encoder, decoders = map(statistics.median, (one.hitrec, one.encoder, one.decoders))
        aim = AIM * encoder + decoders
        figures = (ours / length, encoder / length, decoders / length, ours / aim, (ours - sound) / aim)
        yield f"| `{name}` | {' | '.join(f'{figure:.2f}' for figure in figures)} |"
    yield f"| sound alone (`{SOUND}`) | {sound / length:.2f} | | | | |"


if __name__ == "__main__":
    sys.exit(main())
