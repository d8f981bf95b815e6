"""Delivery profiles, listed and shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.digest import Json
from hitrec_cli.base.errors import ManifestError, UsageError
from hitrec_cli.pipeline.options import Answer

if TYPE_CHECKING:
    from hitrec_cli.library.profiles import ProfileShelf
    from hitrec_cli.model.profile import Profile


def profiles(name: str | None, folder: Path) -> Answer:
    """All profiles that a show in `folder` may be delivered as, or one of them whole.

    Raises UsageError for one that is not there, ManifestError with the problems of one that has mistakes.
    """
    from hitrec_cli.library.profiles import profile_shelf
    from hitrec_cli.library.workspace import find_workspace

    shelf = profile_shelf(find_workspace(folder / "any.yaml"), Path("any.yaml"))
    if name is None:
        return _list(shelf)
    if name in shelf.profiles:
        one = shelf.profiles[name]
        return Answer({"profile": _data(one, shelf)}, list(_lines(one, shelf)))
    if faults := shelf.problems.get(name):
        raise ManifestError(f"the profile {name} has mistakes", faults)
    raise UsageError(f"unknown profile {name!r}; there are {', '.join(shelf.profiles)}")


def _list(shelf: ProfileShelf) -> Answer:
    widest = max(map(len, (*shelf.profiles, *shelf.places)))
    lines = [f"{one.name:{widest}}  {one.suffix:5} {one.version:10} {one.title}" for one in shelf.profiles.values()]
    faulty = [(name, problem) for name, found in shelf.problems.items() for problem in found]
    lines += [f"{name:{widest}}  {problem}" for name, problem in faulty]
    data: list[Json] = [_data(one, shelf) for one in shelf.profiles.values()]
    return Answer({"profiles": data, "errors": [str(problem) for _, problem in faulty]}, lines)


def _data(one: Profile, shelf: ProfileShelf) -> dict[str, Json]:
    """A profile as data: levels in hundredths as the model has them."""
    return {**asdict(one), "suffix": one.suffix, "file": shelf.places.get(one.name)}


def _lines(one: Profile, shelf: ProfileShelf) -> Iterator[str]:
    yield f"{one.name}: {one.title}"
    yield f"from       {shelf.places.get(one.name, 'hitrec')}"
    yield f"version    {one.version}"
    yield f"container  {one.container}"
    if one.video:
        size = f"{one.raster[0]}x{one.raster[1]}" if one.raster else "the episode's"
        yield f"raster     {size}, {'two fields in each picture (PsF)' if one.scan == 'psf' else 'progressive'}"
        yield f"rates      {', '.join(one.rates) or 'all'}"
        yield f"picture    {' '.join(one.video)} -g {one.gop}"
    if one.most_bits:
        yield f"at most    {one.most_bits / 100:.2f} bits per pixel in each part"
    yield f"sound      {' '.join(one.audio)}"
    yield f"tracks     {'; '.join(' '.join(track) for track in one.layout.tracks)}"
    yield f"loudness   {one.target / 100:.1f} LUFS, {one.tolerance / 100:.2f} LU off at most"
    yield f"true peak  {one.ceiling / 100:.1f} dBTP at most"
    if one.caption_track != "none" or one.caption_files:
        track = f"{one.caption_track} in the file" if one.caption_track != "none" else ""
        yield f"captions   {', '.join(filter(None, (track, *one.caption_files)))}"
    words = {"timecode": one.timecode, "leader": one.leader, "captions wanted": one.captions,
             "placeholders": one.placeholders, "burnt-in timecode": one.burn_in, "early": one.early}  # fmt: skip
    yield f"besides    {', '.join(word for word, on in words.items() if on) or 'nothing'}"
