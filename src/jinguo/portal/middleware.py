"""Between the session and the portal's views: what was declared, and errors made into pages."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from jinguo.core.errors import JinguoError
from jinguo.portal.errors import error_page, not_allowed
from jinguo.portal.frame import is_portal


class UndeclaredView(RuntimeError):
    """A view of the portal does not say who may open it; it is not served."""


class PortalMiddleware:
    """Refuses views that do not say who may open them, and turns errors into pages of the portal."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_opened = (
            response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET"
        )
        return not_allowed(request, response) if is_opened and is_portal(request) else response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> None:
        if is_portal(request) and not getattr(view, "is_declared", False):
            raise UndeclaredView(request.resolver_match)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if is_portal(request) and isinstance(error, JinguoError):
            return error_page(request, error)
        return None
