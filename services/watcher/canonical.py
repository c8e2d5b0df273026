"""One address for one text: what readers and trackers add to a url is taken off."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

__all__ = ["canonical_url", "same_site", "web_address"]

# Parameters that only say how a reader came. Those that some sites use for the article itself ("ref", "cid") stay:
# to take two articles for one is worse than to take one for two.
_TRACKING = re.compile(
    r"(utm|mtm|pk|ns|at)_\w+|\w*clk?id|[gw]braid|igsh(id)?|mc_[ce]id|mkt_tok|_ga|_gl|cmpid|ocid|smid|xtor",
    re.IGNORECASE,
)


def canonical_url(url: str) -> str:
    """The address by which a text is known.

    Scheme, a leading ``www.``, the fragment, tracking parameters, the order of parameters and a trailing slash do not
    tell texts apart.

    Raises:
        ValueError: It is no address.
    """
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(name)]
    scheme = "https" if parts.scheme in {"http", "https"} else parts.scheme
    known_ports = {"http": 80, "https": 443}
    host = (parts.hostname or "").removeprefix("www.")
    port = "" if parts.port in {None, known_ports.get(parts.scheme)} else f":{parts.port}"
    netloc = (f"[{host}]" if ":" in host else host) + port
    path = parts.path.rstrip("/") or "/"
    return str(canonicalize_url(urlunsplit((scheme, netloc, path, urlencode(kept), ""))))


def web_address(written: object, base: str = "") -> str | None:
    """The http or https address that someone wrote, if it is one.

    Args:
        written: Whatever stands there.
        base: What it is relative to.
    """
    if not isinstance(written, str):
        return None
    try:
        url = urljoin(base, written.strip())
        known_as = urlsplit(canonical_url(url))
    except ValueError:
        return None
    return url if known_as.scheme == "https" and known_as.hostname else None


def same_site(url: str, other: str) -> bool:
    """Whether two addresses are of one host, ``www.`` or not."""
    return _host(url) == _host(other)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _tracks(name: str) -> bool:
    return _TRACKING.fullmatch(name) is not None
