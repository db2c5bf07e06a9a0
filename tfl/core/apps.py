from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "tfl.core"
    label = "core"

    def ready(self) -> None:
        from tfl.core import lookups  # noqa: F401, PLC0415  registers itself
