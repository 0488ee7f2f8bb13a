# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An eighth set: cards on a board, commits, reports of monitoring, memos of a helpdesk, plants, tills and phones.

Written at one go after the seventh had mended the rules, and frozen before they were asked; what they found then stands
in FIRST. What people choose is made of places and numbers here, what machines make of chance.
"""

import random
import string

from .third_half import fill_with

FIRST = {"found": 0.895, "false": 0.002}
"""Shares of the first run (the mean of four seeds), before a rule was mended."""

TOWNS = "Bregenz Landeck Villach Tulln Eferding Imst Zwettl Hallein Lienz Kufstein Melk Retz Weiz Leoben".split()
FOODS = "lasagne risotto gulasch paella ramen pierogi falafel strudel tapas curry".split()
ALNUM = string.ascii_letters + string.digits


def some(rng, chars, count):
    return "".join(rng.choice(chars) for _ in range(count))


def pwd(rng):
    """What a person types."""
    town, food = rng.choice(TOWNS), rng.choice(FOODS)
    return rng.choice(
        (
            f"{town}{rng.randint(1000, 9999)}",
            f"{town}{rng.randint(1, 999)}{rng.choice('!$%&?*')}",
            f"{town}.{food}.{rng.randint(10, 999)}",
            f"{food}{rng.choice('!$%&?*')}{town}{rng.randint(1, 99)}",
            f"{town[:3].lower()}{food[:3].upper()}{rng.randint(100, 999)}{rng.choice('!$?')}",
            f"{food.title()}+{town}={rng.randint(2, 99)}",
            f"{rng.randint(100, 9999)}{town}",
        )
    )


def made(rng):
    """What a manager makes."""
    middle = some(rng, ALNUM + "!$%&*+-=?@^_~", rng.choice((9, 13, 17)))
    return some(rng, string.ascii_letters, 2) + middle + some(rng, "456789", 2) + rng.choice("xyZQ")


def key(rng):
    return some(rng, string.ascii_letters, 2) + some(rng, ALNUM, rng.choice((26, 34, 46))) + "42x"


def hexa(rng):
    return some(rng, "0123456789abcdef", rng.choice((32, 48, 64)))


def code(rng):
    return rng.choice("34567") + some(rng, string.digits, rng.choice((3, 5)))


def words(rng):
    return " ".join(rng.sample(FOODS, 5))


def who(rng):
    return rng.choice(
        "kathi.maier e.novak svc_ocr praxis2 kassa1 rezeption domadmin nagios pbxadmin fhuber".split()
    )


def box(rng):
    return rng.choice(
        "sps-halle2 til-07 pbx01 srv-praxis 172.31.9.4 nas-tulln ap-og3 gw.melk.example mon01 rds2".split()
    )


def num(rng):
    return str(rng.randint(2, 8800))


def day(rng):
    return f"202{rng.randint(3, 7)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def guid(rng):
    return "-".join(some(rng, "0123456789abcdef", size) for size in (8, 4, 4, 4, 12))


FILLS = {f.__name__: f for f in (pwd, made, key, hexa, code, words, who, box, num, day, guid)}

SECRETS = r"""
# cards
[ ] rotate pw of {box} (currently {pwd})
[x] new admin password set: {made}
TODO: change default password {pwd} on {box}
Doing: VPN for {who}, password {pwd}
Card {num}: "RDS farm: {who} / {pwd}"
Acceptance: login with {who} and password {pwd} works
Blocked - the password in the ticket ({pwd}) is wrong
Erledigt: Kennwort von {who} auf {pwd} geändert
Offen: PW {pwd} an Kunden durchgeben
À faire : changer le mot de passe {pwd}
Pendiente: cambiar la contraseña actual ({pwd})
Da fare: password di {who} ora {pwd}
Te doen: wachtwoord {pwd} doorgeven aan {who}
Do zrobienia: zmienić hasło {pwd} na {box}
# commits and code
-    password: {made}\n+    password: "{{ vault_pw }}"
+DB_PASS={made}
- $dbPass = '{made}';
+  "secret": "{key}",
commit message: remove password {made} from config
static final String PASSWORD = "{made}";
private const string ApiKey = "{key}";
API_KEY = "{key}"
export const TOKEN = '{key}';
os.environ["SMTP_PASSWORD"] = "{made}"
conn = pymysql.connect(host="{box}", user="{who}", passwd="{made}")
smb = SMBConnection("{who}", "{made}", "me", "{box}")
driver.find_element(By.ID, "password").send_keys("{made}")
cy.get('#password').type('{made}')
http.setAuthorization("{who}", "{made}");
echo "{who}:{made}" | base64
PASSWORD="{made}" ./deploy.sh
make deploy PASS={made}
# gitlab-ci: DEPLOY_PASSWORD: {made}
RUN echo "{who}:{made}" | chpasswd
ARG DB_PASSWORD={made}
ENV ADMIN_TOKEN={key}
<input type="password" name="pw" value="{made}">
<!-- admin password: {made} -->
// TODO remove: pw = {made}
# test user {who} pw {pwd}
-- password for {who}: {made}
REM pass={made}
# monitoring and logs
2026-03-0{code} DEBUG login payload {"user":"{who}","password":"{made}"}
INFO Connecting to ldap://{box} as {who} with password {made}
WARN using default password '{pwd}' for {who}
ERROR could not connect: user={who} password={made} host={box}
DSN: host={box} user={who} password={made} sslmode=require
args: --db-user {who} --db-password {made}
CommandLine: C:\tools\sync.exe /u {who} /p {made}
ps: mysqldump -u{who} -p{made} erp
POST /login HTTP/1.1\n\nusername={who}&password={made}
GET /api?token={key} HTTP/1.1
Authorization: Token {key}
Authorization: ApiKey {key}
X-Auth-Key: {key}
env dump: AWS_SECRET_ACCESS_KEY={key} TZ=UTC
check_mssql -H {box} -U {who} -P {made}
check_snmp -H {box} -C {pwd} -o sysUpTime.0
check_http -H {box} -a {who}:{made}
command_line $USER1$/check_by_ssh -u {who} -p {made}
NRPE password {made}
zabbix macro {$SNMP_COMMUNITY} = {pwd}
{$PASSWORD} => {made}
icinga2: vars.mysql_password = "{made}"
prtg: Windows credentials {who} / {made}
snmp_community: {pwd}
community string for {box}: {pwd}
SNMPv3 user {who}, auth SHA {made}, priv AES {made}
# memos
Anruf {day}: Kundin kennt das Kennwort nicht mehr, neues: {pwd}
Telefonat mit {who}: WLAN-Passwort der Ordination ist {pwd}
Per SMS geschickt: {pwd} (Passwort Outlook)
Remote session: logged in with {who} / {pwd}, all fine
Kunde nennt Passwort {pwd}
Caller gave me her password, {pwd}, I told her to change it
She says the password is "{pwd}" but it is refused
Reset to {pwd}, must change at next logon (password of {who})
Set password {pwd} for {who} in AD
User {who} created, password = {pwd}
New starter {who}: login {who}, password {pwd}, laptop {num}
Mailbox {who}@melk.example created with password {pwd}
Gerät entsperrt, Code {code}
Handy von {who}: PIN {code}
SIM-PIN {code}, PUK {code}{code}
Alarmanlage Praxis, Code {code}
Schlüsselkasten Eingang: Code {code}
key safe at the back door: {code}
Le client a donné son mot de passe : {pwd}
Nouveau compte {who}, mot de passe {pwd}
La clienta dice que su contraseña es {pwd}
Cuenta {who} creada con contraseña {pwd}
Il cliente usa la password {pwd}
Creato utente {who} con password {pwd}
Gebruiker {who} aangemaakt, wachtwoord {pwd}
Klant belt, nieuw wachtwoord is {pwd}
Utworzono konto {who} z hasłem {pwd}
Klient podał hasło {pwd}
Vytvořen účet {who}, heslo {pwd}
Létrehozva: {who}, jelszó: {pwd}
Cont creat: {who}, parola {pwd}
Konto skapat för {who}, lösenord {pwd}
Bruker {who} opprettet, passord {pwd}
Bruger {who} oprettet, adgangskode {pwd}
Tunnus {who} luotu, salasana {pwd}
Utilizador {who} criado, senha {pwd}
Создан пользователь {who}, пароль {pwd}
Створено користувача {who}, пароль {pwd}
Kullanıcı {who} oluşturuldu, şifre {pwd}
ユーザー {who} を作成、パスワード {pwd}
已创建用户 {who}，密码 {pwd}
사용자 {who} 생성, 비밀번호 {pwd}
# plants, tills, phones
S7-1500 access password: {pwd}
SPS Halle 2, Projektpasswort {pwd}
TIA Portal: know-how protection pw {pwd}
WinCC Benutzer {who} Passwort {pwd}
HMI panel operator password {pwd}
Modbus gateway web: admin:{pwd}
BACnet controller login {who}, pw {pwd}
KNX IP secure: commissioning password {pwd}
Loxone Miniserver admin / {pwd}
Wechselrichter Installateur-Passwort {pwd}
inverter installer password: {pwd}
Kassa: Chefkarte PIN {code}
till manager PIN {code}
EC-Terminal Händlerpasswort {code}
TSE Admin-PIN: {code}
RKSV: Signaturkarte PIN {code}
o-card PIN {code}
SIP trunk: user 43{num}, password {made}
register => 43{num}:{made}@gw.melk.example/100
secret={made}\nhost=dynamic
extension 214, voicemail password {code}
3CX: web client password {made}
Snom provisioning: admin_mode_password={pwd}
Yealink: static.security.user_password = admin:{pwd}
account.1.password = {made}
sip.auth.password="{made}"
Fax2Mail: {who} PW {pwd}
DECT base: {pwd} (admin password)
Kamera RTSP: rtsp://{who}:{made}@{box}/ch1
NVR recovery mail set, password {pwd}
access point {box}: ubnt / {pwd}
Unifi device auth: {who} {pwd}
Mikrotik: /user add name={who} password={pwd} group=full
Fortigate: set passwd {pwd}
set auth-pwd {made}
set priv-pwd {made}
crypto map psk {made}
Zyxel: username {who} password {pwd} privilege 14
Lancom: passwd {pwd}
Aruba: mgmt-user {who} root {made}
PaloAlto: set mgt-config users {who} password\nEnter password: {pwd}
Synology: {who}, Kennwort: {pwd}, 2FA aus
# domains, clouds, shops
Registrar: Kundennummer 4{num}, Passwort {pwd}
AuthInfo for melk.example: {made}
EPP code: {made}
auth code of the domain: {made}
DNS API: id {num}, secret {key}
Cloudflare global API key {hexa}
Hetzner token {key}
OVH application secret: {key}
consumer_key={key}
tenant {guid}, client secret {made}
Entra app secret value: {made}
SAML signing key passphrase {made}
OIDC client_secret = "{made}"
oauth2-proxy cookie-secret {key}
LDAP bind: cn={who},dc=melk / {made}
DSRM password {made}
krbtgt reset, temp pw {made}
Break-glass account {who}: {made}
break glass: {who} | {made}
AWS console: https://x.signin.aws.example, {who}, {made}
Shop admin: https://shop.melk.example/admin {who} {pwd}
WordPress: wp-admin {who} / {pwd}
TYPO3 install tool password {pwd}
phpMyAdmin root / {made}
cPanel: {who}:{made}
FTP-Zugang: Server {box}, Benutzer {who}, Passwort {made}
SFTP {who}@{box} pw: {made}
Stripe: webhook signing secret {key}
PayPal API password {key}
FinanzOnline: Teilnehmer 4{num}, PIN {made}
ELSTER Zertifikat-Passwort {pwd}
bank: EBICS passphrase {words}
Backup-Passphrase lautet: {words}
encryption passphrase = "{words}"
seed phrase: {words} {words}
Tresorkombination {code}-{code}
Veeam config backup password is {made}
tape encryption key {hexa}
encryption key: {hexa}
"encryptionKey": "{hexa}"
"""

ORDINARY = r"""
# cards
[ ] rotate pw of {box} until {day}
[x] new admin password set, see vault
TODO: change default password on {box}
Doing: VPN for {who}
Acceptance: login with wrong password is refused
Blocked - password of {who} unknown
Erledigt: Kennwort von {who} geändert am {day}
Offen: Passwortrichtlinie mit Kunden abstimmen
À faire : changer le mot de passe de {who}
Pendiente: cambiar la contraseña de {who}
Da fare: cambiare la password di {who}
Te doen: wachtwoord van {who} wijzigen
Do zrobienia: zmienić hasło użytkownika {who}
Card {num}: order 12 tills for {day}
story points 8, sprint 2026-{code}
# commits and code
+DB_PASS=${DB_PASS}
+  "secret": null,
commit {hexa}
commit message: mask passwords in logs (#{num})
static final String PASSWORD_FIELD = "password";
private const int TokenLifetime = {num};
API_KEY = os.environ["API_KEY"]
password = getpass.getpass()
conn = pymysql.connect(host="{box}", user="{who}", passwd=secret)
driver.find_element(By.ID, "password").clear()
<input type="password" name="pw" value="">
if password != confirm: raise ValueError("passwords differ")
def reset_password(self, token, days=30):
ALTER TABLE token ADD COLUMN expires_on date
assert token.count == {num}
ENV ADMIN_TOKEN_FILE=/run/secrets/token
# gitlab-ci: DEPLOY_PASSWORD comes from the vault
merge request !{num} by {who}
requirements: odoo==19.0, psycopg2==2.9.{code}
tag v19.0.{num}, sha256 {hexa}
# monitoring and logs
INFO Connecting to ldap://{box} as {who}
WARN password of {who} expires in 7 days
ERROR authentication failed for {who} from 172.31.9.{code}
Failed password for {who} from 172.31.9.4 port 5{num} ssh2
POST /login HTTP/1.1 302 {num}
GET /api?limit={num} HTTP/1.1
request {guid} took {num} ms
trace {hexa}
session opened for user {who}(uid={num})
CRITICAL - disk /var 9{code} MB free
OK - 3 of 3 tokens valid, 0 expired
check_ssl: certificate of {box} expires {day}
check_mssql -H {box} -U {who} -P $ARG1$
snmp timeout on {box}, community not answered
zabbix macro {$SNMP_COMMUNITY} is inherited
prtg: sensor {num} paused
backup of {box} finished: {num} files, checksum {hexa}
Veeam job encrypted, key in the vault
Kernel 6.8.0-{num}-generic, Ubuntu 24.04.2
MAC 74:83:c2:0a:1b:3c, serial 2M2{num}0K
# memos
Anruf {day}: Kundin hat Kennwort vergessen, zurückgesetzt
Telefonat mit {who}: WLAN langsam, Kanal gewechselt
Passwort per SMS geschickt
Remote session with {who}, all fine
Kunde will eigenes Passwort setzen
Caller does not know her password, told her to use the portal
She says the password is refused
Set password for {who} in AD, sent by phone
User {who} created, password by letter
New starter {who}: laptop {num}, phone 43{num}
Mailbox {who}@melk.example created
Gerät entsperrt
Handy von {who}: Display gebrochen, Modell SM-A546B
Alarmanlage Praxis gewartet am {day}
Schlüsselkasten Eingang klemmt
Le client a oublié son mot de passe
Nouveau compte {who} créé le {day}
La clienta no recuerda su contraseña
Il cliente ha cambiato la password
Klant is wachtwoord vergeten
Klient nie pamięta hasła
Zákazník zapomněl heslo
Az ügyfél elfelejtette a jelszavát
Clientul a uitat parola
Kunden har glömt lösenordet
Brukeren har glemt passordet
Клиент забыл пароль
Müşteri şifresini unuttu
パスワードを忘れたとのこと
客户忘记密码
고객이 비밀번호를 잊음
Ticket {num} wartet auf {who}
Toner HP-415X und Trommel DR-2400 bestellt
Monitor P2723DE getauscht, SN CN-0{num}X-WSL00
Invoice RE-2026-{num}, paid {day}
# plants, tills, phones
S7-1500 firmware V3.1.{code}, order number 6ES7515-2AM02-0AB0
SPS Halle 2: Baugruppe {num} getauscht
TIA Portal V19 Update 3 installed
HMI panel KTP700 replaced
Modbus gateway at {box}, port 502
KNX line 1.1.{code}
Loxone Miniserver Gen2, firmware 15.2.{code}
Kassa: Bonrolle 80x80 bestellt
EC-Terminal Ingenico Desk/5000 offline
TSE läuft ab am {day}
SIP trunk: 43{num}, codec G.711a
extension 214, forwarded to 0664{num}
3CX v20 Update {code}
Snom D785 at the reception
Yealink T54W firmware 96.86.0.{code}
DECT base at og3, 4 handsets
Kamera RTSP: rtsp://{box}/ch1
access point {box}: channel 36, 80 MHz
set passwd-policy status enable
crypto ikev2 proposal AES256-SHA384-DH20
Lancom 1793VA, LCOS 10.80.{num}
Synology DS1823xs+, DSM 7.2.2-{num}
PIN assignment of the connector: 1 = 24V, 2 = GND
pin header J{code}
Code 39 barcode labels ordered
# domains, clouds, shops
Registrar: Kundennummer 4{num}
melk.example TXT "v=spf1 include:_spf.melk.example -all"
_acme-challenge TXT {key}
DNSSEC DS 2371 13 2 {hexa}
tenant {guid}
app id {guid}, secret expires {day}
client secret rotated on {day}, see vault entry {num}
SAML metadata: https://{box}/saml/metadata
certificate thumbprint {hexa}
public key of {who}: ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7{key} {who}
LDAP bind: cn={who},dc=melk (password in the vault)
DSRM password: vault://dc/dsrm
Break-glass account sealed in envelope {num}
WordPress 6.8.{code}, plugin update pending
Shop order #{num}, 3 items
FTP-Zugang gelöscht am {day}
Stripe payout {day}
bank: EBICS user {num} locked
Backup-Passphrase liegt im Tresor
encryption: aes-256-gcm, key id {guid}
"encryptionKey": "${ENCRYPTION_KEY}"
license LIC-{num}-2026, 25 CALs
S3 bucket melk-backup, region eu-central-1
VM Standard_D4s_v5 in westeurope
SLA gold, contract C-{num}
"""


def notes(seed):
    """Notes with a secret and without, each as ``(group, text)``.

    >>> secret, ordinary = notes(1)
    >>> len(secret) >= 190, len(ordinary) >= 130, notes(1) == (secret, ordinary)
    (True, True, True)
    """
    rng = random.Random(f"eighth {seed}")
    return fill_with(FILLS, rng, SECRETS, times=1), fill_with(FILLS, rng, ORDINARY, times=1)
