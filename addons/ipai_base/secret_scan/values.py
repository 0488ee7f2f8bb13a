# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether what stands after "password" is one: neither a place, nor a placeholder, nor prose."""

import math
import re
from collections import Counter

NO_SECRET = re.compile(
    r"""(?:
    [a-z][a-z0-9+.-]{1,20}://\S*            # op://, vaultwarden://, https://; a password in it is another rule's
  | (?:vault|kv|pass|bw|keepass|op|ref|env|file|secretref|ssm|gopass|cyberark|akv)[:/#]\S+
  | secrets?/\S+ | arn:aws:\S+ | @Microsoft\.KeyVault\S* | projects/\S+ | !vault\S* | !secret\S* | !ENV\S*
  | (?:/|~/|\./|\.\./|[A-Za-z]:\\|\\\\)[\w.@%+~/\\ -]*          # paths
  | [a-z0-9_.-]+(?:/[a-z0-9_.-]+){2,}                            # paths in a vault
  | \$\{\S* | \$\(\S* | \{\{.* | \$[A-Za-z_]\w* | %\w+% | %\(\w+\)s | @\w+@ | <.* | \[.* | \{\w*\}.* | \#\{?\w*.*
  | (?:[xX*•●.…?_#-]|\\\*)+ | \*{2,}.*
  | \(?(?:your|my|the|dein|ihr|votre|su|uw|tuo|seu|some|enter|insert|type|example)[-_ ].*
  | (?:MD5|SHA\d{1,3}|sha\d{1,3}):\S+                            # fingerprints
  | (?:[0-9A-Fa-f]{2}[:-]){5,}[0-9A-Fa-f]{2}                     # MAC addresses, fingerprints
  | (?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}
  | [0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}         # UUIDs
  | \d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d{1,5})?                      # IPv4 addresses
  | v?\d+(?:\.\d+)+(?:[-+][a-z0-9.]+)?                           # versions
  | \d{4}-\d\d?-\d\d?(?:[T ].*)? | \d\d?[./-]\d\d?[./-]\d{2,4}   # dates
  | \d\d?:\d\d(?::\d\d)?
  | [a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}                       # names of hosts, files
  | [\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}              # mail addresses
  | (?:KB|INC|CHG|REQ|RFC|CVE|PRB|TASK|RITM|TICKET|CR|Q)-?\d[\d-]*
  | [A-Z]{2,10}-\d{1,6}                                          # tickets
  | ssh-(?:rsa|dss|ed25519)\S* | ecdsa-sha2\S* | AAAA[A-Za-z0-9+/=]{20,}
  | os\.environ\S* | process\.env\S* | ENV\[\S* | getenv\S* | \w+\(\S*      # code
  | [a-z]+(?:_[a-z]+)+ | [A-Z]+(?:_[A-Z0-9]+)+                   # names of variables
  | (?:pass(?:word|wort|wd)?|secret|token|change[-_]?(?:me|it)|example
        |placeholder|redacted|hidden|masked|dummy|foobar|test|sample|todo|tbd|n/a|xxx+)[\d_.-]{0,3}
    )""",
    re.X | re.S,
)
"""What names a place or nothing: matched whole."""

TERMS = frozenset(
    """base64 base32 sha1 sha2 sha3 sha224 sha256 sha384 sha512 md4 md5 utf8 utf16 ipv4 ipv6 oauth1 oauth2 wpa1 wpa2 wpa3
    win7 win8 win10 win11 windows10 windows11 aes128 aes192 aes256 rsa1024 rsa2048 rsa4096 ed25519 x509 pkcs1 pkcs7 pkcs8
    pkcs11 pkcs12 http1 http2 http3 tls1 tls10 tls11 tls12 tls13 s3 k8s log4j argon2 argon2id argon2i pbkdf2 office365 o365
    m365 1password 2fa mfa2 ntlmv1 ntlmv2 smb1 smb2 smb3 snmpv1 snmpv2 snmpv2c snmpv3 ikev1 ikev2 fido2 u2f u2fa idrac7
    idrac8 idrac9 ilo4 ilo5 ilo6 layer2 layer3 type5 type7 type8 type9 hs256 rs256 es256 p12 curve25519 chacha20 auth0
    fail2ban oidc2 saml2 24h 48h 72h 90d 30d 1h 8h 12h 3des bcrypt2 md5crypt sha512crypt sha256crypt aes256gcm
    keepass keepass2 keepassxc vaultwarden bitwarden lastpass onepassword passbolt hashicorp cyberark ldap openldap
    freeipa psono teampass syspass passwordstate proton nordpass dashlane enpass thycotic delinea keeper
    postgres postgresql mysql mariadb mongodb rabbitmq github gitlab openvpn wireguard proxmox vmware vcenter""".split()
)
"""Names of techniques and products that look like passwords."""

PLACES = re.compile(
    r"\b(?:vault\w*|keepass\w*|bitwarden|1password|lastpass|passbolt|tresor\w*|coffre\w*|kluis|safe|manager|keyring|keychain"
    r"|envelope|umschlag|gestionnaire|gestor|bóveda|boveda|cofre|cassaforte|sejf\w*|cyberark|psono|siehe|see|voir|ver|zie|vedi|zob)\b",
    re.I,
)
"""Words which say that the value before them is a name in a vault."""

STOP = frozenset(
    """the a an is in see of for to and or not no was are has be it its on at by with from this that will must should can
    der die das ist im in und oder nicht wird siehe liegt steht vom von auf bei mit für le la les est dans et ou non voir du des
    el los está en y o no ver del de het een is in en of niet zie il lo è nel e vedi da do na os as um uma está no w na jest do
    i lub nie""".split()
)
"""Words of prose: a passphrase of plain words has none of them."""

NOTHING = frozenset(
    """true false yes none null nil undefined empty unset required optional enabled disabled prompt expired unknown rotated
    changed unchanged pending missing unavailable default forgotten never always locked revoked string text integer boolean
    varchar unbekannt folgt gesperrt geändert abgelaufen inconnu oublié expiré requis desconocida pendiente cambiada onbekend
    verlopen sconosciuta scaduta desconhecida nieznane brak hidden encrypted stored vaulted interactive password passwort
    secret token username admin user root manual separately personal individual system private public""".split()
)
"""Words that say that there is no secret here, or nothing of it."""

DEFINITE = frozenset({"api-key", "client-secret", "aws-secret-key"})
"""Kinds whose secrets may be UUIDs."""

UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")


def entropy(value):
    """Bits a character, of the characters' own frequencies.

    >>> entropy("aaaa"), entropy("abcd")
    (0.0, 2.0)
    """
    size = len(value)
    return sum(n / size * math.log2(size / n) for n in Counter(value).values())


def trimmed(value):
    """The value without the punctuation that the sentence around it added.

    >>> trimmed('"Winter2024!",'), trimmed("abc1).")
    ('Winter2024!', 'abc1')
    """
    value = value.strip("\"'`“”„»«’‘").rstrip(".,;:")
    if value.endswith(")") and "(" not in value:
        value = value[:-1]
    return value.strip("\"'`“”„»«*’‘").removesuffix("&nbsp")


def is_place(value, kind="password"):
    """Whether the value names a place, a placeholder or a thing that is public.

    >>> [is_place(value) for value in ("op://it/srv/root", "${DB_PASSWORD}", "<password>", "kv/prod/db", "10.0.0.1")]
    [True, True, True, True, True]
    >>> is_place("Winter2024!"), is_place("hunter22"), is_place("sha-256")
    (False, False, True)
    """
    if kind in DEFINITE and UUID.fullmatch(value):
        return False
    return (
        bool(NO_SECRET.fullmatch(value)) or value.lower().replace("-", "").replace("_", "") in TERMS
    )


def classes(value):
    """How many of digits, lower case, upper case and signs within the value."""
    inner = value[:-1]
    return (
        any(c.isdigit() for c in value),
        any(c.islower() for c in value),
        any(c.isupper() for c in value),
        any(not c.isalnum() and c not in "-_.,:;/()'’\"" for c in inner)
        or value[-1:] in ("!", "$", "#", "%", "&", "*", "@"),
    )


def is_secret(value, strong=True, kind="password", rest="", assigned=False):
    """Whether a value after a label is a secret.

    `strong`: a sign stands between them (a colon, "is"); without one, the value must look like a password by itself.
    `rest`: what follows on the line. `assigned`: written as code, so that plain letters count as well.

    >>> is_secret("Winter2024!"), is_secret("hunter22"), is_secret("required"), is_secret("see")
    (True, True, False, False)
    >>> is_secret("hunter22", strong=False), is_secret("Hunter22x", strong=False)
    (False, True)
    >>> is_secret("srv01", rest="in the vault"), is_secret("letmeinnow", assigned=True), is_secret("true", assigned=True)
    (False, True, False)
    """
    if len(value) < 4 or is_place(value, kind):
        return False
    digit, lower, upper, sign = classes(value)
    letter = lower or upper
    if kind == "pin":
        return value.isdigit() and 4 <= len(value) <= 10
    if not strong:
        return (
            len(value) >= 6
            and letter
            and (digit and (sign or (lower and upper)) or (sign and lower and upper))
        )
    if digit and letter:
        return not (not sign and len(value) < 12 and PLACES.search(rest))
    if digit:
        return len(value) >= 6 and value.isdigit() and not rest.strip(" .,;)|\"'")
    if value.lower().strip("!?*") in NOTHING or value.lower() in STOP:
        return False
    if sign and letter:
        return (
            len(value) >= 6
            and not value.startswith(("(", "["))
            and not value.rstrip("!*").isalpha()
        )
    if letter and value.isalpha():
        mixed = lower and upper and not value.istitle() and not value.isupper()
        return (
            (mixed and len(value) >= 7)
            or (assigned and len(value) >= 6)
            or (len(value) >= 16 and entropy(value) > 3.5 and mixed)
        )
    return (
        value.count("-") + value.count("_") + value.count(".") >= 2
        and len(value) >= 12
        and letter
        and not value.endswith("-")
    )


def is_phrase(line):
    """Whether the rest of the line is a passphrase: four to eight plain words, none of prose.

    >>> is_phrase("correct horse battery staple"), is_phrase("is kept in the vault"), is_phrase("see vault")
    (True, False, False)
    """
    words = line.strip(" .\"'`").split()
    return (
        4 <= len(words) <= 8
        and all(word.isalpha() and 3 <= len(word) <= 12 and word.islower() for word in words)
        and not STOP.intersection(words)
        and not NOTHING.intersection(words)
        and not PLACES.search(line)
    )
