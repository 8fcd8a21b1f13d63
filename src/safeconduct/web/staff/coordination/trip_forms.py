"""What is asked about a trip: when and where, whom to meet, how far it may go; what it brought; what stands in for it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.coded_list import choices_of
from safeconduct.coordination.desk.travelling import Substitute, TripMarking
from safeconduct.coordination.group import Seat
from safeconduct.coordination.tlp import AMBER, MARKINGS
from safeconduct.coordination.trip import TripPlan
from safeconduct.web.staff.fields import Day, words

NAMES_NOBODY = _("Name nobody: who they are, in a few words.")


def _choice(label: Any, name: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", _("Choose")), *choices_of(name)], required=False)


class TripForm(forms.Form):
    """Its regions are those of the group; who may be named are its other organisations."""

    kind = forms.ChoiceField(label=_("What it is"), choices=choices_of("trip_kinds"))
    on = Day(_("First day"), required=True)
    until = Day(_("Last day"), help_text=_("Leave it empty for one day."))
    regions = forms.MultipleChoiceField(label=_("Where it leads"), widget=forms.CheckboxSelectMultiple, required=False)
    meets = words(_("Whom to meet"), help_text=NAMES_NOBODY)
    removes = forms.MultipleChoiceField(
        label=_("What it takes away of what keeps people apart"),
        choices=choices_of("region_barriers"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
        required=False,
    )
    marking = forms.ChoiceField(
        label=_("Marking"), choices=[(one.value, one.value) for one in MARKINGS], initial=AMBER, required=False
    )
    named = forms.MultipleChoiceField(
        label=_("For TLP:RED: who may read it"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *given: Any, regions: Mapping[str, str], others: Iterable[Seat], **kept: Any) -> None:
        super().__init__(*given, **kept)
        self.fields["regions"].choices = list(regions.items())
        self.fields["named"].choices = sorted(
            ((seat.organisation, seat.office) for seat in others), key=lambda one: one[1].casefold()
        )
        if not self.fields["named"].choices:
            del self.fields["named"]

    def plan(self) -> TripPlan:
        typed = self.cleaned_data
        until = typed["until"] or typed["on"]
        regions, removes = tuple(typed["regions"]), tuple(typed["removes"])
        return TripPlan(typed["kind"], typed["on"], until, regions, typed["meets"].strip(), removes)

    def marked(self) -> TripMarking:
        return TripMarking(self.cleaned_data["marking"], tuple(self.cleaned_data.get("named", ())))


class ReportForm(forms.Form):
    effect = _choice(_("What came of it"), "trip_effects")
    words = words(
        _("What the others should know"),
        rows=4,
        help_text=_("Whoever reads this trip reads it. Name nobody, and no place that leads to one."),
    )


class VisitForm(TripForm):
    """A visit that was made: the trip and its report at once."""

    effect = _choice(_("What came of it"), "trip_effects")
    words = words(_("What the others should know"), rows=4, help_text=_("Name nobody, and no place that leads to one."))
    field_order = ("kind", "on", "until", "regions", "meets", "effect", "words", "marking", "named")

    def __init__(self, *given: Any, **kept: Any) -> None:
        super().__init__(*given, **kept)
        del self.fields["removes"]
        self.fields["meets"].label = _("Who was met")

    def clean(self) -> dict[str, Any]:
        return {**super().clean(), "removes": ()}


class CallOffForm(forms.Form):
    why = _choice(_("Why"), "trip_ends")
    region = forms.ChoiceField(label=_("Where contact is kept instead"), required=False)
    way = _choice(_("What stands in for it"), "contact_ways")
    whom = words(_("With whom"), help_text=NAMES_NOBODY)
    by = Day(_("By when"))

    def __init__(self, *given: Any, regions: Mapping[str, str], **kept: Any) -> None:
        super().__init__(*given, **kept)
        self.fields["region"].choices = list(regions.items())

    def substitute(self) -> Substitute:
        typed = self.cleaned_data
        return Substitute(typed["region"], typed["whom"], typed["way"], typed["by"])


class ContactForm(forms.Form):
    region = forms.ChoiceField(label=_("Region"), required=False)
    whom = words(_("With whom"), help_text=NAMES_NOBODY)
    way = _choice(_("How"), "contact_ways")
    by = Day(_("By when"))

    def __init__(self, *given: Any, regions: Mapping[str, str], **kept: Any) -> None:
        super().__init__(*given, **kept)
        self.fields["region"].choices = [("", _("Choose")), *regions.items()]


class MadeForm(forms.Form):
    on = Day(_("On which day"))


class GiveUpForm(forms.Form):
    why = words(_("Why it is given up"), rows=1)


class DialogueForm(forms.Form):
    pair = _choice(_("Who spoke with whom"), "dialogue_pairs")
    on = Day(_("Day"), required=True)
    form = _choice(_("In which form"), "dialogue_forms")
    region = forms.ChoiceField(label=_("In which region, if in one"), required=False)
    took_part = forms.BooleanField(
        label=_("We took part ourselves"),
        help_text=_("Asked for dialogues among defenders and with their own state: of those only the day is kept."),
        required=False,
    )

    def __init__(self, *given: Any, regions: Mapping[str, str], **kept: Any) -> None:
        super().__init__(*given, **kept)
        self.fields["region"].choices = [("", _("None in particular")), *regions.items()]


class RhythmForm(forms.Form):
    pair = _choice(_("Pair"), "dialogue_pairs")
    every = _choice(_("How often"), "dialogue_rhythms")
