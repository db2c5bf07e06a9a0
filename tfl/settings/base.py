"""Settings every environment shares. What differs is in dev, test and prod; secrets come from outside."""

from pathlib import Path
from typing import Any

import environ
from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

INSTALLED_APPS = [
    "tfl.core",
    "tfl.skills",
    "tfl.accounts",
    "badges",
    "milestones",
    "childprogress",
    "tfl.ops",
    "tfl.ops.backoffice.BackOfficeConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",  # its templates, under ours in templates/django/forms
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_celery_beat",
    "django_celery_results",
    "django_htmx",
    "ninja",  # serves its OpenAPI page from our static files; without it the page loads a CDN
    "template_partials",
]

MIDDLEWARE = [
    "tfl.core.middleware.DatabaseAwayMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tfl.core.middleware.Utf8Middleware",
    "tfl.core.middleware.PersonalAnswersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "tfl.urls"
WSGI_APPLICATION = "tfl.wsgi.application"
APP_NAME = "TFL"
SITE_URL = env("SITE_URL", default="http://127.0.0.1:8000")
"""Where links in emails point; no trailing slash."""

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "tfl.ops.context.navigation",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# People ------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "tfl.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = {  # beside allauth's own
    "export_account": "5/m/user",
    "export_child": "10/m/user",
    "claim_badge": "60/m/user",
    "claim_badge_by_system": "600/m/key",
    "claim_link": "60/m/ip",  # a class behind one address opens its links in the same minute
    "invite_guardian": "20/h/user",
    "guardian_invitation": "60/m/ip",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
EMAIL_TIMEOUT = 30
"""Seconds; a mail server that hangs must not hold up a page or outlast a notice's lease."""
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = APP_NAME

# Language and time -------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("TIME_ZONE", default="UTC")
"""Months begin at midnight here (see tfl.core.months)."""

# Storage -----------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# Background work ---------------------------------------------------------------------------------
CELERY_TIMEZONE = TIME_ZONE
CELERY_RESULT_BACKEND = "django-db"
CELERY_RESULT_EXPIRES = 7 * 24 * 3600
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 3600
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BEAT_SCHEDULER = "tfl.ops.beat:HeartbeatScheduler"
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "generate monthly milestones": {
        "task": "milestones.generate_due_milestones",
        "schedule": crontab(minute="5", hour="0", day_of_month="1"),
    },
    "catch up on monthly milestones": {
        "task": "milestones.generate_due_milestones",
        "schedule": crontab(minute="35", hour="0"),
    },
    "resume generation runs": {
        "task": "milestones.execute_runs",
        "schedule": crontab(minute="*/2"),
    },
    "catch up on badge milestones": {
        "task": "badges.catch_up",
        "schedule": crontab(minute="*/2"),
    },
    "issue confirmed lists of badges": {
        "task": "badges.work_off_imports",
        "schedule": crontab(minute="*/2"),
    },
    "look for missed achievements": {
        "task": "badges.sweep_everything",
        "schedule": crontab(minute="50", hour="2"),
    },
    "send links to badges": {
        "task": "badges.send_claim_links",
        "schedule": crontab(minute="*/2"),
    },
    "send notices": {
        "task": "accounts.send_notices",
        "schedule": crontab(minute="*/2"),
    },
    "forget what has expired": {
        "task": "ops.forget_expired",
        "schedule": crontab(minute="20", hour="3"),
    },
}

NUM_PROXIES = env.int("NUM_PROXIES", default=0)
"""How many proxies of ours stand in front: whose word on a caller's address the rate limits take."""
NINJA_NUM_PROXIES = NUM_PROXIES
ALLAUTH_TRUSTED_PROXY_COUNT = NUM_PROXIES

# Children ----------------------------------------------------------------------------------------
CHILDPROGRESS = env.bool("CHILDPROGRESS", default=True)
"""Off leaves the child milestones out: no addresses, no navigation, nothing in the back office. Records from
before stay until their guardians delete their accounts, and are there when it is on again.
"""
if CHILDPROGRESS:
    CELERY_BEAT_SCHEDULE["send invitations of guardians"] = {
        "task": "childprogress.send_invitations",
        "schedule": crontab(minute="*/2"),
    }

# Demo --------------------------------------------------------------------------------------------
DEMO_ALLOWED = False
"""Whether the command `demo` may make its people, whose password is published."""

# Security ----------------------------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],  # the second factor's QR code is a data: image
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

DEFAULT_EXCEPTION_REPORTER_FILTER = "tfl.core.discretion.DiscreetReports"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "tfl.core.access_log.DiscreetFormatter",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},  # once, by the root
        "django.request": {"level": "ERROR"},  # an address that does not exist is no news
        # At DEBUG these two write down every statement with its values, and what a template was given:
        # names and notes of children. Turning up the root, or Django, does not turn up them.
        "django.db.backends": {"level": "INFO"},
        "django.template": {"level": "INFO"},
    },
    "root": {"handlers": ["console"], "level": "INFO"},
}
