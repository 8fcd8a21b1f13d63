"""What may stand in a journal: each event with its kind and with the words that follow a member's name."""

from dataclasses import dataclass

OPENING, CHANGE, ACCESS = "opening", "change", "access"


@dataclass(frozen=True)
class Event:
    """`kind` says what its object is: a dossier for an opening and a change, a member or the journal for access."""

    kind: str
    words: str


EVENTS = {
    "DossierOpened": Event(OPENING, "opened the dossier"),
    "FileOpened": Event(OPENING, "opened an original file"),
    "WorkingCopyOpened": Event(OPENING, "opened a cleaned copy of a file"),
    "IdentityRevealed": Event(OPENING, "opened the name"),
    "RevealRefused": Event(OPENING, "asked for the name with a wrong passphrase; it stayed closed"),
    "AnswerSent": Event(CHANGE, "answered the defender"),
    "RequestAccepted": Event(CHANGE, "accepted the request as a case"),
    "RequestTakenDown": Event(CHANGE, "wrote down a request"),
    "NoteAdded": Event(CHANGE, "put in a note"),
    "FilesAdded": Event(CHANGE, "added files"),
    "WorkingCopyMade": Event(CHANGE, "made a cleaned copy of a file"),
    "CodeGiven": Event(CHANGE, "gave a code"),
    "ShareOpened": Event(OPENING, "opened what another organisation shares"),
    "SharedFileOpened": Event(OPENING, "opened a file that another organisation shares"),
    "SharedIdentityRevealed": Event(OPENING, "opened a name that another organisation shares"),
    "ConsentAsked": Event(CHANGE, "asked the defender for a consent"),
    "ConsentWitnessed": Event(CHANGE, "signed a consent that was given another way"),
    "ConsentConfirmed": Event(CHANGE, "confirmed such a consent as the second member"),
    "ScopesShared": Event(CHANGE, "shared parts with another organisation"),
    "ShareEnded": Event(CHANGE, "ended a share"),
    "RiskAssessed": Event(CHANGE, "assessed the risk"),
    "HavenAsked": Event(CHANGE, "asked others for haven, a visa or money"),
    "HavenAnswered": Event(CHANGE, "wrote down what they answered"),
    "RelocationPlanned": Event(CHANGE, "kept the plan of a relocation"),
    "ThemesChosen": Event(CHANGE, "chose the groups and themes of a case"),
    "NeedNoted": Event(CHANGE, "noted a need"),
    "NeedSettled": Event(CHANGE, "wrote whether a need was met"),
    "RiskViewTakenDown": Event(CHANGE, "wrote down how the defender sees the danger"),
    "PartnerWrittenTo": Event(CHANGE, "wrote to the other organisation about a share"),
    "SignedIn": Event(ACCESS, "signed in"),
    "SignedInWithPasskey": Event(ACCESS, "signed in with a passkey"),
    "ProvedAgain": Event(ACCESS, "typed the passphrase again"),
    "ProofFailed": Event(ACCESS, "typed a wrong passphrase or wrong digits while signed in"),
    "MemberInvited": Event(ACCESS, "invited somebody"),
    "InvitationWithdrawn": Event(ACCESS, "withdrew an invitation"),
    "MemberJoined": Event(ACCESS, "joined with an invitation"),
    "CertificateSigned": Event(ACCESS, "signed a certificate as the first of two"),
    "MemberCertified": Event(ACCESS, "certified a member as the second of two"),
    "AppointmentWithdrawn": Event(ACCESS, "withdrew what waited for certification"),
    "RegistrarMade": Event(ACCESS, "made a registrar with the root key"),
    "RegistrarEnded": Event(ACCESS, "ended a registrar with the root key"),
    "AdmissionAsked": Event(ACCESS, "asked that a member be let into a compartment"),
    "MemberLetIn": Event(ACCESS, "let a member into a compartment"),
    "MemberTakenOut": Event(ACCESS, "took a member out of a compartment"),
    "MemberLeft": Event(ACCESS, "ended a member’s account"),
    "EpochAsked": Event(ACCESS, "asked for a new key of a compartment"),
    "EpochMade": Event(ACCESS, "made a new key of a compartment"),
    "EpochCertified": Event(ACCESS, "certified a new key of a compartment"),
    "PostCreated": Event(ACCESS, "created a post"),
    "PostRenamed": Event(ACCESS, "renamed a post"),
    "PostClosed": Event(ACCESS, "closed a post"),
    "CompartmentOpened": Event(ACCESS, "opened a compartment"),
    "PassphraseChanged": Event(ACCESS, "changed their passphrase"),
    "AuthenticatorChanged": Event(ACCESS, "set up a new authenticator"),
    "PasskeyAdded": Event(ACCESS, "added a passkey"),
    "PasskeyRemoved": Event(ACCESS, "removed a passkey"),
    "PaperCodeMade": Event(ACCESS, "made a paper code"),
    "PaperCodeTried": Event(ACCESS, "had a paper code that somebody typed with wrong digits"),
    "PaperCodeRevoked": Event(ACCESS, "revoked their paper code"),
    "SessionsEnded": Event(ACCESS, "ended their other sessions"),
    "PassphraseRecovered": Event(ACCESS, "set a new passphrase with their paper code"),
    "AuthenticatorRecovered": Event(ACCESS, "set up a new authenticator with their paper code"),
    "RecoveryKeyProposed": Event(ACCESS, "named the holders of a new recovery key"),
    "RecoveryKeyMade": Event(ACCESS, "made a recovery key and split it"),
    "RecoveryKeySigned": Event(ACCESS, "signed a recovery key"),
    "RecoveryKeyEnded": Event(ACCESS, "ended a recovery key, by replacing it"),
    "CompartmentEntrusted": Event(ACCESS, "let a compartment be wrapped to the recovery key"),
    "CompartmentSafeguarded": Event(ACCESS, "wrapped a key of a compartment to the recovery key"),
    "PartsChecked": Event(ACCESS, "checked their parts of a recovery key"),
    "RecoveryHolderLeft": Event(ACCESS, "ended the account of a holder of the recovery key"),
    "RehearsalOpened": Event(ACCESS, "opened a rehearsal of the recovery"),
    "RecoveryOpened": Event(ACCESS, "asked to recover a compartment"),
    "RecoveryAgreed": Event(ACCESS, "agreed to a recovery"),
    "RehearsalAgreed": Event(ACCESS, "agreed to a rehearsal of the recovery"),
    "RecoveryStopped": Event(ACCESS, "stopped a recovery or a rehearsal"),
    "PartsHandedIn": Event(ACCESS, "handed in their parts of a recovery key"),
    "RecoveryRehearsed": Event(ACCESS, "rehearsed the recovery to its end"),
    "CompartmentRecovered": Event(ACCESS, "recovered a compartment"),
    "ExportMade": Event(ACCESS, "exported everything that they could open"),
    "NoticeAddressSet": Event(ACCESS, "set the address for notices by mail"),
    "NoticesEnded": Event(ACCESS, "ended notices by mail"),
    "JournalRead": Event(ACCESS, "read this journal"),
    "CheckpointSigned": Event(ACCESS, "signed a checkpoint"),
}
# What counts for how widely somebody reads: an attempt that stayed closed shows nothing.
READINGS = frozenset(name for name, event in EVENTS.items() if event.kind == OPENING) - {"RevealRefused"}


def event_in_words(name: str) -> str:
    """Lines written by a later version have events that this one does not know; their names are words too."""
    known = EVENTS.get(name)
    return known.words if known else "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in name).strip()


def is_about_a_dossier(name: str) -> bool:
    return name not in EVENTS or EVENTS[name].kind != ACCESS
