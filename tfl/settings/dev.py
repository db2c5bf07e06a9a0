"""For a newcomer's machine: SQLite, a broker made of files, mail in files. Nothing to install."""

from pathlib import Path

from tfl.settings.base import *  # noqa: F403  settings modules are read by star, never by name
from tfl.settings.base import BASE_DIR, env

DEBUG = env.bool("DEBUG", default=False)
"""Off, so that a newcomer sees the product's own error pages; `DEBUG=1 make run` shows tracebacks."""
SECRET_KEY = env(
    "SECRET_KEY", default="for development only, never for a server anybody else reaches"
)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
DEMO_ALLOWED = True

VAR = Path(env("TFL_VAR", default=str(BASE_DIR / "var")))
"""What a machine makes for itself: database, mails, messages, logs."""
DATABASES = {
    "default": env.db_url(
        "DATABASE_URL",
        default=f"sqlite:///{VAR / 'db.sqlite3'}",
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE: a transaction that will write takes the lock at its start, so two of them
        # queue instead of failing half-way with "database is locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }

BROKER_FOLDER = VAR / "broker"
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default="filesystem://localhost")
if CELERY_BROKER_URL.startswith("filesystem:"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_FOLDER / "queue"),
        "data_folder_out": str(BROKER_FOLDER / "queue"),
        "control_folder": str(BROKER_FOLDER / "control"),
    }
    # Every command to a worker would stay behind as a file for each worker there ever was.
    CELERY_WORKER_ENABLE_REMOTE_CONTROL = False

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
DEFAULT_FROM_EMAIL = "tfl@localhost"

# Static files straight from their folders, whatever DEBUG is.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
