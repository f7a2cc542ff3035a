"""People who use the system, what they may do, who was let in where, what is withheld, links and tokens."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, Q

from tawthiq.records.codes import CONFIDENTIALITY
from tawthiq.records.record import Record, new_id, one_of


class Account(AbstractBaseUser):
    """A person who uses the system; `roles` are codes of domain/roles, `desk` is the team that owns their work.

    `version` counts what the ledger knows of it; 0 means that it was made before accounts were kept there.
    """

    id = models.CharField(primary_key=True, max_length=26, default=new_id, editable=False)
    username = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=120, default="", blank=True)
    roles = models.JSONField(default=list)
    desk = models.CharField(max_length=40, default="main")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects = BaseUserManager()
    USERNAME_FIELD = "username"

    class Meta:
        constraints = [CheckConstraint(condition=~Q(username=""), name="account_username_given")]

    def __str__(self) -> str:
        return self.username


class Grant(models.Model):
    """One person let in to one restricted record."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="grants")
    record_id = models.CharField(max_length=26, db_index=True)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "record_id"], name="grant_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.record_id}"


class Withholding(Record):
    """One field of one record is kept secret (`field`: a name of domain/secrecy); lifted when it is disclosed."""

    PREFIX = "WHD"
    record_kind = models.CharField(max_length=40)
    record_id = models.CharField(max_length=26, db_index=True)
    field = models.CharField(max_length=60)
    reason = models.TextField()
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.TextField(default="", blank=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = [
            one_of("confidentiality", CONFIDENTIALITY),
            CheckConstraint(condition=~Q(reason=""), name="withholding_with_a_reason"),
            models.UniqueConstraint(
                fields=["record_id", "field"], condition=Q(lifted_at__isnull=True), name="withheld_once"
            ),
        ]


class Invitation(models.Model):
    """A link, used once and not for long, with which an account's owner sets a password; only its digest is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Token(models.Model):
    """A key with which a program speaks for an account, as far as its scopes go; only its digest is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"token {self.pk}"


class Shared(models.Model):
    """What processes share for a while (failed sign-ins, codes used), in the table that Django's cache wants."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "accounts_shared"

    def __str__(self) -> str:
        return self.cache_key
