"""A note for the press: who is named, what keeps it inside, and that what leaves tells nothing of what is held back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.cases.action import DROPPED, WAITING_TIME, Action, Emergency
from safeconduct.cases.concerned_person import ConcernedPerson
from safeconduct.cases.consent_purpose import consent_purposes
from safeconduct.cases.known_name import names_alone
from safeconduct.cases.press_note import (
    NOBODY,
    PressBackground,
    PressNote,
    against_taking_out,
    as_text,
    parts_of_note,
    press_limits,
    press_notes,
    refusal_to_older_note,
    refusal_without_mitigation,
    still_open_in_note,
    taken_out,
)
from tests.builders import MORNING, an_entry
from tests.rules.cases.protecting import TODAY, a_risk, a_step, a_weighing, an_answer, consents

PUBLIC = PressBackground("The court’s own list", "https://court.example/list", TODAY.isoformat())
NOTE = PressNote(
    "n1",
    "The Harbour Gazette",
    "en",
    ("A journalist is held without a lawyer.", "We ask for release."),
    "We ask for release.",
    background=(PUBLIC,),
    post="Human rights officer",
    reach="the switchboard",
)
PERSONS = {"name": "", "brother": "p7"}
MEDIA, NAMED = an_answer("media"), an_answer("publish_named")
DECIDED = MORNING - WAITING_TIME
STEP = Action(a_step("NGO-04", "media", visibility="public"), "d1", DECIDED)
EMERGENCY = Emergency("e1", "He is taken away tonight.", "m1", MORNING, MORNING)


def left_open(note=NOTE, *answers, names=("",), sources=(), may_use_term=True):
    found = still_open_in_note(
        note,
        persons=PERSONS,
        known=names_alone(names, sources),
        consents=consents(MEDIA, *answers),
        may_use_term=may_use_term,
        on=TODAY,
    )
    return [one.sentence for one in found]


def in_the_way(*answers, note=NOTE, steps=(STEP,), risk=None, declared=None, at=MORNING):
    given = {"steps": steps, "risk": risk or a_risk(), "declared": declared, "at": at}
    found = against_taking_out(note, persons=PERSONS, consents=consents(*answers), **given)
    return [one.sentence for one in found]


def test_a_whole_note_is_kept_and_goes_out_when_all_stands():
    assert left_open() == [] and in_the_way(MEDIA) == []


@pytest.mark.parametrize(
    ("changes", "begins"),
    [
        ({"outlet": ""}, "It is not said which newspaper"),
        ({"says": ()}, "Nothing may be said yet."),
        ({"reach": " "}, "It is not said whom the press asks."),
        ({"free_from": "2026-03-14 09:00"}, "When it may be used needs a day"),
        ({"free_from": "2026-03-14 09:00 Nowhere/City"}, "When it may be used needs a day"),
        ({"background": (replace(PUBLIC, address="court list"),)}, "What is public already needs"),
        ({"background": (replace(PUBLIC, text=" "),)}, "What is public already needs"),
        ({"background": (replace(PUBLIC, on=""),)}, "The day on which you saw it"),
        ({"background": (replace(PUBLIC, on="2999-01-01"),)}, "The day on which you saw it"),
        ({"background": (replace(PUBLIC, names_them=True),)}, "A source that shows who it is names the person."),
        ({"says": ("[name] is held.",)}, "[name] has not agreed to be named to the press."),
        ({"quote": "Free [brother]."}, "[brother] has not agreed"),
        ({"background": (replace(PUBLIC, text="On [the driver]"),)}, "[the driver] is nobody of this case."),
    ],
)
def test_what_is_missing_or_may_not_be_said_keeps_a_note_from_being_kept(changes, begins):
    (said,) = left_open(replace(NOTE, **changes))
    assert said.startswith(begins)


def test_each_who_is_named_needs_a_yes_of_their_own_also_to_the_media():
    note = replace(NOTE, says=("[name] and [Brother] are held.",))
    brother = an_answer("publish_named", person="p7")
    assert left_open(note, NAMED) == [
        "[brother] has not agreed to be named to the press. Take the label out, or ask first."
    ]
    assert left_open(note, NAMED, brother) == []
    assert left_open(note, NAMED, brother, an_answer("media", "no", person="p7"))[0].startswith("[brother]")
    assert left_open(replace(NOTE, background=(replace(PUBLIC, names_them=True),)), NAMED) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"says": ("They hold Karsawi.",)},
        {"background": (replace(PUBLIC, address="https://court.example/teresa-karsawi"),)},
        {"reach": "Ask for Teresa"},
    ],
    ids=["in a line", "in an address", "beside the post"],
)
def test_a_name_of_the_file_stands_nowhere_in_a_note(changes):
    assert left_open(replace(NOTE, **changes), names=("Teresa Karsawi",))[0].startswith("The note holds a name")


def test_who_told_us_stands_nowhere_in_a_note():
    note = replace(NOTE, says=("The clinic in Karsa saw him.",))
    assert left_open(note, sources=("the clinic in Karsa",))[0].startswith("The note holds a name")


def test_whoever_is_protected_without_the_label_is_not_called_by_it():
    note = replace(NOTE, says=("A human rights defender is held.",))
    assert left_open(note) == []
    assert left_open(note, may_use_term=False) == ["This person is protected without the label. Take the term out."]


@pytest.mark.parametrize(
    ("answers", "begins"),
    [
        ((), "There is no consent to speak with the media, or with this one."),
        ((an_answer("media", "no"),), "The person said no to the media"),
        ((an_answer("media", "ask_first"),), "The person wants to be asked each time"),
        ((MEDIA, an_answer("media", "no", recipient="the harbour gazette")), "The person said no to the media"),
        (
            (an_answer("media", recipient="Radio Mole"),),
            "There is no consent to speak with the media, or with this one.",
        ),
    ],
    ids=["not asked", "no", "ask first", "no to this one", "yes to another one"],
)
def test_without_a_yes_to_the_media_that_counts_for_this_one_nothing_goes_out(answers, begins):
    (said,) = in_the_way(*answers)
    assert said.startswith(begins)


def test_a_line_that_was_kept_with_a_yes_is_closed_when_the_yes_is_taken_back():
    note = replace(NOTE, says=("[name] is held.",))
    assert in_the_way(MEDIA, NAMED, note=note) == []
    assert in_the_way(MEDIA, an_answer("publish_named", "no"), note=note)[0].startswith("[name] has not agreed")
    shown = replace(NOTE, background=(replace(PUBLIC, names_them=True),))
    assert in_the_way(MEDIA, note=shown)[0].startswith("A source that shows who it is")


@pytest.mark.parametrize(
    "steps",
    [(), (replace(STEP, state=DROPPED),), (Action(a_step("PUB-01", "publish_unnamed"), "d1", DECIDED),)],
    ids=["none", "dropped", "a step that rests on something else"],
)
def test_nothing_goes_out_before_a_step_with_the_media_is_decided_on(steps):
    assert in_the_way(MEDIA, steps=steps)[0].startswith("No step with the media is decided on")


def test_nothing_goes_out_while_nothing_is_in_place_against_reprisals():
    bare = Action(replace(STEP.step, weighing=a_weighing(mitigation=" ")), "d2", DECIDED)
    assert in_the_way(MEDIA, steps=(STEP, bare))[0].startswith("Nothing is in place against reprisals.")
    assert refusal_without_mitigation(STEP) is None


def test_the_risk_is_current_and_a_day_has_passed_or_an_emergency_stands():
    fresh = replace(STEP, decided_at=MORNING - timedelta(hours=1))
    assert in_the_way(MEDIA, steps=(fresh,))[0].startswith("A public step waits a day")
    assert in_the_way(MEDIA, steps=(fresh,), declared=EMERGENCY) == []
    (said,) = against_taking_out(
        NOTE, persons=PERSONS, consents=consents(MEDIA), steps=(STEP,), risk=None, declared=None, at=MORNING
    )
    assert said.sentence.startswith("There is no current risk assessment.")


def test_what_is_held_back_is_told_to_the_officer_by_purpose_and_person():
    brother = ConcernedPerson("p7", "relative", "brother")
    held = press_limits(consents(MEDIA), [brother], NOTE.outlet)
    assert any(one.startswith("The name") for one in held) and held[-1].startswith("Anything of “brother”")
    less = press_limits(consents(MEDIA, NAMED, an_answer("publish_named", person="p7")), [brother], NOTE.outlet)
    assert set(held) - set(less) == {held[0], held[-1]}
    assert press_limits(consents(*(an_answer(one.value) for one in consent_purposes())), [], NOTE.outlet) == ()


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar"])
def test_what_leaves_is_whole_and_ends_with_the_same_words_in_every_note(language):
    note = replace(NOTE, language=language, free_from="2026-03-14 09:00 Africa/Nairobi")
    bare = replace(note, quote="", quoted_as=NOBODY, background=(), free_from="")
    text, other = (as_text(parts_of_note(one, "Harbour Desk")) for one in (note, bare))
    for said in (*note.says, "2026-03-14 09:00 (Africa/Nairobi)", PUBLIC.address, "Human rights officer, Harbour Desk"):
        assert said in text
    assert (
        text.split("\n\n")[-1] == other.split("\n\n")[-1] and "Harbour Desk)" in text and "Harbour Desk)" not in other
    )
    assert "" not in text.rstrip("\n").split("\n\n")


def test_only_the_newest_note_leaves():
    assert refusal_to_older_note("n1", NOTE) is None
    assert refusal_to_older_note("n0", NOTE).sentence.startswith("The note was kept anew")


def test_a_note_and_its_leaving_are_read_as_they_were_written():
    kept = an_entry("press_note_kept", **NOTE.as_data())
    left = an_entry("press_note_taken_out", seq=2, note="n1")
    assert press_notes([kept, left]) == (NOTE,) and taken_out([kept, left]) == {"n1": left.at}
