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
    r"|per|di|do|da|dla|od|för|till|från|på|til|fra|pro|pre|ke|za|для|от|на|pentru|untuk|için|cho"
    r"|wifi|wlan|admin|root|user)[ \t][^\n:=<>|]{1,40}?)?"
)
QUALIFIED = (
    r"(?P<whose>(?:[_-][a-z0-9]{1,15}){1,3}(?=[\"']?[ \t]?[:=])"
    r"|[ \t]{1,2}[^\s:=<>|,;]{1,30}(?:[ \t][^\s:=<>|,;]{1,30}){0,2}(?=[ \t]?[:=]))"
)
STRONG = (
    r"(?P<sign>[\"'`*_\])]{0,3}[ \t]{0,4}(?:[.…·]{2,60}[ \t]?)?"
    r"(?::=|=>|->|→|<<|[:=|–—\t>»])[:=|>\"'`*_ \t]{0,4}(?:(?<=:)\n\n?[ \t]{0,4}|(?<=:[ \t])\n[ \t]{0,4})?"
    r"|[ \t]{1,2}-[ \t]{1,2}|['’]s[ \t]{1,2}"
    r"|[ \t]{0,2}(?:是|为|為|は|が|는|은|를)[ \t:]{0,4}"
    r"|[ \t]{1,2}(?:is(?:[ \t]now|[ \t]set[ \t]to)?|är|er|je|yra|este|это|là|adalah|είναι|ist"
    r"(?:[ \t]jetzt)?|lautet|lauten|est|es|é|è|jest|to|was|now|set[ \t]to"
    r"|changed[ \t]to|auf|:)[ \t:]{1,4})"
)
VALUE = r"(?P<value>\"[^\"\n]{3,160}\"|'[^'\n]{3,160}'|`[^`\n]{3,160}`|[^\s]{1,300})"


PASSWORDS = (
    r"passw(?:or[dt]|d)|pwd?|pass|kennwort|mot de passe|mdp|contrase(?:ñ|n)a|clave|wachtwoord|parola|senha|has(?:ł|l)o"
    r"|lösenord|passord|adgangskode|kodeord|salasana|heslo|jelszó|parolă|şifre|пароль|лозинка|lozinka|zaporka|geslo"
    r"|slaptažodis|密码|密碼|パスワード|비밀번호|mật khẩu|kata sandi|κωδικός"
)
"""Words for a password, as headings of columns and lines have them."""

OF_THE_WORLD = """
wachtwoord wachtwurd wagwoord pswd passwuert adgangskode kodeord salasan salasõn parool heslo hesla heslem heslu jelsz fjalëkal
fjalekal lykilorð loyniorð parolă parolas parolan parolı парол лозинк lozink zapork geslo slaptažod slaptazod пароль құпиясөз құпия·сөз
сырсөз серсүз нууц·үг рамз şifre sifre şifrə pasvort pasahitz contrasinal contrasenya cyfrinair pasfhocal focal·faire ger-tremen
modpas kata·sandi sandi kata·laluan tembung·sandi nenosiri nywila iphasiwedi furaha·sirta teny·miafina mật·khẩu κωδικ συνθηματικ סיסמ
كلمة·المرور كلمة·السر كلمة·مرور كلمة·سر گذرواژه رمز·عبور رمز·ورود پاس·ورڈ پاسورڈ تېرەن وشەی·نهێنی รหัสผ่าน ລະຫັດຜ່ານ ពាក្យសម្ងាត់
စကားဝှက် पासवर्ड संकेतशब्द कूटशब्द পাসওয়ার্ড ਪਾਸਵਰਡ પાસવર્ડ ପାସୱାର୍ଡ கடவுச்சொல் பாஸ்வேர்ட் పాస్‌వర్డ్ సంకేతపదం ಪಾಸ್‌ವರ್ಡ್ ಗುಪ್ತಪದ പാസ്‌വേഡ് രഹസ്യവാക്ക് මුරපදය
პაროლ գաղտնաբառ ծածկագիր የይለፍ·ቃል 口令 パスワード 비밀번호 비번 암호
"""
"""The word for a password in other languages, or how it begins; `·` is a blank."""


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


def _seen(word):
    """A word of the table as a text has it, without what joins its letters unseen."""
    return word.replace("·", " ").replace("\u200c", "")


LABELS = (
    label("password", "passw", r"passw(?:or[dt]|d)(?:en|s|e)?(?<!1password)(?![a-zäöü])", True),
    label(
        "password",
        "pas",
        r"(?!passw(?:or[dt]|d))pas{1,3}(?:w(?:rod|ort|od|rd|rt|r|ood|oord|oo?rdt|ord)|owrd|ord(?:et)?|ort"
        r"|wor)(?<!passport)(?![a-zäöü])",
        True,
    ),
    label(
        "password",
        "pass",
        r"pass(?:e|code|key)?(?<![b-z]pass)(?<![a-z]passe)(?![a-zäöü])(?!-port)",
        True,
    ),
    *(
        label("password", word, rf"{word}(?![a-z])", True)
        for word in ("userpass", "initpass", "adminpass", "rootpass", "dbpass", "defaultpass")
    ),
    label("password", "pwd", r"pwd(?![a-z])", True),
    label("password", "pw", r"pw(?<![a-z]pw)(?![a-z])", True),
    label("password", "p/w", r"(?<![a-z0-9])p/w", True),
    label("password", "psw", r"psw(?:d)?(?![a-z])", True),
    label("password", "kennwort", r"kennw(?:ort|örter)(?![a-z])", True),
    label("password", "losung", r"losung(?:swort)?(?![a-z])"),
    label("password", "mdp", r"mdp(?<![a-z]mdp)(?![a-z])", True),
    *(
        label("password", _seen(word), _seen(word) + r"[^\W\d_]{0,4}(?!\w)(?: on(?= ))?", True)
        for word in OF_THE_WORLD.split()
    ),
    label("password", "parole", r"parole(?![a-z])", made=True),
    label("password", "mot", r"mots? de passe", True),
    label("password", "contrase", r"contrase(?:ñ|n|ny)as?", True),
    label("password", "clave", r"clave(?: de acceso| secreta)?(?![a-z])", True),
    label("password", "ww", r"ww(?<![a-z0-9]ww)(?![a-z])", True),
    label("password", "parola", r"parola(?: d['’]ordine| chiave)?", True),
    label("password", "senha", r"senhas?(?![a-z])", True),
    label("password", "palavra", r"palavra[- ]passe", True),
    label("password", "has", r"has(?:ł|l)(?:o|em|a)(?![a-z])", True),
    label("password", "passw.", r"passw\.", True),
    label("password", "senord", r"l(?:ö|oe|o)senord(?:et)?(?![a-z])", True),
    label("password", "κωδικ", r"κωδικ(?:ός|ό|ού|oς)(?: πρόσβασης)?", True),
    label("password", "密", r"密[码碼](?:改为|改成|设为)?", True),
    label("pin", "暗証", r"暗証番号"),
    label(
        "password",
        "acc",
        r"(?:code d['’]acc[eè]s|access code|c[óo]digo de acceso|c[óo]digo de acesso)",
    ),
    label("password", "zugangscode", r"zugangscode"),
    label("passphrase", "passphrase", r"passphrase", True),
    label("passphrase", "passwortsatz", r"passwortsatz"),
    label("passphrase", "phrase", r"(?:recovery|backup|seed|secret|mnemonic) phrase"),
    label("passphrase", "phrase", r"phrase (?:de passe|secr[eè]te)"),
    label("pin", "pin", r"pin(?:-?code)?(?<![a-z]pin)(?<![a-z]pincode)(?![a-z])"),
    label("pin", "puk", r"puk(?<![a-z]puk)(?![a-z])"),
    label(
        "pin",
        "code",
        r"(?:tür|tuer|door|alarm|tor|gate|safe|tresor|zugangs|access|entry|lock|keypad)[ -]?code(?![a-z])",
    ),
    label(
        "pin",
        "code",
        r"code (?:de |de la |de l['’]|der |du |da |do |del |van de |voor de )?(?:alarm\w{0,10}|porte"
        r"|portail|puerta|porta|port[aã]o|tür\w{0,10}|tor|tresor"
        r"|safe|coffre|deur|bramy|drzwi|cancello)(?![a-z])",
    ),
    label("pin", "ombina", r"(?:safe|tresor|lock|schloss)[ -]?[ck]ombinatio?n(?![a-z])"),
    label(
        "pin",
        "-",
        r"(?:router|modem|speedport|voicemail|drucker|printer)-(?:passwor[dt]|kennwort|pin|code)(?![a-z])",
    ),
    label(
        "device-password",
        "enable",
        r"enable(?:(?<=[\n( ]enable)|(?<=^enable))(?![a-z])",
        made=True,
    ),
    label(
        "passphrase",
        " key",
        r"(?:luks|bitlocker|filevault|disk|borg|restic|veeam|backup) key",
        True,
    ),
    label("api-key", "eal key", r"(?:un)?seal key(?: \d{1,2})?", True),
    label("api-key", "hmac", r"hmac[ _-]?(?:key|secret)", True),
    label(
        "client-secret", "secret", r"secret(?:[ _-]?(?:key|value|access[ _-]?key))?(?![a-z])", True
    ),
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
        "api-key",
        "key",
        r"(?<![a-z])(?:app(?:lication)?|s|deploy|integration|write|root)[ _-]?key(?![a-z])",
        True,
    ),
    label(
        "api-key",
        "key",
        r"(?:encryption|license|master|signing|storage|service)[ _-]?key(?![a-z])",
        True,
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
    *(
        label(
            "wifi-key",
            anchor,
            r"(?:clé|cle|clave|código|codice|code|chave|chiave|klucz|sleutel|hasło|mdp|heslo|senha|parola|password|nyckel) "
            r"(?:de |du |del |do |della |da |la |k |til )?(?:wi-?fi|wlan|réseau|wep|wpa[23]?)",
            True,
        )
        for anchor in ("wifi", "wi-fi", "wlan", "réseau", " wep", " wpa")
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
    r"[ \t]{0,2}(?:\([^()\n]{1,30}\)[ \t]{0,2})?(?:(?:[ \t][^\s:=,;/|]{1,40}){1,3}[:=][ \t]{0,3}|[:=]?[ \t]{0,3})"
    r"(?:[\w.@\\-]{1,40}[ \t]{0,2})?(?:[/|:,]|[ \t]-[ \t])[ \t]{0,3}(?P<value>[^\s]{6,100})"
)
"""A name and a password side by side, as in "login: admin / Winter2024!"."""

CREDENTIALS = re.compile(
    r"(?:\blogin|\bcreds?|credentials?|zugangsdaten|login-?daten|anmeldedaten|identifiants?"
    r"|credenciales|inloggegevens|credenziali(?: di accesso)?|credenciais(?: de acesso)?|dane logowania)"
    r"(?:[ \t][\w.-]{1,30}(?=:))?[ \t]{0,2}[:=]?[ \t]{1,3}[\w.@\\-]{1,40}[ \t]{1,3}(?P<value>[^\s]{6,100})"
)
"""The same, apart by a blank."""

ENTER = re.compile(
    r"(?:\blog(?:ged|ging)?[ -]?(?:in|on)\b|\bsign(?:ed)?[ -]?in|anmeld\w{0,6}|einlogg\w{0,4}"
    r"|\bconnect\w{0,8}|\bconect\w{0,8}"
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
    "log cred zugang anmeldung identifiant connexion acces acceso inlog acesso user benutzer ut"
    "ilisateur usu gebruiker utente użytkownik admin root".split()
)

ENTER_ANCHORS = tuple(
    "log sign anmeld connect conect acced entr ssh mit with avec con com met".split()
)

STACKED = re.compile(
    r"(?:^|\n)[ \t>*|\"-]{0,6}(?:[^\s:]{1,15}[ -])?(?:"
    + PASSWORDS
    + r"|passphrase|psk|wpa2?|wi-?fi key|key|schlüssel)"
    r"[ \t:*\"]{0,4}\n{1,2}[ \t>*|-]{0,6}(?P<value>[^\s]{6,100})[ \t|]{0,3}(?=\n|$)"
)
"""A label on a line of its own, and what stands alone on the next."""

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
