import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trials", "0011_keep_search_rows"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("term", models.TextField(blank=True, verbose_name="search in the registry")),
                ("since_day", models.DateField(null=True, verbose_name="changed since")),
                (
                    "files",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="files",
                    ),
                ),
                ("began_at", models.DateTimeField(verbose_name="began")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                ("failure", models.TextField(blank=True, verbose_name="why it stopped")),
                ("next_token", models.TextField(blank=True)),
                ("received", models.PositiveIntegerField(default=0, verbose_name="studies read")),
                ("total", models.PositiveIntegerField(null=True, verbose_name="studies in all")),
                ("counts", models.JSONField(default=dict, verbose_name="what became of them")),
            ],
            options={
                "verbose_name": "import",
                "verbose_name_plural": "imports",
                "ordering": ["-began_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("files", []),
                            models.Q(
                                ("next_token", ""), ("since_day__isnull", True), ("term", "")
                            ),
                            _connector="OR",
                        ),
                        name="import_run_of_files_or_registry",
                    )
                ],
            },
        ),
    ]
