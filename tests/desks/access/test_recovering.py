"""A lost compartment: k of n holders open it for a certified member, with two registrars, a day, and a journal."""

import base64
from datetime import timedelta
from functools import partial
from itertools import combinations

import pytest

from safeconduct.access import lookup
from safeconduct.access.desk import certifying, entrusting, leaving, recovering, safeguarded, safeguarding
from safeconduct.access.lookup import Uncertified
from safeconduct.access.models import (
    Admission,
    Ceremony,
    CeremonyApproval,
    CeremonyPart,
    CompartmentWrap,
    Member,
    RecoveryHolder,
    RecoveryKey,
    RecoveryPart,
    RecoverySignature,
    RecoveryWrap,
)
from safeconduct.access.recovery import RECOVERY, REHEARSAL
from safeconduct.sealing.keys import Identity, wrap
from safeconduct.sealing.record import new_key
from safeconduct.sealing.splitting import open_part
from safeconduct.sealing.spoken import key_in_words
from safeconduct.sealing.unopened import Unopened
from safeconduct.vocabulary.refusal import NotFound, Refused
from tests.embedded import HARBOUR, LIGHTHOUSE
from tests.organising import leave, member_ref
from tests.recovering import (
    HOLDERS,
    NEWCOMER,
    WAITING,
    a_key,
    agree_to,
    come_by,
    entrust,
    hand_in,
    join,
    make,
    opened,
    protection,
    sign,
    the_key,
    waited,
)

EVERYBODY = ("mara", "tomas", "petra", "ines", "jonas", "vera", "amal", "luka", "nadia")


def lose_everybody(embedded):
    """The compartment's members are gone with their wraps; mara is also a holder and keeps her identity."""
    CompartmentWrap.objects.filter(compartment=protection(embedded)).delete()


# The whole way


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_two_of_three_holders_open_a_lost_compartment_for_a_certified_member(embedded):
    call = embedded.call()
    lose_everybody(embedded)
    with pytest.raises(NotFound):
        embedded.case(call.ref, NEWCOMER)
    ref = waited(embedded)
    hand_in(embedded, ref, "vera", "amal")
    assert join(embedded, ref) == 1
    assert embedded.case(call.ref, NEWCOMER).story["happened"]
    assert not CeremonyPart.objects.exists()
    assert bytes(Ceremony.objects.get().sealed_secret) == b""
    assert embedded.events() == [
        *("RecoveryKeyProposed", "RecoveryKeyMade", "RecoveryKeySigned"),
        *("CompartmentEntrusted", "CompartmentSafeguarded") * 3,
        *("AdmissionAsked", "RecoveryOpened", "RecoveryAgreed", "RecoveryAgreed", "PartsHandedIn", "PartsHandedIn"),
        *("CompartmentRecovered", "DossierOpened"),
    ]
    assert embedded.events(LIGHTHOUSE) == ["PartsHandedIn"], "the holder's own organisation knows too"


@pytest.mark.recovery_key
@pytest.mark.parametrize("people", list(combinations(HOLDERS, 2)), ids="-".join)
def test_every_two_of_three_can(embedded, people):
    lose_everybody(embedded)
    ref = waited(embedded)
    hand_in(embedded, ref, *people)
    assert join(embedded, ref) == 1
    assert protection(embedded) in embedded.keyring(NEWCOMER).compartments


@pytest.mark.recovery_key
@pytest.mark.parametrize("alone", HOLDERS)
def test_one_of_three_cannot(embedded, alone):
    ref = waited(embedded)
    hand_in(embedded, ref, alone)
    before = embedded.dump()
    with pytest.raises(Refused, match="1 of 2 holders"):
        join(embedded, ref)
    assert embedded.dump() == before


@pytest.mark.as_owner
@pytest.mark.slow
def test_three_of_five_with_holders_of_two_organisations(embedded):
    a_key(embedded, ("mara", "vera", "amal", "luka", "nadia"), 3)
    assert (RecoveryPart.objects.filter(purpose=RECOVERY).count(), RecoveryPart.objects.count()) == (30, 60)
    ref = waited(embedded)
    hand_in(embedded, ref, "nadia", "mara", "luka")
    assert join(embedded, ref) == 1


# Who must agree, and how long others may object


@pytest.mark.recovery_key
def test_it_waits_a_day_from_the_moment_the_second_registrar_agreed(embedded):
    ref = opened(embedded, agree=("ines",))
    with pytest.raises(Refused, match="Two administrators"):
        hand_in(embedded, ref, "vera")
    embedded.clock.pass_by(timedelta(hours=20))
    agree_to(embedded, ref, "jonas")
    embedded.clock.pass_by(WAITING - timedelta(minutes=1))
    with pytest.raises(Refused, match="waiting time"):
        hand_in(embedded, ref, "vera")
    assert not CeremonyPart.objects.exists()
    embedded.clock.pass_by(timedelta(minutes=1))
    hand_in(embedded, ref, "vera", "amal")
    assert join(embedded, ref) == 1


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_a_moment_that_was_changed_in_the_database_counts_for_nothing(embedded):
    ref = waited(embedded)
    hand_in(embedded, ref, "vera", "amal")
    CeremonyApproval.objects.update(approved_at=embedded.now - timedelta(days=3))
    with pytest.raises(Refused, match="Two administrators"):
        join(embedded, ref)


@pytest.mark.recovery_key
@pytest.mark.as_owner
@pytest.mark.parametrize("changed", [{"opener": "0" * 32}, {"compartment": "0" * 32}, {"purpose": REHEARSAL}])
def test_an_agreement_is_for_one_member_one_compartment_and_one_purpose(embedded, changed):
    ref = opened(embedded)
    Ceremony.objects.update(**changed)
    with pytest.raises(Refused, match="Two administrators"):
        hand_in(embedded, ref, "vera")


@pytest.mark.recovery_key
def test_one_registrar_does_not_count_twice_nor_the_opener_for_themself(embedded):
    ref = opened(embedded, agree=("ines",))
    with pytest.raises(Refused, match="agreed already"):
        agree_to(embedded, ref, "ines")
    mine = opened(embedded, by="jonas", agree=())
    with pytest.raises(Refused, match="You opened this"):
        agree_to(embedded, mine, "jonas")
    for name in ("mara", "vera", "luka"):
        with pytest.raises(NotFound):
            agree_to(embedded, ref, name)


@pytest.mark.recovery_key
@pytest.mark.as_owner
@pytest.mark.parametrize("by", ["ines", "jonas", NEWCOMER])
def test_any_registrar_and_the_opener_may_stop_it_and_then_it_is_over(embedded, by):
    ref = waited(embedded)
    hand_in(embedded, ref, "vera", "amal")
    recovering.stop(ref, embedded.keyring(by), has_proved=True, at=embedded.now)
    assert not CeremonyPart.objects.exists() and bytes(Ceremony.objects.get().sealed_secret) == b""
    embedded.clock.pass_by(WAITING)
    before = embedded.dump()
    for again in (lambda: join(embedded, ref), lambda: hand_in(embedded, ref, "mara")):
        with pytest.raises(NotFound):
            again()
    assert embedded.dump() == before
    assert embedded.events()[-1] == "RecoveryStopped"


@pytest.mark.recovery_key
@pytest.mark.parametrize("by", ["mara", "vera", "luka", "amal"])
def test_nobody_else_may_stop_or_join_it(embedded, by):
    ref = waited(embedded)
    hand_in(embedded, ref, "vera", "amal")
    before = embedded.dump()
    for attempt in (
        lambda: recovering.stop(ref, embedded.keyring(by), has_proved=True, at=embedded.now),
        lambda: join(embedded, ref, by=by),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert embedded.dump() == before


# What was moved, changed or put back


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_a_ceremony_that_was_joined_is_not_joined_again(embedded):
    ref = waited(embedded)
    hand_in(embedded, ref, "vera", "amal")
    handed, kept = list(CeremonyPart.objects.all()), Ceremony.objects.get()
    join(embedded, ref)
    CompartmentWrap.objects.filter(member=embedded.keyring(NEWCOMER).member).delete()
    with pytest.raises(NotFound):
        join(embedded, ref)
    for part in handed:
        part.save(force_insert=True)
    Ceremony.objects.filter(ref=ref).update(ended_on=None, outcome="")
    with pytest.raises(Refused, match="does not fit together"):
        join(embedded, ref)
    assert bytes(kept.sealed_secret)


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_parts_of_one_ceremony_do_not_open_in_another(embedded):
    first = waited(embedded)
    hand_in(embedded, first, "vera", "amal")
    CeremonyPart.objects.update(ceremony="0" * 32)
    recovering.stop(first, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    second = waited(embedded)
    CeremonyPart.objects.update(ceremony=second)
    with pytest.raises(Refused, match="does not fit together"):
        join(embedded, second)


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_parts_of_a_rehearsal_open_no_compartment(embedded):
    real, made_up = opened(embedded), opened(embedded, REHEARSAL, by="tomas")
    hand_in(embedded, made_up, "vera", "amal")
    CeremonyPart.objects.update(ceremony=real)
    embedded.clock.pass_by(WAITING)
    with pytest.raises(Refused, match="does not fit together"):
        join(embedded, real)


@pytest.mark.recovery_key
@pytest.mark.as_owner
@pytest.mark.parametrize("column", ["sealed", "digest"])
def test_a_part_of_another_key_or_a_changed_one_is_noticed_by_its_holder(embedded, column):
    other = the_key(embedded)
    kept = {(row.group, row.holder, row.purpose): row for row in RecoveryPart.objects.filter(key=other)}
    ref = a_key(embedded)
    vera = RecoveryHolder.objects.get(key=ref, member=embedded.keyring("vera").member)
    row = RecoveryPart.objects.filter(key=ref, holder=vera.number).first()
    setattr(row, column, getattr(kept[row.group, row.holder, row.purpose], column))
    row.save()
    before = embedded.dump()
    with pytest.raises(Refused, match="a new recovery key is needed"):
        safeguarding.check_parts(ref, embedded.keyring("vera"), has_proved=True, at=embedded.now)
    assert embedded.dump() == before


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_a_key_whose_parts_holders_or_number_were_changed_counts_no_more(embedded):
    ref = the_key(embedded)
    row = RecoveryKey.objects.get(ref=ref)
    assert safeguarded.is_vouched_for(row)
    for change in ({"needed": 1}, {"public_seal": Identity(new_key()).public_seal}):
        changed = RecoveryKey.objects.get(ref=ref)
        for name, value in change.items():
            setattr(changed, name, value)
        assert not safeguarded.is_vouched_for(changed)
    RecoveryPart.objects.filter(key=ref).first().delete()
    assert not safeguarded.is_vouched_for(row)
    assert safeguarded.current_key(embedded.office().ref) is None


@pytest.mark.as_owner
def test_nothing_is_wrapped_to_a_key_that_two_registrars_did_not_sign(embedded):
    ref = safeguarding.propose_key(HOLDERS, 2, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    make(embedded, ref)
    with pytest.raises(NotFound):
        entrust(embedded, ref, "mara")
    stranger = Identity(new_key())
    forged = RecoverySignature.objects.get()
    RecoverySignature.objects.create(
        key=ref, signed_by=embedded.keyring("ines").member, signed_on=forged.signed_on, signature=forged.signature
    )
    RecoveryKey.objects.update(public_seal=stranger.public_seal)
    with pytest.raises(NotFound):
        entrust(embedded, ref, "mara")
    assert not RecoveryWrap.objects.exists()


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_a_secret_that_somebody_put_under_the_recovery_key_is_not_taken_for_a_compartments(embedded):
    row = RecoveryWrap.objects.get(compartment=protection(embedded))
    public = bytes(RecoveryKey.objects.get().public_seal)
    row.wrapped = wrap(public, new_key(), safeguarded.wrap_place(row.key, row.compartment, row.epoch))
    row.save()
    ref = waited(embedded)
    hand_in(embedded, ref, "vera", "amal")
    with pytest.raises(Refused, match="does not fit together"):
        join(embedded, ref)
    assert protection(embedded) not in embedded.keyring(NEWCOMER).compartments


# An administrator alone


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_an_administrator_alone_gets_nothing(embedded):
    """A registrar with the whole database and their own keys."""
    ref = waited(embedded)
    hand_in(embedded, ref, "vera", "amal")
    ines = embedded.keyring("ines").identity
    for part in RecoveryPart.objects.all():
        where = safeguarded.as_group(part.group)
        one = safeguarded.Part(where, part.holder, bytes(part.sealed), bytes(part.digest))
        with pytest.raises(Unopened):
            open_part(ines, safeguarded.splitting_name(part.key, part.purpose), one)
    sealed = [*CeremonyPart.objects.values_list("sealed", flat=True)]
    sealed += [*RecoveryWrap.objects.values_list("wrapped", flat=True)]
    sealed += [Ceremony.objects.get().sealed_secret]
    for one in sealed:
        with pytest.raises(Unopened):
            ines.unwrap(bytes(one), b"")


def test_one_registrar_cannot_make_a_key_alone(embedded):
    ref = safeguarding.propose_key(HOLDERS, 2, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    with pytest.raises(Refused, match="another administrator"):
        make(embedded, ref, by="ines")
    make(embedded, ref)
    with pytest.raises(Refused, match="signed this key already"):
        sign(embedded, ref, by="jonas")
    assert safeguarded.current_key(embedded.office().ref) is None


@pytest.mark.parametrize("name", ["mara", "vera", "luka"])
def test_nobody_but_a_registrar_of_the_organisation_proposes_makes_or_signs(embedded, name):
    keyring = embedded.keyring(name)
    if name != "luka":
        with pytest.raises(NotFound):
            safeguarding.propose_key(HOLDERS, 2, keyring, has_proved=True, at=embedded.now)
    ref = safeguarding.propose_key(HOLDERS, 2, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    for verb in (safeguarding.make_key, safeguarding.sign_key):
        with pytest.raises(NotFound):
            verb(ref, keyring, shown="", has_proved=True, at=embedded.now)


WRONG = {
    "unknown": (("mara", "vera", "nobody"), 2, "no certified member"),
    "twice": (("mara", "vera", "mara"), 2, "stands there twice"),
    "too few": (("mara",), 2, "More holders would be needed"),
    "one needed": (("mara", "vera"), 1, "Between 2 and 4"),
    "five needed": (EVERYBODY[:7], 5, "Between 2 and 4"),
    "eight": (EVERYBODY[:8], 3, "At most 7"),
}


@pytest.mark.parametrize(("names", "needed", "said"), WRONG.values(), ids=list(WRONG))
def test_holders_that_do_not_make_sense_are_refused_and_nothing_is_written(embedded, names, needed, said):
    before = embedded.dump()
    with pytest.raises(Refused, match=said):
        safeguarding.propose_key(names, needed, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    assert embedded.dump() == before


@pytest.mark.as_owner
def test_parts_are_not_sealed_to_a_key_that_nobody_vouches_for(embedded):
    ref = safeguarding.propose_key(HOLDERS, 2, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    RecoveryHolder.objects.filter(number=1).update(public_seal=Identity(new_key()).public_seal)
    row = RecoveryKey.objects.get()
    row.signature = embedded.keyring("ines").identity.sign(safeguarded.proposal(row, safeguarded.holders_of(row)))
    row.save()
    with pytest.raises(Uncertified):
        make(embedded, ref)
    assert not RecoveryPart.objects.exists()


# The secret itself


@pytest.mark.as_owner
def test_no_row_and_no_file_ever_holds_the_recovery_secret(embedded, monkeypatch):
    planted = [bytes([17 * n % 256 for n in range(start, start + 32)]) for start in (3, 99)]
    made = iter(planted)
    with monkeypatch.context() as patched:
        patched.setattr(safeguarding, "new_key", lambda: next(made))
        ref = a_key(embedded)
    assert bytes(RecoveryKey.objects.get(ref=ref).public_seal) == Identity(planted[0]).public_seal
    looked = [embedded.bytes_on_disk()]
    ceremony = waited(embedded)
    hand_in(embedded, ceremony, "vera", "amal")
    looked.append(embedded.bytes_on_disk())
    join(embedded, ceremony)
    looked.append(embedded.bytes_on_disk())
    for stored in looked:
        assert b"Human rights officer" in stored  # a clear column: the search is not blind
        for secret in planted:
            for form in (secret, secret.hex().encode(), base64.b64encode(secret), Identity(secret).seal_seed):
                assert form not in stored


# Rehearsal and drill


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_a_rehearsal_walks_the_whole_way_and_opens_nothing(embedded):
    key = the_key(embedded)
    ref = opened(embedded, REHEARSAL)
    hand_in(embedded, ref, "mara", "vera")
    wraps = list(CompartmentWrap.objects.values_list("compartment", "member"))
    assert join(embedded, ref) == 0
    assert list(CompartmentWrap.objects.values_list("compartment", "member")) == wraps
    assert RecoveryKey.objects.get(ref=key).rehearsed_on == embedded.now.date()
    assert embedded.events()[-1] == "RecoveryRehearsed"


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_a_rehearsal_shows_that_a_holder_has_lost_real_parts(embedded):
    key = the_key(embedded)
    ref = opened(embedded, REHEARSAL)
    lost = RecoveryHolder.objects.get(key=key, member=embedded.keyring("vera").member).number
    RecoveryPart.objects.filter(purpose=RECOVERY, holder=lost).update(sealed=b"lost")
    with pytest.raises(Refused, match="do not open"):
        hand_in(embedded, ref, "vera")


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_a_holder_checks_the_parts_and_the_day_is_kept(embedded):
    key = the_key(embedded)
    assert safeguarding.check_parts(key, embedded.keyring("amal"), has_proved=True, at=embedded.now) == 4
    amal = Member.objects.get(name="amal").ref
    assert RecoveryHolder.objects.get(key=key, member=amal).checked_on == embedded.now.date()
    assert (embedded.events()[-1], embedded.events(LIGHTHOUSE)[-1]) == ("PartsChecked", "PartsChecked")
    with pytest.raises(NotFound):
        safeguarding.check_parts(key, embedded.keyring("tomas"), has_proved=True, at=embedded.now)


# A new key


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_the_key_before_stays_until_everything_is_wrapped_to_the_new_one(embedded):
    old = the_key(embedded)
    new = a_key(embedded, wrap=("petra", "vera"))
    protected, visas = protection(embedded), embedded.keyring("petra").epochs[0].compartment
    office = embedded.office(HARBOUR).ref
    assert [row.ref for row in safeguarded.standing_keys(office)] == [new, old]
    assert "RecoveryKeyEnded" not in embedded.events()
    assert safeguarded.key_for(office, protected).ref == old
    assert safeguarded.key_for(office, visas).ref == new
    come_by(embedded, "tomas")
    assert [row.ref for row in safeguarded.standing_keys(office)] == [new, old], "nobody has let it yet"
    entrust(embedded, new, "tomas")
    assert [row.ref for row in safeguarded.standing_keys(office)] == [new]
    assert embedded.events()[-1] == "RecoveryKeyEnded"
    assert not RecoveryPart.objects.filter(key=old).exists()
    assert not RecoveryWrap.objects.filter(key=old).exists()


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_whoever_is_not_certified_opens_no_ceremony_and_one_is_enough(embedded):
    opened(embedded)
    with pytest.raises(Refused, match="opened one already"):
        opened(embedded)
    lookup.MemberCertificate.objects.filter(member=embedded.keyring("tomas").member).delete()
    with pytest.raises(Refused, match="not certified"):
        opened(embedded, by="tomas")


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_nobody_opens_a_compartment_for_whom_no_registrar_has_asked(embedded):
    ref = waited(embedded)
    hand_in(embedded, ref, "vera", "amal")
    Admission.objects.filter(member=member_ref(NEWCOMER), compartment=protection(embedded)).delete()
    with pytest.raises(Refused, match="No administrator has asked"):
        join(embedded, ref)
    with pytest.raises(Refused, match="No administrator has asked"):
        recovering.open_ceremony(
            RECOVERY, protection(embedded), embedded.keyring("vera"), has_proved=True, at=embedded.now
        )


VERBS = {
    "propose": lambda do, key, ceremony: do("ines", safeguarding.propose_key, HOLDERS, 2),
    "entrust": lambda do, key, ceremony: do("mara", partial(entrusting.entrust, shown=""), key),
    "check": lambda do, key, ceremony: do("vera", safeguarding.check_parts, key),
    "open": lambda do, key, ceremony: do("tomas", recovering.open_ceremony, REHEARSAL, ""),
    "agree": lambda do, key, ceremony: do("jonas", partial(recovering.agree, shown=""), ceremony),
    "hand in": lambda do, key, ceremony: do("vera", partial(recovering.hand_in, shown="", waiting=WAITING), ceremony),
    "stop": lambda do, key, ceremony: do("ines", recovering.stop, ceremony),
    "stop, as the opener": lambda do, key, ceremony: do(NEWCOMER, recovering.stop, ceremony),
    "join": lambda do, key, ceremony: do(NEWCOMER, partial(recovering.join, waiting=WAITING), ceremony),
}


@pytest.mark.recovery_key
@pytest.mark.parametrize("verb", VERBS.values(), ids=list(VERBS))
def test_nothing_is_done_without_the_passphrase_again(embedded, verb):
    key = the_key(embedded)
    ceremony = opened(embedded, agree=("ines",))
    before = embedded.dump()

    def do(name, what, *given):
        what(*given, embedded.keyring(name), has_proved=False, at=embedded.now)

    with pytest.raises(Refused, match="did not match"):
        verb(do, key, ceremony)
    assert embedded.dump() == before


@pytest.mark.parametrize(("verb", "by"), [(safeguarding.make_key, "jonas"), (safeguarding.sign_key, "ines")])
def test_no_key_is_made_or_signed_without_it_either(embedded, verb, by):
    ref = safeguarding.propose_key(HOLDERS, 2, embedded.keyring("ines"), has_proved=True, at=embedded.now)
    if verb is safeguarding.sign_key:
        make(embedded, ref)
    before = embedded.dump()
    with pytest.raises(Refused, match="did not match"):
        verb(ref, embedded.keyring(by), shown="", has_proved=False, at=embedded.now)
    assert embedded.dump() == before


# People change


def another_registrar(embedded):
    """Tomas becomes one too, so that one of the other two may be ended."""
    certifying.make_registrar(
        member_ref("tomas"), root_words(embedded), embedded.keyring("ines"), has_proved=True, at=embedded.now
    )


def end(embedded, name, *, by="ines"):
    certifying.end_registrar(
        member_ref(name), root_words(embedded), embedded.keyring(by), has_proved=True, at=embedded.now
    )
    embedded.clock.pass_by(timedelta(days=1))


def root_words(embedded):
    return key_in_words(embedded.frozen.root_secrets[HARBOUR])


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_a_key_still_counts_when_a_registrar_who_signed_it_is_one_no_more(embedded):
    """Who ends them signs instead; where that one had signed already, another must."""
    ref = the_key(embedded)
    another_registrar(embedded)
    end(embedded, "jonas")
    assert safeguarded.current_key(embedded.office().ref) is None
    sign(embedded, ref, by="tomas")
    assert safeguarded.current_key(embedded.office().ref).ref == ref
    certifying.make_registrar(
        member_ref("mara"), root_words(embedded), embedded.keyring("ines"), has_proved=True, at=embedded.now
    )
    end(embedded, "ines", by="mara")
    assert safeguarded.current_key(embedded.office().ref).ref == ref


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_a_signature_of_a_day_on_which_nobody_was_a_registrar_does_not(embedded):
    another_registrar(embedded)
    end(embedded, "jonas")
    row = RecoveryKey.objects.get()
    jonas = RecoverySignature.objects.get(signed_by=member_ref("jonas"))
    jonas.signed_on = embedded.now.date()
    identity = embedded.keyring("jonas").identity
    jonas.signature = identity.sign(safeguarded.statement_of(row).text(jonas.signed_on))
    jonas.save()
    assert not safeguarded.is_vouched_for(row)


@pytest.mark.recovery_key
def test_the_yes_of_a_registrar_who_was_ended_meanwhile_counts_no_more(embedded):
    key = the_key(embedded)
    ref = waited(embedded)
    hand_in(embedded, ref, "vera", "amal")
    another_registrar(embedded)
    end(embedded, "jonas")
    with pytest.raises(Refused, match="no recovery key"):
        join(embedded, ref)
    sign(embedded, key, by="tomas")
    with pytest.raises(Refused, match="Two administrators"):
        join(embedded, ref)
    agree_to(embedded, ref, "tomas")
    embedded.clock.pass_by(WAITING)
    assert join(embedded, ref) == 1


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_parts_of_somebody_who_left_are_noise_and_the_others_can_still_open(embedded):
    key = the_key(embedded)
    leaver, kept = embedded.keyring("mara").identity, member_ref("mara")
    leave(embedded, "mara")
    number = RecoveryHolder.objects.get(key=key, member=kept).number
    for part in safeguarded.parts_of(key, RECOVERY, holder=number):
        with pytest.raises(Unopened):
            open_part(leaver, safeguarded.splitting_name(key, RECOVERY), part)
    assert embedded.events()[-3:] == ["RecoveryHolderLeft", "EpochAsked", "MemberLeft"]
    assert safeguarded.parts_lost_with(kept) == [safeguarded.HeldParts(embedded.office().ref, 2, 2)]
    ref = waited(embedded)
    hand_in(embedded, ref, "vera", "amal")
    assert join(embedded, ref) == 1


@pytest.mark.recovery_key
@pytest.mark.as_owner
def test_who_leaves_takes_back_what_they_handed_in_and_stops_what_they_opened(embedded):
    recovery, rehearsal = waited(embedded), opened(embedded, REHEARSAL, by="tomas")
    hand_in(embedded, recovery, "vera", "mara")
    hand_in(embedded, rehearsal, "vera")
    leave(embedded, "mara")
    leave(embedded, "tomas", confirmed=True)
    assert recovering.handed_by(recovery) == [RecoveryHolder.objects.get(member=member_ref("vera")).number]
    assert Ceremony.objects.get(ref=rehearsal).outcome == "stopped"
    assert not CeremonyPart.objects.filter(ceremony=rehearsal).exists()


@pytest.mark.recovery_key
def test_a_holder_of_another_organisation_who_leaves_is_in_both_journals(embedded):
    leaving.leave(
        member_ref("amal"), embedded.keyring("luka"), confirmed=True, root_words="", has_proved=True, at=embedded.now
    )
    assert embedded.events()[-1] == "RecoveryHolderLeft"
    assert "RecoveryHolderLeft" in embedded.events(LIGHTHOUSE)


def test_without_a_key_there_is_no_ceremony(embedded):
    with pytest.raises(Refused, match="no recovery key"):
        opened(embedded)
