"""Addresses of `people`."""

from django.urls import path, register_converter

from tawthiq.web.people import access, views


class OneOf:
    """Base of converters that take one of a few words."""

    regex = ""

    def to_python(self, value: str) -> str:
        """Take the word."""
        return value

    def to_url(self, value: str) -> str:
        """Give the word."""
        return value


class AccountStep(OneOf):
    """What an administrator does with an account."""

    regex = "invite|deactivate|reactivate|second-factors"


class AccessStep(OneOf):
    """What is done about who sees a record."""

    regex = "let-in|let-out|withhold|disclose-to|disclose"


register_converter(AccountStep, "account_step")
register_converter(AccessStep, "access_step")

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/invite/", views.invite_somebody, name="invite"),
    path("people/account/<str:username>/", views.account, name="account"),
    path("people/account/<str:username>/<account_step:step>/", views.account_step, name="account_step"),
    path("welcome/<str:secret>/", views.welcome, name="welcome"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:pk>/revoke/", views.token_revoke, name="token_revoke"),
    path("access/<str:code>/", access.access, name="access"),
    path("access/<str:code>/<access_step:step>/", access.access_step, name="access_step"),
]
