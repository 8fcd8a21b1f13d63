"""A file between two pages: it lies sealed on the disk, and what opens it travels sealed in the form.

Only this run of the server opens it, for the member who brought it. What nobody forgets is swept after three hours.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone

from safeconduct.access.keyring import Keyring
from safeconduct.access.offer import offered, sealed_offer
from safeconduct.dossiers.desk import filing
from safeconduct.dossiers.sealed_file import Incoming, SealedFile, chunks_of, path_of, sealed_file_from
from safeconduct.sealing.unopened import Unopened
from safeconduct.web import boot
from safeconduct.web.upload import UNSENT_LASTS, SealedUpload, gone_by

GONE = (
    "The page before was open for too long, or the server was started anew. Choose the file again; nothing was put in."
)
_PIECE = 64 * 1024


@dataclass(frozen=True)
class HeldUpload:
    """`notes` are what the member chose about it on the pages so far."""

    file: SealedFile = field(repr=False)
    notes: dict[str, Any] = field(default_factory=dict, repr=False)

    def content(self) -> bytes:
        return b"".join(chunks_of(settings.SAFECONDUCT_FILES, self.file))

    def token(self, purpose: str, keyring: Keyring) -> str:
        written = json.dumps({"file": self.file.as_data(), "notes": self.notes})
        return sealed_offer(boot.secret(), purpose, keyring.member, written, at=timezone.now())

    def forget(self) -> None:
        path_of(settings.SAFECONDUCT_FILES, self.file.ref).unlink(missing_ok=True)
        filing.drop_file(self.file.ref)


def hold_upload(upload: SealedUpload) -> HeldUpload:
    return HeldUpload(upload.take())


def hold_text(text: str) -> HeldUpload:
    settings.SAFECONDUCT_FILES.mkdir(parents=True, exist_ok=True, mode=0o700)
    incoming, content = Incoming(settings.SAFECONDUCT_FILES, "pasted", "text/plain"), text.encode()
    try:
        for start in range(0, len(content), _PIECE):
            incoming.push(content[start : start + _PIECE])
        sealed = incoming.finish()
        filing.keep_file_until(sealed.ref, gone_by())
    except OSError:
        incoming.abandon()
        raise
    return HeldUpload(sealed)


def held_upload(token: str, purpose: str, keyring: Keyring) -> HeldUpload | None:
    """What the page before holds, if it is still there."""
    written = offered(boot.secret(), purpose, keyring.member, token, at=timezone.now(), lasts=UNSENT_LASTS)
    if written is None:
        return None
    opened = json.loads(written)
    held = HeldUpload(sealed_file_from(opened["file"]), opened["notes"])
    try:
        held.content()
    except (Unopened, OSError):
        return None
    return held
