"""The digest of a graphic: it changes with everything of the workspace that may run, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from hitrec_cli.base.errors import MediaError
from hitrec_cli.library.graphics import graphic_digest
from hitrec_cli.library.workspace import Workspace

FILES = {
    "graphics/rings.py": "import math\nimport shapes\nfrom lib.color import blue\ndef rings(): ...\ndef other(): ...\n",
    "graphics/shapes.py": "def late():\n    from . import circle\n    import deep.down.there as there\n",
    "graphics/circle.py": "import shapes\n",
    "lib/__init__.py": "",
    "lib/color.py": "from .table import TABLE\nfrom ..tools import things\n",
    "lib/table.py": "TABLE = 1\n",
    "lib/tools.py": "",
    "tools.py": "",
    "deep/__init__.py": "",
    "deep/down/there.py": "",
    "lib/unused.py": "",
    "graphics/math.txt": "",
}
IMPORTED = sorted(set(FILES) - {"lib/unused.py", "graphics/math.txt"})


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    for name, text in FILES.items():
        path = tmp_path / "show" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "show" / "episodes").mkdir()
    return Workspace((tmp_path / "show").resolve())


def digest(workspace: Workspace, function: str = "../graphics/rings.py:rings") -> tuple[str, str]:
    return graphic_digest(function, workspace.root / "episodes", workspace)


@pytest.mark.parametrize("name", IMPORTED)
def test_an_edit_of_what_it_imports_changes_it(workspace: Workspace, name: str) -> None:
    before = digest(workspace)
    with (workspace.root / name).open("a") as file:
        file.write("# edited\n")
    after = digest(workspace)
    assert after[0] == before[0] == "graphics/rings.py:rings"
    assert after[1] != before[1]


@pytest.mark.parametrize("name", sorted(set(FILES) - set(IMPORTED)))
def test_an_edit_of_anything_else_does_not(workspace: Workspace, name: str) -> None:
    before = digest(workspace)
    (workspace.root / name).write_text("X = 2\n")
    assert digest(workspace) == before


def test_neither_time_nor_place_is_in_it(workspace: Workspace, tmp_path: Path) -> None:
    before = digest(workspace)
    elsewhere = tmp_path / "elsewhere"
    workspace.root.rename(elsewhere)
    assert digest(Workspace(elsewhere.resolve())) == before


def test_each_function_has_its_own(workspace: Workspace) -> None:
    assert digest(workspace)[1] != digest(workspace, "../graphics/rings.py:other")[1]


@pytest.mark.parametrize(
    ("function", "says"),
    [
        ("../graphics/rings.py", "is not path/to/file.py:function"),
        ("../graphics/rings.py:a b", "is not path/to/file.py:function"),
        ("../graphics/rings.py:none", "has no function none; name one of its own functions"),
        ("../graphics/none.py:rings", "none.py is not in"),
        ("../graphics/math.txt:rings", "has no function rings"),
        ("../../away.py:away", "outside the workspace"),
    ],
)
def test_what_is_refused(workspace: Workspace, tmp_path: Path, function: str, says: str) -> None:
    (tmp_path / "away.py").write_text("def away(): ...\n")
    with pytest.raises(MediaError, match=says):
        digest(workspace, function)


def test_what_is_no_python(workspace: Workspace) -> None:
    (workspace.root / "lib" / "table.py").write_text("def (:\n")
    with pytest.raises(MediaError, match=r"lib/table\.py is no Python"):
        digest(workspace)


def test_code_from_a_source_folder_does_not_run(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "away.py").write_text("def away(): ...\n")
    wider = Workspace(workspace.root, ((tmp_path / "archive").resolve(),))
    with pytest.raises(MediaError, match="code that runs belongs to the show"):
        digest(wider, "away.py:away")
