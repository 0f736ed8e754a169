"""The only translator between stored rows and the rules that are evaluated.

``eligibility`` never sees a row, and nobody else turns a row into a rule. Reading the
rules of many trials takes a fixed number of queries, however many trials there are.
"""

from trials.rulebook.ages import age_rule, store_age_rule
from trials.rulebook.criteria import UnknownDiseaseCodeError, criteria_of, leaf_of, store_criteria
from trials.rulebook.disease_terms import disease_vocabulary
from trials.rulebook.diseases import UnreadableFactError, disease_graph
from trials.rulebook.kept import rules_numbered, rules_of
from trials.rulebook.sentences import sentences_left_in
from trials.rulebook.trials import (
    group_rules,
    groups_with_rules,
    rules_for,
    with_diseases,
    with_rules,
)

__all__ = [
    "UnknownDiseaseCodeError",
    "UnreadableFactError",
    "age_rule",
    "criteria_of",
    "disease_graph",
    "disease_vocabulary",
    "group_rules",
    "groups_with_rules",
    "leaf_of",
    "rules_for",
    "rules_numbered",
    "rules_of",
    "sentences_left_in",
    "store_age_rule",
    "store_criteria",
    "with_diseases",
    "with_rules",
]
