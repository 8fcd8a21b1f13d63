"""Risk: their view and ours side by side, an assessment written, and the section on the page of a case."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.coded_list import label_of
from safeconduct.cases.desk import casework
from safeconduct.cases.desk import risk as desk
from safeconduct.cases.request_card import RequestCard
from safeconduct.cases.risk import BANDS, LINES, Other, Risk, gaps, risks
from safeconduct.intake.risk_view import RiskView, own_view, view_with_the_code_alone
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.defender.wishing import DANGER_WORDS, DangerView
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.case.risk_form import (
    BAND_WORDS,
    LIST_WORDS,
    SECTION_WORDS,
    AssessRisk,
    TakeDownView,
    rows_in,
    typed_anew,
    with_rows_to_spare,
)
from safeconduct.web.staff.door import for_members


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """Shows what stands; a post assesses anew, or with "more" gives more rows to write in."""
    if request.method != "POST":
        return _page(request, keyring, ref)
    rows = rows_in(request.POST)
    if request.POST.get("go") == "more":
        return _page(
            request, keyring, ref, assess=AssessRisk(initial=request.POST.dict(), rows=with_rows_to_spare(rows))
        )
    form, now = AssessRisk(request.POST, rows=rows), timezone.now()
    if form.is_valid():
        risk = form.risk(at=now)
        try:
            desk.assess(ref, risk, keyring, at=now)
            return HttpResponseRedirect(reverse("staff:risk", args=[ref]))
        except Refused as refused:
            found = gaps(risk, on=now.date())
            form.add_gaps(found) if found else form.add_error(None, str(refused))
    return _page(request, keyring, ref, assess=form)


@require_POST
@for_members
def take_down(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """What the defender said about the danger, in a call or in person."""
    form = TakeDownView(request.POST, prefix="view")
    if form.is_valid():
        typed = form.cleaned_data
        desk.take_down_view(ref, typed, typed["way"], keyring, at=timezone.now())
        return HttpResponseRedirect(reverse("staff:risk", args=[ref]))
    return _page(request, keyring, ref, view=form)


def _page(
    request: HttpRequest,
    keyring: Keyring,
    ref: str,
    *,
    assess: AssessRisk | None = None,
    view: forms.Form | None = None,
) -> HttpResponse:
    now = timezone.now()
    case, _card = casework.open_case(ref, keyring, at=now)
    ours = risks(case.written)
    newest = ours[-1] if ours else None
    begun = typed_anew(newest)
    context = {
        **case_frame(case, keyring, "Risk", _sentence(newest, on=now.date())),
        **_stands(case, on=now.date()),
        "grounds": _grounds(newest) if newest else [],
        "assess": assess or AssessRisk(initial=begun, rows=with_rows_to_spare(rows_in(begun))),
        "is_begun": assess is not None,
        "view": {
            "form": view or TakeDownView(prefix="view"),
            "address": reverse("staff:risk_view", args=[ref]),
            "button": "Keep their answers",
        },
        "earlier": [_earlier(one) for one in reversed(ours[:-1])],
    }
    return render(request, "staff/case/risk.html", context)


def section(case: CaseFile, at: datetime) -> dict[str, Any]:
    """On the page of the case."""
    return {"template": "staff/case/risk_section.html", **_stands(case, on=at.date())}


# In words


def _stands(case: CaseFile, *, on: date) -> dict[str, Any]:
    """What `staff/case/risk_stands.html` shows."""
    ours = risks(case.written)
    newest = ours[-1] if ours else None
    own, alone = own_view(case.written), view_with_the_code_alone(case.written)
    theirs = [_their_view(own, newest, label="They see it so")] if own else []
    theirs += [_their_view(alone, newest, label=_alone(case))] if alone else []
    return {
        "address": reverse("staff:risk", args=[case.ref]),
        "risk": _risk(newest, on=on) if newest else None,
        "theirs": theirs,
    }


def _alone(case: CaseFile) -> str:
    return "Through the relay" if case.is_relay else "Written with the code alone"


def _risk(risk: Risk, *, on: date) -> dict[str, Any]:
    is_over = risk.review_on < on
    days = date_format(risk.review_on, "j F")
    return {
        "steps": [
            {
                "word": _step(band, is_over=is_over) if band == risk.band else BAND_WORDS[band],
                "is_ours": band == risk.band,
            }
            for band in BANDS
        ],
        "is_over": is_over,
        "is_grave": risk.band in BANDS[2:],
        "note": f"Assessed {_day(risk.at)}. "
        + (f"Was to be looked at again by {days}" if is_over else f"Review by {days}"),
        "because": risk.because,
        "others": _others(risk),
    }


def _step(band: str, *, is_over: bool) -> str:
    return f"{BAND_WORDS[band]}, out of date" if is_over else f"{BAND_WORDS[band]}, now"


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F")


def _others(risk: Risk) -> str:
    if risk.asked_none:
        return "asked: none."
    return "; ".join(_other(other) for other in risk.others) + "."


def _other(other: Other) -> str:
    role = label_of("other_roles", other.role)
    parts = {"asked": other.asked, "said": other.said}
    told = "; ".join(f"{word}: {text.strip(' .')}" for word, text in parts.items() if text) or "not yet asked"
    return f"{other.label} ({role.lower()}; {told})"


def _their_view(view: RiskView, risk: Risk | None, *, label: str) -> dict[str, Any]:
    by = f", written down by {view.taken_down_by}" if view.taken_down_by else ""
    asked = DangerView.base_fields
    return {
        "label": label,
        "said": str(DANGER_WORDS[view.band]) if view.band else "",
        "difference": _difference(view, risk),
        "answers": [
            {"asked": asked[name].label, "text": getattr(view, name)}
            for name in ("worries", "does", "helps", "worse")
            if getattr(view, name)
        ],
        "note": f"{_day(view.at)}{by}",
    }


def _difference(view: RiskView, risk: Risk | None) -> str:
    """Their band beside ours: both are kept, and no third is made of them."""
    if not view.band or risk is None:
        return ""
    theirs, ours = BANDS.index(view.band), BANDS.index(risk.band)
    if theirs == ours:
        return "They rate it as we do."
    word = str(BAND_WORDS[view.band]).lower()
    return f"They rate it {'lower' if theirs < ours else 'higher'} than we do: {word}. Both views are kept."


def _sentence(risk: Risk | None, *, on: date) -> str:
    if risk is None:
        return "Not assessed yet. Ask the defender first, then write what shows what."
    if risk.review_on < on:
        return (
            "The review day has passed: nothing may be decided on this assessment. Look at it again with the defender."
        )
    return f"Stands until {date_format(risk.review_on, 'j F')}. Write it anew when anything changes."


def _grounds(risk: Risk) -> list[dict[str, Any]]:
    """Everything that the newest assessment rests on, part by part."""
    grounds = risk.grounds
    lines = [{"label": LIST_WORDS[name][1], "lines": list(map(_line, getattr(grounds, name)))} for name in LINES]
    texts = {
        **{label: grounds.sections[name] for name, label in SECTION_WORDS.items()},
        "Being known helps": grounds.leverage,
        "Being known endangers": grounds.exposure,
        "Openly found about relatives and colleagues": grounds.found_openly,
    }
    claims = [{"text": one.text, "note": f"Our answer: {one.answer}"} for one in grounds.claims]
    parts = [*lines, *({"label": label, "text": text} for label, text in texts.items())]
    return [*parts, {"label": LIST_WORDS["claims"][1], "lines": claims}] if claims else parts


def _line(line: Any) -> dict[str, str]:
    return {
        "text": line.what,
        "note": f"{line.evidence.rstrip('.')}, {date_format(date.fromisoformat(line.on), 'j F Y')}",
    }


def _earlier(risk: Risk) -> dict[str, str]:
    return {
        "day": date_format(timezone.localtime(risk.at), "j M"),
        "kind": f"{BAND_WORDS[risk.band]}.",
        "text": risk.because,
        "by": f"{risk.post_name} · to be looked at again by {date_format(risk.review_on, 'j F Y')}",
        "mark": "by_post",
    }


def due_row(row: dict[str, str], card: RequestCard, *, today: date) -> dict[str, str]:
    """A row of Today for an assessment whose review day has passed; `row` is the card's own."""
    review_on = card.risk_review or today
    days, band = (today - review_on).days, str(BAND_WORDS[card.risk]).lower()
    address = reverse("staff:risk", args=[card.dossier])
    return {
        **row,
        "state_shape": "late",
        "state_word": "1 day late" if days == 1 else f"{days} days late",
        "sentence": f": {band} risk, to be looked at again by {date_format(review_on, 'j F')}",
        "reason": "Nothing may be decided on it until then. Ask the defender first.",
        "verb": "Look again",
        "verb_address": address,
    }
