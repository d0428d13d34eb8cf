"""Files: reserved, uploaded, completed, shared."""

import hashlib
import mimetypes
from dataclasses import dataclass, field

from .clock import Clock
from .documents import Json
from .identifiers import fresh

UNKNOWN_TYPE = "application/octet-stream"


@dataclass
class Upload:
    """One file on its way, or arrived."""

    id: str
    name: str
    length: int
    created: float
    user_id: str
    alt_txt: str = ""
    title: str = ""
    content: bytes | None = None
    completed: bool = False
    deleted: bool = False
    #: Where it was posted: public|private -> channel -> [{ts, thread_ts?}].
    shares: dict[str, dict[str, list[Json]]] = field(default_factory=dict[str, dict[str, list[Json]]])

    @property
    def mimetype(self) -> str:
        return mimetypes.guess_type(self.name)[0] or UNKNOWN_TYPE

    @property
    def filetype(self) -> str:
        return self.name.rpartition(".")[2].lower() if "." in self.name else "binary"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content or b"").hexdigest()

    def share(self, *, channel: str, private: bool, ts: str, thread_ts: str | None) -> None:
        place: Json = {"ts": ts, "reply_count": 0}
        if thread_ts:
            place["thread_ts"] = thread_ts
        self.shares.setdefault("private" if private else "public", {}).setdefault(channel, []).append(place)


class Uploads:
    """All files, by id; an upload address names its file."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._files: dict[str, Upload] = {}

    def reserve(self, user_id: str, name: str, length: int, alt_txt: str = "") -> Upload:
        upload = Upload(fresh("F"), name, length, self._clock.now(), user_id, alt_txt=alt_txt, title=name)
        self._files[upload.id] = upload
        return upload

    def receive(self, user_id: str, name: str, content: bytes) -> Upload:
        """A file a person puts into a form: here at once, and shared with nobody."""
        upload = self.reserve(user_id, name, len(content))
        upload.content, upload.completed = content, True
        return upload

    def delete(self, upload: Upload) -> None:
        """Its bytes are gone; that there was one is known."""
        upload.content, upload.deleted = None, True

    def find(self, file_id: str) -> Upload | None:
        return self._files.get(file_id)

    def usable(self, file_id: str) -> bool:
        """Whether blocks may show it: Slack has it and is done with it."""
        upload = self.find(file_id)
        return upload is not None and upload.completed and not upload.deleted
