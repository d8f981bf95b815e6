"""What a child process says, however much it is."""

from __future__ import annotations


class HeadAndTail:
    """The beginning and the end of a long text; the middle is dropped."""

    keep = 1 << 18

    def __init__(self) -> None:
        self.head = bytearray()
        self.tail = bytearray()

    def add(self, data: bytes) -> None:
        """Take what comes next."""
        room = self.keep - len(self.head)
        self.head += data[:room]
        self.tail += data[room:] if room < len(data) else b""
        if len(self.tail) > 2 * self.keep:
            del self.tail[: -self.keep]

    def text(self) -> str:
        """What was kept, a quarter MB of either."""
        return (bytes(self.head) + bytes(self.tail[-self.keep :])).decode("utf-8", "replace")
