"""What is asked about a region: where it is, what matters there, who liaises, what keeps people apart."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.coded_list import choices_of
from safeconduct.coordination.region import Liaison, Region, languages_in
from safeconduct.vocabulary.place_name import country_code, country_name
from safeconduct.web.defender.questions import Text
from safeconduct.web.staff.fields import words

LONGEST_LINE = 300


def _ticks(label: Any, name: str, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        help_text=help_text,
        choices=choices_of(name),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
        required=False,
    )


def _languages(label: Any) -> Text:
    return Text(
        label=label, help_text=_("With commas between them, such as French, Arabic."), max_length=200, required=False
    )


class RegionForm(forms.Form):
    country = Text(label=_("Country"), max_length=LONGEST_LINE, required=False)
    part = forms.ChoiceField(
        label=_("Where in the country"), choices=[("", _("Choose")), *choices_of("region_parts")], required=False
    )
    name = Text(
        label=_("Its name, where it needs one"),
        help_text=_("A province or district. Name no village that leads to a person."),
        max_length=LONGEST_LINE,
        required=False,
    )
    themes = _ticks(_("Groups and themes that matter there"), "themes")
    languages = _languages(_("Languages of defenders there"))
    barriers = _ticks(_("What keeps defenders there and us apart"), "region_barriers")

    def region(self, ref: str = "") -> Region:
        typed = self.cleaned_data
        return Region(
            ref,
            country_code(typed["country"]),
            typed["part"],
            " ".join(typed["name"].split()),
            tuple(typed["themes"]),
            languages_in(typed["languages"]),
            tuple(typed["barriers"]),
            "",
        )


def region_initial(region: Region) -> dict[str, Any]:
    listed = {"themes": region.themes, "languages": ", ".join(region.languages), "barriers": region.barriers}
    return {"country": country_name(region.country), "part": region.part, "name": region.name, **listed}


class LiaisonForm(forms.Form):
    themes = _ticks(_("For which groups and themes"), "themes", _("Tick none to liaise for all of them."))
    languages = _languages(_("Languages in which defenders there can speak with you"))


def liaison_initial(own: Liaison | None) -> dict[str, Any]:
    return {"themes": own.themes, "languages": ", ".join(own.languages)} if own else {}


class ReliefForm(forms.Form):
    why = words(_("What you lack"), help_text=_("Staff, time, means, a way to go there. The group reads it."))


class TakeForm(forms.Form):
    languages = _languages(_("Languages in which defenders there can speak with you"))


class DropForm(forms.Form):
    why = words(_("Why the group no longer looks after it"))
