"""`bench cases` measures what it says, and afterwards no worker remembers a card: neither facts nor the words."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from safeconduct.program.bench_cards import FIRST, SECOND, invented_facts
from tests.at_rest import running

CARDS = 700
CODENAME = re.compile(rf"(?:{'|'.join(FIRST)}) (?:{'|'.join(SECOND)}) [0-9]{{1,4}}\b".encode())
KINDS = ("list", "rare", "pair", "common", "open", "add")
ROOT = Path(__file__).parents[2]

# In a process of its own, whose settings are those of the instance that it measures. What is printed of each look are
# the codenames that were found in a worker's memory, and whether what is clear on purpose was.
LOOKING = """
import argparse, json, os, pathlib, sys, time
from safeconduct.program import bench_cases
from tests.at_rest.running import children_of, memory_of
from tests.at_rest.test_bench_cases import CODENAME

size = bench_cases.memory_of_workers
looks = []

def look(process):
    time.sleep(1)
    for pid in children_of(process.pid):
        regions = list(memory_of(pid))
        found = {name.decode() for region in regions for name in CODENAME.findall(region)}
        looks.append([sorted(found), any(b"safeconduct.web.settings" in region for region in regions)])
    return size(process)

bench_cases.memory_of_workers = look
folder = pathlib.Path(sys.argv[1])
os.environ["SAFECONDUCT_VAR"] = str(folder)
os.environ["DJANGO_SETTINGS_MODULE"] = "safeconduct.web.settings"
figures = bench_cases.measured(folder, argparse.Namespace(cards=int(sys.argv[2]), times=4, seed=1))
print(json.dumps([figures, looks]))
"""


@dataclass
class Measured:
    figures: dict[str, Any]
    looks: list[tuple[list[str], bool]]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    folder = tmp_path_factory.mktemp("bench")
    environment = {name: value for name, value in running.environment(folder).items() if name != "TMPDIR"}
    done = subprocess.run(
        [sys.executable, "-c", LOOKING, str(folder), str(CARDS)],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    figures, looks = json.loads(done.stdout.splitlines()[-1])
    return Measured(figures, looks)


@pytest.mark.long
def test_the_figures_have_their_names(measured: Measured) -> None:
    assert set(measured.figures) == {*KINDS, "memory_mb"}
    for kind in KINDS:
        assert set(measured.figures[kind]) == {"p50_ms", "p95_ms", "cpu_ms", "sql"}
        assert 0 < measured.figures[kind]["p50_ms"] <= measured.figures[kind]["p95_ms"]
    assert 20 < measured.figures["memory_mb"] < 250


@pytest.mark.long
def test_a_case_of_sixty_entries_takes_few_statements(measured: Measured) -> None:
    assert measured.figures["open"]["sql"] <= 10
    assert measured.figures["add"]["sql"] <= 15


@pytest.mark.long
def test_no_card_is_left_in_the_memory_of_a_worker(measured: Measured) -> None:
    assert [found for found, _is_read in measured.looks] == [[], []]
    assert all(is_read for _found, is_read in measured.looks)


@pytest.mark.long
def test_a_codename_in_memory_would_be_found() -> None:
    assert CODENAME.search(json.dumps(invented_facts(17, 700, seed=1, at=datetime.now(UTC))).encode())
