"""Addresses that the wall test treats otherwise, each with its reason; one not needed any more fails."""

OWN_ACCOUNT = "only the account of whoever asks; names nothing else"
OWN_SESSION = "only what belongs to the resident who is signed in on this browser"
LINK = "whoever holds the link was given it: it is the key"
CLOSED_DOOR = "leads to the same page of /akun/, whoever asks"

# Addresses with parts that no thing of a village stands for.
NOTHING_TO_FILL = {
    "wagtailcore_authenticate_with_password": "no page has a password: every published page is public (0008)",
}

# Addresses that answer everybody, or everybody of the admin, also where they name something of a village.
# What they say is looked at all the same.
ANSWERS = {
    "offered_topics": "topics of published articles, and of one's own villages",
    "wagtailadmin_pages:type_use": "names a kind of page, and lists one's own",
    "wagtailadmin_pages:type_use_results": "names a kind of page, and lists one's own",
    "wagtailadmin_pages:choose_parent": "names a kind of page, and leads to one's own list",
    "wagtailadmin_editing_sessions:release": "ends sessions of the account of whoever asks, and says nothing",
    "/admin/password_reset/<path:rest>": CLOSED_DOOR,
    "wagtailadmin_password_reset_confirm": CLOSED_DOOR,
}

# Addresses that fail when asked without what only their own screens send.
FAILS = {
    "wagtailadmin_error_test": "fails on purpose, to show administrators what an error looks like",
    "wagtailadmin_choose_page_external_link": "Wagtail's form fails without its field; a valid one is tried",
}

# Words looked for that no screen of the admin shows to anybody.
SHOWN_TO_NOBODY = {
    "note": "read by the comment's author only, with the receipt",
    "upload": "the name of a file between being sent and being stored",
}

SHOWS = "writes nothing, whatever is sent: tried as the village's own and the administrator"
# Addresses that take POST, without a valid request in `ways`.
NO_WAY = {
    **dict.fromkeys(
        (
            "healthz",
            "robots",
            "sitemap",
            "manifest",
            "search",
            "comments:sent",
            "comments:own",
            "comments:mine",
            "comments:further",
            "comments:page_feed",
            "comments:comment",
            "comments:picture",
            "comments:own_picture",
            "comments:reported",
            "comments:erased",
            "rendition",
            "wagtaildocs_serve",
            "offered_topics",
            "wagtailadmin_choose_page_email_link",
            "wagtailadmin_choose_page_phone_link",
            "wagtailadmin_choose_page_anchor_link",
            "wagtailadmin_explore",
            "wagtailadmin_explore_results",
            "wagtailadmin_pages:type_use",
            "wagtailadmin_pages:type_use_results",
            "wagtailadmin_pages:view_draft",
            "wagtailadmin_pages:add_subpage",
            "wagtailadmin_pages:revisions_index",
            "wagtailadmin_workflows:select_task_type",
            "wagtailadmin_workflows:task_chosen",
            "menu",
            "villages",
            "acts",
            "acts_csv",
            "notifications",
            "team",
            "team_member",
            "residents",
            "resident",
            "help_contacts",
            "standards:index",
            "standard_use",
            "service_differences",
            "offices",
            "adopt_services_village",
            "private_inbox",
            "private_counts",
            "private_village_counts",
            "private_opening",
            "reading",
            "reading_page",
            "reading_history",
            "reading_revision",
            "reading_compare",
            "review_page",
            "review_rules",
            "review_live",
            "archive",
            "page_problems",
            "page_checks",
            "calendar",
            "comment_moderation:index",
            "topics",
            "topic_picture",
            "wagtailadmin_sprite",
            "wagtailadmin_javascript_catalog",
            "/admin/.*/$",
            "old_article",
            "old_article_number",
            "wagtail_serve",
        ),
        SHOWS,
    ),
    "wagtailadmin_pages:set_privacy": "nobody may: every published page is public (0008)",
    "wagtailadmin_collections:set_privacy": "the administrator's, as all of its namespace",
    "wagtailadmin_workflows:task_chooser_create": "the administrator's, as all of its namespace",
    "wagtailredirects:start_import": "the administrator's, as all of its namespace",
    "wagtailredirects:process_import": "the administrator's, as all of its namespace",
    "wagtailadmin_error_test": FAILS["wagtailadmin_error_test"],
    "wagtailimages:preview": "makes the size that it shows; the picture in the address is tried by GET",
    **dict.fromkeys(
        ("comments:write", "comments:propose", "private_messages:ask"),
        "open to every reader; a draft's key is tried by an empty form",
    ),
    "comments:receipt": "shows one comment to whoever has its receipt; counts the attempts",
    **dict.fromkeys(
        ("comments:report", "comments:support"), "open to every reader, about what every reader can read"
    ),
    **dict.fromkeys(
        ("private_messages:open", "private_messages:reply", "private_messages:erase"),
        "whoever has the code of one conversation, typed each time; tried in tests/private_messages",
    ),
    **dict.fromkeys(("comments:export_mine", "comments:erase_mine"), OWN_SESSION),
    **dict.fromkeys(("comments:export", "comments:erase"), "whoever has the comment's receipt, or wrote it"),
    **dict.fromkeys(
        ("comments:edit", "comments:withdraw", "comments:appeal"),
        "whoever has the comment's receipt, or wrote it; tried in tests/comments/test_own.py",
    ),
    "comments:leave": "gives up what this browser has shown a receipt for",
    "comments:open_link": LINK,
    "comments:sign_in": "whoever has a resident's number and PIN; counts the attempts",
    **dict.fromkeys(("comments:sign_out", "comments:choose_pin", "comments:phones"), OWN_SESSION),
    "usersessions_list": OWN_ACCOUNT,
    "wagtailadmin_choose_page_external_link": "writes nothing; valid addresses are tried among the attempts",
    "wagtailadmin_account": OWN_ACCOUNT,
    "wagtailadmin_dismissibles": OWN_ACCOUNT,
    "notification_settings": OWN_ACCOUNT,
    "notification_open": "takes GET only, which is tried: marks the message of whoever asks as read",
    "accept_invitation": LINK,
    "mend_password": LINK,
    "waiting_invitation": "writes nothing: leads back to the link that the own browser keeps",
    **dict.fromkeys(
        (
            "/admin/login/",
            "/admin/logout/",
            "/admin/password_reset/",
            "/admin/password_reset/<path:rest>",
            "wagtailadmin_password_reset_confirm",
        ),
        CLOSED_DOOR,
    ),
    "wagtailcore_login": "signing in to protected pages; there are none",
    "wagtailcore_authenticate_with_password": NOTHING_TO_FILL["wagtailcore_authenticate_with_password"],
}
# Namespaces, by the beginning of a name, of which all holds.
NO_WAY_BELOW = {"account_": OWN_ACCOUNT, "mfa_": OWN_ACCOUNT}
