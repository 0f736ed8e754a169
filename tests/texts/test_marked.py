import pytest

from trials.texts.marked import FaultKind, LineKind, MarkedLine, faults_of, read_marked


def test_lines_are_paragraphs_points_and_headings() -> None:
    text = "# Kinds\n\nThere are two. [nci]\n- B-cell [nci, st-jude]\n"

    assert read_marked(text) == (
        MarkedLine(LineKind.HEADING, "Kinds"),
        MarkedLine(LineKind.PARAGRAPH, "There are two.", ("nci",)),
        MarkedLine(LineKind.POINT, "B-cell", ("nci", "st-jude")),
    )


def test_brackets_inside_a_line_are_words() -> None:
    [line] = read_marked("Write [this] down, see [NCI]")

    assert (line.text, line.marks) == ("Write [this] down, see [NCI]", ())


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("A fact. [nci]", []),
        ("A fact.", [(FaultKind.NO_SOURCE, 1, "")]),
        ("# Heading\n- A point", [(FaultKind.NO_SOURCE, 2, "")]),
        ("These are signs:\n- Fever [nci]", []),
        ("A fact. [nci, who]", [(FaultKind.UNKNOWN_SOURCE, 1, "who")]),
    ],
)
def test_fact_needs_a_source_that_is_known(
    text: str, faults: list[tuple[FaultKind, int, str]]
) -> None:
    found = faults_of(text, {"nci"}, needs_sources=True)

    assert [(fault.kind, fault.line, fault.mark) for fault in found] == faults


def test_question_needs_no_source_and_may_not_name_an_unknown_one() -> None:
    assert list(faults_of("- What now?", set(), needs_sources=False)) == []
    assert list(faults_of("- What now? [who]", set(), needs_sources=False))
