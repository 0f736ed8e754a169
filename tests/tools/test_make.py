"""make's targets: listed, and refusing what cannot work before any work is done."""

import os
import re
import socket
import subprocess

import pytest

from tools import __main__ as make
from tools.steps import PROJECT, StepError


def test_every_target_is_in_the_list_that_make_prints() -> None:
    told = subprocess.run(["make", "help"], cwd=PROJECT, capture_output=True, text=True).stdout
    listed = set(re.findall(r"^make (\S+) +\S", told, flags=re.M))
    assert listed == set(make.COMMANDS) | {"help"}


def test_port_in_use_is_told_with_another_to_take(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(StepError, match=rf"^Port {port} cannot be used .* PORT={port + 1}$"):
            make.run_site()


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1"])
def test_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(StepError, match=r"Give a whole number from 1 to 65535\.$"):
        make.run_site()


def test_locked_requirements_name_no_host_and_no_folder_of_a_machine() -> None:
    for name in [*make.LOCK_FILES, "package-lock.json"]:
        locked = (PROJECT / name).read_text(encoding="utf-8")
        assert not re.search(r"--(extra-)?index-url|--find-links|resolved|@ (file|http)", locked)
        assert str(PROJECT) + os.sep not in locked


@pytest.mark.parametrize("name", make.LOCK_FILES)
def test_locked_requirements_hold_a_hash_for_every_package(name: str) -> None:
    locked = (PROJECT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    packages = re.findall(r"^[a-z0-9].*$", locked, flags=re.M)
    assert packages
    assert [line for line in packages if "--hash=sha256:" not in line] == []
