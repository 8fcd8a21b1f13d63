"""A file on its way to a member's device: never shown in the browser, where its contents could act."""

from collections.abc import Iterator
from itertools import chain

from django.http import HttpResponse, StreamingHttpResponse

from safeconduct.dossiers.sealed_file import SealedFile, ending_of


def to_be_saved(sealed: SealedFile, chunks: Iterator[bytes], stem: str) -> HttpResponse:
    """Under a name that says nothing and cannot act on a file system."""
    ending = ending_of(sealed.name)
    # A file that is gone or was changed is noticed here, before the answer begins: later the line could only be cut.
    whole = chain([next(chunks, b"")], chunks)
    response = StreamingHttpResponse(whole, content_type="application/octet-stream")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Content-Length"] = str(sealed.size)
    response.headers["Content-Disposition"] = f'attachment; filename="{stem}{"." if ending else ""}{ending}"'
    return response
