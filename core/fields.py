"""Form and model fields for values chosen from a fixed vocabulary."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


class MultipleChoiceField(models.JSONField):
    """Several values of one enum, kept as a JSON list in the enum's order.

    A list on the page itself (not a many-to-many table) travels with drafts and revisions and costs
    no query to read. ``choices_enum`` is a ``TextChoices`` or ``IntegerChoices`` class; values outside
    it are refused by ``clean`` with the field's name.
    """

    def __init__(self, *args, choices_enum=None, **kwargs):
        self.choices_enum = choices_enum
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        cast = int if issubclass(self.choices_enum, int) else str
        return forms.TypedMultipleChoiceField(
            choices=self.choices_enum.choices,
            coerce=cast,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
            widget=forms.CheckboxSelectMultiple,
        )

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        unknown = [entry for entry in value or [] if entry not in self.choices_enum.values]
        if unknown:
            raise ValidationError(_("Pilihan tidak dikenal: %(values)s.") % {"values": unknown})


def labels_of(choices_enum, values: Iterable) -> list[str]:
    """Labels of ``values`` in the order of the enum; unknown values are left out."""
    chosen = set(values or [])
    return [str(label) for value, label in choices_enum.choices if value in chosen]
