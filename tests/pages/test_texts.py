"""The texts of the register as a member reads them: versions, what each asks of whom, and how sure that is."""

import html
import re

import pytest

from safeconduct.guidance.register import the_register
from safeconduct.guidance.source import DOUBTS
from safeconduct.web.staff.guidance.texts import BOUND, STATES, STRENGTHS
from tests.embedded import PROTECTION
from tests.pages.page import text_of
from tests.protecting import with_a_step

LIST = "/desk/guidance/texts/"


def read(embedded, address=LIST):
    return html.unescape(text_of(embedded.staff(PROTECTION).get(address)))


def test_every_text_stands_by_its_owner_with_the_version_in_force(embedded):
    page = read(embedded)
    for one in the_register().instruments:
        assert f'href="{LIST}{one.id}/"' in page
    assert "In force: As revised in 2008." in page and 'href="/desk/guidance/texts/"' in read(
        embedded, "/desk/guidance/"
    )


def test_a_text_shows_its_versions_and_where_it_was_read(embedded):
    page = read(embedded, f"{LIST}eu-guidelines/")
    assert page.index("As adopted in 2004") < page.index("It takes the place of: As adopted in 2004.")
    assert "The text is of 2008." in page and "A later version has taken its place." in page
    assert re.search(r'href="https://[^"]+" rel="noreferrer noopener"', page)


@pytest.mark.parametrize("instrument", [one.id for one in the_register().instruments])
def test_each_commitment_says_whom_it_binds_and_how_sure_it_is(embedded, instrument):
    page = read(embedded, f"{LIST}{instrument}/")
    register = the_register()
    versions = {version.id for one in register.instruments if one.id == instrument for version in one.versions}
    for one in register.commitments:
        if one.version in versions:
            said = page[page.index(one.says) :].split("</li>")[0]
            assert (
                DOUBTS[one.verification] in said and BOUND[one.bound[0]] in said and f"{one.entered}: entered." in said
            )


def test_there_are_words_for_every_standing_and_for_all_who_are_bound():
    register = the_register()
    assert {version.status for one in register.instruments for version in one.versions} <= set(STATES)
    assert {who for one in register.commitments for who in one.bound} <= set(BOUND)
    assert {one.strength for one in register.commitments} <= set(STRENGTHS)


def test_a_step_names_the_clauses_that_ask_for_it(embedded):
    call, step = with_a_step(embedded, "raise_private_unnamed", kind="DIP-02")
    page = read(embedded, f"/desk/dossiers/{call.ref}/steps/{step}/")
    asked = page.split("<dt>Asked for in</dt>")[1].split("</dd>")[0]
    assert 'EU Guidelines on Human Rights Defenders "Ensuring Protection", para 9' in asked


def test_a_text_that_is_not_in_the_register_is_not_there(embedded):
    assert embedded.staff(PROTECTION).get(f"{LIST}invented/").status_code == 404
