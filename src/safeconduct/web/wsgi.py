"""The application as any WSGI server runs it."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safeconduct.web.settings")

_django = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    _kind, said = parse_header_parameters(environ.get("CONTENT_TYPE", ""))
    if said.get("charset", "utf-8").lower() != "utf-8":
        # Django would read the address in that encoding before our gate can refuse it, and some encodings fail.
        environ = {**environ, "QUERY_STRING": ""}
    return _django(environ, start_response)
