"""A source's link: sealed to the compartment, good once, and believed for nothing but one answer."""

from dataclasses import replace
from datetime import timedelta

import pytest

from safeconduct.cases.desk import casework, linking, triage, verifying
from safeconduct.cases.source import sources
from safeconduct.cases.source_link import ANSWERED, WITHDRAWN, source_answers, source_links
from safeconduct.cases.source_question import source_questions
from safeconduct.cases.triage import NewDecline
from safeconduct.dossiers.desk import ending, writing
from safeconduct.dossiers.entry import Author, NewEntry
from safeconduct.dossiers.models import Entry
from safeconduct.intake.desk import linking as links
from safeconduct.intake.models import SourceLink
from safeconduct.intake.source_link import identity_of
from safeconduct.jobs import sweeping
from safeconduct.vocabulary.refusal import Refused
from tests.builders import a_telling
from tests.embedded import PROTECTION, rows_changed
from tests.rules.cases.test_verification import a_result, a_source

TEXT = "Was somebody threatened in the north in March? Is it so, as far as you know, and how do you know it?"
WORDS = "I stood at the mill that morning."


@pytest.fixture
def linked(embedded):
    """A call, its question to a source, and the token of the link to it."""
    call, mara = embedded.call(telling=a_telling()), embedded.keyring(PROTECTION)
    verifying.add_source(call.ref, a_source(), mara, at=embedded.now)
    source, on = a_source().ref, embedded.now.date()
    verifying.ask_source(call.ref, source, "", TEXT, on + timedelta(days=5), mara, at=embedded.now)
    (question,) = source_questions(embedded.case(call.ref).written)
    token = linking.make_link(call.ref, question.ref, on + timedelta(days=3), mara, at=embedded.now)
    return call, question, token


def card_of(embedded, ref):
    held, _ = casework.cards(embedded.keyring(PROTECTION), at=embedded.now)
    return next(card for card in held if card.dossier == ref)


def test_a_link_opens_the_text_that_was_asked_and_nothing_else(embedded, linked):
    call, question, token = linked
    opened = links.open_link(token, at=embedded.now)
    assert (opened.text, opened.dossier, opened.question) == (TEXT, call.ref, question.ref)
    assert "SourceLinkMade" in embedded.events()


def test_an_answer_comes_into_the_scope_of_the_sources_signed_by_the_link(embedded, linked):
    call, question, token = linked
    assert links.answer_link(token, "yes", WORDS, at=embedded.now)
    case = embedded.case(call.ref)
    (answer,) = source_answers(case.written)
    assert (answer.question, answer.says, answer.words) == (question.ref, "yes", WORDS)
    (entry,) = [one for one in case.written if one.kind == "source_answered"]
    assert (entry.scope, entry.by.kind) == ("sources", "source") and not case.unsigned and case.broken_at is None
    assert source_links(case.written)[0].state == ANSWERED


def test_neither_the_answer_nor_the_question_nor_the_token_is_readable_at_rest(embedded, linked):
    *_, token = linked
    row = bytes(SourceLink.objects.get().body)
    assert b"threatened" not in row
    links.answer_link(token, "yes", WORDS, at=embedded.now)
    stored = embedded.bytes_on_disk()
    for text in (WORDS.encode(), b"somebody threatened", token.encode()):
        assert text not in stored


def test_a_link_is_good_once(embedded, linked):
    *_, token = linked
    assert links.answer_link(token, "yes", WORDS, at=embedded.now)
    before = embedded.dump()
    assert links.open_link(token, at=embedded.now) is None
    assert not links.answer_link(token, "no", "Again.", at=embedded.now)
    assert embedded.dump() == before
    assert not SourceLink.objects.exists()


@pytest.mark.parametrize("how", ["wrong", "withdrawn", "expired", "closed", "erasure asked", "erased"])
def test_a_link_that_must_not_open_opens_nothing_and_writes_nothing(embedded, linked, how):
    call, _, token = linked
    mara, at = embedded.keyring(PROTECTION), embedded.now
    if how == "wrong":
        token = "0" * 32
    elif how == "withdrawn":
        (link,) = source_links(embedded.case(call.ref).written)
        linking.withdraw_link(call.ref, link.ref, mara, at=at)
        assert source_links(embedded.case(call.ref).written)[0].state == WITHDRAWN
        assert "SourceLinkWithdrawn" in embedded.events()
    elif how == "expired":
        at += timedelta(days=4)
    elif how == "closed":
        triage.decline(call.ref, NewDecline("other_help", "Others help.", (), True), mara, at=at)
    elif how == "erasure asked":
        ending.hide_and_erase_later(call.ref, at=at)
    else:
        ending.end_reading(call.ref, at=at)
    before = embedded.dump()
    assert links.open_link(token, at=at) is None
    assert not links.answer_link(token, "yes", WORDS, at=at)
    assert embedded.dump() == before


def test_what_is_past_its_hour_is_swept_away(embedded, linked):
    at = embedded.clock.pass_by(timedelta(days=4))
    sweeping.sweep(at=at)
    assert not SourceLink.objects.exists()


def test_the_card_says_that_an_answer_waits_until_it_is_graded(embedded, linked):
    call, question, token = linked
    assert not card_of(embedded, call.ref).source_answer_waits
    links.answer_link(token, "yes", WORDS, at=embedded.now)
    assert card_of(embedded, call.ref).source_answer_waits
    result = replace(a_result(), target="", facts=("person",), asked=question.ref)
    verifying.record_verification(call.ref, result, WORDS, embedded.keyring(PROTECTION), at=embedded.now)
    assert not card_of(embedded, call.ref).source_answer_waits
    assert source_questions(embedded.case(call.ref).written)[0].answered


def test_no_second_link_goes_out_while_one_is_good(embedded, linked):
    call, question, _ = linked
    before = embedded.dump()
    with pytest.raises(Refused):
        linking.make_link(call.ref, question.ref, embedded.now.date(), embedded.keyring(PROTECTION), at=embedded.now)
    assert embedded.dump() == before


def put_as_source(embedded, ref, token, scope, kind, data, at=None):
    """What somebody who has the link and can write into the database could add."""
    by = Author("source", ref=data.get("link", ""), identity=identity_of(token))
    writing.append(ref, [NewEntry(scope, kind, data)], {}, held=(), by=by, at=at or embedded.now)
    case = embedded.case(ref)
    return case.entries[0].seq in case.unsigned


def test_whoever_has_a_link_cannot_sign_anything_but_its_one_answer(embedded, linked):
    call, question, token = linked
    (link,) = source_links(embedded.case(call.ref).written)
    said = {"link": link.ref, "question": question.ref, "says": "yes", "words": WORDS}
    assert put_as_source(embedded, call.ref, token, "messages", "source_answered", said)
    assert put_as_source(embedded, call.ref, token, "sources", "consent", {**said, "given": ["publish_named"]})
    assert put_as_source(embedded, call.ref, token, "sources", "source_answered", {**said, "question": "0" * 32})
    assert put_as_source(embedded, call.ref, "1" * 32, "sources", "source_answered", said)
    late = embedded.now + timedelta(days=4)
    assert put_as_source(embedded, call.ref, token, "sources", "source_answered", said, at=late)
    assert not put_as_source(embedded, call.ref, token, "sources", "source_answered", said)
    assert put_as_source(embedded, call.ref, token, "sources", "source_answered", {**said, "says": "no"})
    assert [one.says for one in source_answers(embedded.case(call.ref).written)] == ["yes"]


def test_an_answer_by_a_link_that_was_withdrawn_is_not_believed(embedded, linked):
    call, question, token = linked
    (link,) = source_links(embedded.case(call.ref).written)
    linking.withdraw_link(call.ref, link.ref, embedded.keyring(PROTECTION), at=embedded.now)
    said = {"link": link.ref, "question": question.ref, "says": "yes", "words": WORDS}
    assert put_as_source(embedded, call.ref, token, "sources", "source_answered", said)


def test_members_never_write_under_a_key_that_came_with_an_answer(embedded, linked):
    """Whoever has the link may have chosen that key."""
    call, _, token = linked
    links.answer_link(token, "yes", WORDS, at=embedded.now)
    came_with_it = Entry.objects.filter(dossier=call.ref).order_by("-seq").first().scope_ref
    second = replace(a_source(), ref="5d" * 16, name="The archive")
    verifying.add_source(call.ref, second, embedded.keyring(PROTECTION), at=embedded.now)
    assert len(sources(embedded.case(call.ref).written)) == 2
    assert Entry.objects.filter(dossier=call.ref, scope_ref=came_with_it).count() == 1


def test_a_defender_and_other_offices_see_nothing_of_a_link(embedded, linked):
    call, _, token = linked
    links.answer_link(token, "yes", WORDS, at=embedded.now)
    page = embedded.holder(call).get("/en/back/").content.decode()
    assert "at the mill" not in page and "threatened" not in page


def test_making_a_link_adds_one_row_of_each_kind(embedded, linked):
    call, question, token = linked
    links.answer_link(token, "yes", WORDS, at=embedded.now)
    before = embedded.dump()
    mara = embedded.keyring(PROTECTION)
    linking.make_link(call.ref, question.ref, embedded.now.date(), mara, at=embedded.now)
    changed = rows_changed(before, embedded.dump())
    assert changed["intake_sourcelink"] == changed["dossiers_entry"] == changed["access_journalline"] == 1


def test_a_link_opens_as_long_as_its_own_file_is_not_closed_whatever_became_of_another(embedded, linked):
    """is_closed asks of one file, not of any."""
    *_, token = linked
    another = embedded.call()
    declined = NewDecline("other_help", "Others help.", (), True)
    triage.decline(another.ref, declined, embedded.keyring(PROTECTION), at=embedded.now)
    assert links.open_link(token, at=embedded.now)


def test_withdraw_link_is_of_a_link_that_is_out(embedded, linked):
    call, _, token = linked
    (link,) = source_links(embedded.case(call.ref).written)
    mara = embedded.keyring(PROTECTION)
    links.answer_link(token, "yes", WORDS, at=embedded.now)
    before = embedded.dump()
    for ref in (link.ref, "0" * 32):
        with pytest.raises(Refused):
            linking.withdraw_link(call.ref, ref, mara, at=embedded.now)
    assert embedded.dump() == before
