"""Where the words of rules stand in the languages of the pages besides English, by rule and version."""

from pathlib import Path

WRITTEN = Path(__file__).with_suffix(".toml")
