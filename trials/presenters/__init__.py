"""From evaluations and rows to words: translated sentences, no queries, no clock."""
