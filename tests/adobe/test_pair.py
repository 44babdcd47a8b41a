"""A destination server and a destination configuration that go together, or do not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from adobe.destinations import DELIVERY, FIELDS, destination
from adobe.servers import DATA, csv_server, server, template

from exportsim.adobe import Destination, Server, load_customer_data, load_destination, load_server, resolve
from exportsim.errors import ConfigurationError
from exportsim.model import S3

PUBLISHED = Path(__file__).parent / "published"


def problems(given: Server, offered: Destination, data: dict[str, str] = DATA) -> list[tuple[str, str, str]]:
    with pytest.raises(ConfigurationError) as caught:
        resolve(given, data, destination=offered)
    return [(problem.where, problem.what, problem.allowed) for problem in caught.value.problems]


def test_a_pair_that_fits_resolves_without_a_word() -> None:
    """The plan is the server's, filled in from the form."""
    plan = resolve(server(), DATA, destination=destination())
    assert (plan.place, plan.folder, plan.warnings) == (S3("b", ""), "in/people", ())


def test_defaults_of_the_form_reach_the_server() -> None:
    """A field that a customer leaves out is rendered with its default."""
    fields = [*FIELDS, {"name": "sep", "type": "string", "default": "|"}]
    given = csv_server(sep=template("{{customerData.sep}}"))
    assert resolve(given, DATA, destination=destination(customerDataFields=fields)).format.options()["sep"] == "|"


def test_a_destination_that_names_another_server_is_told() -> None:
    """Where the server has an id, the destination must name it; a placeholder names none."""
    own, other = "11111111-0000-4000-8000-000000000000", DELIVERY["destinationServerId"]
    assert problems(server(instanceId=own), destination()) == [
        (
            "destination.json: $.destinationDelivery[0].destinationServerId",
            f'names the server "{other}", but server.json: $.instanceId is "{own}"',
            "the server that the destination names, or its id here",
        )
    ]
    assert resolve(server(instanceId=other), DATA, destination=destination()).warnings == ()
    placeholder = destination(destinationDelivery=[{**DELIVERY, "destinationServerId": "{{serverId}}"}])
    assert len(resolve(server(instanceId=own), DATA, destination=placeholder).warnings) == 1


def test_a_destination_of_the_wrong_kind_is_told() -> None:
    """A customer who signs in to SFTP cannot be sent files on S3, unless another way to sign in is offered."""
    path = "$.customerAuthenticationConfigurations[0].authType"
    sftp, both = [{"authType": "SFTP_WITH_SSH_KEY"}], [{"authType": "SFTP_WITH_SSH_KEY"}, {"authType": "S3"}]
    assert problems(server(), destination(customerAuthenticationConfigurations=sftp)) == [
        (
            f"destination.json: {path}",
            "is SFTP_WITH_SSH_KEY, which does not sign in to server.json: $.destinationServerType, FILE_BASED_S3",
            "S3",
        )
    ]
    assert resolve(server(), DATA, destination=destination(customerAuthenticationConfigurations=both)).warnings == ()
    own = [{**DELIVERY, "authenticationRule": "PLATFORM_AUTHENTICATION", "authenticationId": "c"}]
    partner = destination(customerAuthenticationConfigurations=sftp, destinationDelivery=own)
    assert resolve(server(), DATA, destination=partner).warnings == ()


def test_a_template_without_a_field_is_told() -> None:
    """A template that asks for what the form does not have prints nothing, which is probably not meant."""
    given = csv_server(sep=template("{{ customerData.sep }}"))
    assert resolve(given, DATA, destination=destination()).warnings == (
        "server.json: $.fileConfigurations.csvOptions.sep.value: asks for customerData.sep, which is no field of "
        "destination.json",
    )


def test_what_is_wrong_on_every_side_is_told_at_once() -> None:
    """Server, destination, customer data and switches each have their say, and a missing value is told once."""
    given = server({"fileType": {"templatingStrategy": "NONE", "value": "xml"}})
    assert [where for where, _, _ in problems(given, destination(status=1), {"path": "p", "x": "y"})] == [
        "destination.json: $.status",
        "customer data: $.x",
        "customer data: $.bucket",
        "server.json: $.fileConfigurations.fileType.value",
    ]


def test_each_takes_the_others_file_for_what_it_is() -> None:
    """Files in the wrong order are recognised."""
    swapped = Server("d.json", destination().document), Destination("s.json", server().document)
    told = [(where, what) for where, what, _ in problems(*swapped)]
    assert ("s.json: $.destinationServerType", "makes this a destination server") in told
    what = "is missing: this is a destination configuration, which --destination takes"
    assert ("d.json: $.destinationServerType", what) in told


@pytest.mark.parametrize(
    "guide",
    sorted(path.parent.name for path in PUBLISHED.glob("*/destination.json")),
)
def test_a_guides_pair_resolves(guide: str) -> None:
    """Every published pair resolves with what a customer could fill in, defaults of the form included."""
    folder = PUBLISHED / guide
    plan = resolve(
        load_server(folder / "server.json"),
        load_customer_data(folder / "customer.json"),
        destination=load_destination(folder / "destination.json"),
    )
    asked = [warning for warning in plan.warnings if "which is no field of" in warning]
    assert bool(asked) == (guide == "sftp-predefined")
    if guide in ("s3-custom", "blob-custom"):
        # As published: empty values come out as the date pattern.
        assert plan.format.options()["emptyValue"] == "yyyy-MM-dd"
        assert json.loads((folder / "customer.json").read_text()).get("dateFormat") is None
