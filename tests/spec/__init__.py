"""The rules of the search as cases that quote their page.

Every case is run as a test, and all of them together are docs/eligibility.md, which
`python -m tests.spec` writes.
"""
