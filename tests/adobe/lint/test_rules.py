"""Every rule by a small configuration that breaks it, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from adobe.destinations import DELIVERY, SCHEMA
from adobe.lint.linting import EMPTY, a_destination, a_server, batch, fields, found_in, names
from adobe.servers import literal, template

from exportsim.adobe.lint import RULES
from exportsim.adobe.lint.run import SILENT

SOURCES = Path(__file__).parents[3] / "exportsim" / "adobe"

LOCATION = {"bucket": template("{{customerData.bucket}}"), "path": template("{{customerData.path}}")}
DLZ = {"destinationServerType": "FILE_BASED_DLZ", "fileBasedS3Destination": None}
SFTP = {"destinationServerType": "FILE_BASED_SFTP", "fileBasedS3Destination": None}
HOST = {"rootDirectory": template("{{customerData.path}}")}


def field(name: str, **keys: Any) -> dict[str, Any]:
    return {"name": name, "type": "string", "isRequired": True, **keys}


FILE_TYPE = field("fileType", enum=["csv", "json", "parquet"], default="csv")
BY_FILE_TYPE = {"fileType": template("{{customerData.fileType}}")}
SOUND = a_server()["fileConfigurations"]


def formatted(*, csv: dict[str, Any] | None = None, **keys: Any) -> dict[str, Any]:
    """A server with these keys of ``fileConfigurations`` beside sound CSV options."""
    return a_server(file_configurations={**a_server(csv)["fileConfigurations"], **keys})


ALONE: dict[str, tuple[dict[str, Any], str]] = {
    "invalid": (formatted(fileType=literal("xml")), "$.fileConfigurations.fileType.value"),
    "unknown-key": (a_server({"sepp": literal(",")}), "$.fileConfigurations.csvOptions.sepp"),
    "other-spelling": (
        a_server(fileBasedS3Destination={"bucketName": LOCATION["bucket"], "path": LOCATION["path"]}),
        "$.fileBasedS3Destination.bucketName",
    ),
    "letter-case": (a_destination(status="Test"), "$.status"),
    "null-and-empty-alike": (a_server({"nullValue": EMPTY}), "$.fileConfigurations.csvOptions.nullValue.value"),
    "quote-all-hides-null": (
        a_server({"quoteAll": literal("true"), "nullValue": EMPTY}),
        "$.fileConfigurations.csvOptions.quoteAll.value",
    ),
    "delimiter-is-escape": (
        a_server({"sep": literal("|"), "escape": literal("|"), "charToEscapeQuoteEscaping": literal("|")}),
        "$.fileConfigurations.csvOptions.escape.value",
    ),
    "delimiter-is-quote": (a_server({"sep": literal('"')}), "$.fileConfigurations.csvOptions.quote.value"),
    "escape-not-escaped": (
        a_server({"charToEscapeQuoteEscaping": literal("\0")}),
        "$.fileConfigurations.csvOptions.charToEscapeQuoteEscaping.value",
    ),
    "encoding-loses-characters": (
        a_server({"encoding": literal("ISO-8859-1")}),
        "$.fileConfigurations.csvOptions.encoding.value",
    ),
    "encoding-not-listed": (
        a_server({"encoding": literal("UTF-16LE")}),
        "$.fileConfigurations.csvOptions.encoding.value",
    ),
    "utf-16": (a_server({"encoding": literal("UTF-16")}), "$.fileConfigurations.csvOptions.encoding.value"),
    "timestamp-without-hours": (
        a_server({"timestampFormat": literal("yyyy-MM-dd'T':mm:ss[.SSS][XXX]")}),
        "$.fileConfigurations.csvOptions.timestampFormat.value",
    ),
    "timestamp-incomplete": (
        a_server({"timestampFormat": literal("yyyy-MM-dd hh:mm:ss")}),
        "$.fileConfigurations.csvOptions.timestampFormat.value",
    ),
    "date-incomplete": (a_server({"dateFormat": literal("MM/dd")}), "$.fileConfigurations.csvOptions.dateFormat.value"),
    "option-from-other-field": (
        a_server({"escape": template("{{ customerData.quote }}")}),
        "$.fileConfigurations.csvOptions.escape.value",
    ),
    "null-value-escaped": (
        a_server({"nullValue": literal('""'), "emptyValue": literal('""')}),
        "$.fileConfigurations.csvOptions.nullValue.value",
    ),
    "nul-as-quote": (a_server({"quote": literal("\0")}), "$.fileConfigurations.csvOptions.quote.value"),
    "quote-not-said": (a_server({"quote": None}), "$.fileConfigurations.csvOptions"),
    "line-end-too-long": (a_server({"lineSep": literal("\r\n")}), "$.fileConfigurations.csvOptions.lineSep.value"),
    "codec-not-listed": (formatted(compression=literal("deflate")), "$.fileConfigurations.compression.value"),
    "hadoop-framing": (formatted(compression=literal("snappy")), "$.fileConfigurations.compression.value"),
    "csv-options-idle": (formatted(fileType=literal("json")), "$.fileConfigurations.csvOptions"),
    "row-limit-out-of-range": (formatted(maxFileRowCount=1000), "$.fileConfigurations.maxFileRowCount"),
    "file-configurations-misplaced": (
        a_server(
            **DLZ,
            fileBasedDlzDestination={
                "path": LOCATION["path"],
                "useCase": "dlz_destination",
                "fileConfigurations": SOUND,
            },
            fileConfigurations=None,
        ),
        "$.fileBasedDlzDestination.fileConfigurations",
    ),
    "use-case-missing": (
        a_server(**DLZ, fileBasedDlzDestination={"path": LOCATION["path"]}),
        "$.fileBasedDlzDestination.useCase",
    ),
    "use-case-not-documented": (
        a_server(**DLZ, fileBasedDlzDestination={"path": LOCATION["path"], "useCase": "Your use case"}),
        "$.fileBasedDlzDestination.useCase",
    ),
    "empty-folder-name": (
        a_server(fileBasedS3Destination={"bucket": literal("b"), "path": literal("a//b")}),
        "$.fileBasedS3Destination.path.value",
    ),
    "template-fault": (
        a_server({"sep": template("{{ customerData.sep")}),
        "$.fileConfigurations.csvOptions.sep.value",
    ),
    "template-name-unknown": (
        a_server(
            {"sep": template("{% if customerData contains 'sep' %}{{ customerData.sep | uper }}{% else %};{% endif %}")}
        ),
        "$.fileConfigurations.csvOptions.sep.value",
    ),
    "template-under-none": (
        a_server(**SFTP, fileBasedSFTPDestination={"hostName": literal("{{customerData.hostname}}"), **HOST}),
        "$.fileBasedSFTPDestination.hostName.value",
    ),
    "literal-as-template": (
        a_server({"sep": template(";")}),
        "$.fileConfigurations.csvOptions.sep.templatingStrategy",
    ),
    "variable-unknown": (
        a_server({"sep": template(";{{ input.sep }}")}),
        "$.fileConfigurations.csvOptions.sep.value",
    ),
    "static-file-name": (
        a_destination(
            **names(allowedFilenameAppendOptions=["SEGMENT_NAME"], defaultFilenameAppendOptions=["SEGMENT_NAME"])
        ),
        "$.batchConfig.filenameConfig",
    ),
    "file-name-without-time": (
        a_destination(**names(defaultFilenameAppendOptions=[])),
        "$.batchConfig.filenameConfig",
    ),
    "file-name-without-audience": (
        a_destination(**names(defaultFilename="%DESTINATION%")),
        "$.batchConfig.filenameConfig",
    ),
    "file-names-not-said": (a_destination(batchConfig={}), "$.batchConfig"),
    "datetime-with-timestamp": (
        a_destination(
            **names(
                allowedFilenameAppendOptions=["DATETIME", "TIMESTAMP"],
                defaultFilenameAppendOptions=["DATETIME", "TIMESTAMP"],
            )
        ),
        "$.batchConfig.filenameConfig.defaultFilenameAppendOptions",
    ),
    "custom-text-in-fixed-name": (
        a_destination(**names(defaultFilename="%SEGMENT_ID%_%CUSTOM_TEXT%")),
        "$.batchConfig.filenameConfig.defaultFilename",
    ),
    "macro-without-percent": (
        a_destination(
            **names(
                defaultFilename="DESTINATION",
                allowedFilenameAppendOptions=["SEGMENT_ID", "DATETIME"],
                defaultFilenameAppendOptions=["SEGMENT_ID", "DATETIME"],
            )
        ),
        "$.batchConfig.filenameConfig.defaultFilename",
    ),
    "macro-twice": (
        a_destination(**names(defaultFilename="%SEGMENT_ID%_%DATETIME%")),
        "$.batchConfig.filenameConfig.defaultFilename",
    ),
    "frequency-not-listed": (
        a_destination(**batch(allowedScheduleFrequency=["DAILY", "EVERY_HOUR"])),
        "$.batchConfig.allowedScheduleFrequency",
    ),
    "frequency-not-for-mode": (
        a_destination(**batch(defaultFrequency="EVERY_3_HOURS")),
        "$.batchConfig.defaultFrequency",
    ),
    "frequency-for-no-mode": (
        a_destination(
            **batch(allowedExportModes=["DAILY_FULL_EXPORT"], allowedScheduleFrequency=["DAILY", "EVERY_3_HOURS"])
        ),
        "$.batchConfig.allowedScheduleFrequency",
    ),
    "frequency-not-for-storage": (
        a_destination(
            customerAuthenticationConfigurations=[{"authType": "AZURE_SERVICE_PRINCIPAL"}],
            **batch(allowedScheduleFrequency=["DAILY", "WEEKLY"]),
        ),
        "$.batchConfig.allowedScheduleFrequency",
    ),
    "backfill-misplaced": (
        a_destination(**batch(backfillHistoricalProfileData=True)),
        "$.batchConfig.backfillHistoricalProfileData",
    ),
    "aggregation-for-files": (a_destination(aggregation={"aggregationType": "BEST_EFFORT"}), "$.aggregation"),
    "name-missing": (a_destination(name=None), "$.name"),
    "card-value-not-listed": (a_destination(uiAttributes={"category": "DLZ"}), "$.uiAttributes.category"),
    "card-not-batch": (a_destination(uiAttributes={"frequency": "Streaming"}), "$.uiAttributes.frequency"),
    "streaming-authentication": (
        a_destination(customerAuthenticationConfigurations=[{"authType": "S3"}, {"authType": "BEARER"}]),
        "$.customerAuthenticationConfigurations[1].authType",
    ),
    "server-id-placeholder": (
        a_destination(destinationDelivery=[{**DELIVERY, "destinationServerId": "<id>"}]),
        "$.destinationDelivery[0].destinationServerId",
    ),
    "delivery-matchers-missing": (
        a_destination(
            destinationDelivery=[{key: value for key, value in DELIVERY.items() if key != "deliveryMatchers"}]
        ),
        "$.destinationDelivery[0].deliveryMatchers",
    ),
    "delivery-missing": (a_destination(destinationDelivery=None), "$.destinationDelivery"),
    "no-way-to-sign-in": (
        a_destination(customerAuthenticationConfigurations=[]),
        "$.destinationDelivery[0].authenticationRule",
    ),
    "sources-not-listed": (a_destination(sources=["UNIFIED_PROFILE"]), "$.sources"),
    "audience-known-twice": (
        a_destination(
            segmentMappingConfig={"mapExperiencePlatformSegmentName": True, "mapExperiencePlatformSegmentId": True}
        ),
        "$.segmentMappingConfig",
    ),
    "prospects-incremental": (a_destination(sources=["UNIFIED_PROFILE_PROSPECTS"]), "$.sources"),
    "datasets-without-settings": (
        a_destination(sources=["DATASETS"], schemaConfig={**SCHEMA, "segmentRequired": False}),
        "$.sources",
    ),
    "condition-never-met": (
        a_destination(
            **fields(FILE_TYPE, field("sep", conditional={"field": "fileType", "operator": "EQUALS", "value": "CSV"}))
        ),
        "$.customerDataFields[3].conditional.value",
    ),
    "default-not-offered": (
        a_destination(**fields(field("codec", enum=["gzip"], default="GZIP"))),
        "$.customerDataFields[2].default",
    ),
    "properties-idle": (
        a_destination(**fields(field("codec", properties=[field("a")]))),
        "$.customerDataFields[2].properties",
    ),
    "field-type-not-listed": (
        a_destination(**fields(field("header", type="boolean"))),
        "$.customerDataFields[2].type",
    ),
    "field-name-not-a-word": (a_destination(**fields(field("account-name"))), "$.customerDataFields[2].name"),
    "field-of-the-platform": (a_destination(**fields(field("Description"))), "$.customerDataFields[2].name"),
    "pattern-not-checked": (a_destination(**fields(field("a", pattern="("))), "$.customerDataFields[2].pattern"),
    "operator-not-listed": (
        a_destination(
            **fields(FILE_TYPE, field("sep", conditional={"field": "fileType", "operator": "CONTAINS", "value": "csv"}))
        ),
        "$.customerDataFields[3].conditional.operator",
    ),
    "audiences-not-required": (
        a_destination(schemaConfig={**SCHEMA, "segmentRequired": False}),
        "$.schemaConfig.segmentRequired",
    ),
    "targets-not-checked": (
        a_destination(schemaConfig={**SCHEMA, "dynamicSchemaConfig": {}}),
        "$.schemaConfig.dynamicSchemaConfig",
    ),
    "profile-fields-idle": (
        a_destination(
            schemaConfig={
                **SCHEMA,
                "useCustomerSchemaForAttributeMapping": True,
                "profileFields": [{"name": "a", "type": "string"}],
            }
        ),
        "$.schemaConfig.profileFields",
    ),
    "source-type-missing": (
        a_destination(schemaConfig={**SCHEMA, "requiredMappings": [{"destination": "a", "source": "b.c"}]}),
        "$.schemaConfig.requiredMappings[0].sourceType",
    ),
    "source-macro-not-listed": (
        a_destination(
            schemaConfig={
                **SCHEMA,
                "requiredMappings": [{"destination": "a", "source": "b.c", "sourceType": "text/plain"}],
            }
        ),
        "$.schemaConfig.requiredMappings[0].source",
    ),
    "transformation-not-listed": (
        a_destination(identityNamespaces={"email": {"transformation": "md5($)"}}),
        "$.identityNamespaces.email.transformation",
    ),
}
"""By code: a server or a destination by itself, and the path where it is found."""

PAIRS: dict[str, tuple[dict[str, Any], dict[str, Any], str, str]] = {
    "empty-value-from-date-format": (
        a_server({"emptyValue": template("{{customerData.dateFormat}}")}),
        a_destination(**fields(field("dateFormat", default="yyyy-MM-dd"))),
        "server.json",
        "$.fileConfigurations.csvOptions.emptyValue.value",
    ),
    "nul-spelled-out": (
        a_server({"quote": template("{{customerData.quote}}")}),
        a_destination(**fields(field("quote", enum=["u0000", '"'], default="u0000"))),
        "server.json",
        "$.fileConfigurations.csvOptions.quote.value",
    ),
    "codec-not-for-parquet": (
        formatted(**BY_FILE_TYPE, compression=template("{{customerData.compression}}")),
        a_destination(**fields(FILE_TYPE, field("compression", enum=["none", "bzip2"], default="none"))),
        "server.json",
        "$.fileConfigurations.compression.value",
    ),
    "group-printed": (
        a_server({"sep": template("{{ customerData.csv }}")}),
        a_destination(**fields(field("csv", type="object", properties=[field("sep", default=";")]))),
        "server.json",
        "$.fileConfigurations.csvOptions.sep.value",
    ),
    "field-not-defined": (
        a_server({"sep": template("{{ customerData.sep }}")}),
        a_destination(),
        "server.json",
        "$.fileConfigurations.csvOptions.sep.value",
    ),
    "field-not-used": (
        a_server(),
        a_destination(**fields(field("region"))),
        "destination.json",
        "$.customerDataFields[2].name",
    ),
    "guard-never-true": (
        a_server({"sep": template("{% if customerData contains 'sep' %}{{customerData.sep}}{% else %};{% endif %}")}),
        a_destination(),
        "server.json",
        "$.fileConfigurations.csvOptions.sep.value",
    ),
    "comparison-never-true": (
        a_server({"sep": template("{% if customerData.kind == 'TAB' %}\t{% else %};{% endif %}")}),
        a_destination(**fields(field("kind", enum=["tab", "semicolon"]))),
        "server.json",
        "$.fileConfigurations.csvOptions.sep.value",
    ),
    "optional-field-unguarded": (
        a_server({"sep": template("{{ customerData.sep }}")}),
        a_destination(**fields(field("sep", isRequired=False))),
        "destination.json",
        "$.customerDataFields[2].name",
    ),
    "authentication-not-for-server": (
        a_server(),
        a_destination(customerAuthenticationConfigurations=[{"authType": "SFTP_WITH_SSH_KEY"}]),
        "destination.json",
        "$.customerAuthenticationConfigurations[0].authType",
    ),
    "server-id-differs": (
        a_server(instanceId="11111111-0000-4000-8000-000000000000"),
        a_destination(),
        "destination.json",
        "$.destinationDelivery[0].destinationServerId",
    ),
}
"""By code: a server and a destination together, and the file and path where it is found."""

BESIDE = {
    "encoding-loses-characters": {"encoding-not-listed"},
    "nul-spelled-out": {"nul-as-quote"},
    "delivery-missing": {"invalid"},
}
"""What is found beside, because the one comes with the other."""


@pytest.mark.parametrize("code", ALONE)
def test_a_configuration_that_breaks_one_rule_breaks_no_other(tmp_path: Path, code: str) -> None:
    """The finding is there, at the path that is to be changed, and nothing else is found."""
    document, path = ALONE[code]
    found = found_in(tmp_path, file=document)
    assert (code, path) in {(one.code, one.path) for one in found}
    assert {one.code for one in found} <= {code, *BESIDE.get(code, ())}


@pytest.mark.parametrize("code", PAIRS)
def test_a_pair_that_breaks_one_rule_breaks_no_other(tmp_path: Path, code: str) -> None:
    """As for a single file, for what only shows when both are looked at."""
    server, destination, file, path = PAIRS[code]
    found = found_in(tmp_path, server=server, destination=destination)
    assert (code, file, path) in {(one.code, Path(one.file).name, one.path) for one in found}
    assert {one.code for one in found} <= {code, *BESIDE.get(code, ())}


def test_text_that_is_not_quite_json_is_found(tmp_path: Path) -> None:
    """What is read all the same is told: no other program would read it."""
    text = '// my server\n{"destinationServerType": "FILE_BASED_S3", "fileBasedS3Destination": {}}'
    (found, *_rest) = found_in(tmp_path, file=text)
    assert (found.code, found.severity, found.path) == ("mended-json", "warning", "$")


def test_every_rule_has_a_configuration_that_breaks_it() -> None:
    """No rule is there for nothing, and none goes unexamined."""
    assert {*ALONE, *PAIRS, "mended-json"} | {"odd"} == set(RULES)


def test_every_note_of_a_reader_has_a_rule() -> None:
    """Whatever is noted while a server or a destination is read can be explained, or is known to be no finding."""
    read = [path for path in SOURCES.rglob("*.py") if path.parent.name != "audience"]
    codes = {code for path in read for code in re.findall(r'code="([a-z0-9-]+)"', path.read_text())}
    assert codes - SILENT <= set(RULES)
    assert codes >= SILENT


def test_a_sound_pair_has_no_findings(tmp_path: Path) -> None:
    """The configurations that all of these start from."""
    assert found_in(tmp_path, server=a_server(), destination=a_destination()) == ()
