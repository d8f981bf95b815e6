"""What a contribution was made from, all the way down."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from hitrec_cli.base.problems import Problem, in_order
from hitrec_cli.model.contribution import Contribution

Get = Callable[[str], Contribution | None]
"""Looks a contribution up by its id; None where the catalog does not have it."""


@dataclass(frozen=True, slots=True)
class Closure:
    """A contribution's resources, nearest branch first, each once and without the contribution itself."""

    resources: tuple[Contribution, ...]
    problems: tuple[Problem, ...]


def closure(contribution: Contribution, get: Get) -> Closure:
    """All resources of a contribution, transitively.

    HR401: a resource that the catalog does not have. HR402: a circle of resources; those in it are still found.
    """
    found: dict[str, Contribution] = {}
    problems: list[Problem] = []
    path: dict[str, None] = {contribution.id: None}
    open_branches = [(contribution, iter(contribution.resources))]
    while open_branches:
        maker, branch = open_branches[-1]
        resource_id = next(branch, None)
        if resource_id is None:
            open_branches.pop()
            path.pop(maker.id)
        elif resource_id in path:
            problems.append(_circle(maker, resource_id, tuple(path)))
        elif resource_id not in found:
            resource = get(resource_id)
            if resource is None:
                problems.append(_unknown(maker, resource_id))
            else:
                found[resource_id] = resource
                path[resource_id] = None
                open_branches.append((resource, iter(resource.resources)))
    return Closure(tuple(found.values()), in_order(problems))


def chain(contribution: Contribution, resource: str, get: Get) -> tuple[str, ...]:
    """The shortest way from a contribution down to a resource, ids of both included; () where there is none."""
    ways: dict[str, tuple[str, ...]] = {contribution.id: (contribution.id,)}
    waiting = deque([contribution])
    while waiting and resource not in ways:
        maker = waiting.popleft()
        for name in maker.resources:
            if name not in ways:
                ways[name] = (*ways[maker.id], name)
                below = get(name)
                if below is not None:
                    waiting.append(below)
    return ways.get(resource, ())


def _unknown(maker: Contribution, resource: str) -> Problem:
    message = f"{maker.id} was made from {resource!r}, which is in no catalog: its artists cannot be credited"
    return Problem(
        "HR401", maker.mark, message, f"add {resource} to the catalog or take it out of the resources of {maker.id}"
    )


def _circle(maker: Contribution, resource: str, path: tuple[str, ...]) -> Problem:
    circle = " → ".join((*path[path.index(resource) :], resource))
    return Problem(
        "HR402", maker.mark, f"resources go in a circle: {circle}", f"take {resource} out of those of {maker.id}"
    )
