"""Forms of a step that was taken, of its duties, and of telling the defender."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.account import Account
from safeconduct.cases.action import Action, actions
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.feedback import SCALE
from safeconduct.guidance.action_kind import ActionKind, Input
from safeconduct.guidance.register import action_kinds
from safeconduct.web.staff.case.account_fields import FileChoices, as_written, asking_fields, field_names
from safeconduct.web.staff.case.benchmark_fields import CHOICE_WORDS, benchmark_fields
from safeconduct.web.staff.fields import Day, words

SCALE_WORDS = {
    -2: _("Much worse"),
    -1: _("Worse"),
    0: _("No change seen"),
    1: _("Better"),
    2: _("Much better"),
}
LEVEL_WORDS = {
    "lowest": _("Lowest: that something was done"),
    "neutral": _("Neutral: what kind of step"),
    "full": _("Full: what, when and by whom"),
}
CHANNEL_WORDS = {"page": _("On the return page"), "relay": _("Through the relay"), "call": _("In a call")}


class Taken(forms.Form):
    """What a kind of step needs: its preconditions to be ticked, its inputs to be filled in, what shows it."""

    result = forms.ChoiceField(label=_("What came of it"), choices=choices_of("results"))
    on = Day(_("On which day"), required=True)

    def __init__(self, kind: ActionKind, files: FileChoices, *given: Any, **named: Any) -> None:
        super().__init__(*given, prefix="take", **named)
        self.kind = kind
        self.fields["met"] = forms.MultipleChoiceField(
            label=_("Met before it was taken"),
            choices=[(one.says, one.says) for one in kind.preconditions],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        for part, asked in self._asked().items():
            for one in asked:
                self.fields.update(asking_fields(one, f"{part}_{one.name}", files))
        self.fields["reply"] = words(_("Reply or reaction, and any promise"))
        self.fields["evidence"] = words(_("What else shows it, or why it was not done"), help_text=kind.done_when)
        self.fields["contributors"] = words(
            _("Who took part"),
            rows=1,
            help_text=_("One a line. Kept inside, left out of everything that goes outside."),
        )

    def _asked(self) -> dict[str, tuple[Input, ...]]:
        return {"input": self.kind.inputs, "shown": self.kind.evidence}

    def groups(self) -> list[dict[str, Any]]:
        """The fields as the page shows them, from what came before to what shows it."""
        bound = {
            part: [self[name] for one in asked for name in field_names(one, f"{part}_{one.name}")]
            for part, asked in self._asked().items()
        }
        return [
            {"title": _("Before"), "fields": [self["met"]]},
            {"title": _("What it needed"), "fields": bound["input"]},
            {"title": _("Afterwards"), "fields": [self["result"], self["on"], self["reply"]]},
            {"title": _("What shows it"), "fields": [*bound["shown"], self["evidence"]]},
            {"title": _("Inside only"), "fields": [self["contributors"]]},
        ]

    def account(self) -> Account:
        typed = self.cleaned_data
        given = {
            part: {one.name: as_written(one, f"{part}_{one.name}", typed) for one in asked}
            for part, asked in self._asked().items()
        }
        return Account(
            result=typed["result"],
            on=typed["on"],
            evidence=typed["evidence"],
            shown=given["shown"],
            reply=typed["reply"],
            inputs=given["input"],
            contributors=tuple(line for line in typed["contributors"].splitlines() if line.strip()),
            met=frozenset(typed["met"]),
        )


class Dropped(forms.Form):
    reason = words(_("Why it is not taken"))


class Dated(forms.Form):
    """The days that duties count from."""

    def __init__(self, events: tuple[str, ...], *given: Any, **named: Any) -> None:
        super().__init__(*given, prefix="date", **named)
        self.fields["event"] = forms.ChoiceField(
            label=_("Event"), choices=[(event, event.capitalize()) for event in events]
        )
        self.fields["on"] = Day(_("Its day"), help_text=_("Empty: not known any more."))


class Effect(forms.Form):
    scale = forms.TypedChoiceField(
        label=_("How things are since then"),
        choices=[(str(value), SCALE_WORDS[value]) for value in SCALE],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("No answer is chosen. Choose how things are now.")},
    )
    words = words(_("What changed"), help_text=_("What was seen, in order. Nobody can know what caused it."))
    contribution = forms.ChoiceField(
        label=_("Whether this step played a part"),
        choices=choices_of("contributions"),
        widget=forms.RadioSelect,
        error_messages={"required": _("No answer is chosen. “Cannot be told” is one.")},
    )
    confidence = forms.ChoiceField(
        label=_("How sure you are of that"),
        choices=choices_of("confidences"),
        widget=forms.RadioSelect,
        error_messages={"required": _("No answer is chosen. Say how sure you are.")},
    )
    reaction = forms.ChoiceField(
        label=_("How the state answered"), choices=[("", _("Not said")), *choices_of("reactions")], required=False
    )


class DutyEnd(forms.Form):
    words = words(_("A word on it, or why it need not be done"), rows=1)


class PublicityChoice(forms.Form):
    """Whether a step that was taken in private is made public."""

    choice = forms.ChoiceField(
        label=_("Is it made public?"), choices=[("", _("Choose")), *CHOICE_WORDS.items()], required=False
    )
    reason = words(_("Why, or why not"), rows=1)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields.update(benchmark_fields())


class DutyPass(forms.Form):
    post = forms.ChoiceField(label=_("To the post"))

    def __init__(self, posts: list[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["post"].choices = posts  # type: ignore[attr-defined]


class NewDuty(forms.Form):
    says = words(_("What must be done"), rows=1)
    due = Day(_("By which day"))
    waits_for = forms.CharField(label=_("Or after which event"), max_length=200, required=False)
    step = forms.ChoiceField(label=_("Follows"), required=False)

    def __init__(self, steps: list[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, prefix="duty", **named)
        self.fields["step"].choices = [("", _("The case as a whole")), *steps]  # type: ignore[attr-defined]


class Telling(forms.Form):
    steps = forms.MultipleChoiceField(label=_("About"), widget=forms.CheckboxSelectMultiple, required=False)
    level = forms.ChoiceField(label=_("How much is said"), choices=list(LEVEL_WORDS.items()), widget=forms.RadioSelect)
    channel = forms.ChoiceField(label=_("Which way"), choices=list(CHANNEL_WORDS.items()), widget=forms.RadioSelect)
    may_raise = forms.BooleanField(
        label=_("The person asked for more than the lowest wording through others"), required=False
    )
    text = words(
        _("Words to the person"),
        rows=4,
        help_text=_(
            "The lowest wording stands here. For neutral or full, write your own, in the language of the person."
        ),
    )

    def __init__(self, steps: list[tuple[str, str]], *given: Any, **named: Any) -> None:
        super().__init__(*given, prefix="tell", **named)
        self.fields["steps"].choices = steps  # type: ignore[attr-defined]


def events_of(kind: ActionKind) -> tuple[str, ...]:
    """What the duties of a kind count from, besides the act."""
    return tuple(dict.fromkeys(duty.counted_from for duty in kind.follow_up if duty.counted_from))


def named(action: Action, kind: ActionKind) -> str:
    """A step in a list: what it is, and to whom where that is known."""
    return f"{kind.name}, {action.step.recipient}" if action.step.recipient else kind.name


def steps_of(case: CaseFile) -> list[tuple[str, str]]:
    kinds = action_kinds()
    return [(one.ref, named(one, kinds[one.step.kind])) for one in actions(case.written)]
