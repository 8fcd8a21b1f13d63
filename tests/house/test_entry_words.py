"""Every kind of entry that a case may hold has its words on the page of the case: no name of the code stands there."""

import ast
from pathlib import Path

from safeconduct.web.staff.entry_wording import ENTRY_KINDS

SOURCE = Path(__file__).parents[2] / "src" / "safeconduct"
INTO_CASES = ("cases", "intake")
IS_SHOWN_ELSEWHERE = {"identity", "person_name"}
"""Names stand in the sealed identity, and are opened apart from the entries."""


def kinds(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "NewEntry" and len(node.args) > 1:
            yield getattr(node.args[1], "value", None)


def test_no_kind_of_entry_stands_on_a_case_without_words():
    written = {kind for folder in INTO_CASES for path in (SOURCE / folder).rglob("*.py") for kind in kinds(path)} - {
        None
    }
    assert len(written) > 60 and written - set(ENTRY_KINDS) == IS_SHOWN_ELSEWHERE
