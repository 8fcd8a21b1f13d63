"""The matrix on the pages: the officer asks and writes down, the defender answers line by line and takes back."""

import re

import pytest

from safeconduct.cases.answering import Line, NewAnswer
from safeconduct.cases.consent_matrix import YES, matrix
from safeconduct.cases.consent_purpose import consent_purposes
from safeconduct.cases.desk import consenting
from tests.builders import a_telling
from tests.desks.cases.test_sharing import shared
from tests.embedded import COLLEAGUE, HARBOUR, LIGHTHOUSE, PROTECTION
from tests.pages.page import heading, sentences, text_of, typed_into
from tests.protecting import an_accepted_case

BACK, ANSWERS = "/en/back/", "/en/back/who/answers/"
MINISTRY = "Ministry of Justice of Velmora"


def page(call, part=""):
    return f"/desk/dossiers/{call.ref}/consent/{part}"


def post(client, call, go, **typed):
    return client.post(page(call), {"purpose": "raise_private_named", "recipient": MINISTRY, "go": go, **typed})


def told(client, call, **typed):
    heard = {"word": "yes", "given_by": "self", "language": "fr", "words": "In a call on Tuesday."}
    return post(client, call, "record", **{**heard, **typed})


def test_all_that_an_answer_lacks_is_said_at_once(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    said = " ".join(sentences(told(mara, call, recipient="", words="", language="")))
    for lacking in ("Name the one that would get to know.", "Nothing is written about", "The language is missing."):
        assert said.count(lacking) == 1
    assert not allows(embedded, call, "raise_private_named")


def allows(embedded, call, purpose, **asked):
    return matrix(embedded.case(call.ref).written, on=embedded.now.date()).allows(purpose, **asked)


def lines(response):
    """The answer that is chosen on each line of the page, by the name of its field."""
    chosen = re.findall(r'<input[^>]*type="radio"[^>]*>', text_of(response))
    named = [(re.search(r'name="([^"]+)"', one)[1], re.search(r'value="(\w+)"', one)[1]) for one in chosen]
    return {
        name: next(
            (value for one, (of, value) in zip(chosen, named, strict=True) if of == name and "checked" in one), ""
        )
        for name in dict.fromkeys(name for name, _ in named)
    }


# The officer


def test_a_question_stands_on_the_defender_s_page_with_what_it_can_lead_to_and_is_answered_there(embedded):
    call = embedded.call()
    assert post(embedded.staff(PROTECTION), call, "ask", text="At noon on Friday.").status_code == 302
    defender = embedded.holder(call)
    shown = text_of(defender.get(BACK))
    for words in ("A question for you", MINISTRY, "At noon on Friday.", "it can also make them angry"):
        assert words in shown
    ref = re.search(r'name="purpose" value="(\w+)"', shown)[1]
    answered = text_of(defender.post(BACK, {"purpose": ref, "answer": "yes"}))
    assert "Your answer is kept." in answered and "A question for you" not in answered
    assert allows(embedded, call, "raise_private_named", recipient=MINISTRY)
    assert MINISTRY in text_of(embedded.staff(PROTECTION).get(f"/desk/dossiers/{call.ref}/"))


def test_an_answer_to_a_question_that_was_not_asked_changes_nothing(embedded):
    call = embedded.call()
    before = embedded.dump()
    for typed in ({"purpose": "0" * 32, "answer": "yes"}, {"purpose": "x", "answer": "perhaps"}):
        assert embedded.holder(call).post(BACK, typed).status_code == 302
    assert set(embedded.dump()) == set(before)
    assert [entry.kind for entry in embedded.case(call.ref).written if entry.kind == "answered"] == []


def test_without_the_own_word_neither_question_nor_lines_show(embedded):
    call = embedded.call()
    post(embedded.staff(PROTECTION), call, "ask")
    alone = embedded.holder(call, own_word="")
    assert MINISTRY not in text_of(alone.get(BACK))
    assert alone.get(ANSWERS).status_code == 302


def test_what_was_refused_is_said_and_what_was_typed_is_kept(embedded):
    call = embedded.call()
    response = post(embedded.staff(PROTECTION), call, "ask", recipient="", text="At noon.")
    assert sentences(response)[0].startswith("A state or a company is a question of its own.")
    assert typed_into(response, "text") == "At noon."
    response = told(embedded.staff(PROTECTION), call, words="x" * 5_001)
    assert "5000" in sentences(response)[0] and typed_into(response, "words") == "x" * 5_001


def test_what_was_heard_waits_for_a_second_member_who_sees_how_it_was_given(embedded):
    call = embedded.call()
    assert told(embedded.staff(PROTECTION), call).status_code == 302
    own, other = text_of(embedded.staff(PROTECTION).get(page(call))), text_of(embedded.staff(COLLEAGUE).get(page(call)))
    assert "another member has confirmed it" in own and "I confirm this answer" not in own
    address = re.search(rf'action="({page(call)}\w+/confirm/)"', other)[1]
    assert "In a call on Tuesday." in other
    assert not allows(embedded, call, "raise_private_named", recipient=MINISTRY)
    assert embedded.staff(PROTECTION).post(address).status_code == 409
    assert embedded.staff(COLLEAGUE).post(address).status_code == 302
    assert allows(embedded, call, "raise_private_named", recipient=MINISTRY)


def test_a_step_that_is_allowed_for_one_alone_is_planned_to_that_one(embedded):
    call, mara = an_accepted_case(embedded), embedded.staff(PROTECTION)
    plan = {"go": "plan", "kind": "DIP-01"}
    decide = f"/desk/dossiers/{call.ref}/decide/"
    assert typed_into(mara.post(decide, plan), "DIP-01-recipient") == ""
    told(mara, call)
    other = text_of(embedded.staff(COLLEAGUE).get(page(call)))
    embedded.staff(COLLEAGUE).post(re.search(rf'action="({page(call)}\w+/confirm/)"', other)[1])
    assert typed_into(mara.post(decide, plan), "DIP-01-recipient") == MINISTRY


def test_the_advance_wish_stands_where_somebody_else_s_answer_is_written_down(embedded):
    call = embedded.call()
    embedded.holder(call).post("/en/back/who/", {"go": "advance", "advance-detained": "Never in public."})
    assert "Never in public." in text_of(embedded.staff(PROTECTION).get(page(call)))


def test_a_person_is_added_without_a_name_in_sight(embedded):
    call, mara = embedded.call(), embedded.staff(PROTECTION)
    typed = {"person-role": "relative", "person-label": "younger sister", "person-name": "Sabina (invented)"}
    assert mara.post(page(call, "persons/"), typed).status_code == 302
    shown = text_of(mara.get(page(call)))
    assert "younger sister" in shown and "Sabina" not in shown
    revealed = mara.post(
        f"/desk/dossiers/{call.ref}/identity/",
        {"reveal-passphrase": embedded.sign_in_of(PROTECTION).passphrase, "reveal-reason": "reach"},
    )
    assert "Sabina (invented)" in text_of(revealed)


def test_a_no_leaves_a_duty_to_ask_for_deletion_and_says_what_cannot_be_undone(embedded):
    call, mara = shared(embedded), embedded.staff(PROTECTION)
    embedded.holder(call).post(ANSWERS, {"new-share_network-": "no"})
    shown = text_of(mara.get(page(call)))
    assert "To be asked" in shown and "Was it free?" in shown
    address = re.search(rf'action="({page(call)}[\w-]+/deleted/)"', shown)[1]
    deletion = address.split("/")[-3]
    assert sentences(mara.post(address, {f"{deletion}-said": "kept"}))[0].startswith("Nothing is written about it.")
    mara.post(address, {f"{deletion}-said": "deleted", f"{deletion}-words": "Their desk, by post."})
    assert "Write down what they say" not in text_of(mara.get(page(call)))
    printed = text_of(mara.get(page(call, "print/")))
    assert embedded.office(LIGHTHOUSE).name in printed and "stays known" in printed
    check = {"check-found": "pressed", "check-words": "Asked in person."}
    assert mara.post(page(call, "check/"), check).status_code == 302
    assert not allows(embedded, call, "share_network")


# The defender


def test_each_tick_is_a_line_and_each_line_can_be_changed(embedded):
    call = embedded.call(telling=a_telling(consents=("publish_unnamed", "observe_trial")))
    defender = embedded.holder(call)
    chosen = {name: word for name, word in lines(defender.get(ANSWERS)).items() if word}
    assert sorted(chosen.values()) == ["yes", "yes"]
    field = next(name for name in chosen if name.endswith("publish_unnamed"))
    response = defender.post(ANSWERS, {**chosen, field: "ask_first"}, follow=True)
    assert "It is kept." in text_of(response)
    assert not allows(embedded, call, "publish_unnamed")
    assert allows(embedded, call, "observe_trial")
    assert embedded.case(call.ref).consents == ("observe_trial",)
    kinds = [entry.data["purpose"] for entry in embedded.case(call.ref).written if entry.kind == "answered"]
    assert kinds == ["publish_unnamed"], "what was not changed is not said again"


def test_every_purpose_has_a_line_and_a_state_or_a_company_is_never_a_yes_for_all(embedded):
    call = embedded.call()
    shown = embedded.holder(call).get(ANSWERS)
    named = {name.removeprefix("new-").rsplit("-", 1)[0] for name in lines(shown)}
    assert named == {one.value for one in consent_purposes()}
    for purpose in consent_purposes():
        part = purpose.parts[0] if purpose.parts else ""
        has_yes = f'name="new-{purpose.value}-{part}" value="yes"' in text_of(shown)
        assert has_yes != purpose.state_or_company, purpose.value


def test_a_no_counts_at_every_office_at_once(embedded):
    call = embedded.call(HARBOUR, LIGHTHOUSE, telling=a_telling(consents=("observe_trial",)))
    defender = embedded.holder(call)
    fields = [name for name, word in lines(defender.get(ANSWERS)).items() if word]
    assert len(fields) == 1
    defender.post(ANSWERS, {fields[0]: "no"})
    for ref, name in zip(call.refs, (PROTECTION, "amal"), strict=True):
        written = embedded.case(ref, name).written
        assert not matrix(written, on=embedded.now.date()).allows("observe_trial")


def test_a_line_of_somebody_else_can_only_be_narrowed(embedded):
    call, mara = embedded.call(), embedded.keyring(PROTECTION)
    consenting.add_person(call.ref, "relative", "younger sister", "", mara, at=embedded.now)
    person = next(one.data["ref"] for one in embedded.case(call.ref).written if one.kind == "person_added")
    line = Line("publish_image", person=person, scopes=("evidence_working",))
    heard = NewAnswer(YES, "self", "She said so.", language="en")
    consenting.record_answer(call.ref, line, heard, mara, at=embedded.now)
    defender = embedded.holder(call)
    assert "younger sister" not in text_of(defender.get(ANSWERS))
    answer = next(one.data["ref"] for one in embedded.case(call.ref).written if one.kind == "answered")
    consenting.confirm_answer(call.ref, answer, embedded.keyring(COLLEAGUE), at=embedded.now)
    assert "younger sister" in text_of(defender.get(ANSWERS))
    defender.post(ANSWERS, {f"line-{answer}": "no"})
    assert not allows(embedded, call, "publish_image", person=person)
    assert "younger sister" not in text_of(defender.get(ANSWERS))


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "ru"])
def test_the_lines_speak_every_language(embedded, language):
    call = embedded.call(telling=a_telling(consents=("publish_named",)))
    shown = embedded.holder(call).get(f"/{language}/back/who/answers/")
    assert (
        heading(shown)
        == {
            "en": "Your answers",
            "fr": "Vos réponses",
            "es": "Sus respuestas",
            "ar": "إجاباتك",
            "ru": "Ваши ответы",
        }[language]
    )


def test_an_answer_that_is_none_is_refused_in_a_sentence_and_nothing_is_kept(embedded):
    call = embedded.call(telling=a_telling(consents=("observe_trial",)))
    defender = embedded.holder(call)
    field = next(name for name, word in lines(defender.get(ANSWERS)).items() if word)
    response = defender.post(ANSWERS, {field: "perhaps"})
    assert response.status_code == 200 and sentences(response)
    assert allows(embedded, call, "observe_trial")
