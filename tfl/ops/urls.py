from django.urls import path

from tfl.ops.views import employers, home, imports, people, privacy, tokens

urlpatterns = [
    path("", home.home, name="home"),
    path("favicon.ico", home.favicon, name="favicon"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.people_invite, name="people_invite"),
    path("people/import/", imports.people_import, name="people_import"),
    path("people/import/<int:pk>/", imports.people_import_preview, name="people_import_preview"),
    path("people/employers/", employers.employer_requests, name="employer_requests"),
    path("people/employers/<int:pk>/", employers.employer_answer, name="employer_answer"),
    path("people/cohorts/", people.cohorts, name="cohorts"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/role/", people.person_role, name="person_role"),
    path("people/<int:pk>/access/", people.person_access, name="person_access"),
    path("people/<int:pk>/invitation/", people.person_resend, name="person_resend"),
    path("people/<int:pk>/assignment/", people.person_assign, name="person_assign"),
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("privacy/", privacy.privacy, name="privacy"),
    path("account/export/", privacy.account_export, name="account_export"),
    path("account/delete/", privacy.account_delete, name="account_delete"),
    path("account/deleted/", privacy.account_deleted, name="account_deleted"),
]
