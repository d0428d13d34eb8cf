"""Many tasks at once: cancel, re-execute, undo, approvals, and the message of a batch."""
