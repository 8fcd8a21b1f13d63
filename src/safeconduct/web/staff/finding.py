"""The list of cases: found by words and filters over the cards, with how many each filter would show, and saved filters.

What is looked for is posted: it must never stand in an address.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.case_filter import FACETS, CaseFilter, found_cases
from safeconduct.cases.desk import casework, filtering
from safeconduct.cases.shared_card import SharedCard, matching_shared
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff import card_rows
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.finding_form import Find

ROWS_ON_A_PAGE = 30
NOTHING = "Nothing fits. Cards hold codenames, coded facts and languages, never names."
WITH_SHARED = {"stage": ("", "shared")}
Counts = Mapping[str, Mapping[str, int]]


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def cases(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    now = timezone.now()
    find = Find(request.POST) if request.POST else None
    typed = find.cleaned_data if find and find.is_valid() else {}
    wanted = CaseFilter(typed.get("q", ""), **{facet: typed.get(facet, "") for facet in FACETS})
    wanted, said = _done_with_saved(request, wanted, keyring)
    page = typed.get("page") or 1
    first = (page - 1) * ROWS_ON_A_PAGE
    opens_all = request.POST.get("go") == "count" or not wanted.is_of_words_and_stage or not casework.are_many(keyring)
    found, counts = (_counted if opens_all else _found)(wanted, keyring, first=first, at=now)
    left = found.total - page * ROWS_ON_A_PAGE
    context = {
        **frame(keyring, "cases"),
        "title": "Cases",
        "sentence": f"{found.total} found."
        if wanted != CaseFilter()
        else f"{found.total} in all, the newest first. What is urgent stands under Today.",
        "search": {"q": wanted.words, "choices": _choices(wanted, counts), "may_count": counts is None},
        "saved": list(filtering.saved_filters(keyring)),
        "name": request.POST.get("name", "") if said.get("refused") else "",
        **said,
        "rows": [
            card_rows.shared_row(card) if isinstance(card, SharedCard) else card_rows.row(card, at=now)
            for card in found.cards
        ],
        "empty": NOTHING,
        "next_page": {"number": page + 1, "text": f"The next {min(left, ROWS_ON_A_PAGE)}"} if left > 0 else None,
    }
    return render(request, "staff/cases.html", context)


def _found(wanted: CaseFilter, keyring: Keyring, *, first: int, at: datetime) -> tuple[casework.Found, None]:
    """Only the cards of one page are opened; nothing is counted by choices."""
    return casework.find(keyring, wanted.words, stage=wanted.stage, first=first, count=ROWS_ON_A_PAGE, at=at), None


def _counted(wanted: CaseFilter, keyring: Keyring, *, first: int, at: datetime) -> tuple[casework.Found, Counts]:
    """Every card is opened: the other filters and all counts rest on facts that only the card has."""
    held, shared = casework.cards(keyring, at=at)
    found = found_cases(held, wanted, on=timezone.localdate(at))
    theirs = matching_shared(shared, wanted.words)
    listed = [*(theirs if wanted.shows_shared else ()), *reversed(found.cards)]
    listed.sort(key=casework.came, reverse=True)
    counts = {
        facet: {
            value: count + (len(theirs) if replace(wanted, **{facet: value}).shows_shared else 0)
            for value, count in {**dict.fromkeys(WITH_SHARED.get(facet, ("",)), 0), **found.counts[facet]}.items()
        }
        for facet in FACETS
    }
    return casework.Found(len(listed), tuple(listed[first : first + ROWS_ON_A_PAGE])), counts


def _done_with_saved(request: HttpRequest, wanted: CaseFilter, keyring: Keyring) -> tuple[CaseFilter, dict[str, str]]:
    """What is shown after a button of the saved filters was pressed, and what the page says about it."""
    name = request.POST.get("name", "")
    try:
        if request.POST.get("go") == "save":
            filtering.save_filter(name, wanted, keyring)
            return wanted, {"notice": "The filter is saved. Nobody else sees it."}
        if "remove" in request.POST:
            filtering.remove_filter(request.POST["remove"], keyring)
            return wanted, {"notice": "The filter is removed."}
        if "use" in request.POST:
            return filtering.saved_filters(keyring).get(request.POST["use"], wanted), {}
    except Refused as refused:
        return wanted, {"refused": str(refused)}
    return wanted, {}


def _choices(wanted: CaseFilter, counts: Counts | None) -> list[dict[str, Any]]:
    """Each filter; if they were counted, with how many rows every choice would show, the others staying as they are."""

    def said(word: str, facet: str, value: str) -> str:
        return f"{word} ({counts[facet].get(value, 0)})" if counts is not None else word

    return [
        {
            "name": facet,
            "label": Find.base_fields[facet].label,
            "options": [
                {"value": value, "word": said(word, facet, value), "chosen": value == getattr(wanted, facet)}
                for value, word in Find.base_fields[facet].choices
            ],
        }
        for facet in FACETS
    ]
