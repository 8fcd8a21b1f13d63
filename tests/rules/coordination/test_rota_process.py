"""The solver works in a process of its own: what becomes of a rota when it is missing, late or killed."""

import time

import pytest

from safeconduct.coordination import rota
from safeconduct.coordination.greedy_rota import greedy_rota
from safeconduct.coordination.rota import Unanswered, answer_from, answer_of_solver
from safeconduct.coordination.rota_check import faults
from safeconduct.coordination.rota_proposal import grounds_for, propose
from safeconduct.coordination.rota_sums import places_of, sums_of
from safeconduct.program.invented.month import invented_month
from tests.rules.coordination.arranging import solver_here

BY_STEPS = "This rota was made by simple steps instead"


@pytest.fixture(scope="module")
def grounds():
    return grounds_for(invented_month(5, 10, seed=1))


@pytest.fixture
def in_place_of_the_library(tmp_path, monkeypatch):
    """A library of this name that does something else, found before the true one."""

    def put(does):
        (tmp_path / "highspy.py").write_text(does, encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)

    return put


@pytest.mark.slow
def test_the_process_answers_as_the_solver_does_here(grounds):
    there, here = propose(grounds), propose(grounds, solver=solver_here)
    assert there == here and there.solved and there.proven


@pytest.mark.slow
@pytest.mark.parametrize(
    ("does", "says"),
    [
        ("raise ImportError", "The solver is not installed."),
        ("import os; os.kill(os.getpid(), 9)", "The solver ended without an answer."),
        ("import time; time.sleep(60)", "The solver had no answer in time."),
        ("raise SystemExit(0)", "The solver had no answer in time."),
    ],
    ids=["missing", "killed", "late", "silent"],
)
def test_without_an_answer_a_rota_by_simple_steps_serves_and_says_so(
    grounds, in_place_of_the_library, monkeypatch, does, says
):
    in_place_of_the_library(does)
    monkeypatch.setattr(rota, "GRACE", 1.0)
    began = time.monotonic()
    found = propose(grounds, seconds=1.0)
    assert time.monotonic() - began < 20
    assert not found.solved and not found.proven and found.says.startswith(f"{says} {BY_STEPS}")
    assert set(found.rota) == greedy_rota(grounds) and faults(found.rota, grounds) == ()


@pytest.mark.slow
def test_the_process_gets_nothing_of_the_instance(grounds, in_place_of_the_library, monkeypatch, tmp_path):
    told = tmp_path / "told"
    in_place_of_the_library(f"import os, pathlib; pathlib.Path({str(told)!r}).write_text(' '.join(os.environ))")
    monkeypatch.setenv("SAFECONDUCT_VAR", str(tmp_path))
    sums = sums_of(places_of(grounds), grounds, start=greedy_rota(grounds))
    with pytest.raises(Unanswered):
        answer_of_solver(sums, 1.0)
    assert "PYTHONPATH" in told.read_text(encoding="utf-8") and "SAFECONDUCT" not in told.read_text(encoding="utf-8")


def test_an_end_before_the_last_aim_keeps_what_was_found_and_is_not_called_whole(grounds):
    lines = ['{"aim": "leads", "gap": 0.0, "chosen": [1]}', '{"aim": "backups", "gap": 0.02, "chosen": [1, 2]}']
    answer = answer_from(lines)
    assert (answer.chosen, answer.gap, answer.whole) == ((1, 2), 1.0, False)
    whole = answer_from([*lines, '{"aim": "guests", "gap": 0.0, "chosen": [1, 3]}'])
    assert (whole.chosen, whole.gap, whole.whole) == ((1, 3), 0.02, True)
    assert answer_from([]) is None


def test_an_answer_that_was_cut_short_is_proposed_and_says_so(grounds):
    def cut(sums, _seconds):
        whole = solver_here(sums, 5.0)
        return rota.Answer(whole.chosen, whole.gap, whole=False)

    found = propose(grounds, solver=cut)
    assert found.solved and not found.proven and found.says.startswith("The time was up")
