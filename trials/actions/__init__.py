"""Every write by a person: keyword-only, in one transaction, with who and when."""
