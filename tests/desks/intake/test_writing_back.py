"""What the holder of a code may put in: once, with the own word where it counts, and to no office that reads no more."""

import pytest

from safeconduct.cases.answering import Line
from safeconduct.cases.desk import consenting, triage
from safeconduct.dossiers.models import Dossier, Entry
from safeconduct.intake.desk import allowing, returning
from safeconduct.intake.desk.returning import Word
from safeconduct.intake.models import Progress
from safeconduct.sealing.code import new_code
from safeconduct.vocabulary.refusal import Refused
from tests.builders import a_telling
from tests.embedded import HARBOUR, LIGHTHOUSE, PROTECTION

pytestmark = pytest.mark.as_owner

ONCE, AGAIN = "a" * 64, "b" * 64
VERBS = {
    "write": lambda e, visit, once="": returning.write(visit, Word("They came back."), once=once, at=e.now),
    "tell_risk": lambda e, visit, once="": returning.tell_risk(visit, {"band": "high"}, once=once, at=e.now),
    "tell_support": lambda e, visit, once="": returning.tell_support(visit, "now", ["legal"], "", once=once, at=e.now),
}


def kinds(ref, embedded):
    return [entry.kind for entry in embedded.case(ref).written]


def number_of(ref):
    return Entry.objects.filter(dossier=ref).count()


@pytest.mark.parametrize("verb", VERBS.values(), ids=list(VERBS))
def test_write_and_tell_risk_count_once_with_one_token_and_each_time_with_none(embedded, verb):
    """What is sent again is not in the dossier: first_time is asked."""
    call = embedded.call()
    before = number_of(call.ref)
    assert verb(embedded, call.visit(), ONCE) and verb(embedded, call.visit(), ONCE)
    assert number_of(call.ref) == before + 1
    assert verb(embedded, call.visit(), AGAIN)
    assert verb(embedded, call.visit()) and verb(embedded, call.visit())
    assert number_of(call.ref) == before + 4


@pytest.mark.parametrize("verb", VERBS.values(), ids=list(VERBS))
@pytest.mark.parametrize("ended", [True, False], ids=["reading was ended", "everything is being erased"])
def test_write_and_tell_risk_say_when_nobody_reads_any_more(embedded, verb, ended):
    """_reads is asked of every office: nothing is put in, and `True` is not in the answer."""
    call = embedded.call()
    if ended:
        allowing.end_reading(call.visit(), call.ref, at=embedded.now)
    else:
        allowing.ask_for_erasure(call.visit(), at=embedded.now)
    before = number_of(call.ref)
    assert verb(embedded, call.visit()) is False
    assert number_of(call.ref) == before


def test_append_goes_to_no_office_whose_row_was_moved(embedded):
    """_append compares what the box says with the row; not a word is sent to another compartment."""
    call = embedded.call()
    Dossier.objects.filter(ref=call.ref).update(compartment=embedded.keyring("petra").epochs[0].compartment)
    before = number_of(call.ref)
    with pytest.raises(Refused, match="changed by others"):
        VERBS["write"](embedded, call.visit())
    assert number_of(call.ref) == before


def test_change_code_is_for_the_own_word(embedded):
    call = embedded.call()
    with pytest.raises(Refused, match="not open with your own word"):
        returning.change_code(call.visit(own_word=""), new_code(), "thistle", at=embedded.now)
    returning.change_code(call.visit(), new_code(), "thistle", at=embedded.now)
    assert not returning.look(call.visit()).offices


def test_open_offices_are_those_that_the_own_word_opens(embedded):
    """With the code alone _open_offices is empty: erasure is not asked, reading not ended, no wish is left."""
    call = embedded.call()
    before = embedded.dump()
    allowing.ask_for_erasure(call.visit(own_word=""), at=embedded.now)
    allowing.end_reading(call.visit(own_word=""), call.ref, at=embedded.now)
    allowing.change_consents(call.visit(own_word=""), ["share_network"], language="en", at=embedded.now)
    assert embedded.dump() == before


def test_say_effect_is_said_of_feedback_and_of_nothing_else(embedded):
    call = embedded.call()
    consenting.ask_answer(call.ref, Line("share_network"), "May we?", embedded.keyring(PROTECTION), at=embedded.now)
    asked = next(entry.data["ref"] for entry in embedded.case(call.ref).written if entry.kind == "answer_asked")
    before = embedded.dump()
    for ref in (asked, "9f" * 16):
        returning.say_effect(call.visit(), ref, 1, "It is quieter.", at=embedded.now)
    assert embedded.dump() == before


def test_change_consents_writes_the_new_ticks_and_nothing_that_follows_but_withdrawals(embedded):
    call = embedded.call(telling=a_telling(consents=("share_network", "publish_unnamed")))
    before = kinds(call.ref, embedded)
    allowing.change_consents(call.visit(), ["publish_unnamed"], language="en", at=embedded.now)
    assert kinds(call.ref, embedded)[len(before) :] == ["consent"]
    assert embedded.case(call.ref).consents == ("publish_unnamed",)


def test_write_of_nothing_leaves_nothing(embedded):
    """Neither _append nor the progress of the promise takes an empty page for an answer to what was asked back."""
    call = embedded.call()
    triage.ask_back(call.ref, "Where is it?", embedded.keyring(PROTECTION), at=embedded.now)
    before = embedded.dump()
    assert returning.write(call.visit(), Word(), at=embedded.now)
    assert embedded.dump() == before


def test_write_goes_in_where_the_line_of_progress_is_gone(embedded):
    call = embedded.call()
    Progress.objects.all().delete()
    before = number_of(call.ref)
    assert returning.write(call.visit(), Word("They came back."), at=embedded.now)
    assert number_of(call.ref) == before + 1


def test_append_puts_nothing_into_what_has_ended(embedded):
    """freeze warns every office but those that has_ended says to be over: their compartments read no more."""
    call = embedded.call(HARBOUR, LIGHTHOUSE)
    allowing.end_reading(call.visit(), call.ref, at=embedded.now)
    before = [number_of(ref) for ref in call.refs]
    returning.freeze(call.visit(), at=embedded.now)
    assert [number_of(ref) for ref in call.refs] == [before[0], before[1] + 1]
