"""Pages of the defender in steps of 16 KiB, so that the line does not tell an empty page from a full one."""

from django.http import HttpResponse

PADDED_TO = 16 * 1024


def padded(response: HttpResponse, to: int = PADDED_TO) -> HttpResponse:
    missing = -(len(response.content) + len("<!---->")) % to
    response.content += b"<!--" + b" " * missing + b"-->"
    return response
