from pathlib import Path

import pytest
from django.core.management.base import CommandError

from trials.management.json_files import read_json


def read(folder: Path, content: str | bytes) -> object:
    path = folder / "file.json"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_json(path)


def test_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    assert read(tmp_path, '{"a": ["é", 1.5, null]}') == {"a": ["é", 1.5, None]}
    assert read(tmp_path, b'\xef\xbb\xbf{"a": 1}') == {"a": 1}
    assert read(tmp_path, r'"\ud83d\ude00"') == "\N{GRINNING FACE}"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param("", "line 1, column 1: this is not JSON", id="empty"),
        pytest.param('{\n "a": 1,\n}', "line 3, column 1: this is not JSON", id="comma"),
        pytest.param('{"a": 1} x', "line 1, column 10: this is not JSON", id="more after it"),
        pytest.param(b'{\n"a": "\xe9"}', "line 2: this is not JSON in UTF-8", id="Latin-1"),
        pytest.param(b"\xff\xfe{}", "Save it again as UTF-8", id="UTF-16"),
        pytest.param("[" * 100_000, "too deep in one another", id="deep lists"),
        pytest.param('{"a":' * 100_000, "too deep in one another", id="deep objects"),
        pytest.param('{"a": 1, "a": 2}', "the key 'a' stands twice", id="key twice"),
        pytest.param('{"a": NaN}', "NaN is no number", id="NaN"),
        pytest.param('{"a": -Infinity}', "-Infinity is no number", id="infinity"),
        pytest.param("9" * 5000, "limit", id="endless number"),
        pytest.param(r'"\ud83d"', r"\ud83d is half of a character", id="half a character"),
    ],
)
def test_file_that_cannot_be_read_is_refused_in_one_line(
    tmp_path: Path, content: str | bytes, says: str
) -> None:
    with pytest.raises(CommandError) as refused:
        read(tmp_path, content)

    words = str(refused.value)
    assert words.startswith(f"{tmp_path / 'file.json'}")
    assert says in words
    assert "\n" not in words


def test_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(100_000_000)

    with pytest.raises(CommandError, match="larger than 20 MB. Split"):
        read_json(path)


def test_missing_file_and_folder_are_reported(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file or directory. Give the path"):
        read_json(tmp_path / "nowhere.json")
    with pytest.raises(CommandError, match="Is a directory. Give the path"):
        read_json(tmp_path)
