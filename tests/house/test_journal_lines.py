"""What members do with casework is in the journal: every verb that takes a keyring writes a line, in known words."""

import ast
from functools import cache
from pathlib import Path

import pytest

from safeconduct.access.event import EVENTS
from safeconduct.web.staff.journal import KIND_WORDS

SOURCE = Path(__file__).parents[2] / "src" / "safeconduct"
# The desks of casework: every folder above the dossiers, whose own desk only keeps and opens for them.
CASEWORK = ("cases", "coordination", "reports", "intake")
WRITES_NO_LINE = {
    # Each page of the desk lists: cards hold codenames and coded facts, never names or texts.
    ("cases/desk/casework.py", "cards"),
    ("cases/desk/casework.py", "cards_for"),
    ("cases/desk/casework.py", "are_many"),
    ("cases/desk/casework.py", "find"),
    # A member's own filters say nothing of a dossier.
    ("cases/desk/filtering.py", "saved_filters"),
    ("cases/desk/filtering.py", "save_filter"),
    ("cases/desk/filtering.py", "remove_filter"),
    ("cases/desk/comparing.py", "decided_cases"),
    # The verb of each row writes its own line.
    ("cases/desk/triage.py", "work_through"),
    # Each case that it opens has a line of its own.
    ("cases/desk/drafting.py", "published_on_like"),
    ("coordination/desk/comparing_contact.py", "compare_all"),
    # The list of groups and invitations; each that is read has a line of its own.
    ("coordination/desk/belonging.py", "groups"),
    # What is owed to groups, as a list: names of groups, numbers and days. What is offered has a line for each group.
    # From keys and cards alone: which posts could open what is handed over.
    ("coordination/desk/handing_over.py", "who_can_take"),
    ("coordination/desk/handing_over_duties.py", "owed_to_groups"),
    ("coordination/desk/handing_over_duties.py", "free_duties"),
    ("coordination/desk/handing_over_duties.py", "offer"),
    # Each case that it opens has a line of its own, and so has the word that is signed (access/desk/arranging.py).
    ("coordination/desk/emptying.py", "say_empty"),
    # Each group that it opens has a line of its own.
    ("coordination/desk/observing.py", "attendances_known"),
    # Each group of which it shows something has a line of its own.
    ("coordination/desk/keeping_media.py", "known_media"),
    ("coordination/desk/lessons.py", "of_like_cases"),
    ("coordination/desk/strategies.py", "of_country"),
    # What the verbs of coordination are made of.
    ("coordination/desk/hearing_changes.py", "write"),
    ("coordination/desk/hearing_changes.py", "append_to"),
    ("coordination/desk/opening.py", "opened"),
    ("coordination/desk/opening.py", "all_opened"),
    ("coordination/desk/opening.py", "opened_dossier"),
    ("coordination/desk/opening.py", "append"),
    ("coordination/desk/hearing_changes.py", "append_to"),
    # Seals anew what a calendar may ask for, while a group is opened with its line.
    ("coordination/desk/feeding.py", "renew_feeds"),
    # What a rota is made from; the page that shows it opens the group with its line.
    ("coordination/desk/planning.py", "ground"),
    ("coordination/desk/telling_all.py", "tell_all"),
    ("coordination/desk/telling_all.py", "tell_under"),
    # What the verbs are made of; each verb writes its own line.
    # The verb that it is part of writes a line of its own, besides that of a link that is held back.
    ("cases/desk/holding_back.py", "look_at_links"),
    ("cases/desk/opening.py", "opened"),
    ("cases/desk/opening.py", "append"),
    ("cases/desk/opening.py", "author"),
}
LOW_LEVEL = ("dossiers.desk.reading", "dossiers.desk.writing", "dossiers.desk.listing", "dossiers.desk.ending")


@cache
def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def desks():
    for folder in CASEWORK:
        yield from (SOURCE / folder).glob("desk.py")
        yield from (SOURCE / folder).glob("desk/*.py")


def verbs(path):
    """The public functions of a desk that act for a member."""
    for node in tree(path).body:
        is_public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if is_public and "keyring" in [one.arg for one in (*node.args.args, *node.args.kwonlyargs)]:
            yield node


def writes_a_line(function):
    """Always: at the top of the verb or inside a transaction, never under a condition or in a loop."""
    return any(is_line(step) for step in steps(function.body))


def steps(body):
    for step in body:
        if isinstance(step, ast.With):
            yield from steps(step.body)
        else:
            yield step


def is_line(step):
    called = step.value.func if isinstance(step, ast.Expr) and isinstance(step.value, ast.Call) else None
    return called is not None and ast.unparse(called) in ("journal", "journaling.journal")


def test_every_verb_of_casework_that_takes_a_keyring_writes_a_line():
    silent = {
        (str(path.relative_to(SOURCE)), verb.name)
        for path in desks()
        for verb in verbs(path)
        if not writes_a_line(verb)
    }
    assert silent == WRITES_NO_LINE


def test_there_are_verbs_to_look_at():
    found = {verb.name for path in desks() for verb in verbs(path)}
    assert {"open_case", "answer", "accept", "note", "open_file", "reveal_identity", "take_down"} <= found


SILENT = {
    "no line": "def peek(ref, keyring):\n    return open(ref, keyring)",
    "a line under a condition": "def peek(ref, keyring):\n    if ref:\n        journal('Peeked', ref, keyring)",
    "a line in a loop": "def peek(ref, keyring):\n    for one in ref:\n        journal('Peeked', one, keyring)",
    "a line of another kind": "def peek(ref, keyring):\n    log('Peeked', ref, keyring)",
}


@pytest.mark.parametrize("source", SILENT.values(), ids=list(SILENT))
def test_a_verb_that_writes_none_is_noticed(source):
    assert not writes_a_line(ast.parse(source).body[0])


def test_a_line_inside_a_transaction_counts():
    source = "def peek(ref, keyring):\n    with transaction.atomic():\n        journal('Peeked', ref, keyring)"
    assert writes_a_line(ast.parse(source).body[0])


def test_pages_open_and_change_dossiers_only_through_the_desks_that_write_lines():
    found = [
        f"{path.relative_to(SOURCE)}: {ast.unparse(node)}"
        for path in sorted((SOURCE / "web").rglob("*.py"))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom)
        and any(f"{node.module}.{alias.name}".endswith(LOW_LEVEL) for alias in node.names)
    ]
    assert found == []


def events_written():
    """Every literal that is given to a line as its event, also one of two."""
    for path in sorted(SOURCE.rglob("*.py")):
        for call in ast.walk(tree(path)):
            named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id
            if named in ("Line", "journal", "_line") and call.args:
                for node in ast.walk(call.args[0]):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value[:1].isupper():
                        yield node.value


def test_every_event_that_is_written_has_words():
    assert set(events_written()) - set(EVENTS) == set(), "Add the event to access/event.py with its kind and words."


def test_every_event_that_has_words_is_written_somewhere():
    written = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py") if path.name != "event.py")
    assert [name for name in EVENTS if f'"{name}"' not in written] == []


def test_every_kind_of_event_can_be_looked_for():
    assert {event.kind for event in EVENTS.values()} == set(KIND_WORDS)


def test_a_defender_s_visit_has_no_way_into_the_journal():
    """The verbs of coming back and asking take no member, and their files do not know the journal."""
    for name in ("asking", "returning"):
        text = (SOURCE / "intake" / "desk" / f"{name}.py").read_text(encoding="utf-8")
        assert "journal" not in text
    assert not [name for name in EVENTS if "Visit" in name or "Defender" in name]
