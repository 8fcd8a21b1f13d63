"""Handing an office's work to another organisation in one sitting, in the browser's own forms."""

from safeconduct.intake.desk import returning
from tests.builders import a_telling
from tests.desks.coordination.test_crisis import WISH_WORDS
from tests.embedded import LIGHTHOUSE, PROTECTION
from tests.pages.page import sentences, text_of, typed_into

PAGE = "/desk/handover/crisis/"


def typed(embedded, **changes):
    office = embedded.office(LIGHTHOUSE).ref
    terms = {"to-organisation": office, "to-parts": ["story"], "to-marking": "TLP:AMBER", "to-until": "2026-05-30"}
    return {**terms, "go": "look", **changes}


def proof(embedded):
    return {"go": "hand_over", "proof-passphrase": embedded.sign_in_of(PROTECTION).passphrase}


def codename(embedded, call):
    return embedded.case(call.ref).story["codename"]


def test_from_the_page_of_handovers_it_is_looked_first_and_then_done_in_one_press(embedded):
    ticked, silent = embedded.call(telling=a_telling(consents=("share_network",))), embedded.call()
    wished = embedded.call()
    returning.leave_wish(wished.visit(), "advance", WISH_WORDS, at=embedded.now)
    mara = embedded.staff(PROTECTION)
    assert f'href="{PAGE}"' in text_of(mara.get("/desk/handover/"))
    assert "Hand over what they allow" not in text_of(mara.get(PAGE))
    looked = text_of(mara.post(PAGE, typed(embedded)))
    assert looked.index("Lighthouse may take it.") < looked.index(codename(embedded, silent))
    assert all(word in looked for word in ("Read the wish", "May be shared", "To be asked"))
    assert not embedded.case(ticked.ref).sharing.shares
    done = text_of(mara.post(PAGE, typed(embedded, **proof(embedded), **{f"{wished.ref}-said": "otherwise"})))
    assert "Cases: 1 shared, 1 asked on their page, 1 kept here, as their wish says." in done
    assert all(word in done for word in ("Reads it", "Asked", "Said no"))
    again = text_of(mara.post(PAGE, typed(embedded, **proof(embedded))))
    assert "Nothing was left to do." in again and "Hand over what they allow" not in again


def test_without_the_passphrase_nothing_is_done_and_what_was_said_of_wishes_is_kept(embedded):
    wished = embedded.call()
    returning.leave_wish(wished.visit(), "advance", WISH_WORDS, at=embedded.now)
    mara = embedded.staff(PROTECTION)
    refused = mara.post(PAGE, typed(embedded, go="hand_over", **{f"{wished.ref}-said": "allows"}))
    assert "passphrase" in sentences(refused)[0]
    assert 'value="allows" selected' in text_of(refused)
    assert not embedded.case(wished.ref).sharing.consents


def test_a_wrong_form_is_said_in_a_sentence_and_kept(embedded):
    embedded.call()
    mara = embedded.staff(PROTECTION)
    for changes, said in (
        ({"to-organisation": ""}, "Nobody is chosen yet"),
        ({"to-parts": []}, "Nothing is chosen yet"),
        ({"to-until": "soon"}, "is no day"),
        ({"to-until": "2026-01-01"}, "in the past"),
        ({"to-until": "2028-01-01"}, "more than a year"),
    ):
        answer = mara.post(PAGE, typed(embedded, **changes))
        assert said in text_of(answer)
        assert "To be asked" not in text_of(answer)
    assert typed_into(answer, "to-until") == "2028-01-01"
    stranger = mara.post(PAGE, typed(embedded, **{"to-organisation": "0d" * 16}))
    assert "not on the list" in text_of(stranger)
