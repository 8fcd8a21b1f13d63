"""What to expect of each office that reads here: its hours, its languages, the steps that it says it may take, and its texts.

Only an office that published this itself stands here. A page for everybody: no form, no cookie, nothing kept."""

from typing import Any

from babel import Locale
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from safeconduct.access import lookup as access
from safeconduct.access.office import Office
from safeconduct.guidance.firmness import StandingCommitment, firmness, is_about, texts_that_bind
from safeconduct.guidance.office_record import OfficePromise, OfficeRecord, office_record
from safeconduct.guidance.register import Register, the_register
from safeconduct.web.defender.words import public_promise
from safeconduct.web.open import entry
from safeconduct.web.open.frame import frame, row_of


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    register, language = the_register(), translation.get_language() or "en"
    known = [(office, office_record(settings.SAFECONDUCT_OFFICES, office.slug)) for office in access.offices()]
    context = {
        "rows": [row_of(one, language) for one in register.paragraphs if one.page == "expect"],
        "offices": [
            _office(office, record, record.promise, register, language) for office, record in known if record.promise
        ],
        **frame("expect"),
    }
    return render(request, "open/expect.html", context)


def _office(
    office: Office, record: OfficeRecord, promise: OfficePromise, register: Register, language: str
) -> dict[str, Any]:
    binding = texts_that_bind(register, record)
    names = Locale(language).languages
    once = {text.version.id: entry.text(text, language) for text in binding}
    return {
        "name": office.name,
        "hours": public_promise([office]),
        "languages": entry.listed([str(names.get(code, code)) for code in promise.languages], language),
        "steps": _steps(promise, binding, register, language),
        "texts": sorted(once.values(), key=lambda text: (text["owner"], text["title"])),
        "address": promise.address,
        "on": promise.on,
    }


def _steps(
    promise: OfficePromise, binding: tuple[StandingCommitment, ...], register: Register, language: str
) -> list[dict[str, Any]]:
    """In the order of the page of missions; those together of which the office's own texts speak as firmly, which is said
    once."""
    groups: list[dict[str, Any]] = []
    for one in register.paragraphs:
        if one.id not in promise.steps:
            continue
        firm = entry.firmly(firmness(text for text in binding if is_about(text.commitment, one)), language)
        group = next((group for group in groups if group["firm"] == firm), None)
        if group is None:
            groups.append(group := {"firm": firm, "steps": []})
        group["steps"].append(row_of(one, language))
    return groups
