"""Who could help in a case: mechanisms of the register that fit its facts, those that nearly do and why not. Nothing is kept.

The facts are those of the case and can be changed for one look; no score, by name."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.coded_list import choices_of, label_of
from safeconduct.cases.desk import casework
from safeconduct.cases.incident import incidents
from safeconduct.cases.need import needs
from safeconduct.cases.request_card import RequestCard
from safeconduct.cases.theme import themes
from safeconduct.guidance.match import GROUPS, CaseFacts, Fit, Match, match
from safeconduct.guidance.mechanism import Mechanism
from safeconduct.guidance.register import the_register
from safeconduct.vocabulary.place_name import country_code, country_name
from safeconduct.web.open.wording import NEEDS
from safeconduct.web.staff.case.experience import how_it_went
from safeconduct.web.staff.case.page import case_frame, country_of_case
from safeconduct.web.staff.door import for_members
from safeconduct.web.staff.forms import Text

GROUPS_OF_TOLD = {
    "journalist": "journalists",
    "lgbti": "lgbti",
    "woman_hrd": "women",
    "environmental_land": "environment",
    "ngo_staff": "organisations",
    "association": "organisations",
    "online_activist": "online",
    "writer_academic": "writers_and_artists",
    "researcher": "scholars",
}
"""Confirmed groups of a case, as the register of guidance calls them."""
ASKING = {
    "person": _("The person"),
    "third_party": _("Somebody else for the person"),
    "organisation": _("An organisation"),
}
NOTHING_ASKED = "Nothing is asked for yet. Tick what is needed."
KINDS_OF_SOME = "By what was done only where the source of a body says for what it is there."


OTHER_ACT = "other"
"""Something was done for which no body of the register is there in particular."""


def _acts_taken_up() -> set[str]:
    return {act for one in the_register().mechanisms if one.takes_up for act in one.takes_up.acts}


def _choices_of_acts() -> list[tuple[str, str]]:
    """Only what makes a difference here, in the order of the list."""
    taken_up = _acts_taken_up()
    known = [(value, label) for value, label in choices_of("acts") if value in taken_up]
    return [*known, (OTHER_ACT, "Something else")]


class Facts(forms.Form):
    stay = Text(label=_("Country where the person is"), max_length=80, required=False)
    nationality = Text(
        label=_("Country of their passport"),
        help_text=_("Only for this look; it is not kept."),
        max_length=80,
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=_("What is needed"),
        choices=list(NEEDS.items()),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
        required=False,
    )
    groups = forms.MultipleChoiceField(
        label=_("Groups"),
        choices=[(value, label[:1].upper() + label[1:]) for value, label in GROUPS.items()],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
        required=False,
    )
    acts = forms.MultipleChoiceField(
        label=_("What was done"),
        choices=_choices_of_acts,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
        required=False,
    )
    asks_as = forms.ChoiceField(label=_("Who asks"), choices=list(ASKING.items()))
    in_exile = forms.BooleanField(label=_("They have left their country"), required=False)
    is_urgent = forms.BooleanField(label=_("In danger now"), required=False)

    def clean_stay(self) -> str:
        return _code(self.cleaned_data["stay"])

    def clean_nationality(self) -> str:
        return _code(self.cleaned_data["nationality"])

    def facts(self) -> CaseFacts:
        typed = self.cleaned_data
        return CaseFacts(
            stay=typed["stay"],
            nationality=typed["nationality"],
            needs=tuple(typed["needs"]),
            groups=tuple(typed["groups"]),
            acts=tuple(typed["acts"]),
            urgency="now" if typed["is_urgent"] else "no",
            in_exile=typed["in_exile"],
            asks_as=typed["asks_as"],
        )


def _code(typed: str) -> str:
    code = country_code(typed)
    if typed and not code:
        raise forms.ValidationError(_("This country is not known. Write its name or its two letters, as Kenya or KE."))
    return code


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    now = timezone.now()
    case, card = casework.open_case(ref, keyring, at=now)
    form = Facts(request.POST if request.method == "POST" else _of_case(case, card))
    facts = form.facts() if form.is_valid() else None
    found = match(facts, the_register().mechanisms, today=timezone.localdate(now)) if facts else None
    context = {
        **case_frame(
            case,
            keyring,
            "Who could help",
            "By name; what speaks against one is said. Ask the person before you ask anybody.",
        ),
        "sections": [
            {
                "title": "Fits",
                "rows": [_row(one) for one in found.fits] if found else [],
                "empty": _empty(facts),
                "doubts": (KINDS_OF_SOME,),
            },
            {
                "title": "Nearly fits",
                "rule": "One thing stands against it",
                "rows": [_row(one) for one in found.nearly] if found else [],
                "empty": "Nothing that one thing alone stands against.",
            },
            how_it_went(case, _mechanisms(found), keyring, at=now),
            {
                "title": "Facts",
                "rule": "Of the case; change them for one look",
                "part": {"form": form, "button": "Look again", "first": True},
            },
        ],
    }
    return render(request, "staff/guidance.html", context)


def _mechanisms(found: Match | None) -> tuple[Mechanism, ...]:
    return tuple(fit.mechanism for fit in (*found.fits, *found.nearly)) if found else ()


def _of_case(case: CaseFile, card: RequestCard) -> dict[str, Any]:
    """As the form would be filled in."""
    unmet = {need.on_card for need in needs(case.written) if need.state != "met"}
    told = {GROUPS_OF_TOLD[group] for group in card.told_groups if group in GROUPS_OF_TOLD}
    stay = country_code(country_of_case(case))
    return {
        "stay": country_name(stay) if stay else "",
        "needs": sorted(unmet.union(card.needs) & set(NEEDS)),
        "acts": acts_noted(case),
        "groups": sorted(told.union(themes(case.written)) & set(GROUPS)),
        "asks_as": "person" if card.about == "me" else "third_party",
        "is_urgent": card.urgency == "now",
    }


def acts_noted(case: CaseFile) -> list[str]:
    """What was done by the incidents of a case; all that no body is there for in particular as one."""
    noted = {act for incident in incidents(case.written) for act in incident.acts}
    taken_up = _acts_taken_up()
    return sorted(noted & taken_up) + [OTHER_ACT] * bool(noted - taken_up)


def _empty(facts: CaseFacts | None) -> str:
    return NOTHING_ASKED if facts and not facts.needs else "The register holds none that fits these facts."


def _row(fit: Fit) -> dict[str, Any]:
    """What goes against it first, then what it offers and how to ask, then what to know."""
    one = fit.mechanism
    noted = "; ".join(label_of("acts", act).lower() for act in fit.acts)
    offered = (fit.because, noted and f"Noted here: {noted}.", one.opens)
    asked = (one.how_to_ask, one.contact and f"{one.contact}.", one.answer.promised, one.limits)
    return {
        "state_shape": "half" if fit.why_not else "done",
        "state_word": "Nearly" if fit.why_not else "Fits",
        "sentence": one.name,
        "reason": " ".join(part for part in (fit.why_not, *offered, *asked, *fit.cautions) if part),
        "verb": "Source",
        "verb_address": one.source.address,
        "verb_about": one.name,
    }
