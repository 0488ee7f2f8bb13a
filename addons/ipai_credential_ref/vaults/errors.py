# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
class VaultError(Exception):
    """The vault gave no answer that tells anything of a secret; the text is for people and holds no secret."""

    state = "unreachable"
    """What the vault is then."""
    reference_state = "unreachable"
    """What each reference is then that was to be asked about."""
    status = None
    """The HTTP status, where there was an answer."""

    def __init__(self, text, retry_after=None):
        super().__init__(text)
        self.retry_after = retry_after


class Unreachable(VaultError):
    """No answer, half an answer, or one that makes no sense."""


class Sealed(VaultError):
    state = "sealed"


class Forbidden(VaultError):
    """A path that is not ours; ``unknown`` when our credential itself is not, or no longer, known."""

    state = "forbidden"
    reference_state = "forbidden"

    def __init__(self, text, unknown=False):
        super().__init__(text)
        self.unknown = unknown


class TooManyRequests(VaultError):
    pass


class NotFound(VaultError):
    """There is nothing at the path; ``unsupported`` when the server does not know such paths at all."""

    def __init__(self, text, unsupported=False):
        super().__init__(text)
        self.unsupported = unsupported


class CannotAsk(VaultError):
    """We have nothing to ask with: our own credential is missing or may not be used."""

    state = "cannot_check"
