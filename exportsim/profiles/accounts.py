"""Accounts: the fields of business customers, where an export is of accounts rather than of people.

The paths are those of the vendor's business account schema; the firms are as invented as the people.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exportsim.model import Column
from exportsim.profiles import hashing, kinds, people
from exportsim.profiles.field import Field
from exportsim.profiles.headers import dotless
from exportsim.profiles.window import Window

_FORMS = pa.array([" Ltd", " GmbH", " & Co.", " S.A.", " Group", ", Inc.", " K.K."])
_INDUSTRIES = pa.array(["Retail", "Manufacturing", "Software", "Health care", "Logistics", "Finance", "Education"])
_REVENUE = pa.decimal128(16, 2)


def _name(window: Window) -> pa.Array:
    founder = people.last_name(window)
    forms = _FORMS.take(pa.array(hashing.below(window.bits("accountName"), len(_FORMS))))
    return pc.binary_join_element_wise(founder.words.take(pa.array(founder.at)), forms, "")


def _website(window: Window) -> pa.Array:
    codes = kinds.code("accountOrganization.website", "https://", 8)(window)
    return pc.binary_join_element_wise(codes, pa.scalar(".example.com"), "")


def _employees(window: Window) -> pa.Array:
    size = np.exp(4 + 1.8 * kinds.bell(window.bits("accountOrganization.numberOfEmployees")))
    return pa.array(size.astype(np.int64) + 1)


def _revenue(window: Window) -> pa.Array:
    cents = np.exp(18 + 2 * kinds.bell(window.bits("accountOrganization.annualRevenue.amount"))).astype(np.int64)
    return kinds.decimals(cents, _REVENUE)


FIELDS: dict[str, Field] = {
    "accountID": Field(pa.string(), kinds.uuid("accountID"), unique=True),
    "accountKey.sourceKey": Field(pa.string(), kinds.code("accountKey.sourceKey", "acc-", 8), unique=True),
    "accountName": Field(pa.string(), _name, 0.01),
    "accountOrganization.industry": Field(
        pa.string(), kinds.choice("accountOrganization.industry", _INDUSTRIES, [1.0] * len(_INDUSTRIES)), 0.1
    ),
    "accountOrganization.numberOfEmployees": Field(pa.int64(), _employees, 0.15),
    "accountOrganization.annualRevenue.amount": Field(_REVENUE, _revenue, 0.3),
    "accountOrganization.website": Field(pa.string(), _website, 0.05, unique=True),
    "accountPhone.number": Field(pa.string(), people.phone("accountPhone.number"), 0.2),
    "accountBillingAddress.street1": Field(pa.string(), people.street, 0.1),
    "accountBillingAddress.city": Field(pa.string(), people.city, 0.05),
    "accountBillingAddress.postalCode": Field(pa.string(), people.postal_code, 0.06),
    "accountBillingAddress.countryCode": Field(pa.string(), people.country, 0.01),
}

DEFAULT_COLUMNS = tuple(Column(path, dotless(path)) for path in FIELDS if path != "accountID")
