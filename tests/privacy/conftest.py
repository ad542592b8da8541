"""An erasure looks through every file: those of other tests, bombs among them, are none of its business."""

from __future__ import annotations

import pytest

from tests.installation import World


@pytest.fixture(autouse=True)
def no_files_of_others(world: World) -> None:
    """The buckets have no imports yet."""
    world.crm.files.erase("files", "imports/")
