"""The back office as an app. Its site is in `tfl.ops.site`: that imports models, an app may not yet."""

from django.contrib.admin.apps import AdminConfig


class BackOfficeConfig(AdminConfig):
    default_site = "tfl.ops.site.BackOffice"
    default_auto_field = "django.db.models.AutoField"
