"""The recovery key against people of the house who change rows, and against their accomplices: each way is shut."""

from datetime import timedelta

import pytest

from safeconduct.access.desk import certifying, entrusting, leaving, recovering, safeguarded, safeguarding
from safeconduct.access.desk.safeguarding import NOT_AS_SHOWN
from safeconduct.access.models import (
    Ceremony,
    CeremonyApproval,
    CeremonyPart,
    Compartment,
    MemberCertificate,
    RecoveryHolder,
    RecoveryKey,
    RecoveryPart,
    RecoverySignature,
    RecoveryTrust,
    RecoveryWrap,
)
from safeconduct.access.recovery import RECOVERY, REHEARSAL
from safeconduct.sealing.keys import Identity, wrap
from safeconduct.sealing.record import new_key, new_ref
from safeconduct.sealing.spoken import key_in_words
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.embedded import HARBOUR, LIGHTHOUSE
from tests.organising import leave, member_ref, next_day, rekeyed
from tests.recovering import (
    HOLDERS,
    NEWCOMER,
    WAITING,
    a_key,
    a_signed_key,
    admit,
    agree_to,
    come_by,
    entrust,
    hand_in,
    join,
    make,
    opened,
    protection,
    shown_ceremony,
    shown_key,
    sign,
    the_key,
    waited,
)

pytestmark = pytest.mark.as_owner


def with_another_key(ref):
    """Whoever writes rows puts their own key into a ceremony, so that its opener notices nothing."""
    mine, row = Identity(new_key()), Ceremony.objects.get(ref=ref)
    opener = MemberCertificate.objects.filter(member=row.opener).first()
    sealed = wrap(bytes(opener.public_seal), mine.secret, recovering._secret_place(ref))
    Ceremony.objects.filter(ref=ref).update(public_seal=mine.public_seal, sealed_secret=sealed)
    return mine


# Ceremonies that nobody opened


@pytest.mark.recovery_key
def test_nobody_agrees_to_a_key_that_the_opener_did_not_sign(embedded):
    ref = opened(embedded, agree=())
    with_another_key(ref)
    for name in ("ines", "jonas"):
        with pytest.raises(Refused, match="not what its opener signed"):
            agree_to(embedded, ref, name)
    assert not CeremonyApproval.objects.exists()


def test_registrars_of_another_organisation_do_not_make_holders_hand_in(embedded):
    """Lighthouse's own registrars and member, and one row that names Harbour's key."""
    key = a_key(embedded, ("mara", "vera", "tomas"))
    lighthouse, amal = embedded.office(LIGHTHOUSE).ref, embedded.keyring("amal")
    row = Ceremony(
        ref=new_ref(),
        organisation=lighthouse,
        key=key,
        purpose=RECOVERY,
        compartment=Compartment.objects.get(organisation=lighthouse, name="Protection").ref,
        opener=amal.member,
        public_seal=Identity(new_key()).public_seal,
        opened_on=embedded.now.date(),
    )
    row.signature = amal.identity.sign(recovering._statement(row).opened_text())
    row.save(force_insert=True)
    with pytest.raises(Refused, match="not of a key that stands here"):
        agree_to(embedded, row.ref, "luka")
    for name in ("luka", "nadia"):
        by = embedded.keyring(name)
        signature = by.identity.sign(recovering._statement(row).text(embedded.now))
        CeremonyApproval.objects.create(
            ceremony=row.ref, approved_by=member_ref(name), approved_at=embedded.now, signature=signature
        )
    with pytest.raises(Refused, match="not of a key that stands here"):
        hand_in(embedded, row.ref, "mara", waiting=timedelta())
    assert not CeremonyPart.objects.exists()


# Holders whom nobody chose


@pytest.fixture
def proposed(embedded):
    names = ("mara", "vera", "tomas")
    return safeguarding.propose_key(names, 2, embedded.keyring("ines"), has_proved=True, at=embedded.now)


@pytest.mark.parametrize("numbers", [(1, 2, 3), (3,)], ids=["in place of all", "in place of one"])
def test_a_holder_cannot_be_put_in_place_of_others(embedded, proposed, numbers):
    amal = embedded.keyring("amal")
    rows = RecoveryHolder.objects.filter(key=proposed, number__in=numbers)
    rows.update(member=amal.member, public_seal=amal.identity.public_seal)
    with pytest.raises(Refused, match="not those whom an administrator of today proposed"):
        make(embedded, proposed)
    assert not RecoveryPart.objects.exists()


def test_nobody_holds_two_places_even_if_a_registrar_signs_it(embedded, proposed):
    """The proposer is an accomplice too."""
    amal, row = embedded.keyring("amal"), RecoveryKey.objects.get(ref=proposed)
    RecoveryHolder.objects.filter(key=proposed).update(member=amal.member, public_seal=amal.identity.public_seal)
    holders = ((amal.member, amal.identity.public_seal),) * 3
    RecoveryKey.objects.update(signature=embedded.keyring("ines").identity.sign(safeguarded.proposal(row, holders)))
    with pytest.raises(Refused, match="not different people"):
        make(embedded, proposed)


def test_who_is_needed_cannot_be_changed_before_the_key_is_made(embedded, proposed):
    RecoveryKey.objects.update(needed=3)
    with pytest.raises(Refused, match="proposed"):
        make(embedded, proposed)


# What is signed is what was shown


def flipped(ref, purpose, compartment=""):
    Ceremony.objects.filter(ref=ref).update(purpose=purpose, compartment=compartment)


@pytest.mark.recovery_key
def test_who_read_rehearsal_agrees_to_no_recovery(embedded):
    """The opener is an accomplice: both purposes are signed, and the row changes between the page and the button."""
    ref = opened(embedded, REHEARSAL, agree=())
    shown, petra = shown_ceremony(embedded, ref), embedded.keyring(NEWCOMER)
    flipped(ref, RECOVERY, protection(embedded))
    row = Ceremony.objects.get()
    row.signature = petra.identity.sign(recovering._statement(row).opened_text())
    row.save()
    ines = embedded.keyring("ines")
    with pytest.raises(Refused, match=NOT_AS_SHOWN.sentence):
        recovering.agree(ref, ines, shown=shown, has_proved=True, at=embedded.now)
    agree_to(embedded, ref, "ines", "jonas")
    with pytest.raises(Refused, match=NOT_AS_SHOWN.sentence):
        recovering.hand_in(
            ref, embedded.keyring("vera"), shown=shown, waiting=timedelta(), has_proved=True, at=embedded.now
        )
    assert not CeremonyPart.objects.exists()


@pytest.mark.parametrize(("verb", "by"), [("make_key", "jonas"), ("sign_key", "ines"), ("entrust", "mara")])
def test_nobody_signs_holders_whom_the_page_did_not_show(embedded, proposed, verb, by):
    shown = shown_key(embedded, proposed)
    if verb != "make_key":
        make(embedded, proposed)
    if verb == "entrust":
        sign(embedded, proposed)
    else:
        RecoveryHolder.objects.filter(number=1).update(member=member_ref("amal"))
    before = embedded.dump()
    desk = entrusting if verb == "entrust" else safeguarding
    with pytest.raises(Refused, match=NOT_AS_SHOWN.sentence):
        getattr(desk, verb)(proposed, embedded.keyring(by), shown=shown, has_proved=True, at=embedded.now)
    assert embedded.dump() == before


# Two registrars who name themselves


def test_signing_in_wraps_nothing_to_holders_whom_nobody_of_the_compartment_saw(embedded):
    a_signed_key(embedded, ("ines", "jonas"))
    come_by(embedded, "tomas", "petra", "vera", "mara")
    assert not RecoveryWrap.objects.exists()


def test_what_a_member_lets_be_wrapped_is_wrapped_with_its_new_keys_and_nothing_else(embedded):
    key = a_signed_key(embedded)
    entrust(embedded, key, "mara")
    come_by(embedded, "tomas", "petra", "vera")
    assert set(RecoveryWrap.objects.values_list("compartment", "epoch")) == {(protection(embedded), 1)}
    assert embedded.events()[-2:] == ["CompartmentEntrusted", "CompartmentSafeguarded"]
    leave(embedded, "petra", confirmed=True)
    entrust(embedded, key, "mara")
    assert RecoveryTrust.objects.count() == 1, "once is enough"


@pytest.mark.parametrize("by", ["ines", "petra", "amal"])
def test_nobody_says_it_for_a_compartment_that_they_do_not_hold(embedded, by):
    """With a row of their own, signed with their own keys, and a registrar's admission."""
    key = a_signed_key(embedded)
    keyring, row = embedded.keyring(by), RecoveryKey.objects.get(ref=key)
    text = entrusting._text(row, protection(embedded), keyring.member, on=embedded.now.date())
    RecoveryTrust.objects.create(
        key=key,
        compartment=protection(embedded),
        given_by=keyring.member,
        given_on=embedded.now.date(),
        signature=keyring.identity.sign(text),
        epoch_signature=keyring.identity.sign(text),
    )
    if by != "amal":
        admit(embedded, by)
    come_by(embedded, "mara")
    assert not RecoveryWrap.objects.exists()


def test_who_left_lets_nothing_more_be_wrapped(embedded):
    a_key(embedded, ("vera", "petra", "amal"), wrap=("mara",))
    leave(embedded, "mara")
    rekeyed(embedded, "tomas")
    come_by(embedded, "tomas")
    assert set(RecoveryWrap.objects.values_list("epoch", flat=True)) == {1}


@pytest.mark.recovery_key
def test_only_who_holds_a_compartment_lets_it_be_wrapped_and_only_to_the_newest_key(embedded):
    old = the_key(embedded)
    with pytest.raises(NotFound):
        entrust(embedded, old, "amal")
    a_signed_key(embedded)
    with pytest.raises(NotFound):
        entrust(embedded, old, "mara")


# Stopped, and put back


@pytest.mark.recovery_key
def test_what_was_stopped_before_the_wait_is_over_never_had_a_part(embedded):
    ref = opened(embedded)
    with pytest.raises(Refused, match="waiting time has not passed"):
        hand_in(embedded, ref, "vera")
    kept = Ceremony.objects.get()
    recovering.stop(ref, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    kept.save()
    embedded.clock.pass_by(WAITING + timedelta(days=7, minutes=1))
    with pytest.raises(Refused, match="so long ago"):
        hand_in(embedded, ref, "vera")
    with pytest.raises(Refused, match="so long ago"):
        join(embedded, ref)
    assert not CeremonyPart.objects.exists()


@pytest.mark.recovery_key
def test_a_yes_of_a_moment_to_come_does_not_count(embedded):
    ref = waited(embedded)
    embedded.clock.pass_by(-WAITING - timedelta(minutes=1))
    with pytest.raises(Refused, match="Two administrators"):
        hand_in(embedded, ref, "vera")


# Registrars who were ended


def root_words(embedded):
    return key_in_words(embedded.frozen.root_secrets[HARBOUR])


def another_registrar(embedded, name):
    ines = embedded.keyring("ines")
    certifying.make_registrar(member_ref(name), root_words(embedded), ines, has_proved=True, at=embedded.now)


def end_account(embedded, name, *, by):
    leaving.leave(
        member_ref(name),
        embedded.keyring(by),
        confirmed=True,
        root_words=root_words(embedded),
        has_proved=True,
        at=embedded.now,
    )


def test_registrars_whom_the_root_ended_make_no_key_of_an_earlier_day(embedded):
    """They kept their keys, and somebody writes rows for them."""
    old = {name: embedded.keyring(name) for name in ("ines", "jonas")}
    for name in ("tomas", "mara"):
        another_registrar(embedded, name)
    backdated = embedded.now.date()
    next_day(embedded)
    end_account(embedded, "ines", by="tomas")
    end_account(embedded, "jonas", by="mara")
    next_day(embedded)
    public = Identity(new_key()).public_seal
    row = RecoveryKey.objects.create(
        ref=new_ref(),
        organisation=embedded.office().ref,
        number=99,
        needed=2,
        proposed_by=old["ines"].member,
        public_seal=public,
        rehearsal_seal=public,
        made_on=backdated,
    )
    for keyring in old.values():
        signature = keyring.identity.sign(safeguarded.statement_of(row).text(backdated))
        RecoverySignature.objects.create(
            key=row.ref, signed_by=keyring.member, signed_on=backdated, signature=signature
        )
    assert safeguarded.current_key(embedded.office().ref) is None


@pytest.mark.recovery_key
def test_a_registrar_who_was_ended_this_morning_does_not_count_this_afternoon(embedded):
    another_registrar(embedded, "tomas")
    ref = opened(embedded, agree=("ines",))
    jonas, ceremony = embedded.keyring("jonas"), Ceremony.objects.get()
    end_account(embedded, "jonas", by="tomas")
    at = embedded.now - timedelta(hours=9)
    signature = jonas.identity.sign(recovering._statement(ceremony).text(at))
    CeremonyApproval.objects.create(ceremony=ref, approved_by=jonas.member, approved_at=at, signature=signature)
    assert recovering.agreed(ceremony, waiting=WAITING, at=embedded.now) is None


# Holders who left, and keys that ended


def test_a_key_that_leavers_can_open_gets_nothing_new(embedded):
    a_key(embedded, HOLDERS)
    entrust(embedded, RecoveryKey.objects.get().ref, "tomas")
    for name in ("mara", "vera"):
        leave(embedded, name, confirmed=True)
    entrust(embedded, RecoveryKey.objects.get().ref, "tomas")
    rekeyed(embedded, "tomas")
    come_by(embedded, "tomas")
    assert RecoveryTrust.objects.filter(given_by=member_ref("tomas")).exists()
    assert {epoch for _, epoch in RecoveryWrap.objects.values_list("compartment", "epoch")} == {1}


@pytest.mark.recovery_key
def test_an_ended_key_that_is_put_back_with_another_number_does_not_stand(embedded):
    old = the_key(embedded)
    kept = RecoveryKey.objects.get(), list(RecoveryPart.objects.all())
    new = a_key(embedded)
    kept[0].number = 99
    kept[0].save()
    for part in kept[1]:
        part.save(force_insert=True)
    assert [row.ref for row in safeguarded.standing_keys(embedded.office().ref)] == [new] != [old]


@pytest.mark.recovery_key
def test_the_journal_says_when_a_key_ended_and_what_was_agreed_to(embedded):
    a_key(embedded)
    assert embedded.events().count("RecoveryKeyEnded") == 1
    opened(embedded, REHEARSAL, agree=("ines",))
    assert embedded.events()[-1] == "RehearsalAgreed"
