"""What Chromium is started with."""

from pathlib import Path

import playwright

from executor.browser.flags import DRIVER_DISABLED_FEATURES, LAUNCH_ARGUMENTS


def test_the_drivers_own_disabled_features_are_kept() -> None:
    bundle = Path(playwright.__file__).parent / "driver/package/lib/coreBundle.js"
    text = bundle.read_text(encoding="utf-8")
    listed = text.partition("disabledFeatures = [")[2].partition("]")[0]
    names = tuple(line.strip().strip('",') for line in listed.splitlines() if line.strip().startswith('"'))

    assert names == DRIVER_DISABLED_FEATURES
    assert "RenderDocument" in LAUNCH_ARGUMENTS[0]


def test_nothing_is_hidden() -> None:
    switches = " ".join(LAUNCH_ARGUMENTS)

    assert "user-agent" not in switches
    assert "AutomationControlled" not in switches
