"""The WSGI entry point: `gunicorn --config config/gunicorn.py config.wsgi`."""

from django.core.wsgi import get_wsgi_application

from config.env import set_default

set_default("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
