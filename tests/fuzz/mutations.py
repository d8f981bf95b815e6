"""Good manifests made bad: bytes, lines, words and whole branches changed by chance that a seed decides."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any, Final

import yaml

NASTY: Final = (
    "", "~", "null", "[]", "{}", "-1", "0", "1", "0s", "-3s", "1.5s", "99999999999s", "1e9", "00:00:59;29",
    "00:01:00;00", "25:61:61:99", "3f", "0f", "999999999f", "12:30", "on", "no", "cut", "blur", "${x}", "*a", "&a",
    "!!python/object:x", "../../../etc/passwd", "/dev/zero", "file:x", "rec-0", "film-1", "still-1", "song-1",
    "poem-1", "nix", "broadcast", "online", "web", "preview", "xdcam-hd422", "1080i29.97", "1080p0", "8k",
    "#ff00zz", "#102030", "-24 LUFS", "+99 dB", "12 dB", "\u202eevil", "\u0000", "\ufeff", "李小龍", "🎬" * 50,
    "a" * 5000, "x: y: z", "'", '"', "{{", "]", "\t", "%{pts}", "{\\an8}", "\\N", "<script>", "CC-BY-NC-4.0",
    "2015-02-30", "1", "2", "true", "NaN", ".inf", "0x10", "1_000",
)  # fmt: skip
"""Values that authors, keyboards and strangers write."""

Tree = Any


def mutated(text: bytes, chance: Random) -> bytes:
    """One to four changes, each of a kind that chance decides."""
    for _ in range(chance.randint(1, 4)):
        text = chance.choice((_branches, _branches, _branches, _words, _lines, _bytes))(text, chance)
    return text


def _bytes(text: bytes, chance: Random) -> bytes:
    at, length = chance.randint(0, len(text)), chance.choice((0, 0, 1, 2, 8, 200))
    piece = bytes(chance.randrange(256) for _ in range(chance.choice((0, 1, 1, 3, 9))))
    return text[:at] + piece + text[at + length :]


def _lines(text: bytes, chance: Random) -> bytes:
    lines = text.split(b"\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    change = chance.randrange(5)
    if change == 0:
        del lines[one]
    elif change == 1:
        lines.insert(two, lines[one])
    elif change == 2:
        lines[one], lines[two] = lines[two], lines[one]
    elif change == 3:
        lines[one] = b" " * chance.randint(0, 9) + lines[one].lstrip()
    else:
        lines[one:two] = []
    return b"\n".join(lines)


def _words(text: bytes, chance: Random) -> bytes:
    words = text.split(b" ")
    words[chance.randrange(len(words))] = chance.choice(NASTY).encode("utf-8", "surrogatepass")
    return b" ".join(words)


def _branches(text: bytes, chance: Random) -> bytes:
    """A change of the tree, which is always YAML again; text that is none stays as it is."""
    try:
        tree = yaml.load(text, yaml.CBaseLoader)
        places = list(_places(tree))
        if not places:
            return text
        holder, key = chance.choice(places)
        _change(holder, key, places, chance)
        return yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110).encode(
            "utf-8", "replace"
        )
    except (yaml.YAMLError, RecursionError, UnicodeError, ValueError):
        return text


class _Dumper(yaml.CSafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def _places(tree: Tree, depth: int = 0) -> list[tuple[Tree, Any]]:
    """Every (list or mapping, index or key) of a tree."""
    if depth > 30:
        return []
    keys = list(tree) if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    found = [(tree, key) for key in keys]
    for key in keys:
        found += _places(tree[key], depth + 1)
    return found


def _change(holder: Tree, key: Any, places: list[tuple[Tree, Any]], chance: Random) -> None:
    other, theirs = chance.choice(places)
    value = yaml.load(yaml.dump(other[theirs], Dumper=_Dumper), yaml.CBaseLoader)  # a copy
    changes: tuple[Callable[[], Any], ...] = (
        lambda: holder.__setitem__(key, chance.choice(NASTY)),
        lambda: holder.__setitem__(key, value),
        lambda: holder.__delitem__(key),
        lambda: holder.__setitem__(key, [holder[key]]),
        lambda: holder.__setitem__(key, {"for": holder[key]}),
        lambda: holder.__setitem__(chance.choice(NASTY) if isinstance(holder, dict) else key, holder[key]),
        lambda: holder.insert(0, value) if isinstance(holder, list) else holder.update({str(theirs): value}),
        lambda: holder.extend([value] * 40) if isinstance(holder, list) else None,
    )
    chance.choice(changes)()
