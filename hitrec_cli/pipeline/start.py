"""The beginning: a show, an episode, a segment, a look."""

from __future__ import annotations

from pathlib import Path

from hitrec_cli.pipeline.options import Answer


def init(folder: Path) -> Answer:
    """An example show that renders at once, and what to do next."""
    from hitrec_cli.library.starter import EPISODE, make_show

    made = make_show(folder)
    episode = folder / EPISODE
    steps = [f"hitrec {command} {episode}" for command in ("validate", "rundown", "render")]
    first = f"{folder}: an example show, half a minute long" if made else f"{folder}: the same show is there already"
    lines = [first, "next:", *(f"  {step}" for step in steps)]
    return Answer({"folder": str(folder), "made": made, "episode": str(episode), "next": steps}, lines)


def new_episode(name: str, title: str | None, here: Path) -> Answer:
    """The manifest of a new episode."""
    from hitrec_cli.library import starter_skeletons as skeletons

    file = skeletons.new_episode(skeletons.find_show(here), name, title)
    shown = _seen_from(here, file)
    return Answer({"file": shown}, [shown, f"next: hitrec validate {shown}"])


def new_segment(name: str, kind: str, title: str | None, here: Path) -> Answer:
    """A new segment file."""
    from hitrec_cli.library import starter_skeletons as skeletons

    file = skeletons.new_segment(skeletons.find_show(here), name, kind, title)
    shown, use = _seen_from(here, file), f"- use: ../segments/{file.name}"
    return Answer({"file": shown, "use": use}, [shown, f"in an episode: {use}"])


def new_look(here: Path) -> Answer:
    """The show's look, to be changed."""
    from hitrec_cli.library import starter_skeletons as skeletons

    file = skeletons.new_look(skeletons.find_show(here))
    shown = _seen_from(here, file)
    return Answer({"file": shown}, [shown, f"next: hitrec validate {shown}"])


def _seen_from(here: Path, file: Path) -> str:
    """A path relative to the current folder, where it is below."""
    base = here.absolute().resolve()
    return str(file.relative_to(base) if file.is_relative_to(base) else file)
