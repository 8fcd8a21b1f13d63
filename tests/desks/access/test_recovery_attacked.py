"""The recovery key against people of the house who change rows, and against their accomplices: each way is shut."""

import pytest

from safeconduct.access.desk import recovering
from safeconduct.access.models import Ceremony, CeremonyApproval, CeremonyPart, Compartment, MemberCertificate
from safeconduct.access.recovery import RECOVERY
from safeconduct.sealing.keys import Identity, wrap
from safeconduct.sealing.record import new_key, new_ref
from safeconduct.vocabulary.refusal import Refused
from tests.embedded import LIGHTHOUSE
from tests.organising import member_ref
from tests.recovering import a_key, agree_to, opened

pytestmark = pytest.mark.as_owner


def with_another_key(ref):
    """Whoever writes rows puts their own key into a ceremony, so that its opener notices nothing."""
    mine, row = Identity(new_key()), Ceremony.objects.get(ref=ref)
    opener = MemberCertificate.objects.filter(member=row.opener).first()
    sealed = wrap(bytes(opener.public_seal), mine.secret, recovering._secret_place(ref))
    Ceremony.objects.filter(ref=ref).update(public_seal=mine.public_seal, sealed_secret=sealed)
    return mine


# Ceremonies that nobody opened


def test_nobody_agrees_to_a_key_that_the_opener_did_not_sign(embedded):
    a_key(embedded)
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
        recovering.hand_in(row.ref, embedded.keyring("mara"), has_proved=True, at=embedded.now)
    assert not CeremonyPart.objects.exists()
