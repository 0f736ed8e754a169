"""The ASGI entry point. WSGI is the one that is measured and recommended (see README)."""

from django.core.asgi import get_asgi_application

from config.env import set_default

set_default("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_asgi_application()
