"""Texts of a ledger as statements: counted once however often they were seen, and suggestions that a person decides."""

import json

import pytest

from safeconduct.observatory.collecting.corpus import Corpus, write_tables
from safeconduct.observatory.collecting.found_text import FoundText
from safeconduct.observatory.collecting.gathering import _as_row
from safeconduct.observatory.collecting.ledger import Ledger
from tests.rules.observatory.source_files import AT, STATEMENT, TITLE, URL

FRENCH = (
    "L'Union européenne est profondément préoccupée par la condamnation du défenseur des droits de l'homme Rustam Halimzoda au "
    "Tadjikistan. Il a été privé d'un procès équitable et de l'accès à un avocat de son choix. L'UE appelle les autorités "
    "tadjikes à le libérer immédiatement et à respecter leurs obligations internationales en la matière."
)


def told(text=STATEMENT, **more):
    return FoundText(**{"text": text, "title": TITLE, "url": URL, "published": "2023-03-14", "seen": AT, **more})


@pytest.fixture
def grouped(tmp_path):
    """The tables of a corpus of these texts: statements, suggestions, and what was counted."""

    def group(*texts, pairs=()):
        corpus = Corpus(tmp_path)
        corpus.ledger.unlink(missing_ok=True)
        with Ledger(corpus.ledger) as ledger:
            for number, one in enumerate(texts, start=1):
                ledger.write({"source": "a", "item": number, **_as_row(one)})
        corpus.people.unlink(missing_ok=True)
        with Ledger(corpus.people) as people:
            for number, (first, second, relation) in enumerate(pairs, start=1):
                place = {"kind": "pair", "source": "b", "item": number}
                people.write({**place, "first": first, "second": second, "relation": relation, "by": "Vera"})
        counted = write_tables(corpus, progress=lambda: None)
        return rows(corpus, "statements.jsonl"), rows(corpus, "suggestions.jsonl"), counted

    return group


def rows(corpus, name):
    return [json.loads(line) for line in corpus.table(name).read_text(encoding="utf-8").splitlines()]


def relations(statements):
    return [[version["relation"] for version in statement["versions"]] for statement in statements]


def id_of(found):
    return _as_row(found)["id"]


def test_a_text_that_is_seen_twice_is_one_text_that_was_seen_twice(grouped):
    statements, _, counted = grouped(told(), told(seen="2024-06-01T10:00:00+00:00"))
    assert (counted.texts, counted.statements) == (1, 1)
    assert [seen["at"] for seen in statements[0]["versions"][0]["seen"]] == [AT, "2024-06-01T10:00:00+00:00"]


def test_reprints_and_updates_are_versions_of_one_statement(grouped):
    statements, suggestions, counted = grouped(
        told(),
        told(url="https://news.example.net/a"),
        told(STATEMENT + " He was released on 2 April, which we welcome."),
        told(
            "The weather of the capital was fair, and the ambassador opened a school of music with two hundred pupils today."
        ),
    )
    assert relations(statements) == [["first", "same", "updated"], ["first"]]
    assert (counted.texts, counted.statements, suggestions) == (4, 2, [])


def test_nearly_equal_texts_meet_among_many(grouped):
    """Near-duplicates are found, not only equal ones: a reprint of which one word in thirty was changed."""
    many = [
        told(" ".join(f"word{number * 40 + at}" for at in range(60)), url=f"https://x.example/{number}")
        for number in range(60)
    ]
    changed = STATEMENT.replace("deeply", "gravely").replace("must be heard", "should be heard")
    _, suggestions, _ = grouped(told(), *many, told(changed, url="https://news.example.net/a"))
    assert [(one["first"], one["ground"]) for one in suggestions] == [(id_of(told()), "like")]


def test_a_mould_that_was_filled_in_for_another_person_is_asked_about(grouped):
    other = told(STATEMENT.replace("Rustam Halimzoda", "Ana Ruiz"), url="https://www.example.org/other_en")
    statements, suggestions, _ = grouped(told(), other)
    assert len(statements) == 2
    assert suggestions == [{"first": id_of(told()), "second": id_of(other), "ground": "like"}]


def test_a_translation_is_suggested_by_what_the_page_names(grouped):
    french = told(FRENCH, url="https://www.example.org/tadjikistan", language="fr")
    named = told(alternates=(("fr", "https://www.example.org/tadjikistan"),))
    for texts in ((named, french), (french, named)):
        statements, suggestions, _ = grouped(*texts)
        assert len(statements) == 2
        assert [one["ground"] for one in suggestions] == ["page"]


def test_a_translation_is_suggested_by_addresses_that_differ_in_the_language(grouped):
    french = told(FRENCH, url=URL.replace("_en", "_fr"), published="")
    assert [one["ground"] for one in grouped(told(), french)[1]] == ["address"]


def test_a_translation_is_suggested_by_day_issuer_and_states(grouped):
    english = told(
        url="https://www.eeas.europa.eu/a1", title="Tajikistan: Statement by the Spokesperson on the sentencing"
    )
    french = told(
        FRENCH,
        url="https://www.eeas.europa.eu/a2",
        title="Tadjikistan : déclaration du porte-parole sur la condamnation",
    )
    other_day = told(
        FRENCH,
        url="https://www.eeas.europa.eu/a3",
        title="Tadjikistan : déclaration du porte-parole",
        published="2023-03-20",
    )
    assert [one["ground"] for one in grouped(english, french)[1]] == ["facts"]
    assert grouped(english, other_day)[1] == []


def test_what_a_person_confirms_is_one_statement_and_is_not_asked_again(grouped):
    french = told(FRENCH, url=URL.replace("_en", "_fr"))
    statements, suggestions, _ = grouped(told(), french, pairs=[(id_of(told()), id_of(french), "translated")])
    assert relations(statements) == [["first", "translated"]]
    assert {version["language"] for version in statements[0]["versions"]} == {"en", "fr"}
    assert suggestions == []


def test_what_a_person_parts_stays_apart_and_the_latest_word_counts(grouped):
    other = told(url="https://news.example.net/a")
    pair = (id_of(told()), id_of(other))
    assert len(grouped(told(), other, pairs=[(*pair, "")])[0]) == 2
    assert len(grouped(told(), other, pairs=[(*pair, ""), (*pair, "same")])[0]) == 1


def test_the_same_ledger_gives_the_same_tables(grouped, tmp_path):
    texts = [told(), told(url="https://news.example.net/a"), told(FRENCH, url=URL.replace("_en", "_fr"))]
    grouped(*texts)
    before = {path.name: path.read_bytes() for path in tmp_path.glob("*.jsonl")}
    grouped(*texts)
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.jsonl")} == before
    assert not list(tmp_path.glob("*.unfinished"))
