"""How patiently and how gently other hosts are asked."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from lanmu.checks.external.target import ascii_host
from lanmu.content.validation import Model

Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Limit = Annotated[float, Field(ge=0.1, allow_inf_nan=False)]
AtLeastOne = Annotated[int, Field(ge=1)]
Count = Annotated[int, Field(ge=0)]


class ExternalSettings(Model):
    """The `[links.external]` part of lanmu.toml. Times are in seconds where nothing else is said."""

    connect_timeout: Limit = 10.0
    read_timeout: Limit = 20.0
    """The time for the whole head of an answer, not for each piece of it."""
    total_timeout: Limit = 60.0
    """All that one link may take, redirects and further tries together; waiting for the host's turn is not counted."""
    at_once: AtLeastOne = 8
    """Requests at a time, all hosts together."""
    per_host: AtLeastOne = 1
    """Connections to one host at a time."""
    pause: Seconds = 0.2
    """Between two requests to one host."""
    retries: Count = 2
    backoff: Seconds = 1.0
    """Before the first further try; twice as long before each later one."""
    longest_wait: Seconds = 30.0
    """The longest `Retry-After` that is waited for."""
    skip_hosts: tuple[str, ...] = ()
    """Host names that are not asked: `www.example.org`, or `*.example.org` for all below example.org."""
    allow_private: bool = False
    """Whether hosts inside the office's network may be asked."""
    max_age_days: Count = 7
    max_age_days_failed: Count = 1

    @field_validator("skip_hosts")
    @classmethod
    def hosts_only(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        """Refuses what is no host name, which would silently match nothing."""
        for host in hosts:
            try:
                ascii_host(host.removeprefix("*."))
            except ValueError:
                raise ValueError(
                    f"「{host}」不是主机名，请只写主机名，例如 www.example.org 或 *.example.org。"
                ) from None
        return hosts
