from datetime import UTC, date, datetime
from hashlib import md5

from tests.factories.accounts import make_user
from trials.checking import folded
from trials.models import CriteriaText, SentenceMark, Trial


def make_criteria_text(
    trial: Trial, text: str = "Younger than 22 years old", **fields: object
) -> CriteriaText:
    """Of one sentence, which the rule of make_age_rule quotes."""
    return CriteriaText.objects.create(
        **{
            "trial": trial,
            "text": text,
            "reference": "A page",
            "read_on": date(2026, 3, 1),
            **fields,
        }
    )


def make_sentence_mark(trial: Trial, words: str, **fields: object) -> SentenceMark:
    digest = md5(folded(words).encode(), usedforsecurity=False).hexdigest()
    return SentenceMark.objects.create(
        **{
            "trial": trial,
            "words": words,
            "digest": digest,
            "kind": "not_about",
            "marked_by": fields.get("marked_by") or make_user(),
            "marked_at": datetime(2026, 3, 1, 12, tzinfo=UTC),
            **fields,
        }
    )
