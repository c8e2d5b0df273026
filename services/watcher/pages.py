"""The article on a web page: its main text, title, author, date and language; or why the page is no article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import trafilatura
from charset_normalizer import from_bytes
from courlan import extract_links, is_navigation_page, is_not_crawlable
from lxml import etree
from lxml.html import fromstring
from lxml.html.defs import block_tags
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from w3lib.encoding import html_to_unicode
from w3lib.html import replace_entities

from services.watcher.canonical import same_site, web_address
from services.watcher.oddities import Odd, Oddity

__all__ = ["Page", "fragment_text", "language_of", "links_of", "main_text", "not_english", "read_page"]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says."""

    text: str
    title: str | None
    author: str | None
    published_at: str | None
    """ISO 8601."""
    language: str | None
    """ISO 639-1."""
    canonical: str | None
    """The page's own word for its address, where that is on the same host."""
    odd: tuple[Odd, ...] = ()
    """What had to be mended."""


_STUB_WORDS = 250
"""A text of fewer words that speaks of subscribing is what is left of an article outside a paywall."""

_FEWEST_WORDS = 15

_CLOSED = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
_PAYWALL = re.compile(
    r"\b((subscribe|sign up|log ?in|sign in|register)( (now|today|here))? (to|and) "
    r"(continue|keep|read|unlock|access|view)"
    r"|to (continue|keep) reading|already (a|have a) (subscri\w+|member\w*)"
    r"|(only|exclusive(ly)?|available) (for|to) (\w+ )?(subscribers|members)"
    r"|for (subscribers|members) only|(subscriber|member)s?[- ]only|reached your (\w+ ){0,3}limit)\b",
    re.IGNORECASE,
)
_CONSENT_TITLE = re.compile(
    r"before you continue|(your|cookie|privacy) (privacy|consent|choices|settings)", re.IGNORECASE
)
_CONSENT_PLACE = re.compile(
    r"^(consent|guce|privacy-mgmt|cmp)\.|/(cookie-?)?consent(/|$)|collectconsent", re.IGNORECASE
)
_CONSENT_WORDS = re.compile(r"\b(cookies?|consent|partners|personal data|privacy policy)\b", re.IGNORECASE)
_CONSENT_SHARE = 0.04
_ERROR_TITLE = re.compile(
    r"^\W*((error )?(40[0-9]|410|429|50[0-9])\b|(page|article|story|file) (was )?not found|not found|access denied"
    r"|forbidden|bad gateway|service (temporarily )?unavailable|internal server error|just a moment|attention required"
    r"|are you a robot|robot check|security check|verify(ing)? (that )?you are (a )?human|pardon our interruption"
    r"|something went wrong)",
    re.IGNORECASE,
)


_ARTICLE_PLACE = re.compile(r"[^\W_]+([-_][^\W_]+){2,}|\d{4,}")
"""Articles have a headline or a number in their address; sections and services do not."""


_BREAKING = block_tags | {"br"}


def read_page(body: bytes, content_type: str, url: str) -> Page | Odd:
    """Read the article on a page.

    Args:
        body: The page as it came, without compression.
        content_type: The Content-Type header, or nothing.
        url: Where it came from.
    """
    html, odd = _decode(body, content_type)
    found = trafilatura.bare_extraction(
        html,
        url=url or None,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,
            "outputformat": "%Y-%m-%dT%H:%M:%S%z",
        },
    )
    title = getattr(found, "title", None) or _title(html)
    text = _paragraphs(getattr(found, "text", None))
    if (refused := _refusal(html, url, title, text)) is not None:
        return refused
    canonical = getattr(found, "url", None)
    return Page(
        text=text,
        title=title,
        author=getattr(found, "author", None),
        published_at=getattr(found, "date", None),
        language=language_of(text, _declared(html)),
        canonical=canonical if _is_own(canonical, url) else None,
        odd=odd,
    )


def main_text(html: str) -> str:
    """The main text of a page, and nothing else."""
    return _paragraphs(trafilatura.extract(html, include_comments=False))


def fragment_text(markup: str) -> str:
    """The text of a piece of markup, such as a feed carries: a blank line between its blocks."""
    if "<" not in markup:
        return replace_entities(markup).strip()
    markup = markup.encode("utf-8", "ignore").decode()  # lxml reads up to half a surrogate pair, and no further
    root = fromstring(f"<div>{markup}</div>")
    etree.strip_elements(root, "script", "style", etree.Comment, etree.PI, with_tail=False)
    lines = (" ".join(line.split()) for line in "".join(_pieces(root)).split("\n"))
    return "\n\n".join(filter(None, lines))


def _pieces(root: Any) -> Iterator[str]:
    """Text as it stands, control characters included, which lxml reads and does not let anyone write."""
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BREAKING:
            yield "\n"
        yield (element.text if event == "start" else element.tail) or ""


def links_of(body: bytes, content_type: str, url: str) -> tuple[str, ...]:
    """The addresses on a listing page that may be articles of the same site, in the order of their names."""
    html, _ = _decode(body, content_type)
    links = filter(web_address, extract_links(html, url=url, no_filter=True))
    return tuple(sorted(link for link in links if same_site(link, url) and _may_be_article(link)))


def _may_be_article(url: str) -> bool:
    place = urlsplit(url)
    named = _ARTICLE_PLACE.search(f"{place.path}?{place.query}") is not None
    return named and not is_navigation_page(url) and not is_not_crawlable(url)


def language_of(text: str, declared: str | None = None) -> str | None:
    """The language of a text: what it looks like where that is clear, else what its publisher says it is."""
    if len(text) >= 200:
        language, probability = _identifier().classify(text[:5000])
        if probability > 0.95:
            return str(language)
    return declared


def not_english(language: str | None) -> Odd | None:
    """Why a text in this language is not taken in, if it is not."""
    if language in {None, "en"}:
        return None
    return Odd(Oddity.OTHER_LANGUAGE, f"the text is in {language!r}; only English is read")


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _refusal(html: str, url: str, title: str | None, text: str) -> Odd | None:
    words = len(text.split())
    place = urlsplit(url)
    if title and _ERROR_TITLE.search(title) and words < _STUB_WORDS:
        return Odd(Oddity.ERROR_PAGE, f"the page is headed {title[:80]!r}")
    asks_consent = len(_CONSENT_WORDS.findall(text)) > max(2.0, words * _CONSENT_SHARE)
    at_consent = _CONSENT_PLACE.search(place.hostname or "") or _CONSENT_PLACE.search(place.path)
    if at_consent or (words < _STUB_WORDS and (asks_consent or (title and _CONSENT_TITLE.search(title)))):
        return Odd(Oddity.CONSENT, "the page asks for consent to cookies instead of showing an article")
    if words < _STUB_WORDS and (_PAYWALL.search(text) or _CLOSED.search(html)):
        return Odd(Oddity.PAYWALL, f"{words} words, and the rest is for subscribers")
    if words < _FEWEST_WORDS:
        return Odd(Oddity.NO_TEXT, f"{words} words of main text")
    return None


def _paragraphs(text: str | None) -> str:
    """One blank line between paragraphs, which trafilatura gives one a line."""
    return "\n\n".join(line for line in (text or "").splitlines() if line.strip())


def _decode(body: bytes, content_type: str) -> tuple[str, tuple[Odd, ...]]:
    """Text as a browser reads it; where the declared charset cannot be right, the one that fits."""
    declared, html = html_to_unicode(content_type or None, body, auto_detect_fun=_charset)
    if "�" in html and "�".encode() not in body and (fitting := _charset(body)) and fitting != declared:
        odd = Odd(Oddity.WRONG_CHARSET, f"declared as {declared}, read as {fitting}")
        return body.decode(fitting, "replace"), (odd,)
    return html, ()


def _charset(body: bytes) -> str | None:
    best = from_bytes(body[:200_000]).best()
    return best.encoding if best else None


def _title(html: str) -> str | None:
    match = re.search(r"<title[^>]*>([^<]{1,300})", html, re.IGNORECASE)
    return match[1].strip() if match else None


def _declared(html: str) -> str | None:
    match = re.search(r"""<html[^>]{0,500}?\blang=["']?([a-z]{2})\b""", html[:20_000], re.IGNORECASE)
    return match[1].lower() if match else None


def _is_own(canonical: str | None, url: str) -> bool:
    """A copy may name the original as canonical; it is another outlet's text all the same."""
    if not canonical or urlsplit(canonical).path in {"", "/"}:
        return False
    return not url or same_site(canonical, url)
