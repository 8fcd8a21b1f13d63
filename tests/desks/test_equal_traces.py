"""A right and a wrong name or code leave the same trace: the same work, the same statements, the same bytes out.

Counted, not timed: a missing hash or opening is seen here at once, where a clock needs thousands of tries. Each
comparison has a control: with an early return put in by the test it must fail.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from fido2.cose import ES256

from safeconduct.access import lookup, pinned
from safeconduct.access.desk import changing, equipping, founding, signing_in
from safeconduct.access.factors import TRIES_AT_MOST
from safeconduct.access.founding import Person, Promise, SignIn
from safeconduct.access.models import Member
from safeconduct.access.offer import sealed_offer
from safeconduct.access.passkey import Answer, Passkeys, Site, as_asked
from safeconduct.access.presence import Presence
from safeconduct.access.totp import STEP, code_at
from safeconduct.intake import models
from safeconduct.intake.box import Holder
from safeconduct.intake.desk import asking, returning
from safeconduct.intake.visit import Seen, Visit
from safeconduct.sealing import keys, passphrase, record
from safeconduct.sealing.code import Code, new_code, written
from safeconduct.sealing.keys import Identity
from safeconduct.web import boot
from tests.builders import a_telling
from tests.device import Device
from tests.pages.page import question_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ANOTHER_PASSPHRASE = "lamp river seven orchard plain kettle north"


@dataclass(frozen=True)
class Trace:
    """What a request did, and what an onlooker could measure of it."""

    work: dict[str, int]
    statements: tuple[str, ...] = field(repr=False)
    status: int
    bytes_out: int
    cookies: tuple[str, ...]

    @property
    def statement_count(self) -> int:
        return len(self.statements)


@dataclass
class House:
    sign_ins: dict[str, SignIn]

    def digits(self, name: str) -> str:
        return code_at(self.sign_ins[name].totp_secret, at=timezone.now())


@pytest.fixture(autouse=True)
def _plain_static_files(settings: SimpleNamespace) -> None:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.SAFECONDUCT_SHORTEST_FILLING = timedelta(0)


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> House:
    """One organisation: mara, who may sign in; kora, who has left; and two registrars. Cheap hashes: they are counted."""
    monkeypatch.setattr(passphrase, "MEMORY_KIB", 64)
    monkeypatch.setattr(passphrase, "PASSES", 1)
    founded = founding.found_organisation(
        slug="harbour-desk",
        name="Harbour Desk",
        promise=Promise(),
        compartments={"Protection": "requests", "Auditors": "auditors"},
        people=(
            Person("mara", "Officer", compartments=("Protection",)),
            Person("kora", "Officer", compartments=("Protection",)),
            Person("ines", "Administrator", role="registrar"),
            Person("jonas", "Administrator", role="registrar", compartments=("Auditors",)),
        ),
        at=timezone.now(),
    )
    monkeypatch.setattr("django.conf.settings.VAR", tmp_path)
    pinned.pin(tmp_path, "harbour-desk", Identity(founded.root_secret).public_sign)
    Member.objects.filter(name="kora").update(ended_on=timezone.now().date())
    return House({one.name: one for one in founded.sign_ins})


class _Counted:
    """Stands in for a primitive and counts what is asked of it."""

    def __init__(self, real: object, counts: Counter[str], names: dict[str, str]) -> None:
        self._real, self._counts, self._names = real, counts, names

    def __call__(self, *args: object, **kwargs: object) -> "_Counted":
        return _Counted(self._real(*args, **kwargs), self._counts, self._names)  # type: ignore[operator]

    def __getattr__(self, name: str) -> object:
        if name in self._names:
            self._counts[self._names[name]] += 1
        return getattr(self._real, name)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    counts: Counter[str] = Counter()
    for module, primitive, names in (
        (passphrase, "Argon2id", {"derive": "Argon2id"}),
        (record, "AESGCMSIV", {"decrypt": "AEAD opens", "encrypt": "AEAD seals"}),
        (record, "AESGCM", {"decrypt": "AEAD opens", "encrypt": "AEAD seals"}),
        (record, "HKDF", {"derive": "derived keys"}),
        (keys, "_SUITE", {"decrypt": "HPKE unwraps", "encrypt": "HPKE wraps"}),
        (keys, "MLKEM768PrivateKey", {"from_seed_bytes": "key pairs"}),
        (keys, "Ed25519PrivateKey", {"from_private_bytes": "signing keys"}),
    ):
        monkeypatch.setattr(module, primitive, _Counted(getattr(module, primitive), counts, names))
    verify = ES256.verify

    def counted(key: ES256, *signed: bytes) -> None:
        counts["signatures of devices"] += 1
        verify(key, *signed)

    monkeypatch.setattr(ES256, "verify", counted)
    return counts


@contextmanager
def _statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        seen.append(re.sub(r'"s\d+_x\d+"', '"savepoint"', sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield seen


def trace_of(counts: Counter[str], ask: Callable[[Client], object]) -> Trace:
    client = Client()
    counts.clear()
    with _statements() as statements:
        response = ask(client)
    head = sum(len(name) + len(value) + 4 for name, value in response.headers.items())  # type: ignore[attr-defined]
    cookies = sum(len(cookie.OutputString()) for cookie in response.cookies.values())  # type: ignore[attr-defined]
    return Trace(
        dict(counts),
        tuple(statements),
        response.status_code,  # type: ignore[attr-defined]
        head + cookies + len(response.content),  # type: ignore[attr-defined]
        tuple(sorted(response.cookies)),  # type: ignore[attr-defined]
    )


def all_equal(traces: Iterable[Trace]) -> bool:
    first, *others = traces
    return all(other == first for other in others)


# Signing in


def sign_in(name: str, words: str, digits: str) -> Callable[[Client], object]:
    fields = {"name": name, "passphrase": words, "code": digits}
    return lambda client: client.post("/desk/sign-in/", fields)


def with_second_passphrase(member: Member, words: str) -> str:
    """Put a second passphrase into the slot that holds random bytes; the TOTP secret that goes with it."""
    root = passphrase._root(words, bytes(member.salt))
    slot_key, secret = passphrase._slot_key(root, "second"), signing_in.new_totp_secret()
    member.second_verifier = passphrase._verifier(root, "second")
    held = record.new_key() + record.new_key()
    member.second_secret = record.wrap_key(slot_key, held, passphrase._at(member.ref, "second"))
    member.second_totp = signing_in.seal_totp(slot_key, member.ref, secret, last_step=0)
    member.save()
    return secret


def wrong_sign_ins(house: House) -> dict[str, Callable[[Client], object]]:
    mara, kora = house.sign_ins["mara"], house.sign_ins["kora"]
    second = with_second_passphrase(Member.objects.get(name="mara"), ANOTHER_PASSPHRASE)
    wrong = "000000" if house.digits("mara") != "000000" else "111111"
    wrong_too = "000000" if code_at(second, at=timezone.now()) != "000000" else "111111"
    return {
        "unknown name": sign_in("maro", mara.passphrase, house.digits("mara")),
        "wrong passphrase": sign_in("mara", f"{mara.passphrase} more", house.digits("mara")),
        "wrong digits": sign_in("mara", mara.passphrase, wrong),
        "no digits at all": sign_in("mara", mara.passphrase, "------"),
        "ended member": sign_in("kora", kora.passphrase, house.digits("kora")),
        "second slot, wrong digits": sign_in("mara", ANOTHER_PASSPHRASE, wrong_too),
        "second slot, the first one's digits": sign_in("mara", ANOTHER_PASSPHRASE, house.digits("mara")),
        "another's passphrase": sign_in("mara", kora.passphrase, house.digits("mara")),
    }


def test_every_wrong_sign_in_leaves_the_same_trace(house: House, counts: Counter[str]) -> None:
    traces = {case: trace_of(counts, ask) for case, ask in wrong_sign_ins(house).items()}

    expected = traces["unknown name"]
    assert {case: trace for case, trace in traces.items() if trace != expected} == {}
    assert (expected.work["Argon2id"], expected.work["AEAD opens"]) == (1, 7)
    assert expected.status == 200
    assert expected.statement_count > 0


def test_digits_that_were_used_leave_the_trace_of_wrong_ones(house: House, counts: Counter[str]) -> None:
    mara = house.sign_ins["mara"]
    digits = house.digits("mara")
    assert (
        Client().post("/desk/sign-in/", {"name": "mara", "passphrase": mara.passphrase, "code": digits}).status_code
        == 302
    )

    used = trace_of(counts, sign_in("mara", mara.passphrase, digits))
    assert used == trace_of(counts, sign_in("maro", mara.passphrase, digits))


def test_an_early_return_for_unknown_names_is_noticed(
    house: House, counts: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_is = signing_in.sign_in

    def hasty(name: str, *args: object, **kwargs: object) -> str | None:
        if not Member.objects.filter(name=name).exists():
            return None
        return as_it_is(name, *args, **kwargs)

    monkeypatch.setattr(signing_in, "sign_in", hasty)
    assert not all_equal(trace_of(counts, ask) for ask in wrong_sign_ins(house).values())


def test_a_skipped_second_slot_is_noticed(house: House, counts: Counter[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def first_match(slots: passphrase.Slots, words: str) -> passphrase.Opened | None:
        root = passphrase._root(words, slots.salt)
        return passphrase._try(slots, "first", root) or passphrase._try(slots, "second", root)

    monkeypatch.setattr(signing_in, "open_slots", first_match)
    assert not all_equal(trace_of(counts, ask) for ask in wrong_sign_ins(house).values())


# Signing in with a passkey


HERE = "https://testserver"
SITE = Site("testserver", frozenset({HERE}))


def with_passkey(name: str, words: str, device: Device) -> Callable[[Client], object]:
    """The page is asked for first, as a browser does: its challenge goes to whoever asks."""

    def ask(client: Client) -> object:
        question = question_in(client.get("/desk/sign-in/"))
        given = {"question": question.token, "passkey": device.answer(question.asked["challenge"], origin=HERE)}
        return client.post("/desk/sign-in/", {"name": name, "passphrase": words, "code": "", **given})

    return ask


def add_passkey(name: str, house: House, device: Device) -> None:
    answer = Answer(SITE, bytes(32), device.make(as_asked(bytes(32)), origin=HERE))
    at = timezone.now() - STEP
    digits = code_at(house.sign_ins[name].totp_secret, at=at)
    equipping.add_passkey(presence_of(name, house), "phone", answer, digits, has_proved=True, at=at)


def wrong_passkeys(house: House) -> dict[str, Callable[[Client], object]]:
    mine = Device("testserver", count=9)
    add_passkey("mara", house, mine)
    mara, ines, kora = (house.sign_ins[name].passphrase for name in ("mara", "ines", "kora"))
    with_passkey("mara", mara, mine)(Client())  # from now on the device must count on
    with_second_passphrase(Member.objects.get(name="mara"), ANOTHER_PASSPHRASE)
    return {
        "unknown name": with_passkey("maro", mara, mine),
        "no passkeys": with_passkey("ines", ines, mine),
        "wrong passphrase": with_passkey("mara", f"{mara} more", mine),
        "another device": with_passkey("mara", mara, Device("testserver")),
        "same name, another key": with_passkey("mara", mara, Device("testserver", credential=mine.credential)),
        "a count that goes back": with_passkey("mara", mara, replace(mine, count=3)),
        "second slot": with_passkey("mara", ANOTHER_PASSPHRASE, mine),
        "ended member": with_passkey("kora", kora, mine),
    }


def test_every_wrong_passkey_leaves_the_same_trace(house: House, counts: Counter[str]) -> None:
    traces = {case: trace_of(counts, ask) for case, ask in wrong_passkeys(house).items()}

    expected = traces["unknown name"]
    assert {case: trace for case, trace in traces.items() if trace != expected} == {}
    assert (expected.work["Argon2id"], expected.work["signatures of devices"]) == (1, 1)
    assert expected.status == 200


def test_the_passkey_that_fits_signs_in(house: House) -> None:
    mine = Device("testserver")
    add_passkey("mara", house, mine)
    answer = with_passkey("mara", house.sign_ins["mara"].passphrase, mine)(Client())
    assert answer.status_code == 302  # type: ignore[attr-defined]


def test_the_question_is_the_same_for_everybody(house: House) -> None:
    add_passkey("mara", house, Device("testserver"))
    wrong = {"passphrase": "x", "code": "1"}
    asked = [
        question_in(page).asked
        for page in (
            Client().get("/desk/sign-in/"),
            *(Client().post("/desk/sign-in/", {"name": name, **wrong}) for name in ("mara", "ines", "maro")),
        )
    ]
    assert len({one.pop("challenge") for one in asked}) == 4
    assert asked == [{"rpId": "testserver", "userVerification": "required"}] * 4


def test_a_signature_that_is_not_checked_for_nobody_is_noticed(
    house: House, counts: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_is = signing_in.after_answer

    def hasty(known: Passkeys, answer: Answer, *, at: datetime) -> Passkeys | None:
        return as_it_is(known, answer, at=at) if known.keys else None

    monkeypatch.setattr(signing_in, "after_answer", hasty)
    assert not all_equal(trace_of(counts, ask) for ask in wrong_passkeys(house).values())


# The ways back


def lost_passphrase(name: str, code: Code, digits: str) -> Callable[[Client], object]:
    """The offer is made by the test, so that the page before it leaves no trace of its own."""
    offer = sealed_offer(boot.secret(), "lost-passphrase", "", ANOTHER_PASSPHRASE, at=timezone.now())
    paper = " ".join(written(code, "en"))
    fields = {"offer": offer, "name": name, "paper": paper, "code": digits, "again": ANOTHER_PASSPHRASE}
    return lambda client: client.post("/desk/lost/passphrase/", fields)


def lost_authenticator(name: str, words: str, code: Code) -> Callable[[Client], object]:
    secret = signing_in.new_totp_secret()
    offer = sealed_offer(boot.secret(), "lost-authenticator", "", secret, at=timezone.now())
    fields = {
        "offer": offer,
        "name": name,
        "passphrase": words,
        "paper": " ".join(written(code, "en")),
        "new_code": code_at(secret, at=timezone.now()),
    }
    return lambda client: client.post("/desk/lost/authenticator/", fields)


def with_paper(name: str, house: House, *, ago: timedelta = STEP) -> Code:
    """Made with digits of a moment ago, so that those of now are still fresh."""
    code, at = new_code(), timezone.now() - ago
    digits = code_at(house.sign_ins[name].totp_secret, at=at)
    changing.make_paper_code(presence_of(name, house), code, digits, has_proved=True, at=at)
    return code


def presence_of(name: str, house: House) -> Presence:
    member = Member.objects.get(name=name)
    opened = passphrase.open_slots(signing_in.slots_of(member), house.sign_ins[name].passphrase)
    assert opened is not None
    secrets_held = signing_in.as_secrets(opened.secret)
    return Presence("staff", member.ref, secrets_held, started_at=timezone.now(), seen_at=timezone.now())


def wrong_ways_back(house: House) -> dict[str, Callable[[Client], object]]:
    replaced, code = with_paper("mara", house, ago=2 * STEP), with_paper("mara", house)
    digits = house.digits("mara")
    wrong = "000000" if digits != "000000" else "111111"
    return {
        "unknown name": lost_passphrase("maro", code, digits),
        "no paper code": lost_passphrase("ines", code, house.digits("ines")),
        "replaced paper code": lost_passphrase("mara", replaced, digits),
        "another paper code": lost_passphrase("mara", new_code(), digits),
        "wrong digits": lost_passphrase("mara", code, wrong),
        "no digits at all": lost_passphrase("mara", code, "------"),
        "ended member": lost_passphrase("kora", code, house.digits("kora")),
    }


def wrong_ways_back_to_digits(house: House) -> dict[str, Callable[[Client], object]]:
    code, words = with_paper("mara", house), house.sign_ins["mara"].passphrase
    return {
        "unknown name": lost_authenticator("maro", words, code),
        "no paper code": lost_authenticator("ines", house.sign_ins["ines"].passphrase, code),
        "another paper code": lost_authenticator("mara", words, new_code()),
        "wrong passphrase": lost_authenticator("mara", f"{words} more", code),
        "ended member": lost_authenticator("kora", house.sign_ins["kora"].passphrase, code),
    }


WAYS_BACK = {"passphrase": wrong_ways_back, "authenticator": wrong_ways_back_to_digits}


@pytest.mark.parametrize("ways", WAYS_BACK.values(), ids=list(WAYS_BACK))
def test_every_wrong_way_back_leaves_the_same_trace(
    house: House, counts: Counter[str], ways: Callable[[House], dict[str, Callable[[Client], object]]]
) -> None:
    traces = {case: trace_of(counts, ask) for case, ask in ways(house).items()}

    expected = traces["unknown name"]
    assert {case: trace for case, trace in traces.items() if trace != expected} == {}
    assert expected.work["Argon2id"] == 1
    assert expected.status == 200
    assert expected.statement_count > 0


def test_wrong_digits_are_counted_and_use_the_paper_code_up_without_a_trace(house: House, counts: Counter[str]) -> None:
    code = with_paper("mara", house)
    unknown = trace_of(counts, lost_passphrase("maro", code, "------"))
    tries = [trace_of(counts, lost_passphrase("mara", code, "------")) for _ in range(TRIES_AT_MOST + 1)]
    assert tries == [unknown] * len(tries)
    assert changing.paper_day(presence_of("mara", house)) == ""


def test_a_count_that_is_written_for_the_true_paper_code_alone_is_noticed(
    house: House, counts: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_is = changing._count_try

    def hasty(*args: Any, is_true: bool, at: datetime) -> None:
        if is_true:
            as_it_is(*args, is_true=is_true, at=at)

    monkeypatch.setattr(changing, "_count_try", hasty)
    assert not all_equal(trace_of(counts, ask) for ask in wrong_ways_back(house).values())


def test_the_way_back_that_fits_is_open(house: House) -> None:
    code = with_paper("mara", house)
    right = lost_passphrase("mara", code, house.digits("mara"))(Client())
    assert b"It counts from now on" in right.content  # type: ignore[attr-defined]


def test_an_early_return_for_members_without_a_paper_code_is_noticed(
    house: House, counts: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_is = changing.recover_passphrase

    def hasty(name: str, *args: object, **kwargs: object) -> bool:
        return name == "mara" and as_it_is(name, *args, **kwargs)

    monkeypatch.setattr(changing, "recover_passphrase", hasty)
    assert not all_equal(trace_of(counts, ask) for ask in wrong_ways_back(house).values())


# Codes


def sent_request(own_word: str = "kingfisher") -> Code:
    code = new_code()
    asking.send(a_telling(urgency="now"), lookup.offices()[:1], Holder(code, own_word), at=timezone.now())
    return code


def type_in(code: Code, own_word: str = "") -> Callable[[Client], object]:
    typed = " ".join([*written(code, "en"), own_word]).strip()
    return lambda client: client.post("/en/back/", {"words": typed}, follow=True)


def codes_that_open_nothing(house: House) -> dict[str, Callable[[Client], object]]:
    frozen = sent_request()
    returning.freeze(Visit(frozen, "en"), at=timezone.now())
    return {
        "unknown code": type_in(new_code()),
        "right code alone": type_in(sent_request()),
        "frozen box": type_in(frozen),
        "frozen box with its own word": type_in(frozen, "kingfisher"),
        "right code, wrong own word": type_in(sent_request(), "nightingale"),
        "unknown code with a word": type_in(new_code(), "kingfisher"),
        "a relay's code": type_in(sent_request(own_word="")),
        "a relay's code with a word": type_in(sent_request(own_word=""), "kingfisher"),
        "right code, read late": type_in(_read_late()),
        "beside a relay's, right code alone": type_in(_given_beside_a_relay()),
    }


def _read_late() -> Code:
    code = new_code()
    asking.send(a_telling(), lookup.offices()[:1], Holder(code, "kingfisher"), at=timezone.now() - timedelta(days=9))
    return code


def _given_beside_a_relay() -> Code:
    """What cases.desk.casework.give_code leaves behind: a second wrap of the messages and a second line of progress."""
    relay, code = new_code(), new_code()
    receipt = asking.send(a_telling(about="someone"), lookup.offices()[:1], Holder(relay), at=timezone.now())
    holder = Holder(code, "kingfisher", staff_saw_it=True)
    from safeconduct.dossiers.desk import writing
    from safeconduct.dossiers.scope import new_scope_key
    from safeconduct.intake.desk import progressing

    for _ in range(2):
        writing._grant_to_code(
            receipt.refs[0], new_scope_key("messages"), holder.code.identity_with("kingfisher").public_seal
        )
    asking.open_box(holder, receipt.refs)
    progressing._tell(
        receipt.refs[0],
        progressing.Progress({"arrived": timezone.now().date().isoformat()}, timezone.now() + timedelta(hours=3)),
        [Holder(relay).arrival(), holder.arrival()],
    )
    return code


def test_every_code_that_opens_nothing_leaves_the_same_trace(house: House, counts: Counter[str]) -> None:
    traces = {case: trace_of(counts, ask) for case, ask in codes_that_open_nothing(house).items()}

    expected = traces["unknown code"]
    assert {case: trace for case, trace in traces.items() if trace != expected} == {}
    assert expected.status == 200
    assert expected.work["HPKE unwraps"] > returning.OFFICES_AT_MOST
    assert expected.cookies


def test_the_page_of_a_right_code_alone_looks_like_that_of_a_wrong_one(house: House) -> None:
    pages = [ask(Client()).content for ask in codes_that_open_nothing(house).values()]

    assert len({len(page) for page in pages}) == 1
    assert len({_between(b"<title>", b"</title>", page) for page in pages}) == 1
    assert len({_between(b"<h1>", b"</h1>", page) for page in pages}) == 1


@pytest.mark.parametrize("go", ["urgent", "empty", "undo", "write", "new_code", "freeze", "close"])
def test_what_a_right_code_alone_does_is_answered_as_for_a_wrong_one(house: House, go: str) -> None:
    answers = []
    for code in (sent_request(), new_code()):
        client = Client()
        type_in(code)(client)
        answer = client.post("/en/back/", {"go": go, "message": "I am at the other house."})
        answers.append((answer.status_code, len(answer.content), answer.headers.get("Location")))
    assert answers[0] == answers[1]


def test_an_early_return_for_unknown_codes_is_noticed(
    house: House, counts: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    as_it_is = returning.look

    def hasty(visit: Visit) -> Seen:
        if not models.Box.objects.filter(locator=visit.code.locator()).exists():
            return Seen()
        return as_it_is(visit)

    monkeypatch.setattr(returning, "look", hasty)
    assert not all_equal(trace_of(counts, ask) for ask in codes_that_open_nothing(house).values())


def test_a_missing_opening_is_noticed(house: House, counts: Counter[str], monkeypatch: pytest.MonkeyPatch) -> None:
    # As many statements and the same page, but one unwrap fewer where there is no box.
    as_it_is = returning._kept

    def hasty(visit: Visit) -> tuple[str, ...]:
        known = models.Box.objects.filter(locator=visit.code.locator()).first()
        if known is None:
            return ()
        monkeypatch.setattr(models.Box.objects, "filter", lambda **_: SimpleNamespace(first=lambda: known))
        try:
            return as_it_is(visit)
        finally:
            monkeypatch.delattr(models.Box.objects, "filter")

    traces = [trace_of(counts, ask) for ask in codes_that_open_nothing(house).values()]
    assert all_equal(traces)
    monkeypatch.setattr(returning, "_kept", hasty)
    assert not all_equal(trace_of(counts, ask) for ask in codes_that_open_nothing(house).values())


def _between(before: bytes, after: bytes, page: bytes) -> bytes:
    return page.split(before, 1)[1].split(after, 1)[0]
