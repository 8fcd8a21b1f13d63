"""What is asked about a strategy of a country: its marking, an item with who does it by when, what came of it, why not."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.coded_list import choices_of
from safeconduct.coordination.country_strategy import PARTS, StrategyItem
from safeconduct.coordination.group import Group
from safeconduct.web.staff.coordination.meeting_forms import marking_field
from safeconduct.web.staff.fields import Country, Day, words

NAME_NOBODY = _("Names of persons do not belong in a strategy: every organisation of the group reads it.")


class BeginForm(forms.Form):
    country = Country(_("Country"))
    marking = marking_field()


class MarkingForm(forms.Form):
    marking = marking_field()


class ItemForm(forms.Form):
    part = forms.ChoiceField(
        label=_("For whom"), choices=[("", _("All defenders")), *choices_of(PARTS)], required=False
    )
    says = words(_("What is done"), rows=3, help_text=NAME_NOBODY)
    to = forms.ChoiceField(
        label=_("Who does it"), help_text=_("Of our own, a post: it stays when people change."), required=False
    )
    due = Day(_("By"))

    def __init__(
        self, group: Group, own: str, posts: Iterable[tuple[str, str]], *given: Any, of: StrategyItem | None = None
    ) -> None:
        """`posts` are our own: reference and name. `of`: the item that is changed; one of the minimum stays in its part."""
        super().__init__(*given, prefix="item", initial=_initial(of, own) if of else None)
        mine = [(f"{own}:{ref}", name) for ref, name in posts]
        others = [(seat.organisation, seat.office) for seat in group.others(own)]
        ours = [(seat.organisation, seat.office) for seat in group.seats if seat.organisation == own]
        choices: list[tuple[Any, Any]] = [("", _("Nobody yet")), (_("Our posts"), mine)]
        if others:
            choices.append((_("Other organisations"), others))
        # What stands may say our organisation and no post, or a post that was closed.
        self.fields["to"].choices = [*choices, (_("Without a post yet"), ours)]
        if of and of.is_minimum:
            del self.fields["part"]

    def item(self, ref: str = "") -> StrategyItem:
        typed = self.cleaned_data
        organisation, _colon, post = typed["to"].partition(":")
        return StrategyItem(
            ref, typed.get("part", ""), says=typed["says"], organisation=organisation, post=post, due=typed["due"]
        )


def _initial(item: StrategyItem, own: str) -> dict[str, Any]:
    is_ours = item.organisation == own and item.post
    to = f"{own}:{item.post}" if is_ours else item.organisation
    return {"part": item.part, "says": item.says, "to": to, "due": item.due}


class DoneForm(forms.Form):
    note = words(_("What came of it"), help_text=NAME_NOBODY)


class LeaveOutForm(forms.Form):
    note = words(_("Why it is left out here"), help_text=_("The reason stays in the strategy. Name nobody."))
