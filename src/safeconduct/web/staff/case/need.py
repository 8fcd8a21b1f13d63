"""Needs: what is needed and by whom, whether it was met, who may provide it, and what is unmet over all cases."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.coded_list import choices_of, label_of
from safeconduct.cases.desk import casework
from safeconduct.cases.desk import need as desk
from safeconduct.cases.need import OUTCOMES, Dependant, Need, needs
from safeconduct.guidance.match import CaseFacts, match
from safeconduct.guidance.register import the_register
from safeconduct.vocabulary.place_name import country_code
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.defender.questions import Text
from safeconduct.web.staff.case.not_begun import not_begun
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.case.support_wanted import in_their_words, not_noted
from safeconduct.web.staff.case.who_helps import acts_noted
from safeconduct.web.staff.door import for_members, frame

STATES = {
    "open": ("gap", _("Not met yet")),
    "partly": ("half", _("Met in part")),
    "not_met": ("bar", _("Could not be met")),
    "met": ("done", _("Met")),
}


CHOOSE = _("Choose")


def _choice(name: str, label: Any, *, first: Any = CHOOSE) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", first), *choices_of(name)], required=False)


class NoteNeed(forms.Form):
    kind = _choice("need_kinds", _("What is needed"))
    level = _choice("need_levels", _("How much depends on it"))
    stage = _choice("need_stages", _("At which stage"))
    asked_by = _choice("need_askers", _("Who asked"))
    words = Text(label=_("In words"), widget=forms.Textarea(attrs={"rows": 2}), max_length=10_000, required=False)
    role = _choice("other_roles", _("For a dependant"), first=_("No, for the defender"))
    label = Text(label=_("Label, never a name"), max_length=500, required=False)
    consent = _choice("dependant_answers", _("Their own answer"))
    risk = Text(label=_("Their own risk"), widget=forms.Textarea(attrs={"rows": 2}), max_length=10_000, required=False)

    def need(self) -> Need:
        typed = self.cleaned_data
        parts = {name: typed[name] for name in ("kind", "level", "stage", "asked_by", "words")}
        theirs = {name: typed[name] for name in ("role", "label", "consent", "risk")}
        return Need(ref="", **parts, dependant=Dependant(**theirs) if any(theirs.values()) else None)


class SettleNeed(forms.Form):
    state = forms.ChoiceField(
        label=_("Is it met?"),
        choices=[("", _("Choose")), *((state, STATES[state][1]) for state in OUTCOMES)],
        required=False,
    )
    provider = Text(
        label=_("By whom"),
        help_text=_("An organisation or a role, never a private person."),
        max_length=1_000,
        required=False,
    )
    why = Text(label=_("Why not, or not wholly"), max_length=2_000, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    if request.method != "POST":
        return _page(request, keyring, ref)
    form = NoteNeed(request.POST, prefix="note")
    if form.is_valid():
        try:
            desk.note_need(ref, form.need(), keyring, at=timezone.now())
            return HttpResponseRedirect(reverse("staff:needs", args=[ref]))
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, keyring, ref, note=form)


@require_POST
@for_members
def settle(request: HttpRequest, keyring: Keyring, ref: str, need: str) -> HttpResponse:
    form = SettleNeed(request.POST, prefix=need)
    if form.is_valid():
        try:
            desk.settle_need(ref, need, keyring, **form.cleaned_data, at=timezone.now())
            return HttpResponseRedirect(reverse("staff:needs", args=[ref]))
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, keyring, ref, settled={need: form})


@require_safe
@for_members
def unmet(request: HttpRequest, keyring: Keyring) -> HttpResponse:
    """What is unmet over all cards that this member may open: kinds by name, cases by codename, nothing ranked."""
    cards = [card for card in casework.cards(keyring, at=timezone.now())[0] if card.unmet]
    counts = Counter(kind for card in cards for kind in card.unmet)
    context = {
        **frame(keyring, "cases"),
        "title": "Unmet needs",
        "sentence": f"Over {len(cards)} cases." if len(cards) != 1 else "In one case.",
        "back": {"text": "Cases", "address": reverse("staff:cases")},
        "kinds": sorted(
            ({"word": _on_card(kind), "count": count} for kind, count in counts.items()), key=lambda row: row["word"]
        ),
        "rows": [
            {
                "state_shape": "gap",
                "state_word": "1 unmet" if len(card.unmet) == 1 else f"{len(card.unmet)} unmet",
                "codename": card.codename,
                "address": reverse("staff:needs", args=[card.dossier]),
                "sentence": f": {'; '.join(sorted(_on_card(kind).lower() for kind in card.unmet))}",
            }
            for card in sorted(cards, key=lambda card: card.codename)
        ],
        "empty": "No case that this post may open has an unmet need on its card.",
    }
    return render(request, "staff/case/unmet_needs.html", context)


def section(case: CaseFile, at: datetime) -> dict[str, Any]:
    """On the page of the case."""
    known, address = needs(case.written), reverse("staff:needs", args=[case.ref])
    who_helps = reverse("staff:case_who_helps", args=[case.ref])
    wanted = not_noted(case.written, known)
    if not known and not wanted:
        verbs = ((_("Needs, and who may provide"), address), (_("Who could help"), who_helps))
        return not_begun("needs", _("Needs"), *verbs)
    rows = [*wanted, *(_row(need) for need in known if need.state != "met")]
    return {"template": "staff/case/needs_section.html", "address": address, "rows": rows, "who_helps": who_helps}


def _page(
    request: HttpRequest,
    keyring: Keyring,
    ref: str,
    *,
    note: NoteNeed | None = None,
    settled: dict[str, SettleNeed] | None = None,
) -> HttpResponse:
    now = timezone.now()
    case, _card = casework.open_case(ref, keyring, at=now)
    known = needs(case.written)
    wanted = in_their_words(case.written, known, STATES)
    open_ones = [need for need in known if need.state != "met"]
    context = {
        **case_frame(case, keyring, "Needs", _sentence(len(open_ones), len(known), is_told=bool(wanted))),
        "unmet": [
            {
                **_row(need),
                "form": (settled or {}).get(need.ref) or SettleNeed(prefix=need.ref),
                "is_begun": need.ref in (settled or {}),
                "address": reverse("staff:settle_need", args=[ref, need.ref]),
                "providers": _providers(need, case, today=now.date()),
            }
            for need in open_ones
        ],
        "wanted": wanted,
        "met": [_row(need) for need in known if need.state == "met"],
        "note": note or NoteNeed(prefix="note"),
        "unmet_address": reverse("staff:unmet_needs"),
    }
    return render(request, "staff/case/needs.html", context)


def _sentence(unmet_ones: int, known: int, *, is_told: bool) -> str:
    if not known and is_told:
        return "Nothing has been noted yet of what they want."
    if not known:
        return "Nothing has been noted. Ask what is wanted at this stage, and for whom."
    return "All that was noted is met." if not unmet_ones else f"{unmet_ones} of {known} not met."


def _row(need: Need) -> dict[str, Any]:
    shape, word = STATES[need.state]
    whom = (
        f" for {need.dependant.label} ({label_of('other_roles', need.dependant.role).lower()})"
        if need.dependant
        else ""
    )
    told = [
        label_of("need_levels", need.level),
        label_of("need_stages", need.stage),
        f"Asked by: {label_of('need_askers', need.asked_by).lower()}",
        date_format(timezone.localtime(need.at), "j F") if need.at else "",
    ]
    outcome = ": ".join(part for part in (need.provider, need.why) if part)
    return {
        "shape": shape,
        "word": word,
        "what": f"{label_of('need_kinds', need.kind)}{whom}",
        "words": need.words,
        "note": ". ".join(part for part in told if part),
        "outcome": outcome,
        "dependant": _dependant(need.dependant) if need.dependant else "",
    }


def _dependant(dependant: Dependant) -> str:
    return f"{label_of('dependant_answers', dependant.consent)}. Their own risk: {dependant.risk}"


def _providers(need: Need, case: CaseFile, *, today: date) -> list[dict[str, Any]]:
    """Who says that they offer it, where the person stays; what speaks against one is left to the page of guidance."""
    stay = country_code(case.story.get("country", ""))
    facts = CaseFacts(stay=stay, nationality="", needs=(need.on_card,), acts=tuple(acts_noted(case)))
    found = match(facts, the_register().mechanisms, today=today)
    return [
        {"name": fit.mechanism.name, "how": fit.mechanism.how_to_ask, "cautions": fit.cautions} for fit in found.fits
    ]


def _on_card(kind: str) -> str:
    return "Medical need" if kind == "medical" else label_of("need_kinds", kind)
