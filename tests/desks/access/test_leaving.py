"""Leaving: everything ends at once, a new key closes what comes, and an organisation is not left without its people."""

from datetime import timedelta

import pytest

from safeconduct.access import lookup
from safeconduct.access.desk import arranging, certifying, leaving, rekeying, signing_in, standings
from safeconduct.access.models import (
    AskedEpoch,
    CertificateEnd,
    CompartmentEpoch,
    CompartmentWrap,
    Member,
    MemberCertificate,
)
from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.desk import listing, reading, rewrapping
from safeconduct.dossiers.models import CardNote, CardSegment, Grant, SegmentKey
from safeconduct.intake.desk import returning
from safeconduct.intake.desk.returning import Word
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_key
from safeconduct.sealing.spoken import key_in_words
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.embedded import HARBOUR
from tests.organising import (
    certify,
    certify_key,
    compartment_ref,
    enrolled,
    invite,
    join,
    keyring_of,
    leave,
    let_in,
    make_keys,
    member_ref,
    next_day,
    post_ref,
    rekeyed,
    rewrap,
    said_empty,
)


def root_words(embedded):
    return key_in_words(embedded.frozen.root_secrets[HARBOUR])


def a_third_registrar(embedded, name="noor"):
    enrolled(embedded, name, into=())
    certifying.make_registrar(
        member_ref(name), root_words(embedded), embedded.keyring("ines"), has_proved=True, at=embedded.now
    )


# At once


def test_a_leaver_opens_nothing_from_that_moment(embedded):
    call, presence = embedded.call(), embedded.presence("tomas")
    client = embedded.staff("tomas")
    assert client.get(f"/desk/dossiers/{call.ref}/").status_code == 200
    leave(embedded, "tomas")
    assert client.get("/desk/").status_code == 302
    assert signing_in.keyring_of(presence) is None
    assert not CompartmentWrap.objects.filter(member=member_ref("tomas")).exists()
    assert "MemberLeft" in embedded.events() and "EpochAsked" in embedded.events()


def test_an_end_that_is_signed_counts_even_if_the_row_of_the_account_is_put_back(embedded):
    presence = embedded.presence("tomas")
    leave(embedded, "tomas")
    Member.objects.filter(name="tomas").update(ended_on=None)
    assert signing_in.keyring_of(presence) is None


@pytest.mark.as_owner
def test_an_end_that_no_registrar_signed_ends_nobody(embedded):
    today = embedded.now.date()
    CertificateEnd.objects.create(
        organisation=embedded.office().ref,
        member=member_ref("tomas"),
        last_day=today,
        signed_by=member_ref("ines"),
        signature=Identity(new_key()).sign(b"x"),
    )
    assert embedded.keyring("tomas").role == "officer"


def test_an_entry_that_was_signed_before_the_last_day_stays_valid_and_a_later_one_does_not(embedded):
    call, leaver = embedded.call(), embedded.keyring("tomas")
    cases.note(call.ref, "Called at nine.", leaver, at=embedded.now)
    leave(embedded, "tomas")
    next_day(embedded)
    assert embedded.case(call.ref).unsigned == frozenset()
    cases.note(call.ref, "From a kept key.", leaver, at=embedded.now)  # the keys are still in the leaver's hands
    case = embedded.case(call.ref)
    assert {entry.data.get("text") for entry in case.entries if entry.seq in case.unsigned} == {"From a kept key."}


def test_a_certificate_whose_days_are_over_signs_nothing_but_what_it_signed_stays(embedded):
    call = embedded.call()
    cases.note(call.ref, "In time.", embedded.keyring("mara"), at=embedded.now)
    embedded.clock.pass_by(timedelta(days=2 * 365 + 1))
    keyring = embedded.keyring("mara")
    assert keyring.role == ""
    for write in (
        lambda: cases.note(call.ref, "Too late.", keyring, at=embedded.now),
        lambda: cases.answer(call.ref, "Too late.", keyring, at=embedded.now),
    ):
        with pytest.raises(Refused, match="No certificate stands"):
            write()
    assert embedded.case(call.ref).unsigned == frozenset()  # it is still read
    with pytest.raises(Refused, match="Only an administrator"):
        leave(embedded, "tomas")  # the registrars' days are over too
    assert embedded.call().ref  # and no request is lost


# Re-keying


def test_until_a_new_key_is_certified_the_old_one_takes_requests_and_then_the_new_one(embedded):
    compartment = compartment_ref(embedded)
    leave(embedded, "tomas")
    assert lookup.recipient(compartment).epoch == 1
    embedded.call()
    make_keys(embedded)
    assert lookup.recipient(compartment).epoch == 1
    embedded.call()
    certify_key(embedded)
    assert lookup.recipient(compartment).epoch == 2
    call = embedded.call()
    assert len(cases.cards(embedded.keyring("mara"), at=embedded.now)[0]) == 3
    assert embedded.case(call.ref).story["happened"]


def test_a_leaver_with_every_old_key_and_the_new_database_opens_no_new_item(embedded):
    old, leaver = embedded.call(), embedded.keyring("tomas")
    # The leaver knows scope keys too, from before. What comes later is under fresh ones.
    known = {key.key for key in _scope_keys(old.ref, leaver)}
    leave(embedded, "tomas")
    next_day(embedded)
    rekeyed(embedded)
    new = embedded.call()
    cases.note(old.ref, "After the leaving.", embedded.keyring("mara"), at=embedded.now)
    cases.answer(old.ref, "After the leaving too.", embedded.keyring("mara"), at=embedded.now)
    returning.write(new.visit(), Word("A new word."), at=embedded.now)
    for ref in (old.ref, new.ref):
        with pytest.raises(NotFound):
            cases.open_case(ref, leaver, at=embedded.now)
    compartment = compartment_ref(embedded)
    for rows in (Grant.objects, CardNote.objects, SegmentKey.objects):
        assert rows.filter(compartment=compartment).exists() or rows is SegmentKey.objects
        assert not rows.filter(compartment=compartment, epoch__lt=2).exists()
    fresh = {entry.scope_ref for entry in embedded.case(old.ref).entries[:3]}  # note, read, answer
    with_key = {key.ref: key.key for key in _scope_keys(old.ref, embedded.keyring("mara"))}
    assert len(fresh) == 2 and not {with_key[ref] for ref in fresh} & known


def _scope_keys(ref, keyring):
    return reading.open_with_keyring(ref, keyring).scope_keys


def test_the_control_a_leaver_with_every_old_key_reads_on_if_nobody_made_a_new_one(embedded):
    leaver = embedded.keyring("tomas")
    leave(embedded, "tomas")
    assert cases.open_case(embedded.call().ref, leaver, at=embedded.now)


@pytest.mark.as_owner
def test_segments_open_after_re_keying_and_with_the_new_key_only(embedded, monkeypatch):
    monkeypatch.setattr(listing, "NOTES_BEFORE_FOLDING", 0)
    embedded.call()
    assert len(cases.cards(embedded.keyring("mara"), at=embedded.now)[0]) == 1
    assert CardSegment.objects.exists()
    leaver = embedded.keyring("tomas")
    leave(embedded, "tomas")
    rekeyed(embedded)
    assert len(cases.cards(embedded.keyring("mara"), at=embedded.now)[0]) == 1
    with pytest.raises(listing.Unopened):
        cases.cards(leaver, at=embedded.now)[0]


def test_re_wrapping_goes_on_where_it_was_cut_off(embedded, monkeypatch):
    monkeypatch.setattr(rewrapping, "BATCH", 3)
    calls = [embedded.call() for _ in range(3)]
    leave(embedded, "tomas")
    make_keys(embedded)
    certify_key(embedded)
    turns = iter([True, True, False, False, False])
    first = rewrap(embedded, goes_on=lambda: next(turns))
    assert (first.done, first.unopened) == (6, 0) and first.left > 0
    assert all(embedded.case(call.ref) for call in calls)  # old and new wraps side by side
    second = rewrap(embedded)
    assert (second.done, second.left, second.unopened) == (first.left, 0, 0)
    assert rewrap(embedded).done == 0


def test_a_wrap_that_somebody_changed_is_counted_and_stops_nothing(embedded):
    embedded.call()
    bad = Grant.objects.order_by("pk").first()
    Grant.objects.filter(pk=bad.pk).update(wrapped=bytes(reversed(bytes(bad.wrapped))))
    leave(embedded, "tomas")
    make_keys(embedded)
    certify_key(embedded)
    assert (rewrap(embedded).unopened, rewrap(embedded).left) == (1, 1)


@pytest.mark.as_owner
def test_a_new_key_is_wrapped_to_who_stays_and_to_nobody_whom_a_row_alone_names(embedded):
    compartment = compartment_ref(embedded)
    CompartmentWrap.objects.create(compartment=compartment, epoch=1, member=member_ref("petra"), wrapped=b"planted")
    leave(embedded, "tomas")
    make_keys(embedded)
    held = CompartmentWrap.objects.filter(compartment=compartment, epoch=2).values_list("member", flat=True)
    assert set(held) == {member_ref("mara")}


@pytest.mark.as_owner
def test_a_key_that_no_holder_signed_is_not_certified(embedded):
    leave(embedded, "tomas")
    make_keys(embedded)
    AskedEpoch.objects.update(public_seal=Identity(new_key()).public_seal)
    with pytest.raises(Refused, match="not signed by a member of the compartment"):
        certify_key(embedded)
    assert CompartmentEpoch.objects.filter(compartment=compartment_ref(embedded)).count() == 1


@pytest.mark.as_owner
def test_who_leaves_while_a_key_waits_does_not_hold_the_next_one(embedded):
    enrolled(embedded)
    leave(embedded, "tomas")
    make_keys(embedded)
    leave(embedded, "noor")
    with pytest.raises(NotFound):
        certify_key(embedded)  # what was made is thrown away
    make_keys(embedded)
    certify_key(embedded)
    held = CompartmentWrap.objects.filter(compartment=compartment_ref(embedded), epoch=2)
    assert set(held.values_list("member", flat=True)) == {member_ref("mara")}


def test_who_was_let_in_reads_old_and_new_after_a_re_keying(embedded):
    old = embedded.call()
    leave(embedded, "tomas")
    rekeyed(embedded)
    keyring = keyring_of(embedded, enrolled(embedded))
    for ref in (old.ref, embedded.call().ref):
        assert cases.open_case(ref, keyring, at=embedded.now)


# Who must stay


def test_an_organisation_keeps_two_registrars(embedded):
    before = embedded.dump()
    with pytest.raises(Refused, match="at least two administrators"):
        leave(embedded, "jonas", root_words=root_words(embedded))
    assert embedded.dump() == before


def test_a_registrar_leaves_with_the_root_key_only_and_what_they_vouched_for_goes_on(embedded):
    a_third_registrar(embedded)
    with pytest.raises(Refused, match="not the words of this organisation"):
        leave(embedded, "ines", by="jonas")
    next_day(embedded)
    leave(embedded, "ines", by="jonas", root_words=root_words(embedded))  # ines certified every epoch
    assert embedded.case(embedded.call().ref)
    assert embedded.keyring("mara").role == "officer"
    next_day(embedded)
    assert set(lookup.registrars(embedded.office().ref, on=embedded.now.date())) == {
        member_ref("jonas"),
        member_ref("noor"),
    }


@pytest.mark.as_owner
def test_a_registrar_who_was_ended_certifies_no_epoch_with_kept_keys(embedded):
    a_third_registrar(embedded)
    kept = embedded.keyring("ines")
    next_day(embedded)
    leave(embedded, "ines", by="jonas", root_words=root_words(embedded))
    stranger = Identity(new_key())
    row = CompartmentEpoch.objects.get(compartment=compartment_ref(embedded))
    statement = lookup.EpochStatement(embedded.office().ref, row.compartment, "requests", 2, stranger.public_seal)
    CompartmentEpoch.objects.create(
        compartment=row.compartment,
        epoch=2,
        public_seal=stranger.public_seal,
        certified_by=kept.member,
        signature=kept.identity.sign(statement.text()),
        made_on=embedded.now.date(),
    )
    with pytest.raises(lookup.Uncertified):
        embedded.call()


def test_the_root_words_are_nowhere_afterwards(embedded):
    a_third_registrar(embedded)
    stored = embedded.bytes_on_disk()
    assert embedded.frozen.root_secrets[HARBOUR] not in stored
    assert root_words(embedded).encode() not in stored


def test_the_last_holder_leaves_only_with_a_warning(embedded):
    with pytest.raises(Refused, match="Nobody else holds “Visas”"):
        leave(embedded, "petra")
    leave(embedded, "petra", confirmed=True)
    assert standings.holders_of(compartment_ref(embedded, "Visas")) == frozenset()


@pytest.mark.parametrize("name", ["ines", "amal"])
def test_nobody_ends_themself_or_somebody_of_another_office(embedded, name):
    before = embedded.dump()
    with pytest.raises((Refused, NotFound)):
        leave(embedded, name)
    assert embedded.dump() == before


def test_an_officer_ends_nobody(embedded):
    with pytest.raises(Refused, match="Only an administrator"):
        leave(embedded, "tomas", by="mara")


def test_taken_out_of_a_compartment_a_member_stays_and_reads_nothing_there(embedded):
    call = embedded.call()
    leaving.take_out(
        compartment_ref(embedded),
        member_ref("tomas"),
        embedded.keyring("ines"),
        confirmed=False,
        has_proved=True,
        at=embedded.now,
    )
    with pytest.raises(NotFound):
        cases.open_case(call.ref, embedded.keyring("tomas"), at=embedded.now)
    rekeyed(embedded)
    assert embedded.keyring("tomas").role == "officer" and embedded.case(call.ref)


# Changing


def test_another_post_needs_a_second_registrar_and_the_same_keys_stay(embedded):
    next_day(embedded)
    arranging.create_post("Head of office", embedded.keyring("ines"), has_proved=True, at=embedded.now)
    before = lookup.certified_member(embedded.office().ref, member_ref("tomas"))
    certifying.change(
        member_ref("tomas"),
        post_ref(embedded, "Head of office"),
        "officer",
        embedded.keyring("ines"),
        has_proved=True,
        at=embedded.now,
    )
    assert embedded.keyring("tomas").post_name == "Duty officer"
    with pytest.raises(Refused, match="certified this already"):
        certify(embedded, "tomas", (), by=("ines",))
    assert certify(embedded, "tomas", (), by=("jonas",))
    after = lookup.certified_member(embedded.office().ref, member_ref("tomas"))
    assert embedded.keyring("tomas").post_name == "Head of office"
    assert after.public_sign == before.public_sign and after.until_day > before.until_day


def test_on_one_day_the_same_certificate_is_not_signed_twice_for_another_post(embedded):
    with pytest.raises(Refused, match="signed today already"):
        certifying.change(
            member_ref("tomas"),
            post_ref(embedded, "Visa officer"),
            "officer",
            embedded.keyring("ines"),
            has_proved=True,
            at=embedded.now,
        )
    assert not MemberCertificate.objects.filter(member=member_ref("tomas"), signed_by="").exists()


def test_a_post_with_members_cannot_be_closed_and_an_empty_one_can(embedded):
    keyring = embedded.keyring("ines")
    with pytest.raises(Refused, match="Somebody holds this post"):
        arranging.close_post(post_ref(embedded), keyring, has_proved=True, at=embedded.now)
    ref = arranging.create_post("Head of office", keyring, has_proved=True, at=embedded.now)
    arranging.rename_post(ref, "Deputy", keyring, has_proved=True, at=embedded.now)
    invite(embedded, post="Deputy")
    with pytest.raises(Refused, match="is invited to it"):
        arranging.close_post(ref, keyring, has_proved=True, at=embedded.now)
    embedded.clock.pass_by(timedelta(days=8))
    said_empty(embedded, ref)
    arranging.close_post(ref, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    with pytest.raises(Refused, match="No open post"):
        invite(embedded, "other", post="Deputy")


# A new compartment


def opened(embedded, name="Relocation", duty="other", first="mara"):
    return arranging.open_compartment(
        name, duty, member_ref(first), embedded.keyring("ines"), has_proved=True, at=embedded.now
    )


@pytest.mark.as_owner
def test_a_compartment_begins_with_its_first_holder_and_no_registrar_holds_it(embedded):
    ref = opened(embedded)
    with pytest.raises(lookup.Uncertified):
        lookup.recipient(ref)
    make_keys(embedded, "tomas")
    assert AskedEpoch.objects.get(compartment=ref).made_by == ""  # not the one who was named
    make_keys(embedded)
    certify_key(embedded, "Relocation")
    assert lookup.recipient(ref).epoch == 1
    assert ref in embedded.keyring("mara").compartments
    assert ref not in embedded.keyring("ines").compartments
    rekeying_events = [event for event in embedded.events() if event.startswith(("Epoch", "Compartment"))]
    assert rekeying_events == ["CompartmentOpened", "EpochAsked", "EpochMade", "EpochCertified"]


def test_there_is_one_compartment_for_requests(embedded):
    before = embedded.dump()
    with pytest.raises(Refused, match="has this duty already"):
        opened(embedded, duty="requests")
    assert embedded.dump() == before


def test_while_a_key_waits_nobody_is_let_in(embedded):
    _, words = join(embedded, invite(embedded))
    certify(embedded, "noor", words)
    rekeying.ask_anew(compartment_ref(embedded), embedded.keyring("ines"), has_proved=True, at=embedded.now)
    make_keys(embedded)
    with pytest.raises(Refused, match="waits for an administrator"):
        let_in(embedded, "noor")
    certify_key(embedded)
    let_in(embedded, "noor")
