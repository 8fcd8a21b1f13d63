"""Where an organisation is told by mail that something may be waiting."""

from datetime import datetime

from django.db import transaction

from safeconduct.access.desk.holding import hold_people
from safeconduct.access.desk.journaling import journal
from safeconduct.access.journal import Line
from safeconduct.access.keyring import Keyring
from safeconduct.access.models import NoticeAddress
from safeconduct.vocabulary.refusal import Refusal, insist


def notice_address(organisation: str) -> str:
    """ "" where nobody is told by mail."""
    return NoticeAddress.objects.filter(organisation=organisation).values_list("address", flat=True).first() or ""


def refusal_to_setting_address(keyring: Keyring) -> Refusal | None:
    if not keyring.is_registrar:
        return Refusal("Only an administrator of your organisation sets this address. Ask one of them.")
    return None


@transaction.atomic
def set_notice_address(address: str, keyring: Keyring, *, at: datetime) -> None:
    """One address for the whole organisation; an empty one ends the mail."""
    insist(refusal_to_setting_address(keyring))
    hold_people(keyring.organisation)
    NoticeAddress.objects.filter(organisation=keyring.organisation).delete()
    if address:
        NoticeAddress.objects.create(organisation=keyring.organisation, address=address)
    journal(
        keyring.organisation,
        Line("NoticeAddressSet" if address else "NoticesEnded", keyring.organisation, keyring.member, keyring.post, at),
        on=at.date(),
    )
