"""Finds the permission checks of the program in its syntax, and takes one of them out at a time. Runs nothing.

A check is a place that says no: a refusal that a desk insists on, a thing that is not found, a signature that must
fit, a condition under which a key is used, a column by which rows are narrowed to those that are somebody's.
"""

import ast
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType
from zlib import crc32

SOURCE = Path(__file__).parents[2] / "src" / "safeconduct"
SEEN_FILE = Path(__file__).with_name("removed_checks_seen.json")
LOOKED_AT = ("access", "dossiers", "intake", "cases", "web/staff", "web/defender")
NO = {"NotFound", "Refused", "Unopened", "Uncertified"}

# Here every early no, every condition of an answer and every narrowing of rows is a check as well.
DECIDING = (
    "access/certificate.py",
    "access/desk/signing_in.py",
    "access/desk/standings.py",
    "access/keyring.py",
    "access/lookup.py",
    "access/presence.py",
    "access/totp.py",
    "cases/casefile.py",
    "cases/desk/opening.py",
    "cases/desk/receiving.py",
    "cases/desk/sharing.py",
    "cases/received.py",
    "dossiers/desk/finding.py",
    "dossiers/desk/listing.py",
    "dossiers/desk/reading.py",
    "dossiers/desk/sharing.py",
    "dossiers/desk/writing.py",
    "dossiers/lookup.py",
    "dossiers/signing.py",
    "intake/consent.py",
    "intake/desk/allowing.py",
    "intake/desk/returning.py",
    "intake/noted_link.py",
    "web/defender/visiting.py",
    "web/staff/door.py",
    "web/staff/proving.py",
)
# Functions in those files that decide about words on a card or the order of a page, not about who may.
OF_NO_WEIGHT = {
    "facts_from",
    "_protection_facts",
    "_changed_facts",
    "casefile",
    "_is_news",
    "to_be_made",
    "office",
    "offices",
    "_newest",
    "_begin",
    "seen",
    "needs_marking_at",
    "shares_ended_since",
    "frame",
    "fold",
    "fold_where_told",
    "write_segment",
    "answers",
    "refusal_to_noting",
    "refusal_to_answering",
    "_copy",
    "consents",
    "shares",
    "is_needed",
}
DENYING = {"is_from_elsewhere"}  # what these answer with True is a no
SIGNATURES = {
    "signed_by",
    "signed_with",
    "_signed_by_member",
    "_signed_by_code",
    "_is_signed",
    "_is_signed_here",
    "_is_at_home",
    "certifies_registrar",
    "certifies_member",
    "certifies_epoch",
    "has_proved",
    "has_proved_at",
    "lives_at",
}
FENCES = {
    "compartment",
    "compartment__in",
    "dossier",
    "ended_on",
    "erase_after",
    "erased_on",
    "expires_on",
    "expires_on__gte",
    "member",
    "organisation",
    "owner",
    "role",
    "signed_by",
}

Edit = Callable[[], None]


@dataclass(frozen=True)
class Check:
    """`said` names the place and what is taken out; `name` is its function's, which begins at line `function`."""

    path: Path
    said: str
    name: str
    function: int
    number: int


def in_source(path: Path) -> str:
    return str(path.relative_to(SOURCE))


@cache
def checks() -> tuple[Check, ...]:
    return tuple(
        check for folder in LOOKED_AT for path in sorted((SOURCE / folder).rglob("*.py")) for check in in_file(path)
    )


def in_file(path: Path) -> list[Check]:
    """Two ways to take out the same thing are one check."""
    found = [(said, function) for said, function, _ in _places(ast.parse(path.read_text(encoding="utf-8")), path)]
    times: Counter[str] = Counter()
    listed: dict[str, Check] = {}
    for number, (said, function) in enumerate(found):
        times[said] += 1
        again = f" ({times[said]})" if times[said] > 1 else ""
        name = said.partition(":")[0]
        check = Check(path, f"{in_source(path)} {said}{again}", name, function, number)
        listed.setdefault(ast.dump(_tree_without(check)), check)
    return list(listed.values())


def as_it_stands(check: Check) -> str:
    """Eight digits that change with the text of the check's function."""
    return _as_they_stand(check.path)[check.name, check.function]


@cache
def _as_they_stand(path: Path) -> dict[tuple[str, int], str]:
    written = path.read_text(encoding="utf-8")
    return {
        (name, _first_line(function)): f"{crc32((ast.get_source_segment(written, function) or '').encode()):08x}"
        for name, function in _functions(ast.parse(written))
    }


def without(check: Check) -> CodeType:
    """The module as compiled with this one check taken out."""
    return compile(_tree_without(check), str(check.path), "exec")


def _tree_without(check: Check) -> ast.Module:
    tree = ast.parse(check.path.read_text(encoding="utf-8"))
    _, _, take_out = list(_places(tree, check.path))[check.number]
    take_out()
    return ast.fix_missing_locations(tree)


def announcing(path: Path, names: Collection[str], *, by: str) -> CodeType:
    """The module with a call of the builtin `by` (path in the source, name) before all else in each of these functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for name, function in _functions(tree):
        if name in names:
            place = [ast.Constant(in_source(path)), ast.Constant(name)]
            call = ast.Call(ast.Name(by, ast.Load()), place, [])
            function.body.insert(0, ast.copy_location(ast.Expr(call), function.body[0]))
    return compile(ast.fix_missing_locations(tree), str(path), "exec")


def functions_of(code: CodeType) -> dict[tuple[str, int], CodeType]:
    """The code of every function in a module, by its qualified name and first line."""
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    found = {(one.co_qualname, one.co_firstlineno): one for one in inner}
    for one in inner:
        found |= functions_of(one)
    return found


def _places(tree: ast.Module, path: Path) -> Iterator[tuple[str, int, Edit]]:
    """(what is taken out, first line of the function, how to take it out), always in the same order."""
    is_deciding = in_source(path) in DECIDING
    for name, function in _functions(tree):
        first_line = _first_line(function)
        weighs = is_deciding and function.name not in OF_NO_WEIGHT
        for node in _own_nodes(function):
            for what, edit in (*_refusals(node), *(_decisions(node, function) if weighs else ())):
                yield f"{name}: {what}", first_line, edit


def _functions(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield f"{inside}{node.name}", node
            yield from _functions(node, f"{inside}{node.name}.")
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{inside}{node.name}.")


def _first_line(function: ast.FunctionDef) -> int:
    return min([function.lineno, *(one.lineno for one in function.decorator_list)])


def _own_nodes(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function, without those of functions inside it, in the order of the text."""
    waiting: list[ast.AST] = list(reversed(function.body))
    while waiting:
        node = waiting.pop()
        if not isinstance(node, ast.FunctionDef):
            yield node
            waiting.extend(reversed(list(ast.iter_child_nodes(node))))


def _refusals(node: ast.AST) -> Iterator[tuple[str, Edit]]:
    """What is a check in every file: insisting, raising, and each reason that a rule may refuse for."""
    if isinstance(node, ast.Expr) and _called(node.value) == "insist":
        yield _short(node), lambda: _become(node, _nothing())
    if isinstance(node, ast.If) and len(node.body) == 1 and _says_no(node.body[0]):
        yield from _reasons(node)
    if isinstance(node, ast.keyword) and node.arg == "has_proved":
        yield _short(node), lambda: setattr(node, "value", ast.Constant(True))


def _reasons(node: ast.If) -> Iterator[tuple[str, Edit]]:
    """Each reason alone where there are several, else the whole."""
    if isinstance(node.test, ast.BoolOp) and isinstance(node.test.op, ast.Or):
        reasons = node.test.values
        for position, part in enumerate(reasons):
            yield f"or {_short(part)}", lambda at=position: reasons.__setitem__(at, ast.Constant(False))
    else:
        yield f"if {_short(node.test)}", lambda: _become(node, *(node.orelse or [_nothing()]))


def _says_no(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Raise) and statement.exc:
        return (_called(statement.exc) or ast.unparse(statement.exc)) in NO
    return isinstance(statement, ast.Return) and _called(statement.value) == "Refusal"


def _decisions(node: ast.AST, function: ast.FunctionDef) -> Iterator[tuple[str, Edit]]:
    """What is a check where it is decided who may: early noes, parts of a condition, signatures, fences of rows."""
    if isinstance(node, ast.If) and len(node.body) == 1 and _gives_nothing(node.body[0]):
        yield from _reasons(node)
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And):
        for position, part in enumerate(node.values):
            yield f"and {_short(part)}", lambda at=position: node.values.__setitem__(at, ast.Constant(True))
    if isinstance(node, ast.comprehension):
        for position, part in enumerate(node.ifs):
            if isinstance(part, ast.BoolOp) and isinstance(part.op, ast.And):
                continue  # each of its parts is taken out alone
            yield f"if {_short(part)}", lambda at=position: node.ifs.__setitem__(at, ast.Constant(True))
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Compare) and _is_rule(function):
        yield _short(node), lambda: setattr(node, "value", ast.Constant(function.name not in DENYING))
    if isinstance(node, ast.Call) and _called(node) in SIGNATURES:
        yield _short(node), lambda: _become_expression(node, ast.Constant(True))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("filter", "exclude"):
        for fence in [one for one in node.keywords if one.arg in FENCES]:
            yield f"{node.func.attr} {_short(fence)}", lambda one=fence: _lower(node, one)


def _is_rule(function: ast.FunctionDef) -> bool:
    return isinstance(function.returns, ast.Name) and function.returns.id == "bool"


def _gives_nothing(statement: ast.stmt) -> bool:
    """`return None`, `return False`, `return ()`, a redirect, `continue`: the way of everybody who may not."""
    if isinstance(statement, ast.Continue):
        return True
    if not isinstance(statement, ast.Return):
        return False
    given = statement.value
    if given is None or (isinstance(given, ast.Constant) and given.value in (None, False)):
        return True
    return (isinstance(given, ast.Tuple) and not given.elts) or _called(given) in (
        "HttpResponseRedirect",
        "_to_the_door",
        "Checked",
    )


def _called(node: ast.AST | None) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _short(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())[:100]


def _nothing() -> ast.stmt:
    return ast.Pass()


def _become(node: ast.stmt, *others: ast.stmt) -> None:
    """Turn a statement into others in its place: an `if True:` keeps the tree's shape."""
    whole = ast.If(test=ast.Constant(True), body=list(others), orelse=[])
    ast.copy_location(whole, node)
    node.__class__ = ast.If  # type: ignore[assignment]
    node.__dict__.clear()
    node.__dict__.update(whole.__dict__)


def _become_expression(node: ast.expr, other: ast.expr) -> None:
    ast.copy_location(other, node)
    node.__class__ = other.__class__  # type: ignore[assignment]
    node.__dict__.clear()
    node.__dict__.update(other.__dict__)


def _lower(call: ast.Call, fence: ast.keyword) -> None:
    """Without this column; `exclude()` of nothing excludes everything in no version of Django, so it is left whole."""
    call.keywords.remove(fence)
    if not call.keywords and not call.args:
        assert isinstance(call.func, ast.Attribute)
        call.func.attr = "all"
