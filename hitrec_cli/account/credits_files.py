"""Credits as files that travel with the show: Markdown for people, schema.org JSON for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from hitrec_cli.attribution.credits import CreditedWork, Credits
from hitrec_cli.attribution.rights import LicenseError, parse_license
from hitrec_cli.base.text import one_line
from hitrec_cli.base.timecode import timecode_at
from hitrec_cli.model.episode import Episode

SCHEMA_VERSION = 1

_SPECIAL = re.compile(r"([\\`*_{}\[\]|~$]|^[-+#=])")
"""What Markdown obeys anywhere in a line, and what it obeys at its beginning."""

_REFERENCE = "LicenseRef-"


@dataclass(frozen=True, slots=True)
class Use:
    """Where a contribution is seen or heard: frames [start, end) of the programme, counted from 0."""

    contribution: str
    segment: str
    start: int
    end: int


def license_links(license_expression: str) -> tuple[tuple[str, str], ...]:
    """Each identifier of an SPDX expression with the address of its text ('' for LicenseRef-… and unreadable text)."""
    try:
        names = parse_license(license_expression).names
    except LicenseError:
        names = (one_line(license_expression),) if license_expression.strip() else ()
        return tuple((name, "") for name in names)
    return tuple(
        (name, "" if name.startswith(_REFERENCE) else f"https://spdx.org/licenses/{name}.html") for name in names
    )


def credits_markdown(episode: Episode, credits_: Credits) -> str:
    """Every work in TASL order (title, author, source, license) under its segments, then what those were made from."""
    direct = [work for work in credits_.works if not work.via]
    behind = [work for work in credits_.works if work.via]
    parts = [f"# Credits: {_words(_heading(episode))}\n"]
    order = {segment.id: place for place, segment in enumerate(episode.segments)}
    used = dict.fromkeys(segment for work in direct for segment in work.segments)
    segments = sorted(used, key=lambda segment: order.get(segment[0], len(order)))
    for segment in segments:
        items = "".join(_item(work) for work in direct if segment in work.segments)
        parts.append(f"## {_words(segment[1] or segment[0])}\n\n{items}")
    if behind:
        titles = {work.contribution: work.title for work in credits_.works}
        items = "".join(_item(work, [titles[used] for used in work.via]) for work in behind)
        parts.append(f"## Also made from\n\n{items}")
    if credits_.roles:
        people = "".join(
            f"- **{_words(group.role)}**: {', '.join(map(_words, group.names))}\n" for group in credits_.roles
        )
        parts.append(f"## People\n\n{people}")
    if credits_.works:
        parts.append("All works were edited for this programme.\n")
    return "\n".join(parts)


def credits_json(episode: Episode, credits_: Credits, uses: Sequence[Use], version: str) -> str:
    """A schema.org VideoObject whose parts are the works, each with where it is used, in timecode."""
    where: dict[str, list[Use]] = {}
    for use in uses:
        where.setdefault(use.contribution, []).append(use)
    thing: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "schema_version": SCHEMA_VERSION,
        "identifier": episode.id,
        "name": one_line(episode.title) or episode.id,
        "version": version,
        "hasPart": [_part(episode, work, where.get(work.contribution, [])) for work in credits_.works],
        "contributor": [
            {"@type": "Role", "roleName": group.role, "contributor": [_person(name) for name in group.names]}
            for group in credits_.roles
        ],
    }
    if one_line(episode.series):
        thing["partOfSeries"] = {"@type": "TVSeries", "name": one_line(episode.series)}
    # "<" occurs only inside strings: escaped, the file can stand in a page's script element.
    return json.dumps(thing, ensure_ascii=False, indent=2).replace("<", "\\u003c") + "\n"


def credit_text(work: CreditedWork) -> str:
    """One line that credits a work: title, authors, license."""
    authors = ", ".join(work.artists) or "unknown"
    return f"“{work.title}” by {authors} ({one_line(work.license) or 'no license'})"


def _part(episode: Episode, work: CreditedWork, uses: Sequence[Use]) -> dict[str, object]:
    titles = dict(work.segments)
    part: dict[str, object] = {
        "@type": "CreativeWork",
        "identifier": work.contribution,
        "name": work.title,
        "creator": [_person(name) for name in work.artists],
        "license": [address or name for name, address in license_links(work.license)],
        "licenseExpression": one_line(work.license),
        "creditText": credit_text(work),
        "roles": list(work.roles),
        "kind": work.kind,
        "segments": [{"id": segment, "title": one_line(title)} for segment, title in work.segments],
        "usedIn": list(work.via),
        "uses": [
            {
                "segment": use.segment,
                "title": one_line(titles.get(use.segment, "")),
                "in": _timecode(episode, use.start),
                "out": _timecode(episode, use.end),
                "frames": use.end - use.start,
            }
            for use in uses
        ],
    }
    if _is_web(work.source):
        part["url"] = work.source
    elif one_line(work.source):
        part["isBasedOn"] = one_line(work.source)
    return part


def _person(name: str) -> dict[str, str]:
    return {"@type": "Person", "name": name}


def _timecode(episode: Episode, frame: int) -> str:
    return str(timecode_at(episode.start + frame, episode.format.rate, drop=episode.drop))


def _heading(episode: Episode) -> str:
    series = one_line(episode.series)
    title = one_line(episode.title) or episode.id
    return f"{series}, {title}" if series else title


def _item(work: CreditedWork, via: Sequence[str] = ()) -> str:
    """One list entry: title, author, source, license, then role and way."""
    title = _words(work.title)
    if _is_web(work.source):
        title = f"[{title}](<{work.source}>)"
    elif one_line(work.source):
        title += f" (source: {_words(work.source)})"
    licenses = " / ".join(
        f"[{_words(name)}](<{address}>)" if address else _words(name) for name, address in license_links(work.license)
    )
    line = f"- {title}, by {', '.join(map(_words, work.artists)) or 'unknown'}. {licenses or 'No license'}."
    line += f" {_words(', '.join(work.roles))}."
    if via:
        line += f" In {', '.join(map(_words, via))}."
    return line + "\n"


def _words(text: str) -> str:
    """Words that Markdown and HTML show and do not obey, on one line; an address among them becomes no link."""
    line = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    line = re.sub(r"^(\d+)\.", r"\1\\.", _SPECIAL.sub(r"\\\1", line))
    return re.sub(r"(?i)\b(www)\.", r"\1\\.", line.replace("://", r"\://")).replace("@", r"\@")


def _is_web(source: str) -> bool:
    """Whether a source is an address that may become a link: http or https, a host, no odd character."""
    if not re.fullmatch(r"https?://[!#-;=?-\[\]_a-z~]+", source, re.IGNORECASE | re.ASCII):
        return False
    try:
        return bool(urlsplit(source).hostname)
    except ValueError:
        return False
