"""Handing over in two clicks, answering case by case, the head's turn on the page of today, and the new contact."""

from datetime import timedelta

from safeconduct.cases.desk import relief
from tests.coordinating import a_hearing
from tests.embedded import COLLEAGUE, OTHER_COMPARTMENT, PROTECTION
from tests.handing_over import WORDS, handed_over, posts, with_a_head
from tests.organising import leave, post_ref, sign_last_day, signed_in
from tests.pages.page import sentences, text_of, typed_into
from tests.protecting import an_accepted_case

PAGE = "/desk/handover/"


def the_form(embedded, **changes):
    to_post, head, last_day = posts(embedded)
    typed = {"start-to_post": to_post, "start-head": head, "start-ends_on": last_day.isoformat()}
    return {"go": "start", **typed, **changes}


def codename(embedded, call):
    return embedded.case(call.ref).story["codename"]


def test_from_today_a_handover_starts_in_two_clicks_and_its_report_lists_everything(embedded):
    call = an_accepted_case(embedded)
    with_a_head(embedded)
    a_hearing(embedded, call.ref)
    mara = embedded.staff(PROTECTION)
    assert f'href="{PAGE}"' in text_of(mara.get("/desk/"))
    page = text_of(mara.get(PAGE))
    assert codename(embedded, call) in page and "2 open duties" in page and "Start handover" in page
    answer = mara.post(PAGE, the_form(embedded))
    assert answer.status_code == 302
    report = text_of(mara.get(answer["Location"]))
    assert codename(embedded, call) in report and "2 duties, one hearing ahead" in report
    assert "Waits for Duty officer" in report and "Protection: one dossier" in report
    assert "Protection: one dossier" not in text_of(embedded.staff(COLLEAGUE).get(answer["Location"]))
    assert "Start handover" not in text_of(mara.get(PAGE))


def test_a_form_that_is_refused_keeps_what_was_chosen(embedded):
    an_accepted_case(embedded)
    with_a_head(embedded)
    mara = embedded.staff(PROTECTION)
    to_post, _head, _day = posts(embedded)
    answer = mara.post(PAGE, the_form(embedded, **{"start-head": to_post}))
    assert "same post" in sentences(answer)[0]
    assert typed_into(answer, "start-ends_on") == posts(embedded)[2].isoformat()
    assert "There is no day yet" in text_of(mara.post(PAGE, the_form(embedded, **{"start-ends_on": ""})))
    assert "not on the list" in text_of(mara.post(PAGE, the_form(embedded, **{"start-to_post": "her name"})))


def test_only_posts_that_could_open_all_of_it_are_offered_and_the_others_are_named(embedded):
    an_accepted_case(embedded)
    mara = embedded.staff(PROTECTION)
    _to_post, head, _day = posts(embedded)
    page = text_of(mara.get(PAGE))
    assert f'<option value="{head}"' not in page and "Auditor, Visa officer. A successor and a head are needed" in page
    assert "not on the list" in text_of(mara.post(PAGE, the_form(embedded)))
    with_a_head(embedded)
    page = text_of(mara.get(PAGE))
    assert f'<option value="{head}"' in page and "Auditor." in page and "are needed, in two posts" not in page


def test_a_case_with_a_running_clock_is_not_said_to_owe_nothing(embedded):
    call = an_accepted_case(embedded)
    mark = {"mark-mark": "refoulement", "mark-text": "A flight is spoken of."}
    mara = embedded.staff(PROTECTION)
    assert mara.post(f"/desk/dossiers/{call.ref}/marks/", mark).status_code == 302
    assert "One clock that runs" in text_of(mara.get(PAGE))


def test_the_successor_answers_case_by_case_from_today(embedded):
    call = an_accepted_case(embedded)
    with_a_head(embedded)
    ref = handed_over(embedded)
    tomas = embedded.staff(COLLEAGUE)
    assert "Handed over to your post" in text_of(tomas.get("/desk/"))
    refused = tomas.post(PAGE, {"go": "decline", "case": call.ref, f"{call.ref}-reason": " "})
    assert "no reason yet" in sentences(refused)[0]
    long = "too many files " * 9_000
    kept = tomas.post(PAGE, {"go": "decline", "case": call.ref, f"{call.ref}-reason": long})
    assert sentences(kept) and typed_into(kept, f"{call.ref}-reason").strip() == long.strip()
    assert tomas.post(PAGE, {"go": "accept", "case": call.ref}).status_code == 302
    assert "Handed over to your post" not in text_of(tomas.get("/desk/"))
    report = text_of(tomas.get(f"{PAGE}{ref}/"))
    assert "Held by Duty officer; the person is not told yet" in report and "Everything is taken." in report


def test_what_is_not_accepted_stands_on_the_page_of_today_of_the_head(embedded):
    call = an_accepted_case(embedded)
    with_a_head(embedded)
    handed_over(embedded)
    petra = embedded.staff("petra")
    assert "Handed over and not accepted" not in text_of(petra.get("/desk/"))
    embedded.clock.pass_by(timedelta(days=8))
    petra, tomas = embedded.staff("petra"), embedded.staff(COLLEAGUE)
    assert "Handed over and not accepted" in text_of(petra.get("/desk/"))
    assert "Handed over" not in text_of(tomas.get("/desk/"))
    assert petra.post(PAGE, {"go": "keep", "case": call.ref}).status_code == 302
    assert "Handed over and not accepted" not in text_of(petra.get("/desk/"))


def test_who_does_not_hold_the_key_reads_a_sentence_and_nothing_of_the_case(embedded):
    call = an_accepted_case(embedded)
    petra = embedded.staff(OTHER_COMPARTMENT)
    answer = petra.post(PAGE, {"go": "accept", "case": call.ref})
    assert "does not hold the key" in sentences(answer)[0]
    assert codename(embedded, call) not in text_of(answer)


def test_the_person_is_told_of_the_new_contact_and_what_they_say_is_written_down(embedded):
    call = an_accepted_case(embedded)
    with_a_head(embedded)
    handed_over(embedded)
    page = f"/desk/dossiers/{call.ref}/contact/"
    tomas = embedded.staff(COLLEAGUE)
    assert "nobody has accepted it yet" in text_of(tomas.get(page))
    tomas.post(PAGE, {"go": "accept", "case": call.ref})
    assert f'href="{page}"' in text_of(tomas.get(f"/desk/dossiers/{call.ref}/"))
    assert f'<a href="{page}">New contact</a>' in text_of(tomas.get(f"/desk/dossiers/{call.ref}/duties/"))
    assert 'value="relay"' not in text_of(tomas.get(page))
    assert "did not agree" in text_of(tomas.post(page, {"go": "tell", "way": "relay", "text": WORDS}))
    empty = tomas.post(page, {"go": "tell", "way": "page", "text": " "})
    assert "Nothing is written" in sentences(empty)[0]
    assert tomas.post(page, {"go": "tell", "way": "page", "text": WORDS}).status_code == 302
    assert WORDS in text_of(embedded.holder(call).get("/en/back/"))
    assert "Choose yes or no" in sentences(tomas.post(page, {"go": "answer", "answer": ""}))[0]
    assert tomas.post(page, {"go": "answer", "answer": "no"}).status_code == 302
    assert "Your post keeps this case" not in text_of(tomas.get(page))
    petra = embedded.staff("petra")
    assert "Your post keeps this case" in text_of(petra.get(page))
    assert petra.post(page, {"go": "keep"}).status_code == 302
    assert "Visa officer holds it now. The person does not know it yet." in text_of(petra.get(page))


def test_a_handover_of_others_is_not_there(embedded):
    an_accepted_case(embedded)
    with_a_head(embedded)
    ref = handed_over(embedded)
    assert embedded.staff("amal").get(f"{PAGE}{ref}/").status_code == 404
    assert embedded.staff("ines").get(f"{PAGE}{ref}/").status_code == 404


def test_the_page_says_whether_the_leaver_s_end_is_signed_and_the_head_reads_what_they_could_have_read(embedded):
    an_accepted_case(embedded)
    with_a_head(embedded)
    ref = handed_over(embedded)
    mara, report = embedded.staff(PROTECTION), f"{PAGE}{ref}/"
    assert "No end of your account is signed" in text_of(mara.get(PAGE))
    assert "No end of this account is signed" in text_of(mara.get(report))
    sign_last_day(embedded, PROTECTION, embedded.now.date() + timedelta(days=7))
    assert "Your account ends by itself after 11 March 2026" in text_of(mara.get(PAGE))
    assert "The account of who leaves ends by itself after 11 March 2026" in text_of(mara.get(report))
    embedded.clock.pass_by(timedelta(days=8))
    signed_in(embedded, "petra")
    told = text_of(embedded.staff("petra").get(report))
    assert "The account of who left ended with 11 March 2026; its keys are deleted." in told
    assert "Protection: one dossier" in told


def test_a_post_that_nobody_holds_is_signed_as_empty_by_whom_can_read_once_nothing_hangs_on_it(embedded):
    call = an_accepted_case(embedded)
    leave(embedded, PROTECTION)
    tomas, post = embedded.staff(COLLEAGUE), post_ref(embedded, "Human rights officer")
    page = text_of(tomas.get(PAGE))
    assert "Posts that nobody holds" in page and "One case hangs on it" in page
    assert "Sign that it holds nothing: Human rights officer" not in page
    assert "One case hangs on this post" in sentences(tomas.post(PAGE, {"go": "empty", "post": post}))[0]
    relief.take(call.ref, embedded.keyring(COLLEAGUE), at=embedded.now)
    assert 'value="empty"' in text_of(tomas.get(PAGE))
    assert tomas.post(PAGE, {"go": "empty", "post": post}).status_code == 302
    page = text_of(tomas.get(PAGE))
    assert "Signed as empty. An administrator can close it." in page and 'value="empty"' not in page
