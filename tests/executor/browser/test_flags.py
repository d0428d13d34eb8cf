"""What Chromium is started with."""

import re
from pathlib import Path

import playwright

from executor.browser.flags import DRIVER_DISABLED_FEATURES, DRIVER_ENABLED_FEATURES, LAUNCH_ARGUMENTS


def test_the_drivers_own_features_are_kept() -> None:
    bundle = Path(playwright.__file__).parent / "driver/package/lib/coreBundle.js"
    text = bundle.read_text(encoding="utf-8")

    def listed(after: str) -> tuple[str, ...]:
        return tuple(re.findall(r'"(\w+)"', text.partition(after)[2].partition("]")[0]))

    assert listed("disabledFeatures = [") == DRIVER_DISABLED_FEATURES
    assert listed("enabledFeatures = () => [") == DRIVER_ENABLED_FEATURES
    assert "RenderDocument" in LAUNCH_ARGUMENTS[0]


def test_nothing_is_hidden() -> None:
    switches = " ".join(LAUNCH_ARGUMENTS)

    assert "user-agent" not in switches
    assert "AutomationControlled" not in switches
