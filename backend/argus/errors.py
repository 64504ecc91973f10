"""The errors Argus answers with, all of them sent as RFC 9457 problems.

ArgusError
├── BadRequest 400        ├── TooManyRequests 429
├── Unauthenticated 401   ├── Unavailable 503
├── Forbidden 403         └── UpstreamError (of a cluster)
├── NotFound 404              ├── UpstreamRefused: the apiserver's own 4xx and 5xx
├── RequestTimeout 408        ├── UpstreamUnreachable 502
├── Conflict 409              └── UpstreamTimeout 504
├── TooLarge 413
├── UnsupportedMediaType 415
└── Unprocessable 422
"""

from typing import Any

import msgspec


class FieldError(msgspec.Struct, frozen=True):
    """One thing wrong with the input: where it stands and what to do about it."""

    field: str
    message: str


class Problem(msgspec.Struct, rename="camel", frozen=True, kw_only=True):
    """RFC 9457, as `application/problem+json`.

    `code` is stable and meant for programs; `title` and `detail` are meant for people.
    """

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    instance: str = ""
    request_id: str = ""
    errors: list[FieldError] = []
    cluster: str | None = None
    reason: str | None = None
    current: dict[str, Any] | None = None
    submitted: dict[str, Any] | None = None


class ArgusError(Exception):
    """An error with an answer. `code` is kebab-case and never changes its meaning."""

    status = 500
    title = "Internal error"
    code = "internal"

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        errors: list[FieldError] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.errors = errors or []
        self.headers = headers or {}

    def problem(self, instance: str, request_id: str) -> Problem:
        return Problem(
            title=self.title,
            status=self.status,
            code=self.code,
            detail=self.detail,
            instance=instance,
            request_id=request_id,
            errors=self.errors,
        )


class BadRequest(ArgusError):
    status, title, code = 400, "Bad request", "bad-request"


class Unauthenticated(ArgusError):
    status, title, code = 401, "Not signed in", "unauthenticated"


class Forbidden(ArgusError):
    status, title, code = 403, "Not allowed", "forbidden"


class NotFound(ArgusError):
    status, title, code = 404, "Not found", "not-found"


class RequestTimeout(ArgusError):
    status, title, code = 408, "Request too slow", "request-timeout"


class Conflict(ArgusError):
    status, title, code = 409, "Conflict", "conflict"


class TooLarge(ArgusError):
    status, title, code = 413, "Too large", "too-large"


class UnsupportedMediaType(ArgusError):
    status, title, code = 415, "Unsupported media type", "unsupported-media-type"


class Unprocessable(ArgusError):
    status, title, code = 422, "Cannot be used as it is", "unprocessable"


class TooManyRequests(ArgusError):
    status, title, code = 429, "Too many requests", "too-many-requests"


class Unavailable(ArgusError):
    status, title, code = 503, "Unavailable", "unavailable"


class UpstreamError(ArgusError):
    """Something between Argus and a cluster. `cluster` is the name the user knows it by."""

    status, title, code = 502, "Cluster error", "upstream"

    def __init__(self, detail: str, *, cluster: str = "", reason: str | None = None, **rest: Any) -> None:
        super().__init__(detail, **rest)
        self.cluster = cluster
        self.reason = reason

    def problem(self, instance: str, request_id: str) -> Problem:
        plain = super().problem(instance, request_id)
        return msgspec.structs.replace(plain, cluster=self.cluster or None, reason=self.reason)


class UpstreamRefused(UpstreamError):
    """The apiserver's own answer: its status, message, reason and causes (as `errors`)."""

    title, code = "Refused by the cluster", "upstream-refused"

    def __init__(self, detail: str, *, status: int, **rest: Any) -> None:
        super().__init__(detail, **rest)
        self.status = status

    @property
    def declined(self) -> bool:
        """Did the apiserver say no, so that nothing was done, instead of failing? Its 401 comes as a 502."""
        return self.status < 500 or self.code == "upstream-unauthorized"


class UpstreamConflict(UpstreamRefused):
    """A write raced with another. `current` is the object as it is now, `submitted` the one that was sent."""

    title, code = "Changed by someone else", "resource-conflict"

    def __init__(self, detail: str, *, current: dict[str, Any], submitted: dict[str, Any], **rest: Any) -> None:
        super().__init__(detail, status=409, **rest)
        self.current = current
        self.submitted = submitted

    def problem(self, instance: str, request_id: str) -> Problem:
        plain = super().problem(instance, request_id)
        return msgspec.structs.replace(plain, current=self.current, submitted=self.submitted)


class UpstreamUnreachable(UpstreamError):
    status, title, code = 502, "Cluster unreachable", "upstream-unreachable"


class UpstreamTimeout(UpstreamError):
    status, title, code = 504, "Cluster timed out", "upstream-timeout"
