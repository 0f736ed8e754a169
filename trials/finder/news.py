"""What is new about the trials for one diagnosis."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trials.models import Trial, TrialNews

MOST_NEWS = 50


@dataclass(frozen=True, slots=True)
class News:
    """``is_listed``: whether visitors see the trial today."""

    item: TrialNews
    is_listed: bool


def news_about(codes: Iterable[str], today: date, most: int = MOST_NEWS) -> list[News]:
    """The newest first, of trials with a group that takes one of the diseases; 2 queries.

    Only of trials that name a disease as one that may take part: those that are open to any
    disease, or match through parts of a diagnosis, would be in every feed. Of a trial that is
    no longer listed too: that it was withdrawn is news.
    """
    takes = Trial.objects.filter(groups__disease_rules__includes__code__in=sorted(codes))
    news = TrialNews.objects.filter(trial__in=takes.values("pk")).select_related("trial")
    items = list(news.order_by("-at", "-pk")[:most])
    public = Trial.objects.public(today).filter(pk__in={item.trial_id for item in items})
    listed = set(public.values_list("pk", flat=True))
    return [News(item, item.trial_id in listed) for item in items]
