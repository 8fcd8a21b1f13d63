"""Forms of a joint position: seek it, who contributed, what was agreed or blocked, acts that go with it, echoes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.coded_list import choices_of
from safeconduct.coordination.desk.positions import ActPlan
from safeconduct.coordination.group import Group
from safeconduct.coordination.joint_position import JOINT, NATIONAL
from safeconduct.vocabulary.place_name import country_code
from safeconduct.web.defender.questions import Text
from safeconduct.web.staff.coordination.meeting_forms import marking_field
from safeconduct.web.staff.fields import Day, words

KINDS = {JOINT: _("All together"), NATIONAL: _("One organisation")}


class SeekForm(forms.Form):
    title = Text(
        label=_("What it is about"),
        help_text=_("It stands above the agreed text, also outside. Name nobody."),
        max_length=200,
        required=False,
    )
    marking = marking_field()


def _of_group(group: Group, label: Any, *, none: Any = None) -> forms.ChoiceField:
    offices = [(seat.office, seat.office) for seat in group.seats]
    return forms.ChoiceField(label=label, choices=[("", none or _("Choose")), *offices], required=False)


class ContributionForm(forms.Form):
    words = words(_("What they put in"), help_text=_("Kept inside the group, never in what leaves it."))

    def __init__(self, group: Group, *given: Any) -> None:
        super().__init__(*given, prefix="contributed")
        self.fields["office"] = _of_group(group, _("Who contributed"))
        self.order_fields(["office", "words"])


class AgreedForm(forms.Form):
    text = words(_("The agreed text"), rows=6, help_text=_("As it may be read outside. Name nobody."))

    def __init__(self, *given: Any) -> None:
        super().__init__(*given, prefix="agreed")


class BlockedForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why"), choices=[("", _("Choose")), *choices_of("blocked_by")], required=False)
    blocked = words(_("What could not be done"))
    fallback = words(_("What is done instead"))

    def __init__(self, *given: Any) -> None:
        super().__init__(*given, prefix="blocked")


class DivisionForm(forms.Form):
    state = forms.CharField(label=_("Which state"), max_length=200, required=False)
    on = Day(_("Day"))
    response = words(_("How the group answered"))
    words = words(_("What was tried"), help_text=_("Name nobody. It stays inside the group."))

    def __init__(self, *given: Any) -> None:
        super().__init__(*given, prefix="division")
        self.order_fields(["state", "on", "words", "response"])

    def clean_state(self) -> str:
        typed = str(self.cleaned_data["state"]).strip()
        code = country_code(typed)
        if typed and not code:
            raise forms.ValidationError(_("We do not know this country. Write its usual name."))
        return code


class ActForm(forms.Form):
    kind = forms.ChoiceField(label=_("Who acts"), choices=list(KINDS.items()), widget=forms.RadioSelect, required=False)
    role = forms.ChoiceField(
        label=_("How it goes with the position"),
        choices=[("", _("Choose")), *choices_of("act_roles")],
        required=False,
    )
    on = Day(_("Day"))
    words = words(_("What is done"))

    def __init__(self, group: Group, *given: Any) -> None:
        super().__init__(*given, prefix="act")
        self.fields["office"] = _of_group(group, _("If one organisation: which"), none=_("All together"))
        self.order_fields(["kind", "office", "role", "on", "words"])

    def plan(self) -> ActPlan:
        typed = self.cleaned_data
        return ActPlan(typed["kind"], typed["office"], typed["role"], typed["on"], typed["words"])


class EchoForm(forms.Form):
    on = Day(_("Day"))
    where = Text(label=_("Where"), max_length=200, required=False)

    def __init__(self, group: Group, *given: Any) -> None:
        super().__init__(*given, prefix="echo")
        self.fields["office"] = _of_group(group, _("Who echoed it"))
        self.order_fields(["office", "on", "where"])
