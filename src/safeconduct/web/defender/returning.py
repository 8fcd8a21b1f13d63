"""Coming back: one box for the code, then how far things are, and with the own word everything else."""

from collections.abc import Callable

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from safeconduct.intake.desk import allowing, asking
from safeconduct.intake.desk import returning as desk
from safeconduct.intake.desk.returning import Word
from safeconduct.intake.draft import Draft, new_token
from safeconduct.intake.visit import Seen, Visit
from safeconduct.sealing.code import Code, Misread, form_for, new_code, read, sign
from safeconduct.web.code_shown import code_shown
from safeconduct.web.defender import answering, box, pages, visiting
from safeconduct.web.defender.effects import EffectSeen
from safeconduct.web.defender.keeping import Keep
from safeconduct.web.defender.padding import padded as _padded
from safeconduct.web.defender.wishing import Words, Writing
from safeconduct.web.defender.words import nobody_reads, on_its_way
from safeconduct.web.language_links import language_links


@csrf_exempt  # entering a code needs no cookie; everything after it is checked in _act
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and "words" in request.POST:
        return _enter(request)
    # The forms of the page that "?again" led to post to that address too: there they mean the visit just begun.
    wants_again = request.method != "POST" and "again" in request.GET
    visit = None if wants_again else visiting.visit_of(request)
    if visit is None:
        ended = "after a press" if request.method == "POST" else "at once" if "open" in request.GET else ""
        return _ask_for_words(request, Words(), ended=ended)
    if request.method == "POST":
        return _act(request, visit)
    return _show(request, visit)


def _ask_for_words(request: HttpRequest, form: forms.Form, *, ended: str = "") -> HttpResponse:
    context = {"form": form, "languages": language_links("defender:back"), "ended": ended}
    return render(request, "defender/back.html", context)


def _enter(request: HttpRequest) -> HttpResponse:
    if visiting.is_from_elsewhere(request):
        # Another site must not bring somebody into a box of its own choice.
        return _ask_for_words(request, Words())
    form = Words(request.POST)
    if not form.is_valid():
        return _ask_for_words(request, form)
    try:
        reading = read(form.cleaned_data["words"])
    except Misread as misread:
        form.add_error("words", _misread_sentence(misread))
        return _ask_for_words(request, form)
    # A redirect, so that the browser has no page to ask for again with the words in it.
    response = HttpResponseRedirect(f"{reverse('defender:back')}?open")
    visiting.begin(response, Visit(reading.code, reading.form, reading.own_word))
    return response


def _misread_sentence(misread: Misread) -> str:
    if misread.problem == "unknown word":
        return _("“%(word)s” is not part of any code. Look at it again, letter by letter.") % {"word": misread.word}
    if misread.problem == "short":
        return _("Some are missing. Type all 13 words, or all 14 groups of digits.")
    return _("One of them is not right, or two changed places. Compare each with your note.")


# What is shown


def _show(
    request: HttpRequest,
    visit: Visit,
    *,
    form: forms.Form | None = None,
    effect: EffectSeen | None = None,
    notice: str | Callable[[Seen], str] = "",
) -> HttpResponse:
    """`notice`: a sentence, or what makes one of what is seen then."""
    seen = desk.look(visit)
    template, context = (
        ("defender/box.html", box.contents(seen, effect)) if seen.is_open else ("defender/progress.html", {})
    )
    context |= {
        "sign": " ".join(sign(visit.code, visit.form)),
        "offices": box.progress_of(seen),
        "warning": box.warning(seen),
        "form": form or Writing(),
        "effect": effect,
        "once": new_token(),
        "notice": notice(seen) if callable(notice) else notice,
    }
    return _padded(render(request, template, context))


# What can be done


@csrf_protect
def _act(request: HttpRequest, visit: Visit) -> HttpResponse:
    now, go = timezone.now(), request.POST.get("go", "")
    if go == "close":
        return _closed(request)
    if request.POST.get("question"):
        allowing.answer_consent(visit, request.POST["question"], yes=request.POST.get("answer") == "yes", at=now)
        return _show(request, visit, notice=_answer_kept)
    if request.POST.get("feedback"):
        return _effect(request, visit, request.POST["feedback"])
    if request.POST.get("purpose"):
        if not answering.answer_question(visit, request.POST["purpose"], request.POST.get("answer", "")):
            return HttpResponseRedirect(reverse("defender:back"))
        return _show(request, visit, notice=_answer_kept)
    if go == "freeze":
        desk.freeze(visit, at=now)
        return _closed(request)
    if go == "urgent":
        taken = desk.write(visit, Word(urgent=True), once=request.POST.get("once", ""), at=now)
        return _show(request, visit, notice=_("The office now sees that it is urgent.") if taken else nobody_reads())
    if go == "empty":
        desk.empty_from_view(visit, at=now)
    elif go == "undo":
        allowing.undo_erasure(visit, at=now)
    elif go == "write":
        return _write(request, visit)
    elif go == "new_code":
        return _new_code(request)
    elif go == "new_code_kept":
        return _new_code_kept(request, visit)
    return HttpResponseRedirect(reverse("defender:back"))


def _effect(request: HttpRequest, visit: Visit, feedback: str) -> HttpResponse:
    form = EffectSeen(request.POST, prefix=feedback)
    if not form.is_valid():
        return _show(request, visit, effect=form)
    said = form.cleaned_data
    desk.say_effect(visit, feedback, said["scale"], said["words"], at=timezone.now())
    return _show(request, visit, notice=_answer_kept)


def _write(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = Writing(request.POST, request.FILES)
    for why in getattr(request, "files_refused", []):
        form.add_error("files", pages.FILE_SENTENCES[why])
    if not form.is_valid():
        return _show(request, visit, form=form)
    uploads = form.cleaned_data["files"]
    files = tuple(upload.sealed for upload in uploads)
    taken = desk.write(
        visit, Word(form.cleaned_data["message"], files), once=request.POST.get("once", ""), at=timezone.now()
    )
    for upload in uploads if taken else ():
        upload.take()
    return _show(request, visit, notice=_sent_words if taken else nobody_reads())


def _new_code(request: HttpRequest) -> HttpResponse:
    draft = Draft(timezone.now()).with_code(new_code().bits.hex(), form_for(translation.get_language() or "en"))
    return _show_new_code(request, asking.begin_draft(draft), draft)


def _show_new_code(request: HttpRequest, token: str, draft: Draft, form: Keep | None = None) -> HttpResponse:
    code = Code(bytes.fromhex(draft.code))
    context = {
        "draft": token,
        **code_shown(code, draft.form),
        "form": form or Keep(code=code, form=draft.form, for_relay=False),
    }
    return _padded(render(request, "defender/new_code.html", context))


def _new_code_kept(request: HttpRequest, visit: Visit) -> HttpResponse:
    token = request.POST.get("draft", "")
    draft = asking.open_draft(token, at=timezone.now())
    if draft is None or not draft.code:
        return _new_code(request)
    code = Code(bytes.fromhex(draft.code))
    form = Keep(request.POST, code=code, form=draft.form, for_relay=False)
    if not form.is_valid():
        return _show_new_code(request, token, draft, form)
    own_word = form.cleaned_data["own_word"]
    desk.change_code(visit, code, own_word, at=timezone.now())
    changed = Visit(code, draft.form, own_word)
    response = _show(request, changed, notice=_("From now on only the new ones open this page."))
    visiting.begin(response, changed)
    return response


def _sent_words(seen: Seen) -> str:
    return _("It is sent. It stands below.") if seen.is_open else on_its_way()


def _answer_kept(seen: Seen) -> str:
    return _("Your answer is kept.") if seen.is_open else ""


def _closed(request: HttpRequest) -> HttpResponse:
    response = HttpResponseRedirect(reverse("defender:start"))
    visiting.end(request, response)
    return response
