"""Importing public appeals: each becomes a sealed request once, an interrupted run goes on, and rejects say why."""

import json
from argparse import Namespace

import pytest

from safeconduct.cases.desk import casework as cases
from safeconduct.dossiers.models import Dossier
from safeconduct.intake.desk import importing
from safeconduct.intake.models import Box, ImportedAppeal, Progress
from safeconduct.program import appeals
from tests.embedded import HARBOUR, LIGHTHOUSE, PROTECTION

LINES = [
    {"id": "a1", "text": "A teacher was taken from her school in Karsa.", "language": "en", "source": "Invented Watch"},
    {"id": "a2", "text": "معلمة أُخذت من مدرستها.", "language": "ar"},
    {"id": "a3", "text": "Une avocate est menacée.", "language": "fr", "url": "https://example.org/3"},
]


def a_file(embedded, *lines):
    path = embedded.folder / "texts.jsonl"
    path.write_bytes(
        b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
    )
    return path


def take_in(path, *, office=HARBOUR, rejects=None):
    return appeals.run(Namespace(file=str(path), office=office, rejects=rejects))


def said(capsys):
    return capsys.readouterr().out.strip()


def test_appeals_become_requests_without_consents_from_a_public_source(embedded, capsys):
    assert take_in(a_file(embedded, *LINES)) == 0
    assert said(capsys).startswith("3 new requests, 0 taken in before, 0 rejected.")
    mara = embedded.keyring(PROTECTION)
    cards = cases.cards(mara, at=embedded.now)[0]
    assert {card.source for card in cards} == {"public"}
    opened = [embedded.case(card.dossier) for card in cards]
    assert {case.consents for case in opened} == {()}
    assert {case.story["happened"] for case in opened} == {line["text"] for line in LINES}
    assert {case.story["origin"].get("id") for case in opened} == {"a1", "a2", "a3"}
    assert not any(case.unsigned or case.has_code for case in opened)
    assert not Box.objects.exists() and not Progress.objects.exists()


def test_the_desk_works_on_an_appeal_as_on_any_other(embedded, capsys):
    take_in(a_file(embedded, LINES[0]))
    mara, ref = embedded.keyring(PROTECTION), Dossier.objects.get().ref
    cases.note(ref, "Seen in two lists.", mara, at=embedded.now)
    cases.accept(ref, mara, at=embedded.now)
    assert cases.give_code(ref, "lantern", mara, at=embedded.now)


def test_reading_the_same_file_again_adds_nothing(embedded, capsys):
    path = a_file(embedded, *LINES)
    take_in(path)
    before = embedded.dump()
    take_in(path)
    assert embedded.dump() == before
    assert said(capsys).splitlines()[-1] == "0 new requests, 3 taken in before, 0 rejected."


def test_another_office_can_take_in_the_same_file(embedded, capsys):
    path = a_file(embedded, *LINES)
    take_in(path)
    take_in(path, office=LIGHTHOUSE)
    assert Dossier.objects.count() == 6


def test_a_run_that_was_interrupted_goes_on_where_it_stopped(embedded, capsys, monkeypatch):
    path, send, sent = a_file(embedded, *LINES), importing.asking.send, []

    def killed_in_the_third(*given, **named):
        result = send(*given, **named)
        sent.append(result)
        if len(sent) == 3:
            raise KeyboardInterrupt
        return result

    with monkeypatch.context() as patched:
        patched.setattr(importing.asking, "send", killed_in_the_third)
        with pytest.raises(KeyboardInterrupt):
            take_in(path)
    assert Dossier.objects.count() == ImportedAppeal.objects.count() == 2
    take_in(path)
    assert said(capsys).splitlines()[-1] == "1 new requests, 2 taken in before, 0 rejected."
    assert Dossier.objects.count() == 3


BAD = {
    "not JSON": (b"{", "JSON"),
    "a list": (b"[1]", "fields"),
    "not UTF-8": (b'{"id": "x", "text": "\xff\xfe"}', "UTF-8"),
    "without a text": ({"id": "x"}, "text"),
    "an empty text": ({"id": "x", "text": "  "}, "text"),
    "without an id": ({"text": "Something happened."}, "id"),
    "a text that is a number": ({"id": "x", "text": 7}, "text"),
    "half a character": (b'{"id": "x", "text": "\\ud83d"}', "half"),
    "too long": ({"id": "x", "text": "x" * 200_001}, "longer"),
    "a field twice": (b'{"id": "x", "id": "y", "text": "t"}', "twice"),
    "deeply nested": (b"[" * 100_000, "JSON"),
}


def test_a_bad_line_is_put_aside_with_its_reason_and_the_others_go_in(embedded, capsys):
    rejects = embedded.folder / "rejects.jsonl"
    take_in(a_file(embedded, LINES[0], *(line for line, _ in BAD.values()), LINES[1]), rejects=str(rejects))
    assert said(capsys).startswith(f"2 new requests, 0 taken in before, {len(BAD)} rejected")
    written = [json.loads(line) for line in rejects.read_text().splitlines()]
    assert [one["line"] for one in written] == list(range(2, 2 + len(BAD)))
    for one, (name, (_, word)) in zip(written, BAD.items(), strict=True):
        assert word in one["reason"], name


def test_a_run_without_rejects_leaves_no_old_rejects_file(embedded, capsys):
    rejects = embedded.folder / "rejects.jsonl"
    take_in(a_file(embedded, b"{"), rejects=str(rejects))
    assert rejects.exists()
    take_in(a_file(embedded, LINES[0]), rejects=str(rejects))
    assert not rejects.exists()


@pytest.mark.parametrize("office", ["no-such-office", ""])
def test_an_unknown_office_is_named_with_those_that_are_known(embedded, capsys, office):
    before = embedded.dump()
    assert take_in(a_file(embedded, *LINES), office=office) == 1
    assert "harbour-desk, lighthouse-network" in capsys.readouterr().err
    assert embedded.dump() == before


def test_a_missing_file_is_said_in_a_sentence(embedded, capsys):
    assert take_in(embedded.folder / "nowhere.jsonl") == 1
    assert "There is no file" in capsys.readouterr().err


def test_nothing_of_an_appeal_is_on_the_disk_in_plain_but_the_file_itself(embedded, capsys):
    path = a_file(embedded, {"id": "canary-id", "text": "canary-text", "source": "canary-source"})
    take_in(path)
    path.unlink()
    assert b"canary" not in embedded.bytes_on_disk()
