"""Working copies of published trials, days of withdrawal, and a history row by row."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trials", "0014_other_condition"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TrialChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transaction", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("system", models.CharField(blank=True, max_length=80)),
                ("is_step", models.BooleanField(default=False)),
                ("subject", models.CharField(max_length=63)),
                ("subject_id", models.BigIntegerField()),
                (
                    "operation",
                    models.CharField(
                        choices=[
                            ("added", "Added"),
                            ("changed", "Changed"),
                            ("removed", "Removed"),
                            ("imported", "Brought up to date by an import"),
                        ],
                        max_length=8,
                    ),
                ),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
            ],
            options={
                "verbose_name": "change of a trial",
                "verbose_name_plural": "changes of trials",
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="reviewevent",
            name="is_alone",
            field=models.BooleanField(
                default=False, verbose_name="prepared and published by one person"
            ),
        ),
        migrations.AddField(
            model_name="reviewevent",
            name="revision",
            field=models.BigIntegerField(blank=True, null=True, verbose_name="working copy"),
        ),
        migrations.AddField(
            model_name="reviewevent",
            name="system",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="trial",
            name="based_on",
            field=models.BigIntegerField(
                blank=True,
                editable=False,
                null=True,
                verbose_name="last change that the working copy knows",
            ),
        ),
        migrations.AddField(
            model_name="trial",
            name="revision_of",
            field=models.OneToOneField(
                blank=True,
                editable=False,
                help_text="The published trial whose words and rules are being changed here.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="working_copy",
                to="trials.trial",
                verbose_name="working copy of",
            ),
        ),
        migrations.AddField(
            model_name="trial",
            name="withdraw_on",
            field=models.DateField(
                blank=True,
                editable=False,
                help_text="The first day on which families do not see it any more.",
                null=True,
                verbose_name="leaves the public list on",
            ),
        ),
        migrations.AddField(
            model_name="trial",
            name="withdraw_reason",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                editable=False,
                verbose_name="why it leaves the list",
            ),
        ),
        migrations.AlterField(
            model_name="reviewevent",
            name="actor",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="reviewevent",
            name="from_state",
            field=models.CharField(
                blank=True,
                choices=[
                    ("draft", "Draft"),
                    ("in_review", "In review"),
                    ("published", "Published"),
                    ("withdrawn", "Withdrawn"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="reviewevent",
            name="trial",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="review_events",
                to="trials.trial",
            ),
        ),
        migrations.AddIndex(
            model_name="reviewevent",
            index=models.Index(fields=["revision"], name="review_event_revision"),
        ),
        migrations.AddIndex(
            model_name="trial",
            index=models.Index(
                condition=models.Q(("review_state", "published"), ("withdraw_on__isnull", False)),
                fields=["withdraw_on"],
                name="trial_withdraw_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("actor__isnull", False), ("system", "")),
                    models.Q(("actor__isnull", True), models.Q(("system", ""), _negated=True)),
                    _connector="OR",
                ),
                name="review_event_has_one_actor",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("from_state", ""), _negated=True),
                    models.Q(("revision__isnull", False), ("to_state", "draft")),
                    _connector="OR",
                ),
                name="review_event_begins_a_copy",
            ),
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("revision_of__isnull", True),
                    models.Q(
                        ("nct_id__isnull", True), ("review_state__in", ["draft", "in_review"])
                    ),
                    _connector="OR",
                ),
                name="trial_working_copy_is_not_public",
            ),
        ),
        migrations.AddConstraint(
            model_name="trial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("revision_of__isnull", True),
                        models.Q(("slug__startswith", "working-copy-"), _negated=True),
                    ),
                    models.Q(
                        ("revision_of__isnull", False), ("slug__startswith", "working-copy-")
                    ),
                    _connector="OR",
                ),
                name="trial_working_copy_slug",
                violation_error_message="Only working copies have a short name that begins so. Choose another.",
            ),
        ),
        migrations.AddField(
            model_name="trialchange",
            name="actor",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="trialchange",
            name="trial",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="changes",
                to="trials.trial",
            ),
        ),
        migrations.AddIndex(
            model_name="trialchange",
            index=models.Index(fields=["trial", "id"], name="trial_change_trial"),
        ),
        migrations.AddIndex(
            model_name="trialchange",
            index=models.Index(
                condition=models.Q(("subject__in", ["participantgroup", "diseaserule"])),
                fields=["subject_id"],
                name="trial_change_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="trialchange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("actor__isnull", False), ("system", "")),
                    models.Q(
                        models.Q(("actor__isnull", True)), models.Q(("system", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="trial_change_has_one_actor",
            ),
        ),
    ]
