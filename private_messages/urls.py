"""Addresses of who asks in private. Neutral words: they stay in the history of a phone."""

from django.urls import path

from private_messages.views import asking, own

app_name = "private_messages"

urlpatterns = [
    path("tulis/<uuid:page_key>/", asking.ask, name="ask"),
    path("buka/", own.open_by_code, name="open"),
    path("balas/", own.reply, name="reply"),
    path("hapus/", own.erase, name="erase"),
]
