"""Trainings as a member meets them: their own, the lapses of the office, and quizzes that keep nothing."""

import html
from datetime import timedelta

from safeconduct.access.desk import training
from safeconduct.access.models import TrainingTaken
from tests.embedded import ADMINISTRATOR, COLLEAGUE, OTHER_OFFICE, PROTECTION
from tests.pages.page import sentences, text_of

LIST, ONE, BRIEFING = (
    "/desk/guidance/training/",
    "/desk/guidance/training/digital-safety/",
    "/desk/guidance/training/part-of-society/",
)


def read(embedded, address=LIST, name=PROTECTION):
    return html.unescape(text_of(embedded.staff(name).get(address)))


def taken(embedded, days=0, name=PROTECTION, address=ONE):
    held_on = (embedded.now.date() - timedelta(days=days)).isoformat()
    return embedded.staff(name).post(address, {"go": "taken", "held_on": held_on})


def section(page, title):
    return page.split(f"<h2>{title}")[1].split("</section>")[0]


def test_a_training_is_written_down_for_the_person_and_the_post(embedded):
    assert taken(embedded).status_code == 302
    keyring = embedded.keyring(PROTECTION)
    (held,) = training.trainings_held(keyring.organisation)
    assert (held.member, held.post, held.course) == (keyring.member, keyring.post, "digital-safety")
    assert "Taken 4 March 2026." in section(read(embedded), "Yours")
    taken(embedded)
    assert TrainingTaken.objects.count() == 1


def test_what_lapsed_is_shown_by_post_and_names_are_shown_to_registrars_alone(embedded):
    taken(embedded, days=400)
    taken(embedded, name=COLLEAGUE)
    page = read(embedded)
    lapsed = section(page, "Digital safety")
    assert "1 of 6 people are current." in lapsed and "Human rights officer" in lapsed and "Lapsed" in lapsed
    assert "lapsed or overdue in this office." in page and "Human rights officer: mara" not in page
    assert "Human rights officer: mara" in read(embedded, name=ADMINISTRATOR)


def test_another_office_sees_nothing_of_it(embedded):
    taken(embedded, days=400)
    assert "Human rights officer" not in read(embedded, name=OTHER_OFFICE)


def test_a_briefing_has_a_mark_that_it_was_read(embedded):
    page = read(embedded, BRIEFING)
    assert "I read it" in page and "with or without an organisation" in page
    taken(embedded, address=BRIEFING)
    assert "Briefing: defenders are a part of society" in section(read(embedded), "Yours")
    assert training.trainings_held(embedded.keyring(PROTECTION).organisation)[0].course == "part-of-society"


def test_a_day_that_lies_ahead_is_refused_and_stays_in_the_form(embedded):
    response = taken(embedded, days=-2)
    assert any("The day lies ahead" in said for said in sentences(response)) and "2026-03-06" in text_of(response)
    assert not TrainingTaken.objects.exists()


def test_a_quiz_gives_feedback_and_keeps_nothing(embedded):
    response = embedded.staff(PROTECTION).post(ONE, {"go": "quiz", "a-word-by-phone": "0", "lost-device": "0"})
    said = section(html.unescape(text_of(response)), "To what you chose")
    assert "She may not know who listens." in said and "The texts lead to: Ask whether she is in danger now" in said
    assert "They can change places and numbers only if they know." in said
    assert not TrainingTaken.objects.exists() and "To what you chose" not in read(embedded, ONE)


def test_after_a_change_of_post_what_each_post_owes_is_owed_anew(embedded):
    guidelines, owed = f"{LIST}guidelines/", "At another post; due at this one by"
    for address in (guidelines, ONE):
        taken(embedded, address=address)
    assert owed not in read(embedded)
    other = TrainingTaken.objects.exclude(post="").first().post[::-1]
    TrainingTaken.objects.update(post=other)
    mine = section(read(embedded), "Yours")
    assert mine.count(owed) == 1 and "Lapses" in mine
    taken(embedded, address=guidelines)
    assert owed not in read(embedded)


def test_a_training_that_is_not_on_the_list_is_not_there(embedded):
    assert embedded.staff(PROTECTION).get(f"{LIST}no-such-training/").status_code == 404
