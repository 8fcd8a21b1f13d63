"""What the pages of one case share: the frame, the way back to the case, and the form that was refused."""

from typing import Any

from django.urls import reverse

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.intake.telling import country_of
from safeconduct.web.staff.door import frame


def case_frame(case: CaseFile, keyring: Keyring, title: str, sentence: str = "") -> dict[str, Any]:
    """The context that `staff/head.html` and the frame want, with the codename as the way back."""
    return {
        **frame(keyring, "cases"),
        "title": title,
        "sentence": sentence,
        "back": {"text": case.story["codename"], "address": reverse("staff:dossier", args=[case.ref])},
    }


def country_of_case(case: CaseFile) -> str:
    """Its code where somebody confirmed it or where the words tell it, else the words."""
    coded = next((entry.data["facts"] for entry in reversed(case.written) if entry.kind == "confirmed_facts"), ())
    told = str(case.story.get("country", ""))
    return country_of(told, coded) or told
