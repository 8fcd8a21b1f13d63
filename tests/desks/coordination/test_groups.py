"""A group at work: who reads it is who holds a key, and a consent that ends takes cards and hearings out at once."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from safeconduct.cases.answering import Line, NewAnswer
from safeconduct.cases.desk import casework, consenting
from safeconduct.cases.withdrawal import deletions
from safeconduct.coordination.desk import belonging, hearings, putting_in
from safeconduct.coordination.desk.opening import members_key
from safeconduct.coordination.group import MEMBERS
from safeconduct.coordination.group_item import group_cards
from safeconduct.coordination.hearing import LEAD
from safeconduct.coordination.tlp import AMBER, RED
from safeconduct.dossiers.models import Dossier, Grant
from safeconduct.intake.consent import before_groups
from safeconduct.intake.desk import allowing
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.builders import a_telling
from tests.coordinating import OBSERVED_AND_SHARED, a_group, a_hearing, seen_by, to
from tests.embedded import ADMINISTRATOR, COLLEAGUE, LIGHTHOUSE, OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION

pytestmark = pytest.mark.django_db(transaction=True)


def opened(embedded, ref, name=PROTECTION):
    return belonging.open_group(ref, embedded.keyring(name), at=embedded.now)


def cards(embedded, ref, name=OTHER_OFFICE):
    return [card.facts["codename"] for card in group_cards(opened(embedded, ref, name).written)]


def a_case(embedded, *consents):
    return embedded.call(telling=a_telling(consents=consents, country="KE"))


def with_a_card(embedded, *consents):
    ref, call = a_group(embedded), a_case(embedded, *(consents or ("share_network",)))
    putting_in.put_card(call.ref, to(ref), embedded.keyring(PROTECTION), at=embedded.now)
    return ref, call


def is_closed_to(embedded, ref, name):
    try:
        opened(embedded, ref, name)
    except NotFound:
        return True
    return False


# Who reads


def test_the_invited_read_the_letter_and_nothing_else_until_they_are_let_in(embedded):
    ref = a_group(embedded, joined=False)
    amal = embedded.keyring(OTHER_OFFICE)
    _groups, (letter,) = belonging.groups(amal, at=embedded.now)
    assert (letter.name, letter.from_office, letter.state) == ("North and coast", "Harbour Desk", "invited")
    assert is_closed_to(embedded, ref, OTHER_OFFICE)
    belonging.answer_invitation(ref, yes=True, keyring=amal, at=embedded.now)
    assert is_closed_to(embedded, ref, OTHER_OFFICE)
    made = opened(embedded, ref).group.invitations[-1]
    belonging.let_in(ref, made.ref, embedded.keyring(PROTECTION), at=embedded.now)
    assert [seat.office for seat in opened(embedded, ref, OTHER_OFFICE).group.seats] == [
        "Harbour Desk",
        "Lighthouse Network",
    ]
    assert {"OrganisationInvited", "OrganisationLetIn", "GroupFounded"} <= set(embedded.events())
    assert "GroupInvitationAnswered" in embedded.events(LIGHTHOUSE)


def test_who_said_no_is_not_let_in_and_an_invitation_is_answered_once(embedded):
    ref = a_group(embedded, joined=False)
    amal, mara = embedded.keyring(OTHER_OFFICE), embedded.keyring(PROTECTION)
    belonging.answer_invitation(ref, yes=False, keyring=amal, at=embedded.now)
    with pytest.raises(Refused, match="answered already"):
        belonging.answer_invitation(ref, yes=True, keyring=amal, at=embedded.now)
    made = opened(embedded, ref).group.invitations[-1]
    with pytest.raises(Refused, match="no yes"):
        belonging.let_in(ref, made.ref, mara, at=embedded.now)


@pytest.mark.parametrize("name", [OTHER_COMPARTMENT, ADMINISTRATOR, "vera", "luka"])
def test_nobody_outside_the_compartments_of_the_group_sees_it(embedded, name):
    ref = a_group(embedded)
    assert is_closed_to(embedded, ref, name)
    assert belonging.groups(embedded.keyring(name), at=embedded.now) == ((), ())


def test_a_colleague_of_the_compartment_reads_what_the_other_reads(embedded):
    ref, _call = with_a_card(embedded)
    assert cards(embedded, ref, COLLEAGUE) == cards(embedded, ref, OTHER_OFFICE) != []


def test_a_group_is_no_case_and_stands_in_no_list_of_cases(embedded):
    before = casework.cards(embedded.keyring(PROTECTION), at=embedded.now)
    ref = a_group(embedded)
    assert casework.cards(embedded.keyring(PROTECTION), at=embedded.now) == before == ((), ())
    for name in (PROTECTION, OTHER_OFFICE):
        with pytest.raises(NotFound):
            casework.open_case(ref, embedded.keyring(name), at=embedded.now)
        assert casework.find(embedded.keyring(name), "", first=0, count=10, at=embedded.now).total == 0
    assert casework.find(embedded.keyring(PROTECTION), "north", first=0, count=10, at=embedded.now).total == 0


def test_a_case_is_no_group(embedded):
    call = embedded.call()
    assert is_closed_to(embedded, call.ref, PROTECTION)


def test_who_leaves_opens_nothing_and_what_they_put_in_opens_for_nobody(embedded):
    ref, call = with_a_card(embedded)
    theirs = embedded.call(LIGHTHOUSE, telling=a_telling(consents=("share_network",)), own_word="harvest")
    amal = embedded.keyring(OTHER_OFFICE)
    putting_in.put_card(theirs.ref, to(ref), amal, at=embedded.now)
    assert len(cards(embedded, ref, PROTECTION)) == 2
    belonging.leave(ref, amal, at=embedded.now)
    assert is_closed_to(embedded, ref, OTHER_OFFICE)
    assert belonging.groups(amal, at=embedded.now) == ((), ())
    mine = casework.open_case(call.ref, embedded.keyring(PROTECTION), at=embedded.now)[0].story["codename"]
    assert cards(embedded, ref, PROTECTION) == [mine]
    assert "GroupLeft" in embedded.events(LIGHTHOUSE)


def test_the_holder_ends_a_reading_and_a_wrap_put_back_opens_nothing(embedded):
    ref, _call = with_a_card(embedded)
    theirs = opened(embedded, ref).group.seats[1]
    kept = list(Grant.objects.filter(dossier=ref, compartment=theirs.compartment))
    assert len(kept) >= 2
    belonging.end_membership(ref, theirs.organisation, embedded.keyring(PROTECTION), at=embedded.now)
    assert is_closed_to(embedded, ref, OTHER_OFFICE)
    Grant.objects.bulk_create(kept)
    assert is_closed_to(embedded, ref, OTHER_OFFICE)


def test_after_somebody_left_the_list_goes_on_under_a_fresh_key(embedded):
    ref = a_group(embedded)
    before = {key.ref for key in opened(embedded, ref).dossier.scope_keys if key.name == MEMBERS}
    belonging.leave(ref, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    with pytest.raises(Refused, match="not given back"):
        belonging.invite(ref, embedded.office(LIGHTHOUSE).ref, embedded.keyring(PROTECTION), at=embedded.now)
    with transaction.atomic():
        fresh = members_key(opened(embedded, ref))
    assert fresh.ref not in before
    assert not Grant.objects.filter(dossier=ref, scope_ref=fresh.ref).exclude(
        compartment=opened(embedded, ref).own.compartment
    )


def test_only_the_holder_invites_and_the_holder_does_not_leave(embedded):
    ref = a_group(embedded)
    before = embedded.dump()
    with pytest.raises(Refused, match="founded the group"):
        belonging.invite(ref, embedded.office().ref, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    with pytest.raises(Refused, match="holds it"):
        belonging.leave(ref, embedded.keyring(PROTECTION), at=embedded.now)
    assert embedded.dump() == before


def test_a_name_of_a_group_is_not_readable_on_the_disk(embedded):
    a_group(embedded)
    assert b"North and coast" not in embedded.bytes_on_disk()


def test_who_holds_no_requests_founds_no_group(embedded):
    with pytest.raises(Refused, match="takes requests"):
        belonging.found("North", "region", embedded.keyring(OTHER_COMPARTMENT), at=embedded.now)
    assert not Dossier.objects.filter(is_group=True).exists()


# Cards


def test_a_card_shows_codes_and_the_codename_and_only_on_consent(embedded):
    ref, call = with_a_card(embedded)
    (card,) = group_cards(opened(embedded, ref, OTHER_OFFICE).written)
    assert (card.marking, card.owner_office, card.facts["country"]) == (AMBER, "Harbour Desk", "KE")
    assert "They came to the market" not in str(card.facts) and call.ref not in str(card)
    assert "CardPutIn" in embedded.events()
    silent = a_case(embedded)
    before = embedded.dump()
    with pytest.raises(Refused, match="no consent"):
        putting_in.put_card(silent.ref, to(ref), embedded.keyring(PROTECTION), at=embedded.now)
    assert embedded.dump() == before


def test_a_red_item_goes_to_named_organisations_only(embedded):
    ref, call = a_group(embedded), a_case(embedded, "share_network")
    mara, theirs = embedded.keyring(PROTECTION), embedded.office(LIGHTHOUSE).ref
    with pytest.raises(Refused, match="named organisations only"):
        putting_in.put_card(call.ref, to(ref, RED), mara, at=embedded.now)
    with pytest.raises(Refused, match="not in the group"):
        putting_in.put_card(call.ref, to(ref, RED, "0f" * 16), mara, at=embedded.now)
    putting_in.put_card(call.ref, to(ref, RED, theirs), mara, at=embedded.now)
    assert len(cards(embedded, ref)) == 1


def withdraw_the_tick(embedded, call):
    allowing.change_consents(call.visit(), ["observe_trial"], language="en", at=embedded.now)


def withdraw_by_own_answer(embedded, call):
    data = {"ref": "a9" * 16, "recipient": "", "channel": "", "person": "", "scopes": [], "until": ""}
    no = {**data, "purpose": "share_network", "word": "no", "given_by": "self", "ground": "", "informed": {}}
    allowing.answer_purposes(call.visit(), [no], at=embedded.now)


def withdraw_through_a_member(embedded, call):
    no = NewAnswer("no", "self", "In a call.", language="en")
    consenting.record_answer(call.ref, Line("share_network"), no, embedded.keyring(PROTECTION), at=embedded.now)


def say_no_to_that_office(embedded, call):
    no = NewAnswer("no", "self", "In a call.", language="en")
    line = Line("share_network", "Lighthouse Network")
    consenting.record_answer(call.ref, line, no, embedded.keyring(PROTECTION), at=embedded.now)


def end_the_reading(embedded, call):
    allowing.end_reading(call.visit(), call.ref, at=embedded.now)


def ask_for_erasure(embedded, call):
    allowing.ask_for_erasure(call.visit(), at=embedded.now)


ENDS = [
    withdraw_the_tick,
    withdraw_by_own_answer,
    withdraw_through_a_member,
    say_no_to_that_office,
    end_the_reading,
    ask_for_erasure,
]


@pytest.mark.parametrize("end", ENDS, ids=[end.__name__.replace("_", " ") for end in ENDS])
def test_a_consent_that_ends_takes_card_and_hearing_out_at_once_everywhere(embedded, end):
    ref, call = with_a_card(embedded, *OBSERVED_AND_SHARED)
    a_hearing(embedded, call.ref, group=ref)
    scopes = [item.scope_ref for item in before_groups(embedded.case(call.ref).written)]
    assert len(scopes) == 2 and len(cards(embedded, ref)) == len(seen_by(embedded, OTHER_OFFICE, ref)) == 1
    end(embedded, call)
    for name in (OTHER_OFFICE, PROTECTION):
        assert cards(embedded, ref, name) == [] and seen_by(embedded, name, ref) == ()
    assert not Grant.objects.filter(dossier=ref, scope_ref__in=scopes).exists()


def test_after_a_withdrawal_each_reader_is_to_be_asked_to_delete_copies(embedded):
    _ref, call = with_a_card(embedded)
    withdraw_through_a_member(embedded, call)
    assert [asked.holder for asked in deletions(embedded.case(call.ref).written)] == ["Lighthouse Network"]


def test_an_answer_about_something_else_leaves_the_card_where_it_is(embedded):
    ref, call = with_a_card(embedded)
    no = NewAnswer("no", "self", "In a call.", language="en")
    for line in (Line("publish_unnamed"), Line("share_network", "Another Network")):
        consenting.record_answer(call.ref, line, no, embedded.keyring(PROTECTION), at=embedded.now)
    allowing.change_consents(call.visit(), ["share_network", "share_mission"], language="en", at=embedded.now)
    assert len(cards(embedded, ref)) == 1


def test_withdrawing_the_yes_to_the_hearing_leaves_the_card(embedded):
    ref, call = with_a_card(embedded, *OBSERVED_AND_SHARED)
    a_hearing(embedded, call.ref, group=ref)
    allowing.change_consents(call.visit(), ["share_network"], language="en", at=embedded.now)
    assert (len(cards(embedded, ref)), seen_by(embedded, OTHER_OFFICE, ref)) == (1, ())


def test_an_office_takes_its_card_out_itself_and_puts_it_in_anew(embedded):
    ref, call = with_a_card(embedded)
    mara = embedded.keyring(PROTECTION)
    with pytest.raises(Refused, match="already"):
        putting_in.put_card(call.ref, to(ref), mara, at=embedded.now)
    (item,) = before_groups(embedded.case(call.ref).written)
    putting_in.take_out(call.ref, item.ref, mara, at=embedded.now)
    assert cards(embedded, ref) == []
    with pytest.raises(NotFound):
        putting_in.take_out(call.ref, item.ref, mara, at=embedded.now)
    putting_in.put_card(call.ref, to(ref), mara, at=embedded.now)
    assert len(cards(embedded, ref)) == 1


def test_a_card_closes_by_itself_after_the_last_day_of_its_consent(embedded):
    ref, call = a_group(embedded), a_case(embedded)
    until = (embedded.now + timedelta(days=5)).date().isoformat()
    data = {"ref": "a9" * 16, "recipient": "", "channel": "", "person": "", "scopes": ["story"], "until": until}
    yes = {**data, "purpose": "share_network", "word": "yes", "given_by": "self", "ground": "", "informed": {}}
    allowing.answer_purposes(call.visit(), [yes], at=embedded.now)
    putting_in.put_card(call.ref, to(ref), embedded.keyring(PROTECTION), at=embedded.now)
    embedded.clock.pass_by(timedelta(days=5))
    assert len(cards(embedded, ref)) == 1
    embedded.clock.pass_by(timedelta(days=1))
    assert cards(embedded, ref) == []


# What the keys say, whatever is done

DOINGS = st.lists(st.sampled_from(["card", "hearing", "withdraw", "let in", "leave", "lead"]), max_size=7)


@given(DOINGS)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_nobody_outside_the_grants_sees_group_card_or_hearing(embedded, doings):
    embedded.start_over()
    ref, call = a_group(embedded, joined=False), a_case(embedded, *OBSERVED_AND_SHARED)
    mara, amal = embedded.keyring(PROTECTION), embedded.keyring(OTHER_OFFICE)
    done = {
        "card": lambda: putting_in.put_card(call.ref, to(ref), mara, at=embedded.now),
        "hearing": lambda: a_hearing(embedded, call.ref, group=ref),
        "withdraw": lambda: allowing.change_consents(call.visit(), [], language="en", at=embedded.now),
        "let in": lambda: join(embedded, ref),
        "leave": lambda: belonging.leave(ref, amal, at=embedded.now),
        "lead": lambda: hearings.answer(ref, seen_by(embedded, PROTECTION, ref)[0].ref, LEAD, amal, at=embedded.now),
    }
    for doing in doings:
        try:
            done[doing]()
        except (Refused, NotFound, IndexError):
            continue
    for name in (OTHER_COMPARTMENT, ADMINISTRATOR, "vera", "luka", "nadia"):
        assert is_closed_to(embedded, ref, name)
    if "let in" not in doings or ("leave" in doings and doings.index("let in") < max_index(doings, "leave")):
        assert is_closed_to(embedded, ref, OTHER_OFFICE)
        return
    if "withdraw" in doings:
        one = opened(embedded, ref, OTHER_OFFICE)
        last = max_index(doings, "withdraw")
        assert set(doings[last:]) & {"card", "hearing"} or not group_cards(one.written)


def max_index(doings, doing):
    return len(doings) - 1 - doings[::-1].index(doing)


def join(embedded, ref):
    belonging.answer_invitation(ref, yes=True, keyring=embedded.keyring(OTHER_OFFICE), at=embedded.now)
    made = opened(embedded, ref).group.invitations[-1]
    belonging.let_in(ref, made.ref, embedded.keyring(PROTECTION), at=embedded.now)
