"""The Celery app. Tasks are hints: each finds its work in the database (see tfl.core.jobs)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tfl.settings.dev")

app = Celery("tfl")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
