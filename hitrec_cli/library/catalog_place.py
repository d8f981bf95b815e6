"""Where a workspace keeps its catalog."""

from __future__ import annotations

import tomllib
from pathlib import Path

from hitrec_cli.base.errors import ManifestError
from hitrec_cli.library.workspace import SETTINGS, Workspace


def catalog_file(workspace: Workspace) -> Path:
    """The workspace's catalog database: `catalog` of hitrec.toml (relative to it), else assets/catalog.db.

    It need not be there. Raises ManifestError for a hitrec.toml that makes no sense.
    """
    settings = workspace.root / SETTINGS
    name: object = "assets/catalog.db"
    if settings.is_file():
        try:
            name = tomllib.loads(settings.read_text(encoding="utf-8")).get("catalog", name)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ManifestError(f"{settings}: {error}; correct it") from error
    if not isinstance(name, str) or not name or "\x00" in name:
        raise ManifestError(f'{settings}: `catalog` is a file, such as "assets/catalog.db"')
    return workspace.root / name
