"""The demonstration: invented cases in invented countries, as data, and what plays them through the program's own verbs."""
