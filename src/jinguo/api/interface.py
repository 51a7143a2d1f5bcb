"""The OpenAPI document of the whole, and what every operation may answer besides its own."""

from __future__ import annotations

import json
from functools import cached_property
from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from jinguo import __version__
from jinguo.api import problems
from jinguo.api.access import Token
from jinguo.core.errors import JinguoError

ABOUT = """\
Every call bears a token: `Authorization: Bearer …`. It acts through one post of an account, in all of the
post's area or a part, with all rights of the post or some; what is out of reach is absent. Personal values
are masked as on the workbench, and nothing here shows one in clear.

- Lists are pages with cursors: `next` goes with `after`, `previous` with `before`.
- Each `POST` bears an `Idempotency-Key`; sent again under the same key, it is done once.
- Answers to `GET` bear an `ETag`; `If-None-Match` saves the body.
- Errors are problem documents (RFC 9457), in Chinese or English by `Accept-Language`.
- Days are ISO 8601 in the installation's zone, instants have their zone, money is in fen, and values of
  figures are decimal texts.
"""


HANDLERS: dict[type[Exception], Any] = {
    JinguoError: problems.expected,
    ValidationError: problems.unfit,
    HttpError: problems.plain,
    Http404: lambda request, error: problems.problem(404),
    SuspiciousOperation: lambda request, error: problems.problem(400),  # such as a body too large
    Exception: problems.broken,
}


class Json(JSONRenderer):
    """Chinese stays Chinese."""

    json_dumps_params = {"ensure_ascii": False}


class Interface(NinjaAPI):
    """The API: one place for its errors, and a document that says them of every operation."""

    def set_default_exception_handlers(self) -> None:
        for kind, handler in HANDLERS.items():
            self.add_exception_handler(kind, handler)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the function's name as OpenAPI's readers expect it: ``list_areas`` → ``listAreas``."""
        first, *rest = operation.view_func.__name__.split("_")
        return first + "".join(word.title() for word in rest)

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        return self._document

    @cached_property
    def _document(self) -> OpenAPISchema:
        document = super().get_openapi_schema()
        shape = problems.Problem.model_json_schema(ref_template=REF_TEMPLATE, mode="serialization")
        document["components"]["schemas"].update(shape.pop("$defs"), Problem=shape)
        document["components"]["responses"] = dict(map(shared_response, STATUSES))
        rights = self._rights()
        for path in document["paths"].values():
            for method, operation in path.items():
                for parameter in operation["parameters"]:
                    parameter.pop("examples", None)  # a list, which belongs into the schema alone
                operation["security"] = [{"Token": rights[operation["operationId"]]}]
                operation["responses"].update(
                    {status: said(status) for status in statuses(method, operation)}
                )
        drop_unused_shapes(document)
        return document

    def _rights(self) -> dict[str, list[str]]:
        """Return by operation the right it needs, as the list that OpenAPI calls roles; empty for none."""
        return {
            self.get_openapi_operation_id(operation): rights_of(operation)
            for router in self._get_bound_routers()
            for path in router.path_operations.values()
            for operation in path.operations
        }


STATUSES = (304, 400, 401, 403, 404, 409, 422, 429, 500)


def drop_unused_shapes(document: dict[str, Any]) -> None:
    """Take out the shapes nothing refers to: sets of parameters, which stand with their operations."""
    text, shapes = json.dumps(document), document["components"]["schemas"]
    for name in [one for one in shapes if f'"{REF_TEMPLATE.format(model=one)}"' not in text]:
        del shapes[name]


def shared_response(status: int) -> tuple[str, dict[str, Any]]:
    """Return the name of a response that many operations share, and what it is."""
    about: dict[str, Any] = {"description": HTTPStatus(status).phrase}
    if status >= 400:
        ref = {"$ref": REF_TEMPLATE.format(model="Problem")}
        about["content"] = {problems.MEDIA_TYPE: {"schema": ref}}
    return name_of(status), about


def name_of(status: int) -> str:
    return HTTPStatus(status).name.title().replace("_", "")


def said(status: int) -> dict[str, str]:
    """Return the reference to a shared response."""
    return {"$ref": f"#/components/responses/{name_of(status)}"}


def statuses(method: str, operation: dict[str, Any]) -> list[int]:
    """Return what an operation may answer besides what it says itself."""
    found = [401, 403, 404, 429, 500]
    if operation["parameters"] or "requestBody" in operation:
        found.append(422)
    return sorted([*found, 304] if method == "get" else [*found, 400, 409])


def rights_of(operation: Operation) -> list[str]:
    """Return the one right an operation needs, or none where any token will do."""
    [token] = [one for one in operation.auth_callbacks if isinstance(one, Token)]
    return [str(token.capability)] if token.capability else []


def make() -> Interface:
    """Return the API without its resources."""
    return Interface(
        title="Jinguo",
        version=__version__,
        description=ABOUT,
        docs_url=None,
        urls_namespace="api",
        renderer=Json(),
        servers=[{"url": "/"}],
        openapi_extra={"info": {"license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}},
    )
