"""The values that travel between the stages: plain, frozen, trusted once made."""

from __future__ import annotations

from exportsim.model.activation import Activation, Audience, Column, Kind, MergePolicy, Run
from exportsim.model.call import Answered, Reply, Request
from exportsim.model.delivery import Check, CheckOutcome, Delivery, Diagnosis, PlannedDelivery, Receipt, Step
from exportsim.model.export import Export, ExportFile, Preview
from exportsim.model.ingestion import Ingestion, Reading
from exportsim.model.lint import LintFinding, LintReport, Loss, Region
from exportsim.model.places import S3, Adls, AzureBlob, DataLandingZone, Gcs, LocalFolder, Place, Sftp
from exportsim.model.plan import Encryption, Plan, PublicKey, Switch
from exportsim.model.rows import LeftOut, Rows, Slice
from exportsim.model.verdict import Finding, Group, Report, Verdict

__all__ = [
    "S3",
    "Activation",
    "Adls",
    "Answered",
    "Audience",
    "AzureBlob",
    "Check",
    "CheckOutcome",
    "Column",
    "DataLandingZone",
    "Delivery",
    "Diagnosis",
    "Encryption",
    "Export",
    "ExportFile",
    "Finding",
    "Gcs",
    "Group",
    "Ingestion",
    "Kind",
    "LeftOut",
    "LintFinding",
    "LintReport",
    "LocalFolder",
    "Loss",
    "MergePolicy",
    "Place",
    "Plan",
    "PlannedDelivery",
    "Preview",
    "PublicKey",
    "Reading",
    "Receipt",
    "Region",
    "Reply",
    "Report",
    "Request",
    "Rows",
    "Run",
    "Sftp",
    "Slice",
    "Step",
    "Switch",
    "Verdict",
]
