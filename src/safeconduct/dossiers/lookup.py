"""Questions about dossiers that clear columns answer."""

from datetime import datetime

from safeconduct.dossiers.models import Dossier


def hidden_or_erased(compartment: str) -> tuple[frozenset[str], frozenset[str]]:
    """The dossiers of a compartment that nobody may see any more, and those among them that are erased."""
    rows = Dossier.objects.filter(compartment=compartment).exclude(erase_after=None, erased_on=None)
    marks = list(rows.values_list("ref", "erased_on"))
    return frozenset(ref for ref, _ in marks), frozenset(ref for ref, erased_on in marks if erased_on)


def is_hidden(ref: str) -> bool:
    return Dossier.objects.filter(ref=ref).exclude(erase_after=None, erased_on=None).exists()


def erase_after(ref: str) -> datetime | None:
    return Dossier.objects.filter(ref=ref).values_list("erase_after", flat=True).first()


def holder(ref: str) -> tuple[str, str]:
    """The organisation and the compartment that hold a dossier, as its row says; empty if there is none."""
    return Dossier.objects.filter(ref=ref).values_list("organisation", "compartment").first() or ("", "")


def has_ended(ref: str) -> bool:
    """No office can read it any more: it was erased or the reading was ended."""
    return Dossier.objects.filter(ref=ref).exclude(erased_on=None).exists()
