import pytest

from regrowth.brain.connectome import INSTALL, installed


def pytest_collection_modifyitems(items):
    if not installed():
        for item in items:
            if "tests/brain" in str(item.path).replace("\\", "/"):
                item.add_marker(pytest.mark.skip(reason=f"the extra `brain` is not installed: {INSTALL}"))
