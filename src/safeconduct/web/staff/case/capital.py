"""The page for the capital or the ambassador, from one decision: to print, to send as a cable, to answer by a link or by word."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.action import stopped
from safeconduct.cases.capital import (
    HELD,
    LINK,
    LONGEST_PART,
    NO,
    PARTS,
    WAIT,
    YES,
    CapitalLink,
    CapitalPage,
    CapitalWord,
    as_cable,
    capital_links,
    capital_pages,
    capital_words,
)
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.decision import Decision, decisions
from safeconduct.cases.desk import asking_capital as desk
from safeconduct.cases.desk import casework, deciding, naming
from safeconduct.cases.desk.asking_capital import CapitalAnswer
from safeconduct.cases.risk import newest_risk
from safeconduct.guidance.register import action_kinds
from safeconduct.intake.link import LONGEST
from safeconduct.vocabulary.refusal import Refused, the_one
from safeconduct.web.defender.questions import Text
from safeconduct.web.staff import doing
from safeconduct.web.staff.case.link_address import HELD_WORDS, HOWS, link_address
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.case.risk_form import BAND_WORDS
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.fields import Day

SAYS = {YES: _("Yes"), NO: _("No"), WAIT: _("Wait")}
SHAPES = {YES: "done", NO: "ended", WAIT: "soon"}
FIRST_LINE = "We follow how human rights defenders are treated, and ask that they be safe and free to do their work."


class PageForm(forms.Form):
    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        for name, title in PARTS.items():
            area = forms.Textarea(attrs={"rows": 3, "dir": "auto"})
            self.fields[name] = Text(label=title, widget=area, max_length=LONGEST_PART, required=False)


class LinkForm(forms.Form):
    until = Day(_("Good until"), required=True, help_text=_("Two weeks at most."))


class WordForm(forms.Form):
    says = forms.ChoiceField(
        label=_("What they answered"), choices=list(SAYS.items()), widget=forms.RadioSelect, required=False
    )
    said_by = Text(
        label=_("Who answered"),
        help_text=_("A function, such as “head of department”."),
        max_length=200,
        required=False,
    )
    how = forms.ChoiceField(label=_("How it came"), choices=list(HOWS.items()))
    on = Day(_("On which day"))

    def answered(self) -> CapitalAnswer:
        return CapitalAnswer(**{name: self.cleaned_data[name] for name in ("says", "how", "said_by", "on")})


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str, decision: str) -> HttpResponse:
    """As the pressed button says. A link is shown once."""
    now, go = timezone.now(), request.POST.get("go", "")
    text = PageForm(request.POST if go == "keep" else None, prefix="page")
    link = LinkForm(request.POST if go == "link" else None, prefix="link")
    word = WordForm(request.POST if go == "word" else None, prefix="word")
    form = {"keep": text, "link": link, "word": word}.get(go)
    if go == "withdraw":
        desk.withdraw_capital_link(ref, request.POST.get("link", ""), keyring, at=now)
        return _back(ref, decision)
    if form is not None and form.is_valid():
        try:
            doing.pass_ticked(form, ref, keyring, at=now)
            if form is link:
                until = link.cleaned_data["until"]
                token = desk.make_capital_link(ref, decision, until, keyring, at=now)
                return _shown_once(request, keyring, ref, decision, token, until)
            if form is text:
                desk.keep_page(ref, decision, text.cleaned_data, keyring, at=now)
            else:
                desk.record_capital_word(ref, decision, word.answered(), keyring, at=now)
            return _back(ref, decision)
        except Refused as refused:
            doing.say_why(form, refused)
    case, _card = casework.open_case(ref, keyring, at=now)
    found = the_one(decisions(case.written), decision)
    context = _context(case, found, keyring, text, link, word, at=now)
    if pages := capital_pages(case.written, decision):
        held = naming.refusal_to_going_out(ref, "\n".join(pages[-1].parts.values()), keyring, at=now)
        context |= {"held": held.sentence, "sentence": "It may not go out as it stands."} if held else {}
    return render(request, "staff/case/capital.html", context)


def _back(ref: str, decision: str) -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:capital", args=[ref, decision]))


def _context(
    case: CaseFile,
    found: Decision,
    keyring: Keyring,
    text: PageForm,
    link: LinkForm,
    word: WordForm,
    *,
    at: datetime,
) -> dict[str, Any]:
    today, pages = timezone.localdate(at), capital_pages(case.written, found.ref)
    kept = pages[-1] if pages else None
    parts = kept.parts if kept else _beginning(case, found, at=at)
    text.initial, link.initial, word.initial = dict(parts), {"until": today + LONGEST // 2}, {"on": today}
    return {
        **case_frame(case, keyring, "For the capital", _sentence(kept)),
        "parts": [{"label": title, "text": parts[name]} for name, title in PARTS.items()],
        "on": date_format(timezone.localtime(kept.at) if kept else today, "j F Y"),
        "cable": as_cable(parts, on=kept.at.date() if kept else today),
        "decision_address": reverse("staff:decision", args=[case.ref, found.ref]),
        "text": {"form": text, "button": "Keep this page", "go": "keep", "first": not kept},
        "rows": [*_word_rows(case, pages), *_link_rows(case, pages, on=today)],
        "link": {"form": link, "button": "Make a link", "go": "link"} if kept else None,
        "word": {"form": word, "button": "Write it down", "go": "word"} if kept else None,
    }


def _sentence(kept: CapitalPage | None) -> str:
    if kept is None:
        return "Begun from codes and days alone; it names nobody. Read it, change it, keep it; then send or print it."
    return "It names nobody. Print it, send it as a cable, or give a link; yes, no and wait come back here."


def _beginning(case: CaseFile, decision: Decision, *, at: datetime) -> dict[str, str]:
    """From codes and days: what an officer typed may name somebody, so none of it is taken over."""
    return {
        "asked": _asked(case, decision, at=at),
        "why_now": _why_now(case, decision),
        "others": _others(decision),
        "risk": _risk(case),
        "line": FIRST_LINE,
    }


def _asked(case: CaseFile, decision: Decision, *, at: datetime) -> str:
    kinds = action_kinds()
    halted = {one.ref for one in stopped(case.written, kinds, consents=deciding.standing(case, at=at).consents)}
    steps = [
        f"{kinds[step.kind].name} ({step.visibility}{_by(step.on)})"
        for step in decision.steps
        if step.ref not in halted
    ]
    return f"That we may take, for one human rights defender: {'; '.join(steps)}." if steps else ""


def _by(on: date | None) -> str:
    return f", {date_format(on, 'j F Y')}" if on else ""


def _why_now(case: CaseFile, decision: Decision) -> str:
    days = sorted(step.on for step in decision.steps if step.on)
    first = f"The first step is planned for {date_format(days[0], 'j F Y')}. " if days else ""
    risk = newest_risk(case.written)
    band = f"We assess the danger as {str(BAND_WORDS[risk.band]).lower()} since {_day(risk.at)}. " if risk else ""
    again = (
        f"The decision is looked at again on {date_format(decision.review_on, 'j F Y')}." if decision.review_on else ""
    )
    return f"{first}{band}{again}".strip() or "Nothing has a day yet."


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y")


def _others(decision: Decision) -> str:
    owners = sorted({owner for step in decision.steps for owner in step.owners})
    return f"These take it together with us: {', '.join(owners)}." if owners else "Nobody else acts with us so far."


def _risk(case: CaseFile) -> str:
    risk = newest_risk(case.written)
    if risk is None:
        return "Not assessed yet."
    stands = f"The assessment stands until {date_format(risk.review_on, 'j F Y')}."
    others = (
        "Others could be harmed too, and were asked." if risk.others else "Nobody else is known to be at risk by it."
    )
    return f"{BAND_WORDS[risk.band]}. {stands} {others}"


# Answers


def _word_rows(case: CaseFile, pages: tuple[CapitalPage, ...]) -> list[dict[str, str]]:
    """The newest first."""
    known = {one.ref for one in pages}
    return [_word_row(one) for one in reversed(capital_words(case.written)) if one.page in known]


def _word_row(one: CapitalWord) -> dict[str, str]:
    day = date_format(one.on, "j F Y")
    came = f"By the link, {day}" if one.how == LINK else f"{HOWS[one.how]}, {day}, by {one.said_by}"
    return {"shape": SHAPES[one.says], "word": str(SAYS[one.says]), "text": f"{came}.", "link": ""}


def _link_rows(case: CaseFile, pages: tuple[CapitalPage, ...], *, on: date) -> list[dict[str, str]]:
    known = {one.ref for one in pages}
    links = [one for one in capital_links(case.written) if one.page in known]
    # Until another one is out, or its time is over, it is said what became of the last.
    held = [one for one in links[-1:] if one.state == HELD and on <= one.until]
    return [_link_row(one) for one in links if one in held or one.opens_on(on)]


def _link_row(one: CapitalLink) -> dict[str, str]:
    until = date_format(one.until, "j F Y")
    if one.state == HELD:
        text = f"The link opens nothing any more: {HELD_WORDS[one.why]}"
        return {"shape": "ended", "word": "Held back", "text": text, "link": ""}
    return {"shape": "ring", "word": "No answer yet", "text": f"A link is out, good until {until}.", "link": one.ref}


def _shown_once(
    request: HttpRequest, keyring: Keyring, ref: str, decision: str, token: str, until: date
) -> HttpResponse:
    case, _card = casework.open_case(ref, keyring, at=timezone.now())
    sentence = f"It is shown once and good for one answer, until {date_format(until, 'j F Y')}."
    context: Mapping[str, Any] = {
        **case_frame(case, keyring, "Give this link to the capital", sentence),
        "address": link_address(request, f"/en/c/{token}/"),
        "next_address": reverse("staff:capital", args=[ref, decision]),
    }
    return render(request, "staff/case/capital_once.html", dict(context))
