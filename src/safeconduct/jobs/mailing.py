"""Tells organisations by mail that something may be waiting. It holds no key and reads row numbers only.

It speaks SMTP with the standard library and with one server, which the operator names; Django's own mail would look up
this machine's name elsewhere and write it into each letter.
"""

import secrets
import smtplib
import ssl
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from django.db.models import Max

from safeconduct.access.models import NoticeAddress, Organisation
from safeconduct.dossiers.models import Dossier, Entry
from safeconduct.jobs import digest

SECONDS = 30
_THIS_MACHINE = ("localhost", "127.0.0.1", "[::1]", "::1")


@dataclass(frozen=True)
class MailServer:
    """`server` is a name and a port, or None: then no mail goes out. `safety` is starttls, tls or none."""

    server: tuple[str, int] | None
    sender: str
    user: str
    password: str = field(repr=False)
    safety: str

    def is_safe(self) -> bool:
        return self.safety != "none" or (self.server is not None and self.server[0] in _THIS_MACHINE)


@dataclass(frozen=True)
class Told:
    sent: int = 0
    failed: int = 0
    unserved: int = 0
    unsafe: bool = False

    def as_sentence(self) -> str:
        if self.unsafe:
            return "No mail was sent: without TLS it may only go to this machine. See SAFECONDUCT_MAIL_SAFETY."
        if self.unserved:
            return f"No mail was sent to {self.unserved} addresses: no mail server is set. See SAFECONDUCT_MAIL_SERVER."
        if self.failed:
            return (
                f"Mail sent: {self.sent}. NOT sent: {self.failed}. The next run tries again; look at the mail server."
            )
        return f"Mail sent: {self.sent}."


def tell(server: MailServer, *, at: datetime) -> Told:
    """Send what is due by now. A letter that the server did not take is tried again with the next run."""
    addresses = list(NoticeAddress.objects.all())
    if not server.server:
        return Told(unserved=len(addresses))
    if not server.is_safe():
        return Told(unsafe=True)
    outcomes = [_tell_one(row, server, at=at) for row in addresses if row.next_at is not None and row.next_at <= at]
    for row in addresses:
        if row.next_at is None:
            _put_off(row, row.upto, at=at)
    return Told(sent=outcomes.count("sent"), failed=outcomes.count("failed"))


def _tell_one(row: NoticeAddress, server: MailServer, *, at: datetime) -> str:
    newest = _newest_entry(row.organisation)
    is_new = newest > row.upto
    if is_new:
        try:
            _send(letter(row.address, server.sender, at=at), server)
        except (OSError, smtplib.SMTPException):
            return "failed"
    _put_off(row, max(newest, row.upto), at=at)
    return "sent" if is_new else "quiet"


def _put_off(row: NoticeAddress, upto: int, *, at: datetime) -> None:
    zone = Organisation.objects.values_list("time_zone", flat=True).get(ref=row.organisation)
    delay = timedelta(seconds=secrets.randbelow(int(digest.LONGEST_DELAY.total_seconds())))
    # By the address too: one that was changed meanwhile starts anew.
    NoticeAddress.objects.filter(organisation=row.organisation, address=row.address).update(
        next_at=digest.next_moment(at, time_zone=zone, delay=delay), upto=upto
    )


def _newest_entry(organisation: str) -> int:
    held = Dossier.objects.filter(organisation=organisation, erased_on=None)
    return Entry.objects.filter(dossier__in=held.values("ref")).aggregate(newest=Max("pk"))["newest"] or 0


def letter(address: str, sender: str, *, at: datetime) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = sender, address, digest.SUBJECT
    message["Date"] = format_datetime(at)
    # Drawn at random: one that is made elsewhere may hold a name of this machine.
    message["Message-ID"] = f"<{secrets.token_hex(16)}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(digest.TEXT)
    return message


def _send(message: EmailMessage, server: MailServer) -> None:
    host, port = server.server or ("", 0)
    context = ssl.create_default_context()
    if server.safety == "tls":
        line = smtplib.SMTP_SSL(host, port, local_hostname="localhost", timeout=SECONDS, context=context)
    else:
        line = smtplib.SMTP(host, port, local_hostname="localhost", timeout=SECONDS)
    with line:
        if server.safety == "starttls":
            line.starttls(context=context)
        if server.user:
            line.login(server.user, server.password)
        line.send_message(message)
