"""The addresses of every surface."""

from django.templatetags.static import static
from django.urls import include, path
from django.views.generic import RedirectView


class Mark(RedirectView):
    """Old browsers ask for /favicon.ico whatever the page says; the mark is elsewhere."""

    def get_redirect_url(self, *args: object, **kwargs: object) -> str:
        return static("mark.svg")


urlpatterns = [
    path("favicon.ico", Mark.as_view(), name="mark"),
    path("sign-in/", include("allauth.urls")),
    path("desk/", include("jinguo.desk.urls")),
    path("api/", include("jinguo.api.urls")),
    path("", include("jinguo.portal.urls")),
]

handler404 = "jinguo.portal.errors.not_found"
handler500 = "jinguo.desk.errors.broken"
