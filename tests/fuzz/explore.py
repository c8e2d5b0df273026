"""Coverage-guided fuzzing with atheris: ``make fuzz MINUTES=10`` (extra ``fuzz``). Findings become files beside this.

The first byte of an input chooses the target. libFuzzer stops at an error, at 10 s for an input, and at 1 GB.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["services", "schemas", "fuzz_targets", "w3lib", "json", "charset_normalizer"]):
    import fuzz_targets

SEEDS = (
    b'\0\0{"id": "1", "source": "Wire", "url": "https://a.example/1?utm_source=x", "title": "T", "text": "A pact."}',
    b'\0\0{"published_at": "2026-02-12T15:40:00Z", "text": "Latvia joined the Harbour Pact."}',
    b'\0\0[{"text": "One."}, {"text": "Two \\ud83d \\u0000"}]',
    b'\0\1{"text": "One."}\n{"title": 1}\nno\n\n{"text": "T", "published_at": "3000-01-01"}\n',
    b"\0\2\x1f\x8b\x08\0\0\0\0\0\0\3",
    b"\0\3Caf\xe9 in Z\xfcrich",
    b"\0\4# Heading\n\nText",
    b'\1{"text": "A", "url": "http://[::1]:80/%7e", "source": "\\u202e"}',
    b'\2{"specversion": "1.0", "id": "x", "type": "gainsay.article.published.v1", "time": "2026-03-10T12:00:00Z"}',
    b'\2{"subject": "", "datacontenttype": "application/json", "traceparent": "00-1-2-01", "data": {"id": "1"}}',
)


def one_input(data: bytes) -> None:
    """Run a target on the rest of an input."""
    if data:
        fuzz_targets.TARGETS[data[0] % len(fuzz_targets.TARGETS)](data[1:])


def main() -> None:
    """Explore for as long as libFuzzer's options say, from the seeds and what earlier runs found."""
    corpus = Path(sys.argv[1])
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS):
        (corpus / f"seed-{number}").write_bytes(seed)
    atheris.Setup([sys.argv[0], *sys.argv[2:], str(corpus)], one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
