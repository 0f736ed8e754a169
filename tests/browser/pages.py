"""What the browser tests do on a page, and what they watch while they do it."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, ViewportSize

Size = ViewportSize
"""Width and height of a window, in pixels."""

PHONE: Size = {"width": 360, "height": 740}
DESKTOP: Size = {"width": 1280, "height": 900}
AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Every rule is asked. What it passed is neither described nor sent: 15 MB for a long page.
RUN_AXE = """async tags => {
    const found = await axe.run(document, {
        runOnly: {type: "tag", values: tags},
        resultTypes: ["violations"],
    });
    return found.violations;
}"""


@dataclass(frozen=True)
class PublicSite:
    """Where the site is served. ``url`` has no slash at its end."""

    url: str

    def fill_in(self, page: Page, **answers: str) -> None:
        """Open the questions and answer them; names are those of the form's fields."""
        page.goto(f"{self.url}/")
        for name, text in answers.items():
            page.locator(f"input[name={name}]").fill(text)

    def search(self, page: Page, **answers: str) -> None:
        """Answer the questions and ask for the studies."""
        self.fill_in(page, **answers)
        page.get_by_role("button", name="Show studies").click()

    def open_word(self, page: Page, word: str) -> None:
        """Open the explanation of a medical word in the guide to ALL."""
        page.goto(f"{self.url}/guides/acute-lymphoblastic-leukemia/")
        page.get_by_role("link", name=word, exact=True).click()
        page.get_by_role("dialog").wait_for()

    def type_diagnosis(self, page: Page, words: str) -> None:
        """Type until suggestions stand under the box."""
        page.goto(f"{self.url}/")
        page.locator("input[name=diagnosis]").press_sequentially(words)
        page.get_by_role("option").first.wait_for()


@dataclass
class Watch:
    """Everything a page must not do: complain, break the security policy, ask elsewhere."""

    site: PublicSite
    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        # Which features there are to forbid depends on the system Chromium was built for.
        is_about_features = "Unrecognized feature" in message.text
        # The page of an address that does not exist is itself a resource not found.
        is_error_page = message.location.get("url", "").endswith("/no-such-page/")
        if message.type in ("error", "warning") and not is_about_features and not is_error_page:
            self.faults.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(self.site.url).netloc:
            self.faults.append(f"asked elsewhere: {request.url}")


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def faults_at(page: Page, *sizes: Size) -> list[str]:
    """What axe finds, and what is wider than the screen, at each size of the window in turn.

    The page stays the same: opening it once more would take longer than looking at it, and no
    script of ours asks for the size of a window when a page opens.
    """
    found = []
    for size in sizes:
        page.set_viewport_size(size)
        wider = overflow(page)
        faults = [f"{wider} pixels wider than the screen"] if wider > 0 else []
        found += [f"{size['width']}: {fault}" for fault in faults + accessibility_faults(page)]
    return found


def open_everything(page: Page) -> None:
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds: WCAG 2.2 AA and its best practices.

    The text of axe is evaluated by the browser's own debugger: a script element would be
    refused by the page's security policy.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = page.evaluate(RUN_AXE, AXE_TAGS)
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]
