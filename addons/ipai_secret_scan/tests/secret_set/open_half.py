# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Templates of the open half: what the rules of the scan may be mended by.

`== kind` begins a kind, `--` stands between templates, `[[name]]` is a blank that `fakes` fills.
"""

CONTEXT = r"""
== context
Moved to rack 3 after the power work.
--
Seen with [[person]] on [[date]].
--
Firmware is [[version]], next check in spring.
--
Kabel sind beschriftet, Rückseite noch offen.
--
Asked the vendor for a quote, no answer yet.
--
Monitoring is on, alerts go to [[email]].
--
Le switch a été remplacé le [[date]].
--
Stock de repuesto en el armario 2.
--
Reachable as [[fqdn]] ([[ip]]).
--
Warranty until [[date]], serial [[serial]].
--
Please leave the label on the front.
--
Zasilacz wymieniony, działa stabilnie.
--
See ticket [[ticket]].
--
Nadere afspraken staan in het contract.
"""

SECRETS = r"""
== env_password
DB_PASSWORD=[[password]]
--
POSTGRES_USER=odoo
POSTGRES_PASSWORD=[[password]]
POSTGRES_DB=prod
--
export MYSQL_ROOT_PASSWORD='[[password]]'
--
docker run -e ADMIN_PASS=[[password]] -p [[port]]:[[port]] registry.example/app:[[version]]
--
set SMTP_PWD=[[password]]
--
the .env on [[host]] has REDIS_PASSWORD="[[password]]" and nothing else of note
--
      - KEYCLOAK_ADMIN_PASSWORD=[[weak]]
== pw_short
pw [[password]]
--
pw: [[password]]
--
root / pw [[password]]
--
[[ip]] user [[user]] pw [[password]] port [[port]]
--
login=[[user]] pass=[[password]]
--
pwd = [[password]]
--
iLO [[ip]], usr [[user]], pwd: [[password]]
--
Pw ist [[password]], bitte nicht ändern
--
PW:[[password]]
== password_en
password: [[password]]
--
Password: [[password]]
Username: [[user]]
--
Admin login [[user]], password [[password]].
--
Passwrod: [[password]]
--
Root password = [[password]] (changed [[date]])
--
web ui http://[[ip]]:[[port]] user: [[user]] password: [[password]]
--
**Password:** `[[password]]`
--
Login: [[user]]
Passcode: [[password]]
--
pswd [[password]]
--
password for [[host]] -> [[password]]
--
temp password is "[[password]]"
== password_de
Passwort: [[password]]
--
Kennwort: [[password]]
--
Benutzer: [[user]] / Passwort: [[password]]
--
Admin-Passwort [[password]]
--
Zugangsdaten [[host]]: [[user]] / [[password]]
--
Kennwort für den Scanner-Benutzer lautet [[password]]
--
Passwort (neu): [[password]]
--
Passort: [[password]]
== password_es
contraseña: [[password]]
--
Contraseña: [[password]]
Usuario: [[user]]
--
usuario [[user]], contraseña [[password]]
--
contrasena: [[password]]
--
clave de acceso: [[password]]
--
Clave del router: [[password]]
== password_fr
mot de passe : [[password]]
--
Mot de passe: [[password]]
--
identifiant [[user]] / mdp [[password]]
--
mdp: [[password]]
--
MDP admin = [[password]]
--
Le mot de passe du compte [[user]] : [[password]]
== password_it
utente: [[user]] password: [[password]]
--
parola d'ordine: [[password]]
--
Password amministratore: [[password]]
--
credenziali: [[user]] / [[password]]
--
pwd di accesso: [[password]]
== password_nl
wachtwoord: [[password]]
--
Wachtwoord [[user]]: [[password]]
--
gebruiker [[user]], wachtwoord [[password]]
--
ww: [[password]]
--
paswoord: [[password]]
--
inloggegevens: [[user]] / [[password]]
== password_pt
senha: [[password]]
--
Senha do roteador: [[password]]
--
utilizador: [[user]]; palavra-passe: [[password]]
--
usuário [[user]] senha [[password]]
--
palavra passe = [[password]]
== password_pl
hasło: [[password]]
--
Hasło do routera: [[password]]
--
użytkownik [[user]], hasło [[password]]
--
haslo: [[password]]
--
login [[user]] / hasło: [[password]]
== prose_en
the root password is [[password]]
--
I changed the password of [[user]] to [[password]] this morning, tell [[person]].
--
You can log in as [[user]] with [[password]] until Friday.
--
Spoke to [[person]], she says the password on [[host]] is still [[password]], same as before.
--
Use [[password]] as the password for the new NAS.
--
log in with user [[user]] and password [[password]], then accept the certificate
--
fyi, pass for the camera is now [[password]]
== prose_de
das Root-Passwort ist [[password]]
--
Habe das Passwort von [[user]] auf [[password]] gesetzt.
--
Anmeldung mit [[user]] und dem Kennwort [[password]], danach Zertifikat bestätigen.
--
Hallo, das neue Passwort lautet [[password]]. Gruß
--
Mit [[user]] und Passwort [[password]] kommt man auf die Konsole.
--
Das Kennwort wurde geändert in: [[password]]
== prose_fr
le mot de passe root est [[password]]
--
J'ai changé le mot de passe de [[user]], c'est maintenant [[password]].
--
Connectez-vous avec [[user]] et le mot de passe [[password]] svp.
--
Bonjour, le nouveau mdp est [[password]]
--
Mot de passe du NAS remplacé par [[password]] hier soir.
== prose_es
la contraseña de root es [[password]]
--
He cambiado la contraseña de [[user]] a [[password]].
--
Entra con el usuario [[user]] y la contraseña [[password]], por favor.
--
la clave del wifi nueva es [[password]]
--
La contraseña nueva del servidor [[host]] es [[password]]
== prose_it
la password di root è [[password]]
--
Ho cambiato la password di [[user]] in [[password]].
--
Accedere con utente [[user]] e password [[password]].
--
la nuova password del NAS è [[password]], avvisare [[person]]
== prose_nl
het root-wachtwoord is [[password]]
--
Ik heb het wachtwoord van [[user]] gewijzigd in [[password]].
--
Log in met [[user]] en wachtwoord [[password]] aub.
--
nieuwe wachtwoord voor de printer is [[password]]
== prose_pt
a senha do root é [[password]]
--
Mudei a senha do [[user]] para [[password]].
--
Entre com o usuário [[user]] e a senha [[password]].
--
a nova palavra-passe do servidor é [[password]]
== prose_pl
hasło roota to [[password]]
--
Zmieniłem hasło użytkownika [[user]] na [[password]].
--
Zaloguj się jako [[user]] z hasłem [[password]].
--
nowe hasło do NAS-a to [[password]]
== json_pwd
{"user": "[[user]]", "pwd": "[[password]]"}
--
{
  "host": "[[ip]]",
  "username": "[[user]]",
  "password": "[[password]]"
}
--
{"api":{"login":"[[user]]","pass":"[[password]]","tls":true}}
--
'passwd': '[[password]]',
--
"client_secret": "[[token]]",
--
{"db_password":"[[weak]]","db_host":"[[host]]"}
== config_password
[database]
user = [[user]]
password = [[password]]
--
admin_passwd = [[password]]
--
smtp:
  host: [[fqdn]]
  user: [[email]]
  password: [[password]]
--
<add key="SqlPassword" value="[[password]]" />
--
define('DB_PASSWORD', '[[password]]');
--
requirepass [[password]]
--
$databases['default']['password'] = '[[password]]';
--
spring.datasource.password=[[weak]]
== html_password
<p>Login: <strong>[[user]]</strong><br>Password: <strong>[[password]]</strong></p>
--
<p>Passwort:&nbsp;<code>[[password]]</code></p>
--
<table class="table"><tbody><tr><td>Benutzer</td><td>[[user]]</td></tr><tr><td>Kennwort</td><td>[[password]]</td></tr></table>
--
<p><b>pw</b> <i>[[password]]</i></p>
--
<ul><li>user: [[user]]</li><li>pass<span>word</span>: [[password]]</li></ul>
--
<p>Mot de passe&nbsp;: <font style="color: rgb(255, 0, 0);">[[password]]</font></p>
--
<div>The admin password is <u>[[password]]</u>, see <a href="https://wiki.example/x">wiki</a>.</div>
--
<p>DB_PASS<em>WORD</em>=[[password]]</p>
--
<p>Contrase&ntilde;a: [[password]]</p>
== table_password
| Host | User | Password |
|------|------|----------|
| [[host]] | [[user]] | [[password]] |
--
host;user;password
[[host]];[[user]];[[password]]
--
| Login | [[user]] |
| Passwort | [[password]] |
--
Device	Username	Password
[[host]]	[[user]]	[[password]]
--
name,url,username,password
NAS,https://[[ip]],[[user]],[[password]]
== cli_password
mysql -u [[user]] -p[[password]] -h [[host]] prod
--
sshpass -p '[[password]]' ssh [[user]]@[[ip]]
--
PGPASSWORD=[[password]] psql -h [[host]] -U [[user]] prod
--
net use Z: \\[[host]]\share /user:[[user]] [[password]]
--
ipmitool -I lanplus -H [[ip]] -U [[user]] -P [[password]] chassis status
--
echo '[[user]]:[[password]]' | chpasswd
--
net user [[user]] [[password]] /add
--
smbclient //[[host]]/data -U [[user]]%[[password]]
== curl_u
curl -u [[user]]:[[password]] https://[[fqdn]]/api/v2/status
--
curl -sk --user '[[user]]:[[password]]' https://[[ip]]:[[port]]/redfish/v1/
--
check with curl -u "[[user]]:[[password]]" -X POST https://[[fqdn]]/hook
--
curl https://[[fqdn]]/rest -u [[user]]:[[password]] | jq .
== basic_auth_url
https://[[user]]:[[url_password]]@[[fqdn]]/
--
git clone https://[[user]]:[[url_password]]@git.example.com/infra/config.git
--
Feed liegt unter http://[[user]]:[[url_password]]@[[ip]]:[[port]]/feed.xml
--
ftp://[[user]]:[[url_password]]@[[fqdn]]/backup/
--
rtsp://[[user]]:[[url_password]]@[[ip]]:554/h264
== postgres_dsn
postgresql://[[user]]:[[url_password]]@[[host]]:5432/prod
--
DATABASE_URL=postgres://[[user]]:[[url_password]]@[[fqdn]]/app?sslmode=require
--
dsn: "host=[[host]] port=5432 user=[[user]] password=[[url_password]] dbname=prod"
--
postgresql+psycopg2://[[user]]:[[url_password]]@[[ip]]/app
== mysql_dsn
mysql://[[user]]:[[url_password]]@[[host]]:3306/shop
--
mysql+pymysql://[[user]]:[[url_password]]@[[fqdn]]/wiki?charset=utf8mb4
--
[[user]]:[[url_password]]@tcp([[ip]]:3306)/grafana
--
Server=[[host]];Database=erp;Uid=[[user]];Pwd=[[url_password]];
== mongodb_uri
mongodb://[[user]]:[[url_password]]@[[host]]:27017/admin
--
mongodb+srv://[[user]]:[[url_password]]@cluster0.ab1cd.mongodb.example/prod?retryWrites=true
--
MONGO_URL="mongodb://[[user]]:[[url_password]]@[[ip]],[[ip]]/app?replicaSet=rs0"
== redis_uri
redis://:[[url_password]]@[[host]]:6379/0
--
rediss://default:[[url_password]]@[[fqdn]]:6380
--
redis-cli -h [[ip]] -a [[password]] ping
== amqp_uri
amqp://[[user]]:[[url_password]]@[[host]]:5672/prod
--
CELERY_BROKER_URL=amqps://[[user]]:[[url_password]]@[[fqdn]]//
--
broker is amqp://[[user]]:[[url_password]]@[[ip]]/%2f, vhost default
== sqlserver_dsn
Server=tcp:[[fqdn]],1433;Initial Catalog=erp;User ID=[[user]];Password=[[password]];Encrypt=True;
--
jdbc:sqlserver://[[host]]:1433;databaseName=erp;user=[[user]];password=[[password]]
--
Provider=SQLOLEDB;Data Source=[[host]];Initial Catalog=wawi;User Id=[[user]];Password=[[password]];
== pgpass
[[host]]:5432:prod:[[user]]:[[url_password]]
--
~/.pgpass on [[host]]:
*:*:*:postgres:[[url_password]]
--
.pgpass
[[ip]]:5432:*:[[user]]:[[url_password]]
== netrc
machine [[fqdn]] login [[user]] password [[password]]
--
machine [[fqdn]]
  login [[user]]
  password [[password]]
--
default login anonymous password [[password]]
== docker_login
docker login registry.example.com -u [[user]] -p [[password]]
--
echo [[password]] | docker login -u [[user]] --password-stdin registry.example.com
--
{"auths": {"registry.example.com": {"auth": "[[encoded_login]]"}}}
--
podman login --username [[user]] --password [[password]] quay.example
== kubeconfig
users:
- name: [[user]]
  user:
    token: [[jwt]]
--
    client-certificate-data: LS0tLS1CRUdJTiBDRVJU
    client-key-data: [[encoded_key]]
--
kubectl config set-credentials [[user]] --token=[[token]]
--
kubeadm join [[ip]]:6443 --token [[kubeadm]] --discovery-token-ca-cert-hash [[digest]]
== k8s_secret
apiVersion: v1
kind: Secret
metadata:
  name: db
data:
  password: [[encoded_password]]
--
kubectl create secret generic db --from-literal=password=[[password]]
--
kind: Secret
stringData:
  POSTGRES_PASSWORD: "[[password]]"
== ansible_vars
ansible_user: [[user]]
ansible_ssh_pass: [[password]]
--
[[host]] ansible_host=[[ip]] ansible_user=[[user]] ansible_password=[[password]]
--
ansible_become_pass: "[[password]]"
--
[all:vars]
ansible_become_password=[[password]]
== github_classic
[[github_classic]]
--
GITHUB_TOKEN=[[github_classic]]
--
Token für den Runner: [[github_classic]] (läuft am [[date]] ab)
--
git remote set-url origin https://[[github_classic]]@github.com/example/infra.git
== github_fine
[[github_fine]]
--
renovate uses [[github_fine]], scope contents
--
token: "[[github_fine]]"
== gitlab
[[gitlab]]
--
deploy token [[gitlab]] on [[fqdn]]
--
curl --header "PRIVATE-TOKEN: [[gitlab]]" https://git.example.com/api/v4/projects
== aws_pair
aws_access_key_id = [[aws_id]]
aws_secret_access_key = [[aws_secret]]
--
AWS_ACCESS_KEY_ID=[[aws_id]] AWS_SECRET_ACCESS_KEY=[[aws_secret]] aws s3 ls
--
S3 backup user: key [[aws_id]], secret [[aws_secret]]
--
[[aws_id]] / [[aws_secret]]
== private_key_pem
[[pem_rsa]]
--
Key of the old web server:
[[pem_pkcs8]]
--
[[certificate]]
[[pem_ec]]
--
"private_key": "[[pem_one_line]]",
--
<p>[[pem_rsa]]</p>
== private_key_openssh
[[pem_openssh]]
--
~/.ssh/id_ed25519 of [[user]]:
[[pem_openssh]]
--
<pre>[[pem_openssh]]</pre>
== private_key_putty
[[putty]]: ssh-ed25519
Encryption: none
Comment: eddsa-key
Public-Lines: 2
AAAAC3NzaC1lZDI1NTE5AAAAIA
Private-Lines: 1
[[key_lines]]
Private-MAC: [[hex64]]
--
[[putty]]: ssh-rsa
Encryption: none
Comment: [[user]]@[[host]]
Private-Lines: 3
[[key_lines]]
--
key.ppk for [[host]]
[[putty]]: ssh-rsa
Encryption: aes256-cbc
Private-Lines: 3
[[key_lines]]
== jwt
[[jwt]]
--
Authorization: Bearer [[jwt]]
--
Home Assistant long-lived token: [[jwt]]
--
curl -H "Authorization: Bearer [[jwt]]" https://[[fqdn]]/api/
== slack_hook
[[slack_hook]]
--
alerts go to [[slack_hook]], channel #ops
--
slack_api_url: '[[slack_hook]]'
--
<p>Webhook: <a href="[[slack_hook]]">[[slack_hook]]</a></p>
== slack_token
[[slack_token]]
--
bot token [[slack_token]] for #noc
--
SLACK_BOT_TOKEN=[[slack_token]]
== vault_old
[[vault_old]]
--
export VAULT_TOKEN=[[vault_old]]
--
Vault root token: [[vault_old]]
--
Initial Root Token: [[vault_old]]
== vault_new
[[vault_new]]
--
VAULT_TOKEN="[[vault_new]]"
--
X-Vault-Token: [[vault_new]]
--
vault login [[vault_new]]
--
Unseal Key 1: [[key32]]
Initial Root Token: [[vault_new]]
== bcrypt
[[bcrypt]]
--
[[user]]:[[bcrypt]]
--
basic_auth_users:
  [[user]]: [[bcrypt]]
--
UPDATE users SET password_hash = '[[bcrypt]]' WHERE login = '[[user]]';
== shadow
[[user]]:[[sha512_crypt]]:19500:0:99999:7:::
--
root:[[yescrypt]]:19722:0:99999:7:::
--
/etc/shadow of [[host]]
daemon:*:19500:0:99999:7:::
[[user]]:[[sha512_crypt]]:19500:0:99999:7:::
--
d-i passwd/root-password-crypted password [[sha512_crypt]]
== htpasswd
[[user]]:[[apr1]]
--
.htpasswd:
[[user]]:[[sha_htpasswd]]
--
traefik.http.middlewares.auth.basicauth.users=[[user]]:[[apr1]]
--
htpasswd -b /etc/nginx/.htpasswd [[user]] [[password]]
== snmp_community
snmp-server community [[community]] RO
--
rocommunity [[community]] [[prefix]]
--
SNMP community: [[community]]
--
snmpwalk -v2c -c [[community]] [[ip]] sysDescr
--
SNMP v2c, Community [[community]], Port 161
--
set snmp community [[community]] authorization read-only
== snmpv3
createUser [[user]] SHA [[password]] AES [[password]]
--
snmp-server user [[user]] OPS v3 auth sha [[password]] priv aes 128 [[password]]
--
snmpwalk -v3 -l authPriv -u [[user]] -a SHA -A [[password]] -x AES -X [[password]] [[ip]]
--
SNMPv3 user [[user]], auth key [[password]], priv key [[password]]
== cisco_plain
username [[user]] privilege 15 password 0 [[password]]
--
enable password [[password]]
--
line vty 0 4
 password [[password]]
 login
--
username [[user]] secret [[password]]
== cisco_type5
username [[user]] secret 5 [[cisco5]]
--
enable secret 5 [[cisco5]]
--
!
username [[user]] privilege 15 secret 5 [[cisco5]]
!
== cisco_type7
username [[user]] password 7 [[cisco7]]
--
line con 0
 password 7 [[cisco7]]
--
 key 7 [[cisco7]]
--
tacacs-server key 7 [[cisco7]]
== cisco_type8
username [[user]] secret 8 [[cisco8]]
--
username [[user]] privilege 15 algorithm-type sha256 secret 8 [[cisco8]]
--
enable secret 8 [[cisco8]]
== cisco_type9
username [[user]] secret 9 [[cisco9]]
--
enable secret 9 [[cisco9]]
--
hostname [[host]]
!
enable secret 9 [[cisco9]]
!
ip domain-name lab.example
== cisco_enable_secret
enable secret [[password]]
--
enable secret 0 [[password]]
--
Enable-Secret auf [[host]]: [[password]]
--
enable: [[password]] (all access switches)
== firewall_config
set system root-authentication encrypted-password "[[sha512_crypt]]"
--
set password ENC [[forti_enc]]
--
    set passwd [[password]]
--
secret "[[junos9]]"; ## SECRET-DATA
--
/user add name=[[user]] password=[[password]] group=full
--
set service-user [[user]] authentication plaintext-password [[password]]
== wifi_key
WLAN [[ssid]], Schlüssel [[psk]]
--
Wi-Fi key: [[psk]]
--
network={
  ssid="[[ssid]]"
  psk="[[psk]]"
}
--
SSID: [[ssid]] WPA2 PSK: [[psk]]
--
WIFI:T:WPA;S:[[ssid]];P:[[psk]];;
--
wpa_passphrase=[[psk]]
--
clave wifi [[ssid]]: [[psk]]
--
WLAN-Passwort Gäste: [[psk]]
== stripe
[[stripe]]
--
STRIPE_SECRET_KEY=[[stripe]]
--
shop uses [[stripe]] since [[date]]
== google_api
[[google_api]]
--
Maps key: [[google_api]]
--
https://maps.googleapis.com/maps/api/js?key=[[google_api]]&libraries=places
== google_oauth
[[google_oauth]]
--
client_secret=[[google_oauth]]
--
OAuth for the calendar: id 1234.apps.googleusercontent.com secret [[google_oauth]]
== azure_storage
DefaultEndpointsProtocol=https;AccountName=nordwindbak;AccountKey=[[azure_key]];EndpointSuffix=core.windows.net
--
AZURE_STORAGE_KEY=[[azure_key]]
--
Endpoint=sb://ops.servicebus.windows.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=[[key32]]
== azure_sas
https://bak.blob.core.windows.net/odoo?sv=2022-11-02&ss=b&srt=sco&sp=rwdl&se=2027-01-01T00:00:00Z&sig=[[azure_signature]]
--
SAS token: ?sv=2021-08-06&sr=c&sp=racwl&se=2027-06-30&sig=[[azure_signature]]
--
azcopy copy ./dump "https://bak.blob.core.windows.net/db?sp=rw&sv=2022-11-02&sr=c&sig=[[azure_signature]]"
== azure_client_secret
AZURE_CLIENT_SECRET=[[azure_secret]]
--
App registration [[uuid]], client secret [[azure_secret]], tenant [[uuid]]
--
[[azure_secret]]
== sendgrid
[[sendgrid]]
--
SMTP user apikey, password [[sendgrid]]
--
SENDGRID_API_KEY='[[sendgrid]]'
== npm
[[npm]]
--
//npm.example/:_authToken=[[npm]]
--
NPM_TOKEN: [[npm]]
== pypi
[[pypi]]
--
[pypi]
username = __token__
password = [[pypi]]
--
twine upload -u __token__ -p [[pypi]] dist/*
== cloudflare
CLOUDFLARE_API_TOKEN=[[cloudflare]]
--
Cloudflare API token for DNS: [[cloudflare]]
--
dns_cloudflare_api_token = [[cloudflare]]
== digitalocean
[[digitalocean]]
--
doctl auth init -t [[digitalocean]]
--
DO token [[digitalocean]] (read/write)
== twilio
[[twilio]]
--
TWILIO_AUTH_TOKEN=[[hex32]]
--
Twilio API key [[twilio]], secret [[token]]
== openai
[[openai]]
--
OPENAI_API_KEY=[[openai]]
--
the bot uses key [[openai]]
== anthropic
[[anthropic]]
--
ANTHROPIC_API_KEY="[[anthropic]]"
--
x-api-key: [[anthropic]]
== telegram
[[telegram]]
--
https://api.telegram.org/bot[[telegram]]/sendMessage
--
Telegram bot token: [[telegram]]
== discord
[[discord]]
--
DISCORD_TOKEN=[[discord]]
--
alerts: [[discord_hook]]
--
Authorization: Bot [[discord]]
== odoo_api_key
Odoo API key: [[hex40]]
--
ODOO_API_KEY=[[hex40]]
--
API-Schlüssel von n8n in Odoo: [[hex40]]
--
odoo login [[email]] api key [[hex40]]
== recovery_codes
Recovery codes for the GitHub org:
[[recovery]]
[[recovery]]
[[recovery]]
[[recovery]]
--
Backup codes: [[recovery_digits]], [[recovery_digits]], [[recovery_digits]]
--
Wiederherstellungscodes Google: [[recovery_digits]] / [[recovery_digits]] / [[recovery_digits]]
--
2FA recovery code: [[recovery]]
== totp
otpauth://totp/GitHub:[[email]]?secret=[[totp]]&issuer=GitHub
--
TOTP secret: [[totp]]
--
2FA seed for [[user]] is [[totp]]
--
otpauth://totp/[[host]]:[[user]]?secret=[[totp]]
== wireguard
[Interface]
PrivateKey = [[key32]]
Address = [[ip]]/32
--
PrivateKey=[[key32]]
--
[Peer]
PublicKey = [[public_wireguard]]
PresharedKey = [[key32]]
AllowedIPs = [[prefix]]
--
wg private key of [[host]]: [[key32]]
== ipsec_psk
IPsec PSK: [[psk]]
--
crypto isakmp key [[password]] address [[ip]]
--
[[ip]] [[ip]] : PSK "[[psk]]"
--
Site-to-site to [[site]], IKEv2, pre-shared key [[psk]], AES256
--
set psksecret [[password]]
--
Pre-Shared-Key: [[psk]]
== radius_secret
RADIUS secret: [[password]]
--
radius-server host [[ip]] key [[password]]
--
client [[host]] {
  ipaddr = [[ip]]
  secret = [[password]]
}
--
NPS [[ip]], shared secret [[password]]
== ldap_bind
ldapsearch -x -H ldap://[[host]] -D cn=admin,dc=example,dc=com -w [[password]] -b dc=example,dc=com
--
bind_dn: cn=[[user]],dc=example,dc=com
bind_password: [[password]]
--
bindpw [[password]]
--
LDAP bind password is [[password]]
--
olcRootPW: {SSHA}[[key32]]
== pin
PIN: [[pin]]
--
alarm panel PIN [[pin]]
--
SIM-PIN [[pin]]
--
door code for the server room is [[pin]]
--
PUK: [[pin]]
--
Türcode Serverraum: [[pin]]
== bmc_default
iDRAC default password [[bmc_default]]
--
IPMI ADMIN / [[bmc_default]]
--
BMC: ADMIN, password on the pull-out tag: [[bmc_default]]
--
iLO Administrator/[[bmc_default]]
--
iDRAC root / [[password]]
== api_key
X-API-Key: [[token]]
--
api_key=[[token]]
--
API key: [[hex32]]
--
apiKey: '[[token]]'
--
https://[[fqdn]]/api/?type=op&key=[[token]]
--
Authorization: Token [[hex40]]
--
Authorization: Basic [[encoded_login]]
--
access token [[token]]
--
secret_key: [[hex64]]
== proxmox_token
PVEAPIToken=root@pam!terraform=[[guid]]
--
Token ID root@pam!backup, Secret [[guid]]
--
pm_api_token_secret = "[[guid]]"
== tailscale
[[tailscale]]
--
tailscale up --authkey [[tailscale]]
--
TS_AUTHKEY=[[tailscale]]
== grafana
[[grafana]]
--
Grafana service account token: [[grafana]]
--
Authorization: Bearer [[grafana]]
== bitlocker
[[bitlocker]]
--
BitLocker recovery key [[host]]: [[bitlocker]]
--
Wiederherstellungsschlüssel: [[bitlocker]]
== backup_passphrase
RESTIC_PASSWORD=[[passphrase]]
--
borg passphrase: [[passphrase]]
--
export BORG_PASSPHRASE='[[passphrase]]'
--
LUKS passphrase of [[host]] is [[passphrase]]
--
Veeam encryption key: [[password]]
== database_user
CREATE USER [[user]] WITH PASSWORD '[[password]]';
--
ALTER ROLE odoo PASSWORD '[[password]]';
--
GRANT ALL ON shop.* TO 'shop'@'%' IDENTIFIED BY '[[password]]';
--
ALTER LOGIN sa WITH PASSWORD = N'[[password]]';
== bare_pair
[[user]] / [[password]]
--
Login [[ip]]: [[user]]/[[password]]
--
creds: [[user]]:[[password]]
--
credentials [[user]] [[password]]
--
ssh [[user]]@[[ip]] ([[password]])
== router_labels
Speedport Gerätepasswort [[pin]]
--
FRITZ!Box-Kennwort: [[password]]
--
PPPoE user 0012345678@t-online.example, pass [[password]]
--
SIP: user [[user]], secret [[password]], registrar [[fqdn]]
"""

ORDINARY = r"""
== password_talk
password is in the vault under [[vault_path]]
--
Reset his password after the phishing test, he sets a new one at first logon.
--
Passwords must have at least 14 characters, one digit and one symbol; they expire after 180 days.
--
Password: see vault
--
Passwort: siehe Tresor
--
Passwort liegt im Vaultwarden, Ordner [[site]].
--
Password: ********
--
password: <password>
--
Password: n/a (SSO)
--
User forgot her password, unlocked the account, ticket [[ticket]].
--
pw: in 1Password
--
Kennwort: wurde dem Kunden telefonisch mitgeteilt
--
contraseña: en la bóveda
--
mot de passe : voir le coffre
--
hasło: w sejfie
--
wachtwoord: zie kluis
--
senha: no cofre
--
The password was changed by [[person]] on [[date]].
--
Password last set: [[date]] [[time]]
--
Password never expires: No
--
password required: yes
--
Ask [[person]] for the password.
--
No password set on the console port.
--
password unchanged
--
pwd change pending
--
He types his password twice and still gets "invalid credentials".
--
Password policy: min length 12, history 24, lockout after 5 attempts for 30 minutes
--
Das Passwort ist abgelaufen, Benutzer hat es selbst neu gesetzt.
--
Le mot de passe est dans le coffre, dossier [[site]].
--
La contraseña está en el gestor, entrada [[host]].
--
Il a oublié son mot de passe, compte débloqué à [[time]].
--
Hasło zostało zmienione przez użytkownika.
--
Wachtwoord opnieuw ingesteld, gebruiker moet bij aanmelden wijzigen.
--
Senha redefinida, usuário avisado.
--
La password è scaduta ieri, avvisato l'utente.
--
Password manager rollout: [[number]] of [[number]] seats
--
Disable password login in sshd_config, keys only.
--
The root password is the one from the envelope in the safe.
--
Login with your normal account and password, then open Settings.
--
forgot password link is broken, returns 404
--
password = getpass.getpass()
--
Password: stored in LAPS
--
Initial password was handed over in person.
--
pass: see KeePass
--
Passwort wurde zurückgesetzt
--
Password reset by SMS to [[phone]]
== references
[[op_reference]]
--
[[vaultwarden]]
--
Secret: [[vault_path]]
--
DB_PASSWORD=op://Infra/[[host]]/password
--
vault kv get -field=password [[vault_path]]
--
credential: [[vaultwarden]]
--
password: "{{ vault_db_password }}"
--
ansible_become_pass: "{{ vault_x }}"
--
password: !vault-ref [[vault_path]]
--
[[aws_arn]]
--
bw get password [[uuid]]
--
POSTGRES_PASSWORD_FILE=/run/secrets/db_password
--
secretKeyRef:
  name: db
  key: password
--
pass show infra/[[host]]/root
--
keepass://infra/[[host]]
--
password: ${{ secrets.DB_PASSWORD }}
--
secret: projects/ops/secrets/db/versions/3
--
password_command = "pass show mail/[[user]]"
--
existingSecret: odoo-db
--
API key in vault: [[vault_path]]
== placeholders
DB_PASSWORD=${DB_PASSWORD}
--
POSTGRES_PASSWORD=
--
DB_PASSWORD=<from vault>
--
export API_KEY=$(cat /run/secrets/api_key)
--
password=YOUR_PASSWORD_HERE
--
api_key: "xxxxxxxxxxxxxxxx"
--
Authorization: Bearer <token>
--
Authorization: Bearer $TOKEN
--
curl -u "$USER:$PASS" https://[[fqdn]]/api
--
curl -u [[user]] https://[[fqdn]]/api (asks for the password)
--
postgresql://user:password@localhost/db
--
postgresql://$DB_USER:$DB_PASS@[[host]]/prod
--
https://<user>:<password>@[[fqdn]]/
--
mysql -u [[user]] -p -h [[host]]
--
sshpass -e ssh [[user]]@[[ip]]
--
"pwd": "***"
--
"password": null
--
password: [redacted]
--
psk=<removed>
--
Needs the environment variables DB_HOST, DB_USER, DB_PASSWORD and SECRET_KEY.
--
AWS_SECRET_ACCESS_KEY and AWS_ACCESS_KEY_ID come from the instance role
--
snmp-server community <removed> RO
--
enable secret <removed>
--
password: %s
--
ENV: SMTP_PASSWORD (required), SMTP_HOST (default mail)
--
os.environ["DB_PASSWORD"]
--
PASSWORD="$(openssl rand -base64 24)"
--
{"username": "{{ user }}", "password": "{{ password }}"}
--
otpauth://totp/LABEL?secret=SECRET
--
token: REPLACE_ME
== identifiers
UUID [[uuid]]
--
VM id [[uuid]] on [[host]]
--
machine-id [[md5]]
--
Deployed commit [[sha1]]
--
git log: [[short_commit]] fix rack label
--
Tenant ID: [[uuid]], Application (client) ID: [[uuid]]
--
Serial [[serial]], asset tag [[asset_tag]]
--
Asset tag: [[asset_tag]]
--
MAC [[mac]] / [[mac]]
--
WWN [[wwn]]
--
IMEI [[imei]], SIM [[iccid]]
--
SID [[sid]]
--
order [[invoice]] over 3 x [[model]]
--
Invoice [[invoice]], paid to [[iban]]
--
IBAN [[iban]]
--
Container [[sha256]]
--
image registry.example/odoo@[[digest]]
--
pod [[pod]] restarted [[number]] times
--
Message-ID: <[[object_id]]@mail.example>
--
Subscription [[uuid]] moved to resource group rg-[[site]]
--
Distribution E[[serial]], zone Z0[[serial]]
--
disk by-id: wwn-0x[[short_commit]], serial [[serial]]
--
UUID=[[uuid]] /data ext4 defaults 0 2
--
EFI boot entry HD(1,GPT,[[uuid]],0x800)
--
ETag: "[[md5]]"
--
trace id [[md5]], span [[short_commit]]
--
Service tag [[serial]], express code [[imei]]
--
Contract no. [[imei]], customer no. [[number]]-[[number]]
--
Meeting id [[number]] [[number]] [[number]]
--
license id [[asset_tag]] (seats: [[number]])
--
Part number P[[number]]-B21, spare [[number]]-001
--
RMA [[invoice]] for [[serial]]
--
DOI 10.1000/[[number]], RFC 8446
== hashes
sha256  [[sha256]]  odoo_[[version]].deb
--
SHA256: [[sha256]]
--
[[md5]]  backup-[[date]].tar.gz
--
md5sum of the ISO: [[md5]]
--
sha512: [[sha512]]
--
"integrity": "[[integrity]]",
--
    --hash=sha256:[[sha256]]
--
Checksum ok, [[sha1]]
--
Rekor log entry [[sha256]]
--
Datei-Hash (SHA1): [[sha1]]
--
IOC: file hash [[sha256]] seen on [[host]], cleaned
--
rsync checksum [[md5]] matches
--
FROM debian@sha256:[[sha256]]
--
restic snapshot [[short_commit]] of [[host]] at [[date]] [[time]]
--
config hash changed: [[short_commit]] -> [[short_commit]]
== public_material
[[public_key]]
--
authorized_keys: [[public_rsa]]
--
[[certificate]]
--
[[public_pem]]
--
[[csr]]
--
SSH host key [[ssh_fingerprint]] (ED25519)
--
Certificate thumbprint [[sha1]]
--
SHA1 Fingerprint=[[colon_fingerprint]]
--
GPG [[gpg_fingerprint]]
--
PublicKey = [[public_wireguard]]
--
[Peer]
PublicKey = [[public_wireguard]]
Endpoint = [[fqdn]]:51820
AllowedIPs = [[prefix]]
--
wg public key of [[host]]: [[public_wireguard]]
--
age recipient [[public_age]]
--
default._domainkey TXT "[[dkim]]"
--
DS 2371 13 2 [[sha256]]
--
known_hosts: [[ip]] [[public_key]]
--
pin-sha256="[[public_wireguard]]"
--
Zertifikat gültig bis [[date]], Aussteller Let's Encrypt R3, Seriennummer [[sha1]]
--
Stripe publishable key is in the template, the secret one in the vault
--
The private key stays on the HSM, only the CSR was sent to the CA.
--
private key: /etc/ssl/private/[[fqdn]].key (mode 600)
--
IdentityFile ~/.ssh/id_ed25519
--
ssh-keygen -t ed25519 -C [[user]]@[[host]]
== pictures
<p><img src="[[picture]]" alt="rack"></p>
--
logo: [[picture]]
--
<p>Rack view</p><p><img class="img-fluid" src="/web/image/[[number]]-[[short_commit]]/rack.png"></p>
--
background: url([[picture]]) no-repeat;
--
<p>Screenshot: <img src="/web/image/[[number]]?unique=[[short_commit]]"/></p>
== network
[[host]]  [[ip]]/24  gw [[ip]]  vlan [[number]]
--
Prefix [[prefix]] for [[site]], IPv6 [[ip6]]/64
--
SNMP is off on this switch.
--
SNMP v2 to be replaced by v3, community to be read from the vault.
--
snmp-server location [[site]] rack [[number]]
--
SNMP polling every 60 s from [[ip]]
--
snmp-server host [[ip]] version 3 priv monitor
--
Wi-Fi SSID [[ssid]], VLAN [[number]], WPA3-Enterprise, 802.1X
--
SSIDs: [[ssid]], [[ssid]]; channel 36, 80 MHz
--
WLAN [[ssid]]: WPA2-PSK, Schlüssel im Tresor
--
Ports open: 22, 80, 443, [[port]], [[port]]
--
PORT     STATE SERVICE  VERSION
22/tcp   open  ssh      OpenSSH [[version]]
443/tcp  open  ssl/http nginx [[version]]
| ssh-hostkey:
|   256 [[colon_fingerprint]] (ED25519)
--
Nmap scan report for [[fqdn]] ([[ip]])
Host is up (0.00[[number]]s latency).
MAC Address: [[mac]] (Dell)
--
interface GigabitEthernet1/0/[[number]]
 description [[host]]
 switchport access vlan [[number]]
 spanning-tree portfast
--
ip route 0.0.0.0 0.0.0.0 [[ip]]
--
crypto isakmp policy 10
 encr aes 256
 authentication pre-share
 group 14
--
aaa new-model
aaa authentication login default group radius local
--
service password-encryption
--
no ip http server
login local
transport input ssh
--
radius-server host [[ip]] auth-port 1812 acct-port 1813
--
BGP AS 65[[number]], neighbor [[ip]], password set on both sides
--
key chain OSPF, rotated on [[date]]
--
IPsec tunnel to [[site]] up, PSK in vault, IKEv2, DH group 14
--
permit tcp any host [[ip]] eq [[port]]
--
DHCP reservation [[mac]] -> [[ip]]
--
traceroute to [[fqdn]] ([[ip]]), 30 hops max
 1  [[ip]]  0.412 ms
 2  [[ip]]  3.118 ms
--
lldp neighbor [[host]] port ge-0/0/[[number]] chassis [[mac]]
--
NTP [[ip]], stratum 2, offset -0.0[[number]]
--
A [[fqdn]] [[ip]] ttl 3600
== urls
https://wiki.example/display/OPS/[[object_id]]
--
https://docs.example.com/d/[[object_id]]/edit#gid=[[number]]
--
https://teams.example/l/meetup-join/19%3ameeting_[[object_id]]%40thread.v2/0
--
http://[[ip]]:[[port]]/ui/#/host/[[number]]
--
https://[[fqdn]]/web#id=[[number]]&model=helpdesk.ticket&view_type=form
--
https://git.example.com/infra/net/-/commit/[[sha1]]
--
https://[[fqdn]]/d/[[short_commit]]/node-exporter?orgId=1&var-host=[[host]]
--
https://portal.example/#@[[company]]/resource/subscriptions/[[uuid]]/resourceGroups/rg
--
https://[[fqdn]]/reset_password
--
https://support.example/kb/how-to-change-your-password-[[number]]
--
https://cdn.example/app.[[short_commit]].js
--
ssh://git@git.example.com:2222/infra/config.git
--
https://[[fqdn]]/calendar/[[uuid]].ics
--
git@git.example.com:infra/secrets-operator.git
== logs
[[date]] [[time]] [[host]] sshd[[[number]]]: Accepted publickey for [[user]] from [[ip]] port 50[[number]] ssh2: ED25519 [[ssh_fingerprint]]
--
[[date]] [[time]] sshd: Failed password for [[user]] from [[ip]] port 50[[number]] ssh2
--
[[time]] pam_unix(sudo:auth): authentication failure; logname=[[user]] uid=1000
--
FATAL: password authentication failed for user "[[user]]"
--
ERROR 1045 (28000): Access denied for user '[[user]]'@'[[ip]]' (using password: YES)
--
[[ip]] - - [[[date]] [[time]]] "POST /api/token HTTP/1.1" 401 [[number]]
--
[[time]] INFO token expired for client [[uuid]], renewing
--
kernel: [ 12.[[number]]] usb 1-1: SerialNumber: [[serial]]
--
Error: secret "db-credentials" not found in namespace odoo
--
odoo.http: Login failed for db:prod login:[[email]] from [[ip]]
--
systemd[1]: Starting password-agent.service
--
Event 4625: account [[user]] failed to log on, Logon ID 0x[[short_commit]], SID [[sid]]
--
vault: lease auth/token/create/h[[sha256]] revoked
--
Traceback (most recent call last):
  File "/opt/odoo/odoo/http.py", line [[number]], in authenticate
odoo.exceptions.AccessDenied: Wrong login/password
--
restic: wrong password or no key found
--
[[date]]T[[time]]Z level=info msg="webhook delivered" id=[[uuid]] status=200
--
SMART: 5 Reallocated_Sector_Ct 0x0033 100 100 010 Pre-fail Always - 0
--
curl: (60) SSL certificate problem: certificate has expired
--
Passwort falsch, 3 Versuche übrig (Benutzer [[user]])
== everyday
Replaced the fan of [[model]], serial [[serial]], on [[date]].
--
Call [[person]], [[phone]], ticket [[ticket]].
--
[[model]] moved from [[site]] to [[site]], rack unit [[number]].
--
Updated Odoo to [[version]], PostgreSQL to [[version]].
--
Key to the server room is with [[person]].
--
Schlüssel für Rack 4 hängt im Kasten.
--
Secret Santa budget approved, [[number]] EUR.
--
Token ring adapter found in the cellar.
--
Passed all tests, [[number]] of [[number]].
--
Bypass switch is in position 2.
--
The access card of [[person]] was blocked at [[time]].
--
Quote for 12 x [[model]], valid to [[date]].
--
Backup of [[host]]: 3-2-1, encrypted, key in vault, restore tested [[date]].
--
Lizenz [[asset_tag]] verlängert bis [[date]].
--
Le technicien passe demain entre 9h et 12h.
--
Pasar por la oficina de [[company]], llave en recepción.
--
Klucz do szafy u ochrony.
--
La clave del éxito es el mantenimiento preventivo.
--
MFA enabled for all [[number]] accounts, hardware keys ordered.
--
Pin 4 of the connector is bent.
--
PIN pad on door 2 does not beep, reported [[ticket]].
--
Postal code [[number]]00, meter reading [[imei]].
--
Rotate the API keys every 90 days; next rotation [[date]].
--
The certificate for [[fqdn]] renews on [[date]].
--
2FA: recovery codes printed, in the safe.
--
Compass directions on the plan are wrong, north is left.
--
Room access by code, ask the front desk.
--
USt-IdNr. DE[[imei]], HRB [[number]]
--
Tel. [[phone]], Fax [[phone]]
--
Public IP [[ip]], rDNS [[fqdn]], provider ticket [[ticket]]
--
Kosten: [[number]],90 EUR/Monat, Kostenstelle [[number]]
--
- [ ] set hostname
- [ ] set root password
- [ ] store it in the vault
--
1. Change default password
2. Disable telnet
3. Enable SNMPv3
--
| Host | IP | User | Password |
|------|----|------|----------|
| [[host]] | [[ip]] | [[user]] | in vault |
--
| Host | MAC | Serial |
|------|-----|--------|
| [[host]] | [[mac]] | [[serial]] |
--
host;user;auth
[[host]];[[user]];ssh key
--
<table class="table"><tbody><tr><td>Password</td><td>see vault</td></tr><tr><td>Serial</td><td>[[serial]]</td></tr></tbody></table>
--
<p>Password: <a href="https://vault.example/ui/vault/secrets/[[host]]">in the vault</a></p>
--
<p>User <strong>[[user]]</strong>, password <em>on request</em></p>
== nearly
The root password is unknown, boot from the ISO to reset it.
--
the password is wrong
--
Das Passwort ist falsch, bitte prüfen.
--
La contraseña es incorrecta según el usuario.
--
le mot de passe est trop court
--
hasło jest nieprawidłowe
--
la password è errata
--
het wachtwoord is verlopen
--
a senha está bloqueada
--
The admin password is managed by LAPS and changes every 30 days.
--
New password must differ from the last 24.
--
Password is case sensitive!
--
Passwort: min. 14 Zeichen
--
Password: 16 characters, stored [[date]]
--
password expires in 14 days
--
Password age: 90d
--
pw ok
--
pass 2 of 3 done, no bad sectors
--
Pass 1: checking inodes, blocks, and sizes
--
user/password authentication is off
--
[[user]] / [[person]]
--
Login: [[user]] / role viewer
--
creds: see vault
--
ssh [[user]]@[[ip]] (port 2222)
--
Zugang: Tor 3 / Klingel [[company]]
--
Login [[ip]]: SSO with MFA
--
RDP [[ip]] as [[user]], 1920x1080
--
docker run -u 1000:1000 -p 8080:80 registry.example/app:[[version]]
--
mysql -u [[user]] -P 3307 -h [[host]]
--
ssh -p 2222 [[user]]@[[host]]
--
redis://[[host]]:6379/0
--
postgresql://odoo@[[host]]/prod
--
amqp://[[host]]:5672/prod
--
https://[[user]]@[[fqdn]]/svn/infra
--
Odoo Community [[version]], edition: community
--
SNMP community of practice meets on [[date]]
--
snmp-server community: none configured
--
auth: none, secret: false
--
PIN: 4-stellig, beim Empfang erfragen
--
recovery codes: 10 unused
--
TOTP enabled on [[date]], secret not exported
--
BitLocker key ID {[[uuid]]}, key escrowed in Entra
--
token bucket of 100 requests per minute
--
API key: valid until [[date]], scope read
--
API key name: prometheus-[[number]]
--
API key id [[number]], rotated by [[person]]
--
key: rack-2-left
--
Schlüssel: Nr. [[number]], Kasten 2
--
clave de producto registrada a nombre de [[company]]
--
the code is 200, as expected
--
Fehlercode: 0x80070005
--
secret 9 is preferred over secret 5 on new switches
--
enable: yes
--
Wi-Fi key unchanged since the move
--
Tunnel key ID [[number]], SPI 0x[[short_commit]]
--
Credential ID: [[uuid]]
--
Public access token endpoint: https://[[fqdn]]/oauth2/token
--
Client ID [[object_id]].apps.googleusercontent.com
--
Schlüssel-ID [[short_commit]], Algorithmus RSA 4096
--
Dial code +49, PIN pad model [[serial]]
== config_excerpts
services:
  db:
    image: postgres:16@[[digest]]
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/db
--
[options]
db_host = [[host]]
db_user = odoo
db_password = False
list_db = False
--
auth_basic "restricted";
auth_basic_user_file /etc/nginx/.htpasswd;
--
PasswordAuthentication no
PermitRootLogin prohibit-password
--
host all all [[prefix]] scram-sha-256
--
root:x:0:0:root:/root:/bin/bash
[[user]]:x:1000:1000::/home/[[user]]:/bin/bash
--
root:*:19500:0:99999:7:::
daemon:!:19500:0:99999:7:::
--
token_ttl: 3600
token_type: service
--
minimum_password_length = 14
password_history = 24
--
ldap:
  bind_dn: cn=reader,dc=example,dc=com
  bind_password_env: LDAP_PASSWORD
--
"dependencies": {"left-pad": {"version": "[[version]]", "integrity": "[[integrity]]"}}
--
scrape_configs:
  - job_name: node
    basic_auth:
      username: prom
      password_file: /etc/prometheus/password
--
key_exchange: curve25519-sha256
ciphers: aes256-gcm@openssh.com
--
GRUB_CMDLINE_LINUX="root=UUID=[[uuid]] ro quiet"
--
keepalived: authentication { auth_type PASS }
--
CREATE USER reporting;
GRANT CONNECT ON DATABASE prod TO reporting;
--
ALTER TABLE res_users ADD COLUMN password_changed_at timestamp;
--
secret_rotation_days: 90
--
x-request-id: [[uuid]]
x-amz-request-id: [[serial]][[serial]]
--
Set-Cookie: session_id=; Max-Age=0; HttpOnly
--
api_key_header: X-API-Key
--
password_hash_algorithm: argon2id, rounds 4
"""
