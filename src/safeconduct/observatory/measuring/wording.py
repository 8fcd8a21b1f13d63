"""What texts on each country say and ask for: the shares of all rules that measure one, side by side."""

from typing import TYPE_CHECKING

from safeconduct.observatory.measuring.measure_rule import MeasureRules

if TYPE_CHECKING:
    import polars as pl


def wording_profiles(figures: "pl.DataFrame", rules: MeasureRules) -> "pl.DataFrame":
    """Columns: country, then for each rule that measures a share its value, and `<rule>_of` for its whole. `figures`: those
    of all rules, in the alphabet's order, which is kept."""
    import polars as pl

    profile = figures.select("country").unique(maintain_order=True)
    for rule in rules.rules:
        if rule.measures == "share":
            shares = figures.filter(pl.col("rule") == rule.code)
            named = shares.select("country", pl.col("value").alias(rule.name), pl.col("whole").alias(f"{rule.name}_of"))
            profile = profile.join(named, on="country", how="left", maintain_order="left")
    return profile
