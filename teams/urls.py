from django.urls import path

from teams.views import accept_invitation, mend_password, waiting_invitation

urlpatterns = [
    path("undangan/", waiting_invitation, name="waiting_invitation"),
    path("undangan/<str:token>/", accept_invitation, name="accept_invitation"),
    path("sandi-baru/<str:token>/", mend_password, name="mend_password"),
]
