"""The forms of the rules of review: they offer what is allowed, and refuse the rest with words."""

from dataclasses import asdict
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editorial.enums import STRICTNESS, Approvers, SecondReader
from editorial.kinds import Kind
from editorial.models import ReviewRule
from editorial.rules import Rule, floor_for_villages


class RuleForm(forms.ModelForm):
    """What both forms ask. ``held``: the rule that holds now, which is what is shown at first."""

    class Meta:
        model = ReviewRule
        fields = ["second_reader", "approvers", "due_days", "escalate_days", "check_after_days"]
        help_texts = {
            "second_reader": gettext_lazy(
                "Penulis adalah orang yang terakhir menyunting halaman, dan orang yang mengirimnya."
            ),
            "due_days": gettext_lazy("Dihitung sejak halaman dikirim untuk diperiksa."),
            "escalate_days": gettext_lazy(
                "Bila tetap belum diperiksa: ke duta digital, lalu sekali lagi ke Dinas PMD."
            ),
            "check_after_days": gettext_lazy("Dihitung sejak halaman terakhir dinyatakan masih benar."),
        }

    def __init__(self, *args, kind: Kind, held: Rule, floor: SecondReader | None = None, **kwargs):
        kwargs["initial"] = asdict(held) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.kind = kind
        self._offer("second_reader", kind.levels(floor))

    def _offer(self, name: str, levels: list[SecondReader], empty: str = "") -> None:
        first = [("", empty)] if empty else []
        self.fields[name] = forms.ChoiceField(
            label=self.fields[name].label,
            help_text=self.fields[name].help_text,
            choices=[*first, *((level.value, level.label) for level in levels)],
            required=not empty,
            error_messages={
                "invalid_choice": _("Pilihan ini tidak boleh dipakai di sini. Pilih dari daftar.")
            },
        )

    def in_words(self, values: dict[str, Any], names: list[str]) -> str:
        """Some answers as words for the log."""
        return "; ".join(
            f"{self.fields[name].label}: {self._shown(name, values.get(name))}" for name in names
        )

    def _shown(self, name: str, value: Any) -> str:
        choices = dict(getattr(self.fields[name], "choices", []))
        return str(choices.get(value, value if value is not None else _("kosong")))


class RegencyRuleForm(RuleForm):
    class Meta(RuleForm.Meta):
        fields = [
            "second_reader",
            "loosest",
            "approvers",
            "due_days",
            "escalate_days",
            "check_after_days",
        ]
        help_texts = RuleForm.Meta.help_texts | {
            "loosest": gettext_lazy("Sejauh mana kader boleh melonggarkan aturan ini untuk desanya.")
        }

    def __init__(self, *args, kind: Kind, held: Rule, row: ReviewRule | None, **kwargs):
        super().__init__(
            *args, kind=kind, held=held, initial={"loosest": row.loosest if row else ""}, **kwargs
        )
        self._offer("loosest", kind.levels(), empty=_("Tidak boleh lebih longgar"))
        if kind.check_after_days is None:
            self.fields["check_after_days"].help_text = _(
                "Kosong: halaman ini tidak diperiksa ulang menurut hari."
            )
        else:
            self.fields["check_after_days"].help_text = _("Kosong: %(days)s hari.") % {
                "days": kind.check_after_days
            }

    def clean(self):
        answers = super().clean()
        level, loosest = answers.get("second_reader"), answers.get("loosest")
        if level and loosest and STRICTNESS.index(loosest) > STRICTNESS.index(level):
            self.add_error(
                "loosest",
                _("Ini lebih ketat daripada aturan kabupaten. Pilih yang sama atau yang lebih longgar."),
            )
        return answers


class VillageRuleForm(RuleForm):
    """``regency``: the rule that holds without the village's own, and its row (for what it allows)."""

    def __init__(self, *args, kind: Kind, held: Rule, regency: Rule, row: ReviewRule | None, **kwargs):
        super().__init__(*args, kind=kind, held=held, floor=floor_for_villages(kind, row), **kwargs)
        self.regency = regency
        if regency.approvers == Approvers.AMBASSADORS:
            only = [(regency.approvers.value, regency.approvers.label)]
            cast(forms.ChoiceField, self.fields["approvers"]).choices = only
        looser = _("Pilihan ini lebih longgar daripada yang diizinkan Dinas PMD. Pilih dari daftar.")
        for name in ("second_reader", "approvers"):
            self.fields[name].error_messages["invalid_choice"] = looser
        for name in ("due_days", "escalate_days", "check_after_days"):
            if most := getattr(regency, name):
                self.fields[name].help_text = _("Paling banyak %(days)s hari.") % {"days": most}
                self.fields[name].widget.attrs["max"] = most

    def clean(self):
        answers = super().clean()
        for name in ("due_days", "escalate_days", "check_after_days"):
            most, days = getattr(self.regency, name), answers.get(name)
            if most and days and days > most:
                self.add_error(
                    name,
                    _("Aturan kabupaten %(most)s hari. Desa boleh lebih singkat, tidak boleh lebih lama.")
                    % {"most": most},
                )
        return answers
