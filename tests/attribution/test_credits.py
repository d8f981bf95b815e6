"""Nobody is forgotten: the works of the credits against an independent walk over the graph."""

import unicodedata
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from hitrec_cli.attribution.credits import Credits, RoleGroup, collect
from hitrec_cli.attribution.resources import closure
from hitrec_cli.base.problems import Mark
from hitrec_cli.model.contribution import CONTRIBUTION_KINDS, Contribution, ContributionKind
from hitrec_cli.model.episode import picks_of
from hitrec_cli.model.segment import (
    ClipSource,
    ColorSource,
    ExtraCredit,
    Pick,
    PictureItem,
    Segment,
    SoundItem,
    StillSource,
    TextSource,
)


def piece(
    name: str, kind: ContributionKind = "video", artists: tuple[str, ...] = (), resources: tuple[str, ...] = ()
) -> Contribution:
    mark = Mark("catalog.csv", 3)
    return Contribution(
        name, kind, name.title(), artists or (f"By {name}",), "CC-BY-4.0", resources=resources, mark=mark
    )


def film(name: str, *picks: str) -> Segment:
    return Segment("short-film", name, name, picture=tuple(PictureItem(ClipSource(Pick(pick))) for pick in picks))


def lookup(*pieces: Contribution) -> Callable[[str], Contribution | None]:
    return {piece.id: piece for piece in pieces}.get


def names(credits_: Credits) -> dict[str, tuple[str, ...]]:
    return {group.role: group.names for group in credits_.roles}


def test_the_role_follows_from_the_use() -> None:
    kinds: dict[str, ContributionKind] = {
        "clip": "video", "drawn": "animation", "still": "still", "poem": "text", "talk": "voice", "song": "music",
        "door": "effect", "words": "text", "idea": "text",
    }  # fmt: skip
    segment = Segment(
        "short-film", "one", "One",
        picture=tuple(
            PictureItem(source)
            for source in (
                ClipSource(Pick("clip")), ClipSource(Pick("drawn")), StillSource(Pick("still")),
                TextSource(Pick("poem")), ColorSource("black"),
            )
        ),
        sound=(
            SoundItem("voice", Pick("talk")), SoundItem("music", Pick("song")), SoundItem("effect", Pick("door")),
        ),
        captions=Pick("words"),
        credits=(ExtraCredit(Pick("idea"), "Story"),),
    )  # fmt: skip
    credits_ = collect([segment], lookup(*(piece(name, kind) for name, kind in kinds.items())))
    assert names(credits_) == {
        "Film": ("By clip",), "Animation": ("By drawn",), "Pictures": ("By still",), "Words": ("By poem",),
        "Voices": ("By talk",), "Music": ("By song",), "Sound effects": ("By door",), "Captions": ("By words",),
        "Story": ("By idea",),
    }  # fmt: skip
    assert credits_.problems == ()


def test_what_a_piece_was_made_from_is_credited_with_the_way_there() -> None:
    get = lookup(
        piece("film", resources=("song", "photo")), piece("song", "music", resources=("loop",)),
        piece("photo", "still"), piece("loop", "music"),
    )  # fmt: skip
    works = {work.contribution: work for work in collect([film("a", "film"), film("b", "photo")], get).works}
    assert list(works) == ["film", "photo", "song", "loop"]
    assert works["photo"].via == ()
    assert works["photo"].segments == (("b", "b"),)
    assert works["loop"].via == ("film",)
    assert works["loop"].segments == (("a", "a"),)
    assert works["loop"].roles == ("Music",)


def test_a_name_stands_once_in_a_role_however_it_is_composed() -> None:
    composed, decomposed = "José", unicodedata.normalize("NFD", "José")
    assert composed != decomposed
    get = lookup(piece("a", artists=(composed, "Zoe")), piece("b", artists=("Ada", decomposed, "ada", "Zoe")))
    assert collect([film("s", "a", "b")], get).roles == (RoleGroup("Film", ("José", "Zoe", "Ada", "ada")),)


def test_one_work_in_two_roles_is_one_work() -> None:
    segment = Segment(
        "music", "m", picture=(PictureItem(ClipSource(Pick("a"))),), sound=(SoundItem("music", Pick("a")),)
    )
    (work,) = collect([segment], lookup(piece("a"))).works
    assert work.roles == ("Film", "Music")


def test_unknown_picks_and_resources_are_problems() -> None:
    mark = Mark("e.yaml", 4, 2)
    segment = Segment(
        "host", "h", picture=(PictureItem(ClipSource(Pick("nope", mark))), PictureItem(ClipSource(Pick("a"))))
    )
    problems = collect([segment], lookup(piece("a", resources=("gone",)))).problems
    assert {(p.rule, p.mark, p.severity) for p in problems} == {
        ("HR403", mark, "error"),
        ("HR401", Mark("catalog.csv", 3), "error"),
    }


def test_a_circle_is_told_with_its_path_and_loses_nobody() -> None:
    a, b, c = piece("a", resources=("b",)), piece("b", resources=("c",)), piece("c", resources=("b",))
    found = closure(a, lookup(a, b, c))
    assert [resource.id for resource in found.resources] == ["b", "c"]
    (problem,) = found.problems
    assert problem.rule == "HR402"
    assert "b → c → b" in problem.message


def test_a_chain_of_ten_thousand_is_walked() -> None:
    pieces = [piece(f"p{n}", resources=(f"p{n + 1}",)) for n in range(10_000)] + [piece("p10000")]
    assert len(closure(pieces[0], lookup(*pieces)).resources) == 10_000


@st.composite
def _worlds(draw: st.DrawFn) -> tuple[list[Segment], dict[str, Contribution]]:
    ids = [f"r{n}" for n in range(draw(st.integers(1, 9)))]
    some = st.lists(st.sampled_from([*ids, "unknown"]), max_size=4).map(tuple)
    artists = st.lists(st.text("aé中A", min_size=1, max_size=6), min_size=1, max_size=3).map(tuple)
    catalog = {name: piece(name, draw(st.sampled_from(CONTRIBUTION_KINDS)), draw(artists), draw(some)) for name in ids}
    segments = []
    for number in range(draw(st.integers(1, 3))):
        heard = tuple(SoundItem("music", Pick(name)) for name in draw(some))
        extra = tuple(ExtraCredit(Pick(name), "Story") for name in draw(some))
        seen = film("", *draw(some)).picture
        segments.append(Segment("short-film", f"s{number}", picture=seen, sound=heard, credits=extra))
    return segments, catalog


@given(_worlds())
def test_nobody_is_forgotten_and_nobody_invented(world: tuple[list[Segment], dict[str, Contribution]]) -> None:
    segments, catalog = world
    owed = {pick.id for segment in segments for pick in picks_of(segment)} & set(catalog)
    while True:  # a fixed point over edges, not a walk
        more = {resource for name in owed for resource in catalog[name].resources if resource in catalog} - owed
        if not more:
            break
        owed |= more
    credits_ = collect(segments, catalog.get)
    assert sorted(work.contribution for work in credits_.works) == sorted(owed)
    rolled = {name for group in credits_.roles for name in group.names}
    for name in owed:
        assert rolled.issuperset(catalog[name].artists)
