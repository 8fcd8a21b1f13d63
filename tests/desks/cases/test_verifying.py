"""Sources, questions, results, doubts and reuse: who may read which part, and that a retraction reaches every reuser."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.cases.desk import casework, incidents, receiving, sharing, verifying
from safeconduct.cases.verification import VerificationCheck, verifications
from safeconduct.dossiers.models import Entry
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.builders import a_telling
from tests.desks.cases.test_sharing import agreed, share
from tests.embedded import OTHER_OFFICE, PROTECTION
from tests.rules.cases.test_incident import A, an_incident
from tests.rules.cases.test_verification import LATER, LAWYER, a_result, a_source

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "Odo Marek of the river office"


def verified(embedded, *, result=None, **of_source):
    """A call whose incident A a source has confirmed."""
    call, mara = embedded.call(telling=a_telling(name="Teresa (invented)")), embedded.keyring(PROTECTION)
    incidents.record_incident(call.ref, an_incident(), mara, at=embedded.now)
    verifying.add_source(call.ref, a_source(name=NAME, **of_source), mara, at=embedded.now)
    words = "He saw it from his door."
    verifying.record_verification(call.ref, result or a_result(), words, mara, at=embedded.now)
    return call


def shared_and_given(embedded, **of_source):
    call = verified(embedded, **of_source)
    agreed(embedded, call)
    share(embedded, call)
    give(embedded, call)
    return call


def give(embedded, call, ref=None):
    made = embedded.case(call.ref).sharing.shares[-1].ref
    verifying.let_reuse(call.ref, ref or a_result().ref, made, embedded.keyring(PROTECTION), at=embedded.now)


def doubt(embedded, call, *, retracted=False, text="He was not there."):
    mara = embedded.keyring(PROTECTION)
    verifying.doubt_verification(call.ref, a_result().ref, text, mara, retracted=retracted, at=embedded.now)


def theirs(embedded, call):
    return receiving.open_received(call.ref, embedded.keyring(OTHER_OFFICE), at=embedded.now)


def entries(embedded, call, *kinds):
    return [entry for entry in embedded.case(call.ref).written if entry.kind in kinds]


def test_grades_are_decisions_and_who_said_it_how_stays_with_the_sources(embedded):
    call = verified(embedded)
    (result,) = entries(embedded, call, "verification")
    assert result.scope == "decisions" and NAME not in str(result.data) and "door" not in str(result.data)
    assert {entry.scope for entry in entries(embedded, call, "source_added", "source_words")} == {"sources"}
    assert NAME.encode() not in embedded.bytes_on_disk()
    assert {"SourceAdded", "VerificationRecorded"} <= set(embedded.events())


def test_the_card_carries_until_when_and_nothing_of_the_source(embedded):
    call = verified(embedded)
    held, _ = casework.cards(embedded.keyring(PROTECTION), at=embedded.now)
    (card,) = [card for card in held if card.dossier == call.ref]
    assert card.verified_until == LATER.isoformat() and NAME not in str(card) and LAWYER not in str(card)
    doubt(embedded, call)
    held, _ = casework.cards(embedded.keyring(PROTECTION), at=embedded.now)
    assert [card.verified_until for card in held if card.dossier == call.ref] == [""]


def test_the_origin_is_kept_with_the_result_so_that_an_erased_source_changes_nothing(embedded):
    call, mara = verified(embedded), embedded.keyring(PROTECTION)
    heard = a_source("2" * 32, name="The neighbour", heard_from=LAWYER)
    verifying.add_source(call.ref, heard, mara, at=embedded.now)
    verifying.record_verification(call.ref, a_result("2" * 32, ref="e" * 32), "", mara, at=embedded.now)
    assert [entry.data["origin"] for entry in entries(embedded, call, "verification")] == [LAWYER, LAWYER]


def test_a_question_with_a_name_is_refused_and_leaves_nothing_behind(embedded):
    call, mara = verified(embedded), embedded.keyring(PROTECTION)
    verifying.add_source(call.ref, a_source("2" * 32, name="The neighbour Ruvan"), mara, at=embedded.now)
    before = Entry.objects.filter(dossier=call.ref).count(), len(embedded.events())
    by = embedded.now.date() + timedelta(days=2)
    for text in ("Was Teresa there?", "Ruvan says that she was there.", " "):
        with pytest.raises(Refused):
            verifying.ask_source(call.ref, LAWYER, A, text, by, mara, at=embedded.now)
    assert (Entry.objects.filter(dossier=call.ref).count(), len(embedded.events())) == before
    verifying.ask_source(call.ref, LAWYER, A, "Threatened. Is it so?", by, mara, at=embedded.now)
    (asked,) = entries(embedded, call, "source_asked")
    assert (asked.scope, asked.data["text"]) == ("sources", "Threatened. Is it so?")


def test_a_question_runs_on_the_card_until_it_is_answered(embedded):
    call, mara = verified(embedded), embedded.keyring(PROTECTION)
    by = embedded.now.date() + timedelta(days=2)
    verifying.ask_source(call.ref, LAWYER, A, "Is it so?", by, mara, at=embedded.now)

    def clocks():
        held, _ = casework.cards(mara, at=embedded.now)
        return [clock.what for card in held if card.dossier == call.ref for clock in card.clocks]

    assert clocks() == ["question"]
    question = entries(embedded, call, "source_asked")[0].data["question"]
    answer = a_result(asked=question, ref="e" * 32)
    verifying.record_verification(call.ref, answer, "By phone.", mara, at=embedded.now)
    assert clocks() == []


@pytest.mark.parametrize("verb", ["source", "result", "doubt", "check", "question", "reuse"])
def test_who_does_not_hold_the_dossier_verifies_nothing(embedded, verb):
    call, amal = shared_and_given(embedded), embedded.keyring(OTHER_OFFICE)
    now, day = embedded.now, embedded.now.date()
    verbs = {
        "source": lambda: verifying.add_source(call.ref, a_source("2" * 32), amal, at=now),
        "result": lambda: verifying.record_verification(call.ref, a_result(), "", amal, at=now),
        "doubt": lambda: verifying.doubt_verification(call.ref, a_result().ref, "No.", amal, retracted=True, at=now),
        "check": lambda: verifying.plan_check(call.ref, VerificationCheck("wait", day.isoformat()), amal, at=now),
        "question": lambda: verifying.ask_source(call.ref, LAWYER, A, "So?", day, amal, at=now),
        "reuse": lambda: verifying.let_reuse(call.ref, a_result().ref, "0" * 32, amal, at=now),
    }
    with pytest.raises(NotFound):
        verbs[verb]()


# Reuse


def test_what_crosses_is_basis_grades_and_expiry_and_never_who_it_is(embedded):
    call = shared_and_given(embedded)
    (one,) = theirs(embedded, call).reused
    assert (one.basis, one.grade, one.information, one.says, one.until) == ("referee", "B", "i2", "confirms", LATER)
    assert one.acts == ("threat",) and one.month == "2026-03" and one.referee == ""
    crossed = str(entries(embedded, call, "verification_shared")[0].data)
    assert NAME not in crossed and "door" not in crossed and LAWYER not in crossed.replace(a_result().ref, "")


def test_the_referee_is_named_only_if_the_referee_agreed(embedded):
    call = shared_and_given(embedded, may_be_named=True)
    assert theirs(embedded, call).reused[0].referee == NAME


def test_a_doubt_and_a_retraction_reach_who_reuses_it(embedded):
    call = shared_and_given(embedded)
    doubt(embedded, call)
    (one,) = theirs(embedded, call).reused
    assert (one.doubt, one.retracted) == ("He was not there.", False)
    doubt(embedded, call, retracted=True, text="He takes it back.")
    (one,) = theirs(embedded, call).reused
    assert (one.doubt, one.retracted) == ("He takes it back.", True)
    assert embedded.events().count("VerificationDoubted") == 2


def test_a_result_crosses_only_in_a_share_of_the_story_that_still_reads_and_while_it_stands(embedded):
    call = verified(embedded)
    agreed(embedded, call, parts=("contact",))
    share(embedded, call, parts=("contact",))
    with pytest.raises(Refused, match="does not cover what was told"):
        give(embedded, call)
    agreed(embedded, call)
    share(embedded, call)
    give(embedded, call)
    with pytest.raises(Refused, match="have this result already"):
        give(embedded, call)
    made = embedded.case(call.ref).sharing.shares[-1].ref
    doubt(embedded, call)
    sharing.end_share(call.ref, made, embedded.keyring(PROTECTION), at=embedded.now)
    with pytest.raises(NotFound):
        give(embedded, call)


def test_a_result_that_does_not_stand_is_not_given(embedded):
    call = verified(embedded)
    agreed(embedded, call)
    share(embedded, call)
    doubt(embedded, call)
    with pytest.raises(Refused, match="does not stand any more"):
        give(embedded, call)


def test_the_results_of_the_dossier_itself_are_closed_to_the_partner(embedded):
    call = shared_and_given(embedded)
    kinds = {entry.kind for entry in theirs(embedded, call).written}
    assert not kinds & {"verification", "source_added", "source_words", "source_asked", "next_check"}


def test_a_partner_s_word_is_no_result_of_ours(embedded):
    call = shared_and_given(embedded)
    receiving.write_back(call.ref, "We saw it too.", embedded.keyring(OTHER_OFFICE), at=embedded.now)
    assert len(verifications(embedded.case(call.ref).written)) == 1


def test_a_doubt_is_said_once_even_if_nobody_reuses_it(embedded):
    call = verified(embedded)
    doubt(embedded, call)
    assert [entry.scope for entry in entries(embedded, call, "verification_doubted")] == ["decisions"]
    with pytest.raises(Refused):
        doubt(embedded, call, text=" ")


def test_what_is_refused_leaves_nothing_behind(embedded):
    call, mara, now = verified(embedded), embedded.keyring(PROTECTION), embedded.now
    yesterday = now.date() - timedelta(days=1)
    before = Entry.objects.filter(dossier=call.ref).count()
    for verb in (
        lambda: verifying.add_source(call.ref, a_source("2" * 32, name=NAME), mara, at=now),
        lambda: verifying.ask_source(call.ref, LAWYER, A, "Is it so?", yesterday, mara, at=now),
        lambda: verifying.ask_source(call.ref, "2" * 32, A, "Is it so?", now.date(), mara, at=now),
        lambda: verifying.plan_check(call.ref, VerificationCheck("wait", yesterday.isoformat()), mara, at=now),
        lambda: verifying.record_verification(call.ref, a_result(facts=(), ref="e" * 32), "", mara, at=now),
    ):
        with pytest.raises(Refused):
            verb()
    assert Entry.objects.filter(dossier=call.ref).count() == before


def test_a_result_of_nobody_is_refused(embedded):
    call, mara = verified(embedded), embedded.keyring(PROTECTION)
    with pytest.raises(Refused):
        nobody = replace(a_result(), source="f" * 32, ref="e" * 32)
        verifying.record_verification(call.ref, nobody, "", mara, at=embedded.now)
