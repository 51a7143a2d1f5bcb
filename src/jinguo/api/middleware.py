"""Around every call: no cookie in or out, faults as problem documents, an ETag on what is read."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

from jinguo.api.problems import problem

ROOT = "/api/"


class ApiMiddleware:
    """
    What holds for the whole API, whichever layer answers; it stands before sessions and languages.

    A cookie is not even read: a call acts by its token, never as who is signed in, so that no page of a
    stranger can make one in her name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(ROOT):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        response = as_problem(told_apart(request, self.get_response(request)))
        response.cookies.clear()
        patch_vary_headers(response, ["Authorization", "Accept-Language"])
        return response


def as_problem(response: HttpResponse) -> HttpResponse:
    """Return an error page of another layer as the problem document of its status."""
    if response.status_code < 400 or "json" in response.get("Content-Type", ""):
        return response
    kept = {name: response[name] for name in ("Allow", "Retry-After") if name in response}
    made = problem(response.status_code, headers=kept)
    for name, value in response.items():
        made.setdefault(name, value)
    made["Content-Length"] = str(len(made.content))  # it was the page's
    return made


def told_apart(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Give an answer its ETag, and say 304 to who has it already; who keeps it asks each time."""
    if request.method != "GET" or response.status_code != 200:
        response.setdefault("Cache-Control", "no-store")
        return response
    set_response_etag(response)
    response["Cache-Control"] = "private, no-cache"
    kept = get_conditional_response(request, etag=response["ETag"], response=response)
    return kept if kept is not None else response
