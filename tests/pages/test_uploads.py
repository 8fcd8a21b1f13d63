"""Uploads: sealed chunk by chunk as they come; nothing in plain on the disk, whole or interrupted."""

import shutil
from collections import namedtuple
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.request import UnreadablePostError

from safeconduct.dossiers import sealed_file
from safeconduct.dossiers.models import Dossier, StoredFile
from safeconduct.dossiers.sealed_file import chunks_of
from safeconduct.intake.desk import allowing, returning
from safeconduct.jobs import sweeping
from safeconduct.sealing.code import new_code
from safeconduct.sealing.padding import padded_size
from safeconduct.sealing.stream import CHUNK_BYTES, FRAME_BYTES, HEADER_BYTES
from safeconduct.web import upload
from tests.embedded import PROTECTION, Call
from tests.pages.page import Form, sentences, text_of, typed_into

CANARY = b"canary in a photograph "
PHOTO = CANARY * 20_000  # seven chunks


def on_disk(embedded):
    return [path for path in embedded.files.glob("**/*") if path.is_file()]


def photo(content=PHOTO, name="photo canary.jpg"):
    return SimpleUploadedFile(name, content, "image/jpeg")


@pytest.fixture
def files(embedded):
    """The form at the question for files."""
    return Form(embedded.visitor()).start().up_to("files")


def test_a_file_arrives_whole_and_nothing_of_it_is_in_plain_on_the_disk(embedded, files):
    files.answer("files", files=[photo()])
    assert "photo canary.jpg" in text_of(files.response)
    assert len(on_disk(embedded)) == 1
    assert b"canary" not in embedded.bytes_on_disk()
    files.answer("files")
    files.send()
    kept = embedded.case(Dossier.objects.get().ref).files[0][1]
    assert (kept.name, kept.kind, kept.size) == ("photo canary.jpg", "image/jpeg", len(PHOTO))
    assert b"".join(chunks_of(embedded.files, kept)) == PHOTO
    assert b"canary" not in embedded.bytes_on_disk()


@pytest.mark.parametrize("size", [1, 65_535, 65_536, 65_537, 200_000])
def test_a_file_of_any_size_comes_back_byte_by_byte_and_its_size_on_the_disk_says_little(embedded, files, size):
    content = bytes(number % 251 for number in range(size))
    files.answer("files", files=[photo(content)]).answer("files")
    files.send()
    kept = embedded.case(Dossier.objects.get().ref).files[0][1]
    assert b"".join(chunks_of(embedded.files, kept)) == content
    frames = padded_size(size) // CHUNK_BYTES + 1
    assert on_disk(embedded)[0].stat().st_size <= HEADER_BYTES + padded_size(size) + frames * (
        FRAME_BYTES - CHUNK_BYTES
    )
    assert on_disk(embedded)[0].stat().st_size >= HEADER_BYTES + padded_size(size)


def test_a_chunk_is_sealed_before_the_next_one_is_read(embedded, files, monkeypatch):
    seen = []
    push = sealed_file.Incoming.push

    def watched(incoming, chunk):
        push(incoming, chunk)
        incoming._file.flush()
        seen.append((len(chunk), b"canary" in embedded.bytes_on_disk()))

    monkeypatch.setattr(sealed_file.Incoming, "push", watched)
    files.answer("files", files=[photo()])
    assert len(seen) > 5
    assert max(length for length, _ in seen) <= 64 * 1024
    assert not any(in_plain for _, in_plain in seen)


def test_a_file_that_is_too_large_is_said_leaves_nothing_and_the_others_stay(embedded, files, monkeypatch):
    monkeypatch.setattr(upload, "LARGEST_BYTES", 100_000)
    files.answer("files", files=[photo(b"small", "small.jpg"), photo(PHOTO, "large.jpg"), photo(b"last", "last.jpg")])
    assert "larger than 25" in " ".join(sentences(files.response))
    page = text_of(files.response)
    assert "small.jpg" in page and "last.jpg" in page and "large.jpg" not in page
    assert len(on_disk(embedded)) == StoredFile.objects.count() == 2


def test_without_room_files_are_refused_and_words_get_through(embedded, files, monkeypatch):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(10**12, 10**12, 10**9))
    files.answer("files", files=[photo()])
    assert "no room for files" in " ".join(sentences(files.response))
    assert not on_disk(embedded)
    files.answer("files")
    files.send()
    assert Dossier.objects.count() == 1


def test_eleven_files_are_ten_and_a_sentence(embedded, files):
    files.answer("files", files=[photo(CANARY, f"{number}.jpg") for number in range(11)])
    said = [one for one in sentences(files.response) if "more than 10 files" in one]
    assert len(said) == 1
    assert text_of(files.response).count("Remove") == 10
    assert len(on_disk(embedded)) == 10


def test_an_eleventh_file_later_is_refused_and_gone(embedded, files):
    files.answer("files", files=[photo(CANARY, f"{number}.jpg") for number in range(10)])
    files.answer("files", files=[photo(CANARY, "eleventh.jpg")])
    assert "more than 10 files" in " ".join(sentences(files.response))
    assert "eleventh.jpg" not in text_of(files.response)
    assert text_of(files.response).count("Remove") == 10
    assert len(on_disk(embedded)) == 10


def test_an_empty_file_is_left_out(embedded, files):
    files.answer("files", files=[photo(b"", "empty.jpg"), photo(CANARY, "full.jpg")])
    page = text_of(files.response)
    assert "full.jpg" in page and "empty.jpg" not in page
    assert len(on_disk(embedded)) == 1


def test_a_file_can_be_taken_away_again(embedded, files):
    files.answer("files", files=[photo(CANARY, "one.jpg"), photo(CANARY, "two.jpg")])
    ref = text_of(files.response).split('name="remove" value="')[1].split('"')[0]
    files.post(step="files", remove=ref)
    assert "one.jpg" not in text_of(files.response) and "two.jpg" in text_of(files.response)
    files.answer("files")
    files.send()
    assert [file.name for _, file in embedded.case(Dossier.objects.get().ref).files] == ["two.jpg"]


class Cut(BytesIO):
    """A line that is cut after so many bytes."""

    def __init__(self, content, at):
        super().__init__(content)
        self._left = at

    def read(self, size=-1):
        if self._left <= 0:
            raise OSError("connection reset by peer")
        taken = super().read(min(size if size >= 0 else self._left, self._left))
        self._left -= len(taken)
        return taken


def body_of(content):
    head = b'--edge\r\nContent-Disposition: form-data; name="step"\r\n\r\nfiles\r\n--edge\r\n'
    head += b'Content-Disposition: form-data; name="files"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    return head + content + b"\r\n--edge--\r\n"


@pytest.mark.parametrize("at", [10, 300, 66_000, 300_000], ids=["head", "file's head", "first chunk", "later chunk"])
def test_an_upload_that_is_cut_leaves_no_file_and_no_row(embedded, at):
    body, before = body_of(PHOTO), embedded.dump()
    given = {"CONTENT_TYPE": "multipart/form-data; boundary=edge", "CONTENT_LENGTH": str(len(body))}
    with pytest.raises(UnreadablePostError):
        embedded.visitor().generic("POST", "/en/", **given, **{"wsgi.input": Cut(body, at)})
    assert on_disk(embedded) == []
    assert embedded.dump() == before


def test_a_body_that_ends_in_the_middle_of_a_file_is_no_file(embedded):
    body = body_of(PHOTO)[:300_000]
    response = embedded.visitor().post("/en/", body, content_type="multipart/form-data; boundary=edge")
    assert response.status_code in (200, 400)
    assert b"canary" not in embedded.bytes_on_disk()


NAMES = {
    "a path": "../../../etc/passwd",
    "a long name": "x" * 5_000 + ".jpg",
    "markup": "<b>photo</b>.jpg",
    "direction marks": "photo\u202egpj.exe",
    "Arabic": "صورة.jpg",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_an_odd_name_is_shown_as_text_and_never_used_as_a_path(embedded, files, name):
    files.answer("files", files=[photo(CANARY, name)])
    assert files.response.status_code == 200
    assert "<b>photo" not in text_of(files.response)
    outside = [path for path in embedded.folder.rglob("*") if path.is_file() and "files" not in path.parts]
    assert {path.name.split(".")[0] for path in outside} <= {"safeconduct", "roots"}
    files.answer("files")
    files.send()
    case = embedded.case(Dossier.objects.get().ref)
    if case.files:
        address = f"/desk/dossiers/{case.ref}/files/{case.files[0][0]}/"
        saved = embedded.staff(PROTECTION).get(address).headers["Content-Disposition"]
        assert saved.isascii() and "/" not in saved and "\n" not in saved and len(saved) < 80


# On the return page and on the desk


def test_a_message_keeps_its_text_when_its_file_is_refused(embedded, monkeypatch):
    monkeypatch.setattr(upload, "LARGEST_BYTES", 100)
    call = embedded.call()
    client = embedded.holder(call)
    before = embedded.dump()
    response = client.post("/en/back/", {"go": "write", "message": "See the photo.", "files": photo()})
    assert "larger than 25" in text_of(response)
    assert typed_into(response, "message") == "See the photo."
    assert embedded.dump() == before and not on_disk(embedded)


def test_a_file_from_the_return_page_reaches_the_office(embedded):
    call = embedded.call()
    embedded.holder(call).post("/en/back/", {"go": "write", "message": "", "files": photo(CANARY)})
    kept = embedded.case(call.ref).files[0][1]
    assert b"".join(chunks_of(embedded.files, kept)) == CANARY


def test_a_file_sent_with_a_wrong_code_belongs_to_nobody_and_is_swept(embedded):
    client = embedded.holder(Call((), new_code(), "x"))
    client.post("/en/back/", {"go": "write", "message": "Hello?", "files": photo(CANARY)})
    assert len(on_disk(embedded)) == 1
    embedded.clock.pass_by(timedelta(hours=4))
    sweeping.sweep(at=embedded.now)
    assert not on_disk(embedded)


def test_a_file_for_an_office_that_reads_no_more_is_gone_with_the_request(embedded):
    call = embedded.call()
    allowing.end_reading(call.visit(), call.ref, at=embedded.now)
    embedded.holder(call).post("/en/back/", {"go": "write", "message": "Hello?", "files": photo(CANARY)})
    assert_nothing_stays(embedded)


def assert_nothing_stays(embedded):
    assert not on_disk(embedded)
    sweeping.sweep(at=embedded.now)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("address", ["/en/", "/en/paste/", "/en/back/", "/en/back/who/", "/desk/sign-in/", "/nowhere/"])
def test_a_file_that_no_page_asked_for_is_gone_with_the_request(embedded, address):
    embedded.visitor().post(address, {"step": "start", "other": photo(), "words": "abandon"})
    assert_nothing_stays(embedded)


def test_a_file_in_a_step_without_files_is_gone_with_the_request(embedded):
    Form(embedded.visitor()).start().post(step="happened", happened="x", another=photo())
    assert_nothing_stays(embedded)


def test_a_message_that_is_wrong_leaves_no_file(embedded):
    client = embedded.holder(embedded.call())
    client.post("/en/back/", {"go": "write", "message": "x" * 50_001, "files": photo()})
    assert_nothing_stays(embedded)


def test_a_page_that_breaks_leaves_no_file(embedded, monkeypatch):
    def fails(*_given, **_named):
        raise RuntimeError("a fault that nobody thought of")

    monkeypatch.setattr(returning, "write", fails)
    client = embedded.holder(embedded.call(), raise_request_exception=False)
    assert client.post("/en/back/", {"go": "write", "message": "x", "files": photo()}).status_code == 500
    assert_nothing_stays(embedded)


def test_files_that_were_taken_outlast_their_request(embedded, files):
    call = embedded.call()
    files.answer("files", files=[photo(CANARY)])
    embedded.holder(call).post("/en/back/", {"go": "write", "message": "", "files": photo(CANARY)})
    embedded.staff(PROTECTION).post(f"/desk/dossiers/{call.ref}/files/", {"files-files": photo(CANARY)})
    sweeping.sweep(at=embedded.now)
    assert len(on_disk(embedded)) == StoredFile.objects.count() == 3


def test_on_the_desk_a_file_too_large_is_said_and_leaves_nothing(embedded, monkeypatch):
    monkeypatch.setattr(upload, "LARGEST_BYTES", 100)
    call = embedded.call()
    response = embedded.staff(PROTECTION).post(f"/desk/dossiers/{call.ref}/files/", {"files-files": photo()})
    assert "larger than 25" in text_of(response)
    assert not on_disk(embedded) and not embedded.case(call.ref).files


def test_a_member_of_another_office_leaves_no_file_in_a_dossier(embedded):
    call = embedded.call()
    response = embedded.staff("amal").post(f"/desk/dossiers/{call.ref}/files/", {"files-files": photo()})
    assert response.status_code == 404
    assert not StoredFile.objects.exclude(dossier="").exists()
    assert_nothing_stays(embedded)
