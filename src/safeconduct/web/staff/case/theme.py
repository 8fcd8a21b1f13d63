"""Groups and themes that join on a case, and the policies that they bring in."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.closed_way import closed_in, closed_ways
from safeconduct.cases.coded_list import choices_of, label_of
from safeconduct.cases.desk import casework
from safeconduct.cases.desk import theme as desk
from safeconduct.cases.eligibility import is_called_defender
from safeconduct.cases.theme import person_traits, themes
from safeconduct.guidance.action_sheet import ALWAYS, CLOSED_WAY, ActionSheet, sheets_for
from safeconduct.guidance.instrument import Instrument, policies, standing
from safeconduct.guidance.register import the_register
from safeconduct.guidance.source import doubt
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff.case.not_begun import not_begun
from safeconduct.web.staff.case.page import case_frame, country_of_case
from safeconduct.web.staff.door import for_members


class ChooseThemes(forms.Form):
    themes = forms.MultipleChoiceField(
        label=_("Groups and themes"),
        help_text=_("As many as join here: dangers add to each other."),
        choices=choices_of("themes"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    person = forms.MultipleChoiceField(
        label=_("The person"),
        help_text=_(
            "To see later whether like cases were treated alike, and in our figures how many far from help are reached. "
            "Leave it empty where it is not known."
        ),
        choices=choices_of("person_traits"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def page(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    form = ChooseThemes(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            typed = form.cleaned_data
            desk.choose_themes(ref, typed["themes"], keyring, person=typed["person"], at=timezone.now())
            return HttpResponseRedirect(reverse("staff:dossier", args=[ref]) + "#themes")
        except Refused as refused:
            form.add_error("themes", str(refused))
    case, _card = casework.open_case(ref, keyring, at=timezone.now())
    context = {
        **case_frame(case, keyring, "Groups and themes", "Each brings in the policies that were made for it."),
        "part": {
            "form": form
            or ChooseThemes(initial={"themes": themes(case.written), "person": person_traits(case.written)}),
            "button": "Keep these",
            "first": True,
        },
    }
    return render(request, "staff/case/themes.html", context)


def section(case: CaseFile, at: datetime) -> dict[str, Any]:
    """On the page of the case."""
    chosen, traits = themes(case.written), person_traits(case.written)
    address = reverse("staff:themes", args=[case.ref])
    sheets = _sheets(case, chosen)
    if not (chosen or traits or any(sheet.offered == CLOSED_WAY for sheet in sheets)):
        offered = ((sheet.title, reverse("staff:sheet", args=[sheet.id])) for sheet in sheets)
        return not_begun("themes", _("Policies that join"), (_("Choose groups and themes"), address), *offered)
    return {
        "template": "staff/case/themes_section.html",
        "address": address,
        "themes": ", ".join(label_of("themes", theme) for theme in chosen),
        "person": "; ".join(label_of("person_traits", trait) for trait in traits),
        "policies": [_policy(one) for one in policies(the_register().instruments, chosen)],
        "sheets": [{"text": one.title, "address": reverse("staff:sheet", args=[one.id])} for one in sheets],
    }


def _sheets(case: CaseFile, chosen: tuple[str, ...]) -> tuple[ActionSheet, ...]:
    """By the themes of the case, and where a way is closed in its country."""
    closed = closed_in(country_of_case(case), closed_ways(settings.SAFECONDUCT_CLOSED_WAYS))
    found = sheets_for(the_register().sheets, themes=chosen, has_closed_way=bool(closed))
    # What is offered always says what is owed to defenders.
    return tuple(one for one in found if one.offered != ALWAYS or is_called_defender(case.written))


def _policy(instrument: Instrument) -> dict[str, str]:
    version = instrument.versions[-1]
    told = (version.name + ".", standing(version), doubt(version.verification), version.note)
    return {"title": instrument.title, "note": " ".join(part for part in told if part)}
