"""The list of tasks on every surface: answer, shared message, Home tab; its filter and saved views."""
