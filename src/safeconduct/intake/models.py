"""Rows of asking and coming back: drafts, boxes, how far things are, links for sources, and which public appeals were taken in."""

from django.db import models

HASH = "clear: a hash that does not lead back"
REF = {"max_length": 32, "editable": False}


class Draft(models.Model):
    row = models.CharField(primary_key=True, max_length=64, help_text=HASH)
    body = models.BinaryField(help_text="sealed: what was written so far, under the page's token")
    gone_by = models.DateTimeField(help_text="clear: the full hour after which the row is swept away")


class Box(models.Model):
    locator = models.CharField(primary_key=True, max_length=64, help_text=HASH)
    body = models.BinaryField(help_text="sealed: which dossiers the code leads to, to the code's own key")
    frozen = models.BooleanField(default=False, help_text="clear: a frozen box must look empty without any key")


class Progress(models.Model):
    dossier = models.CharField(**REF, db_index=True, help_text="clear: a random reference says nothing")
    body = models.BinaryField(help_text="sealed: how far things are, to a code's own key")


class SourceLink(models.Model):
    """A question that whoever has the link may answer, once. Nothing in the row leads to the file but the link itself."""

    row = models.CharField(primary_key=True, max_length=64, help_text=HASH)
    body = models.BinaryField(help_text="sealed: the question and its dossier, under the link's token")
    gone_by = models.DateTimeField(help_text="clear: the full hour after which the row is swept away")


class ImportedAppeal(models.Model):
    digest = models.CharField(
        primary_key=True, max_length=64, help_text="clear: a hash of a public text and its reader"
    )
