"""Promises in public texts: found in five languages, of what is public alone, and answered once."""

import pytest

from safeconduct.cases.promised import Promised, answered, promises_in, refusal_to_answering_promise, still_promised
from tests.builders import an_entry
from tests.rules.cases.test_published_statement import KEPT, PUBLIC

FOLLOWS = {
    "en": "The charge is unfounded. The EU will continue to follow the appeal closely. We thank the lawyers.",
    "fr": "L’accusation est infondée. L’ambassade suivra le procès de près.",
    "es": "La acusación carece de base. La embajada seguirá de cerca la apelación.",
    "ru": "Обвинение необоснованно. Посольство продолжит следить за апелляцией.",
    "ar": "التهمة باطلة. سنتابع جلسة الاستئناف.",
}
PASSAGES = {
    "en": "will continue to follow the appeal closely",
    "fr": "suivra le procès de près",
    "es": "seguirá de cerca la apelación",
    "ru": "продолжит следить за апелляцией",
    "ar": "سنتابع جلسة الاستئناف",
}


def published(text, draft="d9"):
    kept = an_entry(
        "statement_drafted", seq=7, scope="decisions", ref=draft, text=text, language="en", closed={}, step=""
    )
    public = an_entry(
        "statement_published", seq=8, scope="decisions", draft=draft, on="2026-03-03", address="https://example.org/"
    )
    return [kept, public]


def made_a_duty(passage):
    opened = {"ref": "p1", "step": "", "says": "Go to the appeal", "due": "", "waits_for": "the appeal"}
    return an_entry("duty_opened", seq=9, scope="decisions", promise=passage, **opened)


@pytest.mark.parametrize("language", FOLLOWS)
def test_a_promise_is_found_in_each_language_and_only_in_what_is_public(language):
    draft, public = published(FOLLOWS[language])
    assert promises_in(FOLLOWS[language]) == (PASSAGES[language],)
    assert still_promised([draft, public]) == (Promised(PASSAGES[language]),)
    assert still_promised([draft]) == ()


def test_words_over_two_lines_are_one_passage_and_what_promises_nothing_is_none():
    assert promises_in("The EU will continue\n  to follow the appeal.") == ("will continue to follow the appeal",)
    assert promises_in("We call on the authorities to drop the charge. We welcome the release.") == ()
    assert still_promised([KEPT, PUBLIC]) == ()


def test_a_promise_waits_until_somebody_says_what_becomes_of_it():
    written = [*published(FOLLOWS["en"]), made_a_duty(PASSAGES["en"])]
    assert still_promised(written) == () and answered(written) == {PASSAGES["en"]}
    assert refusal_to_answering_promise(Promised(PASSAGES["en"]), written)
    assert refusal_to_answering_promise(Promised(PASSAGES["en"]), written[:2]) is None
