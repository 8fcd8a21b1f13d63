"""A post or a report that was online: a copy with its hash, its address, who published it and when."""

from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.embedded import PROTECTION
from tests.pages.page import sentences, text_of, typed_into

POST = {
    "files-link": "https://example.org/post/7",
    "files-author": "The mayor’s account",
    "files-on": "2026-03-01",
}
CONTENT = b"They are agents. " * 40


def sent(**changes):
    copy = SimpleUploadedFile("post.txt", CONTENT, "text/plain")
    return {"files-files": copy, **POST, **{f"files-{name}": value for name, value in changes.items()}}


def test_a_post_is_kept_with_its_hash_its_address_author_and_day_and_opens(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    case = f"/desk/dossiers/{call.ref}/"
    assert mara.post(f"{case}files/", sent()).status_code == 302
    page = text_of(mara.get(case))
    assert "The mayor’s account, 1 March 2026, https://example.org/post/7" in page
    assert f"SHA-256 {sha256(CONTENT).hexdigest()[:16]}" in page
    seq, _sealed = embedded.case(call.ref).files[-1]
    assert b"".join(mara.get(f"{case}files/{seq}/").streaming_content) == CONTENT


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"link": ""}, "The address is missing or is none."),
        ({"author": ""}, "It is not said who published it and when."),
        ({"on": ""}, "It is not said who published it and when."),
        ({"on": "May"}, "This is not a day."),
        ({"author": "x" * 501}, "500"),
    ],
    ids=["no address", "no author", "no day", "not a day", "too long"],
)
def test_half_of_it_is_refused_with_what_was_typed_and_nothing_is_kept(embedded, changes, says):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    before = len(embedded.case(call.ref).files)
    response = mara.post(f"/desk/dossiers/{call.ref}/files/", sent(**changes))
    assert any(says in said for said in sentences(response))
    kept = next(name for name in ("link", "author") if name not in changes)
    assert typed_into(response, f"files-{kept}") == POST[f"files-{kept}"]
    assert len(embedded.case(call.ref).files) == before
