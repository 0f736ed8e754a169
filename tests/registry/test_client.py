"""ClinicalTrials.gov as it should answer."""

import time
from datetime import date

import msgspec
import pytest

from tests.registry.replay import recorded_answers, recorded_studies, registry
from trials.registry.client import FIELDS, Service, Start, StudyQuery, pages
from trials.registry.faults import HostNotAllowedError
from trials.registry.studies import read_study


def test_every_page_is_read_in_turn() -> None:
    with registry(recorded_answers()) as ctgov:
        read = list(pages(StudyQuery(), ctgov.service()))
    assert [msgspec.json.decode(s.content) for page in read for s in page.studies] == (
        recorded_studies()
    )
    assert [asked.get("pageToken", "") for asked in ctgov.asked] == [
        "",
        *(answer["nextPageToken"] for answer in recorded_answers()[:-1]),
    ]


def test_studies_of_the_answers_can_be_read() -> None:
    with registry(recorded_answers()) as ctgov:
        (first, *_) = pages(StudyQuery(), ctgov.service())
    record = read_study(msgspec.json.decode(first.studies[0].content))
    assert record.nct_id == "NCT03937544"
    assert record.unread == ()


def test_a_page_says_where_it_stands_in_the_whole_answer() -> None:
    with registry(recorded_answers()) as ctgov:
        read = list(pages(StudyQuery(), ctgov.service()))
    assert [(page.done, page.total) for page in read] == [(2, 6), (4, 6), (6, 6)]
    assert [page.next_token for page in read] == ["NF0g5JGBlPMv", "ZVNj7o2Elu8o", ""]
    assert read[2].studies[1].place == "study 6 of the answer"


def test_everything_is_asked_for_without_results_and_documents() -> None:
    with registry(recorded_answers()[2:]) as ctgov:
        list(pages(StudyQuery(), ctgov.service()))
    assert ctgov.asked == [
        {"format": "json", "fields": FIELDS, "pageSize": "1000", "countTotal": "true"}
    ]
    assert "results" not in FIELDS
    assert "miscInfo" not in FIELDS  # changes every day


def test_words_and_a_day_narrow_the_answer() -> None:
    query = StudyQuery("leukemia AND child", date(2026, 3, 1))
    with registry(recorded_answers()[2:]) as ctgov:
        list(pages(query, ctgov.service()))
    assert ctgov.asked[0]["query.term"] == "leukemia AND child"
    assert ctgov.asked[0]["filter.advanced"] == "AREA[LastUpdatePostDate]RANGE[2026-03-01,MAX]"


def test_reading_goes_on_at_a_kept_token() -> None:
    with registry(recorded_answers()[1:]) as ctgov:
        read = list(pages(StudyQuery(), ctgov.service(), Start("NF0g5JGBlPMv", 2, 6)))
    assert ctgov.asked[0]["pageToken"] == "NF0g5JGBlPMv"
    assert [(page.done, page.total) for page in read] == [(4, 6), (6, 6)]
    assert read[0].studies[0].place == "study 3 of the answer"


def test_an_empty_answer_is_one_empty_page() -> None:
    with registry([{"studies": [], "totalCount": 0}]) as ctgov:
        (page,) = pages(StudyQuery("no such thing"), ctgov.service())
    assert page.studies == ()


def test_requests_keep_their_distance() -> None:
    """From before one leaves until the next is answered; without a limit about 0.02 s."""
    before, after = [], []
    with registry(recorded_answers()) as ctgov:
        reading = pages(StudyQuery(), ctgov.service(requests_per_second=10))
        for _page in recorded_answers():
            before.append(time.monotonic())
            next(reading)
            after.append(time.monotonic())
        reading.close()
    assert after[1] - before[0] >= 0.1
    assert after[2] - before[1] >= 0.1


def test_nothing_is_read_before_the_page_before_is_done_with() -> None:
    with registry(recorded_answers()) as ctgov:
        reading = pages(StudyQuery(), ctgov.service())
        next(reading)
        assert len(ctgov.asked) == 1
        reading.close()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/api/v2/studies",
        "http://clinicaltrials.gov/api/v2/studies",  # not by HTTPS
        "https://clinicaltrials.gov.example.org/api/v2/studies",
        "https://clinicaltrials.gov@example.org/api/v2/studies",
        "https://10.0.0.7/api/v2/studies",
        "file:///etc/passwd",
    ],
)
def test_other_hosts_are_not_asked(address: str) -> None:
    with pytest.raises(HostNotAllowedError) as refusal:
        next(pages(StudyQuery(), Service(address=address)))
    assert refusal.value.address == address


def test_a_mirror_is_asked_when_it_is_named() -> None:
    mirror = Service(
        address="https://mirror.invalid/studies", hosts=frozenset({"mirror.invalid"}), attempts=1
    )
    with pytest.raises(Exception, match="mirror.invalid") as failure:
        next(pages(StudyQuery(), mirror))
    assert not isinstance(failure.value, HostNotAllowedError)
