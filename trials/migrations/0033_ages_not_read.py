"""An age may be stated in words or units that could not be read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trials", "0032_words_apart"),
    ]

    operations = [
        migrations.AlterField(
            model_name="agerule",
            name="status",
            field=models.CharField(
                choices=[
                    ("stated", "limits are stated"),
                    ("no_limit", "the source says there is no limit"),
                    ("not_stated", "the source states no age"),
                    ("not_read", "the source speaks of age, but nobody has read the limits yet"),
                ],
                default="stated",
                max_length=12,
                verbose_name="what the source says",
            ),
        ),
    ]
