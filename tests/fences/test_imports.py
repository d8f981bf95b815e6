"""Floors, doors and banned names: each is kept by the tree, and each catches a breach planted in a copy."""

from __future__ import annotations

import pytest

from tests.fences.fence import ROOT, Tree, banned, contracts

FLOORS = "A room imports only from lower floors BROKEN"
PURE = "Pure rooms know no process, file, network, clock, chance or media library BROKEN"
MANIFEST = "YAML is the manifest's own business BROKEN"
DOORS = "One door each: processes, graphs, screen, commands BROKEN"
MEDIA = "Media libraries stay in tools; databases and fetching stay in the library BROKEN"


def test_the_tree_keeps_its_contracts() -> None:
    kept, said = contracts(ROOT)
    assert kept, said


@pytest.mark.parametrize(
    ("path", "text", "contract", "named"),
    [
        ("base/planted.py", "import hitrec_cli.tools\n", FLOORS, "hitrec_cli.base.planted -> hitrec_cli.tools"),
        ("plan/planted.py", "import hitrec_cli.deliver\n", FLOORS, "hitrec_cli.plan.planted -> hitrec_cli.deliver"),
        ("model/planted.py", "import hitrec_cli.manifest\n", FLOORS, "hitrec_cli.model.planted -> hitrec_cli.manifest"),
        ("attic/__init__.py", "", FLOORS, "attic"),
        ("timeline/planted.py", "import subprocess\n", PURE, "hitrec_cli.timeline.planted -> subprocess"),
        ("base/planted.py", "def now():\n    import time\n", PURE, "hitrec_cli.base.planted -> time"),
        ("plan/planted.py", "import random\n", PURE, "hitrec_cli.plan.planted -> random"),
        ("checks/planted.py", "from socket import socket\n", PURE, "hitrec_cli.checks.planted -> socket"),
        ("timeline/planted.py", "import numpy as np\n", PURE, "hitrec_cli.timeline.planted -> numpy"),
        ("model/planted.py", "import yaml\n", MANIFEST, "hitrec_cli.model.planted -> yaml"),
        ("tools/planted.py", "import subprocess\n", DOORS, "hitrec_cli.tools.planted -> subprocess"),
        ("tools/graph.py", "import subprocess\n", DOORS, "hitrec_cli.tools.graph -> subprocess"),
        ("tools/planted.py", "import ffmpeg\n", DOORS, "hitrec_cli.tools.planted -> ffmpeg"),
        ("cli/planted.py", "import rich.table\n", DOORS, "hitrec_cli.cli.planted -> rich"),
        ("cli/planted.py", "import click\n", DOORS, "hitrec_cli.cli.planted -> click"),
        ("engine/planted.py", "import moviepy\n", MEDIA, "hitrec_cli.engine.planted -> moviepy"),
        ("cli/planted.py", "import sqlite3\n", MEDIA, "hitrec_cli.cli.planted -> sqlite3"),
    ],
)
def test_a_planted_import_breaks_its_contract(tree: Tree, path: str, text: str, contract: str, named: str) -> None:
    for room in ("tools", "deliver", "manifest"):  # those that the planted lines import
        tree.room(f"hitrec_cli/{room}")
    tree.plant(f"hitrec_cli/{path}", text)
    kept, said = contracts(tree.root)
    assert not kept
    assert contract in said
    assert named in said


def test_the_tree_uses_no_banned_name() -> None:
    assert banned(ROOT / "hitrec_cli") == []


@pytest.mark.parametrize(
    ("path", "text", "rule"),
    [
        ("timeline/planted.py", "import subprocess\n", "TID251"),
        ("tools/planted.py", "import subprocess\n", "TID251"),
        ("plan/planted.py", "import os\nos.system('true')\n", "TID251"),
        ("plan/planted.py", "from datetime import datetime\nNOW = datetime.now()\n", "TID251"),
        ("library/planted.py", "from urllib.request import urlopen\n", "TID251"),
        ("cli/planted.py", "import click\n", "TID251"),
        ("engine/planted.py", "import rich\n", "TID251"),
        ("cli/planted.py", "import yaml\n", "TID253"),
        ("tools/planted.py", "import numpy as np\n", "TID253"),
        ("base/planted.py", "from ..model import episode\n", "TID252"),
    ],
)
def test_a_planted_name_is_banned(tree: Tree, path: str, text: str, rule: str) -> None:
    tree.plant(f"hitrec_cli/{path}", text)
    assert any(f"hitrec_cli/{path}:" in told and rule in told for told in banned(tree.root))
