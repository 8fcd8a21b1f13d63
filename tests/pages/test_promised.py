"""Promises in public texts, as an officer reads them and makes them duties."""

import pytest

from safeconduct.cases.desk import acting
from safeconduct.cases.duty import OPEN, WAIVED
from safeconduct.dossiers.entry import NewEntry
from tests.embedded import PROTECTION
from tests.pages.page import text_of
from tests.protecting import put, with_a_step

PASSAGE = "will continue to follow the appeal"
TEXT = f"The charge is unfounded. The mission {PASSAGE}."


@pytest.fixture
def case(embedded):
    """A case with a public step that was taken, whose text promises something."""
    call, step = with_a_step(embedded, "publish_unnamed", kind="PUB-02", purpose="publish_unnamed", visibility="public")
    done = {"step": step, "kind": "PUB-02", "result": "done", "on": embedded.now.date().isoformat()}
    done |= {"inputs": {"text": TEXT}, "evidence": "", "shown": {}, "reply": "", "contributors": []}
    put(embedded, call.ref, NewEntry("decisions", "step_done", done))
    return call, step


def address(call, part="promised/"):
    return f"/desk/dossiers/{call.ref}/{part}"


def answer(number=0, passage=PASSAGE, step="", **typed):
    given = {"passage": passage, "says": passage, "step": step, **typed}
    return {"go": "keep", **{f"promise{number}-{name}": value for name, value in given.items()}}


def promised_duties(embedded, call):
    return [
        one for one in acting.duties_of(embedded.case(call.ref), at=embedded.now) if "follow the appeal" in one.says
    ]


def test_a_published_text_is_read_for_promises_and_each_becomes_a_duty_of_its_step(embedded, case):
    (call, step), mara = case, embedded.staff(PROTECTION)
    assert "One promise in a public text waits" in text_of(mara.get(address(call, "duties/")))
    page = text_of(mara.get(address(call)))
    assert f"“{PASSAGE}”" in page and f'<option value="{step}" selected>' in page
    sent = mara.post(address(call), answer(becomes="duty", waits_for="the appeal", step=step))
    assert sent.status_code == 302
    (duty,) = promised_duties(embedded, call)
    assert (duty.action, duty.waits_for, duty.state) == (step, "the appeal", OPEN)
    assert PASSAGE not in text_of(mara.get(address(call)))
    again = mara.post(address(call), answer(becomes="duty", waits_for="the appeal"))
    assert "Somebody has said already" in text_of(again) and len(promised_duties(embedded, call)) == 1


def test_a_pasted_text_is_read_and_set_aside_with_its_reason_and_kept_nowhere(embedded, case):
    (call, step), mara = case, embedded.staff(PROTECTION)
    pasted = "Nobody else writes this sentence. Nous suivrons le procès."
    page = text_of(mara.post(address(call), {"go": "read", "pasted-text": pasted, "pasted-step": step}))
    assert "“suivrons le procès”" in page and f"“{PASSAGE}”" in page
    aside = answer(passage="suivrons le procès", becomes="aside", aside="That text was another mission's.")
    assert mara.post(address(call), aside).status_code == 302
    ended = [one for one in acting.duties_of(embedded.case(call.ref), at=embedded.now) if one.state == WAIVED]
    assert [one.why for one in ended] == ["That text was another mission's."]
    assert not any("Nobody else writes" in str(entry.data) for entry in embedded.case(call.ref).written)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"becomes": "duty"}, "neither a day nor an event"),
        ({"becomes": "duty", "due": "1 May"}, "This is no day."),
        ({"becomes": "aside"}, "Say in a sentence why this is no duty."),
        ({}, "Nothing is chosen yet."),
    ],
    ids=["no day", "a wrong day", "no reason", "nothing chosen"],
)
def test_what_is_missing_is_said_and_what_was_typed_comes_back(embedded, case, typed, says):
    (call, _step), mara = case, embedded.staff(PROTECTION)
    page = text_of(mara.post(address(call), answer(**{"says": "Sit in at the appeal", **typed})))
    assert says in page and "Sit in at the appeal" in page
    assert promised_duties(embedded, call) == []
