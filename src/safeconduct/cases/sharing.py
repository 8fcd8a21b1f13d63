"""What may be shared of a case with another organisation, and why not."""

from dataclasses import dataclass
from datetime import date, timedelta

from safeconduct.dossiers.entry import Entry
from safeconduct.intake.consent import WITNESSED, Consent, Share, Terms, consents, covering, shares, to_be_made
from safeconduct.vocabulary.refusal import Refusal

LONGEST = timedelta(days=365)


@dataclass(frozen=True)
class Sharing:
    """What stands in a case file about sharing."""

    about: str
    is_relay: bool
    entries: tuple[Entry, ...]

    @property
    def consents(self) -> tuple[Consent, ...]:
        return consents(self.entries)

    @property
    def shares(self) -> tuple[Share, ...]:
        return shares(self.entries)

    def consent(self, ref: str) -> Consent | None:
        return next((one for one in self.consents if one.ref == ref), None)

    def share(self, ref: str) -> Share | None:
        return next((one for one in self.shares if one.ref == ref), None)

    @property
    def to_be_made(self) -> tuple[Consent, ...]:
        return to_be_made(self.entries)


def refusal_to_terms(terms: Terms, sharing: Sharing, *, own: str, on: date) -> Refusal | None:
    """Why these terms can neither be asked for nor shared."""
    if sharing.about == "unaware":
        return Refusal("The person does not know of this yet, so it is shared with nobody. Reach the person first.")
    if not terms.parts:
        return Refusal("Nothing is chosen yet. Tick what they may read.")
    if terms.organisation == own:
        return Refusal("This is your own organisation. Choose another one.")
    if terms.until < on.isoformat():
        return Refusal("The last day is in the past. Choose a day from today on.")
    if terms.until > (on + LONGEST).isoformat():
        return Refusal("That is more than a year. Choose an earlier last day; it can be shared again later.")
    return None


def refusal_to_asking(terms: Terms, sharing: Sharing, *, has_code: bool) -> Refusal | None:
    if not has_code or sharing.is_relay:
        return Refusal("The person has no page of their own. Ask another way, and let two members sign the answer.")
    if any(one.state == "asked" and one.terms == terms for one in sharing.consents):
        return Refusal("This question waits for an answer already. It stands on the person’s page.")
    return None


def refusal_to_confirming(consent: Consent | None, *, member: str) -> Refusal | None:
    if consent is None or consent.state != WITNESSED:
        return Refusal("This does not wait for a second member any more. Look at what stands below.")
    if consent.witness == member:
        return Refusal("You signed this yourself. A second member must confirm it.")
    return None


def refusal_to_sharing(terms: Terms, sharing: Sharing, *, kind: str, scope_refs: frozenset[str]) -> Refusal | None:
    """No consent, no grant. `scope_refs` are the keys that would be shared: nothing in them, nothing to share."""
    if not covering(terms, sharing.entries, kind=kind):
        return Refusal("There is no consent for this. Ask the person: the question then stands on their page.")
    if not scope_refs:
        return Refusal("There is nothing in these parts that they cannot read already.")
    return None


def refusal_to_writing_to_partner(text: str) -> Refusal | None:
    if not text.strip():
        return Refusal("Nothing is written yet. Write a sentence, then send it.")
    return None


def refusal_to_ending(share: Share) -> Refusal | None:
    if share.ended:
        return Refusal("This share has ended already.")
    return None
