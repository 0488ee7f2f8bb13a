# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people write before a secret: labels in English, German, French, Spanish, Dutch, Italian, Portuguese, Polish.

Matched on lower case. A label: the kind, an anchor that must occur, the shape, which begins with plain letters so
that the search runs at the speed of a comparison.
"""

import re
from typing import NamedTuple

from .shapes import lines_of

NAMED = r"(?:[ \t]{0,2}\([^()\n]{1,40}\))?"
LINK = (
    r"(?:[ \t]{1,2}(?:for|of|to|on|from|at|für|fuer|fürs|beim|with|von|vom|zum|zur|am|auf|des|der|pour|de|du|su"
    r"r|para|del|en|voor|van|op"
    r"|per|di|do|da|dla|od|för|till|från|på|til|fra|pro|pre|ke|za|для|от|на|pentru|untuk|için|cho"
    r"|wifi|wlan|admin|root|user)[ \t][^\n:=<>|]{1,40}?)?"
)
QUALIFIED = (
    r"(?P<whose>(?:[_-][a-z0-9]{1,15}){1,3}(?=[\"']?[ \t]?[:=])"
    r"|[ \t]{1,2}[^\s:=<>|,;]{1,30}(?:[ \t][^\s:=<>|,;]{1,30}){0,2}(?=[ \t]?[:=]))"
)
STRONG = (
    r"(?P<sign>[\"'`*_\])}]{0,3}[ \t]{0,4}(?:[.…·]{2,60}[ \t]?)?"
    r"(?::=|=>|->|→|<<|[:=|–—\t>»])[:=|>\"'`*_ \t«„“]{0,4}(?:(?<=:)\n\n?[ \t]{0,4}|(?<=:[ \t])\n[ \t]{0,4})?"
    r"|[ \t]{1,2}-[ \t]{1,2}|['’]s[ \t]{1,2}"
    r"|[ \t]{0,2}(?:是|为|為|は|が|는|은|를|คือ)[ \t:「]{0,4}"
    r"|[ \t]{1,2}(?:is(?:[ \t](?:now|still|again|currently|set[ \t]to))?|är|er|je|ir|yra|este|это|là|adalah|είναι|ist"
    r"(?:[ \t](?:jetzt|nun|noch|weiterhin|derzeit|aktuell|immer[ \t]noch))?|lautet(?:[ \t](?:jetzt|nun|noch))?|lauten|heißt|heisst"
    r"|est(?:[ \t](?:toujours|maintenant))?|es|é|è|jest|to|was|now|set[ \t]to"
    r"|changed[ \t]to|auf|:)[ \t:]{1,4})"
)
VALUE = r"(?P<value>\"[^\"\n]{3,160}\"|'[^'\n]{3,160}'|`[^`\n]{3,160}`|[^\s]{1,300})"


PASSWORDS = (
    r"passw(?:or[dt]|d)|pwd?|pass|kennwort|mot de passe|mdp|contrase(?:ñ|n)a|clave|wachtwoord|parola|senha|has(?:ł|l)o"
    r"|lösenord|passord|adgangskode|kodeord|salasana|heslo|jelszó|parolă|şifre|пароль|лозинка|lozinka|zaporka|geslo"
    r"|slaptažodis|密码|密碼|パスワード|비밀번호|mật khẩu|kata sandi|κωδικός"
)
"""Words for a password, as headings of columns and lines have them."""
INFLECTED = r"(?:[^\W\d_]{0,4}(?!\w)(?: on(?= ))?|(?=[はがを是为為는은]|คือ))"


class Label(NamedTuple):
    """Words of one kind."""

    kind: str
    anchor: str
    shape: re.Pattern
    weak: bool
    made: bool


def label(kind, anchor, words, weak=False, made=False):
    """A label; `weak`: the value may stand after it without a sign; `made`: it has to look like a secret by itself."""
    return Label(
        kind,
        anchor,
        re.compile(
            f"(?P<label>{words}){NAMED}(?:(?:{LINK}|{QUALIFIED}){STRONG}|[ \t]{{1,2}}){VALUE}"
        ),
        weak,
        made,
    )


def labels():
    """The labels of labels.txt, in their order."""
    found = []
    for line in lines_of("labels.txt"):
        kind, rest = line.split(" ", 1)
        if kind == "=":
            words = (word.replace("·", " ").replace("\u200c", "") for word in rest.split())
            found += (label("password", word, word + INFLECTED, True) for word in words)
        else:
            anchor, asks, words = rest.split(" ", 2)
            found.append(
                label(kind, anchor.replace("·", " "), words, asks == "weak", asks == "made")
            )
    return tuple(found)


LABELS = labels()

RECOVERY = re.compile(
    r"(?:recovery|back-?up|emergency|scratch|rescue|one-time|single-use|reserve|2fa|mfa)[ _-]?(?:2fa "
    r"|mfa |verification )?(?:codes?|keys?)"
    r"|(?:wiederherstellungs|backup|notfall|ersatz|einmal|sicherungs|reserve)-?(?:codes?|schlüssel)"
    r"|codes? (?:de |à |d['’])?(?:secours|récup\w{0,8}|recup\w{0,8}|sauvegarde|usage unique|urgence)"
    r"|c[óo]digos? (?:de )?(?:recupera\w{0,5}|respaldo|emerg\w{0,7}|un solo uso|backup|reserva)"
    r"|(?:herstel|back-?up|nood|reserve)-?codes?"
    r"|codic[ie] (?:di )?(?:recupero|backup|emergenza|riserva)|kod\w{0,2} (?:odzysk\w{0,8}"
    r"|zapasow\w{0,3}|awaryjn\w{0,3}|jednorazow\w{0,3})"
    r"|(?:unlock|seal) keys?"
)
"""Before codes that let one in without the second factor."""

CODES = re.compile(
    r"(?<![\w-])(?:\d{4,8}[ -]\d{4,8}|\d{6,10}|(?=[a-z-]*\d)(?=[\d-]*[a-z])[a-z0-9]{4,10}"
    r"(?:-[a-z0-9]{4,10}){0,4})(?![\w-])"
)

LOGIN = re.compile(
    r"(?<![\w./@-])(?:[a-z]{2,10}-)?(?:login|log-in|logon|creds?|credentials?|zugangsdaten|zugang"
    r"|login-?daten|anmeldedaten|anmeldung|pppoe|sip|vpn|rdp|ftp|dsl|ilo|idrac|identifiants?|connexion"
    r"|credenciales|acceso"
    r"|inloggegevens|inlog|credenziali|accesso|credenciais|acesso|dane logowania|logowanie|user"
    r"|username|benutzer|utilisateur"
    r"|usuario|gebruiker|utente|usuário|użytkownik|admin|administrator|root)(?![a-zà-ž])"
    r"(?:(?:[ \t]{1,2}[^\s:=,;/|]{1,40}){1,3}[:=][ \t]{0,3}"
    r"|[ \t]{0,2}(?:\([^()\n]{1,30}\)[ \t]{0,2})?(?:[:=]|(?:is|are|ist|sind|est|sont|es|son|sono)[ \t])?[ \t]{0,3})"
    r"(?:[\w.@\\-]{1,40}[ \t]{0,2})?(?:/{1,2}|[|:,+]|[ \t]?[–—]|[ \t]-[ \t]|->|=>|→)[ \t]{0,3}(?P<value>[^\s]{6,100})"
)
"""A name and a password side by side, as in "login: admin / Winter2024!"."""

CREDENTIALS = re.compile(
    r"(?:\blogin|\bauth|\bcreds?|credentials?|zugangsdaten|login-?daten|anmeldedaten|identifiants?"
    r"|credenciales|inloggegevens|credenziali(?: di accesso)?|credenciais(?: de acesso)?|dane logowania)"
    r"(?:[ \t][\w.-]{1,30}(?=:))?[ \t]{0,2}(?:[:=]|(?:is|are|ist|sind|est|sont|es|son|sono)(?=[ ]))?[ \t]{1,3}[\w.@\\-]{1,40}[ \t]{1,3}"
    r"(?:(?:and|und|et|y|e|en|i|mit|with|avec|con|com)[ \t]{1,2})?(?P<value>[^\s]{6,100})"
)
"""The same, apart by a blank."""

ENTER = re.compile(
    r"(?:\blog(?:ged|ging)?[ -]?(?:in|on|into|onto)\b|\bsign(?:ed)?[ -]?in|anmeld\w{0,6}|einlogg\w{0,4}"
    r"|\bconnect\w{0,8}|\bconect\w{0,8}|\bconnexion|\bidentifi\w{1,5}|\bauthenti\w{1,8}|\bidentific\w{1,5}"
    r"|\bacced\w{0,6}|\bentr[ae]\w{0,4}|\binlog\w{0,6}|\bzalog\w{0,6}|\bssh\b)(?:[^\n.;]|\.(?! )){0,60}?"
    r"(?:\b(?:with|using|mit|avec|con|met|com|z|und|and|et|e|y|en|i)[ \t]{1,2}|\()"
    r"(?:[\w.@-]{1,40}[ \t]?[/:][ \t]?|[\w.@\\-]{1,40}[ \t](?:and|und|et|e|y|en|i|og|och|a)[ \t](?:(?:das |the |le )?"
    r"(?:pw|passwor[dt]|kennwort|mdp)[ \t])?)?(?P<value>[^\s()]{6,60})"
    r"|\b(?:mit|with|avec|con|com|met|z)[ \t][^\s]{1,40}[ \t](?:und|and|et|e|y|en|i)[ \t](?P<last>[^\s]{6,60})[ \t]"
    r"(?:anmeld|einlog|log|inlog|connect|zalog)"
)
"""A login that is told, as in "log in as admin with cobalt4359"."""

LOGIN_ANCHORS = tuple(
    "pppoe sip vpn rdp ftp dsl ilo idrac "
    "log cred auth zugang anmeldung identifiant connexion acces acceso inlog acesso user benutzer ut"
    "ilisateur usu gebruiker utente użytkownik admin root".split()
)

ENTER_ANCHORS = tuple(
    "log sign anmeld conne conect acced entr ssh mit with avec con com met identif authenti".split()
)

STACKED = re.compile(
    r"(?:^|\n)[ \t>*|\"-]{0,6}(?:[^\s:]{1,15}[ -])?(?:"
    + PASSWORDS
    + r"|passphrase|psk|wpa2?|wi-?fi key|key|schlüssel)"
    r"[ \t:*\"]{0,4}\n{1,2}[ \t>*|-]{0,6}(?P<value>[^\s]{6,100})[ \t|]{0,3}(?=\n|$)"
)
"""A label on a line of its own, and what stands alone on the next."""

TOLD_BELOW = re.compile(
    r"(?:[ ](?:is|is now|ist|lautet|est|es|è|é|jest|är|er)|:)[ \t]{0,3}\n{1,3}[ \t>*|-]{0,8}(?P<value>[^\s]{6,100})"
    r"[ \t]{0,3}(?=\n|$)"
)
"""What stands alone below a line that ends as if it told it."""

BELOW = re.compile(
    r"(?:^|\n)[ \t>*|-]{0,6}(?:user|username|login|benutzer|benutzername|utilisateur|identifiant|usuario|utente|gebruiker"
    r"|name)[ \t:]{1,4}[^\s:]{2,60}[ \t]{0,3}\n[ \t>*|-]{0,6}(?:" + PASSWORDS + r")[ \t:]{1,4}"
    r"(?P<value>(?=[^\s]{0,60}\d)[^\s]{5,60})[ \t]{0,3}(?=\n|$)"
)
"""A line with a name, and below it one with a password, without a sign."""

MACHINE = re.compile(
    r"(?<![\w-])(?:[0-9a-f]{64}|[0-9a-f]{40}|[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?![\w-])",
    re.I,
)
"""Numbers that machines make: hashes, and keys."""

KEYISH = re.compile(
    r"\b(?:api\w{0,4}|token|secret|access key|schlüssel|clé|clave|chiave|klucz|sleutel)\b"
    r"(?!.*(?:commit|hash|sha-?\d|md5|digest|finger|thumb|checksum|public|\bid\b|serial|snapshot"
    r"|container|etag|trace|version|request"
    r"|session|image|revision)).*(?:[:=]\s{0,2}[\"'`*]{0,3}|\b(?:is|ist|est|es|lautet|key|token|schlüssel) )$"
)
"""What is before such a number when it is a key."""

PROXMOX = re.compile(r"(?:\b(?:proxmox|pve|pbs)\b|@p[av][mev]!).*(?:token|secret|api|value|!)")
"""The same before a UUID: tokens of Proxmox are such."""

LISTED = re.compile(
    r"[\"']?(?:name|key)[\"']?[ ]?[:=][ \t]{0,3}[\"']?[\w.-]{0,40}(?:passw(?:or)?d|passwort|pwd|pass|secret|token|api_?key)"
    r"\w{0,20}[\"']?,?[ \t]{0,3}\n?[ \t]{0,20}[\"']?value[\"']?[ ]?[:=][ \t]{0,3}[\"']?(?P<value>[^\s\"'{$<][^\s\"']{3,200})"
    r"|(?:passw(?:or)?d|passwort|pwd|secret|token|api_?key)[\"']?:[ ]?[|>][+-]?[ \t]{0,3}\n[ \t]{1,20}(?P<block>[^\s{$<]\S{3,200})"
    r"[ \t]{0,3}(?=\n|$)"
)
"""A name that is a label and its value as Kubernetes and Compose list them, or as a block of YAML."""
