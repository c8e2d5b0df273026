"""Words that stand before a person's name and are no part of it."""

from __future__ import annotations

import re

__all__ = ["HONORIFICS", "ROLE"]

HONORIFICS = frozenset(
    "Mr Mrs Ms Miss Dr Prof Professor Sir Dame Lord Lady Baron Baroness Sheikh Sheikha Haji Hajiya Imam Ayatollah "
    "Rabbi Father Sister Brother Reverend Rev Bishop Archbishop Cardinal Pope King Queen Prince Princess Emperor "
    "Judge "
    "Justice".split()
)
ROLE = re.compile(
    r"(?:(?:Deputy|Vice|Acting|Former|Interim|First|Second|Assistant|Under|Chief|Senior|Permanent|Lead|Head|Co|"
    r"Ex)[ -])*(?:(?:Prime|Foreign|Defen[cs]e|Interior|Finance|Health|Home|Justice|Trade|Energy|Transport|Education|"
    r"Economy|Environment|Treasury|State|Executive|Press|Opposition|Party|Majority|Minority|Police|District|Attorney|"
    r"Solicitor|Secretary|Governor|Special|National|Security)[ -])*(?:President|Minister|Premier|Chancellor|"
    r"Secretary(?: of State| General|-General)?|Governor|Mayor|Senator|Congressman|Congresswoman|Representative|"
    r"Chairman|Chairwoman|Chair|Chief|Director|Officer|Spokesman|Spokeswoman|Spokesperson|Envoy|Commissioner|Speaker|"
    r"General|Adviser|Advisor|Leader|Councillor|Coach|Captain|Analyst|Economist|Editor|Attorney|"
    r"Prosecutor)(?=[ \u00a0]|$)"
)
