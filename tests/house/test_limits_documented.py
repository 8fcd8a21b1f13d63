"""docs/limits.md says what the code does: every number on the page is that of the code."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from safeconduct.access import enrolment, factors, passkey, presence, totp
from safeconduct.cases import case_filter, cleaning, nearby, plain_text, sharing, verification
from safeconduct.cases.desk import importing
from safeconduct.cases.sheet import reading
from safeconduct.dossiers.desk import ending
from safeconduct.dossiers.sealed_file import LARGEST_BYTES
from safeconduct.intake import draft, link, plain_form, telling
from safeconduct.jobs import sweeping
from safeconduct.observatory.showing import snapshot_index, table_rows
from safeconduct.program import serve
from safeconduct.sealing import passphrase
from safeconduct.web import environment, upload
from safeconduct.web.defender import questions, source
from safeconduct.web.staff import account_forms, finding_form, forms, sign_in_gate

PAGE = (Path(__file__).parents[2] / "docs" / "limits.md").read_text(encoding="utf-8")
MIB, GIB = 1024**2, 1024**3


def minutes(length):
    return f"{length.total_seconds() / 60:.0f} minutes"


def hours(length):
    return f"{length.total_seconds() / 3600:.0f} hours"


def longest(form, field):
    return f"{form.base_fields[field].max_length:,}"


def in_the_code(monkeypatch):
    monkeypatch.delenv("SAFECONDUCT_SHORTEST_FILLING", raising=False)
    return {
        "sign-ins worked on at a time on one machine": f"{len({sign_in_gate.FOR_ALL, sign_in_gate.FOR_KNOWN})}",
        "longest wait for a place, then “busy”": f"{sign_in_gate.LONGEST_WAIT_SECONDS:.0f} seconds",
        "memory that one try of a passphrase takes": f"{passphrase.MEMORY_KIB // 1024} MiB",
        "digits are new every": f"{totp.STEP.total_seconds():.0f} seconds",
        "digits of the step before and after count too, each once": f"{totp._STEPS_BESIDE}",
        "wrong digits that use a paper code up": f"{factors.TRIES_AT_MOST}",
        "passkeys of one member": f"{passkey.MOST}",
        "a device may answer a challenge for": minutes(passkey.ANSWERED_WITHIN),
        "a name of a passkey, characters": longest(account_forms.NewPasskey, "name"),
        "a member's session without a request": minutes(presence.STAFF_IDLE),
        "a member's session in all": hours(presence.STAFF_ABSOLUTE),
        "a visit with a code without a request": minutes(presence.DEFENDER_IDLE),
        "a visit with a code in all": minutes(presence.DEFENDER_ABSOLUTE),
        "a proof of the passphrase stands for": minutes(presence.PROOF_LASTS),
        "a draft of somebody who asks for help lives": minutes(draft.LASTS),
        "a form filled more quickly is taken for a machine's": f"{environment.shortest_filling().seconds} seconds",
        "a name to sign in with, characters": longest(forms.SignIn, "name"),
        "a passphrase, characters": longest(forms.SignIn, "passphrase"),
        "an own word, characters": longest(forms.GiveCode, "own_word"),
        "a text of the form, an answer, a note, characters": f"{questions.LONGEST:,}",
        "a filled text form, characters": f"{plain_form.LONGEST_TEXT:,}",
        "a text that is written down, or a copied conversation, characters": longest(forms.TakeDown, "text"),
        "an exported conversation or a spreadsheet": f"{plain_text.LARGEST_BYTES // MIB} MiB",
        "rows and columns of a spreadsheet": f"{reading.MOST_ROWS:,} and {reading.MOST_COLUMNS}",
        "a spreadsheet unpacked": f"{reading.UNPACKED_AT_MOST // MIB} MiB",
        "signs of elements and attributes in a spreadsheet": f"{reading.MARKUP_AT_MOST:,}",
        "rows that are taken in at once, before others may write": f"{importing.MOST_AT_ONCE}",
        "what was brought and not finished is held for": hours(upload.UNSENT_LASTS),
        "words to look for, characters": longest(finding_form.Find, "q"),
        "a saved filter's name, characters": f"{case_filter.LONGEST_NAME}",
        "saved filters of a member": f"{case_filter.SAVED_AT_MOST}",
        "a link for a source is good for at most": f"{link.LONGEST.days} days",
        "an answer by such a link, characters": longest(source.AnswerOfSource, "words"),
        "a request without its files": f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MIB} MiB",
        "fields in a request": f"{settings.DATA_UPLOAD_MAX_NUMBER_FIELDS}",
        "offices that one call for help goes to": f"{telling.OFFICES_AT_MOST}",
        "the last day of a share, from today": f"{sharing.LONGEST.days} days",
        "how long the word that a post holds nothing may be used to close it": f"{enrolment.SAID_FOR.days} days",
        "a result of a source may be relied on for, at most": f"{verification.LONGEST.days} days",
        "files from which on attacks nearby show without a yes": f"{nearby.FEWEST}",
        "how far back attacks nearby are looked for": f"{nearby.MONTHS} months",
        "files at a time": f"{telling.FILES_AT_MOST}",
        "one file": f"{LARGEST_BYTES // MIB} MiB",
        "free disk below which files are refused": f"{upload.DISK_RESERVE_BYTES // GIB} GiB",
        "cleaning one file takes at most": f"{cleaning.LONGEST_SECONDS} seconds",
        "cleaning one file takes at most of memory": f"{cleaning.LARGEST_MEMORY_BYTES // GIB} GiB",
        "one table of a snapshot that pages read": f"{table_rows.LARGEST_TABLE // MIB} MiB",
        "one row of it, characters": f"{table_rows.LARGEST_ROW:,}",
        "what a worker holds of one table of a snapshot": f"{snapshot_index.LARGEST_HELD // MIB} MiB",
        "figures of a snapshot, of all countries and rules": f"{snapshot_index.MOST_FIGURES:,}",
        "erasing waits": hours(ending.ERASED_AFTER),
        "erasures that a sweep does without doubting the clock": f"{sweeping.ALWAYS_ALLOWED}",
    }


def on_the_page():
    table = PAGE.split("<!-- limits: begin -->")[1].split("<!-- limits: end -->")[0]
    return dict(re.findall(r"^\| (.+?) \| (.+?) \|$", table, re.MULTILINE)[1:])


def test_every_limit_on_the_page_is_the_one_in_the_code(monkeypatch):
    assert on_the_page() == in_the_code(monkeypatch)


@pytest.mark.parametrize(
    ("said", "in_code"),
    [
        ("it holds one worker for at most 30 minutes", serve._SECONDS_PER_REQUEST / 60),
        ("a line that is silent for 15 seconds", serve._SILENCE_SECONDS),
        ("one of four reasons", len(forms.REVEAL_REASONS) - 1),
    ],
)
def test_a_number_in_a_sentence_is_the_one_in_the_code(said, in_code):
    assert said in " ".join(PAGE.split())
    assert int(re.search(r"\d+", said.replace("four", "4"))[0]) == in_code


def test_the_page_speaks_of_both_ways_in_and_of_what_must_fit_together():
    headings = re.findall(r"^## (.+)$", PAGE, re.MULTILINE)
    assert {"Ways in", "What must fit together", "Files", "What takes long", "Whom the program calls"} <= set(headings)
