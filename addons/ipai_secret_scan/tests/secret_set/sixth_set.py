# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A sixth set: what the people of a service desk leave behind in tickets, shells, spreadsheets and mails.

Written at one go by somebody who had not read the rules, and frozen before the rules were asked; what they found
then stands in FIRST. Where a vendor gives the form of a value it is that of `fakes`; what people choose is made here.
"""

import random

from . import fakes
from .third_half import DIGITS, LOWER, UPPER, fill_with, some

FIRST = {"found": 0.899, "false": 0.003}
"""Shares of the first run (the mean of four seeds), before a rule was mended."""

HABITS = "Kolibri Marmelade Trommel Segelboot Gewitter Brombeere Papagei Laterne Sauerteig Leuchtturm Walnuss Hafen".split()
THINGS = "copper violin thimble gravel otter saffron pebble lantern mustard hammock juniper walrus".split()


def pw(rng):
    """What somebody types twice without a mistake."""
    word, other = rng.choice(HABITS), rng.choice(THINGS)
    return rng.choice(
        (
            f"{word}#{rng.randint(10, 99)}",
            f"{word}{rng.randint(1950, 2026)}!",
            f"!{word}{rng.randint(100, 999)}",
            f"{other}{rng.choice('.-_')}{rng.choice(THINGS)}{rng.randint(1, 99)}",
            f"{word[:4]}4{other.title()}$",
            f"{rng.randint(10, 99)}{other.title()}?{some(rng, LOWER, 2)}",
            f"{word.lower().replace('a', '4').replace('e', '3')}{rng.randint(1, 9)}",
        )
    )


def easy(rng):
    """A word and a number."""
    return rng.choice((rng.choice(HABITS), rng.choice(THINGS))) + str(rng.randint(1, 2026))


def gen(rng):
    """What a browser or a manager proposes."""
    return rng.choice(
        (
            "-".join(some(rng, LOWER + UPPER + DIGITS, 6) for _ in range(3)) + some(rng, DIGITS, 1),
            some(rng, UPPER, 1) + some(rng, LOWER + DIGITS, 9) + some(rng, DIGITS, 2),
            some(rng, LOWER, 2)
            + some(rng, UPPER + DIGITS + "!%+=~", 9)
            + some(rng, DIGITS, 1)
            + "x",
        )
    )


def dice(rng):
    return " ".join(rng.sample(THINGS, 5))


def key(rng):
    """What a machine shows once."""
    return some(rng, LOWER + UPPER + DIGITS, rng.choice((24, 32, 40)))


def hexes(rng):
    return some(rng, "0123456789abcdef", rng.choice((32, 40, 64)))


def digits(rng):
    return some(rng, DIGITS, rng.choice((4, 6, 8)))


def wireguard(rng):
    return fakes.encoded(rng, 32)


def place(rng):
    return rng.choice(
        "esx04 nas-buero 172.20.4.18 fw-lindau srv-dc2 plotter-2og kassenrechner-3 sbc.voip.example".split()
    )


def login(rng):
    return rng.choice(
        "svc_backup hausmeister einkauf2 d.kowalczyk praktikant root-alt sa scanner-eg".split()
    )


def what(rng):
    return rng.choice(
        "Druckserver,Zeiterfassung,Telefonanlage,Warenwirtschaft,Videoüberwachung".split(",")
    )


def day(rng):
    return f"20{rng.randint(22, 26)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def num(rng):
    return str(rng.randint(3, 9800))


def uid(rng):
    return "-".join(some(rng, "0123456789abcdef", size) for size in (8, 4, 4, 4, 12))


OWN = (pw, easy, gen, dice, key, hexes, digits, wireguard, place, login, what, day, num, uid)
PLACES = (
    *(
        "sha256",
        "md5",
        "sha1",
        "integrity",
        "ssh_fingerprint",
        "public_key",
        "colon_fingerprint",
        "public_wireguard",
    ),
    *("mac", "wwn", "imei", "serial", "asset_tag", "iban", "invoice", "ticket", "dkim", "sid"),
)
FORMS = (
    *(
        "slack_hook",
        "slack_token",
        "vault_old",
        "vault_new",
        "bcrypt",
        "sha512_crypt",
        "yescrypt",
        "apr1",
    ),
    *(
        "sha_htpasswd",
        "cisco5",
        "cisco7",
        "cisco8",
        "cisco9",
        "stripe",
        "google_api",
        "google_oauth",
        "azure_key",
    ),
    *(
        "azure_signature",
        "azure_secret",
        "sendgrid",
        "npm",
        "github_classic",
        "github_fine",
        "gitlab",
        "jwt",
    ),
    *(
        "recovery",
        "recovery_digits",
        "totp",
        "aws_id",
        "aws_secret",
        "encoded_login",
        "psk",
        "community",
    ),
)
FILLS = {f.__name__: f for f in OWN} | {name: getattr(fakes, name) for name in FORMS + PLACES}

SECRETS = r"""
# environment
export PGPASSWORD='{pw}' && pg_dump -h {place} crm | gzip > crm.sql.gz
setx ERP_DB_PASS "{gen}" /M
$env:SQL_SA_PWD = "{pw}"
environment:\n  - MARIADB_ROOT_PASSWORD={easy}\n  - TZ=Europe/Berlin
docker run -d -e DB_PASS={gen} -e DB_HOST={place} wiki:3
Environment="APP_SECRET={key}" "APP_ENV=prod"
spring.datasource.password={pw}
database.default.password = {easy}
define( 'DB_PASSWORD', '{pw}' );
$config['db_pass'] = "{gen}";
DATABASE_URL=postgresql://app:{gen}@{place}:5432/app
conn = "Server={place};Database=ERP;Uid={login};Pwd={pw};"
Data Source={place};Initial Catalog=Lager;User ID=sa;Password={pw};Encrypt=True
jdbc:sqlserver://{place};user={login};password={easy}
LDAP_BIND_PW:{gen}
smtp_sasl_password_maps: [mail.example]:587 relay@mail.example:{pw}
[client]\nuser=backup\npassword={gen}
app.config.update(SECRET_KEY="{key}")
helm upgrade --install wiki ./wiki --set postgresql.auth.password={gen}
terraform apply -var 'admin_password={pw}'
# said in a line
{place}: login {login} / pw {pw}
pw fuer {what} ist {pw}
Kd. hat angerufen, neues pw {easy} eingetragen
{login} pw={pw}, bitte nach Erstlogin ändern
pwd auf {place} zurückgesetzt -> {gen}
neues PW lautet jetzt {pw}
(pw {pw})
the pass on {place} is still {easy}
pass is "{pw}" without the quotes
reset {login}'s password to {pw} and told him by phone
I set a temporary password ({gen}) for {login}
temp pw for {login}: {easy}, expires Friday
For {place} use {login} with {pw} as password
Changed the login on {place} from {pw} to {gen}
{login} on {place} now has the password {gen}.
password of the local administrator everywhere is {pw}
You can log on with the user {login} and the password {pw}.
credentials for {place}: {login}/{pw}
creds {login}:{pw}
login data {what}: user {login} password {easy}
logged in as {login} with {gen}
BIOS supervisor password on all ThinkPads: {easy}
iDRAC default changed, calvin -> {pw}
iLO {place}  Administrator  {gen}
IPMI user ADMIN pass {easy}
sudo pass for {login} = {pw}
my pin for the token is {digits}
VNC pw {easy}
default pass of the cameras: admin / {easy}
unlock code for the alarm: {digits}
passphrase of the backup key is: {dice}
passcode iPad reception {digits}
SIM PIN {digits}, PUK {digits}{digits}
# german
Das Passwort für {what} lautet {pw}
Kennwort: {pw}
Kennw. {place}: {easy}
Zugangsdaten {what}: Benutzer {login}, Kennwort {gen}
Passwort zurückgesetzt auf {pw}, User informiert
Anmeldung an {place} mit {login} und Passwort {pw} funktioniert
Adminkennwort {place}: {gen}
Habe ihm {pw} als neues Passwort gegeben
Passwörter: {place} = {pw}, {what} = {easy}
WLAN-Schlüssel Gästenetz: {pw}
Zugang zum Portal: {login} // {pw}
Der Schlüssel fürs VPN heißt {gen}
Lösungswort beim Anbieter: {easy}
Kundenkennwort Telekom {digits}
Freischaltcode lautet {gen}
Kennwort fürs ZIP ist {pw}
PW vom alten Admin war {pw}
Masterpasswort KeePass: {dice}
Passwort (neu): {pw}
Passwort ab {day}: {gen}
Geheimnis RADIUS: {gen}
# other languages
La contraseña del servidor {place} es {pw}
contraseña nueva → {easy}
Clave wifi: {pw}
usuario: {login} clave: {gen}
Se cambió la contraseña a {pw}
mot de passe : {pw}
Le mdp de {login} est {easy}
mdp admin = {gen}
Nouveau mot de passe pour {place} : « {pw} »
identifiant {login}, mot de passe {gen}
code d'accès du portail : {digits}
La password di {place} è {pw}
nuova password: {easy}
utente {login} parola d'ordine {pw}
senha do roteador: {pw}
A nova senha é {easy}
utilizador {login} palavra-passe {gen}
wachtwoord van {place} is {pw}
inloggen met {login} / wachtwoord {easy}
nieuw ww: {gen}
hasło do {place}: {pw}
nowe hasło to {gen}
heslo pro {login}: {easy}
přihlášení {login}, heslo je {pw}
lösenord till {place}: {pw}
nytt lösenord är {easy}
adgangskode: {pw}
adgangskoden til {place} er {gen}
passord for {login} = {easy}
salasana on {pw}
{place} salasana: {gen}
şifre: {pw}
{place} parolası {easy}
Yeni şifreniz: {gen}
пароль от {place}: {pw}
Новый пароль {gen}
логин {login} пароль {easy}
jelszó: {pw}
az új jelszó {gen}
parola pentru {login} este {pw}
κωδικός πρόσβασης: {pw}
パスワード：{pw}
パスワードは{gen}です
密码：{pw}
{place} 的密码是 {gen}
비밀번호: {easy}
geslo za {place}: {pw}
lozinka: {gen}
парола: {easy}
# json, yaml, xml, ini
{{"host": "{place}", "usr": "{login}", "pwd": "{pw}"}}
{{"name":"{what}","auth":{{"type":"basic","login":"{login}","passwd":"{gen}"}}}}
"credentials": {{"username": "{login}", "password": "{easy}"}}
{{"smtp": {{"user": "{login}", "pass": "{pw}", "port": 587}}}}
{{\"token\": \"{key}\", \"expires\": null}}
{{'user': '{login}', 'pw': '{pw}'}}
auth:\n  user: {login}\n  pass: {easy}
 api_key: "{key}"
adminPassword: {pw}
clientSecret: {key}
bindpw {gen}
rootpw --plaintext {pw}
d-i passwd/user-password password {easy}
chpasswd:\n  list: |\n    root:{pw}
ansible_become_pass: {gen}
ansible_ssh_pass={pw} ansible_user={login}
<add key="MailPassword" value="{pw}"/>
<server><id>nexus</id><username>{login}</username><password>{gen}</password></server>
<property name="hibernate.connection.password">{easy}</property>
<Value name="pwd">{pw}</Value>
<AutoLogon><Password><Value>{pw}</Value><PlainText>true</PlainText></Password></AutoLogon>
"DefaultPassword"="{pw}"
[mysqld_exporter]\nuser = exporter\npass = {gen}
requirepass {key}
masterauth {gen}
rabbitmq: default_pass = {easy}
secret_key_base: {hexes}{hexes}
jwt_secret = "{key}"
password_hash: "{bcrypt}"
encryption_key: '{hexes}'
auth_token={key}
# chat hooks and tokens
webhook for #alerts is {slack_hook}
curl -X POST -d '{{"text":"hi"}}' {slack_hook}
Bot {slack_token}
SLACK: {slack_token} (workspace lindau)
alertmanager api_url: '{slack_hook}'
VAULT_TOKEN={vault_old}
vault login {vault_old}
root token after init: {vault_old}
X-Vault-Token: {vault_new}
unsealed {place} with {vault_new}
PAT of the runner {github_classic}
git clone https://{login}:{github_classic}@github.com/acme/infra.git
gh token {github_fine} expires {day}
git remote set-url origin https://oauth2:{gitlab}@git.{place}/ops/x.git
runner registered with {gitlab}
Authorization: Bearer {jwt}
cookie: session={jwt}
# hashes of passwords
{login}:{bcrypt}
htpasswd -nbB gives {login}:{bcrypt}
bcrypt in the table users is {bcrypt}
root:{sha512_crypt}:19811:0:99999:7:::
usermod -p '{sha512_crypt}' {login}
hash from the old box: {yescrypt}
passwd: {yescrypt}
{login}:{apr1}
traefik.http.middlewares.a.basicauth.users={login}:{apr1}
{login}:{sha_htpasswd}
AuthUserFile line: {login}:{sha_htpasswd}
SELECT user, authentication_string -> {login} *{hexes}
# network gear
snmp-server community {community} RO 10
rocommunity {community} 172.20.0.0/16
snmpwalk -v2c -c {community} {place} sysDescr
snmpget -c {community} -v 1 {place} .1.3.6.1.2.1.1.5.0
SNMP read community on {place}: {community}
SNMP-Community ist {community}, bitte in PRTG eintragen
set snmp community {community} authorization read-only
/snmp community set [ find default=yes ] name={community}
enable secret 5 {cisco5}
username {login} privilege 15 secret 9 {cisco9}
username {login} secret 8 {cisco8}
 password 7 {cisco7}
neighbor 172.20.4.1 password 7 {cisco7}
tacacs-server host 172.20.4.9 key 7 {cisco7}
tacacs-server key {gen}
radius-server host {place} auth-port 1812 key {gen}
crypto isakmp key {gen} address 203.0.113.77
line vty 0 4\n password {easy}\n login
enable password {easy}
ip ospf authentication-key {easy}
key-string {gen}
standby 1 authentication md5 key-string {easy}
set security ike policy hq pre-shared-key ascii-text "{gen}"
set shared authentication-profile radius secret {gen}
config vpn ipsec phase1-interface\n edit hq\n set psksecret {gen}
/user add name={login} group=full password={pw}
interface Dialer1\n ppp chap password 0 {easy}
VPN Lindau: PSK {gen}, IKEv2, AES256
PrivateKey = {wireguard}
# wifi
SSID Werkstatt, Key {pw}
WLAN "Lager": {pw} (WPA2)
wpa_passphrase Lager {pw}
WPA3-SAE Passphrase: {pw}
psk="{pw}"
WIFI:T:WPA;S:Lager;P:{pw};;
nmcli dev wifi connect Lager password {pw}
wifi for guests: network "Gast", password {easy}
Hotspot iPhone Chef: {easy}
wireless key changed to {pw} on {day}
set wireless profile lager passphrase {pw}
Netzwerkschlüssel Fritzbox {digits}{digits}{digits}
wifi-sec.psk "{pw}"
option key '{pw}'
# vendors' keys
stripe: {stripe}
STRIPE_LIVE={stripe}
(Zahlung) Schlüssel {stripe} in .env
maps key {google_api}
https://maps.googleapis.com/maps/api/js?key={google_api}&v=3
client secret of the calendar app: {google_oauth}
AccountKey={azure_key};EndpointSuffix=core.windows.net
az storage blob upload --account-key {azure_key} -f a.zip
https://lager.blob.core.windows.net/backup?sv=2022-11-02&ss=b&srt=co&sp=rwdl&se=2027-01-01T00:00:00Z&sig={azure_signature}
App registration "mailer": secret value {azure_secret}
AZURE_CLIENT_SECRET: {azure_secret}
mail relay: apikey / {sendgrid}
SG key {sendgrid}
//npm.example.com/:_authToken={npm}
npm publish needs {npm}
aws configure: {aws_id} / {aws_secret}
AWS_SECRET_ACCESS_KEY={aws_secret}
[backup]\naws_access_key_id = {aws_id}\naws_secret_access_key = {aws_secret}
s3cmd secret_key = {aws_secret}
# html
<p>Root-Passwort: <b>{pw}</b></p>
<td>{place}</td><td>{login}</td><td class="pw">{pw}</td>
<div>Hallo,<br>das neue Kennwort lautet&nbsp;<strong>{pw}</strong><br>Gruß</div>
<p>pw:&nbsp;{gen}</p>
<ul><li>User: {login}</li><li>Password: {easy}</li></ul>
<pre>mysql -u {login} -p{gen} erp</pre>
<p><span style="color:red">Passwort</span> {pw}</p>
<table><tr><th>Gerät</th><th>Passwort</th></tr><tr><td>{place}</td><td>{pw}</td></tr></table>
<blockquote>&gt; user {login}<br/>&gt; pass {easy}</blockquote>
<p>Login <code>{login}</code> / <code>{pw}</code></p>
# shells
curl -u {login}:{pw} https://{place}/api/status
curl --user '{login}:{gen}' -k https://{place}/rest
curl -s -H "X-API-Key: {key}" https://{place}/v1/zones
curl -H 'PRIVATE-TOKEN: {gitlab}' https://git.{place}/api/v4/projects
wget --user={login} --password='{pw}' https://{place}/dump.tgz
http -a {login}:{gen} {place}/api
mysql -h {place} -u{login} -p{gen} erp < erp.sql
mysqldump --password={easy} -u root --all-databases
sqlcmd -S {place} -U sa -P {pw} -Q "select 1"
psql "host={place} user={login} password={gen}"
redis-cli -h {place} -a {key} info
mongosh "mongodb://{login}:{gen}@{place}/admin"
sshpass -p '{pw}' ssh {login}@{place}
net use Z: \\\\nas\\daten {pw} /user:DOM\\{login}
net user {login} {pw} /add
cmdkey /add:{place} /user:{login} /pass:{pw}
smbclient //{place}/c$ -U '{login}%{pw}'
echo '{login}:{pw}' | chpasswd
echo "{pw}" | sudo -S systemctl restart cups
ldapsearch -x -D cn=admin,dc=lab -w {gen} -b dc=lab
ldapadd -D cn=admin,dc=lab -w '{pw}' -f u.ldif
ipmitool -I lanplus -H {place} -U ADMIN -P {easy} power status
openssl pkcs12 -export -in c.pem -inkey k.pem -out c.p12 -passout pass:{gen}
keytool -list -keystore k.jks -storepass {easy}
restic -r sftp:{place}:/r snapshots  # RESTIC_PASSWORD={gen}
zip -P {easy} -r kunden.zip kunden/
7z a -p{gen} k.7z kunden
xfreerdp /v:{place} /u:{login} /p:{pw}
rdesktop -u {login} -p {easy} {place}
winrm: evil-winrm -i {place} -u {login} -p '{pw}'
plink -ssh -pw {pw} {login}@{place} uptime
psexec \\\\kasse3 -u {login} -p {pw} cmd
ConvertTo-SecureString '{pw}' -AsPlainText -Force
New-LocalUser {login} -Password (ConvertTo-SecureString "{gen}" -AsPlainText -Force)
docker login -u {login} -p {gen} registry.example
podman login --password {key} quay.example
rclone config create nas webdav user={login} pass={gen}
ALTER USER {login} WITH PASSWORD '{pw}';
CREATE USER '{login}'@'%' IDENTIFIED BY '{gen}';
GRANT ALL ON *.* TO x IDENTIFIED BY "{easy}"
ALTER LOGIN sa WITH PASSWORD = N'{pw}';
ftp://{login}:{easy}@{place}/in
rtsp://{login}:{pw}@172.20.9.14:554/stream1
https://{login}:{gen}@{place}/remote.php/dav
# one-time and recovery codes
Recovery codes GitHub: {recovery} {recovery} {recovery}
backup codes (Google): {recovery_digits} {recovery_digits} {recovery_digits}
2FA Notfallcodes {login}: {recovery}, {recovery}
Wiederherstellungscodes:\n{recovery}\n{recovery}\n{recovery}
MFA seed for {login} {totp}
otpauth://totp/Portal:{login}?secret={totp}&issuer=Portal
Authenticator-Schlüssel: {totp}
codes de secours : {recovery} - {recovery}
# tables
{place};{login};{pw};Web-GUI;{day}\nGerät;Benutzer;Passwort;Zweck;Stand
Gerät;Benutzer;Passwort\n{place};{login};{pw}
host,user,password\n{place},{login},{gen}
"{place}","{login}","{pw}","rdp"\n
| Host | User | Password |\n|---|---|---|\n| {place} | {login} | {gen} |
|| {place} || {login} || {pw} ||
Name\tLogin\tPW\n{what}\t{login}\t{easy}
{what} | {login} | {gen}
Host      Benutzer   Kennwort\n{place}  {login}  {pw}
- host: {place}\n- user: {login}\n- pw: {easy}
* Benutzername: {login}\n* Passwort: {pw}
User:\n{login}\nPassword:\n{pw}
Username {login}\nPassword {gen}
Benutzer: {login} | PW: {pw}
root_pw: {easy}
admin-pw {place} {gen}
purpose: vpn box (root/{pw})
# mails
Hallo Herr Weber,\n\nIhr Zugang: {login}\nIhr Kennwort: {pw}\n\nViele Grüße
Hi,\nthe new password is\n\n    {gen}\n\nregards
> your username is {login}\n> your password is {easy}
Sehr geehrte Frau Lang, das Initialpasswort lautet: {pw}
Bonjour, voici vos accès : login {login} mdp {pw}
Hola, el usuario es {login} y la contraseña {easy}
FYI the shared mailbox password is {pw} since Monday
Please use {pw} to open the attachment
Das Passwort zum Öffnen der Datei schicke ich separat: {gen}
As discussed on the phone: {login} {pw}
SMS from the provider: your access code is {digits}, password {easy}
"""

ORDINARY = r"""
# talk of passwords
Kd. hat sein Passwort vergessen, zurückgesetzt über das Portal
Passwort liegt im Tresor unter Kunden/Lindau/{what}
pw siehe Vaultwarden
password reset link sent to {login} on {day}
{login} locked out after five wrong passwords, unlocked
Passwort von {login} läuft in 14 Tagen ab
Users must change their password at next logon
Password policy: 12 characters, three classes, no reuse of the last 24
pw-Richtlinie am {day} verschärft
Kennwort: siehe Passbolt-Eintrag {num}
The password for {place} is in 1Password, vault "Ops"
Password: (in the vault)
Password: ********
Passwort: -
Kennwort: n/a
pw: unbekannt
Passwort: wird per SMS verschickt
pass: ask {login}
Wi-Fi password printed on the card at reception
Gäste-WLAN: Voucher an der Theke
password manager rolled out to {num} seats
Nach dem Passwortwechsel ging Outlook nicht mehr, Anmeldeinformationsverwaltung geleert
asked {login} to set a new password by himself
pwned passwords check is on since {day}
Passwort geändert, nicht notiert
PW-Wechsel {day} erledigt
Zugangsdaten wurden telefonisch übergeben
credentials rotated, see change {num}
The credentials are stored as vaultwarden://lindau/{place}/root
Zugang: op://Ops/{place}/password
secret lives in vault kv/data/ops/{place}#password
password field stays empty with SSO
two-factor enabled for {login}, recovery codes are in the safe
recovery codes printed and put into the safe on {day}
SNMP community changed on all switches, new one in the vault
community string is no longer public
RADIUS secret mismatch between {place} and the WLC, corrected
PSK of the tunnel rotated with the partner
key for the server room is with {login}
Schlüssel für Rack 4 hängt beim Empfang
API key was revoked on {day}
token expired, new one issued and stored
Token-Ring museum piece removed
certificate renewed, private key stays on the HSM
SSH keys only, password authentication disabled
PasswordAuthentication no
PermitRootLogin prohibit-password
ChallengeResponseAuthentication no\nUsePAM yes
password required pam_unix.so sha512 shadow nullok
minlen = 14\ndcredit = -1
net accounts /minpwlen:14 /maxpwage:90
Get-ADUser {login} -Properties PasswordLastSet,PasswordNeverExpires
PasswordLastSet : {day} 08:14:11
PasswordExpired : False
pwdLastSet 133789654321000000
badPwdCount: 3
Event 4625: an account failed to log on, account name {login}, reason unknown user name or bad password
Failed password for {login} from 172.20.4.99 port {num} ssh2
Invalid password entered on {place}, attempt 3 of 5
login failed: wrong username or password
ORA-01017: invalid username/password; logon denied
FATAL: password authentication failed for user "{login}"
Access denied for user '{login}'@'{place}' (using password: YES)
La contraseña está en el gestor, no por correo
Le mot de passe est dans le coffre, demander à {login}
mot de passe oublié, lien envoyé
contraseña: caducada
la password è scaduta il {day}
senha expirada, usuário avisado
wachtwoord vergeten, reset via portaal
hasło wygasło, użytkownik powiadomiony
lösenord återställt via portalen
пароль истёк, сброшен через портал
パスワードを忘れた場合は管理者に連絡
密码已过期，请联系管理员
şifre sıfırlandı, kullanıcı bilgilendirildi
salasana vanhentunut
heslo vypršelo dne {day}
adgangskode nulstillet via portalen
# commands without a value
export PGPASSWORD="$(vault kv get -field=password kv/ops/{place})"
mysql -u {login} -p erp
mysqldump -u root -p --all-databases > all.sql
psql -h {place} -U {login} -W erp
curl -u "$USER:$PASS" https://{place}/api
curl -u {login} https://{place}/api/status
curl -n https://{place}/status
curl -H "Authorization: Bearer $TOKEN" https://{place}/v1
sshpass -e ssh {login}@{place}
sshpass -f /root/.pw ssh {place}
docker login --password-stdin registry.example < /run/secrets/reg
kubectl create secret generic db --from-file=password=./pw.txt
kubectl get secret db -o yaml
ansible-playbook -k -K site.yml
ansible_become_pass: "{{{{ vault_become_pass }}}}"
password: "{{{{ lookup('community.hashi_vault.hashi_vault', 'secret=kv/{place}:password') }}}}"
password: !secret wlan_key
DB_PASSWORD_FILE=/run/secrets/db_password
DB_PASSWORD=${{DB_PASSWORD}}
DB_PASSWORD=
MYSQL_PASSWORD=<set in the vault>
password = ${{env.SMTP_PASSWORD}}
"pwd": null
"password": "***"
"password": "",
'passwd': os.environ['ERP_PASSWD']
password=getpass.getpass()
$cred = Get-Credential
New-LocalUser {login} -NoPassword
Read-Host -AsSecureString "Password"
net user {login} * /add
net user {login} /active:no
passwd -l {login}
passwd {login}
chage -l {login}
sudo passwd -S {login}
openssl passwd -6
openssl rand -base64 24
pwgen -s 20 1
ssh-keygen -t ed25519 -C {login}@{place}
ssh-copy-id {login}@{place}
keytool -storepasswd -keystore k.jks
bw get password {place}
vault kv put kv/ops/{place} password=@pw.txt
op read "op://Ops/{place}/password"
pass show kunden/lindau/{place}
gopass edit infra/{place}
ALTER USER {login} PASSWORD EXPIRE;
CREATE USER {login} IDENTIFIED BY '<from the vault>';
ALTER USER {login} ACCOUNT UNLOCK;
SELECT usename, passwd IS NULL FROM pg_shadow
snmpwalk -v3 -l authPriv -u {login} {place}
show snmp community
no snmp-server community public
show running-config | include username
no enable password
service password-encryption
security passwords min-length 12
crypto key generate rsa modulus 4096
key chain OSPF
aaa authentication login default group tacacs+ local
ip ssh version 2
wpa_supplicant -B -i wlan0 -c /etc/wpa_supplicant.conf
nmcli connection up Lager
git clone git@github.com:acme/infra.git
git remote set-url origin https://git.example/ops/x.git
npm config set registry https://registry.example
docker pull ghcr.io/acme/wiki:3.2.1
aws s3 ls s3://lindau-backup/ --profile ops
az keyvault secret show --vault-name ops --name erp
terraform output -raw admin_password
helm get values wiki
# ids and hashes
commit {hexes}
fixed in 3f9c2ab, deployed {day}
image sha256:{sha256}
sha256sum of the ISO: {sha256}  debian-12.7.0-amd64-netinst.iso
MD5 {md5}
SHA1: {sha1}
integrity: {integrity}
UUID="{uid}" /boot ext4 defaults 0 2
tenant {uid}, application (client) ID {uid}
correlation id {uid}
host key fingerprint {ssh_fingerprint}
{public_key}
Thumbprint {colon_fingerprint}
pubkey of the peer: {public_wireguard}
{public_wireguard} 172.20.8.0/24 (WireGuard peer lindau)
MAC {mac}, port 14
{mac} -> {place}
WWN {wwn}
IMEI {imei}
SN {serial}, bought {day}
Serial: {serial} PN: 0K9XJ2
asset tag {asset_tag}
IBAN {iban}
Rechnung {invoice} vom {day}
Vertragsnummer {num}-{num}, Kundennummer {num}{num}
Ticket {ticket} closed
DKIM record {dkim}
SID {sid}
objectGUID {uid}
pod/wiki-7c9d8f6b54-x2k9q Running 0 {num}h
i-0a1b2c3d4e5f67890 (t3.medium) stopped
arn:aws:iam::123456789012:role/backup
eth0: 02:42:ac:11:00:02
Lizenz: OpenLDAP Public License 2.8
fe80::1c2d:3eff:fe4f:5a6b%eth0
2001:db8:20:4::18/64
PO-{num}/{num}
RMA 88-{num}-{num}
KB5044284 installed on {place}
CVE-2024-6387 patched
firmware R08a_HW4.2 on the UPS
BIOS U47 v2.90
ESXi 8.0.3-24022510
Chassis CN7792{num}
Inventarnr. 2023-IT-00{num}
# daily notes
{what} steht, {login} neu gestartet, läuft wieder
Replaced the fan of {place}, noise is gone
Toner bestellt (CF226X), Lieferung {day}
disk sdb on {place} has {num} reallocated sectors, order a new one
Backup of {place} failed: no space left on device
updated {place} to Debian 12.7, reboot at 22:15
VLAN 40 added to ports 1-12 of the access switch
{login} braucht Zugriff auf das Laufwerk Buchhaltung
Umzug am {day}: 14 PCs, 3 Drucker, 1 Plotter
Called {login}, no answer; try again tomorrow
moved {num} GB from {place} to nas-buero
Firewall rule {num}: allow 172.20.4.0/24 -> any tcp/443
ping to {place} 1.2 ms, no loss
Switch-Stack: 3 Geräte, Firmware 16.11.1
DHCP range 172.20.4.100-172.20.4.199
DNS: A {place}.lindau.example 172.20.4.18
Zertifikat *.lindau.example gültig bis {day}
UPS battery replaced, runtime 22 min
Wartungsfenster {day} 20:00-22:00
{login} war im Urlaub, Postfach auf Abwesenheit
The scanner sends to \\\\nas\\scan again
Laptop T14 Gen3, 16 GB, Win11 23H2 for {login}
Monitor 27" HP E27 G5 an Platz {num}
Abrechnung: 1,75 h Fernwartung, 1 Anfahrt
Port 8443 forwarded to {place}
Customer pays by invoice, net 30
Ansprechpartner: {login}, Tel. 08382 {num}-{num}
Die Kasse 3 druckt nicht, Treiber neu installiert
Keyboard layout of the kiosk set to de-DE
Öffnungszeiten: Mo-Do 8-17, Fr 8-14
moved Exchange mailbox of {login}, {num} items
Domänencontroller srv-dc2 übernimmt FSMO
Print queue cleared on {place}
rsync -a --delete /srv/ nas-buero:/backup/srv/
tar czf /tmp/etc-{day}.tgz /etc
systemctl restart postgresql@16-main
df -h | grep -v tmpfs
journalctl -u nginx --since {day}
apt-get install -y qemu-guest-agent
Get-Service Spooler | Restart-Service
ipconfig /flushdns
robocopy D:\\Daten \\\\nas\\Daten /MIR /R:2 /W:5
chmod 640 /etc/shadow
location /api {{ proxy_pass http://127.0.0.1:8069; }}
proxy_pass http://{place}:3000;
passive_ports 50000 50100
passthrough of the GPU to VM {num}
bypass valve of the chiller checked
pass-through authentication agent updated
Passive cooling, no fan
compass app for the drivers installed
key account: {login}
keyboard, mouse, dock for {login}
Keynote geöffnet, stürzt ab
secretary of the board: 2nd floor, desk 14
Secret Santa on {day}, 15:00
tokenization project postponed
pin 4 of the RJ45 is broken
PIN-Pad der Kasse 2 getauscht
Codes for the parking garage are at reception
zip code 88131 Lindau
Code review of change {num} done
QR-Code an der Tür erneuert
error code 0x80070005 on {place}
Fehlercode 49.4C02 am Drucker
exit code 137, OOM on {place}
HTTP 401 from {place}, then 200
Promo code page of the shop loads slowly
Area code 08382
Pass 2 of memtest: 0 errors
first pass of the migration done, {num} rows left
pass/fail of the patch test: 14/1
Access card of {login} blocked
door code changed, told all by letter
Alarmcode geändert, liegt beim Wachdienst
Hotspot im Zug ging nicht
WLAN im Lager schwach, AP {num} auf Kanal 11
SSID "Lager" nur noch 5 GHz
WPA3 enabled for SSID Werkstatt
wifi survey done, -67 dBm at the gate
Community-Edition der {what} im Einsatz
Proxmox community subscription for {place}
community.general 9.4.0 installed
# tables and records
Host;IP;Zweck\n{place};172.20.4.18;{what}
| Host | OS | Owner |\n|---|---|---|\n| {place} | Debian 12 | {login} |
Gerät;Benutzer;Passwort\n{place};{login};(Tresor)
host,user,password\n{place},{login},vault:kv/{place}
Name\tLogin\tRolle\n{what}\t{login}\tLeser
{{"host": "{place}", "port": 443, "tls": true}}
{{"id": "{uid}", "state": "open", "pw_changed": "{day}"}}
{{"user": "{login}", "password_changed_at": "{day}"}}
{{"token_type": "bearer", "expires_in": 3600}}
"passwordPolicy": {{"minLength": 14, "history": 24}}
<p>Passwort bitte im <b>Tresor</b> nachsehen</p>
<p>Das Kennwort wurde am {day} geändert.</p>
<td>{place}</td><td>{login}</td><td>Passbolt #{num}</td>
<label for="pw">Password</label><input type="password" name="pw" id="pw"/>
<p>Guest network <i>Gast</i>, voucher at reception</p>
<ul><li>User: {login}</li><li>Password: see 1Password</li></ul>
<a href="https://{place}/reset?user={login}">Reset password</a>
<img src="https://{place}/logo.png?v={num}" alt="logo"/>
- user: {login}\n- pw: im Tresor
Benutzer: {login} | PW: bei {login} erfragen
User:\n{login}\nPassword:\n(see vault)
root_pw: vaultwarden://lindau/{place}
purpose: vpn box (root by key only)
Anfahrt/Abfahrt: 08:10/09:45
{place} / {login} / 2. OG
{login} {place} {day}
{what} | {login} | offen
"{place}","172.20.4.18","{login}","rdp"
{place},{mac},172.20.4.18,{serial}
x-request-id: {uid}
etag: "{md5}"
set-cookie: lang=de; path=/
Content-Security-Policy: default-src 'self'; script-src 'nonce-{num}'
https://{place}/web#id={num}&model=project.task&view_type=form
https://teams.example/l/meetup-join/19%3ameeting_{num}
https://docs.example/d/1AbC-dEf/edit?usp=sharing
mailto:{login}@lindau.example?subject=Passwort
smb://nas-buero/daten
ssh://{login}@{place}:2222
ftp://{login}@{place}/in
https://{login}@{place}/svn
postgresql://app@{place}:5432/app
redis://{place}:6379/0
sip:{login}@sbc.voip.example
ldap://{place}/dc=lab
# mails
Hallo Herr Weber,\n\nIhr Zugang ist eingerichtet. Das Kennwort erhalten Sie per SMS.\n\nViele Grüße
Hi,\nI have reset your password, please use the link in the other mail.\n\nregards
Please do not send passwords by mail.
Bitte keine Passwörter ins Ticket schreiben!
Bonjour, merci de changer votre mot de passe avant vendredi.
Hola, ya puede cambiar la contraseña en el portal.
> can you tell me the password?\nNo, it is in the vault.
Sehr geehrte Frau Lang, das Initialpasswort haben Sie per Brief bekommen.
the attachment is encrypted, password follows by phone
As discussed on the phone: {login} gets a new laptop
Das Passwort zum Öffnen der Datei kommt separat.
Reminder: passwords expire on {day}
FYI the shared mailbox has moved to {place}
Password protected documents cannot be previewed
{login} fragt nach dem WLAN-Passwort fürs Lager
Who knows the password for {place}?
Is the admin password of {place} still the old one?
¿Quién tiene la contraseña de {place}?
Qui connaît le mot de passe de {place} ?
"""


def notes(seed):
    """Notes with a secret and without, each as ``(kind, text)``.

    >>> secret, ordinary = notes(1)
    >>> len(secret) >= 300, len(ordinary) >= 300, notes(1) == (secret, ordinary)
    (True, True, True)
    """
    rng = random.Random(f"sixth {seed}")
    return fill_with(FILLS, rng, SECRETS, times=1), fill_with(FILLS, rng, ORDINARY, times=1)
