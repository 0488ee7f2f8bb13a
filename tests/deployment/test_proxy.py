# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a browser, and what somebody with worse intent, gets from Caddy with Odoo behind it."""

import contextlib
import http.client
import http.server
import json
import socket
import ssl
import threading
from pathlib import Path

import pytest
import requests
import websocket
from deploying import caddy

from setup.instance import free_port

SPOOFED = "203.0.113.9"


CLAIMS = {"X-Forwarded-For": SPOOFED, "X-Real-IP": SPOOFED, "Forwarded": f"for={SPOOFED}"}


def log_in(proxy, served, session, url):
    answer = proxy.call(
        session,
        "/web/session/authenticate",
        url=url,
        db="ipai",
        login="admin",
        password=served.secret("admin_password"),
    )
    assert answer["result"]["uid"]
    return session


def addresses(served, session):
    """Return the addresses that Odoo noted for the devices of this session."""
    key = session.cookies["session_id"][:42]
    return served.query(
        f"SELECT DISTINCT ip_address FROM res_device_log WHERE session_identifier = '{key}'"
    )


@pytest.fixture
def logged_in(proxy, served):
    """A client of the administrator, who claims to come from elsewhere."""
    return log_in(proxy, served, proxy.session(**CLAIMS), proxy.url)


def test_the_page_comes_over_https(proxy):
    answer = proxy.session().get(f"{proxy.url}/web/login", timeout=30)
    assert answer.status_code == 200
    assert 'name="csrf_token"' in answer.text


def test_the_certificate_is_from_the_internal_authority(proxy):
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{proxy.url}/web/login", timeout=30)


def test_a_client_that_sends_no_name_gets_the_certificate_too(proxy):
    context = ssl.create_default_context(cafile=proxy.authority)
    context.check_hostname = False
    with socket.create_connection(("127.0.0.1", proxy.https_port), timeout=10) as plain:
        with context.wrap_socket(plain) as encrypted:
            assert ("DNS", "ipai.test") in encrypted.getpeercert()["subjectAltName"]


def test_the_page_has_security_headers(proxy):
    headers = proxy.session().get(f"{proxy.url}/web/login", timeout=30).headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert not {"Server", "Via"} & set(headers)


def test_a_stricter_policy_of_odoo_stands(proxy):
    answer = proxy.session().get(f"{proxy.url}/web/image/res.company/1/logo", timeout=30)
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"


def test_the_session_cookie_never_travels_in_the_clear(proxy):
    session = proxy.session()
    session.get(f"{proxy.url}/web/login", timeout=30)
    [cookie] = [cookie for cookie in session.cookies if cookie.name == "session_id"]
    assert cookie.secure
    assert cookie.has_nonstandard_attr("HttpOnly")


def test_plain_http_is_sent_to_https(proxy):
    url = f"http://ipai.test:{proxy.http_port}/web/login?redirect=%2Fodoo"
    answer = proxy.session().get(url, allow_redirects=False, timeout=30)
    assert answer.status_code == 308
    assert answer.headers["Location"] == f"{proxy.url}/web/login?redirect=%2Fodoo"


def test_a_websocket_opens_and_answers(proxy, logged_in):
    connection = websocket.create_connection(
        proxy.url.replace("https:", "wss:") + "/websocket",
        sslopt={"ca_certs": str(proxy.authority)},
        cookie=f"session_id={logged_in.cookies['session_id']}",
        origin=proxy.url,
        timeout=30,
    )
    try:
        assert connection.getstatus() == 101
        connection.send(
            json.dumps({"event_name": "subscribe", "data": {"channels": [], "last": 0}})
        )
        connection.ping(b"still there")
        frame = connection.recv_frame()
        assert (frame.opcode, frame.data) == (websocket.ABNF.OPCODE_PONG, b"still there")
    finally:
        connection.close()


@pytest.mark.parametrize(
    "path",
    [
        "/web/database",
        "/web/database/manager",
        "/web/database/selector?debug=1",
        "/WEB/Database/manager",
        "//web//database/manager",
        "/web/%64atabase/manager",
        "/web/./database/manager",
        "/odoo/../web/database/manager",
    ],
)
def test_databases_are_not_managed_from_outside(proxy, path):
    connection = http.client.HTTPSConnection(
        "ipai.test",
        proxy.https_port,
        context=ssl.create_default_context(cafile=proxy.authority),
        timeout=30,
    )
    connection.request("GET", path)
    answer = connection.getresponse()
    assert answer.status == 403
    assert b"not managed from here" in answer.read()
    connection.close()


def test_databases_are_not_listed_over_rpc(proxy):
    answer = proxy.call(proxy.session(), "/jsonrpc", service="db", method="list", args=[])
    assert answer["error"]["data"]["name"] == "odoo.exceptions.AccessDenied"


def test_the_address_that_a_client_claims_is_not_believed(proxy, served, logged_in):
    logged_in.get(f"{proxy.url}/odoo", timeout=30)
    assert addresses(served, logged_in) == [("127.0.0.1",)]


def test_without_the_proxy_it_would_be_believed(proxy, served):
    """Why Odoo publishes no port, and how the test above can fail."""
    url = f"http://127.0.0.1:{served.http_port}"
    session = proxy.session(**CLAIMS, **{"X-Forwarded-Host": "ipai.test"})
    log_in(proxy, served, session, url)
    session.get(f"{url}/odoo", timeout=30)
    assert addresses(served, session) == [(SPOOFED,)]


def test_the_password_of_every_new_database_is_refused(proxy):
    answer = proxy.call(
        proxy.session(), "/web/session/authenticate", db="ipai", login="admin", password="admin"
    )
    assert answer["error"]["data"]["name"] == "odoo.exceptions.AccessDenied"


def test_no_password_is_an_argument_that_others_can_see(served):
    commands = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline")]
    assert any(str(served.config).encode() in command for command in commands)
    for name in ("db_password", "master_password", "admin_password", "postgres_password"):
        assert not any(served.secret(name).encode() in command for command in commands)
    assert served.config.stat().st_mode & 0o777 == 0o600


def slow_login(proxy):
    """A connection that sends a login a few bytes a second; it has sent some."""
    context = ssl.create_default_context(cafile=proxy.authority)
    plain = socket.create_connection(("127.0.0.1", proxy.https_port), timeout=30)
    sending = context.wrap_socket(plain, server_hostname="ipai.test")
    head = "POST /web/login HTTP/1.1\r\nHost: ipai.test\r\nContent-Length: 4000\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\n\r\nlogin="
    sending.sendall(head.encode())
    return sending


@pytest.fixture
def four_workers(tmp_path):
    """Caddy before four workers, each of which reads a request to its end before it takes the next, as Odoo's do."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *arguments):
            pass

    def work():
        with contextlib.suppress(OSError):  # the socket was shut
            while True:
                connection, address = upstream.accept()
                with connection:
                    Handler(connection, address, None)

    with socket.create_server(("127.0.0.1", 0)) as upstream:
        workers = [threading.Thread(target=work) for _worker in range(4)]
        for worker in workers:
            worker.start()
        with caddy(tmp_path, upstream.getsockname()[1], free_port()) as proxy:
            yield proxy
        upstream.shutdown(socket.SHUT_RDWR)
        for worker in workers:
            worker.join(timeout=10)
            assert not worker.is_alive()


def test_slow_connections_hold_no_worker(four_workers):
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(slow_login(four_workers)) for _connection in range(12)]
        for _second in range(3):
            for sending in slow:
                sending.sendall(b"xx")
            answer = four_workers.session().get(f"{four_workers.url}/web/login", timeout=20)
            assert answer.status_code == 200


def test_a_login_is_short(proxy):
    answer = proxy.session().post(
        f"{proxy.url}/web/login", data={"login": "x" * 100_000}, timeout=30
    )
    assert answer.status_code == 413


def test_while_odoo_is_away_programs_get_a_problem_document(lonely_proxy):
    session = lonely_proxy.session()
    for path in ("/ipai/status", "/odoo/execute/0a1b2c3d"):
        answer = session.post(lonely_proxy.url + path, json={}, timeout=30, allow_redirects=False)
        assert answer.status_code == 503
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.headers["Retry-After"] == "5"
        assert answer.json()["code"] == "server-away"
    page = session.get(f"{lonely_proxy.url}/web/login", timeout=30)
    assert page.status_code == 503
    assert page.headers["Retry-After"] == "5"
