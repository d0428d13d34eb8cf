"""The same no-op as other queues do it, each with its own most durable way of keeping what came of a task."""
