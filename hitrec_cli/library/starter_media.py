"""The starter's media: a paper moon that talks, two films, a picture, a tune. Drawn and composed here, in seconds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from hitrec_cli.library.starter_paper import Sheet, disc, ellipse, graph, ridge, shape, sky, stars
from hitrec_cli.tools.binary import ffmpeg
from hitrec_cli.tools.process import Limits, run

_FRAMES_PER_SECOND = 30_000 / 1001
_ONE_ENCODING = ("-threads", "2", "-fflags", "+bitexact", "-flags", "+bitexact", "-map_metadata", "-1")
"""A fixed number of threads and no dates: the same bytes on every machine with the same encoder."""

_FILM = ("-c:v", "libx264", "-preset", "superfast", "-crf", "20", "-g", "30")

SYLLABLE = "sin(2*PI*2.6*t)"
TALKS = r"lt(mod(t\,2.3)\,1.75)*gt(t\,0.35)"
"""When the moon talks, and how its mouth goes: the same formulas make the voice and the mouth."""


def make_media(folder: Path) -> None:
    """Make all of it in a folder. Raises ProcessFailed where ffmpeg does."""
    from concurrent.futures import ThreadPoolExecutor

    def make(name: str) -> None:
        command = [str(ffmpeg()), "-nostdin", "-v", "error", *RECIPES[name](), *_ONE_ENCODING, f"file:{folder / name}"]
        run(command, limits=Limits(wall=120))

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(make, RECIPES))


def _film(sheets: Sequence[Sheet], seconds: float, voice: str = "") -> tuple[str, ...]:
    frames = round(seconds * _FRAMES_PER_SECOND)
    drawn = graph(sheets, frames)
    if not voice:
        return ("-filter_complex", drawn, "-map", "[picture]", "-frames:v", str(frames), *_FILM)
    heard = f"aevalsrc=exprs='{voice}':s=48000:d={seconds}[voice]"
    both = ("-map", "[picture]", "-map", "[voice]", "-frames:v", str(frames))
    return ("-filter_complex", f"{drawn};{heard}", *both, *_FILM, "-c:a", "aac", "-b:a", "96k")


def moonrise() -> tuple[str, ...]:
    """The opening: a moon comes up behind three ridges."""
    return _film(
        [
            sky((40, 48, 110), (247, 160, 110)),
            *stars(200),
            disc(142, (250, 236, 196)).at("622-6*t", "318-52*t+3*t*t"),
            ridge("56+34*sin(X/112)+14*sin(X/35)", (150, 96, 140), 250).at("-30-5*t", "292"),
            ridge("48+30*sin(X/90+1)+12*sin(X/32)", (104, 72, 128), 190).at("-15-11*t", "352"),
            ridge("36+22*sin(X/68+4)+9*sin(X/29)", (60, 48, 104), 130).at("-21*t", "412"),
        ],
        4,
    )


def host() -> tuple[str, ...]:
    """The moon itself says good evening, in its own language."""
    left, top = "345+10*sin(t*1.1)", "84+9*sin(t*2.2)"
    ink, lips = (40, 36, 60), (124, 44, 62)
    blinks = r"lt(mod(t+0.4\,2.1)\,0.13)"

    def face(sheet: Sheet, x: int, y: int, when: str = "") -> Sheet:
        return sheet.at(f"{left}+{x}", f"{top}+{y}", when)

    voice = "+".join(f"{part}*sin({n}*(2*PI*196*t+9*sin(2*PI*1.3*t)))" for n, part in ((1, 0.5), (2, 0.3), (3, 0.2)))
    return _film(
        [
            sky((16, 20, 58), (88, 66, 120)),
            *stars(210),
            face(disc(270, (250, 236, 196)), 0, 0),
            *(face(disc(42, (240, 170, 150)), x, 143) for x in (38, 190)),
            *(face(disc(23, ink), x, 97, f"not({blinks})") for x in (83, 165)),
            *(face(ellipse(26, 6, ink), x, 106, blinks) for x in (81, 163)),
            face(ellipse(68, 10, lips), 101, 177, rf"not({TALKS}*gt({SYLLABLE}\,0.1))"),
            face(ellipse(62, 26, lips), 104, 171, rf"{TALKS}*between({SYLLABLE}\,0.1\,0.7)"),
            face(ellipse(54, 42, lips), 108, 166, rf"{TALKS}*gt({SYLLABLE}\,0.7)"),
            ridge("26+15*sin(X/68)+9*sin(X/28)", (72, 60, 128), 116).at("-45+15*sin(t*0.5)", "424"),
            ridge("22+12*sin(X/52+2)+8*sin(X/23)", (52, 44, 100), 76).at("-60-12*t", "464"),
        ],
        6.5,
        rf"0.6*{TALKS}*max(0\,{SYLLABLE})*({voice})",
    )


def boat() -> tuple[str, ...]:
    """A paper boat on three paper waves."""
    sail_and_hull = r"lt(abs(X-56)\,Y*0.62)*lt(Y\,50)+gt(Y\,54)*lt(abs(X-56)\,55-(Y-54)*0.7)"
    return _film(
        [
            sky((120, 196, 214), (252, 226, 190)),
            disc(112, (255, 214, 120)).at("135+5*t", "82-3*t"),
            ridge("16+9*sin(X/30)+3*sin(X/13)", (92, 170, 196), 256).at("-75+45*sin(t*0.9)", "284+5*sin(t*1.4)"),
            shape(112, 82, (252, 246, 232), sail_and_hull).at("120+50*t", "247+5*sin(t*1.4+1)"),
            ridge("18+12*sin(X/39+1)+4*sin(X/14)", (58, 136, 176), 206).at("-75-52*sin(t*0.8)", "334+6*sin(t*1.2+1)"),
            ridge("22+15*sin(X/45+2)+4*sin(X/17)", (36, 100, 150), 146).at("-75+60*sin(t*0.7)", "398+7*sin(t*1.1)"),
        ],
        4.5,
    )


def fireflies() -> tuple[str, ...]:
    """Three lights in a wood."""
    light = (255, 226, 130)
    return _film(
        [
            sky((26, 48, 74), (120, 160, 150)),
            *stars(150),
            ridge("4+45*abs(sin(X/34))+18*abs(sin(X/14))", (76, 122, 116), 222).at("-8*t", "318"),
            ridge("4+52*abs(sin(X/30+1))+20*abs(sin(X/13))", (46, 92, 92), 154).at("-16*t", "386"),
            disc(20, light).at("150+120*t", "270+45*sin(t*2.1)"),
            disc(14, light).at("675-68*t", "225+38*sin(t*1.7+1)"),
            disc(17, light).at("390+30*sin(t)", "315+52*sin(t*1.3+2)"),
            ridge("4+60*abs(sin(X/27+2))+20*abs(sin(X/11))", (24, 58, 66), 80).at("-30*t", "460"),
        ],
        4.5,
    )


def postcard() -> tuple[str, ...]:
    """A picture for the camera to go over: two sails under an evening sun."""
    sail = shape(70, 120, (250, 240, 222), r"lt(X\,Y*0.55)*lt(Y\,104)+gt(Y\,108)*lt(abs(X-30)\,36-(Y-108))")
    sheets = [
        sky((86, 70, 134), (255, 178, 120)),
        disc(210, (255, 220, 140)).at("560", "150"),
        ridge("30+20*sin(X/80)+8*sin(X/23)", (196, 104, 112), 260).at("0", "280"),
        sail.at("240", "268"),
        sail.at("720", "300"),
        ridge("16+6*sin(X/26)+3*sin(X/9)", (126, 66, 110), 170).at("0", "370"),
        ridge("20+9*sin(X/33+2)+4*sin(X/12)", (74, 44, 92), 100).at("0", "440"),
    ]
    return ("-filter_complex", graph(sheets, 1), "-map", "[picture]", "-frames:v", "1", "-q:v", "2")


def tune() -> tuple[str, ...]:
    """A music box: five tones up and down, each rings into the next, and a low one under every fourth."""
    # Registers: 0 the number of the tone, 1 seconds since it was struck, 2 its pitch, 3 and 4 what is heard.
    struck = rf"st(0\,floor(t*3)-{{back}});st(1\,t-ld(0)/3);st(2\,196*2^(floor(mod({_STEPS}\,9)*2.4)/12))"
    rings = r"gte(ld(0)\,0)*exp(-3.2*ld(1))*(sin(2*PI*ld(2)*ld(1))+0.3*exp(-4*ld(1))*sin(4*PI*ld(2)*ld(1)))"
    low = r"0.6*exp(-1.4*mod(t\,4/3))*sin(2*PI*98*mod(t\,4/3))"
    tones = ";".join(rf"{struck.format(back=back)};st({3 + back}\,{rings})" for back in (0, 1))
    source = f"aevalsrc=exprs='{tones};0.3*(ld(3)+ld(4)+{low})':s=48000:d=12"
    return ("-f", "lavfi", "-i", source, "-c:a", "flac")


_STEPS = "ld(0)*3+2*floor(ld(0)/8)+64"
"""Which of nine tones of the pentatonic scale: thirds, and a little further after every eight."""

RECIPES: Mapping[str, Callable[[], tuple[str, ...]]] = {
    "moonrise.mp4": moonrise,
    "host.mp4": host,
    "boat.mp4": boat,
    "fireflies.mp4": fireflies,
    "postcard.jpg": postcard,
    "tune.flac": tune,
}
"""Each file and what ffmpeg is told to make it."""
