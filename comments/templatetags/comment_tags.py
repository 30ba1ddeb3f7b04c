"""Comments in the templates of other apps."""

from django import template

from comments import reading

register = template.Library()


@register.inclusion_tag("comments/section.html", takes_context=True)
def comments_section(context: dict, page) -> dict:
    """The comments under ``page``: the first 20 with their answers, oldest first, and the way to write.

    Nothing of it depends on who reads, so the page stays free of cookie and token and can be stored.
    At most three queries, however many comments there are; none where the page has no comments at all.
    """
    if not getattr(page, "comments", False):
        return {"has_comments": False}
    request = context.get("request")
    if getattr(request, "is_preview", False):
        # A draft takes no comments yet: its preview shows what readers will see once it is public.
        accepts = getattr(page, "comments_open", True)
    else:
        accepts = page.accepts_comments()
    village = page.village
    if village is not None and not village.is_open:
        accepts = False
    thread = reading.thread_of(page)
    part = reading.slice_of(thread) if thread is not None else reading.Slice(comments=[], after=None)
    return {
        "has_comments": True,
        "request": request,
        "page_key": page.translation_key,
        "village": village,
        "thread": thread,
        "part": part,
        "is_open": accepts and (thread is None or thread.is_open()),
    }
