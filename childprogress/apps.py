from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChildProgressConfig(AppConfig):
    name = "childprogress"
    verbose_name = _("Child milestones")
