# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reading a machine's package sources in all the forms they come in."""

from setup.debian import read_sources


def test_sources_in_both_formats_are_found_and_disabled_ones_are_not(tmp_path):
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "sources.list").write_text(
        "# old\n"
        "deb [signed-by=/k.gpg] http://a.test/debian bookworm main\n"
        "deb-src http://a.test/debian bookworm main\n"
    )
    (tmp_path / "sources.list.d/other.list").write_text("deb http://b.test/x stable main\n")
    (tmp_path / "sources.list.d/debian.sources").write_text(
        "Types: deb deb-src\nURIs: http://c.test/debian\nSuites: bookworm bookworm-updates\nComponents: main\n"
        "Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQ\n -----END PGP PUBLIC KEY BLOCK-----\n"
        "\n# off\nEnabled: no\nTypes: deb\nURIs: http://d.test/debian\nSuites: bookworm\nComponents: main\n"
    )
    found = list(read_sources(tmp_path))
    assert [stanza["URIs"] for stanza in found] == [
        "http://c.test/debian",
        "http://a.test/debian",
        "http://b.test/x",
    ]
    assert found[0]["Types"] == "deb"
    assert found[0]["Signed-By"].endswith("-----END PGP PUBLIC KEY BLOCK-----")
    assert found[1]["Signed-By"] == "/k.gpg"
