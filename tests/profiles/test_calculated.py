"""Calculated columns, and arrays and objects as columns: the vendor's own examples, and what is refused."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles.activating import activation, exported, lines, saved, table

import formats
from exportsim.errors import ConfigurationError
from exportsim.model import Audience
from exportsim.profiles import from_file
from exportsim.profiles.activation.transformation import Transformation
from exportsim.profiles.expressions import ExpressionError, parse

MEMBERS = pa.struct(
    [("id", pa.int64()), ("orgName", pa.string()), ("founded", pa.int64()), ("latestInteraction", pa.date32())]
)
ORGANIZATIONS = [
    {"id": 123, "orgName": "Acme Inc", "founded": 1990, "latestInteraction": date(2024, 2, 16)},
    {"id": 456, "orgName": "Superstar Inc", "founded": 2004, "latestInteraction": date(2023, 8, 25)},
    {"id": 789, "orgName": "Energy Corp", "founded": 2021, "latestInteraction": date(2024, 9, 8)},
]
PERSON = ("person.name.firstName=First_Name", "person.name.lastName=Last_Name", "personalEmail.address=Personal_Email")
JOHN: dict[str, Any] = {
    "person": {"name": {"firstName": "John", "lastName": "Doe"}},
    "personalEmail": {"address": "johndoe@acme.org"},
}
D_21 = (
    "{'id':123,'orgName':'Acme Inc','founded':1990,'latestInteraction':1708041600000}_"
    "{'id':456,'orgName':'Superstar Inc','founded':2004,'latestInteraction':1692921600000}_"
    "{'id':789,'orgName':'Energy Corp','founded':2021,'latestInteraction':1725753600000}"
)
D_23 = "ACME INC_SUPERSTAR INC_ENERGY CORP"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        pytest.param("array_to_string('_', organizations)", D_21, id="D-21"),
        pytest.param(
            "array_to_string('_', filterArray(organizations, org -> org.orgName != 'Superstar Inc'))",
            "_".join(part for part in D_21.split("_") if "Superstar" not in part),
            id="D-22 by an expression that says so",
        ),
        pytest.param("array_to_string('_', transformArray(organizations, org -> upper(org.orgName)))", D_23, id="D-23"),
        pytest.param(
            "array_to_string(' & ', filterArray(organizations, org -> org.founded > 2000 and org.id != 789).orgName)",
            None,
            id="a list has no members",
        ),
    ],
)
def test_arrays_of_objects(expression: str, expected: str | None, tmp_path: Path) -> None:
    """Objects become text with single quotes, and dates in them milliseconds."""
    profile = {**JOHN, "organizations": ORGANIZATIONS}
    columns = pa.Table.from_pylist([profile])
    columns = columns.set_column(2, "organizations", pa.array([ORGANIZATIONS], pa.list_(MEMBERS)))
    pq.write_table(columns, tmp_path / "p.parquet")
    chosen = activation(*PERSON, f"{expression}=Organization")
    if expected is None:
        with pytest.raises(ConfigurationError, match="column 'Organization'"):
            from_file(chosen, tmp_path / "p.parquet")
    else:
        assert lines(from_file(chosen, tmp_path / "p.parquet")) == [f"John,Doe,johndoe@acme.org,{expected}"]


DEPARTMENTS = {"organizations": ["Marketing", "Sales", "Finance"]}
SUBSCRIPTIONS = {"subscriptions": [{"hasPromotion": value} for value in (None, True, None, False, True)]}
PURCHASES = {"purchaseTime": [1538097126, 1569633126, 1601255526, 1632791526, 1664327526]}


@pytest.mark.parametrize(
    ("more", "expressions", "expected"),
    [
        pytest.param(
            DEPARTMENTS,
            ['iif(organizations[0].equals("Marketing"), "isMarketing", "isNotMarketing")=Is_Member'],
            "isMarketing",
            id="D-24 iif",
        ),
        pytest.param(
            DEPARTMENTS,
            ["array_to_string('_', add_to_array(organizations,\"2023\"))=Organization_Member_2023"],
            "Marketing_Sales_Finance_2023",
            id="D-24 add_to_array",
        ),
        pytest.param(SUBSCRIPTIONS, ["coalesce(subscriptions.hasPromotion)=hasPromotion"], "True", id="D-24a"),
        pytest.param(PURCHASES, ["size_of(purchaseTime)=Times_Purchased"], "5", id="D-24b size_of"),
        pytest.param(PURCHASES, ["purchaseTime[0]=First_Purchase"], "1538097126", id="D-24b index"),
        pytest.param(
            PURCHASES,
            ["first(purchaseTime)=First", "last(purchaseTime)=Last"],
            "1538097126,1664327526",
            id="D-24b ends",
        ),
        pytest.param({"a": [[1, 2], [3]]}, ["size_of(flattenArray(a))=n"], "3", id="flattenArray"),
        pytest.param({"a": "x", "b": None}, ["array_to_string('-', to_array(a, b, 'z'))=t"], "x-z", id="to_array"),
        pytest.param({"a": None, "b": "y"}, ["coalesce(a, b, 'z')=t"], "y", id="coalesce"),
        pytest.param({"a": [], "b": None}, ["first(a)=f", "size_of(a)=n"], ",0", id="an empty array"),
    ],
)
def test_arrays_of_values(more: dict[str, Any], expressions: list[str], expected: str, tmp_path: Path) -> None:
    """Counted, joined, indexed; a path through a list is a list."""
    assert exported(tmp_path, [{**JOHN, **more}], PERSON[0], *expressions) == [f"John,{expected}"]


def test_hashes_are_everybody_elses(tmp_path: Path) -> None:
    """Each by its name or through hash(), over UTF-8; null stays null."""
    text = "Zażółć@example.com"
    columns = [f"{name}(v)={name}" for name in ("sha1", "sha256", "sha512")]
    columns += ['md5(v, "UTF-8")=md5', 'hash("crc32", v, "UTF-8")=crc32', 'hash("SHA-256", v)=again']
    digests = [hashlib.new(name, text.encode()).hexdigest() for name in ("sha1", "sha256", "sha512", "md5")]
    expected = ",".join([*digests, f"{zlib.crc32(text.encode()):08x}", digests[1]])
    assert exported(tmp_path, [{"v": text}, {"v": None}], *columns) == [expected, ",,,,,"]


def test_a_required_mapping_of_the_vendor(tmp_path: Path) -> None:
    """ppid, list_id and delete: an identity, the audience's alias, a flag made of the status, in three spellings."""
    ids = [{"id": "12345"}]
    member = {"identityMap": {"ECID": ids}, "segmentMembership": {"ups": {"a": {"status": "realized"}}}}
    columns = ["identityMap.ECID=ppid", "metadata.segment.alias=list_id"]
    for number, path in enumerate(("ups.seg_id", "ups.aep_seg_id", "seg_namespace.seg_id")):
        reference = f"segmentMembership.{path}.status"
        reference = f"${{{reference}}}" if number == 0 else reference
        columns.append(f'iif({reference}=="exited", "1", "0")=delete{number}')
    chosen = replace(activation(*columns), audience=Audience("a", "Regulars"))
    assert lines(from_file(chosen, saved(tmp_path, [member]))) == ["12345,Regulars,0,0,0"]


def test_objects_and_arrays_as_columns(tmp_path: Path) -> None:
    """D-25: with arrays, maps and objects allowed a JSON file holds them as they are, under flat names."""
    expected = (
        '{"person_name_firstName":"John","person_name_lastName":"Smith",'
        '"_acmeinc_customer_hs_main_address_scalar":"Oak Avenue No 12",'
        '"_acmeinc_customer_hs_locations_array":["home address 12","office address 12"],'
        '"_acmeinc_customer_hs_date_array":["2024-11-14","2024-11-15"],'
        '"_acmeinc_customer_hs_customer_obj_emails_array0":"john.smith@example.com",'
        '"_acmeinc_customer_hs_customer_obj":{"emails_array":["john.smith@example.com","j.smith@example.com"],'
        '"name_scalar":"John Smith"},'
        '"_acmeinc_customer_hs_addresses_array_obj":['
        '{"is_primary":true,"streetName_scalar":"Maple Street","streetNo_int":12},'
        '{"is_primary":false,"streetName_scalar":"Pine Road","streetNo_int":45}],'
        '"_acmeinc_customer_hs_addresses_array_obj0":'
        '{"is_primary":true,"streetName_scalar":"Maple Street","streetNo_int":12}}\n'
    )
    row = json.loads(expected)
    below = "_acmeinc_customer_hs_"
    inner = {
        name: row[below + name]
        for name in ("main_address_scalar", "locations_array", "date_array", "customer_obj", "addresses_array_obj")
    }
    profile = {
        "person": {"name": {"firstName": "John", "lastName": "Smith"}},
        "_acmeinc": {"customer": {"hs": inner}},
    }
    paths = ["person.name.firstName", "person.name.lastName"]
    paths += [f"_acmeinc.customer.hs.{name}" for name in ("main_address_scalar", "locations_array", "date_array")]
    paths += [f"_acmeinc.customer.hs.{name}" for name in ("customer_obj.emails_array[0]", "customer_obj")]
    paths += [f"_acmeinc.customer.hs.{name}" for name in ("addresses_array_obj", "addresses_array_obj[0]")]
    written = formats.from_options("json", {})
    for name, text in (("p.jsonl", json.dumps(profile)), ("p.json", json.dumps([profile], indent=2))):
        (tmp_path / name).write_text(text)
        rows = table(from_file(activation(*paths, nested=True), tmp_path / name))
        assert formats.dumps(rows, written).decode() == expected
    with pytest.raises(ConfigurationError, match="is no single value"):
        from_file(activation(*paths), tmp_path / "p.jsonl")


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [
        ("iif(a, 1)", "iif has 2 arguments"),
        ("rot13(a)", "rot13 is no function here"),
        ("size_of(a", "column 10: the end where ',' is expected"),
        ("size_of(a))", "column 11: ')' where an operator or the end is expected"),
        ("upper(a) # b", "column 9: '# b' is not understood"),
        ("array_to_string('_', a)", "array_to_string takes an array, not string"),
        ('hash("rot13", a)', "'rot13' is no hash"),
        ("(" * 60 + "a" + ")" * 60, "more than 50 levels deep"),
        ("upper(a, b) == filterArray(a, x -> x)", "upper has 2 arguments"),
        ("first(a)", "first takes an array, not string"),
        ("upper(a == x -> x)", "Error"),
    ],
)
def test_what_cannot_be_read_says_where(expression: str, wrong: str, tmp_path: Path) -> None:
    """The column, the expression and the place in it."""
    with pytest.raises(ConfigurationError) as caught:
        exported(tmp_path, [{"a": "x", "b": "y"}], f"{expression}=calculated")
    (problem,) = caught.value.problems
    assert problem.where == "column 'calculated'"
    assert expression in problem.what
    assert wrong in problem.what


def test_values_that_do_not_go_together_are_told(tmp_path: Path) -> None:
    """A text that is no number, compared with one: found while rows are made, and no traceback."""
    with pytest.raises(ConfigurationError, match="calculated columns: some values cannot be worked with"):
        exported(tmp_path, [{"a": 1, "b": "1"}, {"a": 1, "b": "x"}], 'iif(a == b, "yes", "no")=same')


@given(st.text(st.sampled_from("ab.[]0(),'\"->=!<>&|$ {}"), max_size=30))
def test_any_text_is_an_expression_or_says_where_it_is_not(text: str) -> None:
    """No other error, whatever is written."""
    try:
        parse(text)
    except ExpressionError as error:
        assert str(error).startswith("column ")


@settings(max_examples=40, deadline=None)
@given(st.lists(st.none() | st.text(max_size=12), min_size=1, max_size=30), st.integers(0, 3))
def test_the_documented_transformation(texts: list[str | None], skip: int) -> None:
    """SHA-256 over the lower-cased text, whatever its letters; nothing is trimmed."""
    change = Transformation()
    array = pa.array([*texts, "ΟΔΟΣ İ Σ", " A "], pa.string())[skip:]
    expected = [None if one is None else hashlib.sha256(one.lower().encode()).hexdigest() for one in array.to_pylist()]
    assert change(array).to_pylist() == expected
    change.close()
