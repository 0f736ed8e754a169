"""When the rules of a trial changed last, and what was made of them then."""

from django.db import models

from trials.models.trial import Trial


class RulesVersion(models.Model):
    """A number that is new whenever a group, rule or box of the trial changes, or the source
    that its rules are read from.

    Written by the database alone, whoever changes a rule and how; a trial that never had a
    group has no row. Readers that keep rules in memory compare the number before they use
    them. It stands apart from the trial, so that saving a trial never writes an old number
    back, and without a foreign key, so that removing a trial's rules and then the trial
    leaves a row behind rather than an error.
    """

    trial = models.OneToOneField(
        Trial,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="rules_version",
    )
    version = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.version)


class RulesDocument(models.Model):
    """The rules of a trial as one document, with the number they had when it was written.

    It counts while that is their number (:class:`RulesVersion`); rules that changed since
    are read from their rows. Without a foreign key, for the same reason.
    """

    trial = models.OneToOneField(
        Trial,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="rules_document",
    )
    version = models.BigIntegerField()
    document = models.BinaryField()

    def __str__(self) -> str:
        return str(self.version)


class SentencesRead(models.Model):
    """Whether the source of a trial has sentences that no rule says and nobody looked at.

    It counts while the trial has the number that it had when they were read
    (:class:`RulesVersion`), and ``reader``, the code that read them, is still the same.
    Without a foreign key, for the same reason.
    """

    trial = models.OneToOneField(
        Trial,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        primary_key=True,
        related_name="sentences_read",
    )
    version = models.BigIntegerField()
    reader = models.CharField(max_length=40, db_default="")
    has_open = models.BooleanField()

    def __str__(self) -> str:
        return str(self.version)
