# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A fourth set: notes as a small service provider keeps them, with other vendors, languages and layouts.

Written at one go and frozen before the rules were asked; what they found then stands in FIRST. Lines are filled
as those of `third_half`, by values of this module: what password managers, keyboards and tired people make.
"""

import random

from .third_half import DIGITS, LOWER, UPPER, fill_with, some

FIRST = {"found": 0.533, "false": 0.018}
"""Shares of the first run, before a rule was mended."""

SYLLABLES = "ba ce di fo gu ha je ki lo mu ne pa ri so tu va we xi yo zu".split()
NAMES = "mirko aylin tomasz ingrid fergus noemi bartek solveig dario maeve".split()
STEMS = "Lehmann Kastanie Frühling Nordsee Sangria Montagne Pingwin Dugong Halloumi Quokka Rutabaga Zeppelin".split()


def code(rng):
    """What a manager generates."""
    size = rng.randint(14, 20)
    return (
        some(rng, UPPER, 1)
        + some(rng, LOWER, 2)
        + some(rng, DIGITS, 2)
        + some(rng, LOWER + UPPER + DIGITS + "!@#$%^&*", size - 7)
        + rng.choice("!@#%*")
        + some(rng, LOWER, 1)
    )


def human(rng):
    """What a tired person makes."""
    stem, name = rng.choice(STEMS), rng.choice(NAMES)
    return rng.choice(
        (
            f"{stem}{rng.randint(1, 12):02}{rng.randint(1, 12):02}!",
            f"{stem}-{rng.randint(2015, 2026)}",
            f"{name.title()}&{rng.choice(NAMES).title()}{rng.randint(1, 99):02}",
            f"{stem.lower().replace('a', '@').replace('e', '3')}{rng.randint(10, 99)}X",
            f"{name.title()}{rng.randint(1970, 2012)}$",
            "1qaz2wsx#EDC" + some(rng, DIGITS, 1),
        )
    )


def spoken(rng):
    """What one can say on the phone."""
    return "".join(rng.choices(SYLLABLES, k=4)) + rng.choice("-.") + some(rng, DIGITS, 3)


def alnum(rng):
    return some(rng, LOWER + UPPER + DIGITS, 32)


def key43(rng):
    return some(rng, LOWER + UPPER + DIGITS + "+/", 43)


def hex64(rng):
    return some(rng, "0123456789abcdef", 64)


def hex32(rng):
    return some(rng, "0123456789abcdef", 32)


def groups(rng):
    return "-".join(some(rng, LOWER + UPPER + DIGITS, 5) for _ in range(5))


def four(rng):
    return " ".join(some(rng, LOWER, 4) for _ in range(4))


def dice(rng):
    return (
        rng.choice((" ", ".", "-")).join(rng.sample(STEMS + [n.title() for n in NAMES], 5)).lower()
    )


def box(rng):
    return rng.choice(
        "gw-muc-01 10.8.66.2 nas.kontor.example hv3 sw-eg-links fgt-lyon mikrotik-lager".split()
    )


def who(rng):
    return rng.choice(
        "kontor-admin ubnt monitoring m.oyelaran dienstleister wartung fernwartung".split()
    )


def uuid(rng):
    return "-".join(some(rng, "0123456789abcdef", size) for size in (8, 4, 4, 4, 12))


def digits(rng):
    return some(rng, DIGITS, rng.choice((4, 6, 8)))


def num(rng):
    return str(rng.randint(11, 4999))


def date(rng):
    return f"{rng.randint(1, 28)}.{rng.randint(1, 12)}.20{rng.randint(20, 29)}"


FILLS = {
    f.__name__: f
    for f in (
        code,
        human,
        spoken,
        alnum,
        key43,
        hex64,
        hex32,
        groups,
        four,
        dice,
        box,
        who,
        uuid,
        digits,
        num,
        date,
    )
}

SECRETS = r"""
# devices
config system admin\n    edit "kontor"\n        set password {code}\n    next
set psksecret {human}
set passwd ENC AK1{alnum}=
/ppp secret add name=lyon password={spoken} service=l2tp
/ip ipsec identity add peer=hq secret={human}
/interface wireless security-profiles set default wpa2-pre-shared-key={spoken}
set system login user ops authentication encrypted-password "$6$aB3kd0Qe$Q{alnum}{alnum}"
local-user wartung password irreversible-cipher {human}
super password level 3 cipher {code}
aaa\n local-user {who} password cipher {code}
tunnel-group 203.0.113.9 ipsec-attributes\n ikev1 pre-shared-key {spoken}
%any %any : PSK "{human}"
client lan-sw {{\n  ipaddr = 10.8.0.0/16\n  secret = {spoken}\n}}
network={{\n  ssid="Lager"\n  psk="{human}"\n}}
wifi-sec.psk {spoken}
Synology DSM {box}\n  {who} → {code}
Brother MFC: Webmenü initpass {spoken}
UniFi Device SSH: {who} // {code}
IPMI {box} ADMIN/{code}
ONVIF-Benutzer {who}, Kennung {digits}, Kennwort {code}
SIP-Trunk: Authname 49891234, Secret {spoken}
DSL: Anschlusskennung 0021, Zugangsnummer 5510, Persönliches Kennwort {digits}
# services
Nextcloud app password for the scanner: {groups}
App-Passwort Gmail Kopierer: {four}
OPNsense API:\nkey={alnum}\nsecret={alnum}
Hetzner Cloud token (project kontor): {alnum}{alnum}
OVH application secret: {hex32}
CLOUDFLARE_API_TOKEN={alnum}abcdefgh
Zabbix API token {hex64}
Matrix bot access token: syt_bW9uaXRvcg_{alnum}_1aB2cD
Home Assistant long-lived token eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJh{alnum}.{alnum}x1
Sentry DSN https://{hex32}:{hex32}@sentry.kontor.example/4
https://hooks.zapier.com/hooks/catch/{num}871/{hex32}/
https://kontor.example/hooks/w{alnum}
Mailchimp key {hex32}-us14
Mailjet: API key {hex32}, secret key {hex32}
Postmark server token {uuid}
Backblaze keyID 0025a{num}, applicationKey K002{alnum}
Pushover: user u{alnum}, app token a{alnum}
ops_eyJzaWduSW5BZGRyZXNzIjoiaHR0cHM6{alnum}{alnum}
dapi{hex32}
figd_{alnum}{num}
gsk_{alnum}{alnum}
ntn_{num}{alnum}abcdefg
secret_{alnum}abcDEF1 (Notion integration)
pul-{hex32}{num}beef
sb_secret_{alnum}
Laravel APP_KEY=base64:{key43}=
FlyV1 fm2_{alnum}{alnum}{alnum}
pplx-{alnum}{alnum}
r8_{alnum}abc12
Duo: ikey DI{num}XXZZ, skey {alnum}abc12345
Authorization: SSWS 00{alnum}{num}
# told
Mirko said over the phone that one gets in with {who} and {code} now.
Kunde hat angerufen, das neue Passwort vom Empfangs-PC lautet ab sofort {human}.
Nach dem Firmware-Update: wieder mit {who} + {code} anmelden
Habe den Router zurückgesetzt. Zugang danach: {who}, {code}
Zum Entsperren des Tablets {digits} eingeben (Displaycode)
Der Türcode am Hintereingang wurde auf {digits} geändert.
Gate opens with code {digits}#
Para entrar al portal: usuario {who}, contraseña {human}
Pour le coffre du serveur, la combinaison est {digits}
On s'y connecte avec {who} et {code}
Per accedere: utente {who} e parola chiave {human}
BIOS-Passwort auf allen Lenovo: {spoken}
Veeam encryption password for repo 2 is {dice}
Borg passphrase: {dice}
the recovery phrase is {dice}
Passphrase des Offline-Backups - {dice}
Wir nutzen überall {human} als lokales Adminpasswort
everyone in the shop knows it: {human} (till password)
kids' tablet unlock pin {digits}
NAS pw same as router ({human})
old: {human} / new: {human} (domain admin password)
Password hint: dog. Password: {human}
# languages
pasahitza: {human}
contrasinal: {human}
contrasenya del router: {spoken}
cyfrinair: {human}
pasfhocal: {human}
parole: {human}
Jaunā parole lietotājam {who}: {human}
kata laluan: {human}
nenosiri: {human}
wagwoord: {human}
Wagwoord vir {box} is {human}
пароль адміністратора {human}
құпиясөз: {human}
пароли: {human}
პაროლი: {human}
գաղտնաբառ: {human}
گذرواژه: {human}
پاس ورڈ: {human}
পাসওয়ার্ড: {human}
கடவுச்சொல்: {human}
Passwuert: {human}
pasvorto: {human}
lozinka za {box} je {human}
Тупик пароль {who} — {code}
# layouts
name: {box}\nip: 10.8.66.2\nlogin: {who}\nkey: {code}
{box}\n{who}\n{code}
[{box}]\nuser = {who}\npass = {spoken}
{box} | {who} | {code} | Keller
{who}@{box}:{code}
url,username,password\nhttps://{box}/,{who},{code}
"name","url","username","password","note"\n"UniFi","https://{box}:8443","{who}","{code}",""
machine {box} login {who} password {spoken}
{{"login": {{"username": "{who}", "password": "{code}", "totp": null}}}}
<tr><td>Kennwort</td><td>{human}</td></tr>
<p>Benutzer:&nbsp;{who}</p><p>Kennwort:&nbsp;<strong>{human}</strong></p>
<pre>user={who}\npass={spoken}</pre>
## Zugang\n* Benutzer: {who}\n* Passwort: `{code}`
> PW\n> {code}
Zugangsdaten\n------------\n{who}\n{code}
PASSWORT..........: {human}
Passwort\t{human}
Benutzername   Kennwort        Rolle\n{who}      {code}     Admin
:password: {human}
password :: {human}
passwd<<{code}
pw»{human}«
- [ ] Passwort ändern (aktuell {human})
{who} (pw {human}) darf sich per RDP anmelden
"pass":"{code}","host":"{box}"
<connection server="{box}" uid="{who}" pwd="{code}"/>
secrets:\n  db_root: {code}\n  smtp_password: {code}
Set-ADAccountPassword {who} -NewPassword (ConvertTo-SecureString "{code}" -AsPlainText -Force)
plink -ssh {who}@{box} -pw {spoken}
winscp sftp://{who}:{spoken}@{box}/
mount -o user={who},pass={spoken} //{box}/daten /mnt
xfreerdp3 /v:{box} /u:{who} /p:'{code}'
smbpasswd: {who} gets {code}
useradd wartung && echo {spoken} | passwd --stdin wartung
"""

ORDINARY = r"""
# devices
config system admin\n    edit "kontor"\n        set accprofile super_admin\n    next
set psksecret wurde beim Tausch neu vergeben, liegt im Tresor
/ppp secret print where name=lyon
/ip ipsec identity print detail
show running-config | include username
tunnel-group 203.0.113.9 type ipsec-l2l
%any 203.0.113.9 : RSA gw-muc.pem
client lan-sw {{\n  ipaddr = 10.8.0.0/16\n  secret = ${{ENV:RADIUS_SECRET}}\n}}
network={{\n  ssid="Lager"\n  key_mgmt=WPA-EAP\n  eap=TLS\n}}
Synology DSM 7.2.2-72806 Update 3 auf {box} eingespielt
UniFi U7-Pro-XGS, Kanal 36/80, TX 20 dBm
FGT-60F S/N FGT60FTK2109{num}, FortiOS 7.4.8 build2795
Huawei S5735-L24P4XE-A-V2 mit V200R022C00SPC500
Cisco C9200L-24P-4X-E, IOS-XE 17.09.04a, PID/VID V02
Juniper EX2300-24P Junos 21.4R3-S5.4
Brother MFC-L8690CDW, Toner TN-423BK bestellt
Aruba 2930F JL256A WC.16.11.0016, Modul J9283D
APC SMT1500RMI2UC, Batterie APCRBC132 getauscht {date}
Dell R650xs, PERC H755, 2x Xeon 4314, BIOS 1.13.2
Lenovo ThinkPad P16s Gen2 21HKCTO1WW, 21K9S0{num}
HPE DL380a-Gen11 P52560-B21 + MR416i-p
SFP+ FS SFP-10GSR-85 in Port Te1/1/4
# services
Nextcloud 29.0.4, apps: calendar, contacts, richdocuments
Let's Encrypt R11, serial 03:{num}:ab:cd, expires {date}
Hetzner CX32 #4{num}887, fsn1-dc14
AWS i-0abc{num}def4567890, ami-0c7217cdde317cfec, vpc-0a1b2c3d4e5f
Entra tenant {uuid}, app (client) id {uuid}
Cloudflare zone id {hex32}
docker image sha256:{hex64}
git rev {hex32}12345678
ETag "{hex32}", Last-Modified {date}
Ticket 2026-0{num}: Drucker druckt nicht
Zabbix item key: vfs.fs.size[/,pfree]
Prometheus job=node instance={box}:9100
Sentry event {hex32}
Backblaze bucket kontor-offsite, region eu-central-003
DKIM key rotated, selector s2{num}
grep -c 'Failed password' /var/log/auth.log → {num}
Teams-Telefonnummer +49 89 1234{num}
IBAN DE89 3704 0044 0532 0130 00, BIC COBADEFFXXX
Steuernummer 143/216/{num}0, USt-IdNr. DE813495425
https://kontor.example/de/produkte/server-2026?utm_source=mail&utm_campaign=Herbst26
https://docs.kontor.example/s/9fGh2KqLm3Pz/view
Meeting-ID: 912 {num} 4455, Teilnahme über Browser
# told
Mirko said over the phone that he cannot get in with {who} any more.
Kunde hat das neue Passwort vom Empfangs-PC vergessen, Rückruf erbeten.
Passwort vom Empfangs-PC zurückgesetzt, Kunde vergibt selbst ein neues.
Nach dem Firmware-Update: Anmeldung nur noch mit Zertifikat
Der Türcode am Hintereingang wurde geändert, kennt nur Frau Lindqvist.
Gate opens with badge, code changed monthly
Para entrar al portal hace falta VPN, la contraseña la tiene Noemí
La combinaison du coffre est chez le gérant
Veeam encryption password for repo 2: Passbolt, folder Backup
Borg passphrase printed and sealed, envelope 14
We rotated all passwords after the phishing wave in {date}.
Passwort-Policy: mind. 14 Zeichen, Historie 24, Sperre nach 10 Versuchen
Bitte Kennwort beim ersten Login ändern (Zufallswert, per Post)
Der Azubi hat sein Passwort dreimal falsch eingegeben → gesperrt bis 14:30
MFA: Authenticator-App, Rückfallebene FIDO2-Schlüssel YubiKey 5C NFC
Tresorschlüssel Nr. {num} bei Frau Oyelaran
Schlüsselbund 7: Serverraum, Dachluke, Lager
PIN-Brief der Firmenkarte ging direkt an Herrn Kowalczyk
the pin of the CPU socket was bent, board replaced under RMA {num}
Key account manager: Solveig, 0171-55{num}
Passkey on iPhone 15 enrolled {date}
Das Passwort steht auf keinem Zettel mehr!
Password manager rollout: 34/40 seats, rest in week 49
old password still cached on ThinkPad-P16s, lock and unlock once
Passwort läuft am {date} ab (GPO Default-Domain)
# languages
pasahitza: ikus gordailua
contrasinal cambiado o {date}
contrasenya: vegeu el gestor
cyfrinair: gweler y gladdgell
parole: skatīt glabātuvē
kata laluan ditukar pada {date}
wagwoord: sien kluis
пароль змінено {date}
құпиясөз өзгертілді {date}
գաղտնաբառ: տես պահոց
گذرواژه: در گاوصندوق
پاس ورڈ تبدیل {date}
Passwuert: kuckt am Tresor
salasana vaihdettu {date}
lozinka je u sefu
hasło zmieniono {date}, zna je tylko pan Bartek
# layouts
name: {box}\nip: 10.8.66.2\nlogin: {who}\nkey: siehe Passbolt
{box}\n{who}\nKeller, Rack 2 HE 14
[{box}]\nuser = {who}\npass = %(RADIUS_PASS)s
{box} | {who} | Wartung bis {date} | Keller
url,username,password\nhttps://{box}/,{who},
"name","url","username","password","note"\n"UniFi","https://{box}:8443","{who}","","in Passbolt"
machine {box} login {who} password-store kontor/{box}
{{"login": {{"username": "{who}", "password": null, "totp": null}}}}
<tr><td>Kennwort</td><td>in Passbolt</td></tr>
<p>Benutzer:&nbsp;{who}</p><p>Kennwort:&nbsp;<em>bei der Leitung</em></p>
## Zugang\n* Benutzer: {who}\n* Passwort: `passbolt://kontor/{box}`
> PW\n> kommt per Post
PASSWORT..........: (Tresor)
Passwort\tPassbolt
Benutzername   Kennwort        Rolle\n{who}      (Passbolt)     Admin
- [x] Passwort ändern (erledigt {date})
{who} (pw bei Mirko) darf sich per RDP anmelden
"pass":"${{SMTP_PASS}}","host":"{box}"
<connection server="{box}" uid="{who}" integratedSecurity="SSPI"/>
secrets:\n  db_root: !vault-kv kontor/db\n  smtp_password: ref+vault://kontor/smtp
Set-ADAccountPassword {who} -Reset -NewPassword $neu
plink -ssh {who}@{box} -i kontor.ppk
echo "$PW" | passwd --stdin wartung
Win11-24H2 26100.2605 KB5048667
2x32GB DDR4-3200 ECC RDIMM, M393A4K40EB3-CWE
Kabel Cat6A-S/FTP-LSZH-7.5m-blau
VLAN66-IoT, VLAN70-Gast; Trunk Po1 (Te1/0/1+Te2/0/1)
Quokka-Projekt: Phase-2 startet {date}
Rack R02-HE14/HE15, PDU-A1/B1
Mo–Fr 07:30–17:00, Bereitschaft ab 17:00 (Nummer im Wiki)
"""


def notes(seed):
    """Lines with a secret and without, each as ``(kind, text)``.

    >>> secret, ordinary = notes(1)
    >>> len(secret) > 300, len(ordinary) > 300, notes(1) == (secret, ordinary)
    (True, True, True)
    """
    rng = random.Random(f"fourth {seed}")
    return fill_with(FILLS, rng, SECRETS), fill_with(FILLS, rng, ORDINARY)
