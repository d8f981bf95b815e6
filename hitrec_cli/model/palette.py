"""The named colors of a manifest."""

from __future__ import annotations

from collections.abc import Mapping

PALETTE: Mapping[str, str] = {
    "black": "#000000", "white": "#ffffff", "gray": "#808080", "red": "#c62828", "green": "#2e7d32",
    "blue": "#1565c0", "navy": "#0b1a33", "yellow": "#f9c846", "orange": "#f2a33a", "purple": "#5e3a87",
    "teal": "#0f766e", "brown": "#5d4037", "cream": "#f6efe0", "ink": "#12151b",
}  # fmt: skip


def rgb(color: str) -> str:
    """'#rrggbb' of a palette name, or the color itself where it is written so."""
    return PALETTE.get(color, color).lower()
