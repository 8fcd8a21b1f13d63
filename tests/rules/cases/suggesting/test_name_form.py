"""How names stand in texts: declined, and with words written onto them."""

import pytest

from safeconduct.cases.suggesting.name_form import declined, less_what_is_joined
from safeconduct.cases.suggesting.passage import plain

DECLINED = {
    "Нигерия": ("Нигерии", "Нигерию", "Нигерией"),
    "Нигер": ("Нигере", "Нигера", "Нигером"),
    "Вьетнам": ("Вьетнаме", "Вьетнама"),
    "Уругвай": ("Уругвае", "Уругвая"),
    "Беларусь": ("Беларуси", "Беларусью"),
    "Грозный": ("Грозном", "Грозного"),
    "Мальдивы": ("Мальдив", "Мальдивах"),
    "Эритрея": ("Эритрее", "Эритреи"),
    "Череповец": ("Череповце", "Череповца"),
    "Маврикий": ("Маврикии", "Маврикия"),
    "Косово": ("Косове", "Косова"),
}


@pytest.mark.parametrize(("name", "cases"), DECLINED.items(), ids=list(DECLINED))
def test_a_name_is_known_in_its_cases(name, cases):
    assert {plain(case) for case in cases} <= declined(plain(name))


def test_neighbours_by_name_are_kept_apart():
    assert not declined(plain("Нигерия")) & declined(plain("Нигер"))
    assert declined("конго") == {"конго"}


JOINED = {
    "والجزائر": "الجزائر",
    "ببلجيكا": "بلجيكا",
    "للعراق": "العراق",
    "وبمصر": "مصر",
    "لبنان": "لبنان",
    "فلسطين": "فلسطين",
}


@pytest.mark.parametrize(("word", "name"), JOINED.items(), ids=list(JOINED))
def test_what_is_written_onto_an_arabic_name_is_taken_off(word, name):
    assert name in list(less_what_is_joined(word))
    assert next(less_what_is_joined(word)) == word
