"""Takes each permission check of the program out, one at a time: of a hundred at least ninety-eight are missed by a test."""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house.permission_checks import (
    DECIDING,
    OF_NO_WEIGHT,
    SEEN_FILE,
    SOURCE,
    as_it_stands,
    checks,
    functions_of,
    in_file,
    without,
)

ROOT = Path(__file__).parents[2]
KNOWN = tomllib.loads(Path(__file__).with_name("removed_checks.toml").read_text(encoding="utf-8"))
SEEN = json.loads(SEEN_FILE.read_text(encoding="utf-8"))
SHARE_MISSED = 0.98
SHARE_SEEN = 0.95
ASK = "Ask of the others: .venv/bin/python -m tests.house.removing"


def test_there_are_checks_of_every_kind_to_take_out():
    said = [check.said for check in checks()]
    assert len(said) == len(set(said)) >= 200
    for part in (
        "insist(refusal_to_accepting",
        "filter compartment__in=",
        "has_proved=",
        "signed_by(root_sign",
        "if keyring is None",
    ):
        assert [one for one in said if part in one], part


def test_each_changes_its_own_function_and_no_other():
    for check in checks():
        before = functions_of(compile(check.path.read_text(encoding="utf-8"), str(check.path), "exec"))
        after = functions_of(without(check))
        assert set(after) <= set(before), check.said
        changed = [line for (name, line), code in before.items() if code != after.get((name, line))]
        assert check.function in changed, check.said


def test_what_is_left_aside_is_still_there():
    written = "".join((SOURCE / name).read_text(encoding="utf-8") for name in DECIDING)
    assert [name for name in OF_NO_WEIGHT if f"def {name}(" not in written] == []


def test_a_check_that_is_known_to_be_missed_by_nobody_exists_and_has_its_reason():
    assert set(KNOWN) - {check.said for check in checks()} == set()
    assert all(len(reason.split()) > 3 for reason in KNOWN.values())


def test_of_a_hundred_checks_ninety_five_were_taken_out_as_they_stand_now():
    """The rest are new or changed since removed_checks_seen.json was written; the long test below asks all of them."""
    others = [check.said for check in checks() if SEEN.get(check.said, [""])[0] != as_it_stands(check)]
    others = [said for said in others if said not in KNOWN]
    assert len(others) <= (1 - SHARE_SEEN) * len(checks()), f"{ASK}\n" + "\n".join(others)


def test_every_test_that_missed_a_check_is_there():
    gone = set()
    for _, test in SEEN.values():
        path, _, name = test.partition("[")[0].partition("::")
        if not (ROOT / path).exists() or f"def {name}(" not in (ROOT / path).read_text(encoding="utf-8"):
            gone.add(test)
    assert gone == set(), ASK


@pytest.mark.long
def test_of_a_hundred_checks_taken_out_ninety_eight_are_missed(tmp_path):
    """All are asked anew, each first of the test that missed it last."""
    seen = shutil.copy(SEEN_FILE, tmp_path)
    command = [sys.executable, "-m", "tests.house.removing", "--anew", "--removed-checks", str(seen)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    missed = json.loads(Path(seen).read_text(encoding="utf-8"))
    by_nobody = {check.said for check in checks()} - set(missed)
    assert by_nobody == set(KNOWN)
    assert len(by_nobody) <= (1 - SHARE_MISSED) * len(checks())


def test_a_fence_around_rows_can_be_taken_out():
    check = next(one for one in in_file(SOURCE / "dossiers/desk/reading.py") if "filter compartment__in=" in one.said)
    kept = names_of_arguments(compile(check.path.read_text(), "here", "exec"))
    assert kept - names_of_arguments(without(check)) == {"compartment__in"}


def names_of_arguments(module):
    constants = [constant for code in functions_of(module).values() for constant in code.co_consts]
    return {name for constant in constants if isinstance(constant, tuple) for name in constant}
