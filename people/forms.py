"""allauth's forms without placeholders: the label stands above the field and stays there while one types."""

from allauth.account import forms


class LabelsOnly:
    """Takes the placeholders, which only repeat the labels, out of a form."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class StaffLoginForm(LabelsOnly, forms.LoginForm):
    pass


class StaffChangePasswordForm(LabelsOnly, forms.ChangePasswordForm):
    pass


class StaffResetPasswordForm(LabelsOnly, forms.ResetPasswordForm):
    pass


class StaffResetPasswordKeyForm(LabelsOnly, forms.ResetPasswordKeyForm):
    pass
