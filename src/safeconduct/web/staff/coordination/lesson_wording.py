"""A lesson in an officer's words: what it is about, what it says, and who has it."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.coded_list import label_of
from safeconduct.cases.published_statement import wording_of
from safeconduct.coordination.lesson import Lesson
from safeconduct.vocabulary.place_name import country_name

PART_WORDS = {
    "helped": _("What helped"),
    "did_not": _("What did not"),
    "again": _("What to do again or otherwise"),
}


def lesson_row(one: Lesson) -> dict[str, Any]:
    kinds = ", ".join(wording_of(one.kinds)).lower()
    about = "; ".join(part for part in (kinds, ", ".join(label_of("themes", theme) for theme in one.themes)) if part)
    got = ", ".join(office for _ref, office in one.received_by)
    return {
        "ref": one.ref,
        "marking": one.marking,
        "about": f"{country_name(one.country)}: {about}",
        "parts": [{"label": PART_WORDS[name], "text": text} for name, text in one.words.as_data().items() if text],
        "note": f"{one.owner_office}, {date_format(timezone.localtime(one.at), 'j F Y')}."
        + (f" Received by {got}." if got else ""),
    }
