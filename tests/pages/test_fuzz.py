"""Whatever is posted to whatever address by whomever: an answer, never a fault, and no file in plain."""

from urllib.parse import quote_plus

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from safeconduct.access.desk import signing_in
from safeconduct.sealing.code import new_code, written
from safeconduct.vocabulary.telling import ABOUT, CHANNELS, CONSENTS, NEEDS, SOURCES, URGENCY
from tests.builders import a_telling
from tests.embedded import ADMINISTRATOR, HARBOUR, LIGHTHOUSE, OTHER_OFFICE, PROTECTION
from tests.house.test_who_may import TABLE, some_address
from tests.pages.page import NAMES

POSTED_TO = [name for name, row in TABLE.items() if "POST" in row and name != "staff:lock"]
FIELDS = [
    *("draft", "step", "go", "about", "website", "remove", "words", "message", "stop", "answer", "question", "text"),
    *("happened", "urgency", "country", "place", "needs", "need_words", "name", "work", "channel", "address", "unsafe"),
    *("organisations", "consents", "own_word", "check_one", "check_two", "source", "language", "q", "stage", "page"),
    *("passphrase", "code", "answer-text", "note-text", "reveal-passphrase", "reveal-reason", "code-own_word", "close"),
    *("consents-consents", "contact-rhythm", "contact-channel", "contact-address", "contact-safe_hours"),
    *(
        "go",
        "member",
        "certify-words",
        "change-post",
        "change-role",
        "admit-compartment",
        "new_post-name",
        "held",
        "words",
    ),
    *(
        "acts",
        "first",
        "first_about",
        "last",
        "region_part",
        "perpetrator",
        "stigmas",
        "follows",
        "causes",
        "follow_up_on",
    ),
    *("reprisal_for", "held_by", "held_since", "hearing_day", "hearing_hour", "hearing_zone", "why", "step", "state"),
    *("mark", "mark-mark", "mark-text", "mark-known_hour", "source-name", "source-basis", "source-heard_from", "shown"),
    *(
        "result-target",
        "result-source",
        "result-says",
        "result-facts",
        "result-grade",
        "result-until",
        "check-by",
        "by",
    ),
    *("parts", "own", "target", "share"),
    *("advance-detained", "advance-office_closes", "advance-speaks", "advance-never_speaks", "csrfmiddlewaretoken"),
]
KNOWN = [
    *(*ABOUT, *URGENCY, *NEEDS, *CHANNELS, *CONSENTS, *SOURCES, *NAMES, HARBOUR, LIGHTHOUSE, "en", "ar"),
    *("start", "code", "sent", "all", "paste", "next", "skip", "back", "send", "other", "another", "write", "urgent"),
    *("empty", "undo", "freeze", "new_code", "new_code_kept", "consents", "contact", "advance", "news", "received"),
    *("", " ", "0", "-1", "1", "9" * 400, "9" * 5_000, "0" * 32, "0" * 64, "x" * 60_000, "a\0b", "\ud800", "\u202e"),
    *("1.1: a\n1.2: A\n2: Karsa, France", "1 they came 2 Karsa", "٠" * 42, "000 " * 14, "abandon " * 13),
    *(
        "certify",
        "withdraw",
        "change",
        "admit",
        "take_out",
        "make_registrar",
        "new_post",
        "close_post",
        "new_key",
        "let_in",
    ),
    *(
        "threat",
        "2026-03",
        "2026-03-01",
        "2026-13",
        "0000-00-00",
        "9999-12-31",
        "2026-03-01T10:00",
        "25:99",
        "UTC",
        "../UTC",
    ),
    *("police", "mission", "refoulement", "done", "not_needed", "preview", "keep", "retract", "first_hand", "B", "i2"),
    *("make", "rewrap", "words", "keep", "show", "kept"),
    *(" ".join(written(new_code(), form)) for form in ("en", "fr", "es", "digits")),
]
TEXTS = st.sampled_from(KNOWN) | st.text(st.characters(), max_size=40)
POSTS = st.dictionaries(
    st.sampled_from(FIELDS) | st.text(st.characters(), max_size=12), st.lists(TEXTS, min_size=1, max_size=3), max_size=9
)


def at_least(examples):
    """As many, or as the long programme wants."""
    return max(examples, settings().max_examples)


ALWAYS = settings(
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


def quoted(pairs):
    """A form as bytes, half characters and all: what a program may send, not only what a browser does."""
    parts = [(name, value) for name, values in pairs.items() for value in values]
    return "&".join("=".join(quote_plus(part, errors="surrogatepass") for part in pair) for pair in parts).encode()


class Visitors:
    """One instance for all examples: what earlier ones left behind is part of what later ones meet."""

    def __init__(self, embedded):
        self.embedded = embedded
        self.call = embedded.call(HARBOUR, LIGHTHOUSE, telling=a_telling(files=(embedded.file(),), name="N."))
        self.kinds = {
            "anonymous": embedded.visitor,
            "code": lambda: embedded.holder(self.call, own_word=""),
            "word": lambda: embedded.holder(self.call),
            "member": lambda: embedded.staff(PROTECTION),
            "office": lambda: embedded.staff(OTHER_OFFICE),
            "administrator": lambda: embedded.staff(ADMINISTRATOR),
        }

    def address(self, name):
        return some_address(name, self.call.ref)

    def post(self, kind, name, body, content_type):
        response = self.kinds[kind]().post(self.address(name), body, content_type=content_type)
        assert response.status_code in (200, 302, 400, 403, 404, 409), (kind, name)
        assert response.headers["Cache-Control"] == "no-store"


@pytest.fixture
def visitors(embedded, monkeypatch):
    # Argon2 is not what is looked at here, and would make most of the time.
    monkeypatch.setattr(signing_in, "open_slots", lambda _slots, _typed: None)
    made = Visitors(embedded)
    for kind in ("member", "office", "administrator"):
        made.kinds[kind]()
    return made


@pytest.mark.slow
@settings(ALWAYS, max_examples=at_least(300))
@given(
    kind=st.sampled_from(["anonymous", "code", "word", "member", "office", "administrator"]),
    name=st.sampled_from(POSTED_TO),
    pairs=POSTS,
)
def test_any_post_to_any_address_is_answered(visitors, kind, name, pairs):
    visitors.post(kind, name, quoted(pairs), "application/x-www-form-urlencoded")


@pytest.mark.slow
@settings(ALWAYS, max_examples=at_least(150))
@given(go=st.sampled_from(["write", "consents", "contact", "advance", "new_code_kept", "freeze-not"]), pairs=POSTS)
def test_any_post_of_the_one_who_holds_the_code_is_answered(visitors, go, pairs):
    for name in ("defender:back", "defender:wishes"):
        visitors.post("word", name, quoted({**pairs, "go": [go]}), "application/x-www-form-urlencoded")


@pytest.mark.slow
@settings(ALWAYS, max_examples=at_least(150))
@given(step=st.sampled_from([*NAMES, "code", "sent", "all"]), pairs=POSTS)
def test_any_answer_to_any_step_is_answered(visitors, step, pairs):
    visitors.post("anonymous", "defender:start", quoted({**pairs, "step": [step]}), "application/x-www-form-urlencoded")


PARTS = st.lists(
    st.sampled_from(
        [
            b"--edge\r\n",
            b"--edge--\r\n",
            b"\r\n",
            b"\r\n\r\n",
            b'Content-Disposition: form-data; name="files"; filename="a.jpg"\r\n',
            b'Content-Disposition: form-data; name="files-files"; filename="\xff/../b"\r\n',
            b'Content-Disposition: form-data; name="step"\r\n\r\nfiles\r\n',
            b"Content-Type: image/jpeg\r\n",
            b"Content-Transfer-Encoding: base64\r\n",
            b"canary in a file " * 5_000,
        ]
    )
    | st.binary(max_size=60),
    max_size=14,
)


@pytest.mark.slow
@settings(ALWAYS, max_examples=at_least(80))
@given(kind=st.sampled_from(["anonymous", "word", "member"]), parts=PARTS)
def test_any_upload_is_answered_and_no_byte_of_a_file_is_in_plain_on_the_disk(visitors, kind, parts):
    name = {"anonymous": "defender:start", "word": "defender:back", "member": "staff:add_files"}[kind]
    visitors.post(kind, name, b"".join(parts), "multipart/form-data; boundary=edge")
    assert b"canary" not in visitors.embedded.bytes_on_disk()


@pytest.mark.slow
@settings(ALWAYS, max_examples=at_least(100))
@given(path=st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_any_address_is_answered(visitors, path):
    for before in ("/", "/en/", "/desk/", "/desk/dossiers/", "/static/"):
        assert visitors.kinds["member"]().get(before + path).status_code in (200, 302, 400, 404, 405)
