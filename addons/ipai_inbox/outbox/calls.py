# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One call over HTTP, to an address that was looked at, within a time and a size; nothing of Odoo.

No proxy of the environment, no redirect, no cookie, no name that is resolved a second time.
"""

import contextlib
import dataclasses
import http.client
import socket
import ssl
import threading
import time

from . import destinations

CONNECT = 5
SILENCE = 10
"""Seconds that the other side may be silent."""
WHOLE = 20
"""Seconds that all of it may take, however it drips."""
MOST = 64 * 1024
"""Bytes of an answer that are read."""
AGENT = "ipai-outbox/1"


@dataclasses.dataclass(frozen=True)
class Call:
    """What is to be sent. Called, it is, and gives the Answer: in a thread, without the database.

    :param allowed: networks beyond the public internet that it may go to.
    """

    url: str
    body: bytes = b""
    headers: dict = dataclasses.field(default_factory=dict)
    method: str = "POST"
    allowed: tuple = ()
    whole: float = WHOLE

    def __call__(self):
        return send(self)


@dataclasses.dataclass(frozen=True)
class Answer:
    """What came of a call.

    :param status: of the answer, 0 when there was none.
    :param error: why there was none, in words.
    :param wait: seconds that the other side asks for.
    """

    status: int = 0
    body: bytes = b""
    error: str = ""
    seconds: float = 0.0
    wait: int = 0
    refused: bool = False
    """Whether the call was not made, as it may not go there."""

    @property
    def is_good(self):
        return 200 <= self.status < 300

    @property
    def reason(self):
        """What a person is to know of it.

        >>> Answer(302).reason, Answer(500).reason
        ('302: it leads elsewhere, which is not followed: write the final address.', 'It answered 500.')
        >>> Answer(200).reason, Answer(error="Refused: no.").reason
        ('It answered 200.', 'Refused: no.')
        """
        if self.error:
            return self.error
        if 300 <= self.status < 400:
            return f"{self.status}: it leads elsewhere, which is not followed: write the final address."
        if self.status == 410:
            return "410: it wants no more events."
        return f"It answered {self.status}."


def send(call):
    """Make a call and return its Answer; it raises nothing."""
    began = time.monotonic()
    try:
        answer = _sent(call)
    except destinations.Refused as error:
        answer = Answer(error=f"Not called: {error}.", refused=True)
    except ssl.SSLError as error:
        answer = Answer(error=f"TLS failed: {error.reason or error.verify_message}.")
    except TimeoutError:
        answer = Answer(error="It did not answer in time.")
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() - began >= call.whole:
            answer = Answer(error=f"It took longer than {call.whole:.0f} s.")
        else:
            answer = Answer(error=f"No answer: {_words(error)}.")
    return dataclasses.replace(answer, seconds=time.monotonic() - began)


def _sent(call):
    place = destinations.parse(call.url)
    addresses = destinations.resolve(place, call.allowed)
    connection = _Pinned(place, addresses)
    # A socket's own limit is for each part that comes; this one is for all of them.
    timer = threading.Timer(call.whole, connection.abort)
    timer.daemon = True
    timer.start()
    try:
        connection.request(
            call.method,
            place.path,
            call.body,
            {
                "User-Agent": AGENT,
                "Accept-Encoding": "identity",
                **call.headers,
                "Host": place.authority,
            },
        )
        response = connection.getresponse()
        body = response.read(MOST)
        if connection.aborted:
            raise TimeoutError
        return Answer(response.status, body, wait=_wait(response.headers.get("Retry-After")))
    finally:
        timer.cancel()
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to one of the addresses that were looked at, whatever the name says by now."""

    def __init__(self, place, addresses):
        super().__init__(place.host, place.port, timeout=SILENCE)
        self.place, self.addresses = place, addresses
        self.aborted = False

    def connect(self):
        problem = None
        for address in self.addresses[:4]:
            try:
                sock = socket.create_connection((address, self.port), CONNECT)
                break
            except OSError as error:
                problem = error
        else:
            raise problem or OSError("no address")
        self.sock = sock
        sock.settimeout(SILENCE)
        if self.place.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(
                sock, server_hostname=self.place.host
            )

    def abort(self):
        self.aborted = True
        with contextlib.suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


def _wait(text):
    """The seconds of Retry-After; its form as a date is not looked at.

    >>> _wait("30"), _wait("Fri, 31 Dec 1999 23:59:59 GMT"), _wait(None), _wait("999999")
    (30, 0, 0, 3600)
    """
    return min(int(text), 3600) if text and text.isascii() and text.isdigit() else 0


def _words(error):
    """What an error says, without its numbers.

    >>> _words(ConnectionRefusedError(111, "Connection refused")), _words(http.client.BadStatusLine("x"))
    ('Connection refused', 'BadStatusLine')
    """
    return getattr(error, "strerror", None) or type(error).__name__
