# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether what stands after "password" is one: neither a place, nor a placeholder, nor prose."""

import base64
import functools
import math
import re
from collections import Counter

from .finding import DIGIT

NO_SECRET = re.compile(
    r"""(?:
    \\\S*                                                        # escapes
  |     [a-z][a-z0-9+.-]{1,20}://\S*            # op://, vaultwarden://, https://; a password in it is another rule's
  | (?:vault|kv|pass|bw|keepass|op|ref|env|file|secretref|ssm|gopass|cyberark|akv)[:/#]\S+
  | secrets?/\S+ | arn:aws:\S+ | @Microsoft\.KeyVault\S* | projects/\S+ | !vault\S* | !secret\S* | !ENV\S*
  | (?i:cn|ou|dc|uid|dn)[=:]\S+
  | (?:/|~/|\./|\.\./|[A-Za-z]:\\|\\\\)[\w.@%+~/\\ -]*          # paths
  | [a-z0-9_.-]+(?:/[a-z0-9_.-]+){2,}                            # paths in a vault
  | \$\{.* | \$\(.* | [%@\#]\{.* | \{\{.* | \$[A-Za-z_][\w:.]* | %\w+% | %\(\w+\)s | @\w+@ | <.* | \[.* | \{\w*\}.* | \#\{?\w*.*
  | (?:[xX*•●.…?_#-]|\\\*)+ | \*{2,}.*
  | \(?(?:your|my|the|dein|ihr|votre|su|uw|tuo|seu|some|enter|insert|type|example)[-_ ].*
  | (?:MD5|SHA\d{1,3}|sha\d{1,3}):\S+                            # fingerprints
  | (?:[0-9A-Fa-f]{2}[:-]){5,}[0-9A-Fa-f]{2}                     # MAC addresses, fingerprints
  | (?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}
  | (?i:vaultwarden|keepass\w*|bitwarden|1password|lastpass|passbolt|cyberark|onepassword|tresor|safe)[/:>\\#-]\S*
  | \{?[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\}?     # UUIDs
  | @?\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d{1,5})?                      # IPv4 addresses
  | @[a-z0-9.-]+[:/]\S* | v?\d+(?:\.\d+)+(?:[-+][a-z0-9.]+)?                           # versions
  | \d{4}-\d\d?-\d\d?(?:[T ].*)? | \d\d?[./-]\d\d?[./-]\d{2,4}   # dates
  | \d\d?:\d\d(?::\d\d)?
  | \$__\w+\{.* | (?i:scram|pbkdf2|bcrypt|argon2\w*|aes\d*|sha\d*|md5|hmac|rsa|ecdsa|ed25519|x25519|chacha20)(?:[-_][a-zA-Z0-9]{1,12}){0,4}
  | //\S+ | ![a-z_]+(?:\s.*)? | %\w+\([^()]*\)% | \{["'$].*
  | @?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.[a-z_]{2,}                       # names of hosts, files
  | [\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}              # mail addresses
  | (?:KB|INC|CHG|REQ|RFC|CVE|PRB|TASK|RITM|TICKET|CR|Q)-?\d[\d-]*
  | (?:[\w.-]{1,40}/[\w./-]{0,60}|(?i:issue|pr|mr|gh|ticket|case|bug|task|req|order)-?)?(?:[\#!]\d+,?)+
  | [\w.]+~\d+ | U\+[0-9A-F,+U-]+ | (?:%[a-zA-Z][^\w%]?){2,}
  | [A-Z]{2,10}-\d{1,6} | HT\d{4,6}                              # tickets
  | \d{4}-?[QqHhKk][1-4W]\d? | [QqHh][1-4][-/]\d{2,4}           # quarters, weeks
  | ssh-(?:rsa|dss|ed25519)\S* | ecdsa-sha2\S* | AAAA[A-Za-z0-9+/=]{20,}
  | os\.environ\S* | process\.env\S* | ENV\[\S* | getenv\S* | [A-Za-z_]\w*(?:\.\w+)*[(\[].*       # code
  | [a-z0-9]+(?:-[a-z0-9]+)*-(?:secrets?|tokens?|passwords?|creds?|credentials?|keys?|tls|auth|config)
  | _*[a-z]+(?:_[a-z]+)+_* | _*[A-Z]+(?:_[A-Z0-9]+)+_*                   # names of variables
  | (?:pass(?:word|wort|wd)?|secret|token|change[-_]?(?:me|it)|example
        |placeholder|redacted|hidden|masked|dummy|foobar|test|sample|todo|tbd|n/a|xxx+)[\d_.-]{0,3}
    )""",
    re.X | re.S,
)
"""What names a place or nothing: matched whole."""

EXAMPLE = re.compile(
    r"x{5,}|\*{3,}|\.{3}|…|•{2,}|0{8,}|example|replace|change[-_]?"
    r"(?:me|this|it)|placeholder|redacted|censored|masked|dummy"
    r"|your[-_ ]|(?<![a-z])your(?=[a-z])|[-_]here(?![a-z])|<[a-z _-]+>|\{\{|\$\{|"
    r"(?-i:(?<!\w)\$[A-Z_]{3,30}(?![A-Za-z0-9$])|%[A-Z_]{3,30}%|__[A-Z_]{2,30}__|@@[A-Z_]{2}|ENC\[)"
    r"|123456789|abcdefghij|foobared|deadbeef|JBSWY3DPEHPK3PXP|BASE32SECRET|beispiel|ejemplo|exemple"
    r"|esempio|voorbeeld|przykł"
    r"ad|sample|not[-_]?a[-_]?real"
    r"|(?<![a-z])(?:foo|bar|baz|fake|demo|todo|tbd|insert|enter)(?![a-z])(?=.{0,12}$)"
    r"|^\W*(?:my|the|some|db|user|dein|ihr|mein|votre|mon|su|mi|tu|uw|mijn|twoje)?[-_ ]?"
    r"(?:pass(?:w(?:or[dt]|d))?|pwd?|secret|token"
    r"|api[-_]?key|key|kennwort|geheim|mot[-_ ]?de[-_ ]?passe|contrase(?:ñ|n)a|wachtwoord|senha|has(?:ł|l)o|parola"
    r")\W*$",
    re.I,
)
"""In what stands for a secret in an example."""

EXAMPLE_SIGNS = re.compile(
    r"\*\*\*|\.\.\.|…|••|00000000|1234|<|\{\{|[$%]|__|@@|xxxxx|abcdefg|api|ba[rz]|bas|beis|cens|chang|clave|contr|deadb"
    r"|demo|dumm|ejem|enc\[|ent|esem|example|exempl|fake|foo|geheim|has[lł]o|here|inser|jbsw|kennw|key|mask|mot|p[aw]|place"
    r"|przyk|real|reda|repla|sampl|secret|senha|tbd|todo|token|voorb|wacht|your"
)
"""Of which one, in lower case, is in all that EXAMPLE finds: looked for first, as most words have none."""

SHOWN = frozenset(
    """p@ssw0rd p@ssword pa$$w0rd pa$$word passw0rd! hunter2 s3cret s3cr3t abc123 abcd1234 guest anonymous letmein qwerty
    correcthorsebatterystaple sk_test_4ec39hqlyjwdarjtt1zdp7dc sk_test_bqokikjovbii2hlwgh4olfq2""".split()
)
"""What documents write for a secret, as a whole: everybody knows it."""

TERMS = frozenset(
    """base64 base32 sha1 sha2 sha3 sha224 sha256 sha384 sha512 md4 md5 utf8 utf16 ipv4 ipv6 oauth1 oauth2 wpa1 wpa2 wpa3
    win7 win8 win10 win11 windows10 windows11 aes128 aes192 aes256 rsa1024 rsa2048 rsa4096 ed25519 x509 pkcs1 pkcs7 pkcs8
    pkcs11 pkcs12 http1 http2 http3 tls1 tls10 tls11 tls12 tls13 s3 k8s log4j socks4 socks5
    socks5h argon2 argon2id argon2i pbkdf2 office365 o365
    m365 1password 2fa mfa2 ntlmv1 ntlmv2 smb1 smb2 smb3 snmpv1 snmpv2 snmpv2c snmpv3 ikev1 ikev2 fido2 u2f u2fa idrac7
    idrac8 idrac9 ilo4 ilo5 ilo6 layer2 layer3 type5 type7 type8 type9 hs256 rs256 es256 p12 curve25519 chacha20 auth0
    fail2ban oidc2 saml2 24h 48h 72h 90d 30d 1h 8h 12h 3des bcrypt2 md5crypt sha512crypt sha256crypt aes256gcm
    keepass keepass2 keepassxc vaultwarden bitwarden lastpass onepassword passbolt hashicorp cyberark ldap openldap
    freeipa psono teampass syspass passwordstate proton nordpass dashlane enpass thycotic delinea keeper
    postgres postgresql mysql mariadb mongodb rabbitmq github gitlab openvpn wireguard proxmox vmware vcenter""".split()
)
"""Names of techniques and products that look like passwords."""

PLACES = re.compile(
    r"\b(?:vault\w*|keepass\w*|bitwarden|1password|lastpass|passbolt|tresor\w*|coffre\w*|kluis|s"
    r"afe|manager|keyring|keychain"
    r"|envelope|umschlag|gestionnaire|gestor|bóveda|boveda|cofre|cassaforte|sejf\w*|cyberark|pso"
    r"no|siehe|see|voir|ver|zie|vedi|zob)\b",
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

DEFINITE = frozenset({"api-key", "client-secret", "aws-secret-key", "token"})
"""Kinds whose secrets may be UUIDs."""

PHRASED = frozenset({"password", "passphrase", "wifi-key", "preshared-key", "snmp-community"})
"""Kinds whose secrets people make of words."""

COMBINATION = re.compile(r"\d{1,2}(?:[ ]?[-/][ ]?\d{1,2}){2,4}")
"""What opens a safe, which elsewhere is a date."""

COMMUNITY = re.compile(r"[A-Za-z]{2,}_[A-Za-z]{3,}")
"""A name of two words, which elsewhere is that of a variable."""

NAMED = (
    r"(?:srv|server|sv|sw|switch|fw|firewall|gw|gateway|web|db|sql|nas|san|vm|esx\w*|hv|pve"
    r"|node|host|dc|ad|dns|dhcp|"
    r"mail|mx|smtp|vpn|proxy|lb|app|api|prod|test|stage|staging|dev|lab|mon|print\w*|file|backup|bkp"
    r"|core|edge|dist|access|ap|"
    r"router|rtr|rack|pdu|ups|ilo|idrac|ipmi|bmc|nvr|cam\w*|client|laptop|pc|nb|ws|desktop|svc|site"
    r"|user|admin|role|group|port|"
    r"vlan|room|raum|floor|ticket|version|rev|build|gen|windows|win|office|exchange|ubuntu|debian"
    r"|centos|rhel|fedora|oracle|"
    r"sharepoint|visualstudio|project|visio|autocad|sap|dynamics|kw|page|seite|step|item|part|model"
    r"|type|slot|disk|eth|bond)"
    r"\d{0,4}(?=$|[-_.\d])"
)
HOST = re.compile(rf"(?:^|[-_.]){NAMED}", re.I)
"""Parts of names of machines, accounts and products."""

FIRST, PARTED = re.compile(NAMED), re.compile("[-_.]")

WORDY = re.compile(
    r"[^\W\d_]{4,20}[._-]?\d{3,4}|\d{2,4}[^\W\d_]{4,20}\d{2,4}|[^\W\d_]{4,20}(?:[-_.+][^\W\d_]{4,20}){2,6}[-_.+]?\d{1,4}"
    r"|[^\W\d_]{3,20}\d{1,4}-[A-Z][a-z]{2,20}"
    r"|[^\W\d_]{3,20}[-_.][^\W\d_]{3,20}\d{2,4}"
)
"""A word and a year or a number, words in a row with a number: what people make passwords of."""

LEET = re.compile(
    r"(?=[a-z]*(?:\d{1,2}[a-z]+){2,6}\d)[a-z]+(?:(?:00?|1|33?|44?|5)[a-z]+){2,6}\d{1,4}[!?*#]?"
    r"|(?=[a-z0-9]{8})[a-z]{2,12}[bcdfghj-np-tv-z](?:00?|33?|44?)[bcdfghj-np-tv-z][a-z]{0,10}\d{1,4}[!?*#]?"
)
"""A word with digits in place of its vowels, and a number at its end."""

SIGN = re.compile(r"[^\w.,:;/()'’\"-](?=.)|[!$#%&*@]\Z", re.S)

REMOTE = re.compile(r"[a-z][\w.-]{1,30}@[a-z0-9]+(?:-[a-z0-9]+)+")
"""Somebody on a machine, as a shell is told."""

OPTION = re.compile(r"-{0,2}[a-z_]{2,20}=[-+]?\d{0,6}")
"""An option and its number."""

UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")


judged = functools.lru_cache(maxsize=4096)
"""Of a text the same words are judged by many rules, each once: `forget` is called when the text is done."""


def forget():
    """Keep nothing of the text that was looked at."""
    for function in (trimmed, is_place, is_example, is_made):
        function.cache_clear()


def entropy(value):
    """Bits a character, of the characters' own frequencies.

    >>> entropy("aaaa"), entropy("abcd")
    (0.0, 2.0)
    """
    size = len(value)
    return sum(n / size * math.log2(size / n) for n in Counter(value).values())


CJK = re.compile(r"(?<=[!-~])[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7af\uff01-\uff1f]+\Z")
"""What a sentence of a language without blanks puts right behind a value."""


@judged
def trimmed(value):
    """The value without the punctuation that the sentence around it added.

    >>> trimmed('"Winter2024!",'), trimmed("abc1).")
    ('Winter2024!', 'abc1')
    >>> trimmed("Winter2024です。")
    'Winter2024'
    """
    value = value.strip("\"'`“”„»«’‘")
    if not value.isascii():
        value = CJK.sub("", value)
    value = value.rstrip(".,;:").removesuffix("**").rstrip(".,;:")
    if value.endswith(")") and "(" not in value:
        value = value[:-1]
    return value.strip("\"'`“”„»«*’‘").removesuffix("&nbsp")


@judged
def is_place(value, kind="password"):
    """Whether the value names a place, a placeholder or a thing that is public.

    >>> [is_place(value) for value in ("op://it/srv/root", "${DB_PASSWORD}", "<password>", "kv/prod/db", "10.0.0.1")]
    [True, True, True, True, True]
    >>> is_place("Winter2024!"), is_place("hunter22"), is_place("sha-256")
    (False, False, True)
    """
    if (
        (kind in DEFINITE and UUID.fullmatch(value))
        or (kind == "snmp-community" and COMMUNITY.fullmatch(value))
        or (kind == "pin" and COMBINATION.fullmatch(value))
    ):
        return False
    return (
        bool(NO_SECRET.fullmatch(value)) or value.lower().replace("-", "").replace("_", "") in TERMS
    )


@judged
def is_example(value):
    """Whether the value shows the shape of a secret and is none.

    >>> [is_example(value) for value in ("AKIAIOSFODNN7EXAMPLE", "glpat-" + "x" * 20, "your-token-here", "PASSWORD", "s.1111111111111111")]
    [True, True, True, True, True]
    >>> is_example("Winter2024!"), is_example("S3cr3tdb9"), is_example("token4711x")
    (False, False, False)
    """
    lower = value.lower()
    if lower in SHOWN:
        return True
    if value.endswith("=") and len(value) < 40 and (shown := _decoded(value)):
        value, lower = shown, shown.lower()
    if EXAMPLE_SIGNS.search(lower) and EXAMPLE.search(value):
        return True
    # Where no sign stands for 43 % of all, the entropy is higher (it is at least that of the most frequent one).
    return 12 <= len(value) and len(set(value)) <= 0.57 * len(value) + 1 and entropy(value) < 1.2


def classes(value):
    """Whether it has digits, lower case, upper case, and signs within or at its end.

    >>> classes("Winter2024!"), classes("a-b_c."), classes("1&2")
    ((True, True, True, True), (False, True, False, False), (True, False, False, True))
    """
    return (
        bool(DIGIT.search(value)),
        value != value.upper(),
        value != value.lower(),
        bool(SIGN.search(value)),
    )


def is_random(value):
    """Whether letters and digits change too often for words.

    >>> is_random("GfrWvJJxC"), is_random("9D1WF3oS3u"), is_random("HaProxyServer"), is_random("Server2019")
    (True, True, False, False)
    """
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+", value)
    several = any(c.islower() for c in value) and any(c.isupper() for c in value)
    return (
        several and len(value) >= 8 and len(parts) >= 4 and sum(map(len, parts)) / len(parts) < 2.6
    )


@judged
def is_made(value):
    """Whether a word looks like a password by itself, without anything that says so before it.

    >>> [is_made(word) for word in ("glacier4911", "Tulpe-Sommer-onyx-Blau95", "map%FAL53!", "birke28-Walnut", "Winter2024")]
    [True, True, True, True, True]
    >>> [is_made(word) for word in ("bromb33r32", "p4p4g3i7", "v2ray12", "db2inst1", "log4j2", "win10pro22", "l3switch1")]
    [True, True, False, False, False, False, False]
    >>> [is_made(word) for word in ("srv-web-01", "backup2024", "Server2019", "rack3-fw-18", "2024-05-01", "administrator")]
    [False, False, False, False, False, False]
    """
    if (
        len(value) < 7
        or "/" in value
        or value.startswith(("-", "+", "\\", "(", "[", "{", "$", "%"))
    ):
        return False
    if not (_is_mixed(value) or WORDY.fullmatch(value) or LEET.fullmatch(value)):
        return False
    if ("@" in value and REMOTE.fullmatch(value)) or ("=" in value and OPTION.fullmatch(value)):
        return False
    return not (is_named(value) or is_place(value) or is_example(value))


def is_named(value):
    """Whether a part of it is of the name of a machine, an account or a product.

    >>> is_named("Server2019"), is_named("x-web01"), is_named("Winter2024")
    (True, True, False)
    """
    if FIRST.match(value.lower()):
        return True
    return bool(PARTED.search(value) and HOST.search(value))


def _is_mixed(value):
    """Whether letters, digits and signs are mixed as in no word."""
    digit, lower, upper, sign = classes(value)
    return (digit and ((lower and upper) or (sign and (lower or upper)))) or (
        sign and lower and upper and not value.rstrip("!?*#").isalpha()
    )


def near(rest):
    """The next five words of the same clause.

    >>> near(" entry in the vault of the lab"), near(" (see the vault)")
    ('entry in the vault of', '')
    """
    return " ".join(re.split(r"[.,;()—–]", rest, maxsplit=1)[0].split()[:5])


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
    if len(value) < 4 or is_place(value, kind) or is_example(value):
        return False
    if value.count(" ") > 1 and not is_phrase(value):
        return False
    digit, lower, upper, sign = classes(value)
    letter = lower or upper
    if strong and value.endswith("=") and 8 <= len(value) <= 200 and len(_decoded(value)) >= 5:
        return True
    if kind == "pin":
        return value.isdigit() and 4 <= len(value) <= 10
    if not strong:
        return len(value) >= 6 and (_is_mixed(value) or bool(LEET.fullmatch(value)))
    if digit and letter:
        named = not sign and (len(value) < 12 or is_named(value))
        return not (named and PLACES.search(near(rest)))
    if digit:
        return len(value) >= 6 and value.isdigit() and not rest.strip(" .,;)|\"'")
    if value.lower().strip("!?*}])") in NOTHING or value.lower() in STOP:
        return False
    if sign and letter:
        return (
            len(value) >= 6
            and not value.startswith(("(", "["))
            and not value.rstrip("!*").isalpha()
        )
    if value.count("-") == 1 and value.replace("-", "").isalpha() and kind in PHRASED:
        return (
            strong
            and all(len(part) >= 4 for part in value.split("-"))
            and not rest.strip(" .,;)|\"'")
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
        4 <= len(words) <= 24
        and all(word.isalpha() and 3 <= len(word) <= 12 and word.islower() for word in words)
        and not STOP.intersection(words)
        and not NOTHING.intersection(words)
        and not PLACES.search(line)
    )


def is_login(value):
    """Whether it is a name and a password in base64, as HTTP sends them (RFC 7617).

    >>> is_login("YWRtaW46QmxhdTQ3MTE="), is_login("Multilingual1")
    (True, False)
    """
    password = _decoded(value).partition(":")[2]
    return len(password) > 3 and not is_example(password) and password not in ("pass", "passwd")


def _decoded(value):
    """What base64 stands for, when that is a text; else nothing."""
    try:
        text = base64.b64decode(value + "=" * (-len(value) % 4), validate=True).decode()
    except ValueError:
        return ""
    return text if text.isprintable() else ""


ACCOUNT = re.compile(
    r"(?:root|admin\w{0,12}|sa|postgres|mysql|odoo|oracle|deploy\w{0,3}|backup\w{0,4}|operator"
    r"|user\d{0,3}|ubuntu|debian|pi|ansible|guest"
    r"|support|service|monitor\w{0,3}|netadmin|sysadmin|sysop|supervisor|manager|cisco|ubnt|vagrant"
    r"|jenkins|gitlab|nagios|zabbix|scanner|scan"
    r"|test\d{0,2}|sql\w{0,4}|ftp\w{0,4}|web\w{0,5}|domadm\w{0,4}|localadmin|benutzer|usuario"
    r"|[a-z]{1,12}\.[a-z]{3,15}|svc[-_.][\w.-]{1,20}"
    r"|sa[-_][\w.-]{1,20}|adm[-_.][\w.-]{1,20}|[\w-]{2,15}[-_](?:ro|rw|adm|admin|user|svc)"
    r"|[\w.+-]{1,40}@[\w.-]{3,40})",
    re.I,
)
"""Names of accounts, beside which a password may stand without a word for it."""
