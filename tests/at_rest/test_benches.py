"""The benches that print their figures run on a throw-away instance, leave the standing one alone and measure all they name."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def bench(tmp_path, *arguments):
    own = tmp_path / "standing"
    own.mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "safeconduct.program", "bench", *arguments],
        env={**os.environ, "SAFECONDUCT_VAR": str(own), "SAFECONDUCT_DATABASE": "", "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert list(own.iterdir()) == []
    return done.stdout


def test_making_keys_anew_says_how_long_a_thousand_take(tmp_path):
    said = bench(tmp_path, "rekey", "--dossiers", "3")
    keys, per_thousand = re.fullmatch(
        r"(\d+) keys of 3 dossiers: [\d.]+ s\. Per 1,000: ([\d.]+) s, .*\n", said
    ).groups()
    assert int(keys) >= 3
    assert float(per_thousand) > 0


def test_submitting_and_reading_are_measured_and_nothing_acknowledged_is_lost(tmp_path):
    figures = json.loads(bench(tmp_path, "intake", "--json", "--requests", "6", "--cases", "20"))
    assert [run["clients"] for run in figures["submit"]] == [1, 8, 32]
    assert all(run["failed"] == run["lost"] == 0 and run["p50"] > 0 for run in figures["submit"])
    (desk,) = figures["desk"]
    assert desk["cases"] >= 20
    assert min(desk["list_cards"], desk["open_one"], desk["add_note"], desk["page_of_today"]) > 0
