"""The purposes that a defender answers for, in plain words, with what an answer can lead to."""

from django.utils.translation import gettext_lazy as _

from safeconduct.web.defender.questions import CONSENT_WORDS

PURPOSE_WORDS = {
    **CONSENT_WORDS,
    "share_company": _("A company or a lender may be told about it"),
    "share_state_mechanism": _("The state’s own protection programme may be told, with the name"),
    "share_nhri": _("The national human rights institution may be told, with the name"),
    "share_hoststate": _("The authorities of the country of refuge may be told, with the name"),
    "share_consulate": _("A consulate may get what it needs for a visa, with the name"),
    "publish_image": _("A picture may be shown in public"),
    "media": _("Journalists or unions may be told about it"),
    "contact_visible": _("We may be seen together"),
    "publish_prison_address": _("The address of the prison may be published, so that people write"),
    "recommend_unattributed": _("Advice may be used without saying whose it is"),
    "un_government_named": _("The United Nations may name the person to the government"),
    "un_public_named": _("The United Nations may name the person in reports and in its public database"),
    "source_confidential": _("The United Nations may be told, without saying who told it"),
    "reprisal_report": _("The United Nations may be told of revenge for contact with it"),
    "regional_named": _("A regional human rights body may be told, with the name"),
    "precautionary_measures": _(
        "The Inter-American Commission may be asked for urgent protection, with the name; it writes to the state"
    ),
    "court_representation": _(
        "An international court may be asked for urgent protection, with the name; it writes to the state"
    ),
    "share_receiver": _("Another organisation may be told, so that it can help"),
    "share_lawyer": _("A lawyer may be told, with the name"),
    "share_funder": _("Somebody who gives money for help may be told, with the name"),
    "share_host": _("A host may be told, with the name"),
    "share_provider": _("Somebody who gives training or equipment may get the contact"),
    "share_helpline": _("A helpline for phones and computers may be told"),
    "handover_contact": _("Whoever takes over at this office may get the contact"),
    "observe_event": _("Someone may be present at an event"),
    "visit_detention": _("Someone may ask to visit in prison, with the name"),
    "visit_site": _("Someone may visit the office, the home or the community"),
    "location": _("Those who visit or go along may know the place"),
    "accompany": _("Someone may go along for protection"),
    "attend": _("Invitations to meetings and training may be sent"),
    "relocate": _("A move to another place may be prepared"),
    "travel": _("A journey for a visit or a prize may be prepared"),
    "medical": _("A doctor may get what a doctor must know"),
    "family": _("The family may be spoken with"),
    "collective": _("The group or the community may be supported together"),
}
GROUP_WORDS = {
    "authorities": _("Authorities and companies"),
    "public": _("In public"),
    "un": _("United Nations and other bodies"),
    "read": _("Who else may know"),
    "presence": _("Visits and presence"),
    "help": _("Help"),
    "group": _("Together with others"),
}
RISK_WORDS = {
    "authorities": _(
        "They then know that somebody speaks for you. It can make them careful; it can also make them angry."
    ),
    "public": _(
        "What is public cannot be called back, and those who threaten you can read it. "
        "It can protect; it can also put you, your family and others in danger."
    ),
    "others": _(
        "They can copy it and remember it. When you say no we ask them to delete it, but cannot see whether they do."
    ),
}
ANSWER_WORDS = {"yes": _("Yes"), "ask_first": _("Ask me first"), "no": _("No")}
CHANNEL_WORDS = {
    "meeting": _("Only in a meeting"),
    "letter": _("Only in a letter"),
    "call": _("Only by telephone"),
    "online": _("Only on the internet"),
    "press": _("Only in the press"),
    "confidential": _("Only in confidence"),
    "public_report": _("In its public report"),
}
