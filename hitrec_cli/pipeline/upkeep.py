"""The machine and the store: whether they are fit, what they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hitrec_cli.pipeline.options import home


def doctor() -> Sequence[tuple[str, bool, str]]:
    """Whether this machine can render: (what, fine, detail)."""
    from hitrec_cli.tools.doctor import examine

    return examine(home())


def cache_verify(repair: bool) -> Sequence[tuple[str, str]]:
    """Everything in the store that is not what it was stored as."""
    from hitrec_cli.engine.results import Results
    from hitrec_cli.library.store import Store

    wrong = [(problem.mark.file or problem.rule, problem.message) for problem in Store(home()).verify()]
    return [*wrong, *Results(home()).verify(repair=repair)]


def cache_du() -> Mapping[str, int]:
    """Bytes in the store by kind."""
    from hitrec_cli.engine.results import Results
    from hitrec_cli.library.store import Store

    return {**Store(home()).du(), **Results(home()).du()}
