"""What every answer is held against: it is in the contract as it came, and no failure of Argus."""

from typing import Any

import requests
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def glance(case: schemathesis.Case[Any], session: requests.Session, url: str, token: str) -> int:
    """Ask, and hold status and media type against the contract; the status. For bodies it says nothing of, and those
    without end: raw lists and followed logs."""
    asked = case.as_transport_kwargs(base_url=url, headers={"Authorization": token})
    with session.request(**asked, stream=True, timeout=30) as answer:
        told = case.operation.definition.raw["responses"]
        assert answer.status_code < 500, (asked, answer.text)
        assert str(answer.status_code) in told, (asked, answer.status_code)
        kind = answer.headers["Content-Type"].partition(";")[0]
        assert kind in told[str(answer.status_code)]["content"], (asked, answer.status_code, kind)
        return answer.status_code
