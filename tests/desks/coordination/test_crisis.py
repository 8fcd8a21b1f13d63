"""A crisis handover: wishes are read first, what is allowed is shared, everybody else is asked, and nobody swept along."""

from datetime import timedelta

import pytest

from safeconduct.cases.desk import acting, receiving, sharing
from safeconduct.cases.handover import Handover
from safeconduct.coordination.crisis import (
    ALLOWS,
    ASK,
    ASKED,
    COVERED,
    OTHERWISE,
    READS,
    REFUSED,
    SECOND,
    UNAWARE,
    VOICE,
    WISH,
)
from safeconduct.coordination.desk import crisis, handing_over
from safeconduct.coordination.hearing import hearings
from safeconduct.dossiers.entry import Entry
from safeconduct.intake.consent import Terms
from safeconduct.intake.desk import allowing, returning
from safeconduct.vocabulary.refusal import Refused
from tests.builders import a_telling
from tests.coordinating import a_hearing
from tests.embedded import COLLEAGUE, LIGHTHOUSE, OTHER_OFFICE, PROTECTION
from tests.handing_over import posts, with_a_head
from tests.protecting import an_accepted_case

pytestmark = pytest.mark.django_db(transaction=True)
WISH_WORDS = {"detained": "", "office_closes": "Lighthouse may take it.", "speaks": "", "never_speaks": ""}


def terms(embedded, *parts):
    office, until = embedded.office(LIGHTHOUSE), embedded.now.date() + timedelta(days=90)
    return Terms(office.ref, office.name, parts or ("story",), "support", "TLP:AMBER+STRICT", until.isoformat())


def ways(embedded, *parts, by=PROTECTION):
    found = crisis.look(terms(embedded, *parts), embedded.keyring(by), at=embedded.now)
    return {one.ref: one.way for one in found}


def hand_over(embedded, said=None, *parts, by=PROTECTION, has_proved=True):
    keyring = embedded.keyring(by)
    return crisis.hand_over(terms(embedded, *parts), said or {}, keyring, has_proved=has_proved, at=embedded.now)


def with_a_wish(embedded, **telling):
    call = embedded.call(telling=a_telling(**telling))
    returning.leave_wish(call.visit(), "advance", WISH_WORDS, at=embedded.now)
    return call


def test_in_one_press_a_consent_is_shared_a_page_is_asked_and_a_wish_waits_to_be_read(embedded):
    ticked = embedded.call(telling=a_telling(consents=("share_network",)))
    silent, wished = embedded.call(), with_a_wish(embedded, consents=("share_network",))
    assert ways(embedded) == {ticked.ref: COVERED, silent.ref: ASK, wished.ref: WISH}
    assert hand_over(embedded) == {COVERED: 1, ASK: 1, ALLOWS: 0, OTHERWISE: 0}
    assert ways(embedded) == {ticked.ref: READS, silent.ref: ASKED, wished.ref: WISH}
    assert "Lighthouse Network" in embedded.holder(silent).get("/en/back/").content.decode()
    assert hand_over(embedded) == {COVERED: 0, ASK: 0, ALLOWS: 0, OTHERWISE: 0}
    assert {"CrisisHandedOver", "ScopesShared", "ConsentAsked"} <= set(embedded.events())


def test_those_with_a_wish_come_first_and_only_their_words_are_shown(embedded):
    embedded.call()
    wished = with_a_wish(embedded)
    found = crisis.look(terms(embedded), embedded.keyring(PROTECTION), at=embedded.now)
    assert [(one.ref == wished.ref, one.wish) for one in found] == [(True, "Lighthouse may take it."), (False, "")]


def test_a_wish_that_allows_it_needs_a_second_member_and_one_that_says_otherwise_is_kept_to(embedded):
    yes, no, ticked = with_a_wish(embedded), with_a_wish(embedded), with_a_wish(embedded, consents=("share_network",))
    done = hand_over(embedded, {yes.ref: ALLOWS, no.ref: OTHERWISE, ticked.ref: ALLOWS})
    assert done == {COVERED: 1, ASK: 0, ALLOWS: 1, OTHERWISE: 1}
    assert ways(embedded) == {yes.ref: SECOND, no.ref: REFUSED, ticked.ref: READS}
    consent = embedded.case(yes.ref).sharing.consents[-1].ref
    sharing.confirm_consent(yes.ref, consent, embedded.keyring(COLLEAGUE), at=embedded.now)
    assert ways(embedded)[yes.ref] == COVERED
    hand_over(embedded)
    assert ways(embedded)[yes.ref] == READS and ways(embedded)[no.ref] == REFUSED


def test_who_was_asked_and_said_no_is_not_asked_or_shared_again(embedded):
    call = embedded.call()
    hand_over(embedded)
    consent = embedded.case(call.ref).sharing.consents[-1].ref
    allowing.answer_consent(call.visit(), consent, yes=False, at=embedded.now)
    assert ways(embedded) == {call.ref: REFUSED}
    assert hand_over(embedded) == {COVERED: 0, ASK: 0, ALLOWS: 0, OTHERWISE: 0}
    assert not embedded.case(call.ref).sharing.shares


def test_nobody_is_swept_along_who_does_not_know_has_no_page_or_allowed_less(embedded):
    unaware = embedded.call(telling=a_telling(about="unaware"))
    relayed = embedded.call(own_word="")
    less = embedded.call(telling=a_telling(consents=("share_network",)))
    found = ways(embedded, "story", "contact")
    assert found[unaware.ref] == UNAWARE and found[less.ref] == ASK
    assert found[relayed.ref] == VOICE
    hand_over(embedded, {unaware.ref: ALLOWS, relayed.ref: ALLOWS}, "story", "contact")
    assert not any(embedded.case(one.ref).sharing.shares for one in (unaware, relayed, less))


def test_the_other_organisation_reads_the_parts_and_a_letter_in_numbers(embedded):
    call = an_accepted_case(embedded, "share_network")
    a_hearing(embedded, call.ref)
    hand_over(embedded)
    received = receiving.open_received(call.ref, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    letters = [one.data["text"] for one in embedded.case(call.ref).written if one.kind == "share_note"]
    assert received and "Open duties: 2." in letters[0] and "Hearings ahead: 1." in letters[0]
    assert "Karsa" not in letters[0] and "Second chamber" not in letters[0]


def test_a_crisis_handover_between_two_others_loses_no_entry_duty_or_hearing(embedded):
    call = an_accepted_case(embedded, "share_network")
    with_a_head(embedded)
    a_hearing(embedded, call.ref)

    def work(name):
        case = embedded.case(call.ref, name)
        owed = {(one.ref, one.says, one.due, one.state, one.post) for one in acting.duties_of(case, at=embedded.now)}
        entries = {one.seq: one for one in case.entries if isinstance(one, Entry)}
        return owed, hearings(case.written), entries

    for move in (
        lambda: hand_over(embedded),
        lambda: handing_over.start(Handover(*posts(embedded)), embedded.keyring(PROTECTION), at=embedded.now),
        lambda: hand_over(embedded, {}, "story", "contact"),
        lambda: hand_over(embedded, by=COLLEAGUE),
    ):
        owed, sittings, entries = work(COLLEAGUE)
        move()
        owed_after, sittings_after, entries_after = work(COLLEAGUE)
        assert owed <= owed_after and sittings == sittings_after
        assert {seq: entries_after[seq] for seq in entries} == entries
    handing_over.accept(call.ref, embedded.keyring(COLLEAGUE), at=embedded.now)
    hand_over(embedded, by=COLLEAGUE)
    assert ways(embedded, by=COLLEAGUE)[call.ref] == READS


@pytest.mark.parametrize(
    ("given", "said"),
    [({"has_proved": False}, "passphrase"), ({"parts": ()}, "Nothing is chosen yet")],
    ids=["without the passphrase", "without parts"],
)
def test_what_is_refused_shares_and_asks_nothing(embedded, given, said):
    call = embedded.call(telling=a_telling(consents=("share_network",)))
    wanted = terms(embedded)
    wanted = Terms(**{**vars(wanted), **({"parts": given["parts"]} if "parts" in given else {})})
    with pytest.raises(Refused, match=said):
        crisis.hand_over(
            wanted, {}, embedded.keyring(PROTECTION), has_proved=given.get("has_proved", True), at=embedded.now
        )
    assert not embedded.case(call.ref).sharing.shares
