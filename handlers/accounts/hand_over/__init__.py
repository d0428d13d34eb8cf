"""What ends a hold, from the message about it: a check, a new password or session, somebody else."""
