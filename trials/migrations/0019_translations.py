"""What we say of studies in other languages; coordinators keep it, referral staff read it."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.functions.text
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RIGHTS = {
    "Coordinators": [f"{verb}_translation" for verb in ("view", "add", "change", "delete")],
    "Referral staff": ["view_translation"],
}


def give_rights(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    config = apps.get_app_config("trials")
    had_models = getattr(config, "models_module", None)
    config.models_module = had_models or True  # else Django believes there is nothing to do
    create_permissions(config, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    config.models_module = had_models
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    for name, codenames in RIGHTS.items():
        rights = Permission.objects.filter(
            content_type__app_label="trials", codename__in=codenames
        )
        for group in Group.objects.filter(name=name):
            group.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [("trials", "0018_source_sentences_and_test_patients")]

    operations = [
        migrations.CreateModel(
            name="Translation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("es", "Spanish")],
                        default="es",
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "english",
                    models.TextField(
                        help_text="Exactly as in the study: a title, a goal, a summary, the name of a group.",
                        verbose_name="English text",
                    ),
                ),
                ("text", models.TextField(verbose_name="translation")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="last change")),
            ],
            options={
                "verbose_name": "translation",
                "verbose_name_plural": "translations",
                "ordering": ["english"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.search.SearchVector("text", config="spanish"),
                        name="translation_spanish_stems",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("language"),
                        django.db.models.functions.text.MD5("english"),
                        name="translation_once",
                        violation_error_message="This text is translated already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("english", ""), _negated=True),
                            models.Q(("text", ""), _negated=True),
                        ),
                        name="translation_not_empty",
                    ),
                ],
            },
        ),
        migrations.RunPython(give_rights, migrations.RunPython.noop, elidable=False),
    ]
