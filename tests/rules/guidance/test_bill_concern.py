"""A bill read for listed concerns: what was found, and what nobody has read for."""

import pytest

from safeconduct.guidance.bill_concern import BillConcern, checked_bill
from safeconduct.guidance.register import the_register

MONEY, LABEL = (BillConcern(one, "Is it so?", "Because.", ("UN-13",)) for one in ("money", "label"))


@pytest.mark.parametrize(
    ("answers", "found", "not_read"),
    [
        ({}, (), (MONEY, LABEL)),
        ({"money": "yes", "label": "no"}, (MONEY,), ()),
        ({"money": "not_read", "label": "yes"}, (LABEL,), (MONEY,)),
        ({"money": "no", "label": "no"}, (), ()),
        ({"money": "perhaps", "label": "no", "other": "yes"}, (), (MONEY,)),
    ],
    ids=["nothing answered", "one found", "one not read", "none found", "an answer that is none"],
)
def test_a_yes_is_a_concern_and_what_was_not_read_is_not_a_no(answers, found, not_read):
    checked = checked_bill((MONEY, LABEL), answers)
    assert (checked.found, checked.not_read) == (found, not_read)


def test_each_concern_rests_on_a_commitment():
    known = {one.id for one in the_register().commitments}
    assert the_register().concerns and all(set(one.rests_on) <= known for one in the_register().concerns)
