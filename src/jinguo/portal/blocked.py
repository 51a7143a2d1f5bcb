"""What browsers report to have blocked, as the policy of every page asks them to (trust.md R-091)."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from allauth.core import ratelimit
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from jinguo.portal.http import public

LONGEST = 8_000  # bytes of a report
KINDS = ("application/csp-report", "application/reports+json")
log = logging.getLogger(__name__)


@csrf_exempt
@public
@require_POST
def blocked(request: HttpRequest) -> HttpResponse:
    """
    Log which rule was broken, on which page and by what host; nothing else of a report is kept.

    Whoever sends one is told nothing. Addresses may name a person, so that the log has the name of the
    page alone.
    """
    if ratelimit.consume(request, action="blocked"):
        for report in reports_in(request):
            log.warning(
                "A browser blocked something: %s on %s from %s",
                rule_of(report), page_of(report), source_of(report),
            )  # fmt: skip
    return HttpResponse(status=204)


def reports_in(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """Yield the reports of a body: one as ``report-uri`` has it, or those of a list as ``report-to``."""
    if request.content_type not in KINDS:
        return
    try:
        sent = json.loads(request.body) if len(request.body) <= LONGEST else None
    except (ValueError, RecursionError, RequestDataTooBig):
        sent = None
    for one in sent if isinstance(sent, list) else [sent]:
        body = one.get("csp-report") or one.get("body") if isinstance(one, dict) else None
        if isinstance(body, dict):
            yield {str(key).lower().replace("-", ""): value for key, value in body.items()}


def rule_of(report: dict[str, Any]) -> str:
    """Return the name of the rule; ``?`` where none is told that could be one."""
    named = str(report.get("effectivedirective") or report.get("violateddirective") or "")
    found = re.match(r"[a-z-]{3,40}", named)
    return found[0] if found else "?"


def page_of(report: dict[str, Any]) -> str:
    """Return the name of the page by which addresses are made; ``?`` for none of ours."""
    try:
        path = urlsplit(str(report.get("documenturi") or report.get("documenturl") or "")).path
        return resolve(path).view_name
    except (ValueError, Resolver404):
        return "?"


def source_of(report: dict[str, Any]) -> str:
    """Return the host something came from, or the word for what came from none, as ``inline``."""
    told = str(report.get("blockeduri") or report.get("blockedurl") or "")
    try:
        named = urlsplit(told).hostname or told
    except ValueError:
        named = ""
    return named if re.fullmatch(r"[a-z0-9.-]{1,80}", named) else "?"
