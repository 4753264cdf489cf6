"""Refusals carry a code for the translators and details for their placeholders."""

import pytest

from queue_server.domain.errors import Conflict, Invalid, NotAllowed, NotFound, QueueError


@pytest.mark.parametrize(("family", "status"), [(Invalid, 422), (NotAllowed, 403), (NotFound, 404), (Conflict, 409)])
def test_each_family_of_refusals_has_its_http_status(family: type[QueueError], status: int) -> None:
    refusal = family("some_code", counter=3)
    assert isinstance(refusal, QueueError)
    assert (refusal.status, refusal.code, refusal.details) == (status, "some_code", {"counter": 3})
