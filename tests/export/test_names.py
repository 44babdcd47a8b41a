"""Names of files and folders: the vendor's examples, its rules, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import formats
from exportsim.errors import ConfigurationError
from exportsim.export.macros import PATTERNS
from exportsim.export.names import ORDER, Names, is_static
from exportsim.model import S3, Activation, Audience, Column, MergePolicy, Plan, Run

LUXURY = Audience("25768be6-ebd5-45cc-8913-12fb3f348615", "Luxury Audience")
ACTIVATION = Activation(LUXURY, (Column("a", "a"),), ("a",))
RUN = Run("r", datetime(2023, 8, 18, 1, 0, tzinfo=UTC), datetime(2023, 8, 18, 1, 7, 18, tzinfo=UTC), "Amazon S3")
EVERYTHING = Run(
    "r",
    scheduled=datetime(2022, 5, 9, 21, 0, tzinfo=UTC),
    started=datetime(2022, 5, 9, 21, 5, 43, tzinfo=UTC),
    destination="Amazon S3",
    instance_id="7b891e5f-025a-4f0d-9e73-1919e71da3b0",
    instance_name="My 2022 Advertising Destination",
    organization="My Organization Name",
    sandbox="prod",
)


def plan(file_type: str = "csv", folder: str = "", **options: str) -> Plan:
    return Plan(formats.from_options(file_type, options), S3("b", ""), folder)


def names(activation: Activation = ACTIVATION, run: Run = RUN, **of_plan: str) -> Names:
    return Names.of(plan(**of_plan), activation, run)


def refused(activation: Activation, **of_plan: str) -> list[tuple[str, str]]:
    with pytest.raises(ConfigurationError) as caught:
        names(activation, **of_plan)
    return [(problem.where, problem.what) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("macro", "value"),
    [
        ("DESTINATION", "Amazon_S3"),
        ("DESTINATION_NAME", "Amazon_S3"),
        ("SEGMENT_ID", "25768be6-ebd5-45cc-8913-12fb3f348615"),
        ("SEGMENT_NAME", "Luxury_Audience"),
        ("DESTINATION_INSTANCE_ID", "7b891e5f-025a-4f0d-9e73-1919e71da3b0"),
        ("DESTINATION_INSTANCE_NAME", "My_2022_Advertising_Destination"),
        ("ORGANIZATION_NAME", "My_Organization_Name"),
        ("SANDBOX_NAME", "prod"),
        ("DATETIME", "20220509_210543"),
        ("DATETIME(YYYYMMdd_HHmmss)", "20220509_210543"),
        ("TIMESTAMP", "1652130343"),
    ],
)
def test_every_macro_of_the_vendors_table(macro: str, value: str) -> None:
    """Example values of the batch configuration page, in both spellings; TIMESTAMP is the same moment in seconds."""
    chosen = replace(ACTIVATION, filename=f"a-%{macro}%-b", filename_append=())
    assert names(chosen, EVERYTHING).part(1) == f"a-{value}-b.csv"


def test_the_name_in_the_manifest_sample() -> None:
    """D-31: destination, audience name and date, as JSON."""
    chosen = replace(ACTIVATION, audience=Audience("x", "segment-name"), filename="%DESTINATION%_%SEGMENT_NAME%")
    run = replace(RUN, destination="amazon-s3")
    assert names(chosen, run, file_type="json").part(1) == "amazon-s3_segment-name_20230818_010718.json"


def test_a_partners_name() -> None:
    """D-31: a template of organization, destination, instance and date."""
    template = "%ORGANIZATION_NAME%_%DESTINATION%_%DESTINATION_INSTANCE_ID%_%DATETIME%"
    run = replace(
        RUN,
        started=datetime(2023, 3, 30, 15, 38, 57, tzinfo=UTC),
        destination="LiveRamp",
        organization="Luma",
        instance_id="52137231-4a99-442d-804c-39a09ddd005d",
    )
    expected = "Luma_LiveRamp_52137231-4a99-442d-804c-39a09ddd005d_20230330_153857.csv"
    assert names(replace(ACTIVATION, filename=template, filename_append=()), run).part(1) == expected


@pytest.mark.parametrize("time", ["20200408061804", "20200409052200", "20200410061130"])
def test_the_old_default_name(time: str) -> None:
    """D-31: the word segment before the id, a date without separator."""
    chosen = replace(
        ACTIVATION,
        audience=Audience("12341e18-abcd-49c2-836d-123c88e76c39", "A"),
        filename="%DESTINATION_NAME%_segment%SEGMENT_ID%_%DATETIME(yyyymmddhhmmss)%",
        filename_append=(),
    )
    started = datetime.strptime(time, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    run = replace(RUN, destination="Salesforce Marketing Cloud", started=started)
    expected = f"Salesforce_Marketing_Cloud_segment12341e18-abcd-49c2-836d-123c88e76c39_{time}.csv"
    assert names(chosen, run).part(1) == expected
    assert names(replace(chosen, date_form="yyyymmddhhmmss", filename="%DATETIME%"), run).part(1) == f"{time}.csv"


@pytest.mark.parametrize(
    ("of_plan", "extension"),
    [
        ({}, ".csv"),
        ({"compression": "gzip"}, ".csv.gz"),
        ({"file_type": "json", "compression": "gzip"}, ".json.gz"),
        ({"file_type": "parquet", "compression": "snappy"}, ".snappy.parquet"),
    ],
)
def test_split_names(of_plan: dict[str, str], extension: str) -> None:
    """D-31: the first part bears no number, the others do before the whole extension."""
    named = names(replace(ACTIVATION, filename="filename", filename_append=()), **of_plan)
    assert [named.part(number) for number in (1, 2, 3)] == [f"filename{end}{extension}" for end in ("", "_2", "_3")]


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("acme/campaigns/2021/%SEGMENT_NAME%", "acme/campaigns/2021/Luxury Audience"),
        ("acme/campaigns/2021/%SEGMENT_ID%", "acme/campaigns/2021/25768be6-ebd5-45cc-8913-12fb3f348615"),
        (
            "acme/campaigns/2021/%SEGMENT_NAME%/%SEGMENT_ID%",
            "acme/campaigns/2021/Luxury Audience/25768be6-ebd5-45cc-8913-12fb3f348615",
        ),
        ("/acme/", "acme"),
        ("", ""),
        ("100%/a%b", "100%/a%b"),
        ("%SEGMENT_ID%", "25768be6-ebd5-45cc-8913-12fb3f348615"),
    ],
)
def test_folder_macros(path: str, folder: str) -> None:
    """D-32: they keep the blanks of their values."""
    assert names(folder=path).folder == folder


def test_appended_macros_follow_in_the_platforms_order() -> None:
    """Whatever order they were chosen in; the fixed part comes first."""
    append = ("CUSTOM_TEXT", "DATETIME", "SANDBOX_NAME", "SEGMENT_NAME", "ORGANIZATION_NAME")
    chosen = replace(ACTIVATION, filename="%SEGMENT_ID%", filename_append=append, custom_text="My_Custom_Text")
    expected = f"{LUXURY.id}_Luxury_Audience_My_Organization_Name_prod_20220509_210543_My_Custom_Text.csv"
    assert names(chosen, EVERYTHING).part(1) == expected


def test_grouped_files_are_named_after_their_merge_policy() -> None:
    """Its macros are known then, and those of a single audience are not."""
    grouped = replace(
        ACTIVATION,
        filename="%MERGE_POLICY_NAME%_%MERGE_POLICY_ID%",
        filename_append=(),
        merge_policy=MergePolicy("e8591fdb-2873-4b12-b63e-15275b1c1439", "My Custom Merge Policy"),
    )
    expected = "My_Custom_Merge_Policy_e8591fdb-2873-4b12-b63e-15275b1c1439.csv"
    assert names(grouped).part(1) == expected
    assert refused(replace(grouped, filename="%SEGMENT_ID%")) == [("filename", "%SEGMENT_ID% is not a macro here")]
    assert refused(replace(grouped, merge_policy=None))[0] == ("filename", "%MERGE_POLICY_NAME% is not a macro here")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"filename": "%DATETIME%", "filename_append": ("DATETIME",)}, "DATETIME is in the filename already"),
        ({"filename_append": ("DATETIME", "DATETIME")}, "DATETIME is there 2 times"),
        ({"filename": "%TIMESTAMP%"}, "comes to DATETIME and TIMESTAMP, which exclude each other"),
        ({"filename_append": ("DATETIME", "TIMESTAMP")}, "comes to DATETIME and TIMESTAMP, which exclude each other"),
        ({"filename": "a_%CUSTOM_TEXT%"}, "%CUSTOM_TEXT% can only be appended"),
        ({"filename": "", "filename_append": ()}, "is empty, and nothing is appended"),
        (
            {"filename": "%DATETIME(dd.MM.yyyy)%", "filename_append": ()},
            "%DATETIME(dd.MM.yyyy)% has no form that is known",
        ),
        ({"filename": "%SEGMENT_ID(x)%"}, "%SEGMENT_ID(x)% has no form that is known"),
        ({"filename_append": ("AUDIENCE_ID",)}, "%AUDIENCE_ID% is not a macro here"),
    ],
)
def test_what_the_platform_rules_out(change: dict[str, str], expected: str) -> None:
    """Macros twice, two kinds of time, custom text in the fixed part, nothing at all, forms nobody knows."""
    assert expected in {what for _, what in refused(replace(ACTIVATION, **change))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "path", ["%SEGMENT_ID%/acme", "acme/%SEGMENT_ID%/%SEGMENT_NAME%", "a/%DATETIME%", "a/x%SEGMENT_ID%", "%A%"]
)
def test_folder_macros_stand_at_the_end(path: str) -> None:
    """One, the other, or both in the documented order, each a folder of its own."""
    ((where, _),) = refused(ACTIVATION, folder=path)
    assert where == "path"


def test_a_name_has_255_characters_at_most() -> None:
    """With its extension and the number of its part."""
    fits = replace(ACTIVATION, filename="x" * 251, filename_append=())
    assert len(names(fits).part(1)) == 255
    with pytest.raises(ConfigurationError, match="has 257 characters"):
        names(fits).part(2)


def test_blanks_are_kept_where_a_switch_says_so() -> None:
    """The vendor's samples have underscores; slashes are never kept."""
    chosen = replace(ACTIVATION, audience=Audience("a", "B2B / ACME"), filename="%SEGMENT_NAME%", filename_append=())
    assert names(chosen).part(1) == "B2B___ACME.csv"
    assert names(replace(chosen, name_spaces="keep")).part(1) == "B2B _ ACME.csv"


def test_a_name_without_a_time_is_static() -> None:
    """Each export would overwrite the one before."""
    assert not is_static(ACTIVATION)
    assert not is_static(replace(ACTIVATION, filename="%DATETIME(YYYYMMdd_HHmmss)%", filename_append=()))
    assert is_static(replace(ACTIVATION, filename_append=("CUSTOM_TEXT",)))


@given(st.lists(st.sampled_from([macro for macro in ORDER if "MERGE" not in macro]), unique=True), st.text(max_size=9))
def test_any_values_make_a_file_name_or_none(append: list[str], value: str) -> None:
    """Whatever macros stand for, the name stays below its folder."""
    chosen = replace(ACTIVATION, audience=Audience(value, value), filename="f", filename_append=tuple(append))
    if {"DATETIME", "TIMESTAMP"} <= {*append}:
        assert refused(chosen)
    else:
        part = names(chosen, replace(EVERYTHING, destination=value, organization=value)).part(1)
        assert "/" not in part
        assert part.endswith(".csv")


def test_patterns_are_whole_words() -> None:
    """In a vendor's token YYYY is the year and nothing else: no week-years at the turn of the year."""
    run = replace(RUN, started=datetime(2026, 12, 31, 23, 59, 58, tzinfo=UTC))
    forms = {
        form: names(replace(ACTIVATION, filename=f"%DATETIME({form})%", filename_append=()), run).base
        for form in PATTERNS
    }
    assert forms == {
        "YYYYMMDD_HHMMSS": "20261231_235958",
        "YYYYMMdd_HHmmss": "20261231_235958",
        "yyyyMMdd_HHmmss": "20261231_235958",
        "MMDDYYYY_HHMMSS": "12312026_235958",
        "yyyymmddhhmmss": "20261231235958",
        "YYYYMMDDHHMM": "202612312359",
    }
