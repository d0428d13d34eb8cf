"""Who may do what, generated: every door, every change, every role."""
