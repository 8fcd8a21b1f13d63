"""To which group something of a case goes, under which marking, and for TLP:RED to whom: fields that forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.coordination.desk.putting_in import Addressed
from safeconduct.coordination.group import Group
from safeconduct.coordination.tlp import AMBER, MARKINGS


class AddressedForm(forms.Form):
    group = forms.ChoiceField(label=_("Group"), required=False)
    marking = forms.ChoiceField(
        label=_("Marking"), choices=[(one.value, one.value) for one in MARKINGS], initial=AMBER, required=False
    )
    named = forms.MultipleChoiceField(
        label=_("For TLP:RED: who may read it"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, groups: tuple[Group, ...], own: str, *given: Any, nowhere: Any = None, **named: Any) -> None:
        """`nowhere`: the words for no group at all, where that is a choice."""
        super().__init__(*given, **named)
        none = [("", nowhere)] if nowhere else []
        self.fields["group"].choices = [*none, *((group.ref, group.name) for group in groups)]
        others = {seat.organisation: seat.office for group in groups for seat in group.others(own)}
        self.fields["named"].choices = sorted(others.items(), key=lambda one: one[1])
        if not others:
            del self.fields["named"]

    def addressed(self) -> Addressed | None:
        typed = self.cleaned_data
        return Addressed(typed["group"], typed["marking"], tuple(typed.get("named", ()))) if typed["group"] else None
