"""One local Slack: its workspace and every store, handed to whoever acts on it."""

from .books import Books
from .clock import Clock
from .deliveries import Deliveries
from .events import Hub
from .jobs import Jobs
from .rates import Rates
from .response_urls import ResponseUrls
from .rooms import Rooms
from .sockets import Sockets
from .stacks import Stacks
from .suggestions import Suggestions
from .switches import Switches
from .triggers import Triggers
from .uploads import Uploads
from .workspace import Workspace


class Platform:
    """What the methods, the page's endpoints and the deliveries share."""

    def __init__(self, workspace: Workspace, clock: Clock) -> None:
        #: Another one after somebody in it was changed: whoever asks about people asks here each time.
        self.workspace = workspace
        self.clock = clock
        #: Where the server listens; known once it has started.
        self.url = ""
        self.books = Books()
        self.hub = Hub()
        self.jobs = Jobs()
        self.switches = Switches()
        self.rates = Rates(clock)
        self.rooms = Rooms(workspace)
        self.stacks = Stacks(workspace)
        self.uploads = Uploads(clock)
        self.triggers = Triggers(clock)
        self.response_urls = ResponseUrls(clock)
        self.suggestions = Suggestions()
        self.sockets = Sockets(workspace.app.app_id)
        self.deliveries = Deliveries(
            sockets=self.sockets, switches=self.switches, books=self.books, clock=clock
        )
