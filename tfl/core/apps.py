from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "tfl.core"
    label = "core"
