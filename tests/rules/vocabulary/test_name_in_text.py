"""A name is found in a text however either was typed."""

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safeconduct.vocabulary import name_in_text
from safeconduct.vocabulary.name_in_text import NameSearch, stands_in
from safeconduct.vocabulary.plain_letters import plain_words


@pytest.mark.parametrize(
    "name, text",
    [
        pytest.param("José Núñez", normalize("NFD", "They took José."), id="an accent as a sign of its own"),
        pytest.param("José Núñez", "They took Nunez.", id="without accents"),
        pytest.param("Mariam Okello", "Mar\u00adiam came.", id="a hyphen that nobody sees"),
        pytest.param("Mariam Okello", "Mariam\u200bOkello came.", id="parted by what nobody sees"),
        pytest.param("Mariam Okello", "https://example.org/mariamokello", id="run together"),
        pytest.param("Mariam Okello", "okello.mariam@example.org", id="in an address"),
        pytest.param("सुनीता देवी", "कल सुनीता आई।", id="Hindi, whose vowels are marks"),
        pytest.param("محمد", "رأيت محمّداً ومحمّد", id="Arabic with vowel marks"),
        pytest.param("مريم", "جاءت ومريم معها", id="Arabic with a word before it"),
        pytest.param("Алёна", "Алена пришла", id="Russian without dots"),
        pytest.param("李明", "昨天李明来了", id="Chinese, without spaces"),
        pytest.param("김영희", "어제 김영희가 왔다", id="Korean with an ending"),
        pytest.param("สมชาย ใจดี", "เมื่อวานสมชายมา", id="Thai, without spaces"),
        pytest.param("Li Na", "They asked Li Na.", id="short parts together"),
        pytest.param("Li Na", "They asked Ms Na Li.", id="short parts from the end"),
        pytest.param("李 明", "昨天李明来了", id="Chinese, kept with a space"),
        pytest.param("Lila Sand", "Sand, Lila", id="from the end"),
        pytest.param("Lila Sand", "What L. S. said is kept.", id="initials"),
        pytest.param("Lila Sand", "What S.L. said is kept.", id="initials from the end"),
        pytest.param("Лила Санд", "What L. S. said is kept.", id="initials in other letters"),
        pytest.param("Lila Sand Ortiz", "Señora Ortiz salió.", id="a second surname alone"),
        pytest.param("AnneMarie Roe", "They met Anne-Marie.", id="parted by a hyphen"),
        pytest.param("Dangelo Ruiz", "Mr D’Angelo came.", id="parted by an apostrophe"),
        pytest.param("Oda O’Brien", "OBrien came.", id="run together without its apostrophe"),
        pytest.param("Yıldız Işık", "YILDIZ geldi", id="Turkish in large letters"),
        pytest.param("Yıldız Işık", "Yildiz geldi", id="Turkish without its letters"),
        pytest.param("İpek Aydın", "ipek geldi", id="Turkish with a dot"),
        pytest.param("Łucja Mróz", "Lucja przyszła", id="Polish without its letters"),
        pytest.param("Елена Иванова", "Суд над Ивановой отложен.", id="Russian, of a woman"),
        pytest.param("Елена Иванова", "Говорили с ивановой еленой.", id="Russian in small letters"),
        pytest.param("Лев Кадыров", "О Льве ничего не известно.", id="Russian, a vowel falls out"),
        pytest.param("Сергей Жданов", "Без Сергея не начали.", id="Russian with й"),
        pytest.param("Анна Сергеевна Петрова", "Встреча с Сергеевной.", id="Russian, the father’s name"),
        pytest.param("Вера Лозина", "Не видели Веры.", id="Russian, a name that is a thing"),
        pytest.param("Тарас Шевченко", "Бачили Шевченка.", id="Ukrainian"),
        pytest.param("Марія Коваль", "Лист Марії.", id="Ukrainian, of a woman"),
        pytest.param("Jan Nowak", "Sprawa Nowaka trwa.", id="Polish"),
        pytest.param("Anna Kowalska", "Mówiono o Kowalskiej.", id="Polish, of a woman"),
        pytest.param("Anna Zych", "List od Anny.", id="Polish, a stem of three letters"),
        pytest.param("Jan Zych", "Rozmowa z Janem.", id="Polish, a name of three letters"),
        pytest.param("Marek Dvořák", "Dopis Dvořákovi.", id="Czech"),
        pytest.param("Marek Dvořák", "Přišli bez Marka.", id="Czech, a vowel falls out"),
        pytest.param("الحسن", "قال حسن", id="Arabic without the article"),
        pytest.param("حسن", "كتبوا للحسن", id="Arabic with to and the article"),
        pytest.param("أمل", "سمعت من والأمل", id="Arabic with and and the article"),
        pytest.param("حـسن", "سمعت من حَسَن", id="Arabic that was drawn long"),
        pytest.param("هدى", "سمعت من هدي", id="Arabic with another last letter"),
        pytest.param("عبدالله", "سمعت من عبد الله", id="Arabic in two words"),
        pytest.param("عبد الله حسن", "سمعت من عبدالله", id="Arabic in one word"),
    ],
)
def test_a_name_is_found_however_it_was_typed(name, text):
    assert NameSearch([name]).is_in(text)


@pytest.mark.parametrize(
    "name, text",
    [
        ("Teresa Quist", "A visit on the first day."),
        ("Mary", "Maryland sent a letter."),
        ("Li Na", "Na li."),
        ("Li Na", "Carolina came."),
        ("Jan Zych", "Jane and Jana came."),
        ("", "A visit."),
        ("…", "A visit …"),
        ("María de los Ángeles", "Los derechos de los pueblos"),
        ("Jan van der Roe", "Der Besuch van Tag"),
        ("عبد الله حسن", "الحمد لله، بن علي"),
        ("Вера Лозина", "мы не теряем веры"),
        ("Надежда Жук", "есть доля надежды и жуки"),
        ("Lila Sand", "The E.U. and the U.S. came."),
        ("Anna Kowalska", "she said kowal"),
    ],
)
def test_what_is_no_name_is_let_through(name, text):
    assert not NameSearch([name]).is_in(text)


def test_all_names_are_looked_for_in_one_reading_and_places_tell_where():
    found = NameSearch(["Lila Sand", "Anton Quist"]).places("On Monday we met Sand and, at the mill, Mr Quist again.")
    assert [one.word for one in found] == ["Sand", "Quist"]
    assert found[0].around == "On Monday we met Sand and, at the mill,"


def test_a_text_is_read_once_for_however_many_names(monkeypatch):
    read = []
    monkeypatch.setattr(name_in_text, "plain_words", lambda text: read.append(text) or plain_words(text))
    search = NameSearch([f"Anton Quist{number}" for number in range(200)])
    read.clear()
    assert not search.is_in("We met at the mill, at the gate, at noon.")
    assert len([piece for piece in read if piece == "at"]) == 1 and len(read) <= 12


def test_a_place_is_known_again_by_the_words_around_it():
    first, same, other = (
        NameSearch(["Hope Roe"]).places(text)[0].key
        for text in ("Still we hope, all of us.", "And: still we HOPE all of us.", "Then Hope left for the mill.")
    )
    assert first != other and "still we hope all of us" in same and first != same


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Ask the clinic at once.", True),
        ("Was it near the Mill?", True),
        ("Was it near a mill?", False),
        ("At the time of day", False),
    ],
)
def test_of_a_description_two_words_in_a_row_or_a_name_are_found(text, is_found):
    assert NameSearch((), ["The clinic at the Mill"]).is_in(text) == is_found


def test_words_in_a_row_are_found_over_lines():
    assert stands_in("quiet heron", "As for Quiet\n Heron.") and not stands_in("quiet heron", "A heron is quiet.")
    assert not stands_in("", "A visit.") and not stands_in("…", "A visit …")


NAMES = st.text(st.characters(categories=("Lu", "Ll", "Lo")), min_size=4, max_size=12)


@given(NAMES, st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"]), st.sampled_from([" ", "\n", ", ", "\u00a0", "\u2067"]))
def test_whatever_form_its_signs_have_a_name_in_a_text_is_found(name, form, between):
    assert NameSearch([name]).is_in(between.join(["Today", normalize(form, name), "came"]))
