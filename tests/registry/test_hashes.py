import json
from typing import Any

import pytest

from trials.registry import studies
from trials.registry.hashes import decoded, guessed_id, raw_hash

STUDY: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT00000102", "briefTitle": "For Zoë"},
        "eligibilityModule": {"minimumAge": "2 Years", "healthyVolunteers": False},
    },
    "derivedSection": {"miscInfoModule": {"versionHolder": "2026-03-01"}},
    "hasResults": False,
}
WITH = b"diseases"


def content_hash(content: bytes) -> bytes:
    return decoded(content, WITH)[1]


def written(study: object = STUDY, **how: Any) -> bytes:
    return json.dumps(study, **how).encode()


def backwards(part: object) -> object:
    """The same fields in another order."""
    if not isinstance(part, dict):
        return part
    return {name: backwards(part[name]) for name in reversed(part)}


OTHER_BYTES = {
    "pretty-printed": written(indent=2),
    "lines of Windows": written(indent=2).replace(b"\n", b"\r\n"),
    "without escapes": written(ensure_ascii=False),
    "more escapes": written().replace(b"Zo", b"\\u005a\\u006f"),
    "another order": written(backwards(STUDY)),
}


@pytest.mark.parametrize("content", OTHER_BYTES.values(), ids=OTHER_BYTES)
def test_the_same_record_in_other_bytes_says_the_same(content: bytes) -> None:
    assert content != written()
    assert raw_hash(content, WITH) != raw_hash(written(), WITH)
    assert content_hash(content) == content_hash(written())
    assert decoded(content, WITH)[0] == STUDY


@pytest.mark.parametrize(
    ("words", "other"),
    [
        (b"For Zo", b"For zo"),
        (b"2 Years", b"2 Years "),
        (b"false", b"null"),
        (b"false", b"0"),
        (b'"hasResults"', b'"hasresults"'),
        (b'"versionHolder"', b'"versionHolders"'),
    ],
)
def test_whatever_else_differs_changes_both_hashes(words: bytes, other: bytes) -> None:
    content = written().replace(words, other, 1)

    assert content != written()
    assert raw_hash(content, WITH) != raw_hash(written(), WITH)
    assert content_hash(content) != content_hash(written())


@pytest.mark.parametrize("how", [{}, {"indent": 2}, {"separators": (",", ":")}])
def test_the_version_of_the_registry_as_a_whole_counts_for_neither(how: dict[str, Any]) -> None:
    before = written(**how)
    after = before.replace(b"2026-03-01", b"2026-12-31")

    assert before != after
    assert raw_hash(before, WITH) == raw_hash(after, WITH)
    assert content_hash(before) == content_hash(after)


@pytest.mark.parametrize("misc", [{}, None, [], "versionHolder", {"versionHolder": None}])
def test_a_record_without_such_a_version_has_hashes(misc: object) -> None:
    study = STUDY | {"derivedSection": {"miscInfoModule": misc}}

    assert len(raw_hash(written(study), WITH)) == 16
    assert len(content_hash(written(study))) == 16


def test_words_that_only_look_like_the_version_count() -> None:
    """They are quoted inside a text."""
    study = STUDY | {"note": '"versionHolder": "2026-03-01"'}
    other = STUDY | {"note": '"versionHolder": "2026-12-31"'}

    assert raw_hash(written(study), WITH) != raw_hash(written(other), WITH)
    assert content_hash(written(study)) != content_hash(written(other))


@pytest.mark.parametrize("hashed", [raw_hash, lambda *told: decoded(*told)[1]])
def test_the_hashes_change_with_what_reads_the_record(
    hashed: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hashed(b"{}", WITH)

    assert len(before) == 16
    assert before == hashed(b"{}", WITH) != hashed(b"{}", b"other diseases")
    monkeypatch.setattr(studies, "READING", studies.READING + 1)
    assert hashed(b"{}", WITH) != before


@pytest.mark.parametrize(
    ("one", "other"),
    [(b'["\\ud800"]', b'["\\udbff"]'), (b"[NaN]", b"[null]"), (b"[1e999]", b"[-1e999]")],
    ids=["half a pair", "no number", "out of range"],
)
def test_what_only_the_slow_decoder_takes_is_told_apart(one: bytes, other: bytes) -> None:
    assert content_hash(one) == content_hash(b" " + one)
    assert content_hash(one) != content_hash(other)


@pytest.mark.parametrize("content", [b"", b"{", b"[1,]", b'"\xff"'])
def test_what_is_no_json_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):
        decoded(content, WITH)


@pytest.mark.parametrize(
    ("content", "number"),
    [
        (written(), "NCT00000102"),
        (written(indent=4).replace(b"\n", b"\r\n"), "NCT00000102"),
        (b'{"nctId"\t:\n"NCT00000102"}', "NCT00000102"),
        (b'{"nctId": "NCT0000010\\u0032"}', ""),
        (b'{"nctI\\u0064": "NCT00000102"}', ""),
        (b'{"nctId": "NCT000001020"}', ""),
        (b'{"nctId": "nct00000102"}', ""),
        ('{"nctId": "NCT0000010２"}'.encode(), ""),
        (b'{"note": "\\"nctId\\": \\"NCT00000102\\""}', ""),
        (b"", ""),
    ],
)
def test_the_number_is_guessed_only_where_it_is_plain(content: bytes, number: str) -> None:
    assert guessed_id(content) == number
