"""What the phases of a study are for, in plain words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from trials.models import Trial

PHASES: Mapping[str, StrPromise] = {
    Trial.Phase.EARLY_PHASE1: gettext_lazy(
        "Early phase 1: a first small test in people of how the treatment acts"
    ),
    Trial.Phase.PHASE1: gettext_lazy("Phase 1: looks for a safe dose and for side effects"),
    Trial.Phase.PHASE2: gettext_lazy("Phase 2: looks at how well the treatment works"),
    Trial.Phase.PHASE3: gettext_lazy("Phase 3: compares the treatment with the usual one"),
    Trial.Phase.PHASE4: gettext_lazy("Phase 4: follows a treatment that is already approved"),
}
