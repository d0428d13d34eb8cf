"""Who may do what: asking it, the pages of access and audit, and giving and taking it."""
