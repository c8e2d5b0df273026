"""Names and signs of currencies (CLDR, ISO 4217), each with its code or, where many countries share it, a bare name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

import pycountry
from babel import Locale
from babel.numbers import get_currency_name

__all__ = ["currency_after", "currency_before"]

_LOCALE = Locale("en")
# What a bare word or sign means where the text does not say whose it is, and signs that CLDR's English lacks.
_DEFAULTS = {
    "dollars": "USD",
    "dollar": "USD",
    "dlrs": "USD",
    "dlr": "USD",
    "euros": "EUR",
    "euro": "EUR",
    "pounds": "GBP",
    "pound": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "won": "KRW",
    "sterling": "GBP",
    "renminbi": "CNY",
    "crowns": "crown",
    "crown": "crown",
    "soles": "PEN",
    "reais": "BRL",
}
_SIGNS = {
    "US$": "USD",
    "C$": "CAD",
    "S$": "SGD",
    "AU$": "AUD",
    "Rs": "rupee",
    "Rs.": "rupee",
    "Sh": "shilling",
    "KSh": "KES",
    "Ksh": "KES",
    "Tk": "BDT",
    "RM": "MYR",
    "Rp": "IDR",
    "R": "ZAR",
    "N": "NGN",
    "₦": "NGN",
    "₽": "RUB",
    "₺": "TRY",
    "₴": "UAH",
    "฿": "THB",
    "zł": "PLN",
}
# Codes and names that are English words, too.
_WORDS = frozenset(
    {"ALL", "TOP", "CUP", "unit", "units", "gold", "silver", "real", "real's", "sol", "sole", "lek", "som"}
    | {"mark", "marks"}
)
_THOUSANDS = re.compile(r"(?:\d,\d{3}|\d{4}|illion|thousand|[bt]n|ln|[mk])s?(?: of)?$", re.IGNORECASE)
_MILLIONS = re.compile(r"(?:illion|[bt]n|ln|m)s?(?: of)?$|(?:hundred|thousand)s of$", re.IGNORECASE)
_WORD = re.compile(r"[ \u00a0-]?(?P<word>[A-Za-zÀ-ÿ](?:[\w’']|\.(?=\w))*\.?)")
_LONGEST = 3  # words: "Bosnia-Herzegovina convertible marks" has more, and is never written


@cache
def _codes() -> frozenset[str]:
    return frozenset(currency.alpha_3 for currency in pycountry.currencies) - _WORDS


@cache
def _signs() -> Mapping[str, str]:
    return {
        sign: code
        for code, sign in _LOCALE.currency_symbols.items()
        if code not in (sign, "XXX") and " " not in sign and "\u202f" not in sign
    } | _SIGNS


@cache
def _names() -> Mapping[str, str]:
    """Lower-case names; a bare word that several currencies share has a code only where English means one of them."""
    current = {currency.alpha_3 for currency in pycountry.currencies}
    names: dict[str, str] = {}
    last_words: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for code in current & set(_LOCALE.currencies):
        singular, plural = (get_currency_name(code, count=count, locale=_LOCALE).lower() for count in (1, 2))
        for name in (singular, plural):
            if "(" not in name:
                names[name] = code
                names[name.removesuffix("s")] = code
                if " " in name and not code.startswith("X"):
                    last_words[name.split()[-1]].add((code, singular.split()[-1]))
                    last_words[name.split()[-1].removesuffix("s")].add((code, singular.split()[-1]))
    for word, owners in last_words.items():
        names[word] = (
            next(iter(owners))[0] if len({code for code, _ in owners}) == 1 else min(single for _, single in owners)
        )
    return {name: unit for name, unit in (names | _DEFAULTS).items() if unit and len(name) > 2 and name not in _WORDS}


@cache
def _before() -> re.Pattern[str]:
    signs = "|".join(re.escape(sign) for sign in sorted(_signs(), key=len, reverse=True))
    codes = "|".join(sorted(_codes()))
    return re.compile(rf"(?<![A-Za-z])(?P<unit>{signs}|{codes})[ \u00a0]?$")


def currency_before(text: str, start: int) -> tuple[str, int] | None:
    """Return the currency whose sign or code stands left of ``start``, and where that begins."""
    match = _before().search(text, max(0, start - 6), start)
    return (_signs().get(match["unit"], match["unit"]), match.start()) if match else None


def currency_after(text: str, end: int) -> tuple[str, int] | None:
    """Return the currency whose name or code stands at ``end``, right of an amount, and where that ends."""
    names, codes = _names(), _codes()
    ends: list[tuple[int, int]] = []
    position = end
    while len(ends) < _LONGEST and (match := _WORD.match(text, position)):
        position = match.end()
        ends.append(match.span("word"))
    for start, stop in ends[:1]:
        if text[start:stop] in codes:
            return text[start:stop], stop
    for _, stop in reversed(ends):
        name = text[ends[0][0] : stop].lower().replace(".", "")
        if name in names and not _is_none_after_all(name, text, end, stop):
            return names[name], stop - text[:stop].endswith(".")
    return None


def _is_none_after_all(name: str, text: str, start: int, end: int) -> bool:
    """Whether "won" is the verb, as after any small number, or "pounds" are a weight: "50 pounds of hashish"."""
    left = max(0, start - len("thousands of "))
    if name == "won":
        return _THOUSANDS.search(text, left, start) is None
    weighs = (name == "pounds" and text.startswith(" of ", end)) or (name == "pound" and text[start] == "-")
    return weighs and _MILLIONS.search(text, left, start) is None
