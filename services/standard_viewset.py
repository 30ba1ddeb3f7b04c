"""The regency's services in Wagtail's admin: list, form, deleting. Officers only; to others nothing is here.

Not a snippet: those come with a chooser, bulk actions and screens of revisions that know no rights of ours.
"""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from services import standards
from services.aspects import Aspect
from services.facts import words_of
from services.models import ServiceStandard
from services.standard_use import STATES, counts_of, differing_aspects
from services.standard_views import standard_list
from village_pages.enums import Role
from village_pages.rights import may_keep_standards, reviewers_of

CONFLICT = 409
CHANGED = gettext_lazy(
    "Belum disimpan: orang lain baru saja mengubah layanan ini. Isian Anda masih ada di bawah. Buka versi "
    "terbaru, lalu ubah lagi yang perlu saja."
)
USED = gettext_lazy(
    "Layanan ini dipakai di halaman desa, jadi tidak dapat dihapus. Minta tiap desa melepasnya dari "
    "halamannya dahulu."
)


class StandardPolicy(BasePermissionPolicy):
    """Everything for whoever keeps standards, whatever Django's permissions say."""

    def user_has_permission(self, user, action):
        return may_keep_standards(user)

    def users_with_any_permission(self, actions):
        return reviewers_of(None, [Role.OFFICER])


def officers_only(view: Callable) -> Callable:
    """403 before anything is looked up: an answer must not tell which keys there are."""

    @wraps(view)
    def asked(request: HttpRequest, *args, **kwargs):
        if not may_keep_standards(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return never_cache(asked)


class StandardCreateView(generic.CreateView):
    page_title = gettext_lazy("Layanan kabupaten baru")
    success_message = gettext_lazy("“%(object)s” ditambah. Desa yang melayaninya dapat memakainya sekarang.")
    error_message = gettext_lazy("Belum disimpan. Perbaiki isian yang ditandai.")
    submit_button_label = gettext_lazy("Simpan layanan")

    def save_instance(self):
        standard = self.form.save(commit=False)
        standards.add(standard, by=self.request.user)
        return standard


class StandardEditView(generic.EditView):
    """Says before saving how many villages follow and differ. Nobody's change is overwritten unseen."""

    page_title = gettext_lazy("Layanan kabupaten")
    template_name = "services/admin/standard_edit.html"
    error_message = StandardCreateView.error_message
    submit_button_label = gettext_lazy("Simpan untuk semua desa")

    def get_success_url(self):
        return self.get_edit_url()

    def get_success_buttons(self):
        return []

    def get_success_message(self):
        if not self.changed:
            return _("Disimpan. Isi untuk warga tidak berubah.")
        names = ", ".join(str(one.label) for one in self.changed)
        return _("Disimpan: %(aspects)s. Semua desa yang mengikuti langsung menampilkannya.") % {
            "aspects": names
        }

    def save_instance(self):
        standard = self.form.save(commit=False)
        seen = self.form.cleaned_data["seen"]
        self.changed = standards.change(standard, by=self.request.user, seen=seen)
        return standard

    def form_valid(self, form):
        try:
            return super().form_valid(form)
        except standards.ChangedMeanwhileError as error:
            self.newer = error.standard
        if self.newer is None:
            messages.error(self.request, _("Layanan ini baru saja dihapus oleh orang lain."))
            return redirect("standards:index")
        form.add_error(None, CHANGED)
        self.produced_error_code, self.produced_error_message = "changed_meanwhile", str(CHANGED)
        response = self.form_invalid(form)
        response.status_code = CONFLICT
        return response

    def get_context_data(self, **kwargs):
        stored = ServiceStandard.objects.select_related("latest_revision__user").get(pk=self.object.pk)
        newer = getattr(self, "newer", None)
        return super().get_context_data(
            stored=stored,
            counts=[(str(STATES[state]), number) for state, number in counts_of(stored).items()],
            differing=[(aspect.label, number) for aspect, number in differing_aspects(stored).items()],
            conflict=[
                (aspect.label, words_of(newer, aspect), words_of(self.object, aspect))
                for aspect in Aspect
                if words_of(newer, aspect) != words_of(self.object, aspect)
            ]
            if newer
            else [],
            **kwargs,
        )


class StandardDeleteView(generic.DeleteView):
    page_title = gettext_lazy("Hapus layanan kabupaten")
    template_name = "services/admin/standard_delete.html"
    success_message = gettext_lazy("“%(object)s” dihapus.")

    def get_context_data(self, **kwargs):
        using = standards.pages_using(self.object).count()
        return super().get_context_data(using=using, used=USED, **kwargs)

    def form_valid(self, form):
        try:
            with transaction.atomic():
                standards.remove(self.object, by=self.request.user)
        except (standards.StillUsedError, ProtectedError):
            return self.render_to_response(self.get_context_data(form=form), status=CONFLICT)
        except standards.ChangedMeanwhileError:
            pass  # somebody else was first: it is gone, as was asked
        messages.success(self.request, self.get_success_message())
        return redirect("standards:index")


class StandardViewSet(ModelViewSet):
    model = ServiceStandard
    name = "standards"
    url_prefix = "layanan-kabupaten"
    icon = "clipboard-list"
    menu_name = "standards"
    menu_label = gettext_lazy("Layanan kabupaten")
    menu_order = 146
    add_to_admin_menu = True
    copy_view_enabled = False
    add_view_class = StandardCreateView
    edit_view_class = StandardEditView
    delete_view_class = StandardDeleteView

    @property
    def permission_policy(self):
        return StandardPolicy(self.model)

    def get_common_view_kwargs(self, **kwargs):
        # No screens of history and usage: the log has the one, ``standard_use`` the other.
        unwanted = {"history_url_name": None, "usage_url_name": None, "index_results_url_name": None}
        return super().get_common_view_kwargs(**unwanted, **kwargs)

    def construct_view(self, view_class, **kwargs):
        return officers_only(super().construct_view(view_class, **kwargs))

    def get_urlpatterns(self):
        return [
            path("", standard_list, name="index"),
            path("baru/", self.add_view, name="add"),
            path("<int:pk>/", self.edit_view, name="edit"),
            path("<int:pk>/hapus/", self.delete_view, name="delete"),
        ]

    def get_permissions_to_register(self):
        """None: ``rights.may_keep_standards`` decides, so a group has nothing to tick."""
        return super().get_permissions_to_register().none()
