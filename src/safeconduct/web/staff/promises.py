"""What we promised: each commitment that binds the office, what the records show of it in these days, and the rows behind it."""

from dataclasses import replace
from datetime import timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods

from safeconduct.access import lookup
from safeconduct.access.desk import adopting
from safeconduct.access.desk.training import trainings_held
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import casework
from safeconduct.guidance.evidence import DOES_NOT_APPLY, MET, NOT_SHOWN, PARTLY
from safeconduct.guidance.instrument import Instrument
from safeconduct.guidance.office_record import OfficeRecord, office_record
from safeconduct.guidance.register import the_register
from safeconduct.reports.figures import FEWEST, Period
from safeconduct.reports.promise_words import kind_in_words, rule_in_words
from safeconduct.reports.promises import PromiseRow, PromiseVerdict, kept_at_the_desk, promises
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.figures import A_YEAR, SHOWN, Days

SHAPES = {
    MET: ("done", "Met"),
    PARTLY: ("half", "Partly"),
    NOT_SHOWN: ("gap", "Not shown"),
    DOES_NOT_APPLY: ("ring", "Does not apply"),
}
NOT_BOUND = (
    "Nobody has written down which texts bind this office. An administrator of the server writes it into offices.toml; "
    "the guide for operators shows how."
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def promises_page(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    """A post chooses the days, or with `open` a commitment whose rows are shown."""
    today = timezone.localdate()
    first = {"first": today - A_YEAR + timedelta(days=1), "last": today}
    days = Days(request.POST) if request.method == "POST" else Days(initial=first)
    typed = days.cleaned_data if days.is_bound and days.is_valid() else first
    period = Period(typed["first"], typed["last"])
    office = keyring.office or lookup.office_by_ref(keyring.organisation)
    record = office_record(settings.SAFECONDUCT_OFFICES, office.slug)
    held = casework.cards(keyring, at=timezone.now())[0] if record.bound_as else ()
    known = promises(held, with_own(record, keyring), the_register(), period)
    context = {
        **frame(keyring, "cases"),
        "title": "What we promised",
        "sentence": f"{_day(period.first)} to {_day(period.last)}, both included.",
        "back": {"text": "Guidance", "address": reverse("staff:guidance")},
        "days": days,
        "period": period,
        "texts": [_text(instrument, list(one)) for instrument, one in groupby(known, key=lambda kept: kept.instrument)],
        "not_bound": "" if record.bound_as else NOT_BOUND,
        "opened": _opened(known, request.POST.get("open", "")),
        "fewest": FEWEST,
    }
    return render(request, "staff/promises.html", context)


def with_own(record: OfficeRecord, keyring: Keyring) -> OfficeRecord:
    """The record of the office, and what its members wrote down on these pages."""
    if not record.bound_as:
        return record
    posts, office = lookup.post_names(keyring.organisation), keyring.organisation
    own = kept_at_the_desk(trainings_held(office), adopting.adoptions(office), the_register(), posts)
    return replace(record, events=(*record.events, *own))


def _day(day: Any) -> str:
    return date_format(day, "j F Y")


def _text(instrument: Instrument, kept: list[PromiseVerdict]) -> dict[str, Any]:
    return {"title": instrument.title, "version": kept[0].version.name, "rows": [_commitment(one) for one in kept]}


def _commitment(kept: PromiseVerdict) -> dict[str, Any]:
    shape, word = SHAPES[kept.verdict]
    commitment = kept.commitment
    return {
        "id": commitment.id,
        "shape": shape,
        "word": word,
        "clause": commitment.clause,
        "says": commitment.says,
        "found": kept.says,
        "rule": rule_in_words(commitment.evidence),
        "cautions": kept.cautions,
        "has_rows": bool(kept.rows or kept.missing or kept.still_open),
    }


def _opened(known: tuple[PromiseVerdict, ...], chosen: str) -> dict[str, Any] | None:
    """The rows behind one verdict."""
    kept = next((one for one in known if one.commitment.id == chosen), None)
    if kept is None:
        return None
    parts = (
        ("What shows it", "done", "Shown", kept.rows),
        ("What called for it and had no answer in time", "gap", "No answer", kept.missing),
        ("What called for it and has time left", "ring", "Time left", kept.still_open),
    )
    return {
        "title": kept.commitment.says,
        "rule": f"{kept.instrument.title}, {kept.commitment.clause}",
        "parts": [
            {
                "title": title,
                "rows": [row_in_words(row, shape, word) for row in rows[:SHOWN]],
                "more": f"{len(rows) - SHOWN} more; choose fewer days to see them" if len(rows) > SHOWN else "",
            }
            for title, shape, word, rows in parts
            if rows
        ],
    }


def row_in_words(row: PromiseRow, shape: str, word: str) -> dict[str, Any]:
    told = {
        "state_shape": shape,
        "state_word": word,
        "reason": f"{kind_in_words(row.event.kind)}, {_day(row.event.on)}",
    }
    if row.card:
        return {**told, "codename": row.card.codename, "address": reverse("staff:dossier", args=[row.card.dossier])}
    noted = row.noted
    return {**told, "sentence": f"{noted.says} (noted by: {noted.noted_by})" if noted else ""}
