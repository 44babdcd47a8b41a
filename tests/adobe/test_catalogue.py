"""The catalogue knows every option that can be written, and everything that reads options goes by it."""

from __future__ import annotations

import pytest
from adobe.servers import DOCUMENTED

import formats
from exportsim.adobe import CATALOGUE, FILES, SOURCES, SWITCHES, Option, spark_default
from exportsim.adobe.catalogue import canonical, server_defaults

OPTIONS = [(file_type, option) for file_type, options in CATALOGUE.items() for option in options]
WORDS = [(file_type, option, word) for file_type, option in OPTIONS if option.words for word in option.words]


def label(value: object) -> str:
    return value.name if isinstance(value, Option) else str(value)


def test_every_format_that_can_be_written_is_catalogued() -> None:
    """A file type that ``formats`` has is one of the catalogue, in the same order."""
    assert list(CATALOGUE) == list(formats.FORMATS)


@pytest.mark.parametrize("file_type", formats.FORMATS)
def test_the_catalogue_has_each_option_of_a_format_once(file_type: str) -> None:
    """What a format says of itself is what the catalogue lists, by name or alias."""
    said = [canonical(name) for name in formats.from_options(file_type, {}).options()]
    assert sorted(map(str, said)) == sorted(option.name for option in CATALOGUE[file_type])


@pytest.mark.parametrize(("file_type", "option", "word"), WORDS, ids=label)
def test_a_word_that_is_allowed_can_be_written(file_type: str, option: Option, word: str) -> None:
    """Each allowed word makes a format, under every name of the option."""
    first, *others = [formats.from_options(file_type, {name: word}) for name in (option.name, *option.aliases)]
    assert others == [first] * len(option.aliases)


@pytest.mark.parametrize(("file_type", "option"), [(*key,) for key in OPTIONS if key[1].words], ids=label)
def test_a_word_that_is_not_allowed_is_refused(file_type: str, option: Option) -> None:
    """Where the catalogue lists words, there are no others."""
    with pytest.raises(formats.FormatError):
        formats.from_options(file_type, {option.name: "perhaps"})


@pytest.mark.parametrize(("file_type", "option"), OPTIONS, ids=label)
def test_every_documented_value_can_be_written(file_type: str, option: Option) -> None:
    """Defaults and what the cards offer are values that the format takes."""
    documented = (option.table, option.template, option.cards, spark_default(file_type, option), *option.cards_offer)
    for value in documented:
        assert value is None or formats.from_options(file_type, {option.name: value})


@pytest.mark.parametrize("option", [*FILES, *(option for _, option in OPTIONS)], ids=label)
def test_an_entry_names_things_that_exist(option: Option) -> None:
    """Sources and switches are known by name; what the cards begin with is among what they offer."""
    assert option.about and option.allowed_text and option.sources
    assert set(option.sources) <= set(SOURCES)
    assert option.switch is None or option.switch in SWITCHES
    assert option.cards is None or option.cards in option.cards_offer


def test_what_a_server_leaves_out_comes_from_the_option_table() -> None:
    """For CSV the documented defaults but for those that a switch decides; for other types only the codec."""
    decided_by_switches = ("quote", "encoding", "timeZone")
    assert server_defaults("csv") == {
        name: value for name, value in DOCUMENTED.items() if name not in decided_by_switches
    }
    assert server_defaults("json") == server_defaults("parquet") == {"compression": "none"}


def test_the_three_documented_defaults_disagree_where_the_vendor_does() -> None:
    """Quote, null and empty have other defaults in the table, in the template and on the cards."""
    told = {
        option.name: (option.table, option.template, option.cards)
        for option in CATALOGUE["csv"]
        if len({option.table, option.template, option.cards} - {None}) > 1
    }
    assert told == {
        "quote": ("\0", '"', ""),
        "nullValue": ("", "null", "null"),
        "emptyValue": ('""', "", ""),
    }


def test_names_are_known_in_any_letter_case() -> None:
    """Spark's name, its aliases and the vendor's; anything else is nobody's."""
    assert [canonical(name) for name in ("SEP", "Delimiter", "codec", "charset", "filetype", "sepp")] == [
        "sep",
        "sep",
        "compression",
        "encoding",
        "fileType",
        None,
    ]
