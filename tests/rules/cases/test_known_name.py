"""The names that a file knows, and places of a text of which a member said that they name nobody."""

from safeconduct.cases.known_name import SOMETHING_ELSE, known_names, names_alone, refusal_to_naming, refusal_to_passing
from tests.rules.cases.protecting import an_entry

TEXT = "We hope that the court sits. Then Hope was taken."
NAMED = an_entry("identity", scope="identity", seq=2, name="Hope Roe")
FIRST, SECOND = known_names([NAMED]).places(TEXT)


def passing(*keys, seq=5):
    return an_entry(SOMETHING_ELSE, scope="identity", seq=seq, places=list(keys))


def words_found(*entries, text=TEXT, told=""):
    return [one.word for one in known_names(entries, told=told).places(text)]


def test_every_name_that_was_ever_told_is_known():
    corrected = an_entry("identity", scope="identity", seq=3, name="Faith Roe")
    beside = an_entry("person_name", scope="identity", seq=4, ref="p", label="Sister", name="Oda Lind")
    said = "The lawyer Anton Quist. A guard called Bexley."
    at_court = an_entry(
        "names_at_court",
        scope="identity",
        seq=5,
        note="n",
        label="x",
        text=said,
    )
    source = an_entry("source_added", scope="sources", seq=6, source="s1", name="the clinic at the mill")
    text = "Hope, Faith, Oda, Quist, Bexley and the clinic came. The lawyer and a guard came."
    assert words_found(NAMED, corrected, beside, at_court, source, text=text) == [
        *("Hope", "Faith", "Oda", "Quist", "Bexley", "the clinic"),
    ]
    # A source may hear its own name.
    assert words_found(source, text=text, told="s1") == []


def test_a_place_that_was_passed_is_let_through_and_no_other():
    assert words_found(NAMED) == ["hope", "Hope"]
    assert words_found(NAMED, passing(FIRST.key)) == ["Hope"]
    assert words_found(NAMED, passing(FIRST.key, SECOND.key)) == []


def test_a_name_that_comes_later_is_asked_for_anew():
    later = an_entry("person_name", scope="identity", seq=6, ref="p", label="Sister", name="Hope Lind")
    assert words_found(NAMED, passing(FIRST.key), later) == ["hope", "Hope"]
    # What was passed since then counts for it, what was passed before does not.
    assert words_found(NAMED, passing(FIRST.key), later, passing(SECOND.key, seq=7)) == ["hope"]
    other = an_entry("person_name", scope="identity", seq=6, ref="p", label="Sister", name="Oda Lind")
    assert words_found(NAMED, passing(FIRST.key), other) == ["Hope"]


def test_the_sentence_holds_no_name_and_shows_of_many_places_a_few():
    refusal = refusal_to_naming("Roe. " * 2 + TEXT, names_alone(["Hope Roe"]), "It holds a name.")
    assert refusal.sentence == "It holds a name." and "Hope" not in repr(refusal)
    many = " ".join(f"Roe {number} a b c d e" for number in range(20))
    assert len(refusal_to_naming(many, names_alone(["Hope Roe"]), "It holds a name.").places) == 6
    assert refusal_to_naming("A visit.", names_alone(["Hope Roe"]), "It holds a name.") is None


def test_something_must_be_ticked_to_be_passed():
    assert refusal_to_passing([FIRST.key]) is None
    for keys in ([], [" "], ["a" * 601]):
        assert refusal_to_passing(keys).sentence.startswith("It is not said which place")
