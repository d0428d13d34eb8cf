"""Who may do what: grants, their scope, and the audit of what was done and refused."""
