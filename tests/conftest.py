# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests from outside share: running instances of the whole suite, and a client to talk to them."""

import itertools

import pytest
import requests
from approving import Stage

from setup.settings import Settings
from setup.tests import serving_copy


class Refused(Exception):
    """The server's answer to a call was an error; the text is its message."""


class Client(requests.Session):
    """A session of a logged-in user, relative to the instance's URL."""

    def __init__(self, running, login=None, password=None):
        super().__init__()
        self.running = running
        user = {
            "db": running.db,
            "login": login or running.login,
            "password": password or running.password,
        }
        self.info = self.rpc("/web/session/authenticate", **user)

    def request(self, method, url, *arguments, **options):
        options.setdefault("timeout", 120)
        return super().request(
            method,
            f"{self.running.url}{url}" if url.startswith("/") else url,
            *arguments,
            **options,
        )

    def rpc(self, path, **params):
        """Return the result of a JSON-RPC route; raise Refused with the server's message."""
        answer = self.post(path, json={"jsonrpc": "2.0", "method": "call", "params": params}).json()
        if "error" in answer:
            raise Refused(
                answer["error"].get("data", {}).get("message") or answer["error"]["message"]
            )
        return answer.get("result")  # left out where a method returns None

    def call(self, model, method, *args, **kwargs):
        """Call a public method of a model as the logged-in user."""
        return self.rpc(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=args,
            kwargs=kwargs,
        )

    def reference(self, xmlid):
        """Return the id of the record with this XML id."""
        module, name = xmlid.split(".")
        asked = [("module", "=", module), ("name", "=", name)]
        return self.call("ir.model.data", "search_read", asked, ["res_id"])[0]["res_id"]

    def new_user(self, login, *groups, **values):
        """Make a user in groups, given by their XML ids; return the id."""
        fields = self.call("res.users", "fields_get", [], ["type"])
        member = "group_ids" if "group_ids" in fields else "groups_id"
        links = [(4, self.reference(group)) for group in groups]
        return self.call(
            "res.users", "create", {"name": login, "login": login, member: links, **values}
        )

    def new_key(self, *scopes, **values):
        """Make a key of the logged-in user, or of `user_id`, for these scopes, all when none is named; return it in clear."""
        asked = [("code", "in", scopes)] if scopes else []
        values.setdefault("user_id", self.info["uid"])
        values["scope_ids"] = self.call("ipai.api.scope", "search", asked)
        key = self.call("ipai.api.key", "create", values)
        return self.call("ipai.api.key", "action_issue", [key])["params"]["value"]


STOP_POSTGRESQL = ("test_inbox_away", "test_inbox_crash")
"""They come last: the instance that all share would lose the threads of its scheduled actions."""


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.path.stem in STOP_POSTGRESQL)


@pytest.fixture(scope="session")
def start_instance():
    """A context manager that serves a fresh copy of the suite: `with start_instance(workers=2) as running`."""
    numbers = itertools.count(1)
    return lambda workers=0: serving_copy(
        Settings.from_environment(), f"copy{next(numbers)}", workers
    )


@pytest.fixture(scope="session")
def instance(start_instance):
    """A threaded instance that all tests share: `url`, `db`, `login`, `password`, `websocket_port`."""
    with start_instance() as running:
        yield running


@pytest.fixture(scope="module")
def prefork(start_instance):
    """An instance with two workers, for the tests of one module."""
    with start_instance(workers=2) as running:
        yield running


@pytest.fixture(scope="module")
def admin(prefork):
    """The administrator of that instance, logged in."""
    return Client(prefork)


@pytest.fixture(scope="module")
def stage(prefork, admin, client_of):
    """That instance, set up for approvals."""
    return Stage(prefork, admin, client_of)


@pytest.fixture
def client(instance):
    """The administrator, logged in."""
    return Client(instance)


@pytest.fixture(scope="session")
def client_of():
    """The class, for other users and other instances: `client_of(running, login, password)`."""
    return Client
