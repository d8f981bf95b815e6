"""The machine and the store: whether they are fit, what they hold, what may go, what is carried elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from hitrec_cli.base.errors import ManifestError
from hitrec_cli.pipeline.options import Options, home

if TYPE_CHECKING:
    from hitrec_cli.library.store_gc import Freed


def doctor() -> Sequence[tuple[str, bool, str]]:
    """Whether this machine can render: (what, fine, detail)."""
    from hitrec_cli.tools.doctor import examine

    return examine(home())


def cache_verify(repair: bool) -> Sequence[tuple[str, str]]:
    """Everything in the store that is not what it was stored as."""
    from hitrec_cli.engine.results import Results
    from hitrec_cli.library.store import Store

    wrong = [(problem.mark.file or problem.rule, problem.message) for problem in Store(home()).verify(repair=repair)]
    return [*wrong, *Results(home()).verify(repair=repair)]


def cache_du() -> Mapping[str, int]:
    """Bytes in the store by kind."""
    from hitrec_cli.engine.results import Results
    from hitrec_cli.library.store import Store

    return {**Store(home()).du(), **Results(home()).du()}


def cache_gc(workspaces: Sequence[Path], keep_days: float, dry: bool) -> Freed:
    """Remove what no lock names and nobody has used lately; the workspace of the current folder is always looked at."""
    from hitrec_cli.library.store import Store
    from hitrec_cli.library.store_gc import collect
    from hitrec_cli.library.workspace import find_workspace

    here = find_workspace(Path.cwd() / "hitrec.yaml").root
    return collect(Store(home()), [*workspaces, here], keep_days=keep_days, dry=dry)


def cache_export(target: Path, manifests: Sequence[Path], options: Options) -> int:
    """Write the objects of episodes' locks into a tar file; how many."""
    from hitrec_cli.library.desk import open_desk
    from hitrec_cli.library.lockfile import SUFFIX, read_lock
    from hitrec_cli.library.store import Store
    from hitrec_cli.library.store_transfer import export

    digests: set[str] = set()
    for manifest in manifests:
        own = manifest.name.endswith(SUFFIX)
        path = manifest if own else open_desk(manifest, options.source_roots, options.columns).lock_file
        lock = read_lock(path)
        if lock is None:
            raise ManifestError(f"{path} is not there; run hitrec pull first")
        digests.update(pick.digest for pick in lock.picks.values() if pick.digest)
    return export(Store(home()), digests, target)


def cache_import(source: Path) -> int:
    """Take the objects of a tar file into the store; how many."""
    from hitrec_cli.library.store import Store
    from hitrec_cli.library.store_transfer import bring_back
    from hitrec_cli.library.workspace import find_workspace

    return bring_back(Store(home()), source, find_workspace(Path.cwd() / "hitrec.yaml").rules.largest)
