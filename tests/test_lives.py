"""The plug of a whole strap is pulled, again and again; `make reliability` does it 240 times."""

from tests.reliability.kills import tried


def test_whenever_the_plug_is_pulled_the_strap_boots_and_the_night_goes_on():
    assert tried(8, seed=8) == []
