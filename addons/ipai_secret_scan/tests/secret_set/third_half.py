# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A third set, written later, with values of its own, by somebody who had read most of the rules.

A note a line; `\\n` is a line break. `{name}` is filled by the function of that name, `SECRETS` are lines with a
secret below the name of their kind, `ORDINARY` without one below a theme. Languages that the rules did not know
when it was written are among them. Before the rules were mended by it they found 78.6 % of the first part and called
0 % of its ordinary notes a secret; of what stands below `later`, written after that, 89.9 % and 2.1 %.
"""

import random
import string

LOWER, UPPER, DIGITS = string.ascii_lowercase, string.ascii_uppercase, string.digits
WORDS = """kettle marble thunder velvet pocket harvest puffin lantern saddle ginger tunnel acorn wafer mosaic pelican
bramble copper drizzle embers fjord""".split()


def some(rng, letters, least, most=0):
    return "".join(rng.choice(letters) for _ in range(rng.randint(least, most or least)))


def private(_rng):
    """Written so for the hook that looks for private keys in files."""
    return "PRIVATE"


def pw(rng):
    """A password as people make or generate one."""
    word, other = rng.sample(WORDS, 2)
    number = rng.randint(10, 9999)
    return rng.choice(
        (
            f"{word.title()}{number}{rng.choice('!?#$%&*')}",
            f"{word.title()}_{other.title()}{number}",
            f"{word}{rng.choice('!#%&')}{number}{other.upper()}",
            f"{word[:3].title()}{number}{other[:3]}{rng.choice('+!=?')}",
            some(rng, LOWER + UPPER, 3)
            + some(rng, DIGITS, 2)
            + some(rng, "!#%&*+=?", 1)
            + some(rng, LOWER + UPPER + DIGITS, 6, 14),
            f"{word.replace('e', '3').replace('a', '4').title()}!{number}",
            f"{number}{word.title()}{rng.choice('!#')}{other}",
            f"{word.title()}-{other.title()}-{number}",
        )
    )


def made(rng):
    """One that nobody takes for a word."""
    return (
        some(rng, UPPER, 1)
        + some(rng, LOWER + DIGITS, 5, 9)
        + some(rng, "!#%&*+?", 1)
        + some(rng, DIGITS + LOWER, 2, 4)
    )


def weak(rng):
    """One of letters and digits only."""
    word = rng.choice(WORDS)
    return rng.choice(
        (
            f"{word}{rng.randint(10, 9999)}",
            f"{word.title()}{rng.randint(1950, 2030)}",
            f"{rng.randint(10, 99)}{word}{rng.randint(10, 99)}",
        )
    )


def token(rng):
    return some(rng, LOWER + UPPER + DIGITS, 36, 44)


def hexed(rng):
    return some(rng, "0123456789abcdef", rng.choice((32, 40, 64)))


def b64(rng):
    return some(rng, LOWER + UPPER + DIGITS + "+/", 43) + "="


def uuid(rng):
    return "-".join(some(rng, "0123456789abcdef", size) for size in (8, 4, 4, 4, 12))


def pin(rng):
    return some(rng, DIGITS, 4, 6)


def user(rng):
    return rng.choice(
        (
            "root",
            "admin",
            "svc-backup",
            "j.meyer",
            "netops",
            "sa",
            "deploy",
            "kim",
            "operator",
            "CORP\\svc_sql",
        )
    )


def host(rng):
    return rng.choice(
        (
            "ber-esx-04",
            "fs01.corp.example",
            "10.44.3.17",
            "core-sw-2",
            "mail2.example.net",
            "pg-prod-1",
            "nuc-lab",
            "printer-2og",
        )
    )


def phrase(rng):
    return " ".join(rng.sample(WORDS, 5))


def upper(rng):
    return some(rng, UPPER + DIGITS, 16)


def letters(rng):
    return some(rng, LOWER + UPPER + DIGITS, 24)


def b32(rng):
    return some(rng, UPPER + "234567", 32)


def day(rng):
    return f"20{rng.randint(19, 29)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def number(rng):
    return str(rng.randint(2, 9999))


def serial(rng):
    return some(rng, UPPER, 3) + some(rng, DIGITS + UPPER, 8)


FILLS = {
    f.__name__: f
    for f in (
        pw,
        made,
        weak,
        token,
        hexed,
        b64,
        uuid,
        pin,
        user,
        host,
        phrase,
        upper,
        letters,
        b32,
        day,
        number,
        serial,
        private,
    )
}

SECRETS = r"""
# env
export PGPASSWORD={pw}
MYSQL_ROOT_PASSWORD={weak}
RABBITMQ_DEFAULT_PASS={pw}
SMTP_PASS="{pw}"
APP_SECRET={hexed}
SECRET_KEY_BASE={hexed}
set ADMIN_PW={pw}
$env:SQL_PASSWORD = "{pw}"
KEYCLOAK_ADMIN_PASSWORD: {weak}
- MINIO_ROOT_PASSWORD={pw}
ENV DJANGO_SECRET_KEY='{token}'
JWT_SECRET={token}
SESSION_SECRET={hexed}
TF_VAR_db_password={pw}
# yaml_json
  db:\n    user: app\n    password: {pw}
{{"username":"{user}","password":"{pw}"}}
"clientSecret": "{token}",
'passwd' => '{pw}',
<password>{pw}</password>
<add key="DbPassword" value="{pw}" />
spring.datasource.password={pw}
ansible_become_pass: {pw}
ansible_ssh_pass={pw}
auth:\n  basic:\n    username: prom\n    password: {weak}
"apiKey": "{token}"
define('DB_PASSWORD', '{pw}');
password => "{pw}"
$db_pass = '{pw}';
stringData:\n  admin-password: {pw}
data:\n  password: {b64}
# connection
Server=tcp:{host},1433;Database=crm;User ID=app;Password={pw};Encrypt=True
postgresql://app:{weak}@{host}:5432/crm
mysql+pymysql://root:{weak}@{host}/shop
amqps://svc:{weak}@{host}:5671/vhost
rediss://:{weak}@{host}:6380/0
ftp://upload:{weak}@{host}/in
https://ci-bot:{token}@git.example.net/infra/repo.git
rtsp://admin:{weak}@10.44.7.21:554/stream1
jdbc:oracle:thin:app/{weak}@{host}:1521/ORCL
jdbc:sqlserver://{host};user=sa;password={pw};
smtp://relay%40example.net:{weak}@{host}:587
mongodb+srv://app:{weak}@cluster0.example.net/test
# command
mysql -h {host} -u root -p{weak} crm
mysqldump --user=backup --password={pw} --all-databases
curl --user {user}:{pw} https://{host}/api
curl -H "Authorization: Bearer {token}" https://{host}/v1
curl -H 'X-API-Key: {hexed}' https://{host}/v1/hosts
wget --http-user=admin --http-password={pw} http://{host}/cfg
sshpass -p '{pw}' ssh {user}@{host}
ipmitool -I lanplus -H {host} -U ADMIN -P {weak} chassis status
net use Z: \\\\fs01\\share /user:CORP\\kim {pw}
xfreerdp /v:{host} /u:admin /p:{pw}
smbclient //fs01/data -U kim%{weak}
ldapsearch -x -D cn=admin,dc=example -w {pw} -b dc=example
redis-cli -h {host} -a {weak} ping
snmpwalk -v2c -c {weak} {host} sysDescr
openssl pkcs12 -in x.pfx -passin pass:{pw}
echo '{pw}' | docker login -u ci --password-stdin registry.example.net
docker login registry.example.net -u ci -p {pw}
az login --service-principal -u {uuid} -p {token} --tenant {uuid}
rclone config create s3 s3 access_key_id AKIA{upper} secret_access_key {token}
restic -r sftp:{host}:/b --password-command 'echo {pw}' snapshots
psql "host={host} user=app password={weak} dbname=crm"
New-LocalUser helpdesk -Password (ConvertTo-SecureString '{pw}' -AsPlainText -Force)
schtasks /create /tn bkp /ru CORP\\svc_bkp /rp {pw} /sc daily
net user helpdesk {pw} /add
psexec \\\\{host} -u CORP\\adm -p {pw} cmd
mount -t cifs //fs01/d /mnt -o username=kim,password={weak}
echo "root:{pw}" | chpasswd
htpasswd -bc /etc/nginx/.ht prom {weak}
vault login {letters}
gh auth login --with-token <<< ghp_{token}
# issuers
GitHub PAT for CI: ghp_{token}
glpat-{letters} is the runner's
Slack bot xoxb-{number}12345678-{letters}
https://hooks.slack.com/services/T0{upper}/B0{upper}/{letters}
sk_live_{letters}
SG.{letters}.{token}abc
AIzaSy{letters}{number}{letters}
npm_{token}
hvs.{token}
AKIA{upper}
dop_v1_{hexed}{hexed}{hexed}
eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx{letters}.{token}
-----BEGIN OPENSSH {private} KEY-----\nb3BlbnNzaC1rZXktdjEA{token}\n{token}\n-----END OPENSSH {private} KEY-----
hf_{letters}{letters}
xkeysib-{hexed}{hexed}
PMAK-{hexed}-{hexed}
sq0csp-{token}
tskey-auth-{letters}-{letters}
https://discord.com/api/webhooks/{number}73019385526410/{token}{letters}
{number}123456:AAH{letters}{letters}
# hash
root:$6$kA9dLs02$A{token}{token}:19600:0:99999:7:::
admin:$2y$10${token}{letters}ab.
prom:$apr1$x81Kd0a2$A{letters}
enable secret 5 $1$mERr$A{letters}
username ops secret 9 $9$2MJBozw/9R3UsU$A{token}
snmp-server community {weak} RO
snmp-server user mon grp v3 auth sha {weak}x priv aes 128 {pw}
radius-server key {weak}
tacacs-server host 10.1.1.5 key 7 0822455D0A16544541
set security ike policy p pre-shared-key ascii-text {pw}
Administrator:500:aad3b435b51404eeaad3b435b51404ee:31d6cfe0d16ae931b73c59d7e0c089c0:::
crypto isakmp key {weak} address 198.51.100.7
wpa-psk ascii 0 {pw}
neighbor 10.0.0.2 password {weak}
set system root-authentication plain-text-password-value {pw}
# english
The new root password on {host} is {pw}
pw for {host}: {pw}
pass = {pw}
Login with {user} and password {pw}
creds are {user} / {pw}
user {user} pass {pw}
Username: {user}\nPassword: {pw}
changed the {user} password to {pw} on {day}
iDRAC: root/{pw}
WiFi guest key is {weak}
WPA2 passphrase: {phrase}
Kim's temporary password: {pw}
I set it to "{pw}" so that the vendor can get in; that is the admin password.
BitLocker recovery key: 123456-234567-345678-456789-567890-678901-789012-890123
door code {pin}# at the rear
Alarm PIN: {pin}
SIM PUK 9340{pin}
voicemail pin is {pin}
root pwd -> {pw}
old pw {made}, new pw {made}
The passphrase of the backup is: {phrase}
admin:{made} on the switch
u: {user} p: {made}
usr/pwd: {user}/{made}
IPMI user ADMIN password {weak}
VPN preshared key: {weak}
2FA seed: {b32}
backup codes: 4821-9930 1190-2847 5503-7712
api token for netbox: {hexed}
Vaultwarden master password = {phrase}
pls use {made} as password until friday
it's {made} (the sudo password)
Credentials for the portal: kim@example.net, {made}
RDP {host} {user} {made}
# german
Passwort {user}: {pw}
Das Kennwort lautet {pw}
PW: {pw}
Zugangsdaten {host}: {user} / {pw}
Neues Passwort für {user} ist {pw}
WLAN-Schlüssel: {weak}
Benutzer {user}, Passwort {pw}
Anmeldung mit {user} und {made}
Initialkennwort {pw} bitte nach Erstanmeldung ändern
Tresor-Code {pin}
Das Root-PW vom NAS habe ich auf {made} gesetzt
FritzBox Kennwort: {weak}
Adminpasswort = {weak}
# romance
mot de passe : {pw}
Le mdp de {user} est {pw}
Identifiant {user}, mot de passe {pw}
code d'accès wifi : {weak}
contraseña: {pw}
La clave del router es {weak}
usuario {user} contraseña {pw}
La password di {user} è {pw}
utente: {user}\npassword: {pw}
A senha do servidor é {pw}
senha: {weak}
Nova palavra-passe: {pw}
mot de passe administrateur changé en {made}
# others
wachtwoord: {pw}
Het nieuwe wachtwoord van {user} is {pw}
hasło: {pw}
Hasło do routera to {made}
Lösenord: {pw}
Nytt lösenord för {user} är {pw}
Passord: {pw}
Adgangskode: {pw}
Kodeord til {host} er {made}
Salasana: {pw}
heslo: {pw}
Nové heslo pro {user} je {made}
Jelszó: {pw}
Parolă: {pw}
Şifre: {pw}
Пароль: {pw}
Пароль от {user}: {made}
пароль для wifi {made}
Лозинка: {pw}
lozinka: {pw}
密码：{pw}
管理员密码是{made}
パスワード: {pw}
비밀번호: {pw}
Mật khẩu: {pw}
kata sandi: {pw}
Κωδικός: {pw}
סיסמה: {pw}
slaptažodis: {pw}
geslo: {pw}
# markup
<p>Login: <b>{user}</b><br>Password: <code>{pw}</code></p>
<table><tr><th>User</th><th>Password</th></tr><tr><td>{user}</td><td>{pw}</td></tr></table>
<ul><li>User: {user}</li><li>PW: {pw}</li></ul>
| host | user | password |\n|---|---|---|\n| {host} | {user} | {pw} |
host;user;passwort\n{host};{user};{made}
**Password:** `{pw}`
<div>Kennwort:&nbsp;{pw}</div>
Password\n{made}
<dl><dt>Passwort</dt><dd>{pw}</dd></dl>
# later
Root-Passwort für {host} wurde auf {pw} geändert
Passwort wurde am {day} geändert, neu: {pw}
neues PW {made} ab Montag
Zugang: Benutzer={user};Kennwort={pw}
Kennwort (BIOS): {weak}
Das Standardpasswort der Kamera ist {weak}
Der Schlüssel fürs Gäste-WLAN: {pw}
Passw.: {pw}
Admin-PW der Firewall: {pw}
pwd={pw} uid=sa
password is: {pw}
The password I used was {pw}
Use the password {made} to unlock the zip
pass for the zip = {weak}
The zip is protected with {made}
service account svc_backup - {made}
svc_sql / {made}
{user}@{host} / {made}
Local admin: .\\Administrator {made}
ESXi root: {made}
sudo pw {made}
default creds admin/{weak} still work on {host}
Login: {user}\nPwd: {pw}
login {user} passwd {pw}
User/Pass = {user}/{pw}
snmp ro community: {weak}
community string {weak}
SNMPv3 user mon, auth pass {pw}, priv pass {pw}
"psk": "{pw}"
wpa_passphrase={weak}
Wifi "Guest": {pw}
network={{\n  ssid="lab"\n  psk="{pw}"\n}}
API-Key Zabbix: {hexed}
token={hexed}
Bearer {token}
access_token: {token}
refresh_token = "{token}"
client_secret={token}
secret: {token}
x-api-key: {token}
NETBOX_TOKEN={hexed}
GRAFANA_API_KEY=eyJrIjoi{letters}{letters}
CLOUDFLARE_API_TOKEN={token}
HCLOUD_TOKEN={token}{letters}
aws_secret_access_key = {token}
AZURE_CLIENT_SECRET={token}
GOOGLE_APPLICATION_CREDENTIALS_JSON={{"private_key":"-----BEGIN {private} KEY-----\\nMIIE{token}"}}
s.{letters}
$2b$12${letters}{letters}abcde
{user}:$6$rounds=5000$abcd$A{token}{token}:19000:0:99999:7:::
deploy:{{SHA}}{letters}abc=
$argon2id$v=19$m=65536,t=3,p=4${letters}${token}
ops:$1$abcdefgh${letters}
mot de passe root = {pw}
le nouveau mot de passe est {pw}
MDP wifi {weak}
clé wifi : {weak}
clé api: {hexed}
La contraseña de {user} es {pw}
contraseña nueva {made}
clave wifi: {weak}
usuario: {user} clave: {pw}
password del router: {pw}
la nuova password è {pw}
chiave wifi: {weak}
palavra-passe: {pw}
a nova senha é {pw}
senha do wifi: {weak}
wachtwoord van {host} is {pw}
ww: {pw}
hasło administratora: {pw}
nowe hasło to {pw}
hasło wifi: {weak}
heslo k wifi: {weak}
heslo je {pw}
lösenordet är {pw}
passordet er {pw}
adgangskoden er {pw}
salasana on {pw}
jelszó: {pw}
a jelszava {pw}
parola este {pw}
parola: {pw}
yeni şifre {made}
пароль {pw}
новый пароль: {pw}
пароль администратора {made}
логин {user} пароль {pw}
用户名 {user} 密码 {pw}
ユーザー {user} パスワード {pw}
아이디 {user} 비번 {pw}
code PIN : {pin}
codice PIN {pin}
PIN-Code: {pin}
alarm code {pin}
Türcode: {pin}
code portail : {pin}
recovery key {b32}
otpauth://totp/x:{user}?secret={b32}&issuer=x
TOTP secret {b32}
MFA seed = {b32}
<span>Password:</span> <span>{pw}</span>
<p>pw: <strong>{pw}</strong></p>
<td>root</td><td>{made}</td>
<p>Kennwort<br/>{made}</p>
<p>mot de passe&nbsp;: {pw}</p>
&lt;password&gt;{pw}&lt;/password&gt;
curl -u admin:{weak} http://{host}/
curl -k -X POST -d 'user=admin&password={pw}' https://{host}/login
curl -d '{{"login":"admin","password":"{pw}"}}' https://{host}/login
https://{host}/api?apikey={hexed}
https://admin:{weak}@{host}/
ssh://git:{weak}@{host}/repo
DATABASE_URL=postgres://u:{weak}@{host}/d
REDIS_URL=redis://:{weak}@{host}:6379
Data Source={host};Initial Catalog=x;User Id=sa;Password={pw}
Pwd={pw};Uid=sa
enable password {weak}
enable secret {pw}
username admin privilege 15 secret 0 {pw}
username admin password 7 0822455D0A16
key-string {weak}
ip ospf message-digest-key 1 md5 {weak}
ppp chap password 0 {weak}
set password ENC {b64}
set passwd {pw}
password simple {pw}
local-user admin password cipher {pw}
admin password "{pw}"
/user add name=ops password={pw} group=full
/interface wireless security-profiles add wpa2-pre-shared-key={weak}
user_pass: {pw}
db.password={pw}
DB_PASS: "{pw}"
dbPassword: '{pw}'
smtpPassword={pw}
"userPassword": "{pw}"
password: |\n  {pw}
- name: PASSWORD\n  value: {pw}
- name: DB_PASSWORD\n  value: "{pw}"
environment:\n  - MYSQL_PASSWORD={pw}
requirepass {weak}
bindpw {weak}
[client]\nuser=root\npassword={pw}
machine {host} login {user} password {pw}
{host}:5432:crm:app:{weak}
//npm.example.com/:_authToken={uuid}
"auths": {{"r.example.net": {{"auth": "{letters}{letters}"}}}}
PrivateKey = {b64}
PresharedKey = {b64}
Host {host} user {user} pass {made}
Backup encryption passphrase "{phrase}"
restic password: {pw}
veeam encryption key {pw}
LUKS passphrase {made}
KeePass master: {made}
vaultwarden admin token {token}
zabbix agent psk {hexed}
TeamViewer 1 234 567 890 pw {made}
AnyDesk ID 123 456 789 / Passwort {made}
pppoe: user@isp.example / {made}
SIP secret: {weak}
telegram bot {number}123456:AAG{letters}{letters}
ATATT3{token}{token}
glsa_{token}
dckr_pat_{letters}abc
ghs_{token}
github_pat_{letters}_{token}
xoxp-{number}1-{number}2-{letters}
whsec_{token}
rk_live_{letters}
sk-proj-{token}
sk-ant-api03-{token}
AccountKey={b64}{b64};EndpointSuffix=core.windows.net
https://x.blob.core.windows.net/c?sv=2022-11-02&sig={token}%3D
AGE-SECRET-KEY-1{upper}{upper}{upper}{upper}
PuTTY-User-Key-File-3: ssh-ed25519
"""

ORDINARY = r"""
# policy
Passwords must have 14 characters and change every 180 days.
Password reset for {user} done on {day}, ticket INC{number}{number}
Das Passwort liegt im Vaultwarden unter lab/{host}.
Please rotate the root password of {host} before {day}.
Kennwortrichtlinie: mindestens 12 Zeichen, Historie 24.
User forgot his password again, called the helpdesk at 09:40.
The password is in op://it/{host}/root.
Mot de passe expiré depuis le {day}, demande {number}.
La contraseña caduca cada 90 días.
wachtwoord vergeten, reset via self-service
hasło wygasa za 30 dni
Password expired for CORP\\{user}, account locked after 5 attempts
password: see vault
Passwort: siehe Tresor
pw: (in KeePass, Eintrag {host})
password hash algorithm switched from SHA1 to SHA512
pass-through disks on {host}
No password is set on the BIOS of {serial}.
secret santa list is on the board
token ring card removed from {host}, finally
api key rotation is scheduled for {day}
The API token expires on {day}; owner is {user}.
MFA token of {user} replaced, serial {serial}
Lösenordet ligger i valvet.
Hesla jsou v trezoru.
Пароль хранится в хранилище.
密码保存在密码库中。
パスワードは金庫にあります。
Salasana vaihdettu {day}.
Jelszó csere esedékes {day}.
Passordet er endret, se hvelvet.
Şifre {day} tarihinde değiştirildi.
Password manager: Bitwarden 2024.6.2 on all laptops
default password was changed at rollout
passwordless sudo for group wheel is off
PasswordAuthentication no
PermitRootLogin prohibit-password
password authentication failed for user "app" at character 15
FATAL: password authentication failed for user "odoo"
Failed password for invalid user oracle from 203.0.113.7 port 52144 ssh2
Accepted publickey for deploy from 10.44.0.9 port 40122 ssh2: ED25519 SHA256:{token}
pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=203.0.113.7 user=root
# placeholders
DB_PASSWORD=${{DB_PASSWORD}}
password: "{{{{ vault_db_password }}}}"
MYSQL_ROOT_PASSWORD_FILE=/run/secrets/mysql_root
curl -u "$USER:$PASS" https://{host}/api
psql postgresql://app:${{PGPASS}}@{host}/crm
mysql -u root -p crm < dump.sql
password = <ask kim>
PASSWORD=changeme
token: xxxxxxxxxxxx
apiKey: process.env.API_KEY
secretKeyRef:\n  name: db\n  key: password
existingSecret: crm-db-credentials
credential: vaultwarden://it/{host}
kv/prod/crm/db#password
arn:aws:secretsmanager:eu-central-1:123456789012:secret:crm/db-AbCdEf
https://user:password@example.com is the shape of the address
sshpass is not installed on {host}
ansible-vault encrypt_string --stdin-name db_password
export VAULT_TOKEN=$(cat ~/.vault-token)
password: ********
pw: •••••••
# hardware
{host} serial {serial}, rack B4 unit {number}, warranty until {day}
Dell PowerEdge R740xd, service tag {serial}, 2x Xeon Gold 6230R, 384 GB
MAC 3c:ec:ef:4a:90:1b on port Gi1/0/{number}
WWN 50:06:01:60:c7:e0:14:21 zoned to {host}
HP LaserJet M507dn, part 1PV87A, toner CF289X
Samsung 870 EVO MZ-77E2T0B, firmware SVT02B6Q
Cisco C9300-48P-A, IOS-XE 17.09.04a, license network-advantage
UPS APC SMT3000RMI2UC, battery RBC143 replaced {day}
Disk /dev/disk/by-id/ata-ST16000NM001G-2KK103_{serial} failed
Ersatzteil {serial} bestellt, Lieferung {day}
Imprimante HP {serial} en panne, ticket {number}
Lenovo ThinkPad T14s Gen 4 21F6CTO1WW for {user}
MikroTik CCR2004-1G-12S+2XS, RouterOS 7.14.3
Asset tag IT-{number}, PO 4500{number}, cost center 4711
SFP-10G-SR-S in slot 3, DOM -2.3 dBm
BIOS 2.19.1, iDRAC 7.00.00.171, CPLD 1.1.4
# software
Debian 12.5, kernel 6.1.0-21-amd64, OpenSSH_9.2p1
Windows Server 2022 21H2 build 20348.2461, KB5037782 installed
PostgreSQL 16.3 on x86_64-pc-linux-gnu, compiled by gcc 12.2.0
docker image nginx@sha256:{hexed}
commit {hexed} fixes the race
git tag v2.14.0-rc3, branch feature/INC-{number}-vpn
Odoo 18.0-20240610, modules sale_stock, account_edi_ubl_cii
VMware vSphere 8.0U2b-23305546
CVE-2024-6387 patched with openssh-server 1:9.2p1-2+deb12u3
helm upgrade crm ./chart -f values-prod.yaml --set image.tag=1.25.3
apt install -y python3.11-venv libpq-dev
session 9f1c2d3e-{number} closed after 30m idle
trace id {hexed}
request id {uuid} answered 502 in 30012 ms
md5sum {hexed}  debian-12.5.0-amd64-netinst.iso
ETag: "{hexed}"
license expires {day}, 250 seats
container {hexed} restarted {number} times
tenant {uuid}, subscription {uuid}
Snapshot zfs tank/vm@auto-{day}_03.00 removed
thumbprint of the certificate: {hexed}
ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI{token} {user}@{host}
-----BEGIN CERTIFICATE-----\nMIID{token}\n{token}\n-----END CERTIFICATE-----
Public key: {b64}
PublicKey = {b64}\nEndpoint = vpn.example.net:51820
SHA256:{token} is the fingerprint of {host}
serial number of the cert 0{hexed}
# network
VLAN {number} "voice" 10.44.8.0/22, gateway 10.44.8.1, DHCP .50-.250
ip route 0.0.0.0/0 198.51.100.1 metric 10
BGP AS65{number} peer 198.51.100.9 up since {day}
access-list 101 permit tcp any host 10.1.1.5 eq 443
Patch 2OG-B-{number} to core-sw-2 Gi2/0/11, blue
SSID Corp-Guest, 802.1X on Corp-Staff, channel 36
community meetup of the users' group on {day}
SNMP v3 only; v2c communities were removed.
fe80::3eec:efff:fe4a:901b%eth0
DNS: {host} A 10.44.3.17, TTL 3600, PTR set
VPN tunnel HQ-Branch3 rekeys every 28800 s, AES256-SHA256-DH14
IPsec phase 2 down, lifetime 3600, PFS group 14
port 5432/tcp open from 10.44.0.0/16 only
NTP stratum 3, offset -0.000231 s
LACP Po12 members Te1/1/1, Te2/1/1
SIP trunk +49 30 901820-0, codec G.711a
WLAN-Controller C9800-L neu gestartet, 14 APs wieder da
# prose
Talked to {user}: the printer in 2.14 jams when A3 is used.
Kim is the key user for SAP; deputy is j.meyer.
Customer pays per seat, 42 seats since {day}, contract SC-2024-{number}
Bitte Herrn Meyer unter 030/901820-{number} zurückrufen
Réunion mardi 14h30 salle 2.14, ordre du jour : migration
Llamar al proveedor, caso 00{number}{number}, antes de las 17:00
Interwencja serwisowa {day}, technik {user}, czas 1h45
De monteur komt {day} tussen 08:00 en 10:00
Ligar para o fornecedor, chamado #{number}
Il tecnico arriva {day}, riferimento RT{number}
Backup of {host} took 3h12, 1.8 TB, 0 errors
Restore test ok, {number} files compared, RTO 42 min
The keys of the server room hang in the safe of the reception.
Schlüssel für Raum U1.07 bei der Pforte, Nr. {number}
Code review of change CHG00{number} is open
The PIN of the socket is bent, CPU {serial} returned
pin 4 of the RJ45 is broken
pin 1234 header on the mainboard
Door 12 does not close; facility informed
code 0x80070005 at the third attempt
Error 0x8007232B, slmgr /dlv shows KMS client
Fehlercode E-{number} am Drucker
Recovery time 4 h, recovery point 24 h
Admin on duty: {user}, phone {number}{number}
Login page of the portal answers 500 since 09:12
The login of {user} is disabled since {day}
user {user} added to group Remote Desktop Users
Benutzer {user} gesperrt, Antrag {number}
account {user} / role operator
root cause: full /var on {host}
admin / helpdesk / network: rota of week 23
Contact: kim@example.net / +49 170 {number}{number}
Access to rack B4 with badge {number}
https://wiki.example.net/display/IT/Runbook+{host}?pageId={number}12
https://grafana.example.net/d/{letters}/node?orgId=1&from=now-6h
https://example.net/doc/d/1{token}/edit
\\\\fs01\\projects$\\2024\\Q2
/opt/odoo/releases/2024-06-10T0312/odoo-bin
C:\\Program Files\\Veeam\\Backup and Replication\\Console
cron: 15 3 * * 1-5 /usr/local/bin/backup.sh >/dev/null 2>&1
Jun 11 03:12:44 {host} CRON[{number}]: (root) CMD (/usr/local/bin/rotate.sh)
{host} kernel: [{number}.123456] eth0: link up, 10000 Mbps
systemd[1]: Started postgresql@16-main.service
level=info ts={day}T03:12:44Z caller=main.go:181 msg="Completed loading of configuration file"
Meeting-ID 812 4455 {number}, Dial-in on the invite
invoice RE-2024-{number}, 1.284,50 EUR net
Tracking 00340434161094{number}{number}
IMEI 35 209900 176148 1, SIM 8949{number}{number}{number}
Order 4500{number}{number}, delivery note LS{number}
Lizenz Veeam VUL 50 Workloads, Vertrag {serial}
The certificate of mail2 renews by ACME, key type ecdsa P-256
The secret of a good cable is its label.
Geheimnisvoller Neustart von {host} um 02:14
Le jeton de présence est chez l'accueil
token bucket: rate 100/s burst 200
key-value store etcd 3.5.13, 3 members
keyboard layout de-latin1-nodeadkeys
primary key (id), index on name
foreign key constraint fails (`crm`.`lead`)
passport copy of the technician for the data center visit
compass room booked
bypass switch of the UPS is closed
the pass rate of the restore tests is 98%
passing 802.1q tags 10,20,30 to {host}
Passagierliste der Fahrgemeinschaft
Test passed on {day}: 148 passed, 2 skipped in 12.44s
password column dropped from table res_users_old
"password" is a required property
Enter password for user {user}:
[sudo] password for {user}:
Passphrase for key '/home/kim/.ssh/id_ed25519':
minimum password length 14, complexity enabled, lockout 10/15min
GET /reset_password?lang=de 200 in 41 ms
password_reset_token_lifetime = 3600
max_token_length: 4096
auth_method=scram-sha-256 in pg_hba.conf
secret_name: crm-db
tls_secret = wildcard-example-net
Secrets are mounted at /run/secrets.
key_file=/etc/ssl/private/{host}.key
IdentityFile ~/.ssh/id_ed25519_{host}
AWS account 4402{number}1881, role OrganizationAccountAccessRole
s3://corp-backup-eu-central-1/{host}/{day}.tar.zst
gpg --recv-keys 0x{upper}
GPG key 4AEE 18F8 3AFD EB23 is signed by kim
Windows product ID 00330-80000-00000-AA{number}
cert serial {serial}, issuer R11, valid until {day}
color #3c8d40, font Inter 14px
Room 2.14, Tel. -{number}, Dose 2.14.{number}
Wartungsfenster Sa 22:00-02:00, CHG00{number}
Wartung: Filter gereinigt, Lüfter 3 getauscht ({serial})
3x CAT6A S/FTP 10m grau, 2x LWL OM4 LC-LC 5m
battery 98%, runtime 41 min, load 23%
2024-W23: {user}, 2024-W24: kim
Nagios: HOST ALERT: {host};DOWN;HARD;3;CRITICAL - Host Unreachable
Zabbix trigger "CPU > 90% for 5m" on {host}, event {number}{number}
Patchday {day}: 41 servers, 3 failed, see INC-{number}
Ansible 2.16.6, playbook site.yml, ok=148 changed=12 failed=0
terraform plan: 3 to add, 1 to change, 0 to destroy
resource "random_password" "db" {{ length = 24 }}
vault kv get -field=password kv/prod/crm
Password-Hash: not stored here
pw-quality libpwquality 1.4.5-1
Kunde wünscht Rückruf wegen PW-Reset, Mo. ab 9 Uhr
Passwort-Reset für Frau Yilmaz erledigt, Rückruf 14:20
Zugang zum RZ nur mit Ausweis {number}
Zugangsdaten per Brief an Frau Kaya verschickt
Credentials were sent by post to the branch on {day}
Les identifiants ont été remis en main propre
Las credenciales están en la bóveda
Le credenziali sono nel vault aziendale
Inloggegevens staan in 1Password, kluis IT
As credenciais estão no cofre
Dane logowania w sejfie, pozycja {host}
Kode oppdatert i repo, versjon 4.{number}
Koden till porten byts {day}.
Kódy chyb viz manuál
Server Lösung: Neustart um 03:10
Přihlášení nefunguje od {day}
Bejelentkezés hibás, jegy {number}
Autentificarea a eșuat, tichet {number}
Вход через LDAP, группа it-admins
служебный номер {number}, кабинет 214
服务器 {host} 已重启，工单 {number}
サーバー {host} を再起動しました
서버 {host} 재부팅 완료
Máy chủ {host} đã khởi động lại
Sunucu {host} yeniden başlatıldı
Ο διακομιστής {host} επανεκκινήθηκε
<p>Router replaced, <b>serial {serial}</b>, see <a href="https://wiki.example.net/x/{letters}">wiki</a>.</p>
<table><tr><th>User</th><th>Password</th></tr><tr><td>{user}</td><td>in the vault</td></tr></table>
| host | user | password |\n|---|---|---|\n| {host} | {user} | see vault |
<ul><li>User: {user}</li><li>Password: <i>in Vaultwarden</i></li></ul>
# later
Password rotation script runs on {host} nightly at 02:00
Password last changed: {day}
Password last set 12.06.2024 by {user}
password length 16
PW-Änderung am {day} durch {user}
Passwort geändert am 03.06.2024, nächster Wechsel Q3
Passwort im KeePass "IT/{host}"
password stored under IT-Ops/Switches/{host}
pw -> see 1Password "Firewall HQ"
Passwort per SMS an Herrn Kaya geschickt
The password was given to {user} by phone.
Password: (blank)
Password: same as last year, ask Kim
Password: n/a
Password: none
Password: unchanged
Passwort: unverändert
Passwort: wird per Brief zugestellt
Kennwort: liegt beim Kunden
mot de passe : voir le coffre
mot de passe : transmis par téléphone
contraseña: ver bóveda
senha: no cofre
hasło: w sejfie
heslo: v trezoru
lösenord: se valvet
passord: se hvelvet
salasana: kysy Kimiltä
jelszó: lásd a széfben
пароль: см. хранилище
пароль сброшен {day}
密码：见密码库
パスワード：金庫を参照
비밀번호: 금고 참조
mật khẩu: xem trong két
wachtwoord: zie kluis
token: issued {day}, valid 90 days
token lifetime 3600s
api key id {serial}
API key: stored in Vault at kv/netbox/token
access key id in the wiki
key: value
Key 12 for rack B4
Schlüssel Nr. {number} ausgegeben an {user}
SSID: Corp-Guest-5G
Wi-Fi key changed on {day}
Wi-Fi: WPA3-Enterprise, EAP-TLS
SNMP community strings rotated {day}
snmp-server location Berlin-DC1-R04
snmp-server contact netops@example.net
enable secret was set
username admin is disabled
service password-encryption
aaa authentication login default group tacacs+ local
PIN pad at the door broken
PIN required at boot (BitLocker TPM+PIN)
Recovery key is escrowed in AD
Recovery codes are printed and in the safe.
BitLocker key ID 3F2A91BC
{host} / {user} / on call
svc_backup / member of Backup Operators
admin / 2024-06-11 / patched
IP 10.44.3.17/24 VLAN 30
fs01:/export/data mounted
ID: {uuid}
Client ID {uuid}
Tenant: example.onmicrosoft.com
Message-ID: <{token}@mail2.example.net>
DKIM selector s2024, p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA{token}
v=spf1 include:_spf.example.net -all
CSR created, key size 4096
ssl_certificate_key /etc/ssl/private/x.key;
Modulus {hexed}
Fingerprint MD5:16:27:ac:a5:76:28:2d:36:63:1b:56:4d:eb:df:a6:48
ssh host key {host} changed, remove from known_hosts
Kernel panic - not syncing: VFS: Unable to mount root fs on unknown-block(0,0)
SELinux avc: denied {{ read }} for pid={number}
Order no. A{number}-{serial}
Seriennummer {serial}, Inventar 2024-{number}
Windows 11 23H2 (22631.3672), Office LTSC 2021
Kaya2024 is the project's code name? No: Projekt "Kaya 2024"
Room "Blau 4711"
Artikel Adapter USB-C3.2-HDMI2.1
Firmware FGT_60F-v7.2.8.F-build1639
R740XD2, H740P, X710-DA2, BCM57414
Teams-Raum Logitech Rally Bar, SN 2243LZ{number}
Kunde: Möller & Söhne GmbH, KdNr. K{number}
Lic: VUL-{number}-{serial}
{user} logged in with MFA from 203.0.113.8
Logged in as {user} via SSO
Anmeldung mit {user} nicht möglich
Connexion impossible avec {user}
cannot log in with PIN since update KB5037771
Set to 24h, that is the password cache time
it's Windows2022 (the password policy server)
use Bitwarden2024 as password manager
"""


def notes(seed):
    """Lines with a secret and without, each as ``(kind, text)``.

    >>> secret, ordinary = notes(1)
    >>> len(secret) > 200, len(ordinary) > 200, notes(1) == (secret, ordinary)
    (True, True, True)
    """
    rng = random.Random(f"third {seed}")
    return fill_with(FILLS, rng, SECRETS), fill_with(FILLS, rng, ORDINARY)


def fill_with(fills, rng, lines, times=3):
    """Each line so many times, with values of functions by their name, as ``(kind, text)``."""
    made_, kind = [], ""
    for line in lines.strip().splitlines():
        if line.startswith("# "):
            kind = line[2:]
            continue
        for _time in range(times):
            made_.append((kind, _fill(fills, rng, line)))
    return made_


def _fill(fills, rng, line):
    line = line.replace("\\\\", "\0").replace("\\n", "\n").replace("\\t", "\t").replace("\0", "\\")
    line = line.replace("{{", "\1").replace("}}", "\2")
    for name, fill in fills.items():
        while (place := "{" + name + "}") in line:
            line = line.replace(place, fill(rng), 1)
    return line.replace("\1", "{").replace("\2", "}")
