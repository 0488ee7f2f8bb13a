# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""schemathesis reads the OpenAPI document of the running suite and sends what fits it, and what does not."""

import re
import subprocess
import sys

import pytest
import requests

DOCUMENT = "/ipai/openapi.json"
UNLIMITED = 10**6
EXAMPLES = 15
# The checks that would not say what must hold here.
LEFT_OUT = (
    # Wrong keys lock their address out; ipai_base's test_api_matrix.py tries each of them.
    "ignored_auth",
    # What fits the schema may still be refused for what the data are: 422 is documented.
    "positive_data_acceptance",
)


# Python 3.11 counts the depth of syntax trees for all threads together (python/cpython#106905): of the tool's threads
# one parses at a time, or it now and then ends itself with "recursion depth mismatch".
RUNNER = """
import ast, runpy, threading
parse, alone = ast.parse, threading.RLock()
def parse_alone(*arguments, **options):
    with alone:
        return parse(*arguments, **options)
ast.parse = parse_alone
runpy.run_module("schemathesis.cli", run_name="__main__", alter_sys=True)
"""


@pytest.fixture(scope="module")
def fuzzed(start_instance):
    with start_instance() as running:
        yield running


@pytest.fixture
def secret(fuzzed, client_of):
    """A key with all scopes, and limits that the calls do not reach."""
    limits = dict.fromkeys(("read_limit", "write_limit", "execute_limit"), UNLIMITED)
    return client_of(fuzzed).new_key(name="schemathesis", **limits)


def test_no_call_breaks_the_server_or_the_document(fuzzed, secret, tmp_path):
    address = fuzzed.url + DOCUMENT
    command = [
        *(sys.executable, "-c", RUNNER, "--no-color", "run", address),
        # Both, or the tool makes up the other, and wrong keys lock their address out.
        *("--header", f"Authorization: Bearer {secret}", "--header", f"X-API-Key: {secret}"),
        *("--phases", "examples,coverage,fuzzing", "--mode", "all", "--seed", "4"),
        # Side by side: some calls wait for a decision.
        *("--workers", "4"),
        # Longer than a caller may wait for a decision.
        *("--request-timeout", "60", "--max-response-time", "60"),
        *("--max-examples", str(EXAMPLES), "--generation-database", "none"),
        *("--checks", "all", "--exclude-checks", ",".join(LEFT_OUT)),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "Rate limited" not in done.stdout, done.stdout[-8000:]
    # The tool leaves out the address that it read the document from.
    paths = requests.get(address, timeout=60).json()["paths"]
    operations = sum(len(methods) for path, methods in paths.items() if path != DOCUMENT)
    assert re.search(rf"^ *Tested: {operations}$", done.stdout, re.MULTILINE), done.stdout
    [calls] = re.findall(r"^ *(\d+) generated", done.stdout, re.MULTILINE)
    assert int(calls) > EXAMPLES * operations, done.stdout
