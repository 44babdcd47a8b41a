"""Whose data an export is of, and what the platform rules out for each kind.

Sources: the vendor's pages on account audiences, prospect audiences, data set exports, uploaded audiences, and on
grouping audiences by merge policy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import formats
from exportsim.adobe import Offer
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Activation, Kind, MergePolicy, Plan
from exportsim.rehearsal import Rehearsal

UPLOADED = "CustomerAudienceUpload"
"""The namespace of audiences that customers upload with columns of their own."""

FOLDERS = ("DATASET_ID", "EXPORT_TIME")
DEFAULT_POLICY = MergePolicy("e8591fdb-2873-4b12-b63e-15275b1c1439", "Default Timebased")
ALWAYS_PACKED = "data sets leave the platform as JSON only when compressed: gzip is taken"


def kind_of(rehearsal: Rehearsal, offer: Offer | None) -> Kind:
    """What is asked for, or what the destination takes."""
    for kind in ("accounts", "prospects", "datasets"):
        if (rehearsal.of or (offer.of if offer else "")) == kind:
            return kind
    return "people"


def merge_policy(rehearsal: Rehearsal, offer: Offer | None) -> MergePolicy | None:
    """By what audiences are grouped into one file; None: they are not."""
    return rehearsal.merge_policy or (DEFAULT_POLICY if offer and offer.batch.grouped else None)


def folder_append(rehearsal: Rehearsal, offer: Offer | None) -> tuple[str, ...]:
    """What a data set's folders are named by."""
    if rehearsal.folder_append is not None:
        return rehearsal.folder_append
    offered = offer.batch.dataset_folders if offer else None
    return offered.append if offered else FOLDERS


def check_kind(rehearsal: Rehearsal, of: Kind, policy: MergePolicy | None, offer: Offer | None) -> Iterator[Problem]:
    """Find what does not go with the kind of data, with grouping, or with the audience."""
    if offer and rehearsal.of and rehearsal.of != offer.of:
        yield Problem("of", f"{rehearsal.of}, but {offer.file}: $.sources takes {offer.of}", offer.of)
    if rehearsal.audiences and not policy:
        yield Problem("audiences", "are of a grouped file, and nothing groups them", "merge_policy, with id and name")
    if rehearsal.merge_policy and offer and not offer.batch.grouped:
        what = f"groups audiences, which {offer.file} does not ({offer.batch.path}.segmentGroupingEnabled)"
        yield Problem("merge_policy", what, "left out")
    if policy and of not in ("people", "prospects"):
        yield Problem("merge_policy", f"does not go with {of}", "people")
    if of == "accounts" and rehearsal.nested:
        yield Problem("nested", "arrays, maps and objects cannot be exported of accounts", "left out")
    yield from _check_enrichment(rehearsal)
    if of == "datasets":
        yield from _check_dataset(rehearsal)
    elif rehearsal.folder_append is not None:
        yield Problem("folder_append", f"is of data sets, not of {of}", "left out")


def _check_enrichment(rehearsal: Rehearsal) -> Iterator[Problem]:
    if rehearsal.enrichment and rehearsal.audience.namespace != UPLOADED:
        what = f"only uploaded audiences have columns of their own, not those of {rehearsal.audience.namespace}"
        yield Problem("enrichment", what, f'an audience with namespace = "{UPLOADED}"')
    for column in rehearsal.enrichment:
        if not re.fullmatch(r"\w+", column.target, re.ASCII):
            yield Problem("enrichment", f'"{column.target}" is no name there', "letters, digits and underscores")


def _check_dataset(rehearsal: Rehearsal) -> Iterator[Problem]:
    """A data set is a table: nobody is chosen, and nothing is named by the customer but its folder."""
    chosen = {
        "mandatory": rehearsal.mandatory,
        "deduplication": rehearsal.deduplication,
        "enrichment": rehearsal.enrichment,
        "filename": rehearsal.filename,
        "filename_append": rehearsal.filename_append,
        "custom_text": rehearsal.custom_text and "CUSTOM_TEXT" not in (rehearsal.folder_append or ()),
    }
    for name, value in chosen.items():
        if value:
            yield Problem(name, "does not go with data sets", "left out")


def fitted(plan: Plan, activation: Activation) -> Plan:
    """The plan as the kind of data allows: JSON of data sets is always compressed, and CSV there is none."""
    if activation.of != "datasets":
        return plan
    kind = plan.format.file_type
    if kind not in ("json", "parquet"):
        raise ConfigurationError([Problem("fileType", f"{kind} does not go with data sets", "json or parquet")])
    options = plan.format.options()
    if kind == "json" and options.get("compression", "none").lower() in ("none", "uncompressed"):
        packed = formats.from_options("json", {**options, "compression": "gzip"})
        return replace(plan, format=packed, warnings=(*plan.warnings, ALWAYS_PACKED))
    return plan
