"""Words of the open pages that are no content: needs, groups and the short notes beside an entry."""

from django.utils.translation import gettext_lazy as _

from safeconduct.web.defender.questions import NEED_WORDS

NEEDS = {
    **NEED_WORDS,
    "letter_to_government": _("A letter of the UN or another body to the government"),
    "protective_measures": _("Protection that a state or a court orders"),
    "accompaniment": _("Someone who stays near"),
    "training": _("Learning to be safer"),
    "referral": _("Someone who knows whom to ask"),
    "resettlement": _("Living in another country for good"),
    "networking": _("Contact with others who do the same work"),
}
GROUPS = {
    "women": _("women"),
    "lgbti": _("LGBTI people"),
    "journalists": _("journalists"),
    "writers_and_artists": _("writers and artists"),
    "scholars": _("scholars"),
    "environment": _("people who defend land and nature"),
    "organisations": _("organisations"),
    "online": _("people attacked for what they do online"),
}
SORTS = {
    "money": (_("Money, lawyers, doctors"), {"fund", "legal_aid"}),
    "stay": (_("A safe place to stay"), {"relocation", "resettlement"}),
    "bodies": (_("International bodies and courts"), {"un_mandate", "treaty_body", "regional_body", "court"}),
    "others": (_("Networks and others"), {"network", "accompaniment", "helpline"}),
}
"""A long list is folded by these kinds of mechanism."""
SPEAKERS = {"state": _("The state"), "defenders": _("Defenders"), "others": _("Others")}
# Names of languages as the register writes them.
LANGUAGE_CODES = {
    "Arabic": "ar",
    "Chinese": "zh",
    "English": "en",
    "French": "fr",
    "Kiswahili": "sw",
    "Mandarin": "zh",
    "Portuguese": "pt",
    "Russian": "ru",
    "Spanish": "es",
    "Vietnamese": "vi",
}
