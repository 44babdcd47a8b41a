"""Small destination configurations, and what is told of them."""

from __future__ import annotations

from typing import Any

import pytest

from exportsim.adobe import Destination, read_offer
from exportsim.errors import ConfigurationError

DELIVERY = {
    "deliveryMatchers": [{"type": "SOURCE", "value": ["batch"]}],
    "authenticationRule": "CUSTOMER_AUTHENTICATION",
    "destinationServerId": "00000000-0000-4000-8000-000000000000",
}
SCHEMA = {"profileRequired": True, "segmentRequired": True, "identityRequired": True}
FIELDS = [
    {"name": "bucket", "title": "Bucket", "type": "string", "isRequired": True},
    {"name": "path", "title": "Folder", "type": "string", "isRequired": True},
]


def destination(**keys: Any) -> Destination:
    """A configuration that nothing is odd about, with some keys replaced; None leaves one out."""
    document = {
        "name": "test",
        "status": "TEST",
        "customerAuthenticationConfigurations": [{"authType": "S3"}],
        "customerDataFields": FIELDS,
        "destinationDelivery": [DELIVERY],
        "schemaConfig": SCHEMA,
        "batchConfig": {},
        **keys,
    }
    return Destination("destination.json", {key: value for key, value in document.items() if value is not None})


def problems_of(given: Destination) -> list[tuple[str, str, str]]:
    with pytest.raises(ConfigurationError) as caught:
        read_offer(given)
    return [(problem.where, problem.what, problem.allowed) for problem in caught.value.problems]


def warnings_of(given: Destination) -> list[str]:
    return [warning.removeprefix("destination.json: ") for warning in read_offer(given).warnings]
