"""Which hitrec this is."""

from __future__ import annotations


def version() -> str:
    """The version as installed; "unknown" in a tree that is not."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("hitrec")
    except PackageNotFoundError:
        return "unknown"
