"""Every address is in who_may.toml, and each kind of visitor gets there what its row says."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from safeconduct.access import lookup
from safeconduct.access.desk import signing_in
from safeconduct.access.models import Compartment, Invitation, Member
from safeconduct.cases.answering import Line, NewAnswer
from safeconduct.cases.consent_matrix import waiting
from safeconduct.cases.desk import consenting, incidents, linking, need, relocation, sharing, verifying
from safeconduct.cases.haven import Haven, havens
from safeconduct.cases.need import Need, needs
from safeconduct.cases.source import sources
from safeconduct.cases.source_link import source_links
from safeconduct.cases.source_question import source_questions
from safeconduct.cases.withdrawal import deletions
from safeconduct.coordination.desk import belonging, positions
from safeconduct.dossiers.entry import NewEntry
from safeconduct.intake.consent import Terms
from safeconduct.program import observatory_showing
from safeconduct.vocabulary.sharing import PARTS
from tests.builders import a_telling
from tests.coordinating import OBSERVED_AND_SHARED, a_group, a_hearing
from tests.covering import a_region, a_strategy, a_trip
from tests.embedded import ADMINISTRATOR, COLLEAGUE, HARBOUR, LIGHTHOUSE, OTHER_COMPARTMENT, OTHER_OFFICE, PROTECTION
from tests.handing_over import an_offer
from tests.meeting import a_meeting, close, decide
from tests.organising import invite
from tests.protecting import put
from tests.rules.cases.protecting import a_decision, a_step
from tests.rules.cases.test_incident import an_incident
from tests.rules.cases.test_verification import a_result, a_source

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
    "partner": OTHER_OFFICE,
    "former": OTHER_OFFICE,
}
VISITORS = ("anonymous", "code", "word", *MEMBERS)
OF_HEAD = ("anonymous", "member", "office")  # it is answered by what answers GET, which all visitors are tried on
FILE_ENTRY = 6  # the place of the first file among the entries of a new dossier; checked below
# What each address is asked with. Everything else is asked with nothing.
POSTED = {
    "staff:answer": {"answer-text": "We call the lawyer today."},
    "staff:note": {"note-text": "Ask the lawyer."},
    "staff:decide": {"go": "plan"},
    "staff:emergency": {"emergency-reason": "Men are at the door."},
    "staff:step": {"go": "drop", "drop-reason": "She asked us to wait."},
    "staff:promised": {
        "go": "keep",
        "promise0-passage": "will follow the appeal",
        "promise0-becomes": "duty",
        "promise0-says": "Go to the appeal",
        "promise0-waits_for": "the appeal",
    },
    "staff:duties": {"go": "open", "duty-says": "Call the lawyer", "duty-waits_for": "the hearing"},
    "staff:tell": {"go": "tell"},
    "staff:group_members": {"go": "leave"},
    "staff:answer_hearing": {"role": "backup"},
    "staff:region": {"go": "liaise", "liaise-languages": ""},
    "staff:trip": {"go": "cannot"},
    "staff:ask_back": {"ask-standard": "where"},
    "staff:decline": {"decline-reason": "other_help", "decline-nobody_else": "on"},
    "staff:write_back": {"letter-text": "We can send somebody."},
    "staff:write_to_partner": {"{share}-text": "Please do."},
    "defender:back": {"go": "empty"},
    "defender:wishes": {"go": "consents"},
    "observatory:text": {"other": "invented-000017"},
}
# What stands in an address of the observatory: things of the invented snapshot.
OF_OBSERVATORY = {
    "snapshot": observatory_showing.put(observatory_showing.INVENTED),
    "months": "2014-02..2018-03",
    "who": "hq",
    "code": "GE",
    "rule": "release_demand",
    "part": "whole",
    "page": 1,
    "number": 5,
    "other": 17,
}


def some_address(name, ref="0" * 32):
    """One of this kind: with things of the invented snapshot, or with this reference wherever one stands."""
    parts = ADDRESSES[name].pattern.converters if name != BARE else {}
    of = OF_OBSERVATORY if name.startswith("observatory:") else {"seq": 1}
    return reverse(name, kwargs={part: of.get(part, ref) for part in parts}) if parts or name != BARE else "/"


# What stands in an address besides a dossier: things of the harbour desk.
OF_HARBOUR = {
    "practice_id": lambda: "visa-guidance",
    "code": lambda: "KE",
    "sheet_id": lambda: "first-week",
    "text_id": lambda: "eu-guidelines",
    "training_id": lambda: "guidelines",
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


def asked_for(embedded, name, kind):
    """The call, and what the address names of it, as this kind of visitor finds them."""
    wanted = set() if name == BARE else set(ADDRESSES[name].pattern.converters)
    sharing_with = kind if kind in ("partner", "former") or (kind == "office" and "group" in wanted) else "nobody"
    if name.startswith("observatory:"):
        parts = {part: OF_OBSERVATORY[part] for part in wanted}
        return embedded.grown("a call and the observatory", lambda: a_call(embedded, name)), parts
    of_its_own = name if name in ("staff:invitation", "staff:give_code") else "as most"
    return embedded.grown(
        f"asked for: {of_its_own}, {sorted(wanted)}, shared with {sharing_with}",
        lambda: make_what_is_asked_for(embedded, name, wanted, sharing_with),
    )


def make_what_is_asked_for(embedded, name, wanted, sharing_with):
    call = a_call(embedded, name)
    parts = parts_of(embedded, wanted, call)
    if "group" in wanted:
        return call, parts | of_a_group(embedded, wanted, call, sharing_with)
    if sharing_with != "nobody":
        share_everything(embedded, call)
    if sharing_with == "former":
        made = embedded.case(call.ref).sharing.shares[-1].ref
        sharing.end_share(call.ref, made, embedded.keyring(PROTECTION), at=embedded.now)
    return call, parts


OF_A_GROUP = {"group", "region", "trip", "meeting", "position", "paper", "form", "country", "item"}


def of_a_meeting(embedded, wanted, group):
    """A meeting that was held, what it decided, a position that was agreed; papers in the forms that there are."""
    mara, today = embedded.keyring(PROTECTION), embedded.now.date()
    found = {}
    if "meeting" in wanted:
        a_meeting(embedded, group)
        decide(embedded, group, "Write to all capitals.")
        found["meeting"] = close(embedded, group)
    if "position" in wanted:
        found["position"] = positions.seek(group, "Visits to prisons", "TLP:AMBER", mara, at=embedded.now)
        positions.agree(group, found["position"], "Let them in.", mara, today=today, at=embedded.now)
    return found | {part: text for part, text in (("paper", "full"), ("form", "docx")) if part in wanted}


def of_a_group(embedded, wanted, call, sharing_with):
    """A group that the other office belongs to, left again ("former") or never heard of ("office"); its hearing."""
    if sharing_with == "office":
        alone = belonging.found("North", "region", embedded.keyring(PROTECTION), at=embedded.now)
        return {part: {"group": alone}.get(part, "0" * 32) for part in wanted}
    group = a_group(embedded)
    ours = {"group": group}
    if "hearing" in wanted:
        ours["hearing"] = a_hearing(embedded, call.ref, group=group)
    if wanted & {"region", "trip"}:
        ours["region"] = a_region(embedded, group)
    if "trip" in wanted:
        ours["trip"] = a_trip(embedded, group, ours.pop("region"))
    if "country" in wanted:
        ours["country"] = a_strategy(embedded, group)
    if "item" in wanted:
        ours["item"] = "women"
    ours |= of_a_meeting(embedded, wanted, group)
    if sharing_with == "former":
        belonging.leave(group, embedded.keyring(OTHER_OFFICE), at=embedded.now)
    return ours


def share_everything(embedded, call):
    """Every part of the dossier is shared with the other office, on a yes that two members signed."""
    if any(share.ended is None for share in embedded.case(call.ref).sharing.shares):
        return
    office = embedded.office(LIGHTHOUSE)
    terms = Terms(office.ref, office.name, tuple(PARTS), "support", "TLP:AMBER", "2026-05-01")
    mara, tomas = embedded.keyring(PROTECTION), embedded.keyring(COLLEAGUE)
    sharing.witness_consent(call.ref, terms, "in_person", "At noon.", mara, at=embedded.now)
    sharing.confirm_consent(call.ref, consent_of(embedded, call), tomas, at=embedded.now)
    sharing.share(call.ref, terms, mara, has_proved=True, at=embedded.now)


def consent_of(embedded, call):
    return embedded.case(call.ref).sharing.consents[-1].ref


def parts_of(embedded, wanted, call):
    """What an address names besides the dossier, made for it where it is a consent or a share."""
    parts = {"ref": call.ref, "seq": FILE_ENTRY, "number": 1} | {
        part: OF_HARBOUR[part]() for part in wanted & OF_HARBOUR.keys()
    }
    if "consent" in wanted:
        office = embedded.office(LIGHTHOUSE)
        terms = Terms(office.ref, office.name, ("story",), "advice", "TLP:GREEN", "2026-05-01")
        mara = embedded.keyring(PROTECTION)
        sharing.witness_consent(call.ref, terms, "in_person", "At noon.", mara, at=embedded.now)
        parts["consent"] = consent_of(embedded, call)
    if "step" in wanted:
        plan = a_decision(a_step(ref="5e" * 16)).as_data()
        put(embedded, call.ref, NewEntry("decisions", "decided", plan))
        parts["step"] = "5e" * 16
    if "decision" in wanted:
        plan = a_decision(a_step()).as_data()
        put(embedded, call.ref, NewEntry("decisions", "decided", plan))
        parts["decision"] = plan["ref"]
    if "answer" in wanted:
        told = NewAnswer("yes", "self", "In a call.", language="en")
        line = Line("publish_unnamed", scopes=("story",))
        consenting.record_answer(call.ref, line, told, embedded.keyring(PROTECTION), at=embedded.now)
        parts["answer"] = waiting(embedded.case(call.ref).written)[0].answer.ref
    if "deletion" in wanted:
        share_everything(embedded, call)
        no = NewAnswer("no", "self", "In a call.")
        consenting.record_answer(call.ref, Line("share_network"), no, embedded.keyring(PROTECTION), at=embedded.now)
        parts["deletion"] = deletions(embedded.case(call.ref).written)[0].ref
    if "need" in wanted:
        asked = Need("", "lawyer", "life", "danger", "defender", "")
        need.note_need(call.ref, asked, embedded.keyring(PROTECTION), at=embedded.now)
        parts["need"] = needs(embedded.case(call.ref).written)[-1].ref
    if "haven" in wanted:
        visa = Haven("", "visa", "Consulate of Norlund", "", embedded.now.date())
        relocation.ask_haven(call.ref, visa, embedded.keyring(PROTECTION), at=embedded.now)
        parts["haven"] = havens(embedded.case(call.ref).written)[-1].ref
    if "share" in wanted:
        share_everything(embedded, call)
        parts["share"] = embedded.case(call.ref).sharing.shares[-1].ref
    if "incident" in wanted:
        parts["incident"] = an_incident().ref
        incidents.record_incident(call.ref, an_incident(), embedded.keyring(PROTECTION), at=embedded.now)
    if "hearing" in wanted:
        parts["hearing"] = a_hearing(embedded, call.ref)
    if "handover" in wanted:
        parts["handover"] = an_offer().data["handover"]
        put(embedded, call.ref, an_offer())
    if wanted & {"question", "link"}:
        parts |= a_link(embedded, call)
    if "token" in wanted:
        parts["token"] = "0" * 32
    if "verification" in wanted:
        parts["verification"] = a_result().ref
        mara = embedded.keyring(PROTECTION)
        incidents.record_incident(call.ref, an_incident(), mara, at=embedded.now)
        if not sources(embedded.case(call.ref).written):
            verifying.add_source(call.ref, a_source(), mara, at=embedded.now)
        verifying.record_verification(call.ref, a_result(), "", mara, at=embedded.now)
    return {part: parts[part] for part in wanted - OF_A_GROUP}


def a_link(embedded, call):
    """A question to a source with a link that is out, and one without."""
    mara, on = embedded.keyring(PROTECTION), embedded.now.date()
    if not sources(embedded.case(call.ref).written):
        verifying.add_source(call.ref, a_source(), mara, at=embedded.now)
    for text in ("Is it so?", "Was it so?"):
        verifying.ask_source(call.ref, a_source().ref, "", text, on, mara, at=embedded.now)
    first, second = source_questions(embedded.case(call.ref).written)[-2:]
    linking.make_link(call.ref, first.ref, on, mara, at=embedded.now)
    return {"question": second.ref, "link": source_links(embedded.case(call.ref).written)[-1].ref}


def address_of(name, parts):
    return "/" if name == BARE else reverse(name, kwargs=parts)


def a_call(embedded, name):
    if name == "staff:invitation" and not Invitation.objects.exists():
        invite(embedded)
    files = (embedded.file(name="notes.bin", kind=""),)
    if name == "staff:give_code":
        return embedded.call(telling=a_telling(about="someone", files=files), own_word="")
    wanted = ADDRESSES[name].pattern.converters if name != BARE else {}
    consents = OBSERVED_AND_SHARED if "group" in wanted or "hearing" in wanted else ()
    return embedded.call(telling=a_telling(files=files, consents=consents))


def ask(client, method, name, parts):
    posted = {field.format(**parts): text for field, text in POSTED.get(name, {}).items()} if method == "POST" else {}
    if name == "staff:add_files" and method == "POST":
        posted = {"files-files": SimpleUploadedFile("photo.jpg", b"seen at the mill")}
    if method in ("GET", "HEAD", "POST"):
        return getattr(client, method.lower())(address_of(name, parts), posted)
    return client.generic(method, address_of(name, parts))


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
    for kind in VISITORS if method != "HEAD" else OF_HEAD:
        embedded.start_over()
        call, parts = asked_for(embedded, name, kind)
        got[kind] = ask(visitor(embedded, kind, call), method, name, parts).status_code
    assert got == {kind: expected(name, method)[kind] for kind in got}


@pytest.mark.parametrize("name", list(TABLE))
def test_a_method_that_is_not_listed_is_refused_to_everybody_and_changes_nothing(embedded, name):
    call, parts = asked_for(embedded, name, "former")
    clients = [visitor(embedded, kind, call) for kind in VISITORS]
    before = embedded.dump()
    for client in clients:
        for method in METHODS:
            if expected(name, method) is None:
                assert ask(client, method, name, parts).status_code == 405, method
    assert embedded.dump() == before


MAY_CHANGE = {"dossiers_storedfile"}
# A wrong passphrase of somebody who is signed in is a line of the journal, whatever it was typed for.
ALSO_CHANGES = {"staff:reveal": {"access_journalline"}}
WITH_A_REF = [(name, method) for name, method in ASKED if "ref" in ADDRESSES[name].pattern.converters]


NOT_THEIRS = [
    (name, method, kind)
    for name, method in WITH_A_REF
    for kind in ("member", "compartment", "administrator", "auditor", "office", "former")
    if expected(name, method)[kind] == 404
]


@pytest.mark.parametrize(("name", "method", "kind"), NOT_THEIRS, ids=[" ".join(one) for one in NOT_THEIRS])
def test_not_yours_and_not_there_are_one_answer_with_the_same_work(embedded, monkeypatch, name, method, kind):
    # The passphrase is asked before the dossier is looked for; its quarter of a second is not what is compared here.
    monkeypatch.setattr(signing_in, "open_slots", lambda _slots, _typed: None)
    call, parts = asked_for(embedded, name, kind)
    client = visitor(embedded, kind, call)
    answers, after = [], embedded.dump()
    for ref in (call.ref, "0" * 32, "0" * 32, call.ref):
        before = after
        # The log of statements keeps the newest 9,000: what all tests before have left in it would push these out.
        reset_queries()
        with CaptureQueriesContext(connection) as queries:
            response = ask(client, method, name, {**parts, "ref": ref})
        after = embedded.dump()
        answers.append((response.status_code, dict(response.headers), response.content, len(queries)))
        assert {table for table in after if after[table] != before[table]} <= MAY_CHANGE | ALSO_CHANGES.get(name, set())
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
