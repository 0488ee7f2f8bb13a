# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Made-up values for the blanks of the templates: secrets, and what only looks like one.

Every value comes from the generator's own random numbers, so none was ever in use. What a forge's
scanner knows by its beginning is put together here from halves.
"""

import base64
import string
import uuid as uuids

SECRET = {}
HARMLESS = {}

LOWER = string.ascii_lowercase
UPPER = string.ascii_uppercase
DIGITS = string.digits
ALNUM = string.ascii_letters + DIGITS
HEX = "0123456789abcdef"
BASE64 = ALNUM + "+/"
URLSAFE = ALNUM + "-_"
CRYPT = "./" + ALNUM

WORDS = (
    "amber anchor Blau bello Birke brook canyon cobalt copper Dachs ember falcon Fenster garnet"
    " glacier Hafen harbor Igel jasper Kaffee Katze lagoon Laterne Luna maple marten meadow Nebel"
    " nickel Oktober onyx otter pepper Pfeffer pigeon quartz Regen river saddle Sommer sparrow"
    " Sonne tango Tulpe umber velvet verano Waage walnut willow Winter yonder Zebra zephyr"
).split()
WEAK = "butterfly Sonnenschein dragonfly mariposa tesoro princesse schatz bloemetje".split()
USERS = (
    "root admin svc-backup svc_sql jdoe m.keller deploy ansible operator postgres odoo netadmin"
    " sa backup-ro administrator k.nowak lfernandez"
).split()
SITES = "ams ber dc1 dc2 fra hh lab lis mad muc ny1 par rack3 waw zrh".split()
ROLES = "app bak core db dns edge fw gw hv ilo mail mon nas nvr print proxy pve sw vpn web".split()
COMPANIES = (
    "Nordwind Fährmann Belmar Okapi Tramonto Vierhaus Zielona Costa Lumen Brightwater".split()
)
PEOPLE = (
    "Anna Keller|Marc Dubois|Lucía Fernández|Piotr Nowak|Joris de Vries|Giulia Conti|Sam Okafor"
    "|Rui Matos|Beate Hahn|Tom Reilly"
).split("|")
MODELS = (
    "PowerEdge R740|ProLiant DL380 Gen10|ThinkSystem SR650|UniFi U6-Pro|Catalyst 9300-48P"
    "|FortiGate 60F|Synology DS1621+|APC SMT1500RMI2U|LaserJet M507|Aruba 2930F"
).split("|")


def secret(function):
    """Register a blank that only a note with a secret may use."""
    SECRET[function.__name__] = function
    return function


def harmless(function):
    """Register a blank that any note may use."""
    HARMLESS[function.__name__] = function
    return function


def text(rng, alphabet, low, high=None):
    """Return `low` (to `high`) characters of the alphabet."""
    return "".join(rng.choices(alphabet, k=rng.randint(low, high or low)))


def mixed(rng, alphabet, length):
    """Return characters of the alphabet with a digit among them, as generators of tokens give."""
    return text(rng, alphabet, length - 2) + text(rng, DIGITS, 1) + text(rng, LOWER, 1)


def encoded(rng, size):
    """Return base64, with its padding, of so many bytes."""
    return base64.b64encode(rng.randbytes(size)).decode()


def lines(value, width=64):
    return "\n".join(value[start : start + width] for start in range(0, len(value), width))


def armored(label, body):
    """Return PEM (RFC 7468)."""
    return f"-----BEGIN {label}-----\n{lines(body)}\n-----END {label}-----"


# What people choose


@secret
def password(rng):
    first, second = rng.sample(WORDS, 2)
    styles = (
        lambda: f"{first.capitalize()}{rng.randint(2019, 2027)}{rng.choice('!#?*.')}",
        lambda: f"{first.lower()}{rng.randint(2, 99)}-{second.capitalize()}",
        lambda: f"{first.capitalize()}{rng.choice('_-.')}{second.lower()}{rng.randint(10, 999)}",
        lambda: f"{first.lower()}{rng.randint(100, 9999)}",
        lambda: f"{first[:3]}{rng.choice('$@%')}{second[:3].upper()}{rng.randint(10, 99)}!",
        lambda: generated(rng),
        lambda: passphrase(rng),
    )
    return rng.choice(styles)()


def generated(rng):
    """What a password manager makes; ends in a letter, so that a full stop behind it is none of it."""
    size = rng.randint(10, 22)
    return text(rng, ALNUM, 1) + text(rng, ALNUM + "!#$%*+-_=?@", size) + mixed(rng, ALNUM, 3)


@secret
def passphrase(rng):
    return f"{'-'.join(rng.sample(WORDS, 4))}{rng.randint(1, 99)}"


@secret
def weak(rng):
    """A word with no digit in it, only for places that can hold nothing but a password."""
    return rng.choice(WEAK)


@secret
def url_password(rng):
    return rng.choice(
        (
            lambda: text(rng, ALNUM, 3, 8) + mixed(rng, URLSAFE, 8),
            lambda: f"{rng.choice(WORDS)}%40{rng.randint(10, 999)}",
            lambda: f"{rng.choice(WORDS).lower()}{rng.randint(10, 9999)}",
        )
    )()


@secret
def psk(rng):
    return rng.choice((passphrase, generated, lambda rng: text(rng, DIGITS, 16)))(rng)


@secret
def community(rng):
    word = rng.choice(WORDS)
    return rng.choice(
        (f"{word.lower()}RO{rng.randint(1, 99)}", f"{word}-snmp", f"ro_{word.lower()}")
    )


@secret
def pin(rng):
    return text(rng, DIGITS, 4, 8)


@secret
def bmc_default(rng):
    return text(rng, UPPER, 10)


# What machines make


@secret
def hex32(rng):
    return text(rng, HEX, 32)


@secret
def hex40(rng):
    return text(rng, HEX, 40)


@secret
def hex64(rng):
    return text(rng, HEX, 64)


@secret
def token(rng):
    return text(rng, ALNUM, 18, 38) + mixed(rng, ALNUM, 4)


@secret
def key32(rng):
    """A Curve25519 key in base64, as WireGuard writes it."""
    return encoded(rng, 32)


@secret
def encoded_password(rng):
    return base64.b64encode(password(rng).encode()).decode()


@secret
def encoded_login(rng):
    return base64.b64encode(f"{rng.choice(USERS)}:{password(rng)}".encode()).decode()


@secret
def encoded_key(rng):
    """A PEM key in base64, cut short as people paste it: `client-key-data` of a kubeconfig."""
    head = b"-----BEGIN RSA PRIV" + b"ATE KEY-----\n"
    return base64.b64encode(head + rng.randbytes(90)).decode()


@secret
def kubeadm(rng):
    return f"{text(rng, LOWER + DIGITS, 6)}.{text(rng, LOWER + DIGITS, 16)}"


@secret
def guid(rng):
    return str(uuids.UUID(bytes=rng.randbytes(16), version=4))


@secret
def github_classic(rng):
    return "g" + rng.choice(("hp", "ho", "hs", "hu")) + "_" + mixed(rng, ALNUM, 36)


@secret
def github_fine(rng):
    return "github" + "_pat_" + text(rng, ALNUM, 22) + "_" + mixed(rng, ALNUM, 59)


@secret
def gitlab(rng):
    return "gl" + "pat-" + mixed(rng, URLSAFE, 20)


@secret
def aws_id(rng):
    return "AK" + "IA" + text(rng, UPPER + "234567", 16)


@secret
def aws_secret(rng):
    return mixed(rng, BASE64, 40)


def _pem(label):
    def fake(rng):
        return armored(f"{label}PRIV" + "ATE KEY", encoded(rng, rng.randint(150, 400)))

    return fake


SECRET["pem_rsa"] = _pem("RSA ")
SECRET["pem_ec"] = _pem("EC ")
SECRET["pem_pkcs8"] = _pem("")
SECRET["pem_encrypted"] = _pem("ENCRYPTED ")
SECRET["pem_openssh"] = _pem("OPENSSH ")


@secret
def pem_one_line(rng):
    """A key as JSON and .env files hold it."""
    return SECRET["pem_pkcs8"](rng).replace("\n", "\\n")


@secret
def key_lines(rng):
    return lines(encoded(rng, 130))


def _segment(rng, size):
    return base64.urlsafe_b64encode(rng.randbytes(size)).decode().rstrip("=")


@secret
def jwt(rng):
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode()
    subject = b'{"sub":"%d","iat":%d}' % (
        rng.randint(1000, 9999),
        rng.randint(17 * 10**8, 18 * 10**8),
    )
    claims = base64.urlsafe_b64encode(subject).decode().rstrip("=")
    return f"{head.rstrip('=')}.{claims}.{_segment(rng, 32)}"


@secret
def slack_hook(rng):
    parts = (
        "T" + text(rng, UPPER + DIGITS, 8),
        "B" + text(rng, UPPER + DIGITS, 10),
        mixed(rng, ALNUM, 24),
    )
    return "https://hooks.sl" + "ack.com/services/" + "/".join(parts)


@secret
def slack_token(rng):
    numbers = "-".join(text(rng, DIGITS, 12) for _ in range(2))
    return "xo" + rng.choice(("xb", "xp")) + f"-{numbers}-{mixed(rng, ALNUM, 24)}"


@secret
def vault_old(rng):
    return "s" + "." + mixed(rng, ALNUM, 24)


@secret
def vault_new(rng):
    return "hv" + "s." + mixed(rng, URLSAFE, rng.choice((24, 90)))


@secret
def bcrypt(rng):
    return (
        rng.choice(("$2" + "y$", "$2" + "b$", "$2" + "a$"))
        + f"1{rng.randint(0, 2)}$"
        + text(rng, CRYPT, 53)
    )


@secret
def sha512_crypt(rng):
    return "$" + "6$" + text(rng, CRYPT, 16) + "$" + text(rng, CRYPT, 86)


@secret
def yescrypt(rng):
    return "$" + "y$j9T$" + text(rng, CRYPT, 22) + "$" + text(rng, CRYPT, 43)


@secret
def apr1(rng):
    return "$ap" + "r1$" + text(rng, CRYPT, 8) + "$" + text(rng, CRYPT, 22)


@secret
def sha_htpasswd(rng):
    return "{S" + "HA}" + encoded(rng, 20)


@secret
def cisco5(rng):
    return "$" + "1$" + text(rng, CRYPT, 4) + "$" + text(rng, CRYPT, 22)


@secret
def cisco7(rng):
    return f"{rng.randint(0, 15):02d}" + text(rng, "0123456789ABCDEF", 8).upper() * rng.randint(
        1, 2
    )


@secret
def cisco8(rng):
    return "$" + "8$" + text(rng, CRYPT, 14) + "$" + text(rng, CRYPT, 43)


@secret
def cisco9(rng):
    return "$" + "9$" + text(rng, CRYPT, 14) + "$" + text(rng, CRYPT, 43)


@secret
def junos9(rng):
    return "$" + "9$" + text(rng, ALNUM + "-/.", 24, 40)


@secret
def forti_enc(rng):
    return encoded(rng, 42)


@secret
def stripe(rng):
    return (
        rng.choice(("s", "r"))
        + "k_"
        + rng.choice(("live", "test"))
        + "_"
        + mixed(rng, ALNUM, rng.choice((24, 98)))
    )


@secret
def google_api(rng):
    return "AI" + "za" + mixed(rng, URLSAFE, 35)


@secret
def google_oauth(rng):
    return "GOC" + "SPX-" + mixed(rng, URLSAFE, 28)


@secret
def azure_key(rng):
    return encoded(rng, 64)


@secret
def azure_signature(rng):
    return encoded(rng, 32).replace("+", "%2B").replace("/", "%2F").replace("=", "%3D")


@secret
def azure_secret(rng):
    return text(rng, ALNUM, 3) + "8" + "Q~" + mixed(rng, ALNUM + "-_.~", 34)


@secret
def sendgrid(rng):
    return "S" + "G." + mixed(rng, URLSAFE, 22) + "." + mixed(rng, URLSAFE, 43)


@secret
def npm(rng):
    return "np" + "m_" + mixed(rng, ALNUM, 36)


@secret
def pypi(rng):
    return "py" + "pi-AgEIcHlwaS5vcmc" + mixed(rng, URLSAFE, 130)


@secret
def cloudflare(rng):
    return mixed(rng, URLSAFE, 40)


@secret
def digitalocean(rng):
    return "do" + rng.choice(("p", "o")) + "_v1_" + text(rng, HEX, 64)


@secret
def twilio(rng):
    return "S" + "K" + text(rng, HEX, 32)


@secret
def openai(rng):
    return (
        "sk"
        + rng.choice(("-", "-proj-"))
        + mixed(rng, ALNUM, 20)
        + "T3Blbk"
        + "FJ"
        + mixed(rng, ALNUM, 20)
    )


@secret
def anthropic(rng):
    return "sk-" + "ant-api03-" + mixed(rng, URLSAFE, 93) + "AA"


@secret
def telegram(rng):
    return text(rng, "123456789", 1) + text(rng, DIGITS, 8, 9) + ":AA" + mixed(rng, URLSAFE, 33)


@secret
def discord(rng):
    return "M" + mixed(rng, ALNUM, 25) + "." + text(rng, ALNUM, 6) + "." + mixed(rng, URLSAFE, 38)


@secret
def discord_hook(rng):
    return (
        "https://disc"
        + "ord.com/api/web"
        + f"hooks/{text(rng, '123456789', 18)}/{mixed(rng, URLSAFE, 68)}"
    )


@secret
def totp(rng):
    return text(rng, UPPER + "234567", rng.choice((16, 32)))


@secret
def recovery(rng):
    return "-".join(text(rng, LOWER + DIGITS, 5) for _ in range(2))


@secret
def recovery_digits(rng):
    return " ".join(text(rng, DIGITS, 4) for _ in range(2))


@secret
def bitlocker(rng):
    return "-".join(text(rng, DIGITS, 6) for _ in range(8))


@secret
def tailscale(rng):
    return "tsk" + "ey-auth-k" + mixed(rng, ALNUM, 11) + "CNTRL-" + mixed(rng, ALNUM, 32)


@secret
def grafana(rng):
    return "gl" + "sa_" + mixed(rng, ALNUM, 32) + "_" + text(rng, HEX, 8)


# What looks like one


@harmless
def host(rng):
    return f"{rng.choice(SITES)}-{rng.choice(ROLES)}-{rng.randint(1, 24):02d}"


@harmless
def fqdn(rng):
    return f"{host(rng)}.{rng.choice(('example.com', 'corp.example', 'lan', 'lab.internal'))}"


@harmless
def ip(rng):
    return rng.choice(
        (
            f"10.{rng.randint(0, 250)}.{rng.randint(0, 250)}.{rng.randint(1, 254)}",
            f"192.168.{rng.randint(0, 250)}.{rng.randint(1, 254)}",
            f"192.0.2.{rng.randint(1, 254)}",
        )
    )


@harmless
def ip6(rng):
    return (
        "2001:db8:" + ":".join(text(rng, HEX, 1, 4) for _ in range(3)) + "::" + text(rng, HEX, 1, 3)
    )


@harmless
def prefix(rng):
    return f"10.{rng.randint(0, 250)}.{rng.randint(0, 250)}.0/{rng.randint(22, 28)}"


@harmless
def mac(rng):
    return rng.choice(":-").join(text(rng, HEX, 2) for _ in range(6))


@harmless
def user(rng):
    return rng.choice(USERS)


@harmless
def person(rng):
    return rng.choice(PEOPLE)


@harmless
def email(rng):
    return f"{rng.choice(('it', 'noc', 'helpdesk', 'j.doe'))}@{rng.choice(COMPANIES).lower().encode('ascii', 'ignore').decode()}.example"


@harmless
def company(rng):
    return rng.choice(COMPANIES)


@harmless
def model(rng):
    return rng.choice(MODELS)


@harmless
def site(rng):
    return rng.choice(SITES).upper()


@harmless
def uuid(rng):
    return str(uuids.UUID(bytes=rng.randbytes(16), version=4))


@harmless
def md5(rng):
    return text(rng, HEX, 32)


@harmless
def sha1(rng):
    return text(rng, HEX, 40)


@harmless
def sha256(rng):
    return text(rng, HEX, 64)


@harmless
def sha512(rng):
    return text(rng, HEX, 128)


@harmless
def short_commit(rng):
    return text(rng, HEX, 7, 12)


@harmless
def integrity(rng):
    """Subresource integrity, as lock files of npm hold it."""
    return "sha512-" + encoded(rng, 64)


@harmless
def public_key(rng):
    blob = b"\0\0\0\x0bssh-ed25519\0\0\0 " + rng.randbytes(32)
    return f"ssh-ed25519 {base64.b64encode(blob).decode()} {rng.choice(USERS)}@{host(rng)}"


@harmless
def public_rsa(rng):
    blob = b"\0\0\0\x07ssh-rsa\0\0\0\x03\x01\0\x01\0\0\x01\x81\0" + rng.randbytes(256)
    return f"ssh-rsa {base64.b64encode(blob).decode()} {rng.choice(USERS)}@{host(rng)}"


@harmless
def public_wireguard(rng):
    return encoded(rng, 32)


@harmless
def public_age(rng):
    return "age1" + text(rng, "qpzry9x8gf2tvdw0s3jn54khce6mua7l", 58)


@harmless
def public_pem(rng):
    return armored("PUBLIC KEY", encoded(rng, 160))


@harmless
def certificate(rng):
    return armored("CERTIFICATE", "MIID" + encoded(rng, rng.randint(300, 600)))


@harmless
def csr(rng):
    return armored("CERTIFICATE REQUEST", "MIIC" + encoded(rng, 300))


@harmless
def ssh_fingerprint(rng):
    return "SHA256:" + encoded(rng, 32).rstrip("=")


@harmless
def colon_fingerprint(rng):
    return ":".join(text(rng, "0123456789ABCDEF", 2) for _ in range(rng.choice((16, 20, 32))))


@harmless
def gpg_fingerprint(rng):
    return " ".join(text(rng, "0123456789ABCDEF", 4) for _ in range(10))


@harmless
def dkim(rng):
    return "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A" + encoded(rng, 250)


@harmless
def putty(rng):
    """The first words of a PuTTY key file, which a forge takes for the key."""
    return "PuTTY-User-" + f"Key-File-{rng.choice('23')}"


@harmless
def serial(rng):
    return rng.choice(
        (
            text(rng, UPPER + DIGITS, 7),
            "CZ" + text(rng, DIGITS, 4) + text(rng, UPPER + DIGITS, 4),
            "FOC" + text(rng, DIGITS, 4) + text(rng, UPPER + DIGITS, 4),
            "SN-" + text(rng, DIGITS, 10),
        )
    )


@harmless
def asset_tag(rng):
    return rng.choice(
        (
            f"IT-{rng.randint(2018, 2027)}-{text(rng, DIGITS, 5)}",
            "-".join(text(rng, UPPER + DIGITS, 5) for _ in range(5)),
            f"{rng.choice(SITES).upper()}-NB-{text(rng, DIGITS, 4)}",
        )
    )


@harmless
def wwn(rng):
    return ":".join(text(rng, HEX, 2) for _ in range(8))


@harmless
def imei(rng):
    return text(rng, DIGITS, 15)


@harmless
def iccid(rng):
    return "8949" + text(rng, DIGITS, 15)


@harmless
def sid(rng):
    return (
        "S-1-5-21-"
        + "-".join(str(rng.randint(10**8, 4 * 10**9)) for _ in range(3))
        + f"-{rng.randint(1000, 9999)}"
    )


@harmless
def ticket(rng):
    return rng.choice(
        (f"#{rng.randint(1000, 99999)}", f"INC{text(rng, DIGITS, 7)}", f"HT{text(rng, DIGITS, 5)}")
    )


@harmless
def invoice(rng):
    return rng.choice(
        (f"INV/{rng.randint(2022, 2026)}/{text(rng, DIGITS, 5)}", f"RE-{text(rng, DIGITS, 8)}")
    )


@harmless
def iban(rng):
    return rng.choice(("DE", "NL", "ES", "PL")) + " ".join(
        [text(rng, DIGITS, 2)] + [text(rng, DIGITS, 4) for _ in range(5)]
    )


@harmless
def phone(rng):
    return (
        rng.choice(("+49 30 ", "+33 1 ", "+34 91 ", "+48 22 ", "+1 212 "))
        + f"{text(rng, DIGITS, 3)} {text(rng, DIGITS, 4)}"
    )


@harmless
def date(rng):
    return f"{rng.randint(2023, 2026)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"


@harmless
def time(rng):
    return f"{rng.randint(0, 23):02d}:{rng.randint(0, 59):02d}:{rng.randint(0, 59):02d}"


@harmless
def version(rng):
    return f"{rng.randint(0, 24)}.{rng.randint(0, 20)}.{rng.randint(0, 40)}{rng.choice(('', '-rc1', '+deb12u2', '-1ubuntu3.4'))}"


@harmless
def number(rng):
    return str(rng.randint(2, 400))


@harmless
def port(rng):
    return str(
        rng.choice((22, 80, 161, 389, 443, 636, 3306, 3389, 5432, 8006, 8069, 8443, 9100, 51820))
    )


@harmless
def ssid(rng):
    return f"{rng.choice(COMPANIES)}-{rng.choice(('Guest', 'Corp', 'IoT', '5G', 'Staff'))}"


@harmless
def digest(rng):
    return "sha256:" + text(rng, HEX, 64)


@harmless
def pod(rng):
    return f"{rng.choice(('odoo', 'grafana', 'ingress', 'coredns'))}-{text(rng, HEX, 9)}-{text(rng, LOWER + DIGITS, 5)}"


@harmless
def object_id(rng):
    return text(rng, ALNUM, 18, 44)


@harmless
def picture(rng):
    """A small image as a data URI."""
    return "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA" + encoded(rng, rng.randint(60, 240))


@harmless
def vault_path(rng):
    return (
        rng.choice(("secret/data/", "kv/", "infra/"))
        + f"{rng.choice(SITES)}/{host(rng)}/{rng.choice(USERS)}"
    )


@harmless
def op_reference(rng):
    return f"op://Infra/{host(rng)}/password"


@harmless
def vaultwarden(rng):
    return f"vaultwarden://{uuid(rng)}"


@harmless
def aws_arn(rng):
    return f"arn:aws:secretsmanager:eu-central-1:{text(rng, DIGITS, 12)}:secret:prod/db-{text(rng, ALNUM, 6)}"
