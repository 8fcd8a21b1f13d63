"""Asking for help: every step is a POST to the same address, and each answer carries the next page."""

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from safeconduct.access import lookup as access
from safeconduct.dossiers.desk import filing
from safeconduct.intake.box import Holder
from safeconduct.intake.desk import asking
from safeconduct.intake.draft import TOKEN_LENGTH, Draft, new_token
from safeconduct.intake.promise import read_by
from safeconduct.intake.telling import FILES_AT_MOST
from safeconduct.sealing.code import Code, form_for, new_code, sign
from safeconduct.vocabulary.telling import ABOUT
from safeconduct.web.code_shown import code_shown
from safeconduct.web.defender import filling, lines, visiting
from safeconduct.web.defender.keeping import Keep
from safeconduct.web.defender.pasting import Pasted
from safeconduct.web.defender.questions import NAMES, QUESTIONS, Question, after, before, question
from safeconduct.web.defender.words import promises_in_words, public_promise
from safeconduct.web.language_links import language_links
from safeconduct.web.upload import SealedUpload


@csrf_exempt  # no cookie before a code is entered: the draft's token in the form does the work of one
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _start(request)
    token, draft = _draft_of(request)
    step = request.POST.get("step", "start")
    if draft and draft.is_over and not (draft.sent and request.POST.get("go") == "another"):
        return _over(request, token, draft)
    if step == "start":
        return _about(request, token, draft)
    if step == "sent":
        return _another(request, draft)
    if step == "all":
        return _all_at_once(request)
    is_late = draft is None
    if draft is None:
        # The answer in this request is kept, whatever became of the earlier ones.
        draft = Draft(timezone.now())
        token = asking.begin_draft(draft)
    if step == "code":
        return (
            _code_answered(request, token, draft)
            if not is_late
            else _question(request, token, draft, QUESTIONS[0], late=True)
        )
    if step in NAMES:
        return _answered(request, token, draft, question(step), late=is_late)
    return _start(request)


def _draft_of(request: HttpRequest) -> tuple[str, Draft | None]:
    """The draft of the page that was sent. Another site must not make somebody write into a draft that it knows."""
    token = request.POST.get("draft", "")
    if len(token) != TOKEN_LENGTH or visiting.is_from_elsewhere(request):
        token = ""
    return token, asking.open_draft(token, at=timezone.now()) if token else None


@csrf_exempt  # the draft's token in the form says whose page it is; a visit's cookie is never sent by another site
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Away from here. What was being written is gone, so that going back and sending again opens nothing."""
    # Another site's link must not end what somebody is doing here.
    is_own = not visiting.is_from_elsewhere(request)
    if request.method != "POST":
        response = HttpResponseRedirect(settings.SAFECONDUCT_LEAVE_TO)
    else:
        # Browsers forbid that a form's answer redirects to another site (form-action); a refresh they follow.
        response = HttpResponse(headers={"Refresh": f"0; url={settings.SAFECONDUCT_LEAVE_TO}"})
        if is_own:
            asking.leave_draft(request.POST.get("draft", ""), at=timezone.now())
    if is_own:
        visiting.end(request, response)
    return response


@require_safe
def reach(request: HttpRequest) -> HttpResponse:
    return render(request, "defender/reach.html", {"lines": lines.checked(settings.SAFECONDUCT_LINES)})


def _start(request: HttpRequest, token: str = "") -> HttpResponse:
    context = {
        "languages": language_links("defender:start"),
        "promise": public_promise(access.offices()),
        "draft": token,
    }
    return render(request, "defender/start.html", context)


def _about(request: HttpRequest, token: str, draft: Draft | None) -> HttpResponse:
    """A new draft; or the one of somebody who went back to the first page, with all that it holds."""
    about = request.POST.get("about", "")
    kept = (draft or Draft(timezone.now())).with_answers({"about": about if about in ABOUT else "me"})
    if draft is None:
        token = asking.begin_draft(kept)
    else:
        kept = asking.keep_draft(token, kept)
    if kept.is_over:
        return _over(request, token, kept)
    return _question(request, token, kept, QUESTIONS[0])


def _another(request: HttpRequest, draft: Draft | None) -> HttpResponse:
    """A new draft for another person, with the same office and the same way of reaching the one who writes."""
    again = draft.sent["again"] if draft and draft.sent else {}
    fresh = Draft(timezone.now(), {**again, "about": "someone" if again.get("about") != "unaware" else "unaware"})
    return _question(request, asking.begin_draft(fresh), fresh, QUESTIONS[0])


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest) -> HttpResponse:
    """The text form, filled in elsewhere: what it says goes into a draft, and is seen again before it is sent."""
    if request.POST.get("step", "paste") != "paste":
        return ask(request)  # the questions that came after the text are sent to this address too
    token, draft = _draft_of(request)
    if draft:
        return _code(request, token, draft)  # sent once more by the browser: what came of it counts
    form = Pasted(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "defender/paste.html", {"form": form, "once": token or new_token()})
    return _filled(request, {"about": "me", **form.answers}, token)


def _all_at_once(request: HttpRequest) -> HttpResponse:
    """The saved file, sent when there was a network again."""
    answers: dict[str, Any] = {"about": request.POST.get("about") or "me"}
    draft = Draft(timezone.now(), answers)
    for asked in QUESTIONS:
        answers |= filling.typed_answers(filling.form_for(asked, draft, request.POST, request.FILES))
    return _filled(request, answers)


def _filled(request: HttpRequest, answers: dict[str, Any], token: str = "") -> HttpResponse:
    about = answers["about"] if answers["about"] in ABOUT else "me"
    draft = _with_files(request, Draft(timezone.now(), {**answers, "about": about}))
    return _code(request, asking.begin_draft(draft, token), draft)


# Questions


def _answered(request: HttpRequest, token: str, draft: Draft, asked: Question, *, late: bool) -> HttpResponse:
    form = filling.form_for(asked, draft, request.POST, request.FILES)
    draft = asking.keep_draft(token, _with_files(request, draft).with_answers(filling.typed_answers(form)))
    if draft.is_over:
        return _over(request, token, draft)
    go = request.POST.get("go", "next")
    if late:
        return _question(request, token, draft, asked, late=True)
    if "remove" in request.POST or (asked.name == "files" and _has_new_files(request)):
        return _question(request, token, draft, asked, refused=getattr(request, "files_refused", []))
    if request.POST.get("website"):
        form.add_error(None, _("A box that nobody sees was filled, perhaps by your browser. Press Continue once more."))
        return _question(request, token, draft, asked, form=form)
    if go == "back":
        return _step(request, token, draft, before(asked.name))
    if go == "next" and not form.is_valid():
        return _question(request, token, draft, asked, form=form)
    return _step(request, token, draft, after(asked.name))


def _step(request: HttpRequest, token: str, draft: Draft, name: str) -> HttpResponse:
    if name == "start":
        return _start(request, token)
    if name == "code":
        return _code(request, token, draft)
    return _question(request, token, draft, question(name))


def _question(
    request: HttpRequest,
    token: str,
    draft: Draft,
    asked: Question,
    *,
    form: forms.Form | None = None,
    late: bool = False,
    refused: tuple[str, ...] | list[str] = (),
) -> HttpResponse:
    if late or refused:
        form = filling.form_for(asked, draft, request.POST, request.FILES)
        form.is_valid()
    if late:
        form.add_error(
            None, _("Your earlier answers were older than two hours and are gone. What you wrote just now is here.")
        )
    for why in refused:
        form.add_error(None, FILE_SENTENCES[why])
    context = {
        "draft": token,
        "step": asked.name,
        "number": NAMES.index(asked.name) + 1,
        "of": len(NAMES),
        "title": asked.title_for_other if filling.for_other(draft) else asked.title,
        "help": asked.help,
        "readers_note": asked.readers_note,
        "form": form or filling.form_for(asked, draft),
        "files": [{"name": file["name"], "size": _size(file["size"]), "ref": file["ref"]} for file in draft.files]
        if asked.name == "files"
        else (),
    }
    return render(request, "defender/question.html", context)


FILE_SENTENCES = {
    "size": translation.gettext_lazy("A file was larger than 25 MB and was not taken. Send a shorter or smaller one."),
    "room": translation.gettext_lazy(
        "There is no room for files just now. Send your text without them, and the files later."
    ),
    "number": translation.gettext_lazy("These were more than 10 files. The first 10 are here; send the others later."),
}


def _has_new_files(request: HttpRequest) -> bool:
    return bool(request.FILES) or bool(getattr(request, "files_refused", []))


def _with_files(request: HttpRequest, draft: Draft) -> Draft:
    uploads = [upload for upload in request.FILES.getlist("files") if isinstance(upload, SealedUpload)]
    new = [upload.sealed.as_data() for upload in uploads]
    # A file that is sent again because the line broke counts once.
    known = {(file["name"], file["digest"]) for file in draft.files}
    fresh = [file for file in new if (file["name"], file["digest"]) not in known]
    kept = [file for file in (*draft.files, *fresh) if file["ref"] != request.POST.get("remove")]
    if len(kept) > FILES_AT_MOST:
        request.files_refused.append("number")
    kept = kept[:FILES_AT_MOST]
    for file in draft.files:
        if file not in kept:
            filing.drop_file(file["ref"])
    for upload in uploads:
        if upload.sealed.as_data() in kept:
            upload.take()
    return draft.with_files(tuple(kept))


def _size(size: int) -> str:
    if size >= 1024 * 1024:
        return _("%(size)s MB") % {"size": number_format(size / 1024 / 1024, 1)}
    return _("%(size)s KB") % {"size": max(1, round(size / 1024))}


# The code


def _code(request: HttpRequest, token: str, draft: Draft, *, form: Keep | None = None) -> HttpResponse:
    wrong = None if draft.is_over else filling.first_wrong(draft)
    if wrong:
        return _question(request, token, draft, wrong[0], form=wrong[1])
    if not draft.is_over and not draft.code:
        draft = _with_new_code(token, draft)
    if draft.is_over:
        return _over(request, token, draft)
    code = Code(bytes.fromhex(draft.code))
    offices = filling.offices_of(draft)
    urgency, now = draft.answers.get("urgency", ""), timezone.now()
    context = {
        "draft": token,
        **code_shown(code, draft.form),
        "form": form or Keep(code=code, form=draft.form, for_relay=filling.for_other(draft)),
        "promise": promises_in_words((office.name, read_by(office, urgency, at=now)) for office in offices),
        "readers": [office.name for office in offices],
        "for_relay": filling.for_other(draft),
    }
    return render(request, "defender/code.html", context)


def _with_new_code(token: str, draft: Draft) -> Draft:
    """With a code that the draft holds; a draft that was sent or left meanwhile gets none."""
    draft = draft.with_code(new_code().bits.hex(), form_for(translation.get_language() or "en"))
    return asking.keep_draft(token, draft)


def _code_answered(request: HttpRequest, token: str, draft: Draft) -> HttpResponse:
    go = request.POST.get("go", "send")
    if go == "back":
        return _step(request, token, draft, before("code"))
    if go == "other" or not draft.code:
        return _code(request, token, _with_new_code(token, draft))
    if filling.first_wrong(draft):
        return _code(request, token, draft)
    code = Code(bytes.fromhex(draft.code))
    form = Keep(request.POST, code=code, form=draft.form, for_relay=filling.for_other(draft))
    if timezone.now() - draft.started_at < settings.SAFECONDUCT_SHORTEST_FILLING:
        form.add_error(
            None, _("That was quicker than a person writes. Nothing is lost: wait a few seconds and press Send again.")
        )
    if not form.is_valid():
        return _code(request, token, draft, form=form)
    return _send(request, token, draft, Holder(code, form.cleaned_data.get("own_word", "")))


def _send(request: HttpRequest, token: str, draft: Draft, holder: Holder) -> HttpResponse:
    telling = filling.telling_of(draft, language=translation.get_language() or "en")
    again = {
        name: draft.answers[name]
        for name in ("about", "channel", "address", "unsafe", "organisations")
        if name in draft.answers
    }
    slip = {"again": again, "sign": sign(holder.code, draft.form)}
    sent = asking.send_draft(token, draft, telling, filling.offices_of(draft), holder, slip, at=timezone.now())
    return _over(request, token, sent)


def _over(request: HttpRequest, token: str, draft: Draft) -> HttpResponse:
    """The receipt of what was sent; of what was left nothing but the first page."""
    if draft.sent is None:
        return _start(request)
    sent = draft.sent
    promises = [(office, datetime.fromisoformat(moment)) for office, moment in sent["promises"]]
    context = {
        "draft": token,
        "promise": promises_in_words(promises),
        "sign": " ".join(sent["sign"]),
        "is_stored_only": sent["again"].get("about") == "unaware",
    }
    return render(request, "defender/sent.html", context)
