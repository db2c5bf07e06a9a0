from django.apps import AppConfig
from django.db.backends.signals import connection_created


class CoreConfig(AppConfig):
    name = "tfl.core"
    label = "core"

    def ready(self) -> None:
        from tfl.core.discretion import speak_of_no_rows  # noqa: PLC0415  once apps are loaded

        connection_created.connect(speak_of_no_rows)
