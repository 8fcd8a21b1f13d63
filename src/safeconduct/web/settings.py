"""Settings of the program. Everything an operator may set is an environment variable listed in docs/settings.md."""

import sys
from pathlib import Path

import pysqlite3

from safeconduct.vocabulary.language import LANGUAGES as OUR_LANGUAGES
from safeconduct.web import environment
from safeconduct.web.postgresql.address import postgresql_at

# Django asks for "sqlite3"; Debian's is too old for the write-ahead log (see sqlite/base.py).
sys.modules["sqlite3"] = pysqlite3
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

HERE = Path(__file__).parent
VAR = environment.var_folder()

DEBUG = False
SECRET_KEY = environment.unused_secret_key()
ALLOWED_HOSTS = environment.host_names()
ROOT_URLCONF = "safeconduct.web.urls"
WSGI_APPLICATION = "safeconduct.web.wsgi.application"
APPEND_SLASH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.forms",
    "safeconduct.access",
    "safeconduct.dossiers",
    "safeconduct.intake",
]
MIDDLEWARE = [
    "safeconduct.web.gate.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "safeconduct.web.gate.language",
    "safeconduct.web.gate.charset",
    "django.middleware.csrf.CsrfViewMiddleware",
    "safeconduct.web.gate.Sentences",
]

SQLITE = {
    "ENGINE": "safeconduct.web.sqlite",
    "NAME": str(VAR / "safeconduct.sqlite3"),
    "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20},
    "CONN_MAX_AGE": None,  # opening takes longer than most questions; serve.py says when it is made anew
    # The tests use a file too: locks and the write-ahead log are part of what is tested.
    "TEST": {"NAME": str(VAR / "test.sqlite3")},
}
DATABASES = {"default": postgresql_at(environment.database()) if environment.database() else SQLITE}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
            ]
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGE_CODE = "en"
LANGUAGES = [(language.code, language.own_name) for language in OUR_LANGUAGES]
LOCALE_PATHS = [HERE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [HERE / "static"]
STATIC_ROOT = VAR / "static"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

# An upload is sealed chunk by chunk; Django's own handlers would put it on the disk in plain.
FILE_UPLOAD_HANDLERS = ["safeconduct.web.upload.SealingUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
DATA_UPLOAD_MAX_NUMBER_FILES = 100  # more than ten are refused one by one, and what was typed is kept

if environment.behind_tls():
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CSRF_COOKIE_NAME = "__Host-form"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_AGE = None  # gone when the browser closes, like the others
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "safeconduct.web.wrong.form_expired"

LOGGING_CONFIG = "safeconduct.web.logs.configure"
LOGGING = {"version": 1}  # not empty, or Django would not call the line above

SAFECONDUCT_TREES = environment.trees()
SAFECONDUCT_PUBLIC_ADDRESS = environment.public_address()
SAFECONDUCT_LEAVE_TO = environment.leave_to()
SAFECONDUCT_FILES = VAR / "files"
SAFECONDUCT_LINES = VAR / "lines.toml"
SAFECONDUCT_ATTENTION = VAR / "attention.toml"
SAFECONDUCT_CLOSED_WAYS = VAR / "closed-ways.toml"
SAFECONDUCT_OFFICES = VAR / "offices.toml"
SAFECONDUCT_COUNTRIES = VAR / "countries.toml"
SAFECONDUCT_OBSERVATORY = VAR / "observatory"
SAFECONDUCT_GALLERY = environment.shows_gallery()
SAFECONDUCT_SHORTEST_FILLING = environment.shortest_filling()
SAFECONDUCT_MAIL = {
    "server": environment.mail_server(),
    "sender": environment.mail_from(),
    "user": environment.mail_user(),
    "password": environment.mail_password(),
    "safety": environment.mail_safety(),
}
SAFECONDUCT_RECOVERY_WAITING = environment.recovery_waiting()
SAFECONDUCT_UNVERIFIED_LIMIT = environment.unverified_limit()
