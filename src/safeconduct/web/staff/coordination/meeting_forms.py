"""Forms of a group's meeting: its day and chair, its rhythm, a point, what was decided, who was there."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.coordination.desk.meeting import Decision
from safeconduct.coordination.group import Group
from safeconduct.coordination.meeting import RHYTHMS
from safeconduct.coordination.tlp import AMBER, MARKINGS
from safeconduct.web.staff.fields import Day, words

FOR_ALL = [(one.value, one.value) for one in MARKINGS if not one.names_its_readers]
NAME_NOBODY = _("Every organisation of the group reads it. Name nobody.")


def marking_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Marking"), choices=FOR_ALL, initial=AMBER, required=False)


class MeetingForm(forms.Form):
    on = Day(_("Day"))
    chair = forms.ChoiceField(label=_("In the chair"), required=False)

    def __init__(self, group: Group, *given: Any, **named: Any) -> None:
        super().__init__(*given, prefix="set", **named)
        self.fields["chair"].choices = [(seat.organisation, seat.office) for seat in group.seats]


class RhythmForm(forms.Form):
    every = forms.TypedChoiceField(
        label=_("The group meets every"),
        choices=[("", _("Choose")), *((days, _("%(days)s days") % {"days": days}) for days in RHYTHMS)],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, prefix="rhythm", **named)


class PointForm(forms.Form):
    words = words(_("A further point"), help_text=NAME_NOBODY)
    marking = marking_field()

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, prefix="point", **named)


class DecisionForm(forms.Form):
    about = forms.ChoiceField(label=_("On"), required=False)
    says = words(_("What was said or decided"), help_text=_("Whoever reads the point reads it. Name nobody."))
    to = forms.ChoiceField(label=_("Who does it"), required=False)
    due = Day(_("By"))
    marking = forms.ChoiceField(
        label=_("Marking"),
        help_text=_("On a card or a hearing, its own marking stands."),
        choices=FOR_ALL,
        initial=AMBER,
        required=False,
    )

    def __init__(
        self, group: Group, own: str, points: Iterable[tuple[str, str]], posts: Iterable[tuple[str, str]], *given: Any
    ) -> None:
        """`posts` are our own: reference and name."""
        super().__init__(*given, prefix="down")
        self.fields["about"].choices = [("", _("Nothing of the list")), *points]
        mine = [(f"{own}:{ref}", name) for ref, name in posts]
        offices = [(seat.organisation, seat.office) for seat in group.seats]
        self.fields["to"].choices = [
            ("", _("Nobody: it is only noted")),
            (_("Organisations"), offices),
            (_("Our posts"), mine),
        ]

    def decision(self) -> Decision:
        typed = self.cleaned_data
        organisation, _colon, post = typed["to"].partition(":")
        due: date | None = typed["due"]
        return Decision(typed["about"], typed["says"], typed["marking"], organisation, post, due)


class PresentForm(forms.Form):
    present = forms.MultipleChoiceField(label=_("Who was there"), widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, group: Group, *given: Any, **named: Any) -> None:
        super().__init__(*given, prefix="close", **named)
        self.fields["present"].choices = [(seat.organisation, seat.office) for seat in group.seats]


class NoteForm(forms.Form):
    """What came of a duty, or why it is dropped."""

    note = words(_("What came of it, or why it is dropped"), help_text=_("Whoever reads the duty reads it."))
