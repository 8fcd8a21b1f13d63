"""The people beside the defender: which labels may stand for them."""

import pytest

from safeconduct.cases.concerned_person import LONGEST_LABEL, ConcernedPerson, refusal_to_adding

SISTER = ConcernedPerson("p1", "sibling", "Younger sister")
LABELS = {
    "a few words": ("the neighbour", ""),
    "the longest": ("x" * LONGEST_LABEL, ""),
    "none": ("  ", "There is no label yet"),
    "too long": ("x" * (LONGEST_LABEL + 1), f"This is longer than {LONGEST_LABEL}"),
    "one that is taken": (" younger SISTER ", "Somebody in this case has this label"),
}


@pytest.mark.parametrize(("label", "wanted"), LABELS.values(), ids=list(LABELS))
def test_which_label_somebody_beside_the_defender_may_get(label, wanted):
    refusal = refusal_to_adding(label, [SISTER])
    assert refusal.sentence.startswith(wanted) if wanted else refusal is None
