# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets that stand where a device or its configuration has them; anchors in lower case."""

import re

from .tokens import rule

DEVICES = (
    rule(
        "snmp-community",
        "community",
        r"\bsnmp-server\s{1,3}community\s{1,3}(?P<secret>[^\s]{3,64})",
        re.I,
    ),
    rule("snmp-community", "community", r"\br[ow]community6?\s{1,3}(?P<secret>[^\s]{3,64})", re.I),
    rule(
        "snmp-community",
        "community",
        r"(?<![a-z])community(?:[ -](?:string|name))?(?:\s{1,2}\(?"
        r"(?:r[ow]|read|write|read-only|read-write)\)?)?\s{0,2}"
        r"(?:[:=]\s{0,2}[\"']?|\b(?:is|ist)\b\s{1,2}(?=[^\s]{0,40}[\d_]))(?P<secret>(?![$\{])[^\s\"'<(]{4,64})",
        re.I,
    ),
    rule(
        "snmp-community",
        "snmp",
        r"\bsnmp(?:walk|get|bulkwalk|set|getnext|status|table)\b[^\n]{0,80}?\s-c[ ]?[\"']?"
        r"(?P<secret>(?![$\{])[^\s\"'<]{3,64})",
    ),
    rule(
        "snmp-community",
        "snmp",
        r"\bsnmp\w{0,10}\b[^\n]{0,120}?\s-[AX][ ]?[\"']?(?P<secret>[^\s\"'<$\{-](?![$\{])[^\s\"'<]{5,64})",
    ),
    rule(
        "snmp-community",
        "snmp",
        r"\bsnmp(?:v[123]c?)?[ -](?:community)?\s{0,2}"
        r"(?:string)?\s{0,2}[:=]?\s{0,2}community\s{1,2}(?P<secret>"
        r"(?=[^\s]{0,40}[\d_!@#-])[^\s\"'<]{4,64})",
        re.I,
    ),
    rule(
        "device-password",
        "secret password key",
        r"\b(?:enable|username\s{1,3}[^\s]{1,40}"
        r"(?:\s{1,3}privilege\s{1,3}\d{1,2})?|line|neighbor\s{1,3}[^\s]{1,40}|ppp\s{1,3}"
        r"(?:chap|pap))\s{1,3}(?:algorithm-type\s{1,3}\w{1,10}\s{1,3})?(?:secret|password)\s{1,3}"
        r"(?:level\s{1,3}\d{1,2}\s{1,3})?(?:\d\s{1,3})?(?P<secret>"
        r"(?=[^\s]{0,60}(?:[\d$!@#%]|(?-i:[A-Z])))[^\s<:]{4,100})",
        re.I,
    ),
    rule(
        "device-password",
        "key",
        r"\b(?:tacacs|radius)(?:-server)?\b[^\n]{0,80}?\bkey\s{1,3}(?:\d\s{1,3})?(?P<secret>(?![$\{])[^\s<:=]{5,100})",
        re.I,
    ),
    rule(
        "device-password",
        "key",
        r"\b(?:isakmp|ikev[12]|ospf|hsrp|bgp|ntp|message-digest-key|authentication-key)\b[^\n]{0,60}"
        r"?\b(?:key|md5|pre-shared-key)\s{1,3}(?:\d\s{1,3})?(?P<secret>"
        r"(?=[^\s]{0,60}(?:[\d!@#$%]|(?-i:[A-Z])))(?![$\{])[^\s<:=]{5,100})",
        re.I,
    ),
    rule(
        "device-password",
        "password secret key-string psksecret passwd",
        r"\b(?:password|secret|key-string|psksecret|passwd|key)\s{1,3}"
        r"(?:ENC|[0-9]|encrypted-password|simple|cipher)\s{1,3}[\"']?(?P<secret>"
        r"(?=[^\s]{0,60}\d)[A-Za-z0-9+/=$!.@#%]{6,200})",
        re.I,
    ),
    rule(
        "device-password",
        "set",
        r"\bset\s{1,3}(?:passwd|password|psksecret|secret|passphrase|private-key)\s{1,3}[\"']?"
        r"(?P<secret>(?=[^\s]{0,80}(?:[\d!@#$%&*]|(?-i:[A-Z]))|[^\s]{4,200}\s{0,4}$)[^\s\"'<$\{][^\s\"']{3,200})",
        re.I | re.M,
    ),
    rule(
        "snmp-community",
        "auth priv createuser",
        r"\b(?:auth|priv|createUser|authPriv|authentication|privacy|encryption)\w{0,9}\b[^\n]{0,40}?"
        r"\b(?:sha-?\d{0,3}|md5|aes[ -]?\d{0,3}|3?des)"
        r"[ :/=,]{1,4}(?:(?:128|192|256)[ :/]{1,3})?"
        r"(?:auth\w{0,10}|priv\w{0,8}|key|pass\w{0,8})?[ :/=]{0,3}[\"']?(?P<secret>"
        r"(?=[^\s]{0,60}(?:[\d!@#$%&*]|(?-i:[A-Z])))[^\s\"'<,;()]{8,80})",
        re.I,
    ),
    rule(
        "snmp-community",
        "version com2sec",
        r"\b(?:snmp-server\s{1,3}host\s{1,3}[^\s]{1,60}\s{1,3}"
        r"(?:traps\s{1,3}|informs\s{1,3})?version\s{1,3}[12]c?|com2sec6?\s{1,3}[^\s]{1,40}\s{1,3}[^"
        r"\s]{1,40})"
        r"\s{1,3}(?P<secret>[^\s]{4,64})",
        re.I,
    ),
    rule(
        "device-password",
        "enable",
        r"(?:^|\n)\W{0,4}enable\s{1,3}(?:secret"
        r"|password)\s{1,3}(?:\d\s{1,3})?(?P<secret>(?=[^\s]{0,60}[\d$!@#%])[^\s<]{5,100})",
        re.I,
    ),
    rule(
        "password",
        "ilo idrac ipmi bmc cimc xcc irmc supermicro",
        r"\b(?:ilo|idrac|ipmi|bmc|cimc|xcc|irmc|supermicro)\w{0,2}\b[^\n]{0,80}?\b"
        r"(?:root|admin|administrator|userid|user)\b[^\n\w]{0,3}"
        r"(?:/|:|mit|with|pw|password|passwort)\s{0,3}"
        r"(?P<secret>calvin|admin|passw0rd|[A-Za-z0-9!@#$%-]{7,40})(?![\w./:])",
        re.I,
    ),
    rule(
        "wifi-key",
        "schlüssel key wpa wlan wi-fi wifi clé clave sleutel chiave",
        r"\b(?:schlüssel|key|wpa\d?|wlan|wi-?fi|clé|clave|sleutel|chiave|netzwerkschlüssel|wlan-netz"
        r"werkschlüssel)\b[^\n]{0,30}?(?<![\w-])(?P<secret>(?:\d{4}[ -]){3,4}\d{4}|\d{12,20})(?!\d)",
        re.I,
    ),
    rule(
        "pin",
        "pin code",
        r"(?:\b(?:PIN|PUK)(?:[ -]?[Cc]ode)?|\b"
        r"(?:[Dd]oor|[Aa]larm|[Ss]afe|[Gg]ate|[Ee]ntry|[Uu]nlock|[Tt]ür|[Tt]or|[Aa]ccess)[ -]?"
        r"(?:[Cc]ode|pin))(?:\s{0,3}(?:[:=]|is|ist|\()\s{0,3}|\s{1,2})(?P<secret>\d{4,8})"
        r"(?![\w.:/-])(?!\s{1,2}(?:header|connector|times|of|mm))",
    ),
    rule(
        "device-password",
        "password key secret type",
        r"\b7[:\s]{1,3}(?P<secret>[01]\d(?:[0-9A-F]{2}){4,30})(?!\w)",
    ),
    rule(
        "snmp-community",
        "snmp",
        r"\bsnmp[^\n]{0,60}?\bcommunity\s{1,2}[\"'`]?"
        r"(?!edition|server|support|string|name|list|access|is\b|ist\b|in\b|for\b|and\b|of\b|on\b|wa"
        r"s\b|from\b)"
        r"(?P<secret>[\w@!#-]{5,40})[\"'`]?\s{0,2}(?:\(|r[ow]\b|read|[,.;]|$|\n)",
        re.I,
    ),
    rule(
        "wifi-key",
        "wlan wi-fi wifi ssid wpa",
        r"\b(?:wlan|wi-?fi|ssid|wpa[23]?)\b[^\n]{0,60}?"
        r"(?:schlüssel|key|psk|passwor[dt]|pass|pw|kennwort|clé|clave|chiave|chave|klucz|hasło|sleut"
        r"el|code)"
        r"[\"'`*]{0,2}\s{0,2}[:= ]\s{0,2}[\"'`*]{0,2}(?P<secret>(?=[^\s]{0,60}\d)"
        r"(?=[^\s]{0,60}[a-z])(?![$\{])[^\s\"'`<(]{8,63})",
        re.I,
    ),
    rule(
        "wifi-key",
        "wpa",
        r"\bwpa[23]?(?:[ -]?(?:psk|personal))?\s{0,2}[:=]\s{0,2}(?P<secret>(?=[^\s]{0,60}\d)"
        r"(?=[^\s]{0,60}[a-z])(?![$\{])[^\s\"'`<(/]{8,63})",
        re.I,
    ),
    rule(
        "wifi-key",
        "ssid wlan wi-fi wifi",
        r"\b(?:[Ww][Ll][Aa][Nn]|[Ww]i-?[Ff]i|SSID)\b[^\n/]{0,60}?\s/\s(?P<secret>(?=[^\s]{0,60}\d)"
        r"(?=[^\s]{0,60}[a-z])[^\s/]{8,63})",
    ),
    rule(
        "password",
        "ilo idrac ipmi bmc",
        r"\b(?:[iI][lL][oO]\d?|iDRAC\d?|IPMI|BMC)\b[^\n]{0,60}?\b"
        r"(?:[Aa]dministrator|ADMIN|root|USERID)[^\n\w]{1,3}(?P<secret>[A-Z0-9]{8,10})(?!\w)",
    ),
    rule(
        "otp-seed",
        "totp otp 2fa mfa authenticator seed",
        r"(?:[Tt][Oo][Tt][Pp]|OTP|2FA|MFA|[Aa]uthenticator|[Ss]eed)\b[^\n]{0,40}?(?<!\w)"
        r"(?P<secret>[A-Z2-7]{16,64}|(?:[A-Z2-7]{4} ){3,8}[A-Z2-7]{4}"
        r"|(?=[a-z]{0,8}\d)(?:[a-z2-7]{4} ){3,8}[a-z2-7]{4})(?!\w)",
    ),
    rule(
        "wifi-key",
        "wifi:",
        r"\bWIFI:(?=[^\s]{0,100}T:)[^\s]{0,100}?[;:]P:(?P<secret>[^\s;]{8,63})",
        re.I,
    ),
    rule(
        "snmp-community",
        "auth priv",
        r"\b(?:auth\w{0,12}|priv\w{0,5})[ -](?:key|pass\w{0,8}|pw|secret)\s{0,2}[:=]?\s{0,2}[\"']?"
        r"(?P<secret>(?=[^\s]{0,60}[\d!@#$%])(?![$\{])[^\s\"'<,;()]{8,80})",
        re.I,
    ),
    rule(
        "snmp-community",
        "community",
        r"\bsnmp[^\n]{0,40}?\bcommunity\s{1,2}(?P<secret>[a-z]{2,4}_[a-z0-9]{3,20})(?=[\s,.;)]|$)",
        re.I,
    ),
    rule(
        "password",
        "ilo idrac ipmi bmc cimc xcc irmc supermicro",
        r"\b(?:ilo|idrac|ipmi|bmc|cimc|xcc|irmc|supermicro)\w{0,2}\b[^\n]{0,60}?"
        r"\b(?:pass\w{0,5}|kennwort|pw|pwd|tag|label"
        r"|sticker)\b[^\n]{0,40}?[ :=](?P<secret>(?-i:[A-Z0-9]{8,12}))(?![\w.:/-])",
        re.I,
    ),
    rule(
        "password",
        "ilo idrac ipmi bmc cimc xcc irmc supermicro",
        r"\b(?:ilo|idrac|ipmi|bmc|cimc|xcc|irmc|supermicro)\w{0,2}\b[^\n]{0,40}?\b(?:root|admin"
        r"|administrator|userid)\s{1,2}"
        r"(?P<secret>(?=[^\s]{0,60}\d)(?=[^\s]{0,60}[a-z])[^\s\"'<>:/()]{8,60})",
        re.I,
    ),
    rule(
        "snmp-community",
        "community",
        r"(?:\bcommunity[ -]string|\bsnmp[^\n]{0,20}?\bcommunity[ -]?(?:string)?)[ :]{1,3}[\"']?"
        r"(?P<secret>(?=[^\s]{0,40}[\d_@#-])[\w@!#-]{5,40})(?=[\"'\s,.;()]|$)",
        re.I,
    ),
    rule("snmp-community", "community", r"\bcommunity\s{1,3}\"(?P<secret>[^\s\"]{4,64})\"", re.I),
    rule(
        "snmp-community",
        "snmp",
        r"\bsnmp(?:v?[12]c?)?\s{0,2}\((?P<secret>(?=[^\s]{0,40}[\d_@#-])[\w@!#-]{5,40})\)",
        re.I,
    ),
    rule(
        "device-password",
        "radius tacacs",
        r"\b(?:radius|tacacs)\w{0,12}\b[^\n]{0,80}?\b(?:secret|key|psk|geheimnis|schlüssel|clé"
        r"|clave)\b(?:[\s:=\"'`|]{1,4}|[ ](?:is|ist|est|es)[ ])"
        r"(?P<secret>(?=[^\s]{0,60}\d)(?=[^\s]{0,60}[A-Za-z])(?![$\{])[^\s\"'<>|]{7,80})",
        re.I,
    ),
    rule(
        "snmp-community",
        "snmp authpriv usm",
        r"\b(?:snmp\s{0,2}v?3|snmpv3|authpriv|usm)\b[^\n]{0,120}?\b(?:sha\d{0,3}(?:-\d{3})?|md5"
        r"|aes\d{0,3}(?:-\d{3})?|3?des|auth\w{0,5}|priv\w{0,5}"
        r"|pass\w{0,6}|key)[ :=/,\"'(]{1,4}(?P<secret>(?=[^\s]{0,60}\d)(?=[^\s]{0,60}[A-Za-z])(?!"
        r"(?:sha|aes|md5|des)[-\d])(?![89]0000)(?![$\{])[^\s\"'<>,;()/]{8,80})",
        re.I,
    ),
    rule(
        "pin",
        "code pin puk",
        r"(?:\bpuk|\b(?:tresor|safe|tür|tuer|tor|schlie(?:ß|ss)fach|alarm|keypad|entrance|lock|lockbox|vault|garage"
        r"|garagen|zugangs?|zutritts?|serverraum|coffre|portail|porte|puerta|porta|deur|kluis|brama|sejf)"
        r"[ -]?(?:code|pin)(?!\w))(?:\s{0,2}[:=(]\s{0,2}|[ ](?:is|ist|lautet|est|es|è)[ ]|\s{1,2})(?P<secret>\d{4,10})"
        r"(?![\w.:/-])",
        re.I,
    ),
    rule(
        "device-password",
        "plain-text-password-value encrypted-password ascii-text ascii",
        r"\b(?:plain-text-password-value|encrypted-password|ascii-text|(?:wpa-)?psk\s{1,2}ascii)\s{1,3}(?:[0-9]\s{1,2})?"
        r"[\"']?(?P<secret>[^\s\"'<$\{][^\s\"']{5,200})",
    ),
    rule(
        "wifi-key",
        "wifi wi-fi wlan hotspot",
        r"\b(?:wlan|wi-?fi|hotspot)\b[\"'”)]{0,2}(?:[ ][\w\"'()-]{1,20}){0,2}[ ]?[:=][ ]?"
        r"(?P<made>(?=[^\s]{0,60}[!#$%&*?+=@])[^\s\"']{8,63})",
        re.I,
    ),
    rule(
        "recovery-code",
        "recovery wiederherstellung secours recuper",
        r"(?:recovery|wiederherstellungs|secours|recupera\w{0,4})[ -]?(?:key|schlüssel|code|clé|clave)?[ :=]{1,3}"
        r"(?P<secret>(?=[A-Z-]{0,60}\d)[A-Z0-9]{20,64}|(?:[A-Z0-9]{4,6}-){4,9}[A-Z0-9]{4,6})(?!\w)",
    ),
    rule(
        "pin",
        "code pin ombina codice codigo código kod",
        r"\b(?:door|gate|entrance|lock|safe|keypad|alarm\w{0,7}|tablets?|phone|screen|garage|tür|tor|hintereingang|schloss"
        r"|tresor|handys?|porte|portail|coffre|puerta|caja|porta|cancello|cassaforte|deur|kluis|drzwi|sejf)\b[^\n.;]{0,60}?"
        r"(?:code|pin|[ck]ombina[a-zçóã]{3,6}|c[oó]digo|codice|kod)(?:[ ]?[:=][ ]?|[ ](?:(?:is|to|now|auf|ist|lautet|est|es"
        r"|è|é|jest|nu|ora)[ ]){0,2})(?P<secret>(?!(?:19|20)\d\d(?!\d|\#))\d{4,8})(?![\w.:/-])",
        re.I,
    ),
    rule(
        "pin",
        "entsperr unlock ffnen bloque blocc bloqu",
        r"(?:entsperr\w{0,3}|unlock\w{0,3}|öffnen|d[ée]bloque\w{0,2}|desbloque\w{0,2}|sblocc\w{1,4})\b[^\n.;]{0,40}?[ ]"
        r"(?P<secret>\d{4,8})[ ]?(?:\#|eingeben|tippen|enter\b|type\b|saisir|composer|marcar|digitare)",
        re.I,
    ),
    rule(
        "device-password",
        "key-string",
        r"\bkey-string\s{1,3}(?:\d\s{1,3})?(?P<secret>(?=[^\s]{0,60}[\d!#$%])(?![$\{])[^\s<]{5,100})",
        re.I,
    ),
)
