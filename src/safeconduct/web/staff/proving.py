"""The passphrase again, before what opens a name, shares, or changes who may do what; it stands for five minutes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from safeconduct.access.desk import signing_in
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web import boot
from safeconduct.web.staff import door, sign_in_gate

Verb = Callable[[dict[str, Any], bool, datetime], object]


def done(request: HttpRequest, form: forms.Form, verb: Verb) -> bool:
    """Whether the verb was done. `verb` gets what was typed, whether the passphrase was proved, and the moment.
    If it refuses, the form says why. Raises sign_in_gate.Full."""
    if not form.is_valid():
        return False
    try:
        verb(form.cleaned_data, has_proved(request, form.cleaned_data.get("passphrase", "")), timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def has_proved(request: HttpRequest, passphrase: str = "") -> bool:
    """Whether the member has proved it within five minutes, or proves it now. Raises sign_in_gate.Full."""
    presence = door.presence_of(request)
    if presence is None or presence.has_proved_at(timezone.now()):
        return presence is not None
    if not passphrase:
        return False
    with sign_in_gate.place(settings.VAR, is_known=True):
        cookie = request.COOKIES[door.COOKIE]
        return signing_in.prove_again(cookie, presence, passphrase, boot_secret=boot.secret(), at=timezone.now())


def is_needed(request: HttpRequest) -> bool:
    """Whether the passphrase must be typed: the last proof is more than five minutes ago."""
    presence = door.presence_of(request)
    return presence is None or not presence.has_proved_at(timezone.now())


def close(request: HttpRequest) -> None:
    """The proof counts no longer."""
    presence = door.presence_of(request)
    if presence:
        signing_in.end_proof(request.COOKIES[door.COOKIE], boot_secret=boot.secret())
