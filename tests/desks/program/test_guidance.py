"""`safeconduct guidance check`: what it prints and how it ends, as somebody who changes the register sees it."""

import argparse
import re
import shutil

import pytest

from safeconduct.guidance.register import FOLDER
from safeconduct.program import guidance

pytestmark = pytest.mark.slow


def checked(folder, capsys):
    ended = guidance.run(argparse.Namespace(folder=folder and str(folder)))
    return ended, capsys.readouterr().out.splitlines()


def test_the_register_that_is_installed_holds_together(capsys):
    ended, lines = checked(None, capsys)
    assert ended == 0
    assert re.fullmatch(r"commitments \d+, actions \d+, mechanisms \d+", lines[-1]) and len(lines) == 1


def test_a_fault_is_said_with_file_row_and_remedy_before_the_counts(tmp_path, capsys):
    folder = shutil.copytree(FOLDER, tmp_path / "changed")
    path = folder / "commitments" / "ireland.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"EMG-01"', '"EMG-77"', 1), encoding="utf-8")
    ended, lines = checked(folder, capsys)
    assert ended == 1
    assert lines[0] == (
        'commitments/ireland.toml, commitment 1 (IE-01, line 4): "EMG-77" is no known kind. '
        "Use a kind of actions.toml or events.toml, or add it there."
    )
    assert lines[-1].startswith("commitments 177, actions 87, mechanisms ")


def test_a_folder_without_a_register_is_refused_in_a_sentence(tmp_path, capsys):
    ended, lines = checked(tmp_path, capsys)
    assert ended == 1 and lines[0].endswith("Name a folder that was copied from the register.")
