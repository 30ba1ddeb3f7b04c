"""Old addresses of OpenSID sites, with and without the front controller that CodeIgniter sites may show."""

from django.urls import re_path

from opensid_import.views import article_by_date, article_by_number

PREFIX = r"^(?:index\.php/)?(?:first/)?artikel"

urlpatterns = [
    re_path(
        PREFIX + r"/(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<slug>[^/]{1,200})/?$",
        article_by_date,
        name="old_article",
    ),
    re_path(PREFIX + r"/(?P<number>\d{1,9})/?$", article_by_number, name="old_article_number"),
]
