from wagtail import hooks

from comments import acts, desk, own_data_hooks, resident_hooks, rule_hooks, topic_hooks  # noqa: F401 - they add their words, links and group
from comments.viewsets import comment_moderation


@hooks.register("register_admin_viewset")
def register_comment_moderation():
    return comment_moderation
