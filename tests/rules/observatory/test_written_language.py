"""Languages are recognised; those that the rules do not read are left to people."""

import pytest

from safeconduct.observatory.coding import FIELDS, coded
from safeconduct.observatory.written_language import written_language
from tests.rules.observatory.writing import a_text

TEXTS = {
    "en": "The European Union is concerned by the arrest of the defenders and calls for their release.",
    "fr": "L'Union européenne est préoccupée par l'arrestation des défenseurs et demande qu'ils soient libérés.",
    "es": "La Unión Europea está preocupada por la detención de los defensores y pide que sean liberados.",
    "ru": "Европейский союз обеспокоен арестом правозащитников и призывает власти не мешать им в работе.",
    "ar": "يعرب الاتحاد الأوروبي عن قلقه من اعتقال المدافعين في هذا البلد ويدعو إلى الإفراج عنهم.",
    "it": "L'Unione europea è preoccupata per l'arresto dei difensori e chiede che siano liberati dalle autorità.",
    "pt": "A União Europeia não aceita a prisão dos defensores e pede que as autoridades os libertem em breve.",
    "de": "Die Europäische Union ist besorgt über die Festnahme und fordert, dass sie von der Haft befreit werden.",
    "uk": "Європейський Союз стурбований арештом правозахисників і закликає владу не заважати їм у роботі та житті.",
    "fa": "اتحادیه اروپا از بازداشت مدافعان در این کشور نگران است و می خواهد که آنها را آزاد کنند.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_known_by_its_small_words(language):
    assert written_language(TEXTS[language]) == language


def test_what_is_declared_stands_where_the_text_is_too_short():
    assert written_language("Memorial", "ru-RU") == "ru"
    assert written_language("Memorial") == ""


def test_a_wrong_declaration_does_not_stand_against_the_text():
    assert written_language(TEXTS["ru"], "en") == "ru"


@pytest.mark.parametrize("language", ["it", "pt", "de", "uk", "fa"])
def test_other_languages_are_left_to_people(language):
    coding = coded(a_text(TEXTS[language], language=""))
    assert coding.language == language
    assert set(coding.values) == set(FIELDS)
    assert not any(value is not None for value in coding.values.values())
