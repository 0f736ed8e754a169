"""Which studies a referral check did not judge, said plainly."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trials.finder.referral_reach import ReferralReach
from trials.presenters.numbers import grouped
from trials.presenters.results import left_out_words


def reach_words(reach: ReferralReach) -> str:
    """Empty when every published study was judged."""
    if reach.judged is None:
        return ""
    sentences = []
    if words := left_out_words(reach.left_out):
        parts = get_text_list([*words], _("and"))
        sentences.append(
            _("Not listed, by role, disease and age alone: %(parts)s.") % {"parts": parts}
        )
    if open_trials := reach.not_judged:
        sentence = ngettext(
            "%(count)s more open study may fit and was not judged: a narrower diagnosis lists it.",
            "%(count)s more open studies may fit and were not judged: a narrower diagnosis lists "
            "them.",
            open_trials,
        )
        sentences.append(sentence % {"count": grouped(open_trials)})
    if closed := reach.closed_not_judged:
        sentence = ngettext(
            "%(count)s more study takes nobody at the moment and was not judged.",
            "%(count)s more studies take nobody at the moment and were not judged.",
            closed,
        )
        sentences.append(sentence % {"count": grouped(closed)})
    return " ".join(sentences)
