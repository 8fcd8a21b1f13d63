"""The matrix at work: asked, answered, written down, confirmed; what a no closes, and what it leaves to do."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct.cases.answering import Line, NewAnswer, own_answer, questions
from safeconduct.cases.concerned_person import concerned_persons
from safeconduct.cases.consent_matrix import ASK_FIRST, NO, YES, matrix, waiting
from safeconduct.cases.consent_purpose import TEXT_VERSION
from safeconduct.cases.desk import casework, consenting, sharing
from safeconduct.cases.withdrawal import deletions, lasting
from safeconduct.dossiers.desk import reading
from safeconduct.intake.desk import allowing, returning
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.builders import a_telling
from tests.desks.cases.test_sharing import agreed, is_closed, received, share, shared, terms
from tests.embedded import COLLEAGUE, LIGHTHOUSE, OTHER_OFFICE, PROTECTION

pytestmark = pytest.mark.django_db(transaction=True)

MINISTRY = Line("raise_private_named", "Ministry of Justice of Velmora", scopes=("story", "identity"))


def heard(word=YES, **changes):
    return NewAnswer(
        **{"word": word, "given_by": "self", "words": "In a call on Tuesday.", "language": "en", **changes}
    )


def record(embedded, call, line=MINISTRY, told=None, *, name=PROTECTION):
    consenting.record_answer(call.ref, line, told or heard(), embedded.keyring(name), at=embedded.now)


def confirm(embedded, call, *, name=COLLEAGUE):
    (recorded,) = waiting(embedded.case(call.ref).written)
    consenting.confirm_answer(call.ref, recorded.answer.ref, embedded.keyring(name), at=embedded.now)


def say(embedded, call, line, word):
    data = own_answer(line, word, ref=new_ref(), language="en")
    allowing.answer_purposes(call.visit(), [data], at=embedded.now)


def word(embedded, call, line=MINISTRY):
    stands = matrix(embedded.case(call.ref).written, on=embedded.now.date())
    standing = stands.answer(line.purpose, recipient=line.recipient, channel=line.channel, person=line.person)
    return standing and standing.word


# Asking


def test_a_question_stands_until_the_defender_answers_it(embedded):
    call = embedded.call()
    consenting.ask_answer(call.ref, MINISTRY, "May we?", embedded.keyring(PROTECTION), at=embedded.now)
    (question,) = questions(embedded.case(call.ref).written)
    assert (question.line, question.text) == (MINISTRY, "May we?")
    say(embedded, call, question.line, ASK_FIRST)
    assert questions(embedded.case(call.ref).written) == ()
    assert word(embedded, call) == ASK_FIRST
    assert "AnswerAsked" in embedded.events()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"purpose": "sell_it"}, "No purpose"),
        ({"recipient": ""}, "state or a company"),
        ({"until": "2026-03-01"}, "past"),
        ({"person": "0" * 32}, "Add the person"),
        ({"purpose": "reprisal_report"}, "parts"),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_written(embedded, changes, why):
    call = embedded.call()
    line = Line(**{**vars(MINISTRY), **changes})
    before = embedded.dump()
    with pytest.raises(Refused, match=why):
        consenting.ask_answer(call.ref, line, "", embedded.keyring(PROTECTION), at=embedded.now)
    assert embedded.dump() == before


def test_the_same_question_is_not_asked_twice_and_not_after_a_yes(embedded):
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    consenting.ask_answer(call.ref, MINISTRY, "", mara, at=embedded.now)
    with pytest.raises(Refused, match="waits for an answer already"):
        consenting.ask_answer(call.ref, MINISTRY, "", mara, at=embedded.now)
    say(embedded, call, MINISTRY, YES)
    with pytest.raises(Refused, match="has said yes"):
        consenting.ask_answer(call.ref, MINISTRY, "", mara, at=embedded.now)


def test_nobody_is_asked_for_a_person_who_does_not_know(embedded):
    call = embedded.call(telling=a_telling(about="unaware"), own_word="")
    with pytest.raises(Refused, match="does not know"):
        consenting.ask_answer(call.ref, MINISTRY, "", embedded.keyring(PROTECTION), at=embedded.now)
    with pytest.raises(Refused, match="does not know"):
        record(embedded, call)


# Writing down


def test_what_a_member_heard_counts_when_a_second_member_confirms_it(embedded):
    call = embedded.call()
    record(embedded, call)
    assert word(embedded, call) is None
    with pytest.raises(Refused, match="second member"):
        confirm(embedded, call, name=PROTECTION)
    confirm(embedded, call)
    assert word(embedded, call) == YES
    assert {"AnswerRecorded", "AnswerConfirmed"} <= set(embedded.events())


def test_a_no_that_a_member_heard_counts_at_once(embedded):
    call = embedded.call()
    say(embedded, call, MINISTRY, YES)
    record(embedded, call, told=heard(NO, language=""))
    assert word(embedded, call) == NO


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (heard(words=" "), "Nothing is written"),
        (heard(language=""), "language"),
        (heard(given_by="representative"), "reason is missing"),
        (heard(given_by="group", heard="All of us."), "group cannot say yes for names"),
    ],
)
def test_what_is_missing_is_said_before_anything_is_written(embedded, told, why):
    call = embedded.call()
    with pytest.raises(Refused, match=why):
        record(embedded, call, told=told)
    assert waiting(embedded.case(call.ref).written) == ()


def test_who_speaks_for_somebody_does_not_lift_a_no_of_a_person_who_can_be_asked(embedded):
    call = embedded.call()
    say(embedded, call, MINISTRY, NO)
    with pytest.raises(Refused, match="Ask them; nobody else"):
        record(embedded, call, told=heard(given_by="representative"))
    record(embedded, call, told=heard(given_by="representative", ground="detained"))
    confirm(embedded, call)
    assert word(embedded, call) == YES


def test_nobody_goes_beyond_the_advance_wish(embedded):
    call = embedded.call()
    record(embedded, call, told=heard(NO, given_by="advance_wish", ground="detained"))
    with pytest.raises(Refused, match="advance wish says otherwise"):
        record(embedded, call, told=heard(given_by="representative", ground="detained"))


def test_a_group_says_how_it_decided_and_who_was_heard(embedded):
    call, line = embedded.call(), Line("collective", scopes=("story",))
    with pytest.raises(Refused, match="who was heard"):
        record(embedded, call, line, heard(given_by="group", ground="unreachable"))


def test_an_answer_says_how_the_person_was_informed(embedded):
    call = embedded.call()
    record(embedded, call, told=heard(language="ar", read_out_by="relay"))
    say(embedded, call, Line("publish_named", scopes=("story", "identity")), YES)
    heard_of, own = [one.data["informed"] for one in embedded.case(call.ref).written if one.kind == "answered"]
    assert heard_of == {"text_version": TEXT_VERSION, "language": "ar", "read_out_by_role": "relay"}
    assert own == {"text_version": TEXT_VERSION, "language": "en", "read_out_by_role": ""}


def test_how_an_answer_was_given_stays_closed_to_the_code(embedded):
    call = embedded.call()
    record(embedded, call, told=heard(words="Her aunt Sabina was in the room."))
    seen = [entry for office in returning.look(call.visit()).offices for entry in office.dossier.written()]
    assert "answered" in {entry.kind for entry in seen}
    assert "Sabina" not in repr([entry.data for entry in seen])


# Others who are named


def test_each_person_has_lines_of_their_own_and_the_name_is_closed(embedded):
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    consenting.add_person(call.ref, "relative", "younger sister", "Sabina (invented)", mara, at=embedded.now)
    (person,) = concerned_persons(embedded.case(call.ref).written)
    named = Line("publish_image", person=person.ref, scopes=("evidence_working",))
    say(embedded, call, Line("publish_image", scopes=("evidence_working",)), YES)
    assert word(embedded, call, named) is None
    record(embedded, call, named)
    confirm(embedded, call)
    assert word(embedded, call, named) == YES
    assert "Sabina" not in repr([entry.data for entry in embedded.case(call.ref).written])
    names = casework.reveal_identity(call.ref, "reach", mara, has_proved=True, at=embedded.now)
    assert names["younger sister"] == "Sabina (invented)"
    with pytest.raises(Refused, match="has this label already"):
        consenting.add_person(call.ref, "relative", "Younger sister", "", mara, at=embedded.now)


def test_who_shares_the_defender_s_name_shares_nobody_else_s(embedded):
    call, mara = embedded.call(telling=a_telling(name="Teresa (invented)")), embedded.keyring(PROTECTION)
    for label in ("younger sister", "brother"):
        consenting.add_person(call.ref, "relative", label, f"Name of {label}", mara, at=embedded.now)
    agreed(embedded, call, parts=("identity",))
    share(embedded, call, parts=("identity",))
    opened = reading.open_shared(call.ref, embedded.keyring(OTHER_OFFICE), on=embedded.now.date())
    held = [entry for entry in opened.entries if getattr(entry, "scope", "") == "identity"]
    assert [entry.kind for entry in held] == ["identity"]
    assert received(embedded, call).name == "Teresa (invented)"
    names = casework.reveal_identity(call.ref, "reach", mara, has_proved=True, at=embedded.now)
    assert set(names) == {"", "younger sister", "brother"}


# A no


def test_a_no_for_one_office_closes_its_share_at_once_and_leaves_the_duty_to_ask_for_deletion(embedded):
    call = shared(embedded)
    office = embedded.office(LIGHTHOUSE).name
    say(embedded, call, Line("share_network", office), NO)
    assert is_closed(embedded, call)
    case = embedded.case(call.ref)
    assert [(one.holder, one.said) for one in deletions(case.written)] == [(office, "")]
    assert [one.recipient for one in lasting(case.written)] == [office]


def test_a_no_for_one_office_closes_what_a_tick_covered(embedded):
    call = embedded.call(telling=a_telling(consents=("share_network",)))
    share(embedded, call)
    say(embedded, call, Line("share_network", embedded.office(LIGHTHOUSE).name.upper()), ASK_FIRST)
    assert is_closed(embedded, call)
    with pytest.raises(Refused, match="no consent"):
        share(embedded, call)


def test_a_no_for_all_closes_what_was_agreed_for_one(embedded):
    call = shared(embedded)
    say(embedded, call, Line("share_network"), NO)
    assert is_closed(embedded, call)


def test_a_tick_taken_away_closes_what_was_agreed_for_one(embedded):
    call = embedded.call(telling=a_telling(consents=("share_network",), files=(embedded.file(),)))
    agreed(embedded, call, parts=("files",))
    share(embedded, call, parts=("files",))
    allowing.change_consents(call.visit(), [], language="en", at=embedded.now)
    assert is_closed(embedded, call)


def test_a_no_that_a_member_heard_closes_the_share_too(embedded):
    call = shared(embedded)
    record(embedded, call, Line("share_network"), heard(NO))
    assert is_closed(embedded, call)
    assert len(deletions(embedded.case(call.ref).written)) == 1


def test_a_yes_that_waits_for_a_second_member_is_gone_after_a_no(embedded):
    call = embedded.call()
    sharing.witness_consent(
        call.ref, terms(embedded), "call", "In a call.", embedded.keyring(PROTECTION), at=embedded.now
    )
    consent = embedded.case(call.ref).sharing.consents[-1].ref
    say(embedded, call, Line("share_network"), NO)
    with pytest.raises(Refused, match="does not wait"):
        sharing.confirm_consent(call.ref, consent, embedded.keyring(COLLEAGUE), at=embedded.now)


def test_what_a_holder_says_about_its_copies_is_kept_with_how_they_said_it(embedded):
    call, mara = shared(embedded), embedded.keyring(PROTECTION)
    say(embedded, call, Line("share_network"), NO)
    (asked,) = deletions(embedded.case(call.ref).written)
    with pytest.raises(Refused, match="Say who answered"):
        consenting.settle_deletion(call.ref, asked.ref, "deleted", " ", mara, at=embedded.now)
    consenting.settle_deletion(call.ref, asked.ref, "deleted", "Their desk, by post.", mara, at=embedded.now)
    (settled,) = deletions(embedded.case(call.ref).written)
    assert settled.said == "deleted"


def test_the_question_whether_a_no_was_free_changes_nothing(embedded):
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    say(embedded, call, MINISTRY, YES)
    say(embedded, call, MINISTRY, NO)
    consenting.note_check(call.ref, "pressed", "Asked in person.", mara, at=embedded.now)
    assert word(embedded, call) == NO


# Whatever happens before

STEPS = st.lists(
    st.sampled_from(["tick", "untick", "yes for all", "no for all", "yes for one", "ask for one", "agree", "share"]),
    max_size=6,
)


@pytest.mark.slow
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(steps=STEPS)
def test_after_a_no_for_all_every_way_of_reading_is_closed_whatever_was_said_before(embedded, steps):
    call = embedded.call(telling=a_telling(consents=("share_network",)))
    share(embedded, call)
    for step in steps:
        _do(embedded, call, step)
    say(embedded, call, Line("share_network"), NO)
    assert is_closed(embedded, call)
    with pytest.raises(Refused, match="no consent"):
        share(embedded, call)


def _do(embedded, call, step):
    one, every = Line("share_network", embedded.office(LIGHTHOUSE).name), Line("share_network")
    doing = {
        "tick": lambda: allowing.change_consents(call.visit(), ["share_network"], language="en", at=embedded.now),
        "untick": lambda: allowing.change_consents(call.visit(), [], language="en", at=embedded.now),
        "yes for all": lambda: say(embedded, call, every, YES),
        "no for all": lambda: say(embedded, call, every, NO),
        "yes for one": lambda: say(embedded, call, one, YES),
        "ask for one": lambda: say(embedded, call, one, ASK_FIRST),
        "agree": lambda: agreed(embedded, call),
        "share": lambda: share(embedded, call),
    }
    with suppress(Refused):
        doing[step]()


def test_another_office_reaches_none_of_it(embedded):
    call = embedded.call()
    for act in (
        lambda k: consenting.ask_answer(call.ref, MINISTRY, "", k, at=embedded.now),
        lambda k: consenting.record_answer(call.ref, MINISTRY, heard(), k, at=embedded.now),
        lambda k: consenting.confirm_answer(call.ref, "0" * 32, k, at=embedded.now),
        lambda k: consenting.add_person(call.ref, "other", "friend", "", k, at=embedded.now),
        lambda k: consenting.note_check(call.ref, "free", "x", k, at=embedded.now),
    ):
        with pytest.raises(NotFound):
            act(embedded.keyring(OTHER_OFFICE))
