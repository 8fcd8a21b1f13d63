"""What belongs to the reader's post: the commitments of its job profile, and what the records of a year show of each; also as a paper."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from safeconduct.access import lookup
from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import casework
from safeconduct.guidance.office_record import office_record
from safeconduct.guidance.register import the_register
from safeconduct.reports.figures import Period
from safeconduct.reports.post_paper import evidence_paper
from safeconduct.reports.post_promises import PostEvidence, evidence_of
from safeconduct.reports.promise_words import rule_in_words
from safeconduct.reports.promises import promises
from safeconduct.vocabulary.refusal import NotFound
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.figures import A_YEAR, SHOWN
from safeconduct.web.staff.paper import FORMS, sent
from safeconduct.web.staff.promises import row_in_words, with_own

NO_PROFILE = (
    "Nobody has written down which commitments belong to this post. An administrator of the server writes it into "
    "offices.toml; the guide for operators shows how."
)


@require_safe
@for_members
def page(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    period, found = _evidence(keyring)
    context = {
        **frame(keyring, "today"),
        "title": f"What belongs to {keyring.post_name}",
        "sentence": f"{date_format(period.first, 'j F Y')} to {date_format(period.last, 'j F Y')}, both included.",
        "back": {"text": "Handover", "address": reverse("staff:handovers")},
        "commitments": [_commitment(one) for one in found],
        "empty": "" if found else NO_PROFILE,
        "papers": [
            {"text": form.upper(), "address": reverse("staff:post_paper", args=[form])} for form in FORMS if found
        ],
    }
    return render(request, "staff/post_promises.html", context)


@require_safe
@for_members
def paper(request: HttpRequest, keyring: Keyring, of_form: str) -> HttpResponse:
    """The same to take along, without a case in it."""
    period, found = _evidence(keyring)
    if not found:
        raise NotFound
    return sent(evidence_paper(keyring.post_name, keyring.office_name, period, found), of_form, "evidence")


def _evidence(keyring: Keyring) -> tuple[Period, tuple[PostEvidence, ...]]:
    """Of the reader's own post, over a year."""
    today = timezone.localdate()
    period = Period(today - A_YEAR + timedelta(days=1), today)
    office = keyring.office or lookup.office_by_ref(keyring.organisation)
    record = office_record(settings.SAFECONDUCT_OFFICES, office.slug)
    profile = record.profiles.get(keyring.post_name, ())
    held = casework.cards(keyring, at=timezone.now())[0] if profile else ()
    known = promises(held, with_own(record, keyring), the_register(), period) if profile else ()
    return period, evidence_of(known, profile, keyring.post, keyring.post_name)


def _commitment(one: PostEvidence) -> dict[str, Any]:
    parts = (("done", "Shown", one.done), ("gap", "No answer", one.unanswered), ("ring", "Time left", one.waiting))
    rows = [(row, shape, word) for shape, word, rows in parts for row in rows]
    return {
        "says": one.commitment.says,
        "clause": one.commitment.clause,
        "text": one.instrument.title,
        "rule": rule_in_words(one.commitment.evidence),
        "rows": [row_in_words(*row) for row in rows[:SHOWN]],
        "more": f"{len(rows) - SHOWN} more stand under What we promised." if len(rows) > SHOWN else "",
    }
