"""`python -m tests.spec` writes docs/eligibility.md."""

from tests.spec.page import PAGE, page

PAGE.parent.mkdir(exist_ok=True)
PAGE.write_text(page(), encoding="utf-8")
