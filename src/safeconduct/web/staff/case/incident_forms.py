"""The forms of incidents, and how what was typed becomes an incident."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from safeconduct.cases.coded_list import choices_of
from safeconduct.cases.incident import Detention, Hearing, Incident, Joint, refusal_to_hearing
from safeconduct.cases.incident_date import IncidentDate, refusal_to_date
from safeconduct.cases.reprisal import DONE, NOT_NEEDED
from safeconduct.vocabulary.place_name import country_code, country_name
from safeconduct.vocabulary.refusal import Refusal
from safeconduct.web.defender.questions import LONGEST, Text
from safeconduct.web.staff.case.account_fields import FileChoices
from safeconduct.web.staff.case.incident_wording import in_short
from safeconduct.web.staff.case.label_fields import EXAMPLE_FIELDS, example_fields, examples_from, typed_of

NOBODY_SAYS = [("", _("Not said"))]
NO_INCIDENT = [("", _("None"))]
WRITTEN_DATE = _("As 2026-03-28, 2026-03 or 2026. Empty when nobody knows.")
NOT_A_DAY = _("This is not a day. Write it as 2027-01-31.")


class DayField(forms.DateField):
    """A whole day, in the browser's own field for it."""

    def __init__(self, **named: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, error_messages={"invalid": NOT_A_DAY}, required=False, **named)


class WrittenDate(forms.CharField):
    """A day, a month or a year; what cannot be is said at the field."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, help_text=WRITTEN_DATE, max_length=40, required=False)

    def validate(self, value: str) -> None:
        super().validate(value)
        _insist(refusal_to_date(value, on=timezone.localdate()))


class ShortText(forms.CharField):
    """A short text of one line."""

    def __init__(self, label: Any, help_text: Any = "") -> None:
        super().__init__(label=label, help_text=help_text, max_length=500, required=False)


def several(label: Any, name: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices_of(name),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "columns"}),
        required=False,
    )


def one_of(label: Any, name: str, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=[*NOBODY_SAYS, *choices_of(name)], help_text=help_text, required=False
    )


class IncidentForm(forms.Form):
    acts = several(_("What was done"), "acts")
    text = Text(
        label=_("What happened, in words"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST,
        required=False,
    )
    first = WrittenDate(_("When, or when it began"))
    first_about = forms.BooleanField(label=_("About this date"), required=False)
    last = WrittenDate(_("When it ended, if it lasted"))
    last_about = forms.BooleanField(label=_("About this date"), required=False)
    country = ShortText(_("Country"))
    region_part = one_of(_("Part of the country"), "region_parts", _("The only part of the place that a card carries."))
    place = ShortText(_("Place, in words"), _("Stays in the file, never on a card."))
    perpetrator = one_of(_("By whom"), "perpetrators")
    stigmas = several(_("Labels that were used"), "stigmas")
    own_label = ShortText(_("Another label, in its own words"))
    sources = forms.MultipleChoiceField(
        label=_("Known from"), widget=forms.CheckboxSelectMultiple, choices=[], required=False
    )
    follows = forms.ChoiceField(label=_("It follows"), required=False)
    part_of = forms.ChoiceField(label=_("It is a part of"), required=False)
    causes = forms.ChoiceField(label=_("It led to"), required=False)
    follow_up_on = DayField(label=_("Look at this threat again on"))
    reprisal_for = one_of(
        _("It answers contact with"), "reprisal_for", _("Starts the plan for reprisals and its clock.")
    )
    contact = ShortText(_("Which contact, and how the two are linked"))
    held_by = one_of(
        _("Held by"), "perpetrators", _("Choose it when the person is or was held; the rest is kept only then.")
    )
    held_since = WrittenDate(_("Held since"))
    where = ShortText(_("Where"))
    charge = ShortText(_("Charge"))
    lawyer = one_of(_("Sees a lawyer"), "access_in_detention")
    family = one_of(_("Sees the family"), "access_in_detention")
    doctor = one_of(_("Sees a doctor"), "access_in_detention")
    hearing_day = DayField(label=_("Next hearing"))
    hearing_hour = forms.TimeField(
        label=_("Hour, at the court’s own time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("This is not an hour. Write it as 09:30.")},
        required=False,
    )
    hearing_zone = ShortText(_("Time zone of the court"), _("As Africa/Nairobi or America/Bogota."))
    why = ShortText(_("Why it is corrected"))

    groups = (
        ("", ("acts", "text")),
        (_("When and where"), ("first", "first_about", "last", "last_about", "country", "region_part", "place")),
        (_("By whom, and known from whom"), ("perpetrator", "stigmas", "own_label", "sources")),
    )
    folded = (
        (_("Where the labels were used"), EXAMPLE_FIELDS),
        (_("Joined to other incidents"), ("follows", "part_of", "causes")),
        (_("A threat that is watched"), ("follow_up_on",)),
        (_("A reprisal"), ("reprisal_for", "contact")),
        (
            _("Detention"),
            (
                *("held_by", "held_since", "where", "charge", "lawyer", "family", "doctor"),
                *("hearing_day", "hearing_hour", "hearing_zone"),
            ),
        ),
    )

    def __init__(
        self,
        *given: Any,
        others: tuple[Incident, ...],
        sources: list[tuple[str, str]],
        files: FileChoices,
        **named: Any,
    ) -> None:
        """`others` are the incidents that this one may be joined to, `sources` and `files` those that stand in the file."""
        super().__init__(*given, **named)
        self.fields.update(example_fields(files))
        joinable = [*NO_INCIDENT, *((one.ref, in_short(one)) for one in others)]
        for name in ("follows", "part_of", "causes"):
            self.fields[name].choices = joinable
        if sources:
            self.fields["sources"].choices = sources
        else:
            del self.fields["sources"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("acts") and "acts" not in self.errors:
            self.add_error("acts", _("Nothing is chosen yet. Tick what was done; a kind that comes near is enough."))
        if cleaned.get("held_by"):
            hour = "given" if cleaned.get("hearing_hour") else ""
            refusal = refusal_to_hearing(str(cleaned.get("hearing_day") or ""), hour, cleaned.get("hearing_zone", ""))
            if refusal:
                self.add_error("hearing_zone" if cleaned.get("hearing_day") else "hearing_day", refusal.sentence)
        return cleaned

    def fields_of(self, names: tuple[str, ...]) -> list[forms.BoundField]:
        return [self[name] for name in names if name in self.fields]

    def written_groups(self) -> list[dict[str, Any]]:
        return [{"title": title, "fields": self.fields_of(names)} for title, names in self.groups]

    def folded_groups(self) -> list[dict[str, Any]]:
        """What most incidents do not need; open where something stands in it or is wrong."""
        return [
            {"title": title, "fields": self.fields_of(names), "open": any(self._stands(name) for name in names)}
            for title, names in self.folded
        ]

    def _stands(self, name: str) -> bool:
        return name in self.errors or (name != "hearing_zone" and bool(self[name].value()))


def incident_from(typed: dict[str, Any], ref: str, *, at: datetime) -> Incident:
    country = typed["country"].strip()
    return Incident(
        ref=ref,
        acts=tuple(typed["acts"]),
        first=_date(typed, "first"),
        last=_date(typed, "last"),
        country=country_code(country),
        region_part=typed["region_part"],
        place=", ".join(part for part in (typed["place"].strip(), "" if country_code(country) else country) if part),
        perpetrator=typed["perpetrator"],
        stigmas=tuple(typed["stigmas"]),
        text=typed["text"].strip(),
        sources=tuple(typed.get("sources", ())),
        joints=tuple(Joint(kind, typed[kind]) for kind in ("follows", "part_of", "causes") if typed[kind]),
        detention=_detention(typed),
        follow_up_on=typed["follow_up_on"].isoformat() if typed["follow_up_on"] else "",
        reprisal_for=typed["reprisal_for"],
        contact=typed["contact"].strip(),
        told_at=at,
        own_label=typed["own_label"].strip(),
        examples=examples_from(typed),
    )


def _date(typed: dict[str, Any], name: str) -> IncidentDate:
    return IncidentDate(typed[name], bool(typed[name]) and typed[f"{name}_about"])


def _detention(typed: dict[str, Any]) -> Detention | None:
    if not typed["held_by"]:
        return None
    day, hour = typed["hearing_day"], typed["hearing_hour"]
    hearing = Hearing(day.isoformat(), f"{hour:%H:%M}" if hour else "", typed["hearing_zone"]) if day else None
    facts = {name: typed[name] for name in ("held_by", "where", "charge", "lawyer", "family", "doctor")}
    return Detention(since=IncidentDate(typed["held_since"]), hearing=hearing, **facts)


def typed_from(incident: Incident) -> dict[str, Any]:
    """What the form shows of an incident that is to be corrected."""
    detention, joints = incident.detention, {joint.kind: joint.to for joint in incident.joints}
    typed = {
        **{name: getattr(incident, name) for name in ("region_part", "place", "perpetrator", "text", "contact")},
        **{name: list(getattr(incident, name)) for name in ("acts", "stigmas", "sources")},
        **{name: joints.get(name, "") for name in ("follows", "part_of", "causes")},
        "first": incident.first.written,
        "first_about": incident.first.about,
        "last": incident.last.written,
        "last_about": incident.last.about,
        "country": country_name(incident.country),
        "follow_up_on": incident.follow_up_on,
        "reprisal_for": incident.reprisal_for,
    }
    typed |= {"own_label": incident.own_label, **typed_of(incident.examples)}
    if detention:
        hearing = detention.hearing
        held = {name: getattr(detention, name) for name in ("held_by", "where", "charge", "lawyer", "family", "doctor")}
        typed |= {**held, "held_since": detention.since.written}
        typed |= {f"hearing_{name}": value for name, value in vars(hearing).items()} if hearing else {}
    return typed


def _insist(refusal: Refusal | None) -> None:
    if refusal:
        raise forms.ValidationError(refusal.sentence)


class Mark(forms.Form):
    mark = forms.ChoiceField(label=_("Mark"), choices=choices_of("case_marks"))
    text = Text(
        label=_("How it is known"), widget=forms.Textarea(attrs={"rows": 2}), max_length=LONGEST, required=False
    )
    known_hour = forms.DateTimeField(
        label=_("The hour, if one is known"),
        help_text=_("Of a flight or a handing over, at your own time. Else the clock runs from now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"invalid": _("This is no day and hour. Write it as 2027-01-31 09:30.")},
        required=False,
    )


class MarkChange(forms.Form):
    mark = forms.CharField(widget=forms.HiddenInput, max_length=40)
    text = ShortText(_("What was done, or why the mark is wrong"))


class ReprisalStep(forms.Form):
    step = forms.CharField(widget=forms.HiddenInput, max_length=40)
    state = forms.ChoiceField(label=_("State"), choices=[(DONE, _("Done")), (NOT_NEEDED, _("Not needed"))])
    text = ShortText(_("What was done, or why it is not needed"))
