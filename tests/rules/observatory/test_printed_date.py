"""Which of several dates is the statement's: what stands by itself beside the text, and not what a sentence tells."""

import pytest

from safeconduct.observatory.coding import coded
from safeconduct.observatory.published_text import PublishedText
from tests.rules.observatory.writing import EEAS, values

BODY = "The EU deplores that the association was closed and asks the authorities of Chad to think again. " * 3


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        (f"Posted on 12/06/2023 09:13 | Print\nNdjamena, 9 June 2023\n{BODY}", "2023-06-09"),
        (f"Press release | Distributed on 07/05/2023 11:09\n61st session\n5 July 2023\n{BODY}", "2023-07-05"),
        (f"Published on: 4 May 2020\n{BODY}", "2020-05-04"),
        (f"Date: Thu, 19 Aug 2021 16:42:08 +0300\n{BODY}\nNdjamena, 18 August 2021", "2021-08-18"),
        (f"{BODY}\nLast updated 19/12/2016", "2016-12-19"),
        (
            f"Met dank overgenomen van de Raad van de Unie, gepubliceerd op vrijdag 5 augustus 2011.\n{BODY}",
            "2011-08-05",
        ),
        (f"Monday, January 3, 2022\n31 December 2021\n{BODY}", "2021-12-31"),
        ("She was one of many who were arrested after the sweep of 9 July 2015 in the capital of Chad.", None),
        (f"{BODY} The EU said so in its statements on the two cases of 12 February 2014 in the capital.", None),
    ],
)
def test_the_date_beside_the_text_is_its_own(text, printed):
    assert values(text, title="Statement on Chad", url=EEAS)["date"] == printed


def test_a_russian_text_on_a_page_with_an_english_stamp_has_its_own_date():
    text = "January 3, 2022\n31 декабря 2021 года\nМы осуждаем решение закрыть правозащитный центр в этой стране."
    assert values(text, title="Заявление", language="ru")["date"] == "2021-12-31"


@pytest.mark.parametrize(
    ("path", "title", "printed"),
    [
        ("2014/08/06/statement", "Statement", "2014-08-06"),
        ("statements/statements-2021/on-chad/", "Statement", "2021"),
        ("on-chad-2021", "Statement", None),
        ("on-chad", "Human Rights Day 2017", "2017"),
    ],
)
def test_a_text_without_a_date_has_that_of_its_address_or_the_year_of_its_title(path, title, printed):
    assert values(BODY, title=title, url=f"https://www.news.example/{path}")["date"] == printed


def test_months_come_first_on_american_pages_alone():
    text = f"07/05/2023\n{BODY}"
    assert values(text, title="Statement", url="https://www.state.gov/x")["date"] == "2023-07-05"
    assert values(text, title="Statement", url=EEAS)["date"] == "2023-05-07"


SAID = {
    "en": "The EU deplores that the association was closed and asks the authorities of Chad to think again, as it said. ",
    "fr": "L'UE déplore que l'association ait été fermée et demande aux autorités du Tchad de revenir sur la décision. ",
    "es": "La UE lamenta que la asociación haya sido cerrada y pide a las autoridades de Chad que lo reconsideren. ",
    "ru": "ЕС сожалеет о том, что организация была закрыта, и призывает власти этой страны пересмотреть своё решение. ",
    "ar": "يأسف الاتحاد الأوروبي لأن المنظمة أغلقت ويدعو السلطات في تشاد إلى أن تعيد النظر في هذا القرار على الفور. ",
}


@pytest.mark.parametrize(
    ("language", "around", "printed"),
    [
        ("en", "05 May 2021\n{}", "2021-05-05"),
        ("en", "Published: 5th May, 2021\n{}", "2021-05-05"),
        ("en", "Wed, 05/05/2021 - 16:20\n{}", "2021-05-05"),
        ("en", "Brussels, 5.5.2021\n{}", "2021-05-05"),
        ("en", "Release date: 2021-05-05\n{}", "2021-05-05"),
        ("en", "For immediate release | May 5, 2021 | Washington\n{}", "2021-05-05"),
        ("fr", "Paris, le 1er juin 2020\n{}", "2020-06-01"),
        ("fr", "Mis en ligne le 5 mai 2021 à 10h20\n{}", "2021-05-05"),
        ("fr", "Publié le mercredi 5 mai 2021\n{}", "2021-05-05"),
        ("fr", "(5 mai 2021)\n{}", "2021-05-05"),
        ("es", "Madrid, 5 de mayo de 2021.- {}", "2021-05-05"),
        ("es", "Bogotá D.C., 5 de mayo del 2021\n{}", "2021-05-05"),
        ("es", "05/05/2021 - 10:30\n{}", "2021-05-05"),
        ("es", "{}\nTegucigalpa, M.D.C., 5 de mayo de 2021", "2021-05-05"),
        ("ru", "5 мая 2021 г.\n{}", "2021-05-05"),
        ("ru", "Опубликовано: 05.05.2021 в 10:20\n{}", "2021-05-05"),
        ("ru", "Москва, 5 мая 2021 года\n{}", "2021-05-05"),
        ("ru", "05 мая 2021, 14:30\n{}", "2021-05-05"),
        ("ar", "5 مايو/أيار 2021\n{}", "2021-05-05"),
        ("ar", "5 أيار/مايو 2021\n{}", "2021-05-05"),
        ("ar", "٥ مايو ٢٠٢١\n{}", "2021-05-05"),
        ("ar", "الأربعاء 5 مايو 2021\n{}", "2021-05-05"),
        ("ar", "تاريخ النشر: 05/05/2021\n{}", "2021-05-05"),
        ("ar", "بروكسل في 5 مايو 2021\n{}", "2021-05-05"),
        ("ar", "مايو 5, 2021\n{}", "2021-05-05"),
        ("en", "Topics: Africa\nLast updated: 9 June 2023\nBrussels, 5 May 2021\n{}", "2021-05-05"),
        ("en", "Brussels, 5 May 2021\nLast updated: 9 June 2023\n{}", "2021-05-05"),
        ("en", "Posted on May 9, 2021 by admin\nStatement of 5 May 2021\n{}", "2021-05-05"),
        ("en", "Geneva, 24 February - 1 April 2021\n5 March 2021\n{}", "2021-03-05"),
        ("en", "47th session (21 June to 9 July 2021)\n24 June 2021\n{}", "2021-06-24"),
        ("en", "Vienna, 6 May 2021\nPC.DEL/670/21\n{}", "2021-05-06"),
    ],
)
def test_dates_are_read_as_pages_write_them(language, around, printed):
    assert values(around.format(SAID[language] * 3), language=language)["date"] == printed


@pytest.mark.parametrize("path", ["statement-5-may-2021", "2021-05-05-statement", "2021/05/05/statement"])
def test_dates_are_read_in_addresses(path):
    assert values(SAID["en"], url=f"https://www.daily.example/{path}")["date"] == "2021-05-05"


@pytest.mark.parametrize(
    ("text", "path", "of_page", "printed"),
    [
        (BODY, "", "2022-07-28", "2022-07-28"),
        (BODY, "", "Thu, 28 Jul 2022 11:00:00 +0000", "2022-07-28"),
        (f"July 2022\n{BODY}", "", "2022-07-28", "2022-07-28"),
        (f"9 June 2022\n{BODY}", "", "2022-07-28", "2022-06-09"),
        (f"March 2016\n{BODY}", "", "2022-07-28", "2016-03"),
        (BODY, "2022/06/09/chad", "2022-07-28", "2022-06-09"),
        (BODY, "statements-2021/chad", "2022-07-28", "2022-07-28"),
        (BODY, "", "31 February", None),
    ],
)
def test_the_date_that_a_source_gives_beside_the_text_counts_where_no_fuller_one_is_printed(
    text, path, of_page, printed
):
    one = PublishedText("t", "Statement on Chad", text, f"https://www.eeas.europa.eu/{path}", "en", of_page)
    assert coded(one).values["date"] == printed


def test_a_date_beside_a_text_that_is_none_is_said_to_people():
    one = PublishedText("t", "Statement on Chad", BODY, EEAS, "en", "2021-02-31")
    assert "no day of the calendar" in coded(one).doubts["date"]
