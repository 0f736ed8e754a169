"""A family answers one question after the other: what they were asked, what they read."""

from tests.page_checks import PageCheckingClient
from tests.reading import ReadPage, ReadSection

QUESTIONS = {
    "Where are things now?": ("disease_status", "relapsed"),
    "Is it B-cell or T-cell?": ("lineage", "b"),
    "Did the lab find CD19 on the leukemia cells?": ("cd19", "positive"),
}


def _results(family: PageCheckingClient) -> ReadPage:
    return ReadPage(family.get("/results/"))


def _card(page: ReadPage, slug: str) -> ReadSection:
    (card,) = [each for each in page.all("article") if each.get("aria-labelledby") == slug]
    return ReadSection(card)


def _verdict(page: ReadPage, slug: str) -> str:
    return _card(page, slug).texts("p", class_="app-verdict")[0]


def _answer(family: PageCheckingClient, key: str, value: str) -> ReadPage:
    family.post("/questions/", {"page": "results", "asked": key, f"fact.{key}": value})
    return _results(family)


def _told_three_answers(family: PageCheckingClient) -> ReadPage:
    family.post("/", {"age_years": "7", "diagnosis": "ALL"})
    _answer(family, *QUESTIONS["Where are things now?"])
    _answer(family, "cd19", "positive")
    return _answer(family, "lineage", "b")


def test_family_of_a_child_of_seven_answers_what_is_asked(
    family: PageCheckingClient,
) -> None:
    # Given a child of seven with acute lymphoblastic leukemia
    family.post("/", {"age_years": "7", "diagnosis": "ALL"})
    page = _results(family)
    assert _verdict(page, "catchaml") == "Fits the age and disease you entered"
    assert _verdict(page, "memcar19") == (
        "Might fit – we need to know: the exact type of the disease"
    )

    # When they answer what is asked first, and what they find in the report
    asked = page.texts("legend")[0]
    assert asked == "Where are things now?"
    page = _answer(family, *QUESTIONS[asked])
    assert page.texts("legend")[0] in QUESTIONS
    page = _answer(family, "cd19", "positive")
    assert page.texts("legend")[0] in QUESTIONS
    page = _answer(family, "lineage", "b")

    # Then they see which study may be open, what others need to know, and what to wait for
    assert _verdict(page, "memcar19") == "May be able to join"
    assert "Only the study team can decide" in _card(page, "memcar19").words
    assert "how well the organs work and 3 more." in _card(page, "memcar19").words
    assert _verdict(page, "catchaml") == (
        "Might be able to join – we need to know: CD123 on the cells and whether there is a donor"
    )
    assert _verdict(page, "sj_pain") == ("Not right now – perhaps old enough within a year")
    assert "Could any of these studies be right for us" in page.section("next").words


def test_family_changes_an_answer_and_takes_it_back(family: PageCheckingClient) -> None:
    # Given a child of seven for whom a study may be open
    assert _verdict(_told_three_answers(family), "memcar19") == "May be able to join"

    # When they find that the lab did not see CD19 after all
    page = _answer(family, "cd19", "negative")

    # Then the study that acts on it is left out, with the answer as its reason
    assert "memcar19" not in [card.get("aria-labelledby") for card in page.all("article")]
    assert "1 does not go with an answer you gave" in page.section("left_out").words
    left_out = ReadPage(family.get("/results/?section=left_out"))
    assert _card(left_out, "memcar19").texts("p", class_="govuk-body")[0] == (
        "Did the lab find CD19 on the leukemia cells? Needed: Yes, it was found. "
        "You answered: No, it was not found."
    )

    # When they take that answer back
    family.post("/answers/remove/", {"field": "fact.cd19"})

    # Then the study is back, and says what it would need to know
    page = _results(family)
    assert _verdict(page, "memcar19") == (
        "Might be able to join – we need to know: CD19 on the cells"
    )
    assert [chip.get("value") for chip in page.all("button", name="field")] == [
        "age",
        "diagnosis",
        "fact.disease_status",
        "fact.lineage",
    ]


def test_family_that_knows_nothing_more_is_left_in_peace(family: PageCheckingClient) -> None:
    # Given a child of seven with leukemia, and parents who were told nothing else
    family.post("/", {"age_years": "7", "diagnosis": "leukemia"})

    # When they do not know any answer
    declined = []
    while panel := _results(family).all("section", class_="app-question"):
        (asked,) = {
            box.get("value", "") for box in ReadSection(panel[0]).all("input", name="asked")
        }
        declined.append(asked)
        family.post("/questions/", {"page": "results", "asked": asked, "not_known": asked})

    # Then each question came once, and every study is still there
    assert len(set(declined)) == len(declined) > 3
    assert _results(family).heading == "4 open studies to ask about"


def test_family_prints_for_the_doctor_what_is_still_open(family: PageCheckingClient) -> None:
    # Given a child who relapsed
    family.post("/", {"age_years": "7", "diagnosis": "B-ALL"})
    _answer(family, "disease_status", "relapsed")

    # When they open a study
    page = ReadPage(family.get("/trials/memcar19/"))

    # Then every rule stands there with what it came to, in the words of the source too
    assert "We would need to know: 1 rule" in page.texts("summary")
    assert "Where are things now? Needed: It came back (relapse)" in page.words
    assert "You answered: It came back (relapse)." in page.words
    assert "In the words of the source" in page.words
