"""A request that names another encoding than UTF-8 is refused before anything of it is read."""

import pytest

from safeconduct.web.wsgi import application
from tests.pages.page import heading

OTHERS = ["punycode", "zlib", "idna", "unicode_escape", "utf-16", "latin-1", "rot13", "base64"]
FIELD = b'--edge\r\nContent-Disposition: form-data; name="step"\r\n\r\nstart\r\n--edge--\r\n'
BODIES = {"multipart/form-data; boundary=edge": FIELD, "application/x-www-form-urlencoded": b"step=start&about=me"}


@pytest.mark.parametrize("encoding", OTHERS)
@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("address", ["/en/", "/en/back/", "/en/paste/", "/desk/sign-in/"])
def test_another_encoding_is_refused_in_a_sentence_and_changes_nothing(embedded, address, kind, encoding):
    before = embedded.dump()
    response = embedded.visitor().generic("POST", address, BODIES[kind], content_type=f"{kind}; charset={encoding}")
    assert (response.status_code, heading(response)) == (400, "This could not be read")
    assert embedded.dump() == before


def test_a_request_without_a_body_that_names_another_encoding_is_refused_too(embedded):
    given = {"CONTENT_TYPE": "text/plain; charset=zlib"}
    assert embedded.visitor().get("/en/back/", **given).status_code == 400


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", '"utf-8"', "no such encoding"])
def test_utf_8_under_its_names_and_unknown_ones_are_taken(embedded, encoding):
    kind = f"multipart/form-data; boundary=edge; charset={encoding}"
    response = embedded.visitor().generic("POST", "/en/", FIELD, content_type=kind)
    assert (response.status_code, heading(response)) == (200, "What happened, or may happen?")


@pytest.mark.parametrize("encoding", OTHERS)
def test_an_odd_encoding_beside_a_query_is_refused_in_the_same_way(embedded, encoding):
    environ = embedded.visitor()._base_environ(
        PATH_INFO="/en/back/", QUERY_STRING="again=%ff", CONTENT_TYPE=f"text/plain; charset={encoding}"
    )
    said = []
    page = b"".join(application(environ, lambda status, headers: said.append(status)))
    assert said[0].startswith("400") and b"This could not be read" in page
