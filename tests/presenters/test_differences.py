from trials.presenters.differences import (
    Kind,
    list_difference,
    text_difference,
    words_difference,
)

BEFORE = """Inclusion Criteria:

* Younger than 22 years of age
* Relapse of AML
* Consent

Exclusion Criteria:

* Active infection
* HIV
* Pregnancy
* Another study"""


def lines(before: str, after: str) -> list[tuple[str, str]]:
    """Every sentence of both, with what became of it."""
    return [
        (line.kind, " ".join(piece.words.strip() for piece in line.pieces))
        for stretch in text_difference(before, after)
        for line in stretch.lines
    ]


def test_a_word_that_changed_stands_beside_the_one_it_took_the_place_of() -> None:
    pieces = words_difference("Younger than 22 years", "Younger than 25 years")

    assert [(piece.kind, piece.words) for piece in pieces] == [
        (Kind.SAME, "Younger than "),
        (Kind.GONE, "22"),
        (Kind.NEW, "25"),
        (Kind.SAME, "years"),
    ]


def test_sentences_are_gone_new_changed_or_the_same() -> None:
    after = BEFORE.replace("22", "25").replace("* Consent\n", "").replace("* HIV", "* HIV\n* TB")

    told = lines(BEFORE, after)

    assert [line for line in told if line[0] != Kind.SAME] == [
        (Kind.CHANGED, "Younger than 22 25 years of age"),
        (Kind.GONE, "Consent"),
        (Kind.NEW, "TB"),
    ]
    assert (Kind.SAME, "Exclusion Criteria:") in told


def test_a_rewritten_sentence_is_one_gone_and_one_new() -> None:
    told = lines("* Relapse of AML", "* Nothing of the kind is asked here")

    assert [kind for kind, _words in told] == [Kind.NEW, Kind.GONE]


def test_no_sentence_of_either_text_is_missing() -> None:
    after = BEFORE.replace("AML", "acute myeloid leukemia").replace("* Pregnancy\n", "")

    shown = " ".join(words for _kind, words in lines(BEFORE, after))

    for word in (*BEFORE.replace("*", " ").split(), *after.replace("*", " ").split()):
        assert word in shown


def test_many_unchanged_sentences_are_folded_and_those_beside_a_change_are_not() -> None:
    many = "\n".join(f"* Sentence number {number} as it was" for number in range(20))

    folded = [
        (stretch.is_folded, len(stretch.lines))
        for stretch in text_difference(many, many + "\n* One more thing")
    ]

    assert folded == [(True, 19), (False, 2)]


def test_the_same_text_is_one_folded_stretch() -> None:
    (stretch,) = text_difference(BEFORE, BEFORE.replace("* ", "- "))

    assert stretch.is_folded


def test_texts_that_share_nothing_are_compared_in_one_go() -> None:
    old = "\n".join(f"* old {number} {'x' * number}" for number in range(120))
    new = "\n".join(f"* new {number} {'y' * number}" for number in range(120))

    kinds = [kind for kind, _words in lines(old, new)]

    assert kinds.count(Kind.NEW) == kinds.count(Kind.GONE) == 120


def test_lists_say_what_came_and_went() -> None:
    (stretch,) = list_difference(["AML", "MDS"], ["MDS", "CML"])

    assert [(line.kind, line.pieces[0].words) for line in stretch.lines] == [
        (Kind.GONE, "AML"),
        (Kind.SAME, "MDS"),
        (Kind.NEW, "CML"),
    ]
