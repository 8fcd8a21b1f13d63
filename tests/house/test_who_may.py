"""Every address is in who_may.toml, and each kind of visitor gets there what its row says."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from safeconduct.access import lookup
from safeconduct.access.desk import signing_in
from safeconduct.access.models import Compartment, Invitation, Member
from tests.builders import a_telling
from tests.embedded import ADMINISTRATOR, COLLEAGUE, HARBOUR, OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION
from tests.organising import invite

BARE = "(the bare address)"
TABLE = tomllib.loads(Path(__file__).with_name("who_may.toml").read_text(encoding="utf-8"))
DEFAULTS = TABLE.pop("defaults")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
MEMBERS = {
    "member": PROTECTION,
    "colleague": COLLEAGUE,
    "compartment": OTHER_COMPARTMENT,
    "administrator": ADMINISTRATOR,
    "auditor": "vera",
    "office": OTHER_OFFICE,
}
VISITORS = ("anonymous", "code", "word", *MEMBERS)
FILE_ENTRY = 6  # the place of the first file among the entries of a new dossier; checked below
# What each address is asked with. Everything else is asked with nothing.
POSTED = {
    "staff:answer": {"answer-text": "We call the lawyer today."},
    "staff:note": {"note-text": "Ask the lawyer."},
    "defender:back": {"go": "empty"},
    "defender:wishes": {"go": "consents"},
}
# What stands in an address besides a dossier: things of the harbour desk.
OF_HARBOUR = {
    "member": lambda: Member.objects.get(name=COLLEAGUE).ref,
    "compartment": lambda: Compartment.objects.get(name="Protection", organisation=lookup.office(HARBOUR).ref).ref,
    "invitation": lambda: Invitation.objects.values_list("ref", flat=True).first(),
}


def addresses(resolver=None, namespace=""):
    """(name, pattern) of every address that the program serves."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one, one.namespace or namespace)
        elif isinstance(one, URLPattern):
            yield (f"{namespace}:{one.name}" if namespace else one.name or BARE), one


ADDRESSES = dict(addresses())


def expected(name, method):
    row = TABLE[name].get("GET" if method == "HEAD" else method)
    return DEFAULTS[row] if isinstance(row, str) else row


def visitor(embedded, kind, call):
    if kind == "anonymous":
        return embedded.visitor()
    if kind in ("code", "word"):
        return embedded.holder(call, own_word="" if kind == "code" else None)
    return embedded.staff(MEMBERS[kind])


def address_of(name, ref):
    if name == BARE:
        return "/"
    parts = {"ref": lambda: ref, "seq": lambda: FILE_ENTRY, **OF_HARBOUR}
    return reverse(name, kwargs={part: parts[part]() for part in ADDRESSES[name].pattern.converters})


def a_call(embedded, name):
    if name == "staff:invitation" and not Invitation.objects.exists():
        invite(embedded)
    files = (embedded.file(name="notes.bin", kind=""),)
    if name == "staff:give_code":
        return embedded.call(telling=a_telling(about="someone", files=files), own_word="")
    return embedded.call(telling=a_telling(files=files))


def ask(client, method, name, ref):
    posted = dict(POSTED.get(name, {})) if method == "POST" else {}
    if name == "staff:add_files" and method == "POST":
        posted = {"files-files": SimpleUploadedFile("photo.jpg", b"seen at the mill")}
    if method in ("GET", "HEAD", "POST"):
        return getattr(client, method.lower())(address_of(name, ref), posted)
    return client.generic(method, address_of(name, ref))


def test_every_address_has_a_row_and_every_row_an_address():
    assert set(ADDRESSES) - set(TABLE) == set(), "Add a row to who_may.toml: who may, and what everybody else gets."
    assert set(TABLE) - set(ADDRESSES) == set()


def test_every_row_says_who_and_what_each_visitor_gets():
    for name, row in TABLE.items():
        assert row["who"], name
        for method in set(row) - {"who"}:
            assert method in ("GET", "POST"), name
            assert set(expected(name, method)) == set(VISITORS), name


def test_the_dossier_that_is_asked_for_has_a_file_at_the_place_that_is_asked_for(embedded):
    call = a_call(embedded, "staff:file")
    assert [seq for seq, _ in embedded.case(call.ref).files] == [FILE_ENTRY]


ASKED = [(name, method) for name, row in TABLE.items() for method in ("GET", "HEAD", "POST") if expected(name, method)]


@pytest.mark.parametrize(("name", "method"), ASKED, ids=[f"{method} {name}" for name, method in ASKED])
def test_each_kind_of_visitor_gets_what_the_row_says(embedded, name, method):
    got = {}
    for kind in VISITORS:
        call = a_call(embedded, name)
        got[kind] = ask(visitor(embedded, kind, call), method, name, call.ref).status_code
    assert got == expected(name, method)


@pytest.mark.parametrize("name", list(TABLE))
def test_a_method_that_is_not_listed_is_refused_to_everybody_and_changes_nothing(embedded, name):
    call = a_call(embedded, name)
    clients = [visitor(embedded, kind, call) for kind in VISITORS]
    before = embedded.dump()
    for client in clients:
        for method in METHODS:
            if expected(name, method) is None:
                assert ask(client, method, name, call.ref).status_code == 405, method
    assert embedded.dump() == before


WITH_A_REF = [(name, method) for name, method in ASKED if "ref" in ADDRESSES[name].pattern.converters]


@pytest.mark.parametrize(("name", "method"), WITH_A_REF, ids=[f"{method} {name}" for name, method in WITH_A_REF])
@pytest.mark.parametrize("kind", ["compartment", "administrator", "auditor", "office"])
def test_not_yours_and_not_there_are_one_answer_with_the_same_work(embedded, monkeypatch, name, method, kind):
    # The passphrase is asked before the dossier is looked for; its quarter of a second is not what is compared here.
    monkeypatch.setattr(signing_in, "open_slots", lambda _slots, _typed: None)
    call = a_call(embedded, name)
    client = visitor(embedded, kind, call)
    answers = []
    for ref in (call.ref, "0" * 32, "0" * 32, call.ref):
        before = embedded.dump()
        with CaptureQueriesContext(connection) as queries:
            response = ask(client, method, name, ref)
        after = embedded.dump()
        answers.append((response.status_code, dict(response.headers), response.content, len(queries)))
        assert {table for table in after if after[table] != before[table]} <= {"dossiers_storedfile"}
    assert answers[0] == answers[1] == answers[2] == answers[3]
    assert answers[0][0] == 404


ODD_REFS = ["0", "x" * 5_000, "%00", "..%2F..%2Fetc", "' OR 1=1 --", "\u202e", "%ED%A0%80", "0" * 31 + "/"]


@pytest.mark.parametrize(
    "ref", ODD_REFS, ids=["short", "long", "NUL", "dots", "quote", "direction", "surrogate", "slash"]
)
def test_an_odd_reference_is_not_found(embedded, ref):
    client = embedded.staff(PROTECTION)
    for address in (f"/desk/dossiers/{ref}/", f"/desk/dossiers/{ref}/files/1/"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("seq", ["0", "-1", "9" * 30, "9" * 5_000, "1.0", "one"])
def test_an_odd_number_of_a_file_is_not_found(embedded, seq):
    call = embedded.call()
    assert embedded.staff(PROTECTION).get(f"/desk/dossiers/{call.ref}/files/{seq}/").status_code == 404


@pytest.mark.parametrize("trees", [("defender",), ("staff",), ("open",)], ids=lambda trees: trees[0])
def test_a_process_that_serves_one_tree_knows_no_address_of_another(embedded, trees):
    """In a process of its own, since the addresses are read once."""
    asked = (
        "import django; django.setup()\n"
        "from django.test import Client\n"
        "client = Client(SERVER_NAME='localhost')\n"
        "print(*(client.get(a).status_code for a in ('/en/now/', '/desk/sign-in/', '/robots.txt', '/gallery/staff/')))"
    )
    (embedded.folder / "static").symlink_to(settings.STATIC_ROOT)
    environment = {
        "SAFECONDUCT_VAR": str(embedded.folder),
        "SAFECONDUCT_TREES": ",".join(trees),
        "DJANGO_SETTINGS_MODULE": "safeconduct.web.settings",
    }
    said = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    wanted = {"defender": "200 404 404 404", "staff": "404 200 404 404", "open": "404 404 200 404"}
    assert said.stdout.strip() == wanted[trees[0]]
