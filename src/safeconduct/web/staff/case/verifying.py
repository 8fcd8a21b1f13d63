"""Verifying a case: where it stands, who is asked what, what they say, what is doubted, and who may reuse it."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.cases.casefile import CaseFile
from safeconduct.cases.coded_list import label_of
from safeconduct.cases.desk import casework, verifying
from safeconduct.cases.incident import incidents
from safeconduct.cases.source import Source, sources
from safeconduct.cases.source_link import SourceAnswer, SourceLink, source_answers, source_links
from safeconduct.cases.source_question import SourceQuestion, source_questions
from safeconduct.cases.verification import (
    CANNOT_SAY,
    CONFIRMS,
    DENIES,
    Verification,
    VerificationCheck,
    verifications,
)
from safeconduct.intake.link import LONGEST as LONGEST_LINK
from safeconduct.sealing.record import new_ref
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web.staff import doing
from safeconduct.web.staff.case import verifying_wording
from safeconduct.web.staff.case.incident_wording import in_short
from safeconduct.web.staff.case.page import case_frame
from safeconduct.web.staff.case.verifying_forms import (
    CheckForm,
    Choices,
    DoubtForm,
    LinkForm,
    QuestionForm,
    ResultForm,
    ReuseForm,
    SourceForm,
)
from safeconduct.web.staff.door import for_members

Bound = dict[str, forms.Form]
SAID = {"yes": CONFIRMS, "no": DENIES, "cannot_say": CANNOT_SAY}
"""What a source chose on the page of its link, as a result says it."""


@require_safe
@for_members
def read(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    return shown(request, keyring, _opened(ref, keyring), {})


@require_safe
@for_members
def grade(request: HttpRequest, keyring: Keyring, ref: str, question: str) -> HttpResponse:
    """The same page, where the form of a result holds what came by the link to a question."""
    case = _opened(ref, keyring)
    return shown(request, keyring, case, {}, graded=_as_answered(case, question))


@require_POST
@for_members
def add_source(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    case = _opened(ref, keyring)
    form = SourceForm(request.POST, prefix="source", sources=_sources(case))
    if form.is_valid():
        typed = form.cleaned_data
        plain = {name: typed[name] for name in ("basis", "heard_from", "may_be_named")}
        source = Source(new_ref(), typed["name"].strip(), words=typed["text"].strip(), **plain)
        try:
            verifying.add_source(ref, source, keyring, at=timezone.now())
            return _back(ref, "sources")
        except Refused as refused:
            form.add_error("name", str(refused))
    return shown(request, keyring, case, {"source": form})


@require_POST
@for_members
def add_result(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    case = _opened(ref, keyring)
    form = ResultForm(request.POST, prefix="result", **_choices(case), questions=_questions(case))
    if form.is_valid():
        try:
            typed, now = form.cleaned_data, timezone.now()
            verifying.record_verification(ref, _result(case, typed, at=now), typed["text"], keyring, at=now)
            return _back(ref, "results")
        except Refused as refused:
            form.add_error(None, str(refused))
    return shown(request, keyring, case, {"result": form})


@require_POST
@for_members
def plan_check(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    form = CheckForm(request.POST, prefix="check")
    if form.is_valid():
        check = VerificationCheck(form.cleaned_data["step"], form.cleaned_data["by"].isoformat())
        try:
            verifying.plan_check(ref, check, keyring, at=timezone.now())
            return _back(ref)
        except Refused as refused:
            form.add_error("by", str(refused))
    return shown(request, keyring, _opened(ref, keyring), {"check": form})


@require_POST
@for_members
def doubt(request: HttpRequest, keyring: Keyring, ref: str, verification: str) -> HttpResponse:
    """Puts a result in doubt or takes it back, as the pressed button says."""
    form = DoubtForm(request.POST)
    form.is_valid()
    text, retracted = form.cleaned_data.get("text", "").strip(), request.POST.get("go") == "retract"
    try:
        if not form.errors:
            verifying.doubt_verification(ref, verification, text, keyring, retracted=retracted, at=timezone.now())
            return _back(ref, "results")
    except Refused as refused:
        if text:
            raise  # it was taken back already, so there is no form to show it in
        form.add_error("text", str(refused))
    return shown(request, keyring, _opened(ref, keyring), {f"doubt-{verification}": form})


@require_POST
@for_members
def share(request: HttpRequest, keyring: Keyring, ref: str, verification: str) -> HttpResponse:
    case = _opened(ref, keyring)
    form = ReuseForm(request.POST, shares=_shares(case))
    if form.is_valid():
        try:
            verifying.let_reuse(ref, verification, form.cleaned_data["share"], keyring, at=timezone.now())
            return _back(ref, "results")
        except Refused as refused:
            form.add_error("share", str(refused))
    return shown(request, keyring, case, {f"share-{verification}": form})


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def ask(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """First shows word for word what the source will hear; only what was shown is written down as asked."""
    case = _opened(ref, keyring)
    form = QuestionForm(request.POST if request.method == "POST" else None, **_choices(case))
    preview = ""
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        target = next((one for one in incidents(case.written) if one.ref == typed["target"]), None)
        text = verifying_wording.question_text(target, typed["parts"], typed["own"])
        try:
            doing.pass_ticked(form, ref, keyring, at=timezone.now())
            if request.POST.get("go") == "keep" and typed["shown"] == text:
                now = timezone.now()
                verifying.ask_source(ref, typed["source"], typed["target"], text, typed["by"], keyring, at=now)
                return _back(ref, "questions")
            refusal = verifying.refusal_to_question(ref, typed["source"], text, keyring, at=timezone.now())
            preview = "" if refusal else text
            if refusal:
                doing.say_why(form, refusal, "own")
        except Refused as refused:
            doing.say_why(form, refused, "by")
    sentence = "Choose the least that the source needs. Nothing is sent: you say it, or give a link to it, by a way that is safe for both."
    frame = case_frame(case, keyring, "Ask a source", sentence)
    back = {"text": "Verification", "address": reverse("staff:verification", args=[ref])}
    fields = [form[name] for name in ("source", "target", "parts", "own", "by", doing.PLACES) if name in form.fields]
    context = {
        **frame,
        "back": back,
        "form": form,
        "fields": fields,
        "preview": preview,
        "no_source": not _sources(case),
    }
    return render(request, "staff/case/ask_source.html", context)


def _result(case: CaseFile, typed: dict[str, Any], *, at: datetime) -> Verification:
    basis = next((one.basis for one in sources(case.written) if one.ref == typed["source"]), "")
    plain = {name: typed[name] for name in ("target", "source", "grade", "information", "says", "confidence", "asked")}
    facts = tuple(typed["facts"])
    return Verification(new_ref(), facts=facts, basis=basis, origin="", until=typed["until"], at=at, **plain)


def _opened(ref: str, keyring: Keyring) -> CaseFile:
    case, _ = casework.open_case(ref, keyring, at=timezone.now())
    return case


def _back(ref: str, part: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:verification", args=[ref]) + (f"#{part}" if part else ""))


# What can be chosen


def _sources(case: CaseFile) -> Choices:
    return [(one.ref, one.name) for one in sources(case.written)]


def _choices(case: CaseFile) -> dict[str, Choices]:
    return {"targets": [(one.ref, in_short(one)) for one in incidents(case.written)], "sources": _sources(case)}


def _questions(case: CaseFile) -> Choices:
    names = dict(_sources(case))
    waiting = [one for one in source_questions(case.written) if not one.answered]
    return [(one.ref, f"{names.get(one.source, 'A source')}, asked {date_format(one.at, 'j F')}") for one in waiting]


def _shares(case: CaseFile) -> Choices:
    on = timezone.now().date()
    reading = [one for one in case.sharing.shares if one.reads_on(on)]
    return [(one.ref, f"{one.terms.office}, until {_day(one.terms.until)}") for one in reading]


def _day(written: str) -> str:
    return date_format(date.fromisoformat(written), "j F Y")


# The page


def _primary(case: CaseFile) -> dict[str, str]:
    """Who can be asked comes before asking."""
    if sources(case.written):
        return {"text": "Ask a source", "address": reverse("staff:ask_source", args=[case.ref])}
    return {"text": "Add a source", "address": "#sources"}


def shown(
    request: HttpRequest, keyring: Keyring, case: CaseFile, bound: Bound, *, graded: dict[str, str] | None = None
) -> HttpResponse:
    on, names = timezone.localdate(), dict(_sources(case))
    choices, questions = _choices(case), _questions(case)
    context = {
        **case_frame(case, keyring, "Verification", verifying_wording.next_step(case)),
        "primary": _primary(case),
        "rule": verifying_wording.good_until(case),
        "lines": verifying_wording.standing(case, reversed(incidents(case.written)), on=on),
        "results": [_row(one, case, names, bound, on=on) for one in reversed(verifications(case.written))],
        "questions": _question_rows(case, names, bound, on=on),
        "sources": [_source(one, names) for one in sources(case.written)],
        "check": _part(case, "check", bound.get("check") or CheckForm(prefix="check"), "plan_check", "Keep the step"),
        "add_source": _part(
            case,
            "source",
            bound.get("source") or SourceForm(prefix="source", sources=choices["sources"]),
            "add_source",
            "Add the source",
        ),
        "add_result": _part(
            case,
            "result",
            bound.get("result") or ResultForm(prefix="result", initial=graded, **choices, questions=questions),
            "add_result",
            "Keep the result",
        )
        | {"is_open": bool(graded)}
        if choices["sources"]
        else None,
    }
    return render(request, "staff/case/verification.html", context)


def _part(case: CaseFile, name: str, form: forms.Form, address: str, button: str) -> dict[str, Any]:
    return {"name": name, "form": form, "address": reverse(f"staff:{address}", args=[case.ref]), "button": button}


def _row(one: Verification, case: CaseFile, names: dict[str, str], bound: Bound, *, on: date) -> dict[str, Any]:
    row = verifying_wording.result(one, case, names, on=on)
    doubting = bound.get(f"doubt-{one.ref}") or DoubtForm()
    doubting.auto_id = f"doubt-{one.ref}-%s"
    shares = _shares(case)
    sharing = bound.get(f"share-{one.ref}") or ReuseForm(shares=shares)
    sharing.auto_id = f"share-{one.ref}-%s"
    return {
        **row,
        "doubting": doubting if row["can_doubt"] else None,
        "doubt_address": reverse("staff:doubt", args=[case.ref, one.ref]),
        "sharing": sharing if shares and (row["can_share"] or sharing.errors) else None,
        "share_address": reverse("staff:share_verification", args=[case.ref, one.ref]),
    }


def _question_rows(case: CaseFile, names: dict[str, str], bound: Bound, *, on: date) -> list[dict[str, Any]]:
    links = {one.question: one for one in source_links(case.written)}
    answers = {one.question: one for one in source_answers(case.written)}
    return [
        _question(one, names, case.ref, bound, links.get(one.ref), answers.get(one.ref), on=on)
        for one in source_questions(case.written)
    ]


def _question(
    one: SourceQuestion,
    names: dict[str, str],
    ref: str,
    bound: Bound,
    link: SourceLink | None,
    answer: SourceAnswer | None,
    *,
    on: date,
) -> dict[str, Any]:
    shape, word = ("done", "Answered") if one.answered else ("soon", f"By {_day(one.by)}")
    if answer and not one.answered:
        shape, word = "soon", "To grade"
    form = None
    if not (one.answered or answer or (link and link.opens_on(on))):
        form = bound.get(f"link-{one.ref}") or LinkForm(initial={"until": on + LONGEST_LINK})
        form.auto_id = f"link-{one.ref}-%s"
    return {
        "shape": shape,
        "word": word,
        "source": names.get(one.source, "a source that was erased"),
        "text": one.text,
        "link": verifying_wording.link_in_words(link, answer, on=on),
        "answer": verifying_wording.answer_in_words(answer) if answer else "",
        "words": answer.words if answer else "",
        "grade_address": reverse("staff:grade_answer", args=[ref, one.ref]) + "#results"
        if answer and not one.answered
        else "",
        "form": form,
        "link_address": reverse("staff:make_link", args=[ref, one.ref]),
        "withdraw_address": reverse("staff:withdraw_link", args=[ref, link.ref]) if link and link.opens_on(on) else "",
    }


def _as_answered(case: CaseFile, question: str) -> dict[str, str]:
    """The fields of a result as far as an answer by a link fills them: what is graded stays for the member to say."""
    asked = next((one for one in source_questions(case.written) if one.ref == question and not one.answered), None)
    answer = next((one for one in source_answers(case.written) if one.question == question), None)
    if asked is None or answer is None:
        return {}
    # Whoever had the link said it: to begin with nobody can judge how far that goes.
    said = {"says": SAID[answer.says], "text": answer.words, "grade": "F", "information": "i6", "confidence": "low"}
    return {**said, "asked": asked.ref, "source": asked.source, "target": asked.target}


def _source(one: Source, names: dict[str, str]) -> dict[str, str]:
    known = {"first_hand": "knows it without anybody", "defender": "knows it from the defender"}
    heard = known.get(one.heard_from) or (
        f"knows it from {names[one.heard_from]}" if one.heard_from in names else "not known where from"
    )
    named = "; may be named to a partner" if one.may_be_named else ""
    return {
        "name": one.name,
        "text": f"{label_of('verification_bases', one.basis)}; {heard}{named}",
        "words": one.words,
    }
