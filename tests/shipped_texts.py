"""Texts for families as they come with the project."""

import json
from datetime import UTC, datetime
from pathlib import Path

from trials.actions.texts import load_texts

FIXTURES = Path(__file__).parent.parent / "fixtures"


def load_shipped_texts(*names: str, language: str = "en") -> None:
    """For example ``"guides/acute-lymphoblastic-leukemia"``; the diseases must be there."""
    for name in names:
        folder, _, stem = name.partition("/")
        path = FIXTURES / folder / language / f"{stem}.json"
        document = json.loads(path.read_text(encoding="utf-8"))
        load_texts(document, language=language, now=datetime(2026, 3, 1, 12, tzinfo=UTC))
