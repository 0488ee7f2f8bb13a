# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A served instance: the whole suite, closed to strangers, threaded and with workers."""

import pytest
import requests
import websocket

from setup.settings import Settings


def test_the_whole_suite_is_installed(client):
    installed = client.call(
        "ir.module.module", "search_read", [("state", "=", "installed")], ["name"]
    )
    assert set(Settings.from_environment().suite.names) <= {module["name"] for module in installed}


def test_the_well_known_password_opens_nothing(instance, client_of):
    with pytest.raises(Exception, match="Access Denied"):
        client_of(instance, "admin", "admin")


def test_the_database_manager_is_closed(instance):
    assert instance.db not in requests.get(f"{instance.url}/web/database/manager", timeout=60).text
    answer = requests.post(
        f"{instance.url}/web/database/list", json={"params": {}}, timeout=60
    ).json()
    assert "Access Denied" in answer["error"]["data"]["message"]


def test_with_workers_pages_and_the_websocket_answer(start_instance, client_of):
    with start_instance(workers=2) as running:
        client = client_of(running)
        assert client.get("/odoo").status_code == 200
        assert running.websocket_port not in (None, int(running.url.rpartition(":")[2]))
        cookie = f"session_id={client.cookies['session_id']}"
        url = f"ws://127.0.0.1:{running.websocket_port}/websocket"
        connection = websocket.create_connection(url, cookie=cookie, origin=running.url, timeout=30)
        try:
            assert connection.connected
        finally:
            connection.close()
