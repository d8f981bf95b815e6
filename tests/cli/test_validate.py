"""`hitrec validate` as a user calls it: what it looks at, how it answers, how it ends, what it mends."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from hitrec_cli.base.errors import UsageError
from hitrec_cli.cli.app import app

GOOD = "hitrec: 1\nid: {id}\nsegments:\n  - {{kind: host, picture: [{{color: navy, for: 5s}}]}}\n"
BAD = GOOD.replace("kind", "knid", 1)
SHARES = "id,kind,title,artists,license,duration\nsea,video,Sea,Ada,CC-BY-SA-4.0,9\n"
NOTED = GOOD.replace("color: navy", "clip: sea").replace("segments", "catalog: [list.csv]\nsegments")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace, which is the current folder."""
    show = tmp_path / "show"
    (show / "episodes").mkdir(parents=True)
    (show / "hitrec.toml").touch()
    (show / "episodes" / "list.csv").write_text(SHARES)
    monkeypatch.chdir(show)
    return show


def put(folder: Path, name: str, text: str = GOOD, **more: Any) -> Path:
    """Write a manifest whose id is its name."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.format(id=path.stem), encoding="utf-8", **more)
    return path


def validate(*arguments: str, text: str | bytes = "") -> Result:
    return CliRunner().invoke(app(), ["validate", *arguments], input=text)


def heads(done: Result) -> list[str]:
    """The first line of each problem, up to its message, and the summary."""
    return [line.split("]")[0] for line in done.stdout.splitlines() if not line.startswith(" ")]


def test_a_folder_is_all_its_episodes(place: Path) -> None:
    for name in ("a.yaml", "deep/er/b.yml", ".hidden/c.yaml", "out/d.yaml", "e.txt", ".f.yaml"):
        put(place / "episodes", name, BAD)
    put(place / "episodes", "parts/part.yaml", "kind: host\npicture: []\n")
    put(place / "episodes", "other.yaml", "services: [x]\n")
    (place / "episodes" / "c.lock.toml").write_text("")
    done = validate()
    assert heads(done) == [
        "episodes/a.yaml:4:6: error[HR110",
        "episodes/deep/er/b.yml:4:6: error[HR110",
        "2 errors in 2 of 2 manifests; 2 can be mended with --fix",
    ]  # fmt: skip
    assert done.exit_code == 3
    assert heads(validate("episodes")) == heads(done) == heads(validate("episodes/", "episodes/a.yaml"))
    assert validate("episodes/deep").stdout.endswith("1 error in 1 manifest; 1 can be mended with --fix\n")


def test_from_anywhere_in_the_workspace(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(place / "episodes", "a.yaml")
    (place / "assets").mkdir()
    monkeypatch.chdir(place / "assets")
    assert validate().stdout == f"{place}/episodes/a.yaml: fine\n"


def test_quiet_when_all_is_fine(place: Path) -> None:
    for name in "abcdefgh":
        put(place / "episodes", f"{name}.yaml")
    assert (validate().stdout, validate("-q").stdout) == ("8 manifests: fine\n", "")
    assert validate("episodes/a.yaml").stdout == "episodes/a.yaml: fine\n"


@pytest.mark.parametrize("folder", ["episodes", "nowhere"])
def test_nothing_to_look_at_is_a_mistake(place: Path, folder: str) -> None:
    (place / "nowhere").mkdir()
    done = validate(folder)
    assert isinstance(done.exception, UsageError) and "no episode is in" in done.exception.message
    (place / "episodes" / "list.csv").unlink()
    (place / "episodes").rmdir()
    assert isinstance(validate().exception, UsageError)


def test_what_cannot_be_read_stops_nothing(place: Path) -> None:
    put(place, "b.yaml", BAD)
    (place / "binary.yaml").write_bytes(bytes(range(256)))
    (place / "broken.yaml").symlink_to("nothing")
    with (place / "huge.yaml").open("wb") as file:
        file.truncate(1 << 30)
    names = ["gone.yaml", "binary.yaml", "broken.yaml", "huge.yaml", "b.yaml"]
    done = validate(*names, "--concise")
    assert done.exit_code == 3
    told = {line.split(":")[0]: line for line in done.stdout.splitlines()[:-1]}
    assert list(told) == names
    assert "HR100" in told["gone.yaml"] and "HR100" in told["broken.yaml"]
    assert "HR101" in told["binary.yaml"] and "HR103" in told["huge.yaml"]
    assert done.stdout.splitlines()[-1].startswith("5 errors in 5 of 5 manifests")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(place: Path) -> None:
    put(place / "episodes", "a.yaml").chmod(0)
    assert "HR100" in validate("episodes").stdout


def test_a_broken_lock_hides_nothing(place: Path) -> None:
    put(place / "episodes", "a.yaml", BAD)
    (place / "episodes" / "a.lock.toml").write_text("")
    assert [line.split("[")[-1] for line in heads(validate())[:-1]] == ["HR100", "HR110"]


def test_stdin(place: Path) -> None:
    done = validate("-", text=BAD.format(id="x"))
    assert heads(done)[0] == "<stdin>:4:6: error[HR110" and done.exit_code == 3
    text = NOTED.format(id="x")
    assert "HR416" in validate("-", "--stdin-filename", "episodes/x.yaml", text=text).stdout
    assert "HR416" not in validate("-", text=text).stdout  # no list.csv is here
    assert heads(validate("-", text=b"\xff\xfe"))[0].startswith("<stdin>:1:1: error[HR101")
    assert isinstance(validate("-", "--fix", text=text).exception, UsageError)


def test_a_segment_file_is_seen_as_its_episodes_see_it(place: Path) -> None:
    part = put(
        place, "segments/part.yaml", "parameters: {{long: }}\nkind: host\npicture: [{{clip: see, for: '${{long}}s'}}]\n"
    )
    text = NOTED.replace("  - {{", "  - use: ../segments/part.yaml\n    with: {{long: 5}}\n  - {{")
    put(place / "episodes", "a.yaml", text)
    put(place / "episodes", "b.yaml", text)
    done = validate("segments/part.yaml")
    assert heads(done) == ["segments/part.yaml:3:18: error[HR403", "1 error in 1 manifest"], done.stdout
    mended = part.read_text().replace("see", "sea")
    given = validate("-", "--stdin-filename", "segments/part.yaml", text=mended)
    assert given.exit_code == 0, given.stdout


def test_a_segment_file_that_nobody_uses(place: Path) -> None:
    put(
        place,
        "part.yaml",
        "parameters: {{long: }}\nkidn: host\npicture: [{{clip: see, for: '${{long}}'}}]\n".replace("kidn", "kind"),
    )
    done = validate("part.yaml")
    assert heads(done) == ["part.yaml: note[HR100", "1 note in 1 manifest"] and done.exit_code == 0
    put(place, "part.yaml", "kind: host\npicture: [{{clip: see, fro: 5s}}]\n")
    assert "part.yaml:2:23: error[HR110" in heads(validate("part.yaml"))


def test_the_formats(place: Path) -> None:
    put(place / "episodes", "a.yaml", BAD)
    put(place / "episodes", "b.yaml")
    answer = json.loads(validate("--json").stdout)
    assert answer == json.loads(validate("--format", "json").stdout)
    assert [(one["manifest"], len(one["problems"])) for one in answer["manifests"]] == [
        ("episodes/a.yaml", 1), ("episodes/b.yaml", 0),
    ]  # fmt: skip
    assert json.loads(validate("episodes/b.yaml", "--json").stdout)["manifest"] == "episodes/b.yaml"
    assert validate("--format", "github").stdout.startswith("::error file=episodes/a.yaml,line=4,col=6,title=HR110::")
    assert json.loads(validate("--format", "sarif").stdout)["version"] == "2.1.0"
    assert validate("--format", "junit").stdout.startswith("<?xml")
    assert all(validate("--format", name).exit_code == 3 for name in ("text", "json", "github", "sarif", "junit"))
    assert validate("--format", "xml").exit_code == 2
    assert validate("--no-context").stdout == validate("--concise").stdout


def test_exit_codes(place: Path) -> None:
    put(place / "episodes", "a.yaml", NOTED)
    assert validate().exit_code == 0 and "HR416" in validate().stdout
    assert validate("--strict").exit_code == 0  # a note is no warning
    put(place / "episodes", "a.yaml", "\ufeff" + GOOD)
    assert validate().exit_code == 0 and "warning[HR101" in validate().stdout
    assert validate("--strict").exit_code == 3


def test_an_ignored_note_is_counted_and_kept_in_the_machine_formats(place: Path) -> None:
    put(place / "episodes", "a.yaml", f"# hitrec: ignore HR416 because Ada agreed\n{NOTED}")
    done = validate()
    assert (done.stdout, done.exit_code) == ("episodes/a.yaml: fine; 1 ignored\n", 0)
    assert json.loads(validate("--json").stdout)["manifests"][0]["ignored"][0]["reason"] == "Ada agreed"
    (result,) = json.loads(validate("--format", "sarif").stdout)["runs"][0]["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "Ada agreed"}]


def test_fix(place: Path) -> None:
    path = put(place / "episodes", "a.yaml", BAD + "# mine\n")
    before = path.read_bytes()
    shown = validate("--fix", "--diff")
    assert shown.stdout.splitlines()[-2:] == ["+  - {kind: host, picture: [{color: navy, for: 5s}]}", " # mine"]
    assert shown.stdout == validate("--diff").stdout and shown.exit_code == 3
    assert path.read_bytes() == before
    done = validate("--fix")
    assert (done.stdout, done.exit_code) == ("1 mended; episodes/a.yaml: fine\n", 0)
    assert path.read_bytes() == before.replace(b"knid", b"kind")
    assert validate("--fix").stdout == "episodes/a.yaml: fine\n"
    assert validate("-", "--diff", text=before).stdout.startswith("--- <stdin>\n+++ <stdin>\n")


def test_explain() -> None:
    done = validate("--explain", "hr110")
    assert done.stdout.startswith("HR110 unknown-key (error)\n\n") and "\nbad:\n" in done.stdout
    assert validate("--explain", "unknown-key").stdout == done.stdout
    (rule,) = json.loads(validate("--explain", "HR110", "--json").stdout)["rules"]
    assert rule["id"] == "HR110" and rule["severity"] == "error" and rule["page"] in done.stdout
    assert validate("--explain", "all").stdout.count("\nbad:\n") > 40
    assert "HR154 warning nothing-to-ignore" in validate("--rules").stdout
    unknown = validate("--explain", "unknown-kye")
    assert isinstance(unknown.exception, UsageError) and "did you mean unknown-key?" in unknown.exception.message


def test_colors_on_a_terminal_and_pipes_that_close(place: Path) -> None:
    put(place / "episodes", "a.yaml", BAD)
    root = str(Path(__file__).parents[2])
    kept = {name: value for name, value in os.environ.items() if name not in ("CI", "NO_COLOR", "FORCE_COLOR")}
    given: dict[str, Any] = {"cwd": place, "env": {**kept, "TERM": "xterm", "PYTHONPATH": root}, "timeout": 60}
    ours, theirs = pty.openpty()
    subprocess.run([sys.executable, "-m", "hitrec_cli", "validate"], stdout=theirs, check=False, **given)
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert "\x1b[1;31merror[HR110]\x1b[0m" in shown
    latin = {**given, "env": {**given["env"], "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"}}
    put(place / "episodes", "李.yaml", BAD.replace("{id}", "x"))
    done = subprocess.run(
        [sys.executable, "-m", "hitrec_cli", "validate"], stdout=subprocess.PIPE, check=False, **latin
    )
    assert done.returncode == 3 and b"\\u674e.yaml:4:6" in done.stdout
