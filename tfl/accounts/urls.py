from django.urls import path

from tfl.accounts import views

urlpatterns = [
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("account/", views.account, name="account"),
    path("notices/", views.notices, name="notices"),
    path("employer/request/", views.employer_request, name="employer_request"),
    path("mentor/invite/", views.mentor_invite, name="mentor_invite"),
    path("mentor/invite/<int:pk>/again/", views.mentor_resend, name="mentor_resend"),
]
