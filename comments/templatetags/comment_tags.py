"""Comments in the templates of other apps."""

from django import template

from comments import modes, reading

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
    village = page.village
    thread = reading.thread_of(page)
    # A draft takes no comments yet: its preview shows what readers will see once it is public.
    openness = modes.openness_of(
        page,
        thread.village if thread is not None else village,
        thread,
        is_preview=getattr(request, "is_preview", False),
    )
    part = reading.slice_of(thread) if thread is not None else reading.Slice(comments=[], after=None)
    return {
        "has_comments": True,
        "request": request,
        "page_key": page.translation_key,
        "village": village,
        "thread": thread,
        "part": part,
        "openness": openness,
        "is_open": openness.is_open,
    }
