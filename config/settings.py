"""Settings, all driven by environment variables, in the order of Django's own documentation.

The variables are described in README.md; config/env.py reads them. Two modes:

    production   the default: HTTPS only, secrets required, nothing assumed
    local        TRIALFINDER_LOCAL=1, set by `make run` and `make test`: plain HTTP on this
                 machine, a generated key kept in .local/secret_key
"""

from pathlib import Path

import django_stubs_ext
from django.core.exceptions import ImproperlyConfigured

from config import database, env, logs
from config.local_files import local_folder, local_secret_key

# Lets annotations say ModelAdmin[Trial] or ManyToManyField[...], which Django 5.2 cannot yet.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL = env.flag("LOCAL")

# --- Core settings ------------------------------------------------------------------------------

DEBUG = env.flag("DEBUG")
if DEBUG and not LOCAL:
    raise ImproperlyConfigured(
        "TRIALFINDER_DEBUG is 1 without TRIALFINDER_LOCAL=1. Error pages with source code are "
        "for a developer's own machine: set TRIALFINDER_DEBUG to 0, or TRIALFINDER_LOCAL to 1."
    )

ALLOWED_HOSTS = env.word_list(
    "HOSTS", default=("localhost", "127.0.0.1", "[::1]") if LOCAL else ()
)
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "TRIALFINDER_HOSTS is not set. Give the names the site is reached by, separated by "
        "commas, such as trials.example.org"
    )

USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", default="America/Chicago")

LANGUAGE_CODE = "en"
# Every text goes through gettext; a language is offered once its catalogue is whole. What the
# browser asks for is chosen until somebody chooses on the page.
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "trials" / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True

DATABASES = database.databases()
if len(DATABASES) > 1:
    DATABASE_ROUTERS = ["config.routers.ReplicaRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ROOT_URLCONF = "config.urls"
ADMIN_PATH = env.text("ADMIN_PATH", default="admin/").strip("/") + "/"
WSGI_APPLICATION = "config.wsgi.application"

INSTALLED_APPS = [
    # Before the admin, so that its templates and commands win.
    "trials.apps.TrialsConfig",
    "config.apps.CoordinatorsAdminConfig",  # django.contrib.admin with our front page
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.humanize",  # ordinals in every language
    "django.contrib.messages",
    "django.contrib.postgres",
    # Static files are WhiteNoise's business under runserver too, as in production.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Below the headers, so that files carry them too.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.DatabaseOutageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trials.views.kept.kept_context",
            ],
        },
    }
]

FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# Forms carry text, never files; what a coordinator imports goes through the admin's own page.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 5

# --- Studies ------------------------------------------------------------------------------------

# What becomes of a study that an import brings and nobody here has looked at yet.
IMPORTED_TRIALS = env.choice(
    "IMPORTED_TRIALS",
    {
        "published": "families see them at once, marked as not reviewed",
        "in_review": "a coordinator looks at each first",
    },
    default="published" if LOCAL else "in_review",
)
# Which clinician has reviewed the Spanish texts; until then their pages say that nobody has.
TRANSLATIONS_REVIEWED_BY = {"es": env.optional_text("SPANISH_REVIEWED_BY") or ""}
# Whoever submitted a study or edited it last does not publish it. With 0 one person may do
# both, and the history says so.
SECOND_PERSON_PUBLISHES = env.flag("SECOND_PERSON", default=True)
# Instead of ClinicalTrials.gov itself; by HTTPS unless it is this machine.
REGISTRY_ADDRESS = env.url(
    "REGISTRY", schemes=("https", "http"), example="https://mirror.example.org/api/v2/studies"
)

# --- Security -----------------------------------------------------------------------------------

_secret_key = env.secret_or_file("SECRET_KEY", at_least=50)
if _secret_key is None and LOCAL:
    _secret_key = local_secret_key()
if _secret_key is None:
    raise ImproperlyConfigured(
        "TRIALFINDER_SECRET_KEY is not set. Give 50 or more random characters, or the path of a "
        "file that holds them in TRIALFINDER_SECRET_KEY_FILE."
    )
SECRET_KEY = _secret_key
# Keys that were in use before; what they signed stays valid.
SECRET_KEY_FALLBACKS = env.word_list("OLD_SECRET_KEYS")

SECURE_SSL_REDIRECT = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by the machine itself, without HTTPS
SECURE_HSTS_SECONDS = 0 if LOCAL else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.flag("BEHIND_PROXY"):
    # Only for a proxy that sets this header itself and drops it from what visitors send.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# The HSTS preload list binds a hospital's whole domain for years: the owner of the domain
# decides that in its main web server, not one application below it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

# __Host- makes a browser refuse the cookie unless it is Secure, has Path=/ and no Domain.
COOKIE_PREFIX = "" if LOCAL else "__Host-"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
LANGUAGE_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
CSRF_COOKIE_SECURE = not LOCAL
CSRF_COOKIE_HTTPONLY = True  # the token is in every form; no script reads the cookie
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = env.word_list("TRUSTED_ORIGINS")

_SELF, _NONE = "'self'", "'none'"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [_NONE],
        "script-src": [_SELF],
        "style-src": [_SELF],
        "img-src": [_SELF],
        "font-src": [_SELF],
        "connect-src": [_SELF],
        "form-action": [_SELF],
        "frame-ancestors": [_NONE],
        "base-uri": [_NONE],
        "object-src": [_NONE],
    }
}

# Everything a page could ask of the visitor's device, for us and for whatever we might embed.
# Left out: passkeys (publickey-credentials-*), which staff may sign in with one day.
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "autoplay",
        "bluetooth",
        "browsing-topics",
        "camera",
        "clipboard-read",
        "compute-pressure",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "gamepad",
        "geolocation",
        "gyroscope",
        "hid",
        "idle-detection",
        "local-fonts",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "screen-wake-lock",
        "serial",
        "storage-access",
        "usb",
        "web-share",
        "window-management",
        "xr-spatial-tracking",
    )
}

# --- Accounts and sessions (coordinators and reviewers only; families have none) ----------------

# Length and known passwords decide; rules about digits and signs only make people write it down.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "admin:login"

SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Static files -------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", default=str(BASE_DIR / "staticfiles")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Names carry a hash of the content: browsers keep files for ever, never an old one.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
# While developing, files are read where they lie, without collectstatic.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG

# --- Logging ------------------------------------------------------------------------------------

# To stderr, one line per event. Never query strings, request bodies or the text of an
# exception: they may hold what a family told us (see config/logs.py).
LOGGING = logs.logging_settings(
    level=env.choice("LOG_LEVEL", logs.LEVELS, default="INFO"),
    loggers=("django", "django.server"),
)

# Where `make run` and the embedded database keep what belongs to this machine only.
LOCAL_FOLDER = local_folder()
