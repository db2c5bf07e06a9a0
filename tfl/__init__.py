"""The project: settings, the Celery app, and the apps every other app stands on."""

from tfl.celery import app as celery_app

__all__ = ["celery_app"]
