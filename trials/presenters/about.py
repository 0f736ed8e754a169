"""What a card says whoever looks: made once for each study, language, translation and day.

It is kept by what it is made of, so that it is never stale: a change of the study, of a
place or of a rule is another key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language

from trials.eligibility.evaluation import TrialRules
from trials.finder import Listed
from trials.finder.keeping import Same
from trials.models import Site, TrialSite
from trials.models.site import OverallStatus
from trials.models.translation import ENGLISH, told
from trials.presenters.groups import GroupAges, group_ages
from trials.presenters.places import PlaceWords, place_words
from trials.presenters.statuses import StatusWords, status_line

MOST_KEPT = 5_000
"""10 MB at most: a process shows the same few studies over and over."""


@dataclass(frozen=True, slots=True)
class AboutWords:
    """``places`` are the first few of ``place_count``; ``checked_on`` is that of the status.

    ``number`` is empty when the registry record is not known. ``title_lang`` and
    ``goal_lang`` are those of words that stand in another language than the page.
    """

    slug: str
    address: str
    title: str
    acronym: str
    number: str
    goal: str
    title_lang: str
    goal_lang: str
    is_reviewed: bool
    checked_on: date | None
    groups: tuple[GroupAges, ...]
    places: tuple[PlaceWords, ...]
    place_count: int
    status: StatusWords


def about(
    study: Listed, rules: TrialRules, today: date, texts: Mapping[str, str] = ENGLISH
) -> AboutWords:
    """``texts`` are ``translations()``."""
    return _about(get_language(), study, Same(rules), today, Same(texts))


@lru_cache(MOST_KEPT)
def _about(
    _language: str | None,
    study: Listed,
    rules: Same[TrialRules],
    today: date,
    texts: Same[Mapping[str, str]],
) -> AboutWords:
    labels = {key: told(label, texts.it).words for key, label in study.labels}
    title, goal = told(study.plain_title, texts.it), told(study.goal, texts.it)
    status = OverallStatus(study.overall_status)
    return AboutWords(
        slug=study.slug,
        address=reverse("trials:trial", args=[study.slug]),
        title=title.words,
        title_lang=title.lang,
        acronym=study.acronym,
        number=study.nct_id or "",
        goal=goal.words,
        goal_lang=goal.lang,
        is_reviewed=study.is_reviewed,
        checked_on=study.status_checked_on,
        groups=tuple(group_ages(labels.get(group.key, ""), group) for group in rules.it.groups),
        places=tuple(place_words(place, today) for place in _places(study)),
        place_count=study.place_count,
        status=StatusWords(
            status_line(status, study.status_checked_on, today),
            told(study.ends_note, texts.it).words,
            study.status_source,
        ),
    )


def _places(study: Listed) -> list[TrialSite]:
    """As rows. A card says where they are, and nothing of their status."""
    return [
        TrialSite(
            pk=place.key,
            site=Site(name=place.name, city=place.city, state=place.state, country=place.country),
        )
        for place in study.places
    ]
