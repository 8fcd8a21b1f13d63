"""Which result another organisation may reuse: under a share of the story, while it stands, and once."""

from datetime import timedelta

import pytest

from safeconduct.cases.reuse import refusal_to_reusing
from safeconduct.intake.consent import Share, Terms
from tests.builders import MORNING, an_entry
from tests.rules.cases.test_verification import TODAY, a_result

RESULT = a_result()


def a_share(*parts):
    terms = Terms("0a" * 16, "Lighthouse Network", parts, "support", "TLP:AMBER", "2026-03-31")
    return Share("s1", terms, "k1", ("r1",), "c1", MORNING)


def given(verification=RESULT.ref, *, share="s1", scope="share"):
    return an_entry("verification_shared", scope=scope, verification=verification, share=share)


REUSED = {
    "with the story": (a_share("story"), RESULT, [], ""),
    "without the story": (a_share("contact"), RESULT, [], "This share does not cover what was told"),
    "what stands no more": (
        a_share("story"),
        a_result(until=TODAY - timedelta(days=1)),
        [],
        "This result does not stand any more",
    ),
    "what they have": (a_share("story"), RESULT, [given()], "They have this result already"),
    "what others have": (a_share("story"), RESULT, [given(share="s2")], ""),
    "another than they have": (a_share("story"), RESULT, [given("v9")], ""),
}


@pytest.mark.parametrize(("share", "result", "written", "wanted"), REUSED.values(), ids=list(REUSED))
def test_which_result_may_be_reused_by_a_partner(share, result, written, wanted):
    refusal = refusal_to_reusing(result, share, written, on=TODAY)
    assert refusal.sentence.startswith(wanted) if wanted else refusal is None
