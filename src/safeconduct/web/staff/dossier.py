"""One dossier on the desk: read it, answer, accept, put in notes and files, reveal the name, give a code."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from safeconduct.access.keyring import Keyring
from safeconduct.cases.desk import casework
from safeconduct.sealing.code import form_for
from safeconduct.vocabulary.refusal import Refused
from safeconduct.web import wrong
from safeconduct.web.code_shown import code_shown
from safeconduct.web.defender.pages import FILE_SENTENCES
from safeconduct.web.staff import proving, sign_in_gate
from safeconduct.web.staff.door import for_members, frame
from safeconduct.web.staff.dossier_page import shown
from safeconduct.web.staff.forms import Answer, GiveCode, NewFiles, Note, Reveal
from safeconduct.web.staff.saving import to_be_saved


@require_safe
@for_members
def read(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    return shown(request, keyring, ref, {})


@require_safe
@for_members
def entries(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    """The same page with every entry on it."""
    return shown(request, keyring, ref, {}, whole=True)


@require_POST
@for_members
def answer(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    form = Answer(request.POST, prefix="answer")
    if form.is_valid():
        try:
            casework.answer(ref, form.cleaned_data["text"], keyring, at=timezone.now())
            return _back_to(ref, "answer")
        except Refused as refused:
            form.add_error("text", str(refused))
    return shown(request, keyring, ref, {"answer": form})


@require_POST
@for_members
def accept(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    casework.accept(ref, keyring, at=timezone.now())
    return _back_to(ref)


@require_POST
@for_members
def note(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    form = Note(request.POST, prefix="note")
    if form.is_valid():
        try:
            casework.note(ref, form.cleaned_data["text"], keyring, at=timezone.now())
            return _back_to(ref, "note")
        except Refused as refused:
            form.add_error("text", str(refused))
    return shown(request, keyring, ref, {"note": form})


@require_POST
@for_members
def add_files(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    form = NewFiles(request.POST, request.FILES, prefix="files")
    for why in getattr(request, "files_refused", []):
        form.add_error("files", FILE_SENTENCES[why])
    if not form.is_valid():
        return shown(request, keyring, ref, {"files": form})
    uploads = form.cleaned_data["files"]
    files = tuple(upload.sealed for upload in uploads)
    try:
        casework.add_files(ref, files, keyring, origin=form.origin(), at=timezone.now())
    except Refused as refused:
        form.add_error(None, str(refused))
        return shown(request, keyring, ref, {"files": form})
    for upload in uploads:
        upload.take()
    return _back_to(ref)


@require_safe
@for_members
def file(request: HttpRequest, keyring: Keyring, ref: str, seq: int) -> HttpResponse:
    """The original, to be saved: never shown in the browser, where its contents could act."""
    sealed, chunks = casework.open_file(ref, seq, keyring, at=timezone.now())
    return to_be_saved(sealed, chunks, f"original-{seq}")


@require_safe
@for_members
def working_copy(request: HttpRequest, keyring: Keyring, ref: str, seq: int) -> HttpResponse:
    sealed, chunks = casework.open_working_copy(ref, seq, keyring, at=timezone.now())
    return to_be_saved(sealed, chunks, f"file-{seq}")


@require_POST
@for_members
def reveal(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    form = Reveal(request.POST, prefix="reveal")
    if not form.is_valid():
        return shown(request, keyring, ref, {"reveal": form})
    if "close" in request.POST:
        proving.close(request)
        return _back_to(ref)
    try:
        has_proved = proving.has_proved(request, form.cleaned_data["passphrase"])
    except sign_in_gate.Full:
        return wrong.too_busy(request)
    try:
        names = casework.reveal_identity(
            ref, form.cleaned_data["reason"], keyring, has_proved=has_proved, at=timezone.now()
        )
    except Refused as refused:
        form.add_error("passphrase" if not has_proved else "reason", str(refused))
        return shown(request, keyring, ref, {"reveal": form})
    return shown(request, keyring, ref, {}, names=names)


@require_POST
@for_members
def give_code(request: HttpRequest, keyring: Keyring, ref: str) -> HttpResponse:
    form = GiveCode(request.POST, prefix="code")
    form.is_valid()
    try:
        code = casework.give_code(ref, form.cleaned_data.get("own_word", ""), keyring, at=timezone.now())
    except Refused as refused:
        form.add_error("own_word", str(refused))
        return shown(request, keyring, ref, {"code": form})
    code_form = form_for("en")
    context = {
        **frame(keyring, "cases"),
        **code_shown(code, code_form),
        "next_address": reverse("staff:dossier", args=[ref]),
    }
    return render(request, "staff/code_once.html", context)


def _back_to(ref: str, part: str = "") -> HttpResponse:
    return HttpResponseRedirect(reverse("staff:dossier", args=[ref]) + (f"#{part}" if part else ""))
