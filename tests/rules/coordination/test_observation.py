"""What a note from court may hold, in which part, and what must be decided before an observation is closed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from safeconduct.cases.coded_list import coded_list
from safeconduct.cases.known_name import names_alone
from safeconduct.coordination.hearing import NOT_HELD, OBSERVED, REFUSED, HearingResult
from safeconduct.coordination.observation import (
    GROUP,
    NAMES,
    NOTE_PARTS,
    OWN,
    PRESENT,
    PUBLIC,
    TO_CABLE,
    TO_GROUP,
    CourtNote,
    ObservationClosing,
    refusal_to_closing,
    refusal_to_note,
)
from tests.builders import MORNING

TODAY = MORNING.date()
NOTE = CourtNote("n1", OBSERVED, texts={PUBLIC: "The judge read the charge."})
CLOSING = ObservationClosing("no", "The lawyer asks for quiet.", "yes", "Nobody looks yet.", "Letter.", TODAY)
RESULT = HearingResult("Harbour Desk", "0a" * 16, OBSERVED, "", "", "", MORNING)


def taking(output):
    return {part.name for part in NOTE_PARTS if output in part.outputs}


def test_each_output_takes_its_parts_and_who_was_there_or_who_somebody_is_goes_into_none_by_itself():
    assert taking(TO_GROUP) == {PUBLIC, GROUP}
    assert taking(TO_CABLE) == {PUBLIC, GROUP, OWN}
    of_case = {part.name: part.scope for part in NOTE_PARTS if part.scope}
    assert of_case == {OWN: "coordination", PRESENT: "sources", NAMES: "identity"}


def test_what_groups_read_holds_the_parts_of_the_group_and_no_other():
    texts = {name: f"Part {name}." for name in (PUBLIC, GROUP, OWN, PRESENT, NAMES)}
    data = replace(NOTE, texts=texts, answers={"open_court": "no"}, incidents=("disturbance",)).as_result()
    assert (data["public"], data["words"]) == ("Part public.", "Part group.")
    assert not [name for name in (OWN, PRESENT, NAMES) if f"Part {name}." in str(data)]


def test_each_item_of_the_list_names_a_provision_of_a_treaty():
    treaties = ("ICCPR art. ", "Convention against Torture art. ")
    assert all(
        row.source.startswith(treaties) and row.label.endswith("?") and row.help for row in coded_list("fair_trial")
    )
    assert len(coded_list("fair_trial")) >= 10


@pytest.mark.parametrize(
    ("note", "why"),
    [
        (replace(NOTE, texts={}), "Nothing is written yet"),
        (replace(NOTE, texts={PUBLIC: "  "}), "Nothing is written yet"),
        (replace(NOTE, answers={"open_court": "perhaps"}), "not of the list"),
        (replace(NOTE, answers={"colour_of_the_room": "yes"}), "not of the list"),
        (replace(NOTE, what=NOT_HELD, answers={"open_court": "yes"}), "a court that sat"),
        (replace(NOTE, texts={PUBLIC: "They asked Teresa twice."}), "a name of this file"),
        (replace(NOTE, texts={GROUP: "We met TERESA’s sister."}), "a name of this file"),
        (replace(NOTE, texts={OWN: "A cousin, Damar, was turned away."}), "a name of this file"),
    ],
)
def test_a_note_that_cannot_be_kept_is_refused_in_a_sentence(note, why):
    refusal = refusal_to_note(note, names_alone(["Teresa (invented)", "Damar"]))
    assert refusal and why in refusal.sentence


def test_a_name_may_stand_where_names_are_sealed_and_where_who_was_there_is_told():
    note = replace(NOTE, texts={NAMES: "Teresa wept.", PRESENT: "The lawyer of Teresa."})
    assert refusal_to_note(note, names_alone(["Teresa (invented)", "Damar"])) is None


def test_whoever_was_kept_out_may_still_say_that_the_court_was_not_open():
    assert refusal_to_note(replace(NOTE, what=REFUSED, texts={}, answers={"open_court": "no"})) is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"message": ""}, "public message about fairness: it is not decided"),
        ({"message_why": " "}, "public message about fairness: there is no reason"),
        ({"profile": "perhaps"}, "Raising the profile: it is not decided"),
        ({"profile_why": ""}, "Raising the profile: there is no reason"),
        ({"follow_up": ""}, "not said what follows"),
        ({"due": None}, "no day that is still to come"),
        ({"due": TODAY - timedelta(days=1)}, "no day that is still to come"),
        ({"due": date(2036, 3, 4)}, "more than a year ahead"),
    ],
)
def test_an_observation_is_closed_by_two_reasoned_decisions_and_what_follows(changes, why):
    refusal = refusal_to_closing(RESULT, replace(CLOSING, **changes), on=TODAY)
    assert refusal and why in refusal.sentence


def test_a_whole_closing_is_taken_and_none_without_a_result():
    assert refusal_to_closing(RESULT, CLOSING, on=TODAY) is None
    refusal = refusal_to_closing(None, CLOSING, on=TODAY)
    assert refusal and "No observation is open here" in refusal.sentence
