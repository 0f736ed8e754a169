"""The whole stack without a database: a process of its own, as settings are read once."""

import json

from tests.config.production import python

# Nothing listens on this port; the limits without a pool do not wait for a connection.
NO_DATABASE = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/none",
    "TRIALFINDER_LOCAL": "1",
    "TRIALFINDER_DATABASE_LIMITS": "command",
}
ASK = """
import json, django
django.setup()
from django.conf import settings
settings.WHITENOISE_AUTOREFRESH = True
from django.test import Client
answers = [Client(HTTP_HOST="localhost").get(path) for path in ("/healthz", "/readyz", "/")]
print(json.dumps([[answer.status_code, answer.content.decode()] for answer in answers]))
"""


def test_pages_without_a_database_say_so_and_show_no_traceback() -> None:
    done = python("-c", ASK, **NO_DATABASE)
    assert done.returncode == 0, done.stderr

    alive, ready, page = json.loads(done.stdout)
    assert alive == [200, "ok\n"]
    assert ready == [503, "database unavailable\n"]
    assert page[0] == 503
    assert "not available right now" in page[1]
    assert "Traceback" not in page[1] + done.stderr
    assert "127.0.0.1" not in page[1] + done.stderr
