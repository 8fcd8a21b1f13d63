"""The defender's answers, line by line: yes, ask me first, or no; each can change at any time and counts at once."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from safeconduct.cases.answering import Line, Question, line_of, own_answer, questions
from safeconduct.cases.concerned_person import concerned_persons
from safeconduct.cases.consent_matrix import ASK_FIRST, NO, YES, Answer, matrix
from safeconduct.cases.consent_purpose import Purpose, consent_purposes, purpose_named
from safeconduct.dossiers.opening import OpenDossier
from safeconduct.intake import consent as sharing
from safeconduct.intake.desk import allowing
from safeconduct.intake.desk import returning as desk
from safeconduct.intake.visit import Seen, Visit
from safeconduct.sealing.record import new_ref
from safeconduct.web.defender import visiting
from safeconduct.web.defender.padding import padded
from safeconduct.web.defender.purposes import ANSWER_WORDS, CHANNEL_WORDS, GROUP_WORDS, PURPOSE_WORDS, RISK_WORDS
from safeconduct.web.defender.words import day_in_words

_WORDS = (NO, ASK_FIRST, YES)


@dataclass(frozen=True)
class _Shown:
    """A line of the page. `word` is what stands, "" where nobody has asked; `widest` is the most it can be set to."""

    field: str
    line: Line
    word: str = ""
    widest: str = YES
    note: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@visiting.with_own_word
def page(request: HttpRequest, visit: Visit, seen: Seen) -> HttpResponse:
    shown, is_kept = _shown(_opened(seen)), False
    form = _Answers(request.POST if request.method == "POST" else None, shown=shown)
    if request.method == "POST" and form.is_valid():
        _keep(visit, [(one.line, form.cleaned_data[one.field]) for one in shown if form.changes(one)])
        shown, is_kept = _shown(_opened(desk.look(visit))), True
        form = _Answers(shown=shown)
    context = {
        "back_address": reverse("defender:wishes"),
        "form": form,
        "answered": [_group(name, form, [one for one in shown if one.word]) for name in GROUP_WORDS],
        "unasked": [_group(name, form, [one for one in shown if not one.word]) for name in GROUP_WORDS],
        "is_kept": is_kept,
    }
    return padded(render(request, "defender/answers.html", context))


def _opened(seen: Seen) -> list[OpenDossier]:
    return [office.dossier for office in seen.offices if office.dossier]


def _keep(visit: Visit, answers: list[tuple[Line, str]]) -> None:
    language = translation.get_language() or "en"
    data = [own_answer(line, word, ref=new_ref(), language=language) for line, word in answers]
    if data:
        allowing.answer_purposes(visit, data, at=timezone.now())


class _Answers(forms.Form):
    def __init__(self, *given: Any, shown: list[_Shown], **named: Any) -> None:
        super().__init__(*given, **named)
        for one in shown:
            words = _WORDS[: _WORDS.index(one.widest) + 1]
            self.fields[one.field] = forms.ChoiceField(
                label=PURPOSE_WORDS[one.line.purpose],
                help_text=one.note,
                choices=[(word, ANSWER_WORDS[word]) for word in reversed(words)],
                widget=forms.RadioSelect,
                initial=one.word,
                required=False,
            )

    def changes(self, one: _Shown) -> bool:
        return self.cleaned_data[one.field] not in ("", one.word)


def _group(name: str, form: forms.Form, lines: list[_Shown]) -> dict[str, Any]:
    fields = [form[one.field] for one in lines if purpose_named(one.line.purpose).group == name]
    return {"title": GROUP_WORDS[name], "risk": _risk_of_group(name), "fields": fields}


def _risk_of_group(name: str) -> Any:
    return RISK_WORDS[name] if name in RISK_WORDS else RISK_WORDS["others"] if name in ("un", "read") else ""


def _shown(dossiers: list[OpenDossier]) -> list[_Shown]:
    """What stands in any of the offices, at its widest, and then each purpose that nobody has asked about."""
    standing = {_key(answer): answer for answer in sorted(_standing(dossiers), key=_width)}
    persons = {one.ref: one.label for dossier in dossiers for one in concerned_persons(dossier.written())}
    answered = [
        _Shown(
            f"line-{answer.ref}",
            line_of(vars(answer)),
            answer.word,
            answer.word if answer.person else YES,
            _note(answer, persons.get(answer.person, "")),
        )
        for answer in sorted(standing.values(), key=_key)
        if not answer.person or (answer.person in persons and answer.word != NO)
    ]
    known = {(one.line.purpose, one.line.channel) for one in answered if not (one.line.recipient or one.line.person)}
    return [*answered, *(one for purpose in consent_purposes() for one in _unasked(purpose, known))]


def _unasked(purpose: Purpose, known: set[tuple[str, str]]) -> list[_Shown]:
    """A yes to a state or a company has a name in it: without one it can be ruled out, or kept for asking."""
    widest = ASK_FIRST if purpose.state_or_company else YES
    return [
        _Shown(
            f"new-{purpose.value}-{part}",
            Line(purpose.value, channel=part, scopes=purpose.scopes),
            widest=widest,
            note=str(CHANNEL_WORDS[part]) if part else "",
        )
        for part in purpose.parts or ("",)
        if (purpose.value, part) not in known
    ]


def _standing(dossiers: list[OpenDossier]) -> list[Answer]:
    """Without the consents to share with one organisation: those have a page of their own."""
    today = timezone.now().date()
    found = []
    for dossier in dossiers:
        entries = dossier.written()
        of_shares = {one.ref for one in sharing.consents(entries)}
        found += [one for one in matrix(entries, on=today).answers if one.ref not in of_shares]
    return found


def _key(answer: Answer) -> tuple[str, str, str, str]:
    return (answer.purpose, sharing.plain_name(answer.recipient), answer.channel, answer.person)


def _width(answer: Answer) -> int:
    return _WORDS.index(answer.word)


def _note(answer: Answer, person: str) -> str:
    parts = [
        _("For: %(person)s.") % {"person": person} if person else "",
        _("To: %(recipient)s.") % {"recipient": answer.recipient} if answer.recipient else "",
        f"{CHANNEL_WORDS[answer.channel]}." if answer.channel else "",
        _("Until %(day)s.") % {"day": day_in_words(answer.until)} if answer.until else "",
        _("The office wrote this down for you.") if answer.given_by != "self" else "",
    ]
    return " ".join(part for part in parts if part)


# Questions on the page of messages


def asked(dossiers: list[OpenDossier]) -> list[dict[str, Any]]:
    """The questions that wait for a word; see defender/box.html."""
    return [_asked(one) for dossier in dossiers for one in questions(dossier.written())]


def _asked(question: Question) -> dict[str, Any]:
    line = question.line
    purpose = purpose_named(line.purpose)
    details = [
        _("To: %(recipient)s.") % {"recipient": line.recipient} if line.recipient else "",
        f"{CHANNEL_WORDS[line.channel]}." if line.channel else "",
        _("Until %(day)s.") % {"day": day_in_words(date.fromisoformat(line.until))} if line.until else "",
    ]
    return {
        "ref": question.ref,
        "day": day_in_words(question.at.date()),
        "words": PURPOSE_WORDS[line.purpose],
        "details": " ".join(part for part in details if part),
        "text": question.text,
        "risk": _risk_of_group(purpose.group),
    }


def answer_question(visit: Visit, ref: str, word: str) -> bool:
    """Whether it was kept: a question that is answered already, or a word that is none, changes nothing."""
    waiting = [one for dossier in _opened(desk.look(visit)) for one in questions(dossier.written())]
    answers = [(one.line, word) for one in waiting if one.ref == ref and word in _WORDS][:1]
    _keep(visit, answers)
    return bool(answers)
