"""People who use the system, what they may do, and who was let in to a restricted record."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, Q

from tawthiq.records.record import new_id


class Account(AbstractBaseUser):
    """A person who uses the system; `roles` are codes of domain/roles, `desk` is the team that owns their work."""

    id = models.CharField(primary_key=True, max_length=26, default=new_id, editable=False)
    username = models.CharField(max_length=80, unique=True)
    display_name = models.CharField(max_length=120, default="", blank=True)
    roles = models.JSONField(default=list)
    desk = models.CharField(max_length=40, default="main")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

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
