"""What a person has filled in so far: forms from a draft's answers, and the telling that they make."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from safeconduct.access import lookup as access
from safeconduct.access.office import Office
from safeconduct.dossiers.sealed_file import sealed_file_from
from safeconduct.guidance.office_record import office_record
from safeconduct.intake.draft import Draft
from safeconduct.intake.telling import Telling, refusal_to_sending
from safeconduct.vocabulary.place_name import country_name
from safeconduct.web.defender.questions import OFFICE_KINDS, QUESTIONS, Question, Readers, You

Typed = QueryDict | MultiValueDict[str, Any]


def about(draft: Draft) -> str:
    return str(draft.answers.get("about", "me"))


def for_other(draft: Draft) -> bool:
    return about(draft) != "me"


def form_for(question: Question, draft: Draft, typed: Typed | None = None, files: Any = None) -> forms.Form:
    """The form of a question: with what was just typed, or with what the draft holds."""
    extra: dict[str, Any] = {}
    if question.form is Readers:
        offices = [(office.slug, _as_choice(office)) for office in access.offices()]
        extra = {"offices": offices, "unaware": about(draft) == "unaware"}
        if len(offices) == 1 and "organisations" not in draft.answers:
            draft = draft.with_answers({"organisations": [offices[0][0]]})
    if question.form is You:
        extra = {"for_other": for_other(draft)}
    if typed is None:
        return question.form(initial=draft.answers, **extra)
    return question.form(typed, files, **extra)


def _as_choice(office: Office) -> str:
    """Two lines: the name, and what the office is and where it is, as far as it is written down."""
    country = office_record(settings.SAFECONDUCT_OFFICES, office.slug).country
    country_in_brackets = f" ({country_name(country, translation.get_language() or 'en')})" if country else ""
    return f"{office.name}\n{OFFICE_KINDS[office.kind]}{country_in_brackets}"


def typed_answers(form: forms.Form) -> dict[str, Any]:
    """Every answer as it was typed, right or wrong, so that nothing is lost on the way."""
    return {name: form[name].value() for name in form.fields if name != "files" and form[name].value() is not None}


def first_wrong(draft: Draft) -> tuple[Question, forms.Form] | None:
    """The first question whose answer cannot be sent as it stands, with its form and errors."""
    for question in QUESTIONS[:-1]:
        form = form_for(question, draft, _as_typed(draft))
        if not form.is_valid():
            return question, form
    refusal = refusal_to_sending(telling_of(draft, language="en"), tuple(office.slug for office in offices_of(draft)))
    if refusal:
        form = form_for(QUESTIONS[0], draft, _as_typed(draft))
        form.add_error(None, refusal.sentence)
        return QUESTIONS[0], form
    return None


def telling_of(draft: Draft, *, language: str, source: str = "form") -> Telling:
    """Call it when nothing is wrong any more."""
    cleaned: dict[str, Any] = {}
    for question in QUESTIONS[:-1]:
        form = form_for(question, draft, _as_typed(draft))
        form.is_valid()
        cleaned |= form.cleaned_data
    cleaned.pop("organisations")
    return Telling(
        language=language,
        about=about(draft),
        **{
            **cleaned,
            "needs": tuple(cleaned["needs"]),
            "consents": tuple(cleaned.get("consents", ())),
            "channel": cleaned["channel"] or "here",
        },
        files=tuple(sealed_file_from(file) for file in draft.files),
        source=source,
    )


def offices_of(draft: Draft) -> tuple[Office, ...]:
    chosen = draft.answers.get("organisations", [])
    return tuple(office for office in access.offices() if office.slug in chosen)


def _as_typed(draft: Draft) -> MultiValueDict[str, Any]:
    return MultiValueDict(
        {name: value if isinstance(value, list) else [value] for name, value in draft.answers.items()}
    )
