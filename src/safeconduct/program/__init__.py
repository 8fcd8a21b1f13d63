"""The command line: `safeconduct`. Each command is one file; this one only names them."""

import argparse
import os
from typing import TypeAlias

from django.core.exceptions import ImproperlyConfigured

from safeconduct.program.refusing import no

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="safeconduct", description="Safe Conduct: run, fill and look after an instance."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    _add_instance(commands)
    _add_casework(commands)
    _add_observatory(commands)
    _add_rota(commands)
    _add_bench(commands)
    arguments = parser.parse_args()
    os.umask(0o077)  # nothing of an instance is for other users of this machine
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "safeconduct.web.settings")
    module, _, function = arguments.run.partition(":")
    try:
        command = __import__(f"safeconduct.program.{module}", fromlist=[function])
        raise SystemExit(getattr(command, function)(arguments) or 0)
    except ImproperlyConfigured as problem:
        raise SystemExit(str(problem)) from None
    except ModuleNotFoundError as missing:
        if arguments.command != "observatory" or (missing.name or "safeconduct").startswith("safeconduct"):
            raise
        # What the observatory needs besides the rest is installed apart: a sentence, whichever of its commands it was.
        raise SystemExit(no(f"{missing.name} is not installed. Run make observatory.")) from None


def _add_instance(commands: Commands) -> None:
    """Commands that found, run and look after an instance."""
    start = commands.add_parser("start", help="found an organisation: asks what is needed, shows each secret once")
    start.add_argument("--name", help="the organisation as defenders read it")
    start.add_argument("--short-name", help="the same in small letters with hyphens")
    start.add_argument("--kind", help="mission, network or body")
    start.add_argument("--reads-within", metavar="HOURS", help="hours within which somebody reads and answers")
    start.add_argument("--urgent-within", metavar="HOURS", help="the same for what is urgent, or none")
    start.add_argument("--staffed", metavar="HH:MM-HH:MM", help="hours at which somebody is there, or none")
    start.add_argument("--time-zone", help="as Europe/Brussels")
    start.add_argument("--compartments", help="as Protection=requests,Auditors=auditors")
    start.add_argument("--registrars", help="sign-in names, with posts if you like: ines, jonas: Board member")
    start.add_argument("--members", action="append", metavar="COMPARTMENT=NAMES", help="once for each compartment")
    start.add_argument("--hosts", help="the names under which the program answers")
    start.add_argument("--front", help="what stands in front: tls or onion")
    start.add_argument("--settings", metavar="FILE", help="where the service's settings are written")
    start.add_argument("--yes", action="store_true", help="found it without a last question")
    start.add_argument("--pin", action="store_true", help="only compare and pin the root keys that are here")
    start.set_defaults(run="start:run")

    prepare = commands.add_parser("prepare", help="compile the languages and collect the static files")
    prepare.set_defaults(run="prepare:run")

    serve = commands.add_parser("serve", help="serve the instance on loopback, behind your own TLS or onion service")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--workers", type=int, default=4)
    serve.set_defaults(run="serve:run")

    demo = commands.add_parser("demo", help="serve an instance filled with invented organisations and people")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--workers", type=int, default=4)
    demo.add_argument("--few", action="store_true", help="two organisations and four fresh requests, in seconds")
    demo.set_defaults(run="demo:run")

    code = commands.add_parser("demo-code", help="the six digits of a demo account, for those without an authenticator")
    code.add_argument("name")
    code.set_defaults(run="demo:show_code")

    shown = commands.add_parser("demo-cases", help="which invented case is which dossier, and how far it has come")
    shown.add_argument("words", nargs="*", help="only those that hold all of these words")
    shown.set_defaults(run="demo:show_cases")

    migrate = commands.add_parser("migrate", help="bring the database to this release")
    migrate.set_defaults(run="migrate:run")

    tick = commands.add_parser("tick", help="sweep away what has expired; run it every quarter of an hour")
    tick.add_argument(
        "--the-clock-is-right", action="store_true", help="somebody looked at the clock: erase what is due by it"
    )
    tick.set_defaults(run="tick:run")

    doctor = commands.add_parser("doctor", help="look at the instance and its machine, and say what to do")
    doctor.add_argument("--json", action="store_true", help="print the findings as JSON")
    doctor.set_defaults(run="doctor:run")

    backup = commands.add_parser(
        "backup", help="back up the instance while it serves: data, kept 90 days, and what opens it, kept 14"
    )
    backup.add_argument("folder")
    backup.add_argument(
        "--clock-is-right", action="store_true", help="remove old backups even if most of them fall due at once"
    )
    backup.set_defaults(run="backup:run")

    key = commands.add_parser(
        "backup-key", help="make the key that backups are sealed to from now on: shows its secret half once, for paper"
    )
    key.set_defaults(run="backup:make_key")

    restore = commands.add_parser("restore", help="restore a backup into an empty folder, SAFECONDUCT_VAR")
    restore.add_argument("folder")
    restore.add_argument(
        "--data", default="", metavar="NAME", help="older data than the newest; wraps are always the newest"
    )
    restore.add_argument(
        "--try", dest="only_try", action="store_true", help="only read whether it is whole and opens; write nothing"
    )
    restore.set_defaults(run="restore:run")

    notices = commands.add_parser("notices", help="translations that no speaker has read, and what this machine lacks")
    notices.set_defaults(run="notices:run")

    journal = commands.add_parser("journal", help="look after the journals").add_subparsers(
        required=True, metavar="VERB"
    )
    verifying = journal.add_parser("verify", help="whether each journal is unbroken and agrees with its checkpoints")
    verifying.add_argument("--organisation", metavar="ORG", help="only this one, by its short or full name")
    verifying.add_argument("--note", metavar="FILE", help="compare with a checkpoint's note that was kept elsewhere")
    verifying.set_defaults(run="journal:verify")

    guidance = commands.add_parser("guidance", help="look after the register of guidance").add_subparsers(
        required=True, metavar="VERB"
    )
    checking = guidance.add_parser("check", help="whether the register holds together: schemas, sources, dates, links")
    checking.add_argument("--folder", metavar="FOLDER", help="a copy of the register that is being changed")
    checking.set_defaults(run="guidance:run")


def _add_casework(commands: Commands) -> None:
    """Commands that take requests in and help to work on cases."""
    intake = commands.add_parser("intake", help="take requests in").add_subparsers(required=True, metavar="VERB")
    taking = intake.add_parser(
        "import", help="public appeals (JSON lines with id, text, language …) become sealed requests"
    )
    taking.add_argument("file")
    taking.add_argument(
        "--for", dest="office", required=True, metavar="ORG", help="the organisation's short or full name"
    )
    taking.add_argument(
        "--rejects", help="where lines that were not taken in are written (default: FILE.rejects.jsonl)"
    )
    taking.set_defaults(run="appeals:run")

    cases = commands.add_parser("cases", help="work on cases from files").add_subparsers(required=True, metavar="VERB")
    suggesting = cases.add_parser("suggest", help="what each text of a file may say, with the words that it rests on")
    suggesting.add_argument("file")
    suggesting.add_argument("out", help="where the suggestions are written, a line for each text")
    suggesting.add_argument("--rejects", help="where lines that could not be read are written (FILE.rejects.jsonl)")
    suggesting.set_defaults(run="suggesting:run")


def _add_observatory(commands: Commands) -> None:
    """Commands that collect, code, count and show public statements."""
    observatory = commands.add_parser("observatory", help="look at public statements").add_subparsers(
        required=True, metavar="VERB"
    )
    coding = observatory.add_parser("code", help="code public texts by rules that show their words")
    coding.add_argument(
        "file", help="the texts, JSON lines with id and text, and url, title and language where there are"
    )
    coding.add_argument("out", help="where the codings are written")
    coding.add_argument("--rejects", help="where lines for people are written (default: FILE.rejects.jsonl)")
    coding.add_argument("--processes", type=int, default=1, metavar="N", help="how many parts are coded at once")
    coding.add_argument("--spark", default="", metavar="MASTER", help="code on Spark, as local[2] or spark://host:7077")
    coding.set_defaults(run="observatory:run")
    collecting = observatory.add_parser("collect", help="collect public texts from files into a corpus")
    collecting.add_argument("sources", nargs="+", help="files, or folders of files")
    collecting.add_argument("--into", required=True, metavar="FOLDER", help="the corpus; a new one is made")
    collecting.set_defaults(run="collecting:run")
    fetching = observatory.add_parser("fetch", help="fetch listed pages from hosts that you name, slowly")
    fetching.add_argument("addresses", help="a file with an address on each line, as addresses.txt of a corpus")
    fetching.add_argument("--into", required=True, metavar="FOLDER", help="where web archives are written")
    fetching.add_argument("--host", action="append", required=True, help="a host that may be asked; once for each")
    fetching.add_argument("--contact", required=True, help="a mail address or page by which a site can reach you")
    fetching.add_argument("--pause", type=float, default=5.0, help="seconds between two pages of one host")
    fetching.add_argument("--yes", action="store_true", help="do it; without it, only what would be asked is said")
    fetching.set_defaults(run="fetching:run")
    _add_coding_by_hand(observatory)

    measuring = observatory.add_parser("measure", help="figures, charts and a snapshot of coded statements")
    measuring.add_argument("file", help="the codings, JSON lines")
    measuring.add_argument("folder", help="where everything is written; a new folder")
    measuring.add_argument("--from", dest="first", required=True, metavar="DAY", help="the first day, as 2014-01-01")
    measuring.add_argument("--to", dest="last", required=True, metavar="DAY", help="the last day")
    measuring.add_argument("--as-of", required=True, metavar="DAY", help="the day on which the texts were gathered")
    measuring.add_argument("--audits", nargs="+", metavar="ROUND", help="rounds of `observatory audit`")
    measuring.add_argument("--rules", metavar="FILE", help="other rules, as measures.toml of a snapshot holds them")
    measuring.add_argument("--publisher", default="Safe Conduct observatory", help="who is cited")
    measuring.add_argument(
        "--spark", default="", metavar="MASTER", help="count on Spark, as local[2] or spark://host:7077"
    )
    measuring.set_defaults(run="observatory_measuring:measure")
    rebuilding = observatory.add_parser("rebuild", help="make a snapshot again and compare every octet")
    rebuilding.add_argument("snapshot", help="the ZIP")
    rebuilding.add_argument("file", help="the codings that it was made from")
    rebuilding.add_argument("--audits", nargs="+", metavar="ROUND", help="its rounds, in their order")
    rebuilding.set_defaults(run="observatory_measuring:rebuild")
    beside = observatory.add_parser("differences", help="what differs between two codings")
    beside.add_argument("file", help="the codings, JSON lines")
    beside.add_argument("one", help="the id of one")
    beside.add_argument("other", help="the id of the other")
    beside.set_defaults(run="observatory_measuring:side_by_side")
    naming = observatory.add_parser("also-named", help="who is named in one statement, and in which others")
    naming.add_argument("file", help="the codings, JSON lines")
    naming.add_argument("id", help="the id of the statement")
    naming.set_defaults(run="observatory_naming:run")
    auditing = observatory.add_parser("audit", help="what pages of missions tell defenders: four items with evidence")
    auditing.add_argument("file", help="the archived pages, JSON lines with id and text")
    auditing.add_argument("out", help="where the answers are written, a line for each page")
    auditing.add_argument("--as-of", metavar="DAY", help="the day of pages that say none themselves (default: today)")
    auditing.add_argument("--rejects", help="where lines for people are written (default: FILE.rejects.jsonl)")
    auditing.set_defaults(run="observatory_sites:audit")
    rounds = observatory.add_parser("trend", help="rounds of audits of one series, set in a row")
    rounds.add_argument("rounds", nargs="+", help="what `observatory audit` wrote, a file for each round")
    rounds.set_defaults(run="observatory_sites:show_trend")
    putting = observatory.add_parser("show", help="show a snapshot on the pages of this instance")
    putting.add_argument("snapshot", help="the ZIP that `observatory measure` made")
    putting.set_defaults(run="observatory_showing:run")
    showing = observatory.add_parser("demo", help="invented statements: coded, measured and made into a snapshot")
    showing.add_argument(
        "folder", nargs="?", default="observatory-demo", help="where everything is written; a new folder"
    )
    showing.set_defaults(run="observatory_measuring:demo")


def _add_rota(commands: Commands) -> None:
    rota = commands.add_parser("rota", help="share hearings and visits among missions").add_subparsers(
        required=True, metavar="VERB"
    )
    proposing = rota.add_parser("propose", help="who leads and who backs up, with the reasons and the gaps")
    proposing.add_argument("file", help="what is asked for, as docs/rota.md shows; - reads what is piped in")
    proposing.add_argument("out", help="where the rota is written; - prints it")
    proposing.add_argument("--seconds", type=float, default=5.0, help="how long the solver may take")
    proposing.set_defaults(run="rota:run")


def _add_bench(commands: Commands) -> None:
    bench = commands.add_parser("bench", help="measure this program on this machine").add_subparsers(
        required=True, metavar="WHAT"
    )
    measured = bench.add_parser("intake", help="submit, open, list and add under load, on a throw-away instance")
    measured.add_argument("--json", action="store_true", help="print the figures as JSON")
    measured.add_argument("--requests", type=int, default=500, help="how many requests are submitted in each run")
    measured.add_argument(
        "--cases", type=int, nargs="*", default=[1_000, 10_000], help="sizes at which the desk is measured"
    )
    measured.set_defaults(run="bench:run")

    desk = bench.add_parser("cases", help="list, find, open and add among many sealed cards, on a throw-away instance")
    desk.add_argument("--cards", type=int, default=10_000, metavar="N", help="how many cards the list holds")
    desk.add_argument("--json", action="store_true", help="print the figures as JSON")
    desk.add_argument("--times", type=int, default=40, help="how often each request is made")
    desk.add_argument("--seed", type=int, default=1, help="the same seed draws the same cards")
    desk.set_defaults(run="bench_cases:run")

    rekeyed = bench.add_parser("rekey", help="make a compartment's keys anew after a leaving, on a throw-away instance")
    rekeyed.add_argument("--dossiers", type=int, default=1_000, help="how many dossiers the compartment holds")
    rekeyed.set_defaults(run="bench_rekeying:run")

    shared = bench.add_parser("rota", help="the rota of the solver beside the greedy one, on invented months")
    shared.add_argument("--json", action="store_true", help="print the figures as JSON")
    shared.add_argument("--hearings", type=int, nargs="*", default=[10, 30, 60, 120, 200, 500], metavar="N")
    shared.add_argument("--seeds", type=int, default=3, help="how many months of each size are drawn")
    shared.add_argument("--seconds", type=float, default=5.0, help="how long the solver may take for each")
    shared.set_defaults(run="bench_rota:run")

    observed = bench.add_parser("observatory", help="invented statements are taken in, coded and measured")
    observed.add_argument(
        "--statements", type=int, nargs="+", default=[1_000, 10_000], metavar="N", help="how many; sizes"
    )
    observed.add_argument("--json", action="store_true", help="print the figures as JSON")
    observed.set_defaults(run="bench_observatory:run")

    agreed = bench.add_parser("suggest", help="how far suggestions agree with codings by hand")
    agreed.add_argument("gold", help="the codings, JSON lines with id, language and the fields")
    agreed.add_argument("out", help="what `cases suggest` wrote")
    agreed.set_defaults(run="bench_suggesting:run")

    compared = bench.add_parser("code", help="how far codings by rules agree with codings by hand")
    compared.add_argument("gold", help="the codings by hand, JSON lines with id and the codebook's fields")
    compared.add_argument("out", help="what `observatory code` wrote")
    compared.set_defaults(run="observatory:compare")


def _add_coding_by_hand(observatory: Commands) -> None:
    """Commands by which people check what was collected and coded."""
    for name, help_text, run in (
        ("sheet", "make a sheet on which somebody codes texts, without anybody else's codes", "make_sheet"),
        (
            "disagreements",
            "make a sheet of codes on which people differ, to be settled with a reason",
            "make_disagreements",
        ),
        ("pairs", "make a sheet of pairs of texts that may be one statement", "make_pairs"),
    ):
        making = observatory.add_parser(name, help=help_text)
        making.add_argument("corpus", help="the folder that collect made")
        making.add_argument("out", help="the sheet, a new .xlsx file")
        making.add_argument("--for", dest="person", required=True, metavar="NAME", help="who fills it in")
        if name == "sheet":
            making.add_argument(
                "--texts", type=int, default=100, help="how many, drawn by chance, the same for everybody"
            )
        making.set_defaults(run=f"coding_by_hand:{run}")
    taking = observatory.add_parser("take-in", help="take in sheets that people filled in")
    taking.add_argument("corpus", help="the folder that collect made")
    taking.add_argument("sheets", nargs="+", help="the sheets, .xlsx files")
    taking.set_defaults(run="coding_by_hand:take_in")
    agreeing = observatory.add_parser("agreement", help="how far people agree beyond chance, field by field")
    agreeing.add_argument("corpus", help="the folder that collect made")
    tabling = observatory.add_parser("table", help="make the table of statements with the codes in force")
    tabling.add_argument("corpus", help="the folder that collect made")
    tabling.add_argument("out", help="the table, JSON lines")
    for parser, run in ((agreeing, "agree"), (tabling, "make_table")):
        parser.add_argument("--codebook", type=int, metavar="N", help="an older codebook; the newest if it is left out")
        parser.set_defaults(run=f"coding_by_hand:{run}")
