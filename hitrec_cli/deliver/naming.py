"""How delivered files are called: a template with the episode's own words, made safe for any disk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter

from hitrec_cli.base.text import one_line
from hitrec_cli.model.episode import Episode
from hitrec_cli.model.profile import Profile

LONGEST = 150
"""Characters of a name at most: with its endings it stays below the 255 bytes that disks take, in most scripts."""


class NamingError(ValueError):
    """A template that makes no file's name."""


def words_of(episode: Episode, profile: Profile, version: str) -> Mapping[str, str | int]:
    """What a template may hold."""
    return {
        "id": episode.id,
        "series": episode.series,
        "season": episode.season,
        "episode": episode.number,
        "title": episode.title,
        "theme": episode.theme,
        "version": version,
        "profile": profile.name,
        "date": episode.publish.get(version, ""),
        "rate": episode.format.rate.spoken,
    }


def file_name(template: str, words: Mapping[str, str | int]) -> str:
    """The name without its ending. Raises NamingError for a template with unknown words or without any name."""
    made = ""
    try:
        pieces = list(Formatter().parse(template))
    except ValueError as error:
        raise NamingError(f"{template!r}: {error}") from None
    for text, name, spec, conversion in pieces:
        made += text
        if name is None:
            continue
        widths = "(0?[1-9])?" if isinstance(words.get(name), int) else ""
        if name not in words or conversion or not re.fullmatch(widths, spec or ""):
            known = ", ".join(f"{{{word}}}" for word in words)
            raise NamingError(f"{template!r}: {{{name}}} is not known; there are {known}, and {{season:02}}")
        value = words[name]
        made += f"{value:{spec}}" if isinstance(value, int) else _safe(str(value))
    made = _safe(made).strip(" .")
    if not made:
        raise NamingError(f"{template!r} makes an empty name; write at least {{id}}")
    return made[:LONGEST].rstrip(" .")


def _safe(text: str) -> str:
    """Without what a disk or a shell may take for something else."""
    return re.sub(r'[\x00-\x1f\x7f/\\:*?"<>|]+', "-", one_line(text))
