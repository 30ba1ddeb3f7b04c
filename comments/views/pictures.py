"""Photos of topics: sent out one by one, after asking each time who may see them."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from comments import ownership
from comments.models import ResidentComment, TopicPicture
from village_pages.media_views import HARMLESS

SECONDS = 60  # that a photo may be seen after it was taken down


@require_safe
def picture(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The photo of a topic that everybody may read now; 404 for every other."""
    shown = ResidentComment.objects.published().of_readable_pages().filter(public_id=public_id)
    response = sent(request, TopicPicture.objects.filter(comment__in=shown).first())
    patch_cache_control(response, public=True, max_age=SECONDS)
    return response


@require_safe
def own_picture(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """The same for its author, whatever became of the topic."""
    comment = ownership.owned_comment(request, public_id)
    response = sent(request, getattr(comment, "picture", None))
    patch_cache_control(response, private=True, no_store=True)
    return response


def sent(request: HttpRequest, found: TopicPicture | None) -> HttpResponseBase:
    """The file of ``found``, which a browser must take for a picture and nothing else. Raises ``Http404``."""
    if found is None:
        raise Http404
    try:
        file = found.file.open()
    except OSError as error:
        raise Http404 from error
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse(content_type="image/jpeg", headers={"Content-Length": str(file.size)})
        file.close()
    else:
        response = FileResponse(file, content_type="image/jpeg")
        # FileResponse would name the file by its storage path.
        response["Content-Disposition"] = "inline"
    for name, value in HARMLESS.items():
        response[name] = value
    return response
