"""Every country of the world is found by its name, in five languages and as sentences bend it."""

import tomllib

import pytest
from babel import Locale

from safeconduct.cases.suggesting.atlas import mentions
from safeconduct.cases.suggesting.passage import plain, read
from safeconduct.cases.suggesting.word_list import FOLDER, LANGUAGES

SENTENCES = {
    "en": ("{}: lawyer arrested.", "A lawyer was arrested in {}."),
    "fr": ("{} : un avocat arrêté.", "Un avocat a été arrêté ({})."),
    "es": ("{}: abogado detenido.", "Detuvieron a un abogado en {}."),
    "ru": ("{}: арестован адвокат.",),
    "ar": ("{}: اعتقال محام.", "اعتقل محام ب{} أمس.", "تنفي ذلك و{} تصمت."),
}
# No state; its name holds another country's, or is one word that means something else where nothing stands before it.
NOT_ASKED = {*("EU", "UN", "EZ", "QO", "ZZ", "XA", "XB"), *("GS", "MF", "SX", "BQ", "EA", "IC"), "ML", "OM"}
NATIONS = {
    "en": {"Congolese": "CD", "Filipina": "PH", "Burmese": "MM", "Emirati": "AE", "Comorian": "KM", "Uyghur": "CN"},
    "fr": {"nigérienne": "NE", "nigériane": "NG", "indienne": "IN", "comoriens": "KM", "tchadiennes": "TD"},
    "es": {"hondureñas": "HN", "guatemaltecos": "GT", "ecuatoguineano": "GQ", "norteamericana": "US"},
    "ru": {"таджикские": "TJ", "белорусского": "BY", "туркменской": "TM", "чеченский": "RU", "нигерийца": "NG"},
    "ar": {"الفلسطينية": "PS", "لبناني": "LB", "والتونسيين": "TN", "المغربيات": "MA", "بحرينية": "BH"},
}
BENT = {"Казахстане": "KZ", "Нигерии": "NG", "Чаде": "TD", "Саудовской Аравии": "SA", "Соединённых Штатах": "US"}


def found(text, language):
    return {code for one in mentions(read(text), language=language) for code in one.countries}


@pytest.mark.slow
@pytest.mark.parametrize("language", SENTENCES)
def test_every_country_is_found_by_its_name(language):
    named = {code: name.split(" (")[0] for code, name in Locale(language).territories.items() if code.isalpha()}
    asked = {
        code: name for code, name in named.items() if len(code) == 2 and code not in NOT_ASKED and "о-в" not in name
    }
    missed = {
        (code, sentence)
        for code, name in asked.items()
        for sentence in SENTENCES[language]
        if code not in found(sentence.format(name), language)
    }
    assert missed == set() and len(asked) > 200


@pytest.mark.parametrize("language", NATIONS)
def test_nations_are_found_in_number_and_gender(language):
    assert {word: found(f"… {word} …", language) for word in NATIONS[language]} == {
        word: {code} for word, code in NATIONS[language].items()
    }


def test_russian_names_are_found_in_their_cases():
    assert {name: found(f"Это было в {name}.", "ru") for name in BENT} == {name: {code} for name, code in BENT.items()}


# Towns of other countries that nobody means: the hint comes first.
NO_TOWNS = {"hamas", "gazan", "ulster", "boujdour", "smara", "white house", "lakota", "metu"}


def test_what_tells_a_country_is_no_name_or_town_of_another_one():
    hints = tomllib.loads((FOLDER / "country_hints.toml").read_text(encoding="utf-8"))
    lines = (FOLDER / "places.tsv").read_text(encoding="utf-8").splitlines()
    towns = {plain(name): row[:2] for row in lines if row[:1] != "#" for name in row[3:].split(";")}
    told = [(code, hint) for code, listed in hints.items() for hint in listed]
    assert {plain(hint) for code, hint in told if towns.get(plain(hint), code) != code} == NO_TOWNS
    assert [(code, hint) for code, hint in told if not all(found(hint, one) == {code} for one in LANGUAGES)] == []
    assert len({plain(hint) for _, hint in told}) == len(told) > 4000


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("Le Monde en a parlé.", "fr", {"FR"}),
        ("Le monde entier en a parlé, et dans le monde du travail aussi.", "fr", set()),
        ("lo dijo la plaza de mayo", "es", set()),
        ("Lo dijeron las Madres de Plaza de Mayo.", "es", {"AR"}),
        ("an officer of Gobustan prison", "en", {"AZ"}),
    ],
)
def test_a_hint_of_several_words_is_found_with_the_capitals_of_its_row(text, language, codes):
    assert found(text, language) == codes
