"""What the pages of one case share: the frame, the way back to the case, and the form that was refused."""

from typing import Any

from django.urls import reverse

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.web.staff.door import frame


def case_frame(case: CaseFile, keyring: Keyring, title: str, sentence: str = "") -> dict[str, Any]:
    """The context that `staff/head.html` and the frame want, with the codename as the way back."""
    return {
        **frame(keyring, "cases"),
        "title": title,
        "sentence": sentence,
        "back": {"text": case.story["codename"], "address": reverse("staff:dossier", args=[case.ref])},
    }
