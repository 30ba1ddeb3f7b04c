"""The words of one answered question, as they are before they are lifted into the page."""

import re
from collections.abc import Iterable

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editorial.answered_questions import MOST, AnsweredQuestion
from services.models import ServiceQuestion
from services.question_lifting import Chosen

LENGTHS: dict[str, int] = {
    name: ServiceQuestion._meta.get_field(name).max_length for name in ("question", "answer")
}
NO_NAMES = _("Jangan tulis nama, alamat, atau nomor orang.")
_PICKED = re.compile(r"([A-Za-z0-9_-]{1,40})-pick")
_SENTENCE_END = re.compile(r"[.?!](?=\s)")


class WordsField(forms.CharField):
    """A browser sends two letters for the end of a line; one counts."""

    widget = forms.Textarea

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class QuestionForm(forms.Form):
    """One answered question; its prefix is the key. Only what is ticked has to be right."""

    pick = forms.BooleanField(label=_("Angkat pertanyaan ini"), required=False)
    question = WordsField(label=_("Pertanyaan"), max_length=LENGTHS["question"], help_text=NO_NAMES)
    answer = WordsField(label=_("Jawaban"), max_length=LENGTHS["answer"], help_text=NO_NAMES)

    use_required_attribute = False

    def __init__(self, data=None, *, key: str, asked: AnsweredQuestion | None = None):
        whole = {}
        if asked is not None:
            whole = {"question": " ".join(asked.question.split()), "answer": asked.answer.strip()}
        initial = {name: shortened(words, LENGTHS[name]) for name, words in whole.items()}
        super().__init__(data, prefix=key, initial=initial)
        self.key = key
        self.was_cut = initial != whole
        self.fields["question"].widget.attrs["rows"] = 3
        self.fields["answer"].widget.attrs["rows"] = 6
        for name in LENGTHS:
            self.fields[name].error_messages["required"] = gettext("Tulis dulu, atau hapus centangnya.")

    def full_clean(self) -> None:
        if self.is_bound and not self.is_picked:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def clean_question(self) -> str:
        return " ".join(self.cleaned_data["question"].split())

    @property
    def is_picked(self) -> bool:
        return f"{self.prefix}-pick" in self.data

    @property
    def chosen(self) -> Chosen:
        return Chosen(self.key, self.cleaned_data["question"], self.cleaned_data["answer"])


def picked_forms(data) -> dict[str, QuestionForm]:
    """The forms that were ticked in ``data``, by key, in their order; what cannot be a key is none."""
    keys = [found[1] for found in map(_PICKED.fullmatch, data) if found]
    return {key: QuestionForm(data, key=key) for key in keys[:MOST]}


def shortened(text: str, most: int) -> str:
    """At most ``most`` letters of ``text``, up to the end of a sentence; where none is near, of a word."""
    if len(text) <= most:
        return text
    ends = [found.end() for found in _SENTENCE_END.finditer(text, 0, most + 1)]
    if ends and ends[-1] > most // 2:
        return text[: ends[-1]]
    head = text[: most - 1]
    return f"{head[: head.rfind(' ')] if ' ' in head else head}…"


def mark_problems(forms_by_key: dict[str, QuestionForm], problems: Iterable[tuple[str, str, str]]) -> None:
    """Say at its field what must not come before the public."""
    for key, name, words in problems:
        forms_by_key[key].add_error(name, ValidationError(words))
