"""Findings about a destination configuration: what customers see and may choose."""

from __future__ import annotations

from exportsim.adobe.lint.rule import Rule

DESTINATION: dict[str, Rule] = {
    "static-file-name": Rule(
        "error",
        "file names that never change",
        "Each export overwrites the one before; who was late to read it has lost it.",
        "DATETIME among allowedFilenameAppendOptions and defaultFilenameAppendOptions",
    ),
    "file-name-without-time": Rule(
        "warning",
        "file names without a time unless a customer adds one",
        "As it is set up, each export overwrites the one before.",
        "DATETIME in defaultFilenameAppendOptions",
    ),
    "file-name-without-audience": Rule(
        "warning",
        "file names without the audience",
        "Exports of two audiences at the same second have the same name.",
        "%SEGMENT_ID% in defaultFilename; %MERGE_POLICY_ID% where files are grouped",
    ),
    "file-names-not-said": Rule(
        "note",
        "no filenameConfig",
        "What files are called then is not documented.",
        '"filenameConfig" with defaultFilename "%DESTINATION%_%SEGMENT_ID%" and DATETIME appended',
    ),
    "datetime-with-timestamp": Rule(
        "error", "two times in one name", "DATETIME and TIMESTAMP exclude each other.", "DATETIME"
    ),
    "custom-text-in-fixed-name": Rule(
        "error", "CUSTOM_TEXT in the fixed part", "Only a customer can append it.", "it among the append options"
    ),
    "macro-without-percent": Rule(
        "warning", "a macro without percent signs", "It is text: every file is called by the macro's name.", "%MACRO%"
    ),
    "macro-twice": Rule(
        "warning", "a macro twice in a name", "What is in the fixed part is not to be appended again.", "it once"
    ),
    "frequency-not-listed": Rule(
        "warning",
        "a frequency that is in no list",
        "Examples have EVERY_HOUR, no list of supported values does.",
        "EVERY_3_HOURS, EVERY_6_HOURS, EVERY_8_HOURS, EVERY_12_HOURS, DAILY, ONCE",
    ),
    "frequency-not-for-mode": Rule(
        "warning",
        "a default frequency that the default mode does not have",
        "Full exports run once, daily, weekly or monthly; incremental ones daily or every few hours.",
        "one of those",
    ),
    "frequency-for-no-mode": Rule(
        "note", "a frequency that no allowed mode has", "No customer can choose it.", "a mode that has it"
    ),
    "frequency-not-for-storage": Rule(
        "note",
        "weekly or monthly exports to Azure Data Lake Storage",
        "The list of storages that have them does not name this one.",
        "DAILY",
    ),
    "backfill-misplaced": Rule(
        "note",
        "backfillHistoricalProfileData inside batchConfig",
        "It is described at the top, and has no effect anywhere.",
        "it at the top, or nowhere",
    ),
    "aggregation-for-files": Rule(
        "note", "an aggregation policy for files", "Aggregation is for streaming destinations.", "no aggregation"
    ),
    "name-missing": Rule("warning", "no name", "The card in the catalogue has no title.", "a name"),
    "card-value-not-listed": Rule(
        "note", "a value of the card that is in no list", "Guides show it, the reference does not.", "a listed value"
    ),
    "card-not-batch": Rule("warning", "not a batch destination", "Files are exported by Batch ones.", "Batch"),
    "streaming-authentication": Rule(
        "warning", "an authentication of streaming destinations", "It opens no storage.", "the storage's type"
    ),
    "server-id-placeholder": Rule(
        "note", "a placeholder for the server's id", "Which server is meant is not said.", "the server's instanceId"
    ),
    "delivery-matchers-missing": Rule(
        "warning",
        "no deliveryMatchers",
        "File-based destinations need one; without it the destination counts as streaming.",
        '"deliveryMatchers": [{"type": "SOURCE", "value": ["batch"]}]',
    ),
    "delivery-missing": Rule(
        "error", "no destinationDelivery", "The platform does not know where files go.", "destinationDelivery"
    ),
    "no-way-to-sign-in": Rule(
        "error",
        "customers are to sign in and cannot",
        "No authentication type is offered.",
        "customerAuthenticationConfigurations, or the authenticationRule NONE",
    ),
    "sources-not-listed": Rule(
        "note", "sources for people", "People's audiences need no entry, and no list has this one.", "no sources"
    ),
    "audience-known-twice": Rule(
        "warning", "an audience is known in two ways", "Only one of them can be its name.", "one flag"
    ),
    "prospects-incremental": Rule(
        "warning", "incremental exports of prospects", "There are full ones only.", '["DAILY_FULL_EXPORT"]'
    ),
    "datasets-without-settings": Rule(
        "warning", "data sets without datasetBatchConfig", "Nothing says how they are exported.", "datasetBatchConfig"
    ),
    "condition-never-met": Rule(
        "error",
        "a field that nobody ever sees",
        "Its condition compares with a value that the other field does not offer; letter case counts.",
        "a value that the other field offers",
    ),
    "default-not-offered": Rule(
        "error",
        "a default that is not offered",
        "The form begins with what its own list does not have.",
        "one of the list",
    ),
    "properties-idle": Rule("warning", "properties of a single value", "Only a group has them.", '"type": "object"'),
    "field-type-not-listed": Rule(
        "warning", "a type that is not documented", "string, object and integer are.", "a string with an enum"
    ),
    "field-name-not-a-word": Rule(
        "warning",
        "a field name that is not one word",
        "customerData.a-b is a subtraction in a template, and fails.",
        "letters, digits and underscores",
    ),
    "field-of-the-platform": Rule(
        "warning", "a field that the form has already", "Customers see it twice.", "another name"
    ),
    "pattern-not-checked": Rule(
        "note", "a pattern that cannot be checked here", "It is no regular expression of Python.", "a simpler pattern"
    ),
    "operator-not-listed": Rule(
        "note", "an operator that is not for partners", "Only EQUALS is documented for them.", "EQUALS"
    ),
    "audiences-not-required": Rule(
        "warning",
        "segmentRequired is not true",
        "It is to be, unless data sets are exported.",
        '"segmentRequired": true',
    ),
    "targets-not-checked": Rule(
        "note", "target fields from an API", "What they are is not known here, so none is checked.", "nothing"
    ),
    "profile-fields-idle": Rule(
        "warning", "profileFields without effect", "Customers see their own schema instead.", "one of the two"
    ),
    "source-type-missing": Rule(
        "warning", "a mapping without sourceType", "How its source is read is not said.", '"text/x.schema-path"'
    ),
    "source-macro-not-listed": Rule(
        "warning", "an undocumented macro as source", "One is documented.", "metadata.segment.alias"
    ),
    "transformation-not-listed": Rule(
        "warning", "an undocumented transformation", "It is not applied here.", "sha256(lower($))"
    ),
}
