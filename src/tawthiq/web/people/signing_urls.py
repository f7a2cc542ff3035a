"""Addresses under /accounts/: allauth's names, each either a page of ours or closed."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.webauthn import views as keys
from allauth.usersessions import views as sessions
from django.urls import path

from tawthiq.web.people import signing

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/reset/", signing.forgotten, name="account_reset_password"),
    path("2fa/", factors.index, name="mfa_index"),
    path("2fa/authenticate/", factors.authenticate, name="mfa_authenticate"),
    path("2fa/reauthenticate/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", signing.ActivateTOTP.as_view(), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", signing.DeactivateTOTP.as_view(), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("2fa/webauthn/", keys.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", signing.AddWebAuthn.as_view(), name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("2fa/webauthn/reauthenticate/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/remove/", signing.RemoveWebAuthn.as_view(), name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", keys.edit_webauthn, name="mfa_edit_webauthn"),
    path("sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("sessions/<int:pk>/end/", signing.end_session, name="session_end"),
    # Names that allauth's own pages ask for; there is nothing behind them.
    path("signup/", signing.closed, name="account_signup"),
    path("email/", signing.closed, name="account_email"),
    path("password/set/", signing.closed, name="account_set_password"),
    path("password/reset/done/", signing.closed, name="account_reset_password_done"),
    path("password/reset/key/done/", signing.closed, name="account_reset_password_from_key_done"),
    path("login/code/confirm/", signing.closed, name="account_confirm_login_code"),
    path("reauthenticate/code/", signing.closed, name="account_request_reauthentication_code"),
    path("reauthenticate/code/confirm/", signing.closed, name="account_confirm_reauthentication_code"),
    path("confirm-email/", signing.closed, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", signing.closed, name="account_confirm_email"),
]
