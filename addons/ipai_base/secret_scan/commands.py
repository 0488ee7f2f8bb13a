# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets that stand where a command or a protocol has them; anchors in lower case."""

import re

from .tokens import rule

COMMANDS = (
    rule(
        "command-password",
        "curl wget http",
        r"\b(?:curl|https?|wget)\b[^\n]{0,200}?\s"
        r"(?:-u|-a|--user|--auth|--proxy-user)[ =]?[\"']?[^\s:\"']{1,60}:(?P<secret>[^\s\"']{3,100})",
    ),
    rule(
        "command-password",
        "mysql mariadb",
        r"\b(?:mysql\w{0,6}|mariadb(?:-\w{1,6})?)\b[^\n]{0,120}?\s-p(?P<secret>[^\s]{4,80})",
    ),
    rule(
        "command-password",
        "sshpass ipmitool mosquitto rdesktop mongo sqlcmd bcp isql influx psexec plink pscp docker "
        "podman helm az unzip zip 7z ldap redis-cli",
        r"\b(?:sshpass|ipmitool|mosquitto_[ps]ub|rdesktop|psexec|plink|pscp|mongo\w{0,8}|sqlcmd|bcp|isql|influx|"
        r"(?:docker|podman|helm|az|oc)\b[^\n]{0,60}login|unzip|zip|7z[a-z]?)\b[^\n]{0,120}?\s-[pP][ "
        r"]?(?P<secret>[^\s-][^\s]{3,80})",
        re.I,
    ),
    rule(
        "command-password", "ldap", r"\bldap\w{2,10}\b[^\n]{0,160}?\s-w[ ]?(?P<secret>[^\s]{4,80})"
    ),
    rule(
        "command-password", "redis-cli", r"\bredis-cli\b[^\n]{0,80}?\s-a[ ]?(?P<secret>[^\s]{4,80})"
    ),
    rule(
        "command-password",
        "smbclient rpcclient smbget smbmap net mount winexe",
        r"\b(?:smbclient|rpcclient|smbget|net|winexe|wmic)\b[^\n]{0,120}?\s"
        r"(?:-U|--user=?)[ ]?[\"']?[^\s%\"']{1,60}%(?P<secret>[^\s\"']{3,80})",
    ),
    rule(
        "command-password",
        "use",
        r"\bnet\s{1,3}use\b[^\n]{0,120}?/user:[^\s]{1,60}\s{1,3}(?P<secret>[^\s/*][^\s]{3,80})",
        re.I,
    ),
    rule(
        "command-password",
        "net user",
        r"\bnet\s{1,3}user\s{1,3}[^\s/]{1,40}\s{1,3}(?P<secret>(?=[^\s]{0,40}[\d!@#$%&])[^\s/*][^\s]{3,80})",
        re.I,
    ),
    rule("command-password", "/pass:", r"/pass(?:word)?:(?P<secret>[^\s]{4,80})", re.I),
    rule(
        "command-password",
        "convertto-securestring",
        r"ConvertTo-SecureString\s{1,3}(?:-String\s{1,3})?[\"'](?P<secret>[^\"'\n]{3,100})[\"']",
        re.I,
    ),
    rule(
        "command-password",
        "chpasswd",
        r"\b[\w.-]{1,32}:(?P<secret>[^\s\"'|]{3,80})[\"']?\s{0,3}\|[^\n]{0,20}chpasswd",
    ),
    rule(
        "command-password",
        "htpasswd",
        r"\bhtpasswd\s{1,3}-[A-Za-z]{0,4}b[A-Za-z]{0,4}\s{1,3}"
        r"(?:[^\s]{1,100}\s{1,3})?[^\s]{1,60}\s{1,3}(?P<secret>[^\s]{3,80})",
    ),
    rule(
        "command-password",
        "identified",
        r"\bidentified\s{1,3}(?:with\s{1,3}\w{1,30}\s{1,3})?by\s{1,3}(?:password\s{1,3})?"
        r"(?:[\"']|(?=[^\s]{0,60}[\d!#$%&]))(?P<secret>[^\s\"';]{3,100})",
        re.I,
    ),
    rule("command-password", "password", r"\bpassword\s{1,3}'(?P<secret>[^'\n]{3,100})'", re.I),
    rule(
        "command-password",
        "--pass --pw --secret --token --api-key",
        r"\s--(?:pass(?:word|wd|phrase|code)?|pw|secret|token|api-key|[a-z]{1,12}-"
        r"(?:password|token|secret))(?:="
        r"|[ ](?=[^\s]{0,80}[\d!@#$%&*+_]))[\"']?(?P<secret>[^\s\"'<$\{-][^\s\"']{3,120})",
    ),
    rule("command-password", "pass:", r"-pass(?:in|out)?\s{1,3}pass:(?P<secret>[^\s]{3,80})"),
    rule(
        "command-password",
        "add_user change_password",
        r"\b(?:add_user|change_password)\s{1,3}[^\s]{1,60}\s{1,3}(?P<secret>[^\s]{4,80})",
    ),
    rule(
        "authorization",
        "basic",
        r"\b[Bb]asic\s{1,3}(?P<secret>(?=[A-Za-z+/=]{0,60}[A-Z0-9])(?=[A-Z0-9]{0,60}[a-z])"
        r"(?=[A-Za-z0-9+/]{0,80}[A-Z0-9=])[A-Za-z0-9+/]{10,200}={0,2})(?![\w.])",
    ),
    rule(
        "authorization",
        "bearer",
        r"\b[Bb]earer[ :]{1,3}(?P<secret>(?=[A-Za-z_.-]{0,60}\d)[\w.~+/=-]{12,400})",
    ),
    rule(
        "authorization",
        "x-api-key x-auth-token x-vault-token private-token",
        r"(?:X-Api-Key|X-Auth-Token|X-Vault-Token|PRIVATE-TOKEN)['\"]?\s{0,2}[:=]\s{0,2}['\"]?"
        r"(?P<secret>[\w.+/=-]{8,200})",
        re.I,
    ),
    rule(
        "command-password",
        "docker podman helm chpasswd kinit cryptsetup sudo passwd",
        r"\becho\s{1,3}(?:-n\s{1,3})?[\"']?"
        r"(?P<secret>(?!\$[A-Z{(])[^\s\"':|]{6,100})[\"']?\s{0,3}\|\s{0,3}[^\n]{0,120}?"
        r"(?:-stdin|kinit|cryptsetup|sudo\s{1,3}-S)",
    ),
    rule(
        "command-password",
        "-password -pass",
        r"\s-pass(?:word)?(?:plaintext)?[ :=]\s{0,2}[\"']?(?P<secret>"
        r"(?=[^\s]{0,60}(?:[\d!@#%&*]|(?-i:[A-Z])))[^\s\"'<$({-][^\s\"']{4,100})",
        re.I,
    ),
    rule(
        "password",
        "bindpw bind_pw rootpw authtok bindcredential rootdn authpassword",
        r"(?:bind_?pw|rootpw|bindcredentials?)[\"']?\s{0,3}[:= ]\s{0,3}[\"']?(?P<secret>"
        r"(?![-*!])(?![$\{])[^\s\"'<]{5,100})",
        re.I,
    ),
    rule(
        "api-key",
        "key schlüssel clé clave chiave chave klucz sleutel",
        r"\b(?:odoo|api|n8n|grafana|zabbix|netbox|integration)\b(?:(?!public|host|gpg|ssh)[^\n]){0,60}?\b"
        r"(?:key|schlüssel|clé|clave|chiave|chave|klucz|sleutel)"
        r"[\"'`*]{0,3}\s{0,2}(?:[:=]|is|ist|\s)\s{0,3}[\"'`*]{0,3}(?P<secret>[0-9a-f]{32,64}|"
        r"(?=[^\s]{0,40}\d)[A-Za-z0-9_-]{32,80})(?![\w:+/])",
        re.I,
    ),
    rule(
        "password",
        "requirepass masterauth",
        r"\b(?:requirepass|masterauth)\s{1,3}[\"']?(?P<secret>(?![$\{])[^\s\"'<]{4,100})",
    ),
    rule(
        "password",
        "passw kennwort passe contrase wachtwoord parola senha hasł pw",
        r"(?<!\S)(?P<secret>(?=[^\s]{0,60}[\d!#$%&*?+])[^\s]{6,60}) "
        r"(?:as|als|comme|como|come|jako) (?:the |das |le |la |el |o |a |il |het |new |neues )?"
        r"(?:[\w-]{1,15} )?[\w-]{0,15}(?:passwor[dt]|kennwort|mot de passe|contrase[ñn]a|wachtwoord|parola|senh"
        r"a|hasł|pw\b|pwd\b|passphrase)(?![ -]?(?:manager|polic|safe|store|tool|server|vault|richtlinie))",
        re.I,
        (" as ", " als ", " comme ", " come ", " como ", " jako "),
    ),
    rule(
        "command-password",
        '"auth"',
        r'"auth"\s{0,2}:\s{0,2}"(?P<secret>[A-Za-z0-9+/]{12,200}={0,2})"',
    ),
    rule(
        "authorization",
        "authorization",
        r"\bauthorization[\"']?\s{0,2}[:=]\s{0,2}[\"']?(?:token|bot|apikey|api-key|key|digest"
        r"|aws4\S{0,20}|splunk|\w{1,12})"
        r"[ =]{1,2}(?P<secret>(?=[A-Za-z_.-]{0,60}\d)[\w.~+/=-]{16,400})",
        re.I,
    ),
    rule(
        "password",
        "gerätepasswort gerätekennwort gerätepw device persönliches personal",
        r"\b(?:persönliches kennwort|personal password|gerätepasswort|gerätekennwort|gerätepw|device password"
        r"|router password)[ :=]{1,3}(?P<secret>\d{4,20})(?!\w)",
        re.I,
    ),
    rule(
        "password",
        "pass pwd secret token",
        r"(?:key|name|id)=[\"'][\w.:-]{0,40}(?:passw(?:or)?d|pwd|pass|secret|token"
        r"|apikey)[\"']\s{1,3}(?:value|content)="
        r"[\"'](?P<secret>[^\"'\n]{5,120})[\"']",
        re.I,
        ("value=", "content="),
    ),
    rule(
        "password",
        "pass pwd secret token key",
        r"[\"'][\w.-]{0,40}(?:passw(?:or)?d|pwd|_pass|secret|token"
        r"|_key)[\"']\s{0,2},\s{0,2}[\"'](?P<secret>[^\"'\n]{5,120})[\"']",
        re.I,
    ),
    rule(
        "password",
        "@tcp( @unix(",
        r"(?<![\w/])[\w.-]{1,40}:(?P<secret>[^\s@/:]{3,80})@(?:tcp|unix)\(",
    ),
    rule(
        "command-password",
        "password(",
        r"\bpassword\([\"'](?P<secret>[^\"'\n]{4,100})[\"']\)",
        re.I,
    ),
    rule(
        "command-password",
        "use",
        r"\bnet\s{1,3}use\b[^\n]{0,80}?\s(?P<secret>(?=[^\s]{0,40}[\d!@#$%&])[^\s/*\\][^\s:\\]{4,80})\s{1,3}/user:",
        re.I,
    ),
    rule(
        "command-password",
        "freerdp mstsc",
        r"\b\w{0,2}freerdp\w{0,2}\b[^\n]{0,120}?\s/p:[\"']?(?P<secret>[^\s\"']{4,80})",
    ),
    rule(
        "command-password",
        "-storepass -keypass -srcstorepass",
        r"\s-(?:src|dest)?(?:store|key)pass\s{1,3}[\"']?(?P<secret>[^\s\"'<$\{-][^\s\"']{4,80})",
    ),
    rule(
        "url-password",
        "@",
        r"(?<![\w/:@.;-])(?!(?:mailto|sips?|xmpp|acct|tel|e-?mail|cc|to|from|via|fax):)[a-zA-Z][\w.-]{0,40}:"
        r"(?P<secret>(?=[^\s@]{0,60}\d)(?=[^\s@]{0,60}[A-Za-z])[^\s/@:\"'<>()]{7,80})@"
        r"(?:[a-z0-9-]{1,40}\.){1,5}[a-z0-9]{1,20}(?!\w)",
    ),
    rule(
        "password",
        "p:",
        r"\bU(?:ser)?:[ ]?[^\s]{1,40}[ ,;/|]{1,3}P(?:ass)?:[ ]?(?P<secret>[^\s]{4,80})",
        re.I,
    ),
    rule(
        "token",
        "key= token= secret= password= pwd= auth=",
        r"[?&](?:api_?key|key|access_?token|token|auth|secret|password|pwd|passwd)=(?P<secret>[^\s&\"'<>]{8,400})",
        re.I,
    ),
    rule(
        "command-password",
        "--password-command --passcommand --pass-command",
        r"--pass(?:word)?-?command[ =][\"']{0,2}echo\s{1,2}[\"']?(?P<secret>[^\s\"'$<{][^\s\"']{3,80})",
    ),
    rule(
        "command-password",
        "schtasks",
        r"\bschtasks\b[^\n]{0,200}?\s/r?p\s{1,2}[\"']?(?P<secret>[^\s\"'*%/][^\s\"']{3,80})",
        re.I,
    ),
    rule(
        "vault-token",
        "login",
        r"\b(?:vault|bao)\s{1,2}login\s{1,2}(?:-\S{1,40}\s{1,2}){0,3}(?P<secret>(?=[^\s]{0,60}[\dA-Z])[\w.-]{20,120})(?!\S)",
    ),
    rule(
        "url-password",
        "thin:",
        r"\b(?:thin|oci8?):[\w$]{1,40}/(?P<secret>[^\s/@$<{\"']{3,80})@",
    ),
    rule(
        "url-password",
        "sqlplus impdp expdp sqlldr rman",
        r"\b(?:sqlplus|impdp|expdp|sqlldr|rman)\b[^\n]{0,60}?\s[\"']?[\w$]{1,40}/(?P<secret>[^\s/@$<{\"']{3,80})(?=@|\s|[\"']|$)",
    ),
    rule(
        "password",
        "passw kennwort pw",
        r"\b(?:it['’]?s|that['’]?s|it[ ]is|to|auf|lautet|est|es|è)[ ][\"'“„]?(?P<made>[^\s\"'”“]{7,60})[\"'”“]?"
        r"(?:[ ]\(|[ ,;–-]{1,3}[^\n.]{0,80}?(?:that|this|which|it|das|dies)['’]?(?:s|[ ]is|[ ]ist)?[ ])"
        r"(?:(?:the|das|le|our|new)[ ])?(?:[\w-]{1,14}[ -]){0,2}(?:passw|kennwort|pw\b)",
        re.I,
        ("(", " that", " this", " which", " it", " das ", " dies"),
    ),
    rule(
        "password",
        "protect encrypt secured schützt schlüsselt gesichert chiffr cifrad proteg protég unlock open beveiligd",
        r"\b(?:protect\w{0,4}|encrypt\w{0,4}|secured|geschützt|verschlüsselt|gesichert|chiffr\w{1,3}|cifrad\w|protegid\w"
        r"|protég\w{1,4}|unlocks?|unlocked|opens?|opened|beveiligd)[ ](?:with|by|mit|avec|par|con|com|met)[ ][\"']?"
        r"(?P<made>[^\s\"']{7,60})",
        re.I,
    ),
    rule(
        "password",
        "admin root",
        r"(?:\\|(?<![\w./-]))(?:administrator|admin|root|sysadmin|localadmin)[ ]{1,3}"
        r"(?P<made>(?=[^\s]{0,60}[!#$%&*?+=@])[^\s\"'()<>:=/,;@]{7,60})(?=[\s,;.]|$)",
        re.I,
    ),
    rule(
        "password",
        "passw kennwort pw contrase wachtwoord passe mdp senha hasł heslo",
        r"(?:passwor[dt]|kennwort|\bpw|\bpwd|contrase[ñn]a|wachtwoord|mot de passe|\bmdp|senha|hasło|heslo)\b[^\n()]{0,40}"
        r"\((?:(?:aktuell|derzeit|jetzt|currently|current|now|still|is|ist|actuel|actual|huidig|attuale|atual)[: ]{1,2})?"
        r"(?P<made>[^\s()]{7,60})\)",
        re.I,
        ("(",),
    ),
    rule(
        "password",
        "passw kennwort pw contrase wachtwoord passe mdp senha hasł heslo",
        r"(?<!\S)(?P<made>[^\s()\"']{7,60})[ ]\((?:[\w-]{1,15}[ ]){0,3}[\w-]{0,15}"
        r"(?:passwor[dt]|kennwort|\bpw|\bpwd|contrase[ñn]a|wachtwoord|mot de passe|\bmdp|senha|hasło|heslo)\b[^\n()]{0,30}\)",
        re.I,
        ("(",),
    ),
    rule(
        "password",
        "app-passw app passw application specific applicatif aplicación",
        r"\b(?:app|application)\b[ -]?(?:specific )?(?:passwor[dt]|kennwort)\b[^\n]{0,60}?[ :](?P<secret>(?:[a-z]{4}[ -]){3}[a-z]{4})"
        r"(?![ -]?[\w])",
        re.I,
    ),
    rule(
        "password",
        "keepass bitwarden vault 1password",
        r"\b(?:keepass\w{0,3}|bitwarden|vaultwarden|1password|vault)[ -]master\w{0,9}[ ]?[:=][ ]?(?P<made>[^\s]{7,60})",
        re.I,
    ),
)
