"""How it went with mechanisms of protection: what the defender told, what the office noted, and a form for the office's own word.

The three views are never added up. On the page of a choice they are counted over the cases that the member may open.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.desk import casework
from safeconduct.cases.desk import experience as desk
from safeconduct.cases.experience import DEFENDER, OFFICIAL, PRACTITIONER, noted_experiences
from safeconduct.guidance.mechanism import Mechanism, by_reach
from safeconduct.guidance.register import the_register
from safeconduct.intake.experience import Experience, told_experiences
from safeconduct.reports.figures import Count
from safeconduct.reports.mechanism_views import View, views_by_mechanism
from safeconduct.web.defender.experience_form import (
    ANSWERED_WORDS,
    HELPED_WORDS,
    HowItWent,
    answers_in_words,
    name_of,
)
from safeconduct.web.staff import doing
from safeconduct.web.staff.case.not_begun import not_begun
from safeconduct.web.staff.case.page import case_frame, country_of_case
from safeconduct.web.staff.door import for_members

Row = dict[str, Any]
VIEW_WORDS = {DEFENDER: "Defender", PRACTITIONER: "Practitioner", OFFICIAL: "Official"}
VIEWS_WORDS = {DEFENDER: "Defenders", PRACTITIONER: "Practitioners", OFFICIAL: "Officials"}
STAYS = _(
    "It stays in this office: no share and no group carries it. Cards carry the answers, without name, year or words."
)
ABOUT_WORDS = _("Names nobody: colleagues who may open this case read it when they choose for another.")
READ_SO = (
    "Three views, never added up, over the cases that this post may open. More is not better, nothing is ranked, and no number "
    "says why it went so. Names that are not in the register are not counted."
)

CUT = f"Only the newest {casework.MOST_CARDS} cards of the country of this case were looked at."


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    now = timezone.now()
    case, _card = casework.open_case(ref, keyring, at=now)
    form = HowItWent(
        request.POST if request.method == "POST" else None,
        known=by_reach(the_register().mechanisms, country_of_case(case)),
        today=timezone.localdate(now),
        about_words=ABOUT_WORDS,
    )
    if doing.is_done(form, lambda _typed: desk.note_experience(ref, form.experience(), keyring, at=now)):
        return HttpResponseRedirect(reverse("staff:experience", args=[ref]))
    context = {
        **case_frame(case, keyring, "How it went with others", "What was asked of whom, and what came of it."),
        "told": _told(case),
        "noted": _noted(case),
        "rule": STAYS,
        "part": {"form": form, "button": "Keep this", "first": True},
    }
    return render(request, "staff/case/experience.html", context)


def section(case: CaseFile, at: datetime) -> dict[str, Any]:
    """On the page of the case."""
    rows, address = [*_told(case), *_noted(case)], reverse("staff:experience", args=[case.ref])
    if not rows:
        return not_begun("experience", _("How it went with others"), (_("Note how it went"), address))
    return {"template": "staff/case/experience_section.html", "address": address, "rows": rows}


def _told(case: CaseFile) -> list[Row]:
    return [_row(DEFENDER, one) for one in told_experiences(case.written)]


def _noted(case: CaseFile) -> list[Row]:
    return [_row(view, one) for view, one in noted_experiences(case.written)]


def _row(view: str, one: Experience) -> Row:
    return {
        "shape": "ring" if view == DEFENDER else "done",
        "word": VIEW_WORDS[view],
        "name": name_of(one, the_register().mechanisms),
        "says": answers_in_words(one),
        "words": one.words,
    }


# Over all cases


def how_it_went(case: CaseFile, chosen: Iterable[Mechanism], keyring: Keyring, *, at: datetime) -> dict[str, Any]:
    """A section for the page on which a mechanism is chosen: by name, each with its three views."""
    shown = sorted(chosen, key=lambda one: one.name.casefold())
    known = casework.cards_for(country_of_case(case), keyring, at=at) if shown else None
    views = views_by_mechanism(known.cards) if known else {}
    told = {one.id for one in shown if any(view.cases for view in views.get(one.id, ()))}
    return {
        "title": "How it went",
        "id": "how-it-went",
        "rule": READ_SO,
        "cut": CUT if known and known.is_cut else "",
        "template": "staff/case/mechanism_views.html",
        "known": [
            {"name": one.name, "views": [_view(view) for view in views[one.id]]} for one in shown if one.id in told
        ],
        "unknown": [one.name for one in shown if one.id not in told],
        "address": reverse("staff:experience", args=[case.ref]),
    }


def _view(view: View) -> Row:
    links = [
        {"codename": card.codename, "address": reverse("staff:experience", args=[card.dossier])} for card in view.found
    ]
    return {"by": VIEWS_WORDS[view.by], "says": _counted(view), "links": links}


def _counted(view: View) -> str:
    if not view.cases:
        return "Fewer than five have told." if view.by == DEFENDER else "Noted in no case."
    cases = "One case" if view.cases == 1 else f"{view.cases} cases"
    return f"{cases}. {_parts(view.answered, ANSWERED_WORDS)} {_parts(view.helped, HELPED_WORDS)}"


def _parts(counts: tuple[Count, ...], words: dict[str, Any]) -> str:
    if any(count.is_kept_back for count in counts):
        named = ", ".join(f"“{words[count.value[0]]}”" for count in counts)
        return f"How many said {named} is not written: one of these numbers is small."
    return " ".join(f"{words[count.value[0]]}: {count.number}." for count in counts if count.number)
