"""The named colors of a manifest."""

from __future__ import annotations

from collections.abc import Mapping

PALETTE: Mapping[str, str] = {
    "black": "#000000", "white": "#ffffff", "gray": "#808080", "silver": "#c0c4ca", "red": "#c62828",
    "maroon": "#7a1f2b", "orange": "#f2a33a", "yellow": "#f9c846", "gold": "#d4a017", "olive": "#6f7032",
    "green": "#2e7d32", "lime": "#8bc34a", "teal": "#0f766e", "cyan": "#26b6cf", "blue": "#1565c0", "navy": "#0b1a33",
    "purple": "#5e3a87", "magenta": "#b4236f", "pink": "#f2a1b8", "brown": "#5d4037", "cream": "#f6efe0",
    "ink": "#12151b",
}  # fmt: skip
"""Name -> '#rrggbb': the show's own shades, quieter than those that the web calls so."""


def rgb(color: str) -> str:
    """'#rrggbb' of a palette name, or the color itself where it is written so."""
    return PALETTE.get(color, color).lower()
