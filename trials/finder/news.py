"""What is new about the trials for one diagnosis."""

from collections.abc import Iterable

from trials.models import Trial, TrialNews

MOST_NEWS = 50


def news_about(codes: Iterable[str], most: int = MOST_NEWS) -> list[TrialNews]:
    """The newest first, of trials with a group that takes one of the diseases; 1 query.

    Of a trial that is no longer listed too: that it was withdrawn is news.
    """
    takes = Trial.objects.filter(groups__disease_rules__includes__code__in=sorted(codes))
    news = TrialNews.objects.filter(trial__in=takes.values("pk")).select_related("trial")
    return list(news.order_by("-at", "-pk")[:most])
