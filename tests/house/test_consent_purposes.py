"""The purposes that a defender answers for are exactly those that the action catalogue asks for, in words for everybody."""

from itertools import pairwise

from safeconduct.cases.coded_list import coded_list
from safeconduct.cases.consent_purpose import consent_purposes
from safeconduct.guidance.register import the_register
from safeconduct.vocabulary.sharing import OF_KIND
from safeconduct.vocabulary.telling import CONSENTS
from safeconduct.web.defender.purposes import CHANNEL_WORDS, GROUP_WORDS, PURPOSE_WORDS
from safeconduct.web.staff.case import consent_form

NO_CONSENT_NEEDED = {"none"}
PURPOSES = {purpose.value: purpose for purpose in consent_purposes()}


def test_the_purposes_are_those_of_the_action_catalogue():
    asked = {purpose for kind in the_register().actions for one_of in kind.consents for purpose in one_of}
    assert set(PURPOSES) == asked - NO_CONSENT_NEEDED


def test_each_purpose_stands_once_and_those_of_one_group_stand_together():
    assert len(PURPOSES) == len(consent_purposes())
    groups = [purpose.group for purpose in consent_purposes()]
    assert sum(one != other for one, other in pairwise(groups)) + 1 == len(set(groups))


def test_each_purpose_group_and_channel_has_words_for_the_defender_and_for_officers():
    groups = {purpose.group for purpose in consent_purposes()}
    assert set(PURPOSE_WORDS) == set(PURPOSES)
    assert set(GROUP_WORDS) == set(consent_form.GROUP_WORDS) == groups
    assert set(CHANNEL_WORDS) == {row.value for row in coded_list("answer_channels")}
    assert {part for purpose in consent_purposes() for part in purpose.parts} <= set(CHANNEL_WORDS)
    assert {scope for purpose in consent_purposes() for scope in purpose.scopes} <= set(consent_form.SCOPE_WORDS)


def test_what_the_form_ticks_and_what_a_share_answers_are_purposes():
    assert set(CONSENTS) | set(OF_KIND.values()) <= set(PURPOSES)


def test_what_tells_a_state_or_a_company_is_a_question_of_its_own():
    states = {value for value, purpose in PURPOSES.items() if purpose.state_or_company}
    assert {"raise_private_named", "share_company", "share_hoststate", "un_government_named"} <= states
    assert not set(OF_KIND.values()) & states


def test_the_letter_to_the_government_the_public_report_and_the_two_parts_of_a_reprisal_are_separate():
    assert {"un_government_named", "un_public_named"} <= set(PURPOSES)
    assert len(PURPOSES["reprisal_report"].parts) == 2
