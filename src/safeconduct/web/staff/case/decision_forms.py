"""Forms of a decision: what speaks for and against it, and one form for each step that was chosen."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.action import Step
from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.consent_matrix import Matrix
from safeconduct.cases.consent_purpose import purpose_named
from safeconduct.cases.decision import Consideration, Decision, Hurdle
from safeconduct.cases.ladder import only_for, standing_first
from safeconduct.cases.risk import Weighing
from safeconduct.guidance.action_kind import ActionKind
from safeconduct.web.staff.case.benchmark_fields import benchmark_fields, benchmarks_in
from safeconduct.web.staff.fields import Day, words

LEVELS = {"local": _("Here"), "hq": _("Headquarters"), "multilateral": _("A multilateral body"), "any": _("Any level")}
VISIBILITIES = {"private": _("In private"), "public": _("In public")}
MODES = {"reactive": _("Answers something that happened"), "preventive": _("Prevents something")}
CHANNELS = {
    "": _("Any way"),
    "meeting": _("In a meeting"),
    "call": _("By phone"),
    "letter": _("In writing"),
    "presence": _("By being there"),
    "press": _("Through the press"),
    "online": _("Online"),
}
CONFLICTS = {"none": _("None"), "declared": _("There is one")}
WEIGHED = ("harm_if_act", "harm_if_not", "to_whom", "public_already", "mitigation", "leverage", "exposure")
ROWS = 2
"""Empty rows for considerations and hurdles: what is more goes into a later decision."""


class StepForm(forms.Form):
    """One step of the plan. Its prefix is the kind's id; `purposes` offers the alternatives of each consent."""

    by_whom = forms.CharField(label=_("By whom"), max_length=200, required=False)
    level = forms.ChoiceField(label=_("Level"))
    visibility = forms.ChoiceField(label=_("How it is seen"))
    mode = forms.ChoiceField(label=_("What for"), choices=list(MODES.items()))
    recipient = forms.CharField(
        label=_("To whom"), help_text=_("A body or an office, never a person’s name."), max_length=200, required=False
    )
    channel = forms.ChoiceField(label=_("Which way"), choices=list(CHANNELS.items()), required=False)
    on = forms.DateField(
        label=_("On which day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is no day. Write it like 2026-04-16, or leave it empty.")},
        required=False,
    )
    aim = words(_("Aim: what this step is to bring about"))
    harm_if_act = words(_("Harm if we act"))
    harm_if_not = words(_("Harm if we do not"))
    to_whom = words(_("Who may be harmed"))
    public_already = words(_("What is public already"))
    mitigation = words(_("What is in place against reprisals"))
    leverage = words(_("How being known helps here"))
    exposure = words(_("How being known endangers here"))
    owners = words(
        _("Together with"),
        rows=1,
        help_text=_("For a joint step: the organisations that take it with us, one a line. Never a person."),
    )
    substitute = forms.BooleanField(label=_("This stands in for a joint step that is not possible now"), required=False)
    joint_again_on = Day(_("Then: try to act together again on"))

    def __init__(
        self,
        kind: ActionKind,
        *given: Any,
        persons: Mapping[str, str],
        consents: Matrix,
        closed: Collection[str] = (),
        **named: Any,
    ) -> None:
        """`persons`: who may be named beside the defender, by reference. `consents`: what stands is offered first, the
        quieter before the louder. `closed`: levels and channels that are closed in the country; they come last and say so."""
        super().__init__(*given, prefix=kind.id, **named)
        self.kind = kind
        levels, channels = {one: LEVELS[one] for one in kind.level}, CHANNELS
        self.fields["level"].choices = _open_first(levels, closed)  # type: ignore[attr-defined]
        self.fields["channel"].choices = _open_first(channels, closed)  # type: ignore[attr-defined]
        self.fields["visibility"].choices = [(one, VISIBILITIES[one]) for one in kind.visibility]  # type: ignore[attr-defined]
        if len(named := only_for(kind, consents)) == 1:
            self.fields["recipient"].initial = named[0]
        for number, alternatives in enumerate(kind.consents):
            self.fields[f"consent_{number}"] = forms.ChoiceField(
                label=_("Rests on"), choices=[(one, _purpose(one)) for one in standing_first(alternatives, consents)]
            )
        self.order_fields(["by_whom", "level", "visibility", *(name for name in self.fields if "consent_" in name)])
        if persons:
            self.fields["persons"] = forms.MultipleChoiceField(
                label=_("Names or shows also"),
                choices=list(persons.items()),
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on and on < timezone.localdate():
            raise forms.ValidationError(
                _(
                    "This day has passed. Choose a day to come, or leave it empty and record the step as taken afterwards."
                )
            )
        return on

    @property
    def shown_visibility(self) -> str:
        """What was chosen; of an empty form, or when it cannot be chosen, what is offered first."""
        chosen = str(self["visibility"].value() or "")
        return chosen if chosen in self.kind.visibility else self.kind.visibility[0]

    def step(self, ref: str, *, review_on: date) -> Step:
        typed = self.cleaned_data
        chosen = [typed[f"consent_{number}"] for number in range(len(self.kind.consents))]
        texts = {
            name: typed[name] for name in ("by_whom", "level", "visibility", "mode", "recipient", "channel", "aim")
        }
        return Step(
            ref=ref,
            kind=self.kind.id,
            purposes=tuple(dict.fromkeys(chosen)),
            persons=tuple(typed.get("persons", ())),
            on=typed["on"],
            substitute_for="joint" if typed["substitute"] else "",
            joint_again_on=typed["joint_again_on"] if typed["substitute"] else None,
            owners=tuple(line.strip() for line in typed["owners"].splitlines() if line.strip()),
            weighing=Weighing(**{side: typed[side] for side in WEIGHED}, review_on=review_on),
            **texts,
        )


def _open_first(ways: Mapping[str, Any], closed: Collection[str]) -> list[tuple[str, Any]]:
    shut = [(one, _("%(way)s (closed in this country)") % {"way": word}) for one, word in ways.items() if one in closed]
    return [*((one, word) for one, word in ways.items() if one not in closed), *shut]


def _purpose(value: str) -> str:
    return str(_("nobody is named")) if value == "none" else purpose_named(value).label


class Narrow(forms.Form):
    """Which steps the ladder shows: those that one actor can take, those of one kind."""

    actor = forms.ChoiceField(
        label=_("Who can do it"), choices=[("", _("Anybody")), *choices_of("actors")], required=False
    )
    family = forms.ChoiceField(
        label=_("Which kind of step"), choices=[("", _("All")), *choices_of("action_families")], required=False
    )

    @property
    def wanted(self) -> dict[str, str]:
        typed = self.cleaned_data if self.is_valid() else {}
        return {name: typed.get(name, "") for name in self.fields}


class DecisionForm(forms.Form):
    wish = words(_("What the person wants"), help_text=_("In their words, or why they could not be asked."))
    departs = words(_("Where the plan does otherwise: why"), help_text=_("Leave it empty if it follows the wish."))
    benefit = words(_("Facts that speak for this"))
    harm = words(_("Facts that speak against it"))
    unlike = words(
        _("Why this case is treated differently"),
        help_text=_("Leave it empty if nothing above differs. Name no other person here."),
    )
    agreed = words(_("Who agreed"), help_text=_("Kept inside, left out outside."))
    objected = words(_("Who objected, and why"))
    answered = words(_("What was answered to it"))
    conflict = forms.ChoiceField(
        label=_("Conflict of interest"), choices=list(CONFLICTS.items()), widget=forms.RadioSelect, required=False
    )
    conflict_words = words(_("Which, and who decides instead"), rows=1)
    review_on = forms.DateField(
        label=_("Look at this again on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("There is no day yet. Choose when this is looked at again."),
            "invalid": _("This is no day. Write it like 2026-04-16."),
        },
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, prefix="decision", **named)
        self.fields.update(benchmark_fields())
        for number in range(ROWS):
            self.fields[f"consideration_{number}"] = forms.ChoiceField(
                label=_("Other consideration"), choices=[("", _("None")), *choices_of("considerations")], required=False
            )
            for name, label in CONSIDERED.items():
                self.fields[f"{name}_{number}"] = words(label, rows=1)
            for name, label in HURDLES.items():
                self.fields[f"{name}_{number}"] = words(label, rows=1)

    def decision(self, ref: str, steps: tuple[Step, ...]) -> Decision:
        """Of what was typed; its day is None where it cannot be read."""
        typed = self.cleaned_data
        texts = ("wish", "departs", "benefit", "harm", "agreed", "objected", "answered", "conflict", "conflict_words")
        return Decision(
            ref=ref,
            steps=steps,
            considerations=tuple(_consideration(typed, number) for number in range(ROWS) if _considers(typed, number)),
            hurdles=tuple(_hurdle(typed, number) for number in range(ROWS) if typed[f"hurdle_{number}"].strip()),
            review_on=typed.get("review_on"),
            benchmarks=benchmarks_in(typed),
            **{name: typed[name] for name in texts},
        )


CONSIDERED = {
    "says": _("What it is"),
    "risk": _("The specific risk"),
    "source": _("Where it is known from"),
    "considered": _("Which mitigation was considered"),
}
HURDLES = {
    "hurdle": _("Hurdle: what is in the way"),
    "proof": _("What proves it"),
    "way_round": _("The way round"),
}


def _considers(typed: Mapping[str, Any], number: int) -> bool:
    return bool(typed[f"consideration_{number}"])


def _consideration(typed: Mapping[str, Any], number: int) -> Consideration:
    says, risk, source, considered = (typed[f"{name}_{number}"] for name in CONSIDERED)
    return Consideration(typed[f"consideration_{number}"], says, risk, source, considered)


def _hurdle(typed: Mapping[str, Any], number: int) -> Hurdle:
    says, proof, way_round = (typed[f"{name}_{number}"] for name in HURDLES)
    return Hurdle(says, proof, way_round, typed.get("review_on"))
