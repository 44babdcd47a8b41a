"""Reading a destination configuration."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from adobe.destinations import DELIVERY, SCHEMA, destination, problems_of, warnings_of

from exportsim.adobe import Destination, load_destination, read_offer
from exportsim.adobe.batch import Batch, Names, Schedule
from exportsim.adobe.delivery import Authentication, Delivery
from exportsim.adobe.destination import AudienceTemplate, Offer
from exportsim.adobe.fields import Condition, Field
from exportsim.adobe.schema import Identity, RequiredMapping, Schema

PUBLISHED = Path(__file__).parent / "published"


def test_a_whole_destination() -> None:
    """Every part of a destination configuration becomes a value of its own."""
    offer = read_offer(
        destination(
            name="Kestrel",
            customerDataFields=[
                {"name": "bucket", "type": "string", "title": "Bucket", "isRequired": True, "pattern": "^[a-z]+$"},
                {"name": "fileType", "type": "string", "enum": ["CSV", "JSON"], "default": "CSV"},
                {
                    "name": "csvOptions",
                    "type": "object",
                    "conditional": {"field": "fileType", "operator": "EQUALS", "value": "CSV"},
                    "properties": [
                        {
                            "name": "quote",
                            "type": "string",
                            "namedEnum": [{"name": "Double", "value": '"'}, {"name": "Null", "value": "\0"}],
                            "default": "\0",
                            "hidden": True,
                            "readOnly": True,
                        }
                    ],
                },
                {"name": "port", "type": "integer", "default": 22},
            ],
            schemaConfig={
                **SCHEMA,
                "requiredMappings": [
                    {"destination": "identityMap.Kestrel", "mandatoryRequired": True, "primaryKeyRequired": True},
                    {"sourceType": "text/x.schema-path", "source": "personalEmail.address", "destination": "email"},
                    {"sourceType": "text/plain", "source": "metadata.segment.alias", "destination": "list"},
                ],
                "segmentNamespaceDenyList": [],
            },
            identityNamespaces={
                "external_id": {
                    "acceptsAttributes": True,
                    "acceptsCustomNamespaces": True,
                    "transformation": "sha256(lower($))",
                    "acceptedGlobalNamespaces": {"Email": {"requiredTransformation": "sha256(lower($))"}, "Phone": {}},
                }
            },
            segmentMappingConfig={"mapExperiencePlatformSegmentId": True, "audienceTemplateId": "t-1"},
            batchConfig={
                "allowMandatoryFieldSelection": True,
                "allowDedupeKeyFieldSelection": True,
                "defaultExportMode": "FIRST_FULL_THEN_INCREMENTAL",
                "allowedExportModes": ["DAILY_FULL_EXPORT", "FIRST_FULL_THEN_INCREMENTAL"],
                "allowedScheduleFrequency": ["DAILY", "EVERY_8_HOURS"],
                "defaultFrequency": "EVERY_8_HOURS",
                "defaultStartTime": "06:30",
                "filenameConfig": {
                    "allowedFilenameAppendOptions": ["SEGMENT_NAME", "DATETIME"],
                    "defaultFilenameAppendOptions": ["DATETIME"],
                    "defaultFilename": "%DESTINATION%_%SEGMENT_ID%",
                },
                "segmentGroupingEnabled": True,
            },
        )
    )
    at = "$.customerDataFields"
    assert offer == Offer(
        "destination.json",
        "Kestrel",
        "people",
        (Authentication("$.customerAuthenticationConfigurations[0].authType", "S3"),),
        (Delivery("$.destinationDelivery[0]", "CUSTOMER_AUTHENTICATION", DELIVERY["destinationServerId"]),),
        (
            Field(f"{at}[0]", "bucket", "string", "Bucket", required=True, pattern="^[a-z]+$"),
            Field(f"{at}[1]", "fileType", "string", "fileType", choices=("CSV", "JSON"), default="CSV"),
            Field(
                f"{at}[2]",
                "csvOptions",
                "object",
                "csvOptions",
                condition=Condition("fileType", "EQUALS", "CSV"),
                fields=(
                    Field(
                        f"{at}[2].properties[0]",
                        "quote",
                        "string",
                        "quote",
                        choices=('"', "\0"),
                        default="\0",
                        hidden=True,
                        read_only=True,
                    ),
                ),
            ),
            Field(f"{at}[3]", "port", "integer", "port", default="22"),
        ),
        Schema(
            True,
            True,
            required=(
                RequiredMapping(
                    "$.schemaConfig.requiredMappings[0]", "identityMap.Kestrel", mandatory=True, deduplication_key=True
                ),
                RequiredMapping("$.schemaConfig.requiredMappings[1]", "email", "personalEmail.address"),
                RequiredMapping("$.schemaConfig.requiredMappings[2]", "list", "metadata.segment.alias", "macro"),
            ),
            namespaces_denied=(),
        ),
        (Identity("external_id", True, True, ("Email", "Phone"), True, ("Email",)),),
        Batch(
            "$.batchConfig",
            Schedule(("full", "incremental"), ("daily", "every-8-hours")),
            "incremental",
            "every-8-hours",
            "06:30",
            True,
            True,
            True,
            Names(("SEGMENT_NAME", "DATETIME"), ("DATETIME",), "%DESTINATION%_%SEGMENT_ID%"),
        ),
        AudienceTemplate("t-1", "id"),
    )


PLACEHOLDER = "is a placeholder; which server is meant is not checked"
SINGULAR = "$.batchConfig.allowedExportMode: is another spelling of allowedExportModes and is read as that"
NESTED = "$.batchConfig.backfillHistoricalProfileData: belongs at $.backfillHistoricalProfileData; it has no effect"
HOURLY = "$.batchConfig.allowedScheduleFrequency: EVERY_HOUR is in no list of supported values"


@pytest.mark.parametrize(
    ("guide", "oddities"),
    [
        ("s3-predefined", [PLACEHOLDER, SINGULAR, NESTED]),
        ("s3-custom", [PLACEHOLDER, SINGULAR, NESTED]),
        (
            "blob-custom",
            [
                PLACEHOLDER,
                SINGULAR,
                HOURLY,
                NESTED,
                "$.batchConfig.allowJoinKeyFieldSelection: is another spelling of allowDedupeKeyFieldSelection and is "
                "read as that",
            ],
        ),
        (
            "adls-custom",
            [
                '$.uiAttributes.connectionType: "ADLS" is in no list of supported values',
                PLACEHOLDER,
                SINGULAR,
                NESTED,
            ],
        ),
        (
            "dlz-custom",
            [
                '$.uiAttributes.category: "DLZ" is in no list of supported values',
                PLACEHOLDER,
                HOURLY,
                "$.batchConfig.allowDedupKeyFieldSelection: is another spelling of allowDedupeKeyFieldSelection and is "
                "read as that",
            ],
        ),
        (
            "sftp-predefined",
            ['$.uiAttributes.category: "SFTP" is in no list of supported values', PLACEHOLDER, SINGULAR, NESTED],
        ),
        ("prospects", [PLACEHOLDER, NESTED]),
        ("accounts", [PLACEHOLDER, SINGULAR, NESTED]),
        (
            "datasets",
            [
                PLACEHOLDER,
                "$.batchConfig.allowDedupKeyFieldSelection: is another spelling of allowDedupeKeyFieldSelection and is "
                "read as that",
            ],
        ),
        (
            "formatting-options",
            [
                "$.sources: UNIFIED_PROFILE is in no list of supported values; people are meant where nothing is said",
                PLACEHOLDER,
                SINGULAR,
            ],
        ),
        (
            "instructions",
            [
                '$.status: is "Test" and is read as TEST; letter case counts on the platform',
                '$.uiAttributes.category: "S3" is in no list of supported values',
                SINGULAR,
            ],
        ),
    ],
)
def test_the_guides_destinations_are_read_with_their_oddities_told(guide: str, oddities: list[str]) -> None:
    """Every published destination is read; each spelling of its own and each value out of the lists is a warning."""
    warnings = read_offer(load_destination(PUBLISHED / guide / "destination.json")).warnings
    assert len(warnings) == len(oddities)
    for warning, oddity in zip(warnings, oddities, strict=True):
        assert warning.startswith("destination.json: $")
        assert oddity in warning


@pytest.mark.parametrize(
    ("keys", "where", "what", "allowed"),
    [
        ({"status": 5}, "$.status", "is the number 5", "a string"),
        ({"status": "LIVE"}, "$.status", 'is "LIVE"', "known: TEST, PUBLISHED, DELETED"),
        ({"sources": ["ACCOUNTS", "DATASETS"]}, "$.sources", "holds ACCOUNTS and DATASETS", "one of them"),
        (
            {"customerAuthenticationConfigurations": [{"authType": "SFTP_WITH_PASWORD"}]},
            "$.customerAuthenticationConfigurations[0].authType",
            'is "SFTP_WITH_PASWORD"',
            'did you mean "SFTP_WITH_PASSWORD"?',
        ),
        (
            {"destinationDelivery": [{**DELIVERY, "authenticationRule": "PLATFORM_AUTHENTICATION"}]},
            "$.destinationDelivery[0].authenticationId",
            "is missing, which $.destinationDelivery[0].authenticationRule needs",
            "",
        ),
        ({"batchConfig": []}, "$.batchConfig", "is a list", "an object: { ... }"),
        (
            {"batchConfig": {"allowDedupeKeyFieldSelection": True, "allowDedupKeyFieldSelection": False}},
            "$.batchConfig",
            "$.batchConfig.allowDedupeKeyFieldSelection and $.batchConfig.allowDedupKeyFieldSelection mean the same "
            "and differ",
            "one of them",
        ),
        (
            {
                "batchConfig": {
                    "defaultExportMode": "DAILY_FULL_EXPORT",
                    "allowedExportMode": ["FIRST_FULL_THEN_INCREMENTAL"],
                }
            },
            "$.batchConfig.defaultExportMode",
            "is not among $.batchConfig.allowedExportMode",
            "FIRST_FULL_THEN_INCREMENTAL",
        ),
        (
            {"batchConfig": {"defaultFrequency": "WEEKLY", "allowedScheduleFrequency": ["DAILY", "ONCE"]}},
            "$.batchConfig.defaultFrequency",
            "is not among $.batchConfig.allowedScheduleFrequency",
            "ONCE, DAILY",
        ),
        (
            {"batchConfig": {"defaultStartTime": "24:00"}},
            "$.batchConfig.defaultStartTime",
            'is "24:00"',
            "a time of the day: 00:00 to 23:59",
        ),
        (
            {"schemaConfig": {**SCHEMA, "segmentNamespaceAllowList": ["a"], "segmentNamespaceDenied": []}},
            "$.schemaConfig.segmentNamespaceAllowList",
            "and $.schemaConfig.segmentNamespaceDenied exclude each other",
            "one of them",
        ),
        (
            {"schemaConfig": {**SCHEMA, "requiredMappings": [{"source": "personalEmail.address"}]}},
            "$.schemaConfig.requiredMappings[0].destination",
            "is missing: a source alone is not supported",
            "the column's name",
        ),
        (
            {"schemaConfig": {**SCHEMA, "requiredMappingsOnly": True}},
            "$.schemaConfig.requiredMappingsOnly",
            "is true, but $.schemaConfig.requiredMappings lists none",
            "a mapping",
        ),
        (
            {
                "segmentMappingConfig": {"audienceTemplateId": "a"},
                "audienceMetadataConfig": {"audienceTemplateId": "b"},
            },
            "$.segmentMappingConfig",
            "$.segmentMappingConfig.audienceTemplateId and $.audienceMetadataConfig.audienceTemplateId mean the same "
            "and differ",
            "one of them",
        ),
        (
            {"destinationServerType": "FILE_BASED_S3"},
            "$.destinationServerType",
            "makes this a destination server",
            "--server takes it",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(keys: dict[str, Any], where: str, what: str, allowed: str) -> None:
    """Wrong types, unknown words and settings that contradict each other are problems, both places named."""
    assert problems_of(destination(**keys)) == [(f"destination.json: {where}", what, allowed)]


NAMES = {"allowedFilenameAppendOptions": ["DATETIME", "TIMESTAMP", "SEGMENT_ID"], "defaultFilenameAppendOptions": []}


@pytest.mark.parametrize(
    ("names", "key", "what"),
    [
        (
            {"defaultFilenameAppendOptions": ["CUSTOM_TEXT"]},
            "defaultFilenameAppendOptions",
            "holds CUSTOM_TEXT, which $.batchConfig.filenameConfig.allowedFilenameAppendOptions does not allow",
        ),
        (
            {"defaultFilenameAppendOptions": ["DATETIME", "TIMESTAMP"]},
            "defaultFilenameAppendOptions",
            "comes to DATETIME and TIMESTAMP, which exclude each other",
        ),
        ({"defaultFilename": "%WHO%_x"}, "defaultFilename", 'has "%WHO%", which is no macro'),
        ({"defaultFilename": "%CUSTOM_TEXT%"}, "defaultFilename", "has CUSTOM_TEXT, which only a customer can append"),
    ],
)
def test_file_names_follow_the_rules_of_macros(names: dict[str, Any], key: str, what: str) -> None:
    """What is appended must be allowed, one date at most, and only macros stand between percent signs."""
    told = problems_of(destination(batchConfig={"filenameConfig": {**NAMES, **names}}))
    assert [(where, said) for where, said, _ in told] == [
        (f"destination.json: $.batchConfig.filenameConfig.{key}", what)
    ]


@pytest.mark.parametrize(
    ("keys", "warning"),
    [
        (
            {"destinationDelivery": None},
            "$.destinationDelivery: is missing: the platform would not know where files go",
        ),
        (
            {"customerAuthenticationConfigurations": []},
            "$.destinationDelivery[0].authenticationRule: is CUSTOMER_AUTHENTICATION, but "
            "$.customerAuthenticationConfigurations is empty",
        ),
        (
            {"batchConfig": None, "batchConfiguration": {}},
            "$.batchConfiguration: is another spelling of batchConfig and is read as that",
        ),
        ({"batchconfig": {}}, '$.batchconfig: is not a known key and is ignored; did you mean "batchConfig"?'),
        (
            {"schemaConfig": {**SCHEMA, "segmentNamespaceAllowed": ["ups"]}},
            "$.schemaConfig.segmentNamespaceAllowed: is another spelling of segmentNamespaceAllowList and is read as "
            "that",
        ),
        (
            {"schemaConfig": {**SCHEMA, "segmentRequired": False}},
            "$.schemaConfig.segmentRequired: is not true, which it is to be for every destination that takes audiences",
        ),
        (
            {"sources": ["UNIFIED_PROFILE_PROSPECTS"]},
            "$.sources: prospect audiences have full exports only, yet $.batchConfig allows others",
        ),
        (
            {"batchConfig": {"defaultFrequency": "EVERY_3_HOURS"}},
            "$.batchConfig.defaultFrequency: does not go with $.batchConfig.defaultExportMode: full exports are not "
            "that",
        ),
        (
            {"batchConfig": {"filenameConfig": {**NAMES, "defaultFilename": "DESTINATION"}}},
            '$.batchConfig.filenameConfig.defaultFilename: is "DESTINATION" without percent signs, so it is text',
        ),
        (
            {"destinationDelivery": [{key: value for key, value in DELIVERY.items() if key != "deliveryMatchers"}]},
            "$.destinationDelivery[0].deliveryMatchers: is missing, which a file-based destination needs: SOURCE is "
            '"batch"',
        ),
        (
            {"identityNamespaces": {"id": {"transformation": "md5($)"}}},
            '$.identityNamespaces.id.transformation: "md5($)" is not documented and is not applied; known: '
            "sha256(lower($))",
        ),
    ],
)
def test_what_is_odd_is_accepted_and_told(keys: dict[str, Any], warning: str) -> None:
    """What the platform may well take is a warning, not a problem."""
    assert warnings_of(destination(**keys)) == [warning]


@pytest.mark.parametrize(
    ("field", "problem", "warning"),
    [
        ({"name": "a"}, "$.customerDataFields[0].type: is missing", None),
        ({"type": "string"}, "$.customerDataFields[0].name: is missing", None),
        (
            {"name": "a", "type": "object", "properties": [{"name": "b", "type": "object"}]},
            ".type: is a group within a group",
            None,
        ),
        ({"name": "a", "type": "string", "enum": "x"}, 'enum: is the string "x"', None),
        (
            {"name": "a", "type": "string", "enum": ["x"], "namedEnum": [{"name": "X", "value": "y"}]},
            "offer different values",
            None,
        ),
        ({"name": "a", "type": "string", "default": []}, "default: is a list", None),
        ({"name": "a b", "type": "string"}, None, 'templates can ask for it with brackets only: customerData["a b"]'),
        ({"name": "name", "type": "string"}, None, "the platform's form has this field of its own"),
        ({"name": "a", "type": "string", "pattern": "("}, None, '"(" cannot be checked here'),
        ({"name": "a", "type": "string", "enum": ["x"], "default": "y"}, None, 'is "y", which the list does not offer'),
        (
            {"name": "a", "type": "string", "conditional": {"field": "b", "operator": "EQUALS", "value": "x"}},
            None,
            "which is no other field",
        ),
        ({"name": "a", "type": "boolean"}, None, "boolean is not among the documented types"),
    ],
)
def test_faults_of_a_field_are_told(field: dict[str, Any], problem: str | None, warning: str | None) -> None:
    """A field without a name or a type, with two lists, or that nothing can ask for does not go unnoticed."""
    given = destination(customerDataFields=[field])
    if problem is not None:
        assert f"{problems_of(given)[0][0]}: {problems_of(given)[0][1]}".endswith(problem)
    else:
        assert len(warnings := warnings_of(given)) == 1
        assert warning is not None
        assert warning in warnings[0]


def test_two_fields_of_one_name_are_told_with_both_places() -> None:
    """The second of two fields with the same name is a problem that names the first."""
    field = {"name": "a", "type": "string"}
    assert problems_of(destination(customerDataFields=[field, field])) == [
        (
            "destination.json: $.customerDataFields[1].name",
            'is "a", as is $.customerDataFields[0].name',
            "a name of its own",
        )
    ]


def test_a_condition_that_can_never_hold_is_told() -> None:
    """A condition on ``CSV`` never holds where the list offers ``csv``."""
    fields = [
        {"name": "fileType", "type": "string", "enum": ["csv", "json"]},
        {
            "name": "csvOptions",
            "type": "object",
            "conditional": {"field": "fileType", "operator": "EQUALS", "value": "CSV"},
            "properties": [],
        },
    ]
    assert warnings_of(destination(customerDataFields=fields)) == [
        '$.customerDataFields[1].conditional.value: is "CSV", which $.customerDataFields[0] does not offer'
    ]


def test_every_problem_is_told_at_once() -> None:
    """Faults in different parts of one configuration come in one list."""
    given = destination(sources="x", customerDataFields=[1], batchConfig={"defaultFrequency": 1}, schemaConfig=[])
    assert [where for where, _, _ in problems_of(given)] == [
        "destination.json: $.sources",
        "destination.json: $.customerDataFields[0]",
        "destination.json: $.schemaConfig",
        "destination.json: $.batchConfig.defaultFrequency",
    ]


def test_a_destination_is_kept_as_it_is_written(tmp_path: Path) -> None:
    """Loading looks at nothing but the JSON."""
    path = tmp_path / "d.json"
    path.write_text('{"unheard": 1}')
    assert load_destination(path) == Destination("d.json", {"unheard": 1})
