"""When an alert begins and ends, what it is about, and who is called."""

from models.domain.alerting.answering import Answer, Quiet, calls, quiet_until
from models.domain.alerting.looking import Limits, Observation, Turn, Watch, look

__all__ = ["Answer", "Limits", "Observation", "Quiet", "Turn", "Watch", "calls", "look", "quiet_until"]
