"""Every problem of a manifest that can be found without media."""

from __future__ import annotations

from pathlib import Path

from hitrec_cli.base.errors import ManifestError
from hitrec_cli.base.problems import Problem, in_order
from hitrec_cli.pipeline.opening import profiles_of
from hitrec_cli.pipeline.options import Options, home


def validate(manifest: Path, options: Options) -> tuple[Problem, ...]:
    """Every problem that can be found without media: also of layout, where the lock knows the picks."""
    from hitrec_cli.library.desk import open_desk
    from hitrec_cli.library.lockfile import read_lock
    from hitrec_cli.library.sheet import lay
    from hitrec_cli.library.store import Store
    from hitrec_cli.model.lock import Lock

    try:
        desk = open_desk(manifest, options.source_roots, options.columns)
    except ManifestError as error:
        if error.problems:
            return error.problems
        raise
    lock = read_lock(desk.lock_file)
    known = lock is not None
    problems: list[Problem] = []
    for profile in profiles_of(desk, None):
        sheet = lay(desk, lock or Lock(desk.episode.id), profile.version, Store(home()), placeholders=False)
        problems += (one for one in sheet.problems if known or one.rule != "HR301")
    return in_order(problems)
