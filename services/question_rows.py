"""Rows of questions in the page's own form: what they were lifted from goes with them."""

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel


class QuestionRowForm(WagtailAdminModelForm):
    """Rows of a draft have no key yet, and are made anew from what the form sends."""

    source = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["source"] = self.instance.source

    def clean_source(self) -> str:
        self.instance.source = self.cleaned_data["source"]
        return self.instance.source


class QuestionsPanel(InlinePanel):
    def get_form_options(self):
        options = super().get_form_options()
        rows = options["formsets"][self.relation_name]
        base = rows.get("form", WagtailAdminModelForm)
        rows["form"] = type("QuestionRow", (QuestionRowForm, base), {})
        return options
