"""Commands on the local stack say what to do where they cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from local import settings, tools


def test_a_mail_that_is_not_there_is_told_in_a_sentence() -> None:
    with pytest.raises(SystemExit, match=r"missing\.eml cannot be read: No such file"):
        tools.mail(settings.read(), "missing.eml", "leads@example.com")


def test_without_a_stack_the_next_step_is_told(tmp_path: Path) -> None:
    place = settings.read({"KITH_LOCAL_DIR": str(tmp_path)})
    with pytest.raises(SystemExit, match="make run"):
        tools.facts(place)
