"""Proving the passphrase again, for what needs it: the proof stands for five minutes."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from safeconduct.access.desk import signing_in
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web import boot
from safeconduct.web.staff import door, sign_in_gate


def has_proved(request: HttpRequest, passphrase: str) -> bool:
    """Whether the member has proved it within five minutes, or proves it now. Raises sign_in_gate.Full."""
    presence, now = door.presence_of(request), timezone.now()
    if presence is None:
        raise NotFound
    if presence.has_proved_at(now):
        return True
    with sign_in_gate.place(settings.VAR, is_known=True):
        cookie = request.COOKIES[door.COOKIE]
        return signing_in.prove_again(cookie, presence, passphrase, boot_secret=boot.secret(), at=now)


def is_needed(request: HttpRequest) -> bool:
    presence = door.presence_of(request)
    return presence is None or not presence.has_proved_at(timezone.now())


def close(request: HttpRequest) -> None:
    """The proof counts no longer."""
    presence = door.presence_of(request)
    if presence:
        signing_in.end_proof(request.COOKIES[door.COOKIE], presence, boot_secret=boot.secret())
