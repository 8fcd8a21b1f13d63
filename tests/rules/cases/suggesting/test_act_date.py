"""Days before the one on which a text was written, and days that are not of the act. All invented."""

from datetime import date

import pytest

from safeconduct.cases.suggesting.suggestion import suggested

FRIDAY = date(2024, 3, 1)
BEFORE_YESTERDAY = {
    "en": ["The day before yesterday she was arrested.", "They beat her the night before last."],
    "fr": ["Avant-hier on l'a arrêtée.", "Avant-hier soir on l'a arrêtée."],
    "es": ["Anteayer la detuvieron.", "Anteanoche la detuvieron.", "Antes de ayer la detuvieron."],
    "ru": ["Позавчера её задержали.", "Третьего дня её задержали.", "Позавчера вечером её задержали."],
    "ar": ["اعتقلتها الشرطة أول أمس.", "اعتقلتها الشرطة أمس الأول.", "اعتقلتها الشرطة ليلة أول أمس."],
}


@pytest.mark.parametrize(("language", "text"), [(of, text) for of, texts in BEFORE_YESTERDAY.items() for text in texts])
def test_the_day_before_yesterday_is_two_days_before_it_was_said(language, text):
    assert set(suggested(text, language, said_on=FRIDAY).date_of_event) == {"2024-02-28"}


@pytest.mark.parametrize(("language", "text"), [("es", "Anoche la detuvieron."), ("ar", "اعتقلتها الشرطة البارحة.")])
def test_last_night_is_the_day_before(language, text):
    assert set(suggested(text, language, said_on=FRIDAY).date_of_event) == {"2024-02-29"}


NO_ACT = {
    "a picture of an agency": (
        "fr",
        "Des soldats à Goma, le 10 mai 2021, AFP via Getty Images\nOn a arrêté un journaliste.",
    ),
    "an illustration": ("fr", "Un soldat au mois de novembre 2021 (illustration).\nOn a arrêté un journaliste."),
    "a protest in which somebody took part": (
        "en",
        "The reporter was arrested at the airport for his part in the protest of 30 December 2019.",
    ),
}


@pytest.mark.parametrize(("language", "text"), NO_ACT.values(), ids=list(NO_ACT))
def test_days_of_pictures_and_of_protests_are_not_of_the_act(language, text):
    assert not suggested(text, language).date_of_event


def test_a_day_with_which_two_lines_begin_is_that_of_writing():
    text = "URGENT ACTION – 4 October 2012\nAmnesty International, 4 October 2012 – On 24 September police arrested a reporter."
    assert set(suggested(text, "en").date_of_event) == {"2012-09-24"}
