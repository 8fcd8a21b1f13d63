"""A lesson in an officer's words: what it is about, what it says, and who has it."""

from typing import Any

from safeconduct.cases.coded_list import label_of
from safeconduct.coordination.lesson import Lesson
from safeconduct.vocabulary.place_name import country_name
from safeconduct.web.staff.wording import moment

PART_WORDS = {"helped": "What helped", "did_not": "What did not", "again": "What to do again or otherwise"}


def lesson_row(one: Lesson) -> dict[str, Any]:
    kinds = [label_of("acts", label_of("violation_type", kind)) for kind in sorted(one.kinds)]
    about = ", ".join([*kinds, *(label_of("themes", theme) for theme in one.themes)])
    got = ", ".join(office for _ref, office in one.received_by)
    return {
        "ref": one.ref,
        "marking": one.marking,
        "about": f"{country_name(one.country)}: {about}",
        "parts": [{"label": PART_WORDS[name], "text": text} for name, text in one.words.as_data().items() if text],
        "note": f"{one.owner_office}, {moment(one.at)}." + (f" Received by {got}." if got else ""),
    }
