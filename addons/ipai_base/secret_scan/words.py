# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people write before a secret: labels in English, German, French, Spanish, Dutch, Italian, Portuguese, Polish.

Matched on lower case. A label: the kind, an anchor that must occur, the shape, which begins with plain letters so
that the search runs at the speed of a comparison.
"""

import re
from typing import NamedTuple

NAMED = r"(?:[ \t]{0,2}\([^()\n]{1,40}\))?"
LINK = (
    r"(?:[ \t]{1,2}(?:for|of|to|on|from|at|für|fuer|von|vom|zum|zur|am|auf|des|der|pour|de|du|su"
    r"r|para|del|en|voor|van|op"
    r"|per|di|do|da|dla|od|wifi|wlan|admin|root|user)[ \t][^\n:=<>|]{1,40}?)?"
)
STRONG = (
    r"(?P<sign>[\"'`*_\])]{0,3}[ \t]{0,4}"
    r"(?::=|=>|->|→|[:=|–—\t>])[:=|>\"'`*_ \t]{0,4}\n?[ \t]{0,4}|[ \t]{1,2}-[ \t]{1,2}"
    r"|[ \t]{1,2}(?:is(?:[ \t]now|[ \t]set[ \t]to)?|ist"
    r"(?:[ \t]jetzt)?|lautet|lauten|est|es|é|è|jest|to|was|now|set[ \t]to"
    r"|changed[ \t]to|auf|:)[ \t:]{1,4})"
)
VALUE = r"(?P<value>\"[^\"\n]{3,160}\"|'[^'\n]{3,160}'|`[^`\n]{3,160}`|[^\s]{3,300})"


class Label(NamedTuple):
    """Words of one kind."""

    kind: str
    anchor: str
    shape: re.Pattern
    weak: bool


def label(kind, anchor, words, weak=False):
    """A label; `weak`: the value may stand after it without a sign."""
    return Label(
        kind, anchor, re.compile(f"(?:{words}){NAMED}(?:{LINK}{STRONG}|[ \t]{{1,2}}){VALUE}"), weak
    )


LABELS = (
    label("password", "passw", r"passw(?:or[dt]|d)(?:en|s|e)?(?![a-zäöü])", True),
    label(
        "password",
        "pass",
        r"pass(?:e|code|key)?(?<![b-z]pass)(?<![a-z]passe)(?![a-zäöü])(?!-port)",
        True,
    ),
    label("password", "userpass", r"userpass(?![a-z])"),
    label("password", "pwd", r"pwd(?![a-z])", True),
    label("password", "pw", r"pw(?<![a-z]pw)(?![a-z])", True),
    label("password", "psw", r"psw(?:d)?(?![a-z])", True),
    label("password", "kennwort", r"kennw(?:ort|örter)(?![a-z])", True),
    label("password", "losung", r"losung(?:swort)?(?![a-z])"),
    label("password", "mdp", r"mdp(?<![a-z]mdp)(?![a-z])", True),
    label("password", "mot", r"mots? de passe", True),
    label("password", "contrase", r"contrase(?:ñ|n|ny)as?", True),
    label("password", "clave", r"clave(?: de acceso| secreta)?(?![a-z])", True),
    label("password", "wachtwoord", r"wachtwoord(?:en)?", True),
    label("password", "ww", r"ww(?<![a-z0-9]ww)(?![a-z])", True),
    label("password", "parola", r"parola(?: d['’]ordine| chiave)?", True),
    label("password", "senha", r"senhas?(?![a-z])", True),
    label("password", "palavra-passe", r"palavra-passe", True),
    label("password", "has", r"has(?:ł|l)(?:o|em|a)(?![a-z])", True),
    label(
        "password",
        "acc",
        r"(?:code d['’]acc[eè]s|access code|c[óo]digo de acceso|c[óo]digo de acesso)",
    ),
    label("password", "zugangscode", r"zugangscode"),
    label("passphrase", "passphrase", r"passphrase", True),
    label("passphrase", "passwortsatz", r"passwortsatz"),
    label("passphrase", "phrase", r"phrase (?:de passe|secr[eè]te)"),
    label("pin", "pin", r"pin(?:-?code)?(?<![a-z]pin)(?<![a-z]pincode)(?![a-z])"),
    label("pin", "puk", r"puk(?<![a-z]puk)(?![a-z])"),
    label(
        "pin",
        "code",
        r"(?:tür|tuer|door|alarm|tor|gate|safe|tresor|zugangs|access|entry|lock|keypad)[ -]?code(?![a-z])",
    ),
    label("client-secret", "secret", r"secret(?:[ _-]?(?:key|value|access[ _-]?key))?(?![a-z])"),
    label("client-secret", "geheimnis", r"geheimnis(?![a-z])"),
    label("client-secret", "segreto", r"segreto(?![a-z])"),
    label("client-secret", "secreto", r"secreto(?![a-z])"),
    label("client-secret", "geheim", r"geheim(?![a-z])"),
    label("preshared-key", "psk", r"psk(?<![a-z]psk)(?![a-z])", True),
    label("preshared-key", "shared", r"shared[ _-]?(?:key|secret)", True),
    label("api-key", "api", r"api[ _-]?(?:key|schlüssel|schluessel|sleutel|secret)", True),
    label("api-key", "apikey", r"apikey", True),
    label("api-key", "clé", r"clé (?:d['’])?(?:api|secrète|privée|d['’]accès)"),
    label("api-key", "cle", r"cle (?:d['’])?api"),
    label("api-key", "clave", r"clave (?:de )?(?:la )?api"),
    label("api-key", "chiave", r"chiave (?:di )?(?:api|segreta|accesso)"),
    label("api-key", "chave", r"chave (?:de |da )?(?:api|secreta|acesso)"),
    label("api-key", "klucz", r"klucz (?:do )?api"),
    label("api-key", "access", r"access[ _-]?key(?![ _-]?id)"),
    label("api-key", "account", r"account[ _-]?key"),
    label(
        "api-key", "encryption", r"(?:encryption|license|master|signing|storage|service)[ _-]?key"
    ),
    label("token", "token", r"token(?:en)?(?![a-z])", True),
    label("token", "jeton", r"jeton(?: d['’]accès)?(?![a-z])"),
    label(
        "wifi-key",
        "key",
        r"(?:wi-?fi|wlan|wpa[23]?|network|ssid)[ _-]?(?:[a-z]{1,12}[ _-])?(?:key|psk|pass)",
        True,
    ),
    label(
        "wifi-key",
        "schl",
        r"(?:wi-?fi|wlan|netzwerk|netz|wpa[23]?)[ _-]?(?:netzwerk)?(?:schlüssel|schluessel)",
        True,
    ),
    label(
        "wifi-key",
        "cl",
        r"(?:clé|cle|clave|código|codice|code|chave|chiave|klucz|sleutel|hasło) "
        r"(?:de |du |del |do |della |da |la )?(?:wi-?fi|wlan|réseau|wep|wpa[23]?)",
        True,
    ),
    label("wifi-key", "sleutel", r"(?:wi-?fi|wlan|netwerk)-?sleutel", True),
    label("otp-seed", "totp", r"totp(?:[ _-]?(?:seed|secret|key))?(?![a-z])", True),
    label("otp-seed", "otp", r"otp(?<![a-z]otp)(?:[ _-]?(?:seed|secret|key))(?![a-z])", True),
    label(
        "otp-seed", "seed", r"(?:2fa|mfa|authenticator)[ _-]?(?:seed|secret|key|setup key)", True
    ),
    label("otp-seed", "2fa", r"2fa[ _-]?(?:seed|secret|key|code)?(?![a-z])"),
)

RECOVERY = re.compile(
    r"(?:recovery|backup|emergency|scratch|rescue)[ _-]?(?:codes?|keys?)|wiederherstellungs"
    r"(?:codes?|schlüssel)|backup-?codes?"
    r"|notfallcodes?|codes? de (?:secours|récupération|sauvegarde)|c[óo]digos? de "
    r"(?:recuperaci[óo]n|respaldo|recupera[çc][ãa]o|backup)"
    r"|herstelcodes?|codici di (?:recupero|backup|emergenza)|kody? (?:odzyskiwania|zapasowe)|(?:unlock|seal) keys?"
)
"""Before codes that let one in without the second factor."""

CODES = re.compile(
    r"(?<![\w-])(?:\d{4,8}[ -]\d{4,8}|\d{6,10}|(?=[a-z-]*\d)(?=[\d-]*[a-z])[a-z0-9]{4,10}"
    r"(?:-[a-z0-9]{4,10}){0,4})(?![\w-])"
)

LOGIN = re.compile(
    r"(?:login|log-in|logon|creds?|credentials?|zugangsdaten|zugang|anmeldung|identifiants?|conn"
    r"exion|credenciales|acceso|inloggegevens|inlog"
    r"|credenziali|accesso|credenciais|acesso|dane logowania|logowanie|user|username|benutzer|ut"
    r"ilisateur|usuario|gebruiker|utente|usuário|użytkownik|admin|administrator|root)"
    r"[ \t]{0,2}(?:\([^()\n]{1,30}\)[ \t]{0,2})?[:=]?[ \t]{0,3}(?:[\w.@\\-]{1,40}[ \t]{0,2})?"
    r"(?:[/|:,]|[ \t]-[ \t])[ \t]{0,3}(?P<value>[^\s]{6,100})"
)
"""A name and a password side by side, as in "login: admin / Winter2024!"."""

LOGIN_ANCHORS = tuple(
    "log cred zugang anmeldung identifiant connexion acces acceso inlog acesso user benutzer ut"
    "ilisateur usu gebruiker utente"
    " użytkownik admin root".split()
)
