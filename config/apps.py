"""Apps of others, set up our way."""

from django.contrib.admin.apps import AdminConfig


class CoordinatorsAdminConfig(AdminConfig):
    """django.contrib.admin with our front page."""

    default_site = "config.admin_site.CoordinatorsSite"
