"""Ten requirements of casework, drawn by chance: each feature is taken out, and its tests go red."""

import os
import random
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.test_requirements import NUMBERS, OPEN, WRITTEN

ROOT = Path(__file__).parents[2]
REMOVED = tomllib.loads(Path(__file__).with_name("removed_features.toml").read_text(encoding="utf-8"))["removed"]
SEED = 42
OF_THIS_RUN = ("SAFECONDUCT_", "DJANGO_", "PYTEST_")
SERVED_SINCE = {"R035", "R044", "R146"}
"""What was still open on the day of the draw."""
NAMES = [one["requirement"] for one in REMOVED]


def test_the_ten_were_drawn_by_chance():
    rows = [
        number for number in NUMBERS["casework"] if WRITTEN[number]["status"] != OPEN and number not in SERVED_SINCE
    ]
    assert sorted(random.Random(SEED).sample(rows, 10)) == NAMES


@pytest.mark.parametrize("one", REMOVED, ids=NAMES)
def test_what_is_taken_out_stands_once_in_the_code_and_its_tests_show_the_requirement(one):
    assert (ROOT / one["file"]).read_text(encoding="utf-8").count(one["was"]) == 1
    assert one["red"] and set(one["red"]) <= set(WRITTEN[one["requirement"]]["tests"])


@pytest.mark.long
@pytest.mark.parametrize("one", REMOVED, ids=NAMES)
def test_without_the_feature_its_tests_go_red(one, tmp_path):
    """In a copy of the program: nothing here is changed, whatever becomes of this run."""
    for folder in ("src", "tests", "docs"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    assert outcome(tmp_path, one["red"]) == dict.fromkeys(one["red"], True)
    changed = tmp_path / one["file"]
    changed.write_text(changed.read_text(encoding="utf-8").replace(one["was"], one["becomes"]), encoding="utf-8")
    assert outcome(tmp_path, one["red"]) == dict.fromkeys(one["red"], False)


def outcome(folder, tests):
    """Of each test whether it is green; an error while collecting is neither."""
    found = {}
    for test in tests:
        asked = [sys.executable, "-m", "pytest", test, "-q", "-p", "no:cacheprovider"]
        own = {name: value for name, value in os.environ.items() if not name.startswith(OF_THIS_RUN)}
        leading = own | {"PYTHONPATH": str(folder / "src"), "TMPDIR": str(folder)}
        ended = subprocess.run(asked, cwd=folder, env=leading, capture_output=True, text=True, check=False)
        found[test] = {0: True, 1: False}.get(ended.returncode, ended.stdout)
    return found
