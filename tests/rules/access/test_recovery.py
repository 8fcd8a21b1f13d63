"""The refusals of splitting a recovery key, handing parts in and joining them, as tables of situations."""

from datetime import timedelta

import pytest

from safeconduct.access.recovery import (
    RECOVERY,
    REHEARSAL,
    refusal_to_handing_in,
    refusal_to_joining,
    refusal_to_splitting,
)
from safeconduct.sealing.splitting import LEAST_NEEDED, MOST_HOLDERS, MOST_NEEDED
from tests.builders import MORNING

WAITING = timedelta(days=2)
AFTERWARDS = MORNING + WAITING
TOO_SOON = "The waiting time has not passed"


def said(refusal):
    return refusal.sentence if refusal else ""


SPLITTING = {
    "two of three": (2, 3, ""),
    "as many as are needed": (3, 3, ""),
    "the most": (MOST_NEEDED, MOST_HOLDERS, ""),
    "too many holders": (2, MOST_HOLDERS + 1, f"At most {MOST_HOLDERS} people"),
    "one alone": (LEAST_NEEDED - 1, 3, f"Between {LEAST_NEEDED} and {MOST_NEEDED} holders"),
    "too many needed": (MOST_NEEDED + 1, MOST_HOLDERS, f"Between {LEAST_NEEDED} and {MOST_NEEDED} holders"),
    "more needed than there are": (3, 2, "More holders would be needed"),
}


@pytest.mark.parametrize(("needed", "holders", "wanted"), SPLITTING.values(), ids=list(SPLITTING))
def test_how_a_recovery_key_may_be_split(needed, holders, wanted):
    refusal = said(refusal_to_splitting(needed, holders))
    assert refusal.startswith(wanted) if wanted else refusal == ""


HANDING_IN = {
    "two agreed and the time has passed": (MORNING, RECOVERY, False, AFTERWARDS, ""),
    "the time has not passed": (MORNING, RECOVERY, False, AFTERWARDS - timedelta(seconds=1), TOO_SOON),
    "a rehearsal does not wait": (MORNING, REHEARSAL, False, MORNING, ""),
    "a second time": (MORNING, RECOVERY, True, AFTERWARDS, "Your parts are in already"),
    "nobody agreed": (None, RECOVERY, False, AFTERWARDS, "Two administrators have not agreed"),
    "nobody agreed to a rehearsal": (None, REHEARSAL, False, AFTERWARDS, "Two administrators have not agreed"),
}


@pytest.mark.parametrize(("agreed", "purpose", "has_handed", "at", "wanted"), HANDING_IN.values(), ids=list(HANDING_IN))
def test_when_parts_of_a_recovery_key_may_be_handed_in(agreed, purpose, has_handed, at, wanted):
    refusal = said(refusal_to_handing_in(agreed, purpose, has_handed=has_handed, waiting=WAITING, at=at))
    assert refusal.startswith(wanted) if wanted else refusal == ""


JOINING = {
    "all that are needed": (MORNING, RECOVERY, 2, AFTERWARDS, ""),
    "the time has not passed": (MORNING, RECOVERY, 2, AFTERWARDS - timedelta(seconds=1), TOO_SOON),
    "one is missing": (MORNING, RECOVERY, 1, AFTERWARDS, "1 of 2 holders"),
    "nobody agreed": (None, RECOVERY, 2, AFTERWARDS, "Two administrators have not agreed"),
}


@pytest.mark.parametrize(("agreed", "purpose", "handed", "at", "wanted"), JOINING.values(), ids=list(JOINING))
def test_when_parts_of_a_recovery_key_may_be_joined(agreed, purpose, handed, at, wanted):
    refusal = said(refusal_to_joining(agreed, purpose, handed, 2, waiting=WAITING, at=at))
    assert refusal.startswith(wanted) if wanted else refusal == ""
