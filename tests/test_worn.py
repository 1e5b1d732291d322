"""Storage that fails while somebody uses the strap; `make reliability` has all of its moments."""

import pytest

from tests.reliability.worn import FULL, READ, WORN, Trouble, tried


@pytest.mark.parametrize("at", [1, 2, 4, 8, 16, 32])  # 32: of progress
@pytest.mark.parametrize("kind", [FULL, WORN, READ])
def test_a_hold_is_timed_without_storage_and_the_next_one_kept(kind, at):
    assert tried(Trouble(kind, at)) == ""
