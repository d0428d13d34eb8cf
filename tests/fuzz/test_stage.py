"""The stage itself: it says what a delivery changed, and each delivery starts from the same state."""

from tests.fuzz.harness.stage import PEOPLE, Stage
from tests.models.examples import ExampleDatabase


def test_what_a_delivery_changed_is_told_and_is_as_before_for_the_next(
    examples: ExampleDatabase,
) -> None:
    stage = Stage(examples)
    changed: list[list[str]] = []

    for text in ("access <@U0BEN> admin", "access", "access <@U0BEN> admin"):
        stage.play("command", "/tasks", user=PEOPLE["admin"], command="/tasks", text=text)
        changed.append(stage.changed)

    assert changed == [["access_grant"], [], ["access_grant"]]
