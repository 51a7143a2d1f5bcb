"""What stands at a fair: firms with posts to fill, or makers with goods."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.activities.models.activities import Activity
from jinguo.core.ids import new_id


class Stall(models.Model):
    """
    A stall at a fair: a firm's, by its credit code, or a person's own with her goods.

    ``sales_fen`` is what the stall says it sold.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="stalls")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    uscc = models.CharField(
        max_length=18, blank=True, help_text="Unified social credit code (GB 32100), of a firm."
    )
    vendor = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, related_name="+"
    )
    is_womans = models.BooleanField(default=False, help_text="Run by a woman.")
    goods = models.CharField(max_length=200, blank=True)
    sales_fen = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "number"], name="stall_number_once_a_fair"),
            models.UniqueConstraint(
                fields=["activity", "uscc"],
                condition=~Q(uscc=""),
                name="one_stall_a_firm_and_fair",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Vacancy(models.Model):
    """A kind of post a firm offers at a fair, and how many of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    stall = models.ForeignKey(Stall, on_delete=models.PROTECT, related_name="vacancies")
    title = models.CharField(max_length=80)
    places = models.PositiveSmallIntegerField()
    wage_from_fen = models.PositiveIntegerField(null=True, help_text="A month.")
    wage_to_fen = models.PositiveIntegerField(null=True, help_text="A month, inclusive.")
    requirements = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name_plural = "vacancies"
        constraints = [
            models.CheckConstraint(name="vacancy_has_a_place", condition=Q(places__gte=1)),
            models.CheckConstraint(
                name="wages_rise",
                condition=Q(wage_to_fen__isnull=True) | Q(wage_to_fen__gte=F("wage_from_fen")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Intent(models.Model):
    """A woman and a firm that mean to agree; whether she was hired is confirmed later."""

    class State(models.TextChoices):
        MEANT = "meant", _("Intent")
        HIRED = "hired", _("Hired")
        NOT_HIRED = "not-hired", _("Not hired")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="intents")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.MEANT)
    on = models.DateField(help_text="Day of the intent.")
    settled_on = models.DateField(
        null=True, help_text="Day it was confirmed whether she was hired."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["vacancy", "person"], name="one_intent_a_person_and_vacancy"
            ),
            models.CheckConstraint(
                name="settled_intent_says_when",
                condition=Q(state="meant") ^ Q(settled_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vacancy_id}: {self.state}"
