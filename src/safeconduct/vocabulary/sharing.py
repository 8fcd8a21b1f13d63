"""The coded values of sharing: which parts, for what, under which marking, and how a yes was given."""

PARTS: dict[str, tuple[str, ...]] = {
    "story": ("story",),
    "files": ("evidence_original", "evidence_working"),
    "contact": ("contact",),
    "identity": ("identity",),
}
"""What can be shared, and the scopes of a dossier that it means. The name is a part of its own."""

PURPOSES = ("support", "advice", "act_together")

MARKINGS = ("TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN")
"""Traffic Light Protocol 2.0 (FIRST, 2022). RED means named persons, and a share is sealed to a compartment.
CLEAR is for what may be published."""

KINDS = ("mission", "network", "body")
"""What an organisation is: an embassy or delegation; a protection organisation or network; a UN or regional body."""

TICKS = {"share_mission": "mission", "share_network": "network"}
"""Consents of the first form that cover the story, without the name, for any organisation of one kind."""

OF_KIND = {"mission": "share_mission", "network": "share_network", "body": "share_receiver"}
"""The purpose of the action catalogue that a consent to share with one organisation of a kind answers."""

WITNESSED_WAYS = ("in_person", "call", "writing", "representative", "advance_wish")
"""How somebody said yes who did not use the page. Two members sign what they know of it."""
