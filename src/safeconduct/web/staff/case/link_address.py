"""The address of a link that somebody without an account opens, why one was held back, and in which ways their word comes otherwise."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from safeconduct.intake.noted_link import CONSENT, NAME

HELD_WORDS = {
    NAME: "a name came to the file that stands in it. Write it without the name, then make another link.",
    CONSENT: "the person allows less than when it was made. Look at the consents, then decide what to ask.",
}
"""Why a link opens nothing any more, and what to do next."""
HOWS = {"telephone": _("By telephone"), "mail": _("By mail"), "meeting": _("Face to face")}


def link_address(request: HttpRequest, path: str) -> str:
    """Under the name by which the defender's side is reached, which another process may serve."""
    named = settings.SAFECONDUCT_PUBLIC_ADDRESS
    return f"{named}{path}" if named else request.build_absolute_uri(path)
