# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A seventh set: what is handed over when somebody leaves, what consoles, clients and playbooks keep, and chats.

Written at one go and frozen before the rules were asked; what they found then stands in FIRST. Its values are made of
syllables, of the first letters of sentences and of chance, by generators of its own.
"""

import random
import string

from .third_half import fill_with

FIRST = {"found": 0.909, "false": 0.011}
"""Shares of the first run (the mean of four seeds), before a rule was mended."""

ONSETS = "b br d dr f fl g gl h k kl l m n p pr r s st t tr v w z".split()
RIMES = "an ar e el en i im o on or u ul".split()
SENTENCES = (
    "my grandmother keeps seven goats near the lake",
    "every second friday we eat soup at the harbor",
    "unser hund hat drei kleine blaue socken gefressen",
    "le train de nuit part toujours avec dix minutes de retard",
)
ALNUM = string.ascii_letters + string.digits


def some(rng, chars, count):
    return "".join(rng.choice(chars) for _ in range(count))


def said(rng, count=3):
    """A word that nobody knows, but can say."""
    return "".join(rng.choice(ONSETS) + rng.choice(RIMES) for _ in range(count))


def p(rng):
    """What a person chooses."""
    word = said(rng)
    letters = "".join(w[0] for w in rng.choice(SENTENCES).split())
    return rng.choice(
        (
            f"{word.title()}{rng.randint(100, 2999)}",
            f"{word.title()}{rng.choice('!?#$%&*+=')}{rng.randint(10, 999)}",
            f"{letters[:3]}{letters[3:].upper()}{rng.randint(10, 99)}{rng.choice('!?#$&')}",
            f"{rng.randint(10, 99)}{word.title()}{rng.choice('!?#$&')}",
            f"{word.title()}-{said(rng, 2).title()}-{rng.randint(100, 999)}",
            f"{said(rng, 2)}_{said(rng, 2)}{rng.randint(10, 9999)}",
        )
    )


def g(rng):
    """What a generator made."""
    size = rng.choice((10, 12, 16, 20))
    value = some(rng, ALNUM + "!#%*+-=?@_", size - 3)
    return rng.choice(string.ascii_uppercase) + value + rng.choice("23456789") + rng.choice("abkxz")


def t(rng):
    """A token without a sign of its issuer."""
    return rng.choice("abcdefgh") + some(rng, ALNUM, rng.choice((30, 38, 42))) + rng.choice("357")


def x(rng):
    return some(rng, "0123456789abcdef", rng.choice((32, 40, 64)))


def b(rng):
    return some(rng, ALNUM + "+/", 43) + "="


def d(rng):
    return str(rng.choice((3, 5, 6, 7, 8))) + some(rng, string.digits, rng.choice((3, 5)))


def w(rng):
    """Words as dice throw them."""
    return " ".join(said(rng, 2) for _ in range(5))


def u(rng):
    return rng.choice(
        "mweber t.okafor svc-scan wartung lager3 ext_kruse jsmith backupop netmon azubi".split()
    )


def h(rng):
    return rng.choice(
        "nas7 core-sw-2 fw-graz prt-eg-04 vm-erp01 10.41.8.20 pbx.werk2.example backup3.werk2.example kvm-rack9".split()
    )


def n(rng):
    return str(rng.randint(2, 9600))


def y(rng):
    return f"{rng.randint(1, 28):02}.{rng.randint(1, 12):02}.202{rng.randint(3, 7)}"


def i(rng):
    return "-".join(some(rng, "0123456789abcdef", size) for size in (8, 4, 4, 4, 12))


def k(rng):
    """What issuers sign."""
    return rng.choice(
        (
            "AK" + "IA" + some(rng, string.ascii_uppercase + "234567", 16),
            "gh" + "p_" + some(rng, ALNUM, 36),
            "gl" + "pat-" + some(rng, ALNUM, 20),
            "xo"
            + f"xb-{some(rng, string.digits, 12)}-{some(rng, string.digits, 13)}-{some(rng, ALNUM, 24)}",
            "sk_" + "live_" + some(rng, ALNUM, 24),
        )
    )


def j(rng):
    return f"ey{'JhbGciOiJIUzI1NiJ9'}.eyJ{some(rng, ALNUM, 21)}.{some(rng, ALNUM, 27)}"


def r(rng):
    return f"-----BEGIN RSA PRI{'VATE KEY'}-----\nMIIEpAIBAAKCAQEA{some(rng, ALNUM, 40)}"


FILLS = {made.__name__: made for made in (p, g, t, x, b, d, w, u, h, n, y, i, k, j, r)}

SECRETS = r"""
# handing over
Handover list, item {n}: {h} - {u} - {p}
When I am gone: the firewall at {h} still takes {u} with {p}
Für den Nachfolger: Konsole von {h}, Benutzer {u}, Kennwort {p}
Übergabe {y}: root auf {h} hat jetzt {g}
Schlüssel liegt bei mir, das Alarm-Kennwort ist {p}
Everything on {h} runs under {u}, whose password I set to {p} in spring
Old hands know it: {p} is the password for every access point
À la reprise : le compte {u} a pour mot de passe {p}
Passation : mot de passe du NAS {p}, ne pas le changer avant {y}
Traspaso: la clave del usuario {u} en {h} es {p}
Consegne: la password dell'utente {u} è {p}
Passagem de serviço: a senha do {h} é {p}
Overdracht: het wachtwoord van {u} op {h} luidt {p}
Przekazanie: hasło użytkownika {u} to {p}
Předání: heslo k účtu {u} je {p}
Överlämning: lösenordet för {u} är {p}
Overlevering: passordet for {u} er {p}
Overdragelse: adgangskoden til {h} er {p}
Luovutus: käyttäjän {u} salasana on {p}
Átadás: a {u} fiók jelszava {p}
Predare: parola contului {u} este {p}
Devir: {u} hesabının şifresi {p}
Передача дел: пароль от {h} — {p}
Передача: пароль користувача {u} — {p}
引き継ぎ：{h} のパスワードは {p} です
交接：{u} 的密码是 {p}
인수인계: {u} 비밀번호는 {p}
Bàn giao: mật khẩu của {u} là {p}
Serah terima: kata sandi {u} adalah {p}
Παράδοση: ο κωδικός του {u} είναι {p}
# chat
hey, whats the pw for {h}? - it's {p}
[{n}:12] {u}: pw for the scanner is {p} btw
{u}: try {p}, thats the admin password since monday
<{u}> root pass = {g}
ok ich habs, kennwort lautet "{p}"
pw war falsch, richtig: {p}
the password you need is {p}, dont tell anyone
sorry, typo - the password is {p} and not the one before
pls use password {p} for now
passwort fürs vpn diesmal {p}
mdp du jour : {p}
la contra es {p}
wachtwoordje: {p}
pwd is still {p}
so the new admin pwd → {p}
passcode fürs meeting egal, aber das vom {h} ist: passwort {p}
i reset it, log in as {u} with password {p}
logge dich mit {u} und dem Kennwort {p} ein
connecte-toi avec {u} et le mot de passe {p}
inicia sesión con {u} y la contraseña {p}
accedi con utente {u} e password {p}
log in met {u} en wachtwoord {p}
zaloguj się jako {u}, hasło {p}
# playbooks and modules
become_password: {g}
vars:\n  vault_db_pass: {g}\n  port: 5432
- community.mysql.mysql_user: name={u} password={g} host=%
ios_password: "{p}"
profile::db::root_password: '{g}'
mysql::server::root_password: {g}
pillar:\n  grafana:\n    admin_pw: {p}
node.default["erp"]["db"]["password"] = "{g}"
services.nextcloud.config.adminpass = "{g}";
users.users.{u}.initialPassword = "{p}";
stringData:\n  username: {u}\n  password: {g}
env:\n- name: SMTP_PASS\n  value: {g}
environment:\n  KEYCLOAK_ADMIN_PASSWORD: {g}
docker run -e MARIADB_ROOT_PASSWORD={g} mariadb:11
podman secret: echo -n {g} | podman secret create dbpw -
helm upgrade x y --set auth.password={g}
variable "db_pass" { default = "{g}" }
pulumi config set --secret dbPassword {g}
TF_VAR_admin_password={g}
vagrant: config.ssh.password = "{p}"
packer: winrm_password = "{g}"
# servers
userlist ops\n  user {u} insecure-password {p}
{u} Cleartext-Password := "{p}"
"{u}" * "{p}" *
secret = "{p}"
key "ddns" { algorithm hmac-sha256; secret "{b}"; };
[mail.werk2.example]:587 {u}:{g}
{u}:{PLAIN}{p}::::::
registration_shared_secret: "{t}"
turn_shared_secret: {t}
'dbpassword' => '{g}',
'mail_smtppassword' => '{g}',
APP_KEY=base64:{b}
DATABASES = {"default": {"USER": "{u}", "PASSWORD": "{g}"}}
production:\n  adapter: postgresql\n  username: {u}\n  password: {g}
{h}:5432:erp:{u}:{g}
[mysqldump]\npassword="{g}"
admin_passwd = {g}
[security]\nadmin_password = {p}
INFLUXDB_INIT_PASSWORD={g}
[[outputs.sql]]\n  dsn = "{u}:{g}@tcp({h}:3306)/m"
wifi_password: "{p}"
mqtt:\n  username: {u}\n  password: {p}
api:\n  encryption:\n    key: "{b}"
Password1 {p}
cache_peer {h} parent 3128 0 login={u}:{g}
bind_password = {g}
ldap_default_authtok = {g}
olcRootPW: {g}
AuthLDAPBindPassword "{g}"
proxy_set_header Authorization "Bearer {t}";
basic_auth {u} {p}
requirepass {g}
masterauth {g}
"adminPassword": "{g}",
<Connector keystoreFile="x.jks" keystorePass="{p}"/>
<user username="{u}" password="{p}" roles="manager-gui"/>
spring.ldap.password={g}
quarkus.datasource.password={g}
<machineKey validationKey="{x}" decryptionKey="{x}" />
smtpd: AUTH PLAIN {u} {g}
# devices
/ip ipsec identity add peer=x secret={p}
/interface l2tp-client add name=x user={u} password={p}
set system login user {u} authentication plaintext-password {p}
set interfaces pppoe pppoe0 authentication password {p}
set vpn ipsec authentication psk x secret {p}
username {u} password {p} user-type admin
username {u} password {p} role sysadmin
local-user {u}\n password simple {p}
super password level 3 simple {p}
snmp-agent community write {p}
configure snmp add community readwrite {p}
snmp-server community {p} rw
snmpwalk -v 2c -c {p} {h}
usm user {u} auth md5 {g} priv des {g}
wlan ssid-profile x\n wpa-passphrase {p}
wpa-passphrase {p}
set psk {p}
set ppk-secret {p}
authentication pre-share key {p}
tacacs server x\n key {g}
radius-server key {g}
aaa radius host {h} secret {g}
ntp authentication-key 4 md5 {p}
vrrp 1 authentication text {p}
area 0 authentication-key {p}
key chain x\n key 1\n  key-string {p}
console password: {p}
enable password {p}
PDU web login: apc + {p}
iLO5 of {h}: Administrator / {p}
iDRAC {h} root {p}
BMC user ADMIN, password {p}
USV-Webkarte: Benutzer apc, Passwort {p}
Kamera Hof: admin:{p}
Drucker {h}, Admin-Kennwort {p}
Telefonanlage, Techniker-PIN {d}
Türcode Lager: {d}
Tresor-Code {d}
door code for the server room is {d}
PIN for the safe: {d}
código de la alarma: {d}
code de l'alarme : {d}
# clients and exports
url,username,password\nhttps://{h},{u},{g}
name,url,username,password,note\nerp,https://{h},{u},{g},
"login":{"username":"{u}","password":"{g}","totp":null}
"Group","Title","Username","Password","URL"\n"IT","{h}","{u}","{g}",""
<Pass encoding="plain">{g}</Pass>
<Server><Host>{h}</Host><User>{u}</User><Pass>{g}</Pass></Server>
<Node Name="{h}" Username="{u}" Password="{g}" Protocol="RDP" />
[remmina]\npassword={g}
Sessions\\{h}\nHostName={h}\nUserName={u}\nPassword={g}
ProxyPassword={g}
[Network]\nWLAN={n}\nWPA-Key: {p}
network={\n  ssid="lager"\n  psk="{p}"\n}
nmcli dev wifi connect lager password {p}
netsh wlan set profileparameter name=lager keyMaterial={p}
<keyMaterial>{p}</keyMaterial>
WIFI:S:lager;T:WPA;P:{p};;
cmdkey /generic:{h} /user:{u} /pass:{g}
net use P: \\{h}\plan /user:{u} {p}
New-ADUser {u} -AccountPassword (ConvertTo-SecureString "{p}" -AsPlainText -Force)
$pw = "{p}"
$password = ConvertTo-SecureString '{p}' -AsPlainText -Force
Connect-VIServer {h} -User {u} -Password {g}
mstsc: {h}, {u}, Kennwort {p}
xfreerdp /v:{h} /u:{u} /p:{g}
sshpass -p '{g}' ssh {u}@{h}
smbclient //{h}/c -U {u}%{g}
curl -s --user {u}:{g} https://{h}/api
curl -H "Authorization: Bearer {t}" https://{h}
curl -H 'X-Api-Key: {x}' https://{h}
wget --user={u} --password={g} https://{h}
https://{u}:{g}@{h}/repo.git
mysql -h {h} -u {u} -p{g} erp
psql "host={h} user={u} password={g}"
PGPASSWORD={g} pg_dump -h {h} erp
sqlcmd -S {h} -U {u} -P {g}
mongodump --uri mongodb://{u}:{g}@{h}/erp
redis-cli -h {h} -a {g} info
ldapsearch -H ldap://{h} -D cn={u} -w {g}
restic: export RESTIC_PASSWORD={g}
BORG_PASSPHRASE='{w}' borg list
rclone obscure {g}
openssl pkcs12 -export -passout pass:{g} -out x.p12
7z a -p{g} plan.7z plan/
ansible -k: SSH password: {p}
# tables and forms
| Gerät | Login | Passwort |\n|---|---|---|\n| {h} | {u} | {p} |
| system | user | pw |\n| {h} | {u} | {g} |
Host\tUser\tPassword\n{h}\t{u}\t{p}
Gerät;Benutzer;Kennwort\n{h};{u};{p}
équipement;compte;mot de passe\n{h};{u};{p}
equipo,usuario,contraseña\n{h},{u},{p}
apparaat;gebruiker;wachtwoord\n{h};{u};{p}
System: {h}\nAccount: {u}\nPassword: {p}
Système : {h}\nCompte : {u}\nMot de passe : {p}
Sistema: {h}\nUtente: {u}\nPassword: {p}
Benutzername\n{u}\nKennwort\n{p}
{h}\n{u} / {p}
{h}: {u} / {p}
{u}@{h} {p}
<tr><td>{h}</td><td>{u}</td><td>{p}</td></tr>
<p>Benutzer: <b>{u}</b><br>Kennwort: <b>{p}</b></p>
<li>Password&nbsp;= <code>{g}</code></li>
<dl><dt>Passwort</dt><dd>{p}</dd></dl>
<td>pw</td><td>{p}</td>
* Login: {u}\n* Passwort: {p}
1. Open https://{h}\n2. Log in as {u} with {p}\n3. Press restart
# keys
API key of the ticket system: {t}
api-key={t}
apiKey: "{x}"
"api_token": "{t}",
TOKEN={t}
access token {t}
Zugriffstoken: {t}
jeton d'accès : {t}
client secret: {t}
CLIENT_SECRET={t}
webhook secret {t}
signing key = {x}
encryption_key={x}
SECRET_KEY={t}
JWT_SECRET: {t}
PrivateKey = {b}
PresharedKey = {b}
shared secret with {h}: {p}
PSK für den Tunnel nach Graz: {p}
IKE preshared key "{p}"
passphrase of the backup key: {w}
Passphrase: {w}
LUKS passphrase for {h} is {w}
recovery key of {h}: {w}
BitLocker 471823-220913-615482-113850-509124-330671-248930-660121
key of the bucket: {k}
{k}
The pipeline pushes with {k}
export DEPLOY_TOKEN={k}
{h} uses {k} until {y}
Cookie: session={j}
{r}
root:$6$kz8Qx2Lm$8dP1vYtR5wQ0zXn3bLcKfJhGsAeUiOpM7rTy:19000:0:99999:7:::
{u}:$2y$10$kz8Qx2LmN4pRtYw8ZbNc1uO5sAeUiOpM7rTyQ0zXn3bLcKfJhGsAe
"""

ORDINARY = r"""
# handing over
Handover list, item {n}: {h} is monitored by netmon
Für den Nachfolger: alle Kennwörter stehen im Tresor unter {h}
Passwords of {h} were rotated on {y}, new ones are in Vaultwarden
When I am gone: ask {u} for access to {h}
Passation : les mots de passe sont dans le coffre
Traspaso: las contraseñas están en Bitwarden, carpeta {h}
Consegne: la password si trova nella cassaforte
Overdracht: wachtwoorden staan in de kluis
Przekazanie: hasła są w sejfie
Předání: hesla jsou v trezoru
Передача дел: пароли лежат в сейфе
引き継ぎ：パスワードは金庫にあります
交接：密码在保险库中
the account {u} has no password, key only
{u} left on {y}, his passwords were revoked
Alarm-Kennwort: siehe Umschlag {n}
password: kv/werk2/{h}
password: op://werk2/{h}/root
secret: vaultwarden://werk2/{h}
Kennwort -> Tresor, Fach {n}
root-Kennwort im versiegelten Umschlag Nr. {n}
mot de passe : voir keepass
contraseña: (en la bóveda)
pw: siehe Doku Kapitel {n}
# chat
hey, whats the pw for {h}? - ask {u}
did you change the password of {u}? - yes, on {y}
passwort vergessen, bitte zurücksetzen
j'ai oublié mon mot de passe
my password does not work since {y}
{u} entered the wrong password {n} times
{u} has been locked out after 5 failed logins
please reset the password of {u} by {y}
the password field on the login page is broken in version 17.0.{n}
token expired, log in again
the api key must not be pasted here
wer hat den Schlüssel für Rack {n}?
keycard {n} handed to {u}
code review for PR #{n} is done
error code {n} on {h}
the door was open at 14:{n}
zip code 8010, Graz
PIN pad of the printer is broken
pin 7 of the connector is bent
postal code {n}, building 3
Fehlercode {n}: Papierstau
# playbooks and modules
become_password: "{{ vault_become_pass }}"
db_password: "{{ lookup('hashi_vault', 'kv/data/db') }}"
password: !vault |
admin_pw: ${GRAFANA_PW}
password = var.db_password
password: "$(cat /run/secrets/db)"
POSTGRES_PASSWORD_FILE=/run/secrets/pg
valueFrom:\n  secretKeyRef:\n    name: db\n    key: password
secretName: erp-tls
imagePullSecrets:\n- name: registry-cred
initialPassword = null;
passwordAuthentication no
PasswordAuthentication no
PermitRootLogin prohibit-password
no_log: true  # hides the password
ansible_user: {u}
become_method: sudo
docker run -p 8080:80 -e TZ=Europe/Vienna nginx:1.27
image: registry.example/erp:17.0.{n}
helm upgrade erp ./chart --version 4.2.{n}
terraform plan: 3 to add, {n} to change
checksum/config: {x}
digest: sha256:{x}
commit {x}
# servers
auth-user-pass /etc/openvpn/cred.txt
password_hash_rounds = {n}
minimum password length: 14
password history 24, lockout after 10
passwordexpirywarning={n}
ssl_certificate_key /etc/ssl/private/erp.key;
keyFile: /etc/mongo/keyfile
key_buffer_size = 256M
PRIMARY KEY (id), KEY idx_password_reset (token_id)
ALTER TABLE users ADD COLUMN password_changed_at timestamp
SELECT login, password_date FROM res_users WHERE id = {n}
location /token { proxy_pass http://{h}:8080; }
log_format main '$remote_addr $request_id';
hba: host all all 10.41.0.0/16 scram-sha-256
Jun 12 10:{n} {h} sshd[{n}]: Failed password for {u} from 10.41.9.7 port 5{n}
Jun 12 10:{n} {h} sudo: {u} : TTY=pts/0 ; COMMAND=/usr/bin/passwd
Accepted publickey for {u} from 10.41.9.7: ED25519 SHA256:Zk8Qx2LmN4pRtYw8ZbNc1uO5sAeUiOpM7rTyQ0zXn3b
pam_unix(sshd:auth): authentication failure; user={u}
Invalid token in request {i}
trace_id={x} span_id=9f8e7d6c5b4a3928
session {i} closed
ETag: "{x}"
certificate fingerprint {x}
smtp: 535 5.7.8 Error: authentication failed
# devices
snmp-server location Graz rack {n}
no snmp-server community public
service password-encryption
aaa authentication login default group tacacs+ local
username {u} nopassword
enable secret level 15 is required
interface Gi1/0/{n}\n description {h}
ip address 10.41.8.20 255.255.255.0
crypto key generate rsa modulus 4096
ntp server 10.41.0.1 key {n}
wlan lager vlan {n} wpa3-enterprise
SSID: Lager-5G, VLAN {n}
WLAN Gast ohne Kennwort, nur Portal
Wi-Fi channel {n}, WPA2-Enterprise, EAP-TLS
firmware 7.4.{n} on {h}
license key is on the portal
serial FGT60F{n}TK{n}
S/N PX4{n}Q, asset A-0{n}
MAC 3c:ec:ef:12:9a:{n}
iDRAC9 Enterprise, BIOS 2.19.1
USV-Batterie getauscht am {y}
{h}, Rack 4, HE {n}
Drucker {h}: Toner CF259X bestellt
Kamera Hof: Hikvision DS-2CD2143G2
Telefonanlage, Nebenstelle {n}
Tür zum Lager klemmt
# clients and exports
url,username,password\nhttps://{h},{u},
"login":{"username":"{u}","password":null}
<Pass encoding="plain"></Pass>
RDP to {h} as {u}
ssh {u}@{h} -p {n}
scp plan.pdf {u}@{h}:/tmp
curl -s https://{h}/api/v1/health
curl -H "Authorization: Bearer $TOKEN" https://{h}
mysql -h {h} -u {u} -p erp
psql -h {h} -U {u} erp
net use P: \\{h}\plan
git clone https://{h}/erp.git
ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKz8Qx2LmN4pRtYw8ZbNc1uO5sAeUiOpM7rTyQ0zXn3b {u}@{h}
kubectl get secret db -o yaml
vault kv get kv/werk2/{h}
bw get password {h}
Get-ADUser {u} -Properties PasswordLastSet
Set-ADUser {u} -ChangePasswordAtLogon $true
certutil -hashfile setup.exe SHA256: {x}
New-SelfSignedCertificate -DnsName {h}
mailto:{u}@werk2.example
\\{h}\plan\{n}
# tables and forms
| Gerät | Login | Ort |\n|---|---|---|\n| {h} | {u} | Rack {n} |
Gerät;Benutzer;Kennwort\n{h};{u};Tresor
Host\tUser\tPassword\n{h}\t{u}\t(vault)
System: {h}\nAccount: {u}\nPassword: in the vault
<td>Passwort</td><td>siehe Tresor</td>
<p>Kennwort: <i>im Umschlag</i></p>
{h}: {u} / Rack {n}
{h} / {u} / 2. OG
* Login: {u}\n* Passwort: beim Teamleiter
1. Open https://{h}\n2. Log in with your own account\n3. Press restart
Ticket {n}: {u} braucht Zugriff auf {h}
INC-{n} closed, CHG-{n} planned for {y}
Invoice 2026-{n}, customer 4{n}
IBAN AT61 1904 3002 3457 3201
room 3.14, phone -{n}, ext. {n}
order 8{n}-{n}, tracking 1Z999AA1012345{n}
uuid {i}
device id {i}
tenant {i}
Windows 11 24H2 Build 26100.{n}
Office LTSC 2024, Exchange 2019 CU14
DDR5-5600 ECC, NVMe PM9A3 1.92TB
Xeon Gold 6430, 2x 10GBASE-T
Debian 12.{n}, kernel 6.1.0-{n}-amd64
backup job 02:30, kept 30 days, {n} GB
patch window Sunday 22:00-02:00
contact: {u}, +43 316 {n}
SLA 8x5, response within 4h
The guest network is switched off at night.
Two disks failed in bay 3 and 7; resync took {n} minutes.
Called the customer, will come back on {y}.
Neue Maus und Tastatur für {u} ausgegeben.
Le switch du 2e étage a redémarré deux fois.
El servidor se apagó por la tormenta.
Il monitor di {u} lampeggia.
De printer op de begane grond is vastgelopen.
Drukarka na parterze nie działa.
"""


def notes(seed):
    """Notes with a secret and without, each as ``(group, text)``.

    >>> secret, ordinary = notes(1)
    >>> len(secret) >= 230, len(ordinary) >= 170, notes(1) == (secret, ordinary)
    (True, True, True)
    """
    rng = random.Random(f"seventh {seed}")
    return fill_with(FILLS, rng, SECRETS, times=1), fill_with(FILLS, rng, ORDINARY, times=1)
