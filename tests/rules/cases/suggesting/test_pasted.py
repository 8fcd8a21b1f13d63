"""Lines of texts: read, or rejected with one sentence; and what comes out."""

import json

import pytest

from safeconduct.cases.suggesting.pasted import Pasted, answer, read_line
from safeconduct.intake.appeal import Reject

GOOD = {"id": "a", "language": "en", "text": "She was arrested in Lima."}


def line(**changed):
    return json.dumps({**GOOD, **changed}).encode()


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"{", "This line is not one JSON object. Put each appeal on one line."),
        (line(text=" "), "The field “text” is missing or empty. Add it as text."),
        (line(language=None), "The field “language” is missing or empty. Add it as text."),
        (line(said_on="soon"), "The field “said_on” is no day. Write it as 2026-11-22."),
        (line(title=7), "The field “title” is not text. Put it in quotation marks."),
        (line(url=7), "The field “url” is not text. Put it in quotation marks."),
        (line(text="x" * 200_001), "The text is longer than 200,000 characters. Split it."),
    ],
    ids=["no JSON", "no text", "no language", "no day", "a title of digits", "an address of digits", "too long"],
)
def test_a_bad_line_is_rejected_with_a_sentence(raw, reason):
    read = read_line(raw, line=3)
    assert isinstance(read, Reject) and (read.line, read.reason) == (3, reason)


def test_a_title_is_read_with_the_text():
    read = read_line(line(title="Peru: lawyer held"), line=1)
    assert isinstance(read, Pasted) and read.text.startswith("Peru: lawyer held\n")


def test_the_answer_has_each_field_and_its_words():
    found = json.loads(answer(Pasted("a", "en", "The lawyer was arrested in Lima, Peru, on 3 May 2020.")))
    assert found["country"] == ["PE"] and found["date_of_event"] == "2020-05-03" and found["outcome"] is None
    assert found["evidence"]["violation_types"] == {"arbitrary_detention": ["arrested"]}
    assert found["evidence"]["defender_types"] == {"lawyer": ["lawyer"]}


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2016/08/at-night", "2016-05-03"),
        ("https://a.example/2016/03", "2015-05-03"),
        ("https://a.example/news/2016", "2016-05-03"),
        ("https://a.example/2016-08-09/at-night", "2016-05-03"),
        ("https://a.example/act-2016", None),
        ("https://a.example/2099999/act", None),
        ("", None),
    ],
)
def test_a_date_without_a_year_takes_that_under_which_its_page_is_filed(url, day):
    read = read_line(line(text="She was arrested on 3 May.", url=url), line=1)
    assert json.loads(answer(read))["date_of_event"] == day


def test_a_day_of_posting_goes_before_the_address():
    text = "Posted on 5 June 2014. She was arrested on 3 May."
    read = read_line(line(text=text, url="https://a.example/2016/08"), line=1)
    assert json.loads(answer(read))["date_of_event"] == "2014-05-03"


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2016/08/10/at-night", "2016-08-09"),
        ("https://a.example/20160810/7/at-night", "2016-08-09"),
        ("https://a.example/2016/8/10/at-night", "2016-08-09"),
        ("https://a.example/2016-08-10", "2016-08-09"),
        ("https://a.example/stories/201608100645.html", "2016-08-09"),
        ("https://a.example/at-night--20160810-0019.html", "2016-08-09"),
        ("https://a.example/2016/08/at-night", "2016-08"),
        ("https://a.example/2016/1390/at-night", None),
        ("https://a.example/stories/201608106", None),
        ("https://a.example/20161390", None),
    ],
)
def test_yesterday_counts_from_the_day_under_which_a_page_is_filed(url, day):
    read = read_line(line(text="She was arrested yesterday.", url=url), line=1)
    assert json.loads(answer(read))["date_of_event"] == day


def test_a_page_that_is_filed_a_day_before_its_text_is_of_the_same_year():
    read = read_line(line(text="She was arrested on 30 January.", url="https://a.example/2021/01/29/held"), line=1)
    assert json.loads(answer(read))["date_of_event"] == "2021-01-30"


def test_what_a_long_text_only_mentions_comes_out_apart_with_its_words():
    background = "Many know of violence against others, of torture and of attacks in the city in those years. " * 8
    found = json.loads(answer(Pasted("a", "en", f"Police arrested the lawyer Ana Quilla in Lima. {background}")))
    assert found["violation_types"] == ["arbitrary_detention"]
    assert found["also_mentioned"]["violation_types"].keys() == {"physical_attack", "torture_ill_treatment"}
    assert found["also_mentioned"]["violation_types"]["torture_ill_treatment"] == ["torture"]
