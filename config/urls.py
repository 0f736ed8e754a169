"""Addresses of the whole site. The admin's is settable (TRIALFINDER_ADMIN_PATH)."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from config.health import healthz, readyz

handler500 = "config.middleware.error_page"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("i18n/", include("django.conf.urls.i18n")),
    path(settings.ADMIN_PATH, admin.site.urls),
    path("", include("trials.urls")),
]
