"""The page that lets everything out: only with the passphrase again and a reason, and never cached or shown."""

import io
import zipfile
from datetime import timedelta

import pytest

from safeconduct.web.staff import sign_in_gate
from tests.builders import a_telling
from tests.embedded import ADMINISTRATOR, PROTECTION
from tests.pages.page import heading, sentences, text_of

ADDRESS = "/desk/export/"


def typed(embedded, **changed):
    return {"reason": "copy", "passphrase": embedded.sign_in_of(PROTECTION).passphrase, **changed}


def test_it_is_reached_from_the_cases_and_warns_first(embedded):
    embedded.call()
    client = embedded.staff(PROTECTION)
    assert f'href="{ADDRESS}"' in text_of(client.get("/desk/cases/"))
    page = client.get(ADDRESS)
    assert heading(page) == "Export everything of ours"
    assert "the most dangerous file that your organisation has" in text_of(page) and "One dossier" in text_of(page)


def test_with_passphrase_and_reason_a_zip_comes_that_nobody_shows_or_keeps(embedded):
    call = embedded.call(telling=a_telling(name="Teresa (invented)"))
    response = embedded.staff(PROTECTION).post(ADDRESS, typed(embedded))
    assert response.streaming and response.status_code == 200
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["Content-Disposition"] == 'attachment; filename="export-2026-03-04.zip"'
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    body = response.getvalue()
    assert any(call.ref in name for name in zipfile.ZipFile(io.BytesIO(body)).namelist())
    assert embedded.events()[-1] == "ExportMade" and embedded.journal()[-1]["note"] == "copy, without names"


def test_the_tick_for_names_reaches_the_file(embedded):
    embedded.call(telling=a_telling(name="Teresa (invented)"))
    response = embedded.staff(PROTECTION).post(ADDRESS, typed(embedded, with_identity="on"))
    archive = zipfile.ZipFile(io.BytesIO(response.getvalue()))
    assert any(b"Teresa (invented)" in archive.read(name) for name in archive.namelist())


def test_the_proof_stands_for_five_minutes_and_not_longer(embedded):
    client = embedded.staff(PROTECTION)
    assert client.post(ADDRESS, typed(embedded)).streaming
    embedded.clock.pass_by(timedelta(minutes=4))
    assert client.post(ADDRESS, typed(embedded, passphrase="")).streaming
    embedded.clock.pass_by(timedelta(minutes=2))
    assert not client.post(ADDRESS, typed(embedded, passphrase="")).streaming


WRONG = {
    "passphrase": ({"passphrase": "canary-passphrase"}, "That passphrase did not match."),
    "no passphrase": ({"passphrase": ""}, "That passphrase did not match."),
    "no reason": ({"reason": ""}, "There is no reason yet."),
    "an invented reason": ({"reason": "for fun"}, "for fun"),
}


@pytest.mark.parametrize(("changed", "sentence"), WRONG.values(), ids=list(WRONG))
def test_what_is_wrong_is_said_what_was_chosen_is_kept_and_nothing_leaves(embedded, changed, sentence):
    embedded.call()
    response = embedded.staff(PROTECTION).post(ADDRESS, typed(embedded, with_identity="on", **changed))
    assert not response.streaming and any(sentence in said for said in sentences(response))
    page = text_of(response)
    assert "canary-passphrase" not in page and "checked" in page
    if "reason" not in changed:
        assert '<option value="copy" selected>' in page
    assert "ExportMade" not in embedded.events()


def test_a_post_without_a_compartment_is_told_why(embedded):
    passphrase = embedded.sign_in_of(ADMINISTRATOR).passphrase
    response = embedded.staff(ADMINISTRATOR).post(ADDRESS, typed(embedded, passphrase=passphrase))
    assert any("belongs to no compartment" in said for said in sentences(response))


def test_when_every_place_is_taken_it_says_so(embedded, monkeypatch):
    monkeypatch.setattr(sign_in_gate, "LONGEST_WAIT_SECONDS", 0.05)
    with sign_in_gate.place(embedded.folder, is_known=True), sign_in_gate.place(embedded.folder, is_known=True):
        assert embedded.staff(PROTECTION).post(ADDRESS, typed(embedded)).status_code == 503


def test_without_a_passphrase_none_is_tried(embedded):
    """has_proved answers no; the journal tells of no wrong proof."""
    client = embedded.staff(PROTECTION)
    assert not client.post(ADDRESS, typed(embedded, passphrase="")).streaming
    assert "ProofFailed" not in embedded.events()
    client.post(ADDRESS, typed(embedded, passphrase="wrong"))
    assert "ProofFailed" in embedded.events()
