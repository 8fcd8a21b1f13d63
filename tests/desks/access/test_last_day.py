"""An end that is signed ahead: the last day is the leaver's, then nothing opens, and the next who signs in clears up."""

from datetime import timedelta

import pytest

from safeconduct.access.desk import certifying, leaving, safeguarded, signing_in, standings
from safeconduct.access.desk.seeing import seeing_only
from safeconduct.access.models import AskedEpoch, CertificateEnd, CompartmentEpoch, CompartmentWrap, Member
from safeconduct.cases.desk import casework as cases
from safeconduct.sealing.keys import Identity
from safeconduct.sealing.record import new_key
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web import boot
from tests.desks.access.test_leaving import a_third_registrar, root_words
from tests.organising import certify_key, compartment_ref, enrolled, member_ref, next_day, sign_last_day, signed_in

LEAVER = "tomas"


def in_days(embedded, days):
    return embedded.now.date() + timedelta(days=days)


def has_keys():
    with seeing_only(Member.objects.get(name=LEAVER).organisation):
        return CompartmentWrap.objects.filter(member=member_ref(LEAVER)).exists()


def ended_on():
    return Member.objects.get(name=LEAVER).ended_on


def test_the_last_day_is_the_leaver_s_and_after_it_no_session_or_sign_in_opens_anything(embedded):
    call = embedded.call()
    sign_last_day(embedded, LEAVER, in_days(embedded, 1))
    next_day(embedded)
    client, presence = embedded.staff(LEAVER), embedded.presence(LEAVER)
    cases.note(call.ref, "Said farewell.", embedded.keyring(LEAVER), at=embedded.now)
    assert client.get(f"/desk/dossiers/{call.ref}/").status_code == 200
    leaver = embedded.keyring(LEAVER)
    next_day(embedded)
    assert client.get("/desk/").status_code == 302
    assert signing_in.keyring_of(presence.seen(embedded.now)) is None
    assert _signed_in(embedded, LEAVER) is None
    # Whatever was kept of the keys writes nothing that counts from then on.
    cases.note(call.ref, "From a kept key.", leaver, at=embedded.now)
    case = embedded.case(call.ref)
    assert [entry.data["text"] for entry in case.entries if entry.seq in case.unsigned] == ["From a kept key."]


def _signed_in(embedded, name):
    sign_in = embedded.sign_in_of(name)
    digits = embedded.digits(name)
    return signing_in.sign_in(name, sign_in.passphrase, digits, boot_secret=boot.secret(), at=embedded.now)


def test_whoever_signs_in_first_after_it_destroys_the_wraps_and_makes_the_new_key(embedded):
    sign_last_day(embedded, LEAVER, embedded.now.date())
    signed_in(embedded, "mara")
    assert has_keys() and ended_on() is None
    last = embedded.now.date()
    next_day(embedded)
    assert has_keys()
    signed_in(embedded, "mara")
    assert not has_keys() and ended_on() == last
    assert {"LastDaySigned", "MemberLeft", "EpochAsked", "EpochMade"} <= set(embedded.events())
    certify_key(embedded)
    newest = CompartmentEpoch.objects.filter(compartment=compartment_ref(embedded)).order_by("-epoch").first()
    assert newest.epoch == 2 and member_ref(LEAVER) not in standings.holders_of(newest.compartment)


def test_somebody_of_another_organisation_ends_nobody_here(embedded):
    sign_last_day(embedded, LEAVER, embedded.now.date())
    next_day(embedded)
    signed_in(embedded, "amal")
    assert has_keys() and ended_on() is None


def test_another_day_takes_the_place_of_the_one_before(embedded):
    sign_last_day(embedded, LEAVER, embedded.now.date())
    sign_last_day(embedded, LEAVER, in_days(embedded, 30), by="jonas")
    next_day(embedded)
    signed_in(embedded, "mara")
    assert embedded.keyring(LEAVER).role == "officer" and has_keys()
    assert standings.last_day(embedded.office().ref, member_ref(LEAVER)) == in_days(embedded, 29)


@pytest.mark.parametrize(("by", "has_proved"), [("mara", True), ("ines", False)], ids=["an officer", "no passphrase"])
def test_a_day_is_signed_only_by_a_registrar_who_typed_the_passphrase(embedded, by, has_proved):
    before = embedded.dump()
    with pytest.raises(Refused):
        leaving.sign_last_day(
            member_ref(LEAVER), in_days(embedded, 1), embedded.keyring(by), has_proved=has_proved, at=embedded.now
        )
    assert embedded.dump() == before


@pytest.mark.as_owner
def test_a_day_that_no_registrar_signed_ends_nobody(embedded):
    CertificateEnd.objects.create(
        organisation=embedded.office().ref,
        member=member_ref(LEAVER),
        role="ahead",
        last_day=embedded.now.date(),
        signed_by=member_ref("ines"),
        signature=Identity(new_key()).sign(b"x"),
    )
    next_day(embedded)
    signed_in(embedded, "mara")
    assert embedded.keyring(LEAVER).role == "officer" and has_keys()


def test_the_keys_of_the_last_holder_stay_until_a_registrar_decides_and_open_for_nobody(embedded):
    sign_last_day(embedded, LEAVER, embedded.now.date())
    leaving.leave(
        member_ref("mara"), embedded.keyring("ines"), confirmed=False, root_words="", has_proved=True, at=embedded.now
    )
    presence = embedded.presence(LEAVER)
    next_day(embedded)
    signed_in(embedded, "petra")
    assert has_keys() and signing_in.keyring_of(presence.seen(embedded.now)) is None
    with pytest.raises(Refused, match="Nobody else holds"):
        leaving.leave(
            member_ref(LEAVER),
            embedded.keyring("ines"),
            confirmed=False,
            root_words="",
            has_proved=True,
            at=embedded.now,
        )


def test_who_ends_the_registrar_that_signed_vouches_for_the_day_anew(embedded):
    a_third_registrar(embedded)
    sign_last_day(embedded, LEAVER, in_days(embedded, 2), by="jonas")
    jonas = member_ref("jonas")
    certifying.end_registrar(jonas, root_words(embedded), embedded.keyring("ines"), has_proved=True, at=embedded.now)
    assert standings.last_day(embedded.office().ref, member_ref(LEAVER)) == in_days(embedded, 2)
    for _ in range(3):
        next_day(embedded)
    signed_in(embedded, "mara")
    assert ended_on() is not None


def test_a_refused_day_changes_nothing(embedded):
    with pytest.raises(Refused, match="in the past"):
        sign_last_day(embedded, LEAVER, in_days(embedded, -1))
    with pytest.raises(Refused, match="only the root key"):
        sign_last_day(embedded, "jonas", in_days(embedded, 1))
    with pytest.raises(Refused, match="Nobody else holds “Visas”"):
        sign_last_day(embedded, "petra", in_days(embedded, 1))
    assert not CertificateEnd.objects.exists() and not AskedEpoch.objects.exists()


def test_a_holder_of_the_recovery_key_who_left_so_counts_as_gone(embedded):
    enrolled(embedded, "noor")
    sign_last_day(embedded, "noor", embedded.now.date())
    assert not safeguarded.has_left(member_ref("noor"))
    next_day(embedded)
    signed_in(embedded, "mara")
    assert safeguarded.has_left(member_ref("noor"))


def test_without_the_passphrase_no_day_is_signed(embedded):
    with pytest.raises(Refused, match="passphrase"):
        leaving.sign_last_day(
            member_ref(LEAVER), in_days(embedded, 1), embedded.keyring("ines"), has_proved=False, at=embedded.now
        )
    assert not CertificateEnd.objects.exists()
