"""Files that take longest begin, so that no worker is left with one when the others are done."""

LONGEST_FIRST = (
    "at_rest/test_canaries.py",
    "at_rest/test_power_cuts.py",
    "upgrades/test_upgrading.py",
    "house/test_who_may.py",
    "at_rest/test_kills.py",
    "at_rest/test_floods.py",
    "at_rest/test_crowd.py",
    "at_rest/test_restore_drill.py",
    "at_rest/test_sessions.py",
    "at_rest/test_benches.py",
    "at_rest/test_bench_cases.py",
    "desks/access/test_changing.py",
    "pages/test_fuzz.py",
    "races/test_ending.py",
    "desks/program/test_start.py",
    "desks/program/test_demo_cases.py",
    "house/test_removed_checks.py",
    "desks/dossiers/test_finding.py",
    "rules/sealing/test_code.py",
)
