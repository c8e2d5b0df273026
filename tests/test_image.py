"""What the image is built from is let through to its build."""

import re
from pathlib import Path, PurePosixPath

PROJECT = Path(__file__).parents[1]


def test_all_that_the_dockerfile_copies_is_let_through():
    copies = re.findall(
        r"^COPY (?!--from)(.+) \S+$", (PROJECT / "Dockerfile").read_text(encoding="utf-8"), re.MULTILINE
    )
    sources = [PurePosixPath(source) for line in copies for source in line.split()]
    lines = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_through = [PurePosixPath(line[1:]) for line in lines if line.startswith("!")]
    assert sources
    for source in sources:
        assert any(source.is_relative_to(one) for one in let_through), f"{source} is ignored"
