"""For the suite. The database and the broker are the suite's own throw-away servers (tests/servers.py)."""

from tfl.settings.base import *  # noqa: F403  settings modules are read by star, never by name
from tfl.settings.base import BASE_DIR, env

DEBUG = False
SECRET_KEY = "for the suite only"  # noqa: S105  guards nothing but test data
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DEMO_ALLOWED = True

DATABASES = {"default": env.db_url("DATABASE_URL", default="sqlite://:memory:")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}

# Nobody listens here: a test that needs a broker starts one and says so.
CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 1, "max_retries": 0}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
STATICFILES_DIRS = [BASE_DIR / "static"]
ACCOUNT_RATE_LIMITS = False
