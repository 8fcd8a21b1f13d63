"""What may be asked of the defender, written down and confirmed: each reason to refuse, as tables of situations."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.cases.answering import (
    Line,
    NewAnswer,
    Question,
    refusal_to_asking,
    refusal_to_confirming_answer,
    refusal_to_line,
    refusal_to_recording,
)
from safeconduct.cases.concerned_person import ConcernedPerson
from safeconduct.cases.consent_matrix import Recorded
from safeconduct.cases.consent_purpose import consent_purposes
from tests.builders import MORNING
from tests.rules.cases.protecting import TODAY, an_answer, consents

QUIET, NAMED, SHARE = Line("raise_private_unnamed"), Line("raise_private_named"), Line("share_network")
MINISTRY = replace(QUIET, recipient="Ministry of Posts")
IN_PARTS = next(one for one in consent_purposes() if one.parts and not one.state_or_company)
SISTER = ConcernedPerson("p1", "sibling", "Younger sister")


def said(refusal):
    return refusal.sentence if refusal else ""


def day(days):
    return (TODAY + timedelta(days=days)).isoformat()


LINES = {
    "a purpose": (SHARE, {}, ""),
    "until today": (replace(SHARE, until=day(0)), {}, ""),
    "of somebody in the case": (replace(SHARE, person="p1"), {}, ""),
    "who does not know": (SHARE, {"about": "unaware"}, "The person does not know of this yet"),
    "no purpose": (Line(""), {}, "No purpose is chosen yet"),
    "of somebody who is not in the case": (replace(SHARE, person="p2"), {}, "This person is not in the case"),
    "until yesterday": (replace(SHARE, until=day(-1)), {}, "The last day is in the past"),
    "a state that is named": (MINISTRY, {}, ""),
    "a state that is not named": (QUIET, {}, "A state or a company is a question of its own"),
    "no to every state": (QUIET, {"is_yes": False}, ""),
    "parts together": (Line(IN_PARTS.value), {}, "This has parts that are answered separately"),
    "one part": (Line(IN_PARTS.value, channel=IN_PARTS.parts[0]), {}, ""),
    "no to all parts": (Line(IN_PARTS.value), {"is_yes": False}, ""),
}


@pytest.mark.parametrize(("line", "changes", "wanted"), LINES.values(), ids=list(LINES))
def test_which_line_may_be_asked_about_or_written_down(line, changes, wanted):
    given = {"about": "self", "persons": [SISTER], "is_yes": True, "on": TODAY, **changes}
    refusal = said(refusal_to_line(line, **given))
    assert refusal.startswith(wanted) if wanted else refusal == ""


def standing(**changes):
    return an_answer("share_network", **{"scopes": ("story", "contact"), **changes})


ASKING = {
    "for the first time": (SHARE, {}, ""),
    "without a page": (SHARE, {"has_page": False}, "The defender has no page of their own"),
    "for somebody else": (replace(SHARE, person="p1"), {}, "Each person answers alone"),
    "what waits": (SHARE, {"waiting": [Question("q1", SHARE, MORNING)]}, "This question waits for an answer already"),
    "while another waits": (SHARE, {"waiting": [Question("q1", NAMED, MORNING)]}, ""),
    "what was agreed": (replace(SHARE, scopes=("story",)), {"standing": standing()}, "The defender has said yes"),
    "more than was agreed": (replace(SHARE, scopes=("files",)), {"standing": standing()}, ""),
    "again after a no": (SHARE, {"standing": standing(word="no")}, ""),
    "after a yes to another": (SHARE, {"standing": standing(recipient="Quay House")}, ""),
}


@pytest.mark.parametrize(("line", "changes", "wanted"), ASKING.values(), ids=list(ASKING))
def test_when_a_question_is_put_on_the_defender_s_page(line, changes, wanted):
    given = {"waiting": [], "standing": None, "has_page": True, **changes}
    refusal = said(refusal_to_asking(line, **given))
    assert refusal.startswith(wanted) if wanted else refusal == ""


HEARD = NewAnswer("yes", "self", "Yesterday by telephone: “Yes, tell them.”", language="fr")
NO_OF_THEIRS = (an_answer("share_network", "no"),)
WISH = (an_answer("share_network", "no", given_by="advance_wish"),)
FOR_THEM = replace(HEARD, given_by="representative", ground="In prison.")
RECORDING = {
    "a yes": (SHARE, HEARD, (), ""),
    "without words": (SHARE, replace(HEARD, words=" "), (), "Nothing is written about the answer"),
    "a no without a language": (SHARE, replace(HEARD, word="no", language=""), (), ""),
    "a yes without a language": (SHARE, replace(HEARD, language=""), (), "The language is missing"),
    "a group": (SHARE, replace(HEARD, given_by="group", heard="Nine of eleven."), (), ""),
    "a group, nobody says who": (SHARE, replace(HEARD, given_by="group"), (), "Nothing is written about who was heard"),
    "a group for a name": (NAMED, replace(HEARD, given_by="group", heard="Nine."), (), "A group cannot say yes for names"),
    "for them": (SHARE, FOR_THEM, (), ""),
    "for them without a ground": (SHARE, replace(FOR_THEM, ground=""), (), "The reason is missing"),
    "for them against their no": (SHARE, replace(FOR_THEM, ground=""), NO_OF_THEIRS, "The person said no and can be asked"),
    "for them who cannot be asked": (SHARE, FOR_THEM, NO_OF_THEIRS, ""),
    "for them against the advance wish": (SHARE, FOR_THEM, WISH, "The advance wish says otherwise"),
    "the advance wish against an older one": (SHARE, replace(FOR_THEM, given_by="advance_wish"), WISH, ""),
    "by themself against the advance wish": (SHARE, HEARD, WISH, ""),
}  # fmt: skip


@pytest.mark.parametrize(("line", "told", "answers", "wanted"), RECORDING.values(), ids=list(RECORDING))
def test_which_answer_may_be_written_down_for_the_defender(line, told, answers, wanted):
    refusal = said(refusal_to_recording(line, told, consents(*answers), at=MORNING))
    assert refusal.startswith(wanted) if wanted else refusal == ""


def test_an_answer_that_waits_is_confirmed_by_a_second_member():
    recorded = Recorded(an_answer("share_network"), "m1")
    assert refusal_to_confirming_answer(recorded, member="m2") is None
    assert said(refusal_to_confirming_answer(recorded, member="m1")).startswith("You wrote this down yourself")
    assert said(refusal_to_confirming_answer(None, member="m2")).startswith("This does not wait for a second member")
