"""What is read of a dossier that another organisation shares: the shared entries, without the name and the letters."""

from dataclasses import replace

from safeconduct.cases.received import received
from safeconduct.dossiers.sealed_file import SealedFile
from safeconduct.dossiers.signing import Checked
from safeconduct.intake.consent import Terms
from tests.builders import an_entry, an_open_dossier

TERMS = Terms("0a" * 16, "Lighthouse Network", ("story", "identity"), "support", "TLP:AMBER", "2026-03-31")
FILE = SealedFile("f1" * 16, b"k" * 32, "photo.jpg", "image/jpeg", 16, "d1" * 32)


def test_received_are_the_shared_entries_and_apart_from_them_the_letters_and_the_name():
    letter = an_entry("share_letter", seq=5, scope="share", codename="Ibis", from_office="Harbour", **TERMS.as_data())
    entries = (
        an_entry("told", seq=2, scope="story", happened="They came."),
        an_entry("identity", seq=3, scope="identity", name="Teresa (invented)"),
        replace(an_entry("file", seq=4, scope="evidence_original"), data=FILE.as_data()),
        letter,
        an_entry("share_note", seq=6, scope="share", text="We call her."),
    )
    got = received(an_open_dossier(*entries), [letter], Checked(frozenset(), frozenset(), ()))
    assert [entry.seq for entry in got.written] == [4, 2]
    assert [entry.seq for entry in got.letters] == [6, 5]
    assert got.files == ((4, FILE),)
    assert got.name == "Teresa (invented)" and got.has_name
