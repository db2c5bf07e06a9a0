"""Every address of the installation."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from tfl.core.health import healthz, readyz
from tfl.ops.api import api, bad_request, not_found, server_error

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("", include("tfl.ops.urls")),
    path("", include("tfl.accounts.urls")),
    path("", include("badges.urls")),
    path("", include("milestones.urls")),
    path("api/", api.urls),
    path("accounts/", include("allauth.urls")),
    path("backoffice/", admin.site.urls),
]

if settings.CHILDPROGRESS:
    urlpatterns.append(path("", include("childprogress.urls")))

handler400 = bad_request
handler404 = not_found
handler500 = server_error
