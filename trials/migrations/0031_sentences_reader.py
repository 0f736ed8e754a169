"""Which code read the sentences of a source; all are read anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trials", "0030_sentences_read"),
    ]

    operations = [
        migrations.AddField(
            model_name="sentencesread",
            name="reader",
            field=models.CharField(db_default="", max_length=40),
        ),
    ]
