"""Comments in the templates of other apps."""

from django import template

from comments import badges, modes, reading
from comments.enums import ThreadMode
from core.caching import changes_at

register = template.Library()


@register.inclusion_tag("comments/section.html", takes_context=True)
def comments_section(context: dict, page, ask: str = "") -> dict:
    """The comments under ``page``: the first 20 with their answers, oldest first, and the way to write.

    ``ask``: where on this page one reads whom to ask (``#kontak``); else the village's home says it.
    Nothing of it depends on who reads, so the page stays free of cookie and token and can be stored.
    At most three queries, however many comments there are; none where the page has no comments. Where
    questions are private it is the same whatever was written.
    """
    if not getattr(page, "comments", False):
        return {"has_comments": False}
    request = context.get("request")
    village = page.village
    village_url = village.get_url(request) if village is not None else "/"
    shown = {
        "has_comments": True,
        "request": request,
        "page": page,
        "village": village,
        "ask_url": ask or f"{village_url}#kantor",
        "services_url": "" if ask else f"{village_url}layanan/",
    }
    if page.comments_private:
        return shown | {"is_private": True}
    thread = reading.thread_of(page)
    # A draft takes no comments yet: its preview shows what readers will see once it is public.
    openness = modes.openness_of(
        page,
        thread.village if thread is not None else village,
        thread,
        is_preview=getattr(request, "is_preview", False),
    )
    if openness.mode == ThreadMode.PRIVATE:
        return shown | {"is_private": True}
    part = reading.slice_of(thread) if thread is not None else reading.Slice([])
    if request is not None:
        changes_at(request, openness.closes_at if openness.is_open else None)
        changes_at(request, badges.until(part.comments))
    return shown | {
        "page_key": page.translation_key,
        "thread": thread,
        "part": part,
        "openness": openness,
        "is_open": openness.is_open,
    }
