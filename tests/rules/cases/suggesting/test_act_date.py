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


WRITTEN = {
    "a place after the day of a heading": (
        "en",
        "23 December 2019, Lima - Three defenders are held for a third day.\nOn 21 December 2019 police arrested them.",
        "2019-12-21",
    ),
    "who is told stands between": (
        "en",
        "14 October 2022, Lima - He has been detained for 18 days, his lawyer told Reuters on Thursday.\n"
        "He was arrested on 25 September.",
        "2022-09-25",
    ),
    "a message with a clock": (
        "es",
        "[audio 0:58, miércoles 9 de octubre de 2024]\nBuenas tardes. El lunes nos quemaron la casa.",
        "2024-10-07",
    ),
    "a message with a clock in Arabic": (
        "ar",
        "الأحد 2/2/2025 الساعة 21:07\nأخي بيدرو أخذته الشرطة يوم الخميس من باب البيت.",
        "2025-01-30",
    ),
    "the head of a mail": (
        "fr",
        "Envoyé le 17/03/2023\nOn a arrêté hier l'avocate Ana Roca.",
        "2023-03-16",
    ),
    "a page of which the month is written": (
        "ru",
        "date 2018-10 Организация не может работать.\n28 сентября на сотрудников напали и избили их.",
        "2018-09-28",
    ),
}


@pytest.mark.parametrize(("language", "text", "day"), WRITTEN.values(), ids=list(WRITTEN))
def test_a_day_of_writing_counts_the_days_of_acts_and_is_none_itself(language, text, day):
    assert set(suggested(text, language).date_of_event) == {day}


def test_a_short_line_with_a_clock_is_no_day_of_an_act():
    assert not suggested(
        "Sunday, 17 August 2025, 01:21\nThe militia kidnapped a journalist in Lima.", "en"
    ).date_of_event
