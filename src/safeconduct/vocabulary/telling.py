"""The coded answers of a call for help: which values a question knows. Pages put words to them."""

ABOUT = ("me", "someone", "unaware")
"""Who asks: for oneself; for somebody who knows and agrees; for somebody who does not know yet."""

URGENCY = ("now", "days", "no")
"""How near the danger is: now; within days; not near."""

NEEDS = (
    "lawyer",
    "safe_place",
    "medical",
    "money",
    "observer",
    "visit",
    "visa",
    "private_word",
    "public_word",
    "digital",
    "family",
)

SUPPORT = (
    *NEEDS,
    "psychosocial",
    "rehabilitation",
    "transport",
    "accompaniment",
    "training",
    "equipment",
    "housing",
    "schooling",
    "childcare",
    "livelihood",
    "language",
    "networking",
)
"""What can be wanted at any stage: the needs of the call for help, and what comes after it."""

MEDICAL = frozenset({"medical", "psychosocial", "rehabilitation"})
"""Needs of body and mind: they belong to the medical scope."""

STAGES = ("danger", "recovery", "work")
"""When support is wanted: now, in the danger; afterwards, to recover; to go on with the work."""

CHANNELS = ("here", "trusted", "phone")
"""How an answer may reach the person: only with the code; through somebody trusted; by phone or message."""

CONSENTS = (
    "share_mission",
    "share_network",
    "raise_private_unnamed",
    "raise_private_named",
    "observe_trial",
    "publish_unnamed",
    "publish_named",
)
"""What may be told to whom, as asked in a call for help. The names are purposes of the action catalogue."""

SOURCES = ("form", "phone", "message", "paper", "public", "sheet")
"""How a request came: by its own form; by telephone; by message or mail; on paper; from a public appeal; from a
spreadsheet."""
