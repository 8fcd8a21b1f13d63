"""The form on which suggested facts are confirmed, corrected or left out, one by one."""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.coded_fact import ABOUT_DETENTION, COUNTRY, DAY, GROUP, KIND, LISTS, OUTCOME, PLACE, CodedFact
from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.fact_suggestion import FactSuggestion
from safeconduct.vocabulary.place_name import country_names

PARTS = (
    (_("Country"), _("Where it happened")),
    (_("Place"), ""),
    (_("Day"), _("Of what happened, not of the message")),
    (_("What was done"), _("As it is told; nothing is verified by this")),
    (_("Detention"), _("Facts about being held")),
    (_("Who the person is"), ""),
    (_("What came of it"), ""),
)
_PART_OF = {COUNTRY: 0, PLACE: 1, DAY: 2, KIND: 3, GROUP: 5, OUTCOME: 6}
_DETENTION = 4
CHANGED = _("The suggestions are not the same any more. Look at them again, then confirm.")


class ConfirmFacts(forms.Form):
    """`shown` is a hash of the suggestions on the page: ticks count for these and no others."""

    shown = forms.CharField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, suggestions: tuple[FactSuggestion, ...], standing: Iterable[CodedFact] = ()) -> None:
        super().__init__(*args, prefix="facts")
        self._suggestions = suggestions
        self.fields["shown"].initial = _hash_of(suggestions)
        for number, suggestion in enumerate(suggestions):
            fact = suggestion.fact
            self.fields[f"is_{number}"] = forms.BooleanField(
                label=fact.label, initial=(fact.field, fact.code) in _keys(standing), required=False
            )
            self.fields[f"as_{number}"] = _correction(fact)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("shown") != self.fields["shown"].initial:
            raise forms.ValidationError(CHANGED)
        return cleaned

    @property
    def confirmed(self) -> tuple[CodedFact, ...]:
        """What was ticked, or put right; each code once."""
        facts = {}
        for number, suggestion in enumerate(self._suggestions):
            corrected = self.cleaned_data.get(f"as_{number}", "")
            if corrected or self.cleaned_data.get(f"is_{number}"):
                fact = replace(suggestion.fact, code=corrected or suggestion.fact.code)
                facts.setdefault((fact.field, fact.code), fact)
        return tuple(facts.values())

    @property
    def parts(self) -> list[dict[str, Any]]:
        """For facts.html: the suggestions under their headings, in reading order; what is only mentioned folded away,
        unless it was ticked or corrected."""
        parts = [{"title": title, "rule": rule, "rows": [], "mentioned": []} for title, rule in PARTS]
        for number, suggestion in enumerate(self._suggestions):
            tick, correction = self[f"is_{number}"], self[f"as_{number}"]
            folded = suggestion.mentioned and not tick.value() and not correction.value()
            rows = parts[part_of(suggestion.fact)]["mentioned" if folded else "rows"]
            rows.append({"quotations": suggestion.quotations, "tick": tick, "correction": correction})
        return [part for part in parts if part["rows"] or part["mentioned"]]


def part_of(fact: CodedFact) -> int:
    return _DETENTION if fact.code in ABOUT_DETENTION else _PART_OF[fact.field]


def _correction(fact: CodedFact) -> forms.Field:
    label = _("Put in instead")
    if fact.field == DAY:
        return forms.CharField(label=label, help_text=_("2026-03-04, or 2026-03"), max_length=10, required=False)
    if fact.field == PLACE:
        return forms.CharField(label=label, max_length=200, required=False)
    known = choices_of(LISTS[fact.field]) if fact.field in LISTS else _countries()
    others = [(code, word) for code, word in known if code != fact.code]
    return forms.ChoiceField(label=label, choices=[("", _("As suggested")), *others], required=False)


def _countries() -> list[tuple[str, str]]:
    names = {code: name for name, code in country_names("en").items()}
    return sorted(names.items(), key=lambda one: one[1])


def _keys(facts: Iterable[CodedFact]) -> set[tuple[str, str]]:
    return {(fact.field, fact.code) for fact in facts}


def _hash_of(suggestions: tuple[FactSuggestion, ...]) -> str:
    written = repr([(one.fact.field, one.fact.code) for one in suggestions])
    return sha256(written.encode()).hexdigest()[:16]
