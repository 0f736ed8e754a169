"""What we say of studies in other languages."""

from django.contrib import admin
from django.utils.translation import gettext_lazy

from trials.admin.base import CoordinatorAdmin
from trials.models import Translation


@admin.register(Translation)
class TranslationAdmin(CoordinatorAdmin):
    list_display = ("english", "text", "updated_at")
    search_fields = ("english", "text")
    search_help_text = gettext_lazy("Words of the English text or of its translation")
    fields = ("language", "english", "text")
