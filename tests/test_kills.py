"""A command that is cut anywhere leaves whole files on a strap that boots, and can be repeated.
`make bench-link` does the same 200 times."""

import pytest

from tests.bench_link.kills import POWER_FLASH, Kills, Moment


@pytest.fixture(scope="module")
def kills(tmp_path_factory):
    return Kills(tmp_path_factory.mktemp("kills"))


def failed(kills, moments):
    return [f"{moment}: {wrong}" for moment, wrong in kills.judge(moments) if wrong]


def test_cut_before_any_change_of_the_flash_a_push_leaves_every_file_old_or_new(kills):
    first, last = kills.spans["push", POWER_FLASH]
    assert last - first >= 9  # three files are made, closed and renamed
    moments = [Moment("push", POWER_FLASH, at) for at in range(first, last + 1)]
    assert failed(kills, moments) == []


def test_cut_at_random_every_verb_leaves_every_file_old_or_new(kills):
    assert failed(kills, kills.moments(12, seed=5)) == []
