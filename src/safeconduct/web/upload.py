"""Takes uploads as they stream in and seals each chunk at once: nothing of a file is ever in plain on the disk."""

import shutil
from contextlib import suppress
from datetime import datetime, timedelta
from io import BytesIO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.db import OperationalError
from django.http import HttpRequest
from django.utils import timezone

from safeconduct.dossiers.desk import filing
from safeconduct.dossiers.sealed_file import LARGEST_BYTES, Incoming, SealedFile, path_of
from safeconduct.intake.telling import FILES_AT_MOST

UNSENT_LASTS = timedelta(hours=3)
DISK_RESERVE_BYTES = 2 * 1024**3
"""Below this much free space files are refused, so that words still get through."""


def gone_by() -> datetime:
    """The full hour after which a sealed file that belongs to no dossier is swept away."""
    return (timezone.now() + UNSENT_LASTS).replace(minute=0, second=0, microsecond=0)


class SealedUpload(UploadedFile):
    """An upload that is on the disk already, sealed. It has nothing to read. Take it, or it is gone with the request."""

    def __init__(self, sealed: SealedFile) -> None:
        # Django refuses some names; ours is inside the seal and never used as one.
        super().__init__(BytesIO(), "file", sealed.kind, sealed.size)
        self.sealed = sealed
        self.is_taken = False

    def take(self) -> SealedFile:
        self.is_taken = True
        return self.sealed


class SealingUploadHandler(FileUploadHandler):
    """`request.files_refused` counts files that were too large, empty of room, or not taken."""

    chunk_size = 64 * 1024
    _counted = 0
    _incoming: Incoming | None = None

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._complete: list[SealedUpload] = []

    def handle_raw_input(self, *args: object, **kwargs: object) -> None:
        self.request.files_refused = []

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)
        self._counted += 1
        if self._counted > FILES_AT_MOST:
            self._refuse("number")
        try:
            settings.SAFECONDUCT_FILES.mkdir(parents=True, exist_ok=True, mode=0o700)
            if shutil.disk_usage(settings.SAFECONDUCT_FILES).free < DISK_RESERVE_BYTES:
                self._refuse("room")
            self._incoming = Incoming(settings.SAFECONDUCT_FILES, self.file_name or "file", self.content_type or "")
        except OSError:
            self._refuse("room")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            self._incoming.push(raw_data)
        except OSError:
            self._abandon()
            self._refuse("room")
        if self._incoming.size > LARGEST_BYTES:
            self._abandon()
            self._refuse("size")

    def file_complete(self, file_size: int) -> SealedUpload | None:
        if not file_size:
            self._abandon()
            return None
        try:
            sealed = self._incoming.finish()
            filing.keep_file_until(sealed.ref, gone_by())
        except (OSError, OperationalError):
            self._abandon()
            self.request.files_refused.append("room")
            return None
        self._incoming = None
        self._complete.append(SealedUpload(sealed))
        return self._complete[-1]

    def upload_interrupted(self) -> None:
        self._abandon()

    def drop_what_nobody_took(self) -> None:
        """At the end of the request. What cannot be dropped now is swept later."""
        self._abandon()
        for upload in self._complete:
            if not upload.is_taken:
                # On a full disk the row cannot be changed; taking the file away makes room all the same.
                path_of(settings.SAFECONDUCT_FILES, upload.sealed.ref).unlink(missing_ok=True)
                with suppress(OperationalError):
                    filing.drop_file(upload.sealed.ref)

    def _abandon(self) -> None:
        """What came of the current file so far is gone; files that are complete stay."""
        if self._incoming:
            self._incoming.abandon()
            self._incoming = None

    def _refuse(self, why: str) -> None:
        self.request.files_refused.append(why)
        raise SkipFile
