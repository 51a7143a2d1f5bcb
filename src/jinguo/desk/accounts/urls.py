from django.urls import path

from jinguo.desk.accounts import exports, handover, proof, tokens, views

urlpatterns = [
    path("accounts/", views.accounts, name="accounts"),
    path("accounts/export/", exports.export_accounts, name="export-accounts"),
    path("accounts/open/", views.open_account, name="open-account"),
    path("accounts/units/open/", views.open_unit, name="open-unit"),
    path("accounts/roles/", views.role_table, name="roles"),
    path("accounts/<uuid:account_id>/", views.account, name="account"),
    path("accounts/<uuid:account_id>/posts/", views.grant, name="grant-post"),
    path("accounts/<uuid:account_id>/posts/<uuid:post_id>/end/", views.end_post, name="end-post"),
    path(
        "accounts/<uuid:account_id>/posts/<uuid:post_id>/hand-over/",
        handover.hand_over,
        name="hand-over",
    ),
    path(
        "accounts/<uuid:account_id>/posts/<uuid:post_id>/sheet/",
        handover.sheet,
        name="handover-sheet",
    ),
    path("accounts/<uuid:account_id>/disable/", views.disable, name="disable-account"),
    path("accounts/<uuid:account_id>/enable/", views.enable, name="enable-account"),
    path("accounts/<uuid:account_id>/reset/", views.reset, name="reset-account"),
    path(
        "accounts/<uuid:account_id>/tokens/<uuid:token_id>/revoke/",
        tokens.revoke,
        name="revoke-token",
    ),
    path("me/", views.me, name="me"),
    path("me/tokens/", tokens.make, name="make-token"),
    path("me/tokens/<uuid:token_id>/revoke/", tokens.revoke_own, name="revoke-own-token"),
    path("me/sessions/end/", views.end_sessions, name="end-sessions"),
    path("me/go-on/", proof.go_on, name="go-on"),
    path("me/password/", views.password, name="password"),
    path("language/", views.language, name="language"),
]
