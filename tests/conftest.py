"""What all tests share: a steady Hypothesis, folders of their own, and --device for tests that
need a real strap."""

import gc
import os
import tempfile

import pytest
from hypothesis import settings

# Same examples in every run, and no time limit an example could miss on a busy machine.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


# Nobody's data, and no strap that somebody runs beside the tests; each worker has its own.
_OWN = tempfile.TemporaryDirectory(prefix="backstrap-test-")
for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR"):
    os.environ[name] = _OWN.name


def pytest_xdist_auto_num_workers(config):
    """One more than there are cores: some tests wait for a strap that runs in real time."""
    return (os.cpu_count() or 1) + 1


def pytest_addoption(parser):
    parser.addoption("--device", metavar="PORT", help="run the tests that need a real strap")


@pytest.fixture(autouse=True, scope="module")
def _own_garbage_only():
    """The firmware collects whenever it has forgotten a module: what the tests before have left
    stays out of it, or every collection would be longer than the last."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _own_data_folder(tmp_path_factory):
    """What is pulled in tests stays out of the database of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture(scope="session")
def device_port(request):
    """The serial port of a real strap; the test is skipped when none was named."""
    port = request.config.getoption("--device")
    if not port:
        pytest.skip("needs a real strap: --device PORT")
    return port
