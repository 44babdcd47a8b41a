"""One entry of the option catalogue."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """What can be said about a file, who says so, and what holds when nothing is said.

    The vendor documents defaults in three places that disagree; each is a column of its own.
    """

    name: str
    """Spark's name, which is mostly the vendor's too; the vendor's for what Spark does not know."""

    about: str
    """What it decides, in a clause."""

    allowed: str | tuple[str, ...]
    """The words it can be, which compare without letter case, or what a value looks like."""

    sources: tuple[str, ...]
    """Who describes it, by name in the catalogue's ``SOURCES``."""

    keys: tuple[str, ...] = ()
    """Where it stands below a server's ``fileConfigurations``, in every spelling; the vendor's JSON has no place for
    an option without one.
    """

    server_words: tuple[str, ...] = ()
    """What a server may say, where the vendor knows less than can be written."""

    table: str | None = None
    """The default in the vendor's option table; None: none is given."""

    template: str | None = None
    """What the vendor's templated example falls back to; None: it leaves the option out, so the table's holds."""

    cards: str | None = None
    """What the vendor's own cards begin with; None: they do not show the option, so the table's holds."""

    cards_offer: tuple[str, ...] = ()
    """What a customer can choose on the cards."""

    aliases: tuple[str, ...] = ()
    """Spark's other names for it."""

    empty_counts: bool = False
    """Whether the empty text says something of its own; elsewhere an empty value counts as not given."""

    switch: str | None = None
    """The switch that decides when nothing is given, where the vendor leaves the default open."""

    remark: str = ""
    """Where the vendor's pages disagree, and what is made of it: whole sentences."""

    @property
    def words(self) -> tuple[str, ...]:
        """All that it can be; empty where that cannot be listed."""
        return () if isinstance(self.allowed, str) else self.allowed

    @property
    def allowed_text(self) -> str:
        return self.allowed if isinstance(self.allowed, str) else ", ".join(self.allowed)
