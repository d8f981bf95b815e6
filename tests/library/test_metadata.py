"""What probing found out is believed as long as the same sources would find it out again."""

from __future__ import annotations

from pathlib import Path

import pytest

from hitrec_cli.library import metadata
from hitrec_cli.library.store import Store
from hitrec_cli.tools import own_sources

PROBE = ("hitrec_cli.tools.probe_child", "av")


def test_what_another_probe_found_is_not_believed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, digest = Store(tmp_path / "home"), "0" * 64
    metadata.note(store, digest, None, "broken; offer it again")
    assert metadata.judged(store, digest) == metadata.Judged(broken="broken; offer it again")
    monkeypatch.setattr(metadata, "prober", lambda: "another")
    assert metadata.judged(store, digest) is None


@pytest.mark.parametrize("what", ["digests", "installed"])
def test_sources_and_library_make_the_probe(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert metadata.prober() == own_sources.reader(*PROBE)
    assert "hitrec_cli.tools.probe_film" in own_sources.reach("hitrec_cli.tools.probe_child")
    here = own_sources.reader.__wrapped__(*PROBE)
    monkeypatch.setattr(own_sources, what, lambda name: {name: "other"} if what == "digests" else "99")
    assert own_sources.reader.__wrapped__(*PROBE) != here
