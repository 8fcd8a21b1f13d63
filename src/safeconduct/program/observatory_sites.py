"""`safeconduct observatory audit` and `trend`: archived pages as answers to four items, and rounds set in a row."""

import argparse
import json
import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from safeconduct.observatory import invented
from safeconduct.observatory.auditing.audit_round import (
    AuditRound,
    audit_round,
    lines_of,
    refusal_to_a_trend,
    refusal_to_taking_in,
    trend,
)
from safeconduct.observatory.auditing.page_audit import audited, read_page
from safeconduct.observatory.published_text import UnreadLine
from safeconduct.program.refusing import no, no_file, unfit_files
from safeconduct.vocabulary.iso_day import typed_day
from safeconduct.vocabulary.refusal import Refusal, Refused, insist
from safeconduct.vocabulary.whole_file import appearing


def audit(arguments: argparse.Namespace) -> int:
    source, out = Path(arguments.file), Path(arguments.out)
    rejects = Path(arguments.rejects or f"{source}.rejects.jsonl")
    if unfit := unfit_files(source, out, rejects, read="pages", made="Answers"):
        return no(unfit)
    as_of = arguments.as_of or datetime.now(UTC).date().isoformat()
    if not typed_day(as_of):
        return no("A day is written as 2019-05-22. Give --as-of like this.")
    answered, unread = _audited(source.read_bytes(), as_of)
    _whole(out, answered)
    rejects.unlink(missing_ok=True)
    if unread:
        _whole(rejects, unread)
    print(f"{len(answered)} pages audited, {len(unread)} lines for people" + (f" (see {rejects})." if unread else "."))
    return 0


def _audited(octets: bytes, as_of: str) -> tuple[list[str], list[str]]:
    """A day that a page was seen on and that is none is for people, like a line that cannot be read."""
    answered, unread = [], []
    for number, raw in enumerate(octets.split(b"\n"), start=1):
        if not raw.strip():
            continue
        page = read_page(raw, line=number)
        if not isinstance(page, UnreadLine) and page.seen and not typed_day(page.seen[:10]):
            page = UnreadLine(number, "The field “seen” is no day. Write it as 2019-05-22.", page.text.id)
        if isinstance(page, UnreadLine):
            unread.append(page.as_line())
        else:
            answered.append(audited(page, as_of=as_of).as_line())
    return answered, unread


def _whole(path: Path, lines: list[str]) -> None:
    with appearing(path) as unfinished:
        unfinished.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def show_trend(arguments: argparse.Namespace) -> int:
    try:
        rounds = read_rounds(Path(given) for given in arguments.rounds)
        insist(refusal_to_a_trend(rounds))
    except Refused as refused:
        return no(str(refused))
    _print_trend(rounds)
    return 0


def read_rounds(paths: Iterable[Path]) -> list[AuditRound]:
    """Each file as a round; the first that is none is refused."""
    rounds = []
    for path in paths:
        if missing := no_file(path):
            raise Refused(Refusal(missing))
        try:
            lines = lines_of(path.read_text(encoding="utf-8"))
        except (ValueError, RecursionError):
            said = f"{path} is no round: its lines are not JSON. Write it again with `observatory audit`."
            raise Refused(Refusal(said)) from None
        if refusal := refusal_to_taking_in(lines):
            raise Refused(Refusal(f"{path}: {refusal.sentence}"))
        rounds.append(audit_round(lines))
    return rounds


def _print_trend(rounds: list[AuditRound]) -> None:
    in_a_row = trend(rounds)
    print(f"Series {rounds[0].series}")
    for one in in_a_row:
        print(f"{one[0].as_of.isoformat()}")
        for share in one:
            if share.value is None:
                print(f"  {share.item}: nothing is told")
            else:
                ends = f"{share.low or 0.0:.0%} to {share.high or 0.0:.0%}"
                sites = f": {', '.join(share.sites)}" if share.sites else ""
                print(f"  {share.item}: {len(share.sites)} of {share.told}, {share.value:.0%} ({ends}){sites}")


def demo_rounds(folder: Path) -> list[Path]:
    """Two rounds of the invented pages beside the folder of the demo, and how they differ."""
    pages = tomllib.loads((Path(invented.__file__).parent / "pages.toml").read_text(encoding="utf-8"))["page"]
    rounds, paths = [], []
    for day in sorted({page["round"] for page in pages}):
        asked = "\n".join(json.dumps(page | {"url": "", "seen": day}) for page in pages if page["round"] == day)
        answered, _ = _audited(asked.encode("utf-8"), day)
        paths.append(folder.with_name(f"{folder.name}.audit-{day}.jsonl"))
        _whole(paths[-1], answered)
        rounds.append(audit_round(map(json.loads, answered)))
    _print_trend(rounds)
    return paths
