from wagtail import hooks

from comments import desk  # noqa: F401 - adds its group
from comments.viewsets import comment_moderation


@hooks.register("register_admin_viewset")
def register_comment_moderation():
    return comment_moderation
