"""``exportsim trust``: a server's key is accepted."""

from __future__ import annotations

import os
import sys

import click

from exportsim.cli.parameters import json_option
from exportsim.cli.terminal import note, show_json
from exportsim.destinations import Settings, place_from_url
from exportsim.destinations.needing import needing
from exportsim.errors import ConfigurationError, Problem
from exportsim.model import Sftp


@click.command()
@click.argument("url", metavar="URL")
@click.option("--fingerprint", metavar="SHA256:…", help="Accept a key with this fingerprint without asking.")
@json_option
def trust(url: str, fingerprint: str | None, as_json: bool) -> int | None:
    """Accept the key of an SFTP server, such as sftp://host:2222.

    Its fingerprint is shown; compare it with what the server's administrator says (there, ssh-keygen -lf
    /etc/ssh/ssh_host_ed25519_key.pub shows it). Accepted keys stand in ~/.ssh/known_hosts, or the file that
    EXPORTSIM_SFTP_KNOWN_HOSTS names.
    """
    place = place_from_url(url, "URL")
    if not isinstance(place, Sftp):
        raise ConfigurationError([Problem("URL", f'"{url}" is no SFTP server', "sftp://host or sftp://host:port")])
    with needing("sftp", "SFTP"):
        from exportsim.destinations.sftp.trust import accept_if, introduce
    met = introduce(place, Settings(os.environ, timeout=20.0))
    note(f"{met.name} shows the {met.key}")
    if fingerprint:
        accept_if(met, fingerprint)
    elif not met.known:
        if as_json or not sys.stdin.isatty():
            allowed = f"if the administrator says so: --fingerprint {met.key.fingerprint}"
            raise ConfigurationError([Problem("--fingerprint", "is needed where nobody can be asked", allowed)])
        if not click.confirm("Is that what its administrator says?", err=True):
            return 2
        met.accept()
    if as_json:
        key = {"kind": met.key.kind, "fingerprint": met.key.fingerprint}
        show_json({"server": met.name, **key, "file": str(met.file), "added": not met.known})
    else:
        click.echo(f"{'known already' if met.known else 'added'}: {met.file}")
    return None
