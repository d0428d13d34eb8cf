"""What goes through Redis: a Task ID as JSON. Who can write there notifies, and runs nothing else."""

import json

from taskiq.result_backends.dummy import DummyResultBackend
from taskiq.serializers import JSONSerializer

from bot.queue.notifier import PERFORM, Notifier
from bot.queue.redis_broker import StreamBroker


def test_a_message_is_json_and_holds_a_task_id_and_nothing_else() -> None:
    message = json.loads(Notifier(StreamBroker("redis://127.0.0.1:9"))._message(4711).message)

    assert message.pop("task_name") == PERFORM
    assert {name: value for name, value in message.items() if value} == {"task_id": "4711", "args": [4711]}


def test_nothing_from_redis_is_unpickled_and_no_result_is_kept_there() -> None:
    broker = StreamBroker("redis://127.0.0.1:9")

    assert isinstance(broker.serializer, JSONSerializer)
    assert isinstance(broker.result_backend, DummyResultBackend)
