"""The self-test from the computer, over the console of a strap on real MicroPython."""

import json

import pytest

from backstrap.cli.main import main
from backstrap.virtual.node import VirtualStrap
from tests.test_app import TO_THE_HOLD, flash
from tests.test_json_shapes import holds_to


@pytest.fixture
def run(capsys):
    def run(address, *more):
        code = main(["--port", address, "info", "--self-test", *more])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def results(out):
    value = json.loads(out)
    holds_to("info --self-test", value)
    return {one["part"]: one["result"] for one in value["parts"]}, value


def test_all_well_a_noisy_sensor_a_flash_that_refuses_and_a_hold(tmp_path, run):
    flash(tmp_path)
    with VirtualStrap(tmp_path, speed="play") as strap:
        strap.play("wait 12s")
        assert strap.command("tones")["tones"] == ["ready"]  # the one at boot is silent
        assert strap.command("screen")["screen"] == "HOME"
        code, out, err = run(strap.address, "--json")
        parts, value = results(out)
        well = dict.fromkeys(("sensor", "display", "battery", "storage", "button"), "pass")
        assert (code, parts) == (0, well | {"tone": "ask"})
        assert value["passed"] and "hands off" in err
        measured = {one["part"]: one for one in value["parts"]}
        assert 0.8 < measured["sensor"]["value"] < 2.5 and measured["sensor"]["limit"] == 6
        assert 24 <= measured["display"]["value"] < 60
        assert measured["battery"]["value"] == 3.9
        strap.play("wait 3s")
        assert "release2" in strap.command("tones")["tones"]
        code, out, _ = run(strap.address)
        assert code == 0 and "sensor" in out.splitlines()[1] and "did you hear it?" in out

        strap.play("set sensor_noise 10\nwait 3s")
        code, out, _ = run(strap.address, "--json")
        parts, value = results(out)
        assert (code, parts["sensor"], value["passed"]) == (2, "fail", False)
        assert parts["display"] == "pass"
        assert "its own noise" in value["parts"][0]["why"]

        strap.play("set sensor_noise 1\npress\nwait 2s\n" + TO_THE_HOLD)
        code, out, _ = run(strap.address, "--json")
        assert code == 3 and "HOLD" in json.loads(out)["error"]["message"]
        assert strap.command("screen")["screen"] == "HOLD"


def test_what_is_ill_at_boot_is_shown(tmp_path, run):
    flash(tmp_path)
    (tmp_path / "proof.tmp").mkdir()  # cannot be written
    with VirtualStrap(tmp_path, speed="play") as strap:
        strap.play('expect text "Storage" within 15s\nexpect text "Fetch the"')
        assert strap.command("tones")["tones"] == ["ready"]
        code, out, _ = run(strap.address, "--json")
        assert code == 2 and results(out)[0]["storage"] == "fail"


def test_a_folder_has_no_parts(tmp_path, run):
    code, _, err = run(f"folder:{tmp_path}")
    assert code == 2 and "no app runs there" in err
