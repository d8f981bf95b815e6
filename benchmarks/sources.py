"""The media of overhead.yaml: made by code on first use, kept under the system's folder for temporary files.

What a variety show is sent: photographs of 12 megapixels, films of cameras and phones at five rates with a keyframe
every second or two, two of them upright, one in 4K. Voices, music and texts are the demo's.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.longer import manifest

HERE = Path(__file__).parent
DEMO = HERE.parent / "assets" / "media"
BORROWED = (
    "narration.wav", "walk-memory.mp3", "thanks.ogg", "morning-bed.m4a", "sunrise-theme.ogg", "homeward.mp3",
    "kettle-song.flac", "wings.ogg", "letter-russian.txt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Photo:
    """12 megapixels of cloud-like noise: its seed, and the scale of colors (of ffmpeg's `pseudocolor`) that it has."""

    seed: int
    colors: str


@dataclass(frozen=True, slots=True)
class Film:
    """A camera that drifts over a photograph, with grain: `size` that is filmed, `to` what it is kept at; frames per
    second; frames per keyframe; seconds; Mb/s; the demo's sound that is heard, from a second on, or none.
    """

    photo: str
    rate: str
    gop: int
    seconds: int
    megabits: int
    size: str = "1920:1080"
    to: str = ""
    speech: tuple[str, float] | None = None


PHOTOS = {
    "shore": Photo(11, "viridis"), "dusk": Photo(23, "magma"), "field": Photo(37, "cividis"),
    "embers": Photo(41, "inferno"), "reef": Photo(53, "turbo"), "dawn": Photo(67, "plasma"),
}  # fmt: skip
FILMS = {
    "welcome": Film("shore", "30000/1001", 30, 5, 20, speech=("narration.wav", 0)),
    "tide": Film("dusk", "24000/1001", 48, 6, 24),
    "stones": Film("field", "25", 50, 7, 18),
    "steps": Film("embers", "25", 25, 4, 25, speech=("wings.ogg", 0)),
    "attic": Film("reef", "25", 50, 3, 10, to="1280:720"),
    "valley": Film("dawn", "30000/1001", 30, 5, 50, size="3840:2160"),
    "market": Film("shore", "30", 60, 4, 17),
    "stairs": Film("dusk", "30", 30, 5, 16, size="1080:1920"),
    "stage-left": Film("embers", "30000/1001", 15, 7, 25),
    "stage-right": Film("reef", "30000/1001", 15, 5, 25),
    "balcony": Film("field", "30", 30, 6, 17),
    "errand": Film("dawn", "30", 60, 3, 8, to="1280:720"),
    "paper": Film("reef", "24", 48, 3, 14),
    "letters": Film("field", "24000/1001", 24, 6, 22),
    "window": Film("shore", "25", 50, 5, 18),
    "kitchen": Film("embers", "30", 30, 5, 17, size="1080:1920"),
    "farewell": Film("dusk", "30000/1001", 30, 5, 20, speech=("narration.wav", 8)),
}  # fmt: skip


def workspace(ffmpeg: str, minutes: int) -> Path:
    """The folder with the manifest for so many minutes, its catalog and its media."""
    folder = sources(ffmpeg)
    written = manifest((HERE / "overhead.yaml").read_text(encoding="utf-8"), minutes)
    (folder / "overhead.yaml").write_text(written, encoding="utf-8")
    shutil.copyfile(HERE / "overhead.csv", folder / "overhead.csv")
    (folder / "hitrec.toml").write_text("", encoding="utf-8")
    return folder


def sources(ffmpeg: str) -> Path:
    """The folder that has the media in its folder `media`; made where it is not there yet."""
    recipe = [Path(ffmpeg).name, *_photos(Path()), *_films(Path())]
    made = hashlib.sha256(repr(recipe).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"hitrec-bench-media-{made}"
    if not folder.is_dir():
        aside = Path(tempfile.mkdtemp(prefix="hitrec-bench-making-"))
        try:
            print(f"making the media in {folder}", file=sys.stderr)
            _make(ffmpeg, aside / "media")
            aside.rename(folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return folder


def _make(ffmpeg: str, media: Path) -> None:
    """All of it, two commands at a time with one thread each: the same bytes however many processors there are."""
    media.mkdir()
    for name in BORROWED:
        shutil.copyfile(DEMO / name, media / name)
    for commands in (_photos(media), _films(media)):
        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(_run, ffmpeg, command) for command in commands]:
                done.result()


def _run(ffmpeg: str, arguments: list[str]) -> None:
    command = [ffmpeg, "-nostdin", "-v", "error", "-filter_threads", "1", "-filter_complex_threads", "1", *arguments]
    subprocess.run(command, check=True, capture_output=True, text=True)


def _photos(media: Path) -> Iterator[list[str]]:
    for name, photo in PHOTOS.items():
        clouds = "perlin=s=2000x1500:r=1:octaves=8:persistence=0.55:xscale=6:yscale=5:random_mode=seed"
        picture = (
            f"{clouds}:seed={photo.seed},normalize,format=gbrp,pseudocolor=p={photo.colors},"
            f"scale=4000:3000:flags=lanczos,gblur=1.5,noise=alls=1:all_seed={photo.seed},format=yuvj420p"
        )
        yield ["-f", "lavfi", "-i", picture, "-frames:v", "1", "-threads", "1", "-q:v", "2", str(media / f"{name}.jpg")]


def _films(media: Path) -> Iterator[list[str]]:
    for number, (name, film) in enumerate(FILMS.items()):
        x, y = (f"({side}-o{side[1]})*(0.5+0.45*{wave}(n/{speed}+{number}))" for side, wave, speed in
                (("iw", "sin", 90), ("ih", "cos", 70)))  # fmt: skip
        shown = [f"loop=-1:size=1,setpts=N/({film.rate})/TB,fps={film.rate}", f"crop={film.size}:'{x}':'{y}'"]
        shown += [f"scale={film.to}:flags=bicubic"] if film.to else []
        shown += [f"noise=alls=1:allf=t:all_seed={number}", "scale=out_range=tv:out_color_matrix=bt709,format=yuv420p",
                  "setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709"]  # fmt: skip
        heard = ["-ss", str(film.speech[1]), "-i", str(media / film.speech[0])] if film.speech else []
        yield [
            "-i", str(media / f"{film.photo}.jpg"), *heard, "-vf", ",".join(shown), "-t", str(film.seconds),
            "-c:v", "libx264", "-preset", "veryfast", "-threads", "1", "-g", str(film.gop), "-b:v", f"{film.megabits}M",
            "-maxrate", f"{film.megabits * 5 // 4}M", "-bufsize", f"{film.megabits}M",
            *(("-ac", "2", "-ar", "48000", "-c:a", "aac", "-b:a", "192k") if heard else ("-an",)),
            "-movflags", "+faststart", str(media / f"{name}.mp4"),
        ]  # fmt: skip
