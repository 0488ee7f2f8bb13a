# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Templates of the half kept apart: nobody who writes the scan's rules reads on.

`== kind` begins a kind, `--` stands between templates, `[[name]]` is a blank that `fakes` fills.
"""

CONTEXT = r"""
== context
Installed by [[person]] ([[company]]) on [[date]].
--
Cabling done, photos follow.
--
Upgraded to [[version]] without trouble.
--
Rückruf an [[phone]] erbeten.
--
Located in [[site]], row B, rack unit [[number]].
--
The customer signed the hand-over sheet.
--
Prévoir une intervention en mars.
--
Queda pendiente el etiquetado.
--
Vervangen onder garantie, bon ligt op kantoor.
--
Substituído o disco 3, array a reconstruir.
--
Sostituita la ventola, nessun allarme.
--
Model [[model]], MAC [[mac]].
--
Umowa serwisowa do [[date]].
--
Next visit together with the electrician.
"""

SECRETS = r"""
== env_password
MARIADB_PASSWORD=[[password]]
--
NEXTCLOUD_ADMIN_USER=[[user]]
NEXTCLOUD_ADMIN_PASSWORD=[[password]]
--
$env:SQL_PASSWORD = "[[password]]"
--
Environment="APP_DB_PASS=[[password]]"
--
helm upgrade odoo ./chart --set auth.password=[[password]]
--
ENV LDAP_ADMIN_PASSWORD [[password]]
--
setx BACKUP_PASSWORD [[password]] /M
== pw_short
[[host]] ([[ip]]), [[user]], pw=[[password]]
--
U: [[user]]
P: [[password]]
--
pwd [[password]] works again
--
un: [[user]] pw: [[password]]
--
console: [[user]], pass: [[password]], baud 115200
--
Login [[user]] PW "[[password]]"
--
pass - [[password]]
--
passwd: [[password]]
== password_en
Admin password: [[password]]
--
USERNAME [[user]] PASSWORD [[password]]
--
user name = [[user]]; password = [[password]]; domain = CORP
--
Default password [[password]], to be changed on site.
--
passwort/password: [[password]]
--
Pasword : [[password]]
--
- Password (BIOS): [[password]]
--
[[host]] web interface password [[password]] (same on the spare)
--
Old password: [[password]]
New password: [[password]]
--
__Password__: [[password]]
== password_de
Das Gerät: User [[user]], Passwort [[password]]
--
BIOS-Kennwort: [[password]]
--
Passwort fürs Backend: [[password]]
--
Passwort = '[[password]]'
--
Zugang Weboberfläche: [[user]] | Kennwort: [[password]]
--
Initialpasswort: [[password]]
--
PASSWORT [[password]]
--
Dienstkonto [[user]], Kennwort "[[password]]"
== password_es
Contraseña [[user]] = [[password]]
--
Usuario: [[user]] / Contraseña: [[password]]
--
CONTRASEÑA: [[password]]
--
clave: [[password]]
--
contraseña del administrador: [[password]] ([[date]])
--
Contraseña de la VPN - [[password]]
== password_fr
MOT DE PASSE : [[password]]
--
Utilisateur : [[user]], mot de passe : [[password]]
--
mot de passe BIOS = [[password]]
--
Code d'accès du NAS : [[password]]
--
mdp root [[password]]
--
Mot de passe provisoire « [[password]] »
== password_it
Password di rete: [[password]]
--
Utente [[user]], parola chiave: [[password]]
--
Nome utente: [[user]] / Password: [[password]]
--
Accesso router [[ip]]: [[user]] pwd [[password]]
--
PASSWORD BIOS = [[password]]
== password_nl
Wachtwoord BIOS = [[password]]
--
Gebruikersnaam: [[user]]
Wachtwoord: [[password]]
--
WACHTWOORD [[password]]
--
admin / ww [[password]]
--
tijdelijk wachtwoord: [[password]]
== password_pt
Usuário: [[user]] / Senha: [[password]]
--
SENHA = [[password]]
--
senha provisória: [[password]]
--
Palavra-passe do BIOS: [[password]]
--
Senha do Wi-Fi e do roteador "[[password]]"
== password_pl
HASŁO: [[password]]
--
Hasło tymczasowe: [[password]]
--
Nazwa użytkownika: [[user]]
Hasło: [[password]]
--
hasło administratora = [[password]]
--
hasło BIOS [[password]]
== prose_en
For the record, we set the admin password to [[password]] when we racked it.
--
Password was reset to [[password]], user informed.
--
The new login is [[user]] and the password's [[password]].
--
[[person]] wants [[password]] to be the password of the shared mailbox.
--
If the console asks, the password should be [[password]].
--
Just tried again: [[user]] with password [[password]] works on both nodes
--
New pw for the scanner share is [[password]]
--
To unlock the BIOS type the password [[password]] and press F10.
== prose_de
Passwort für den Kiosk wurde auf [[password]] zurückgesetzt.
--
Am NAS gilt jetzt das Passwort [[password]], Benutzer wie gehabt.
--
Bitte mit Benutzer [[user]], Passwort [[password]] anmelden!
--
das pw vom drucker ist [[password]]
--
Neues Kennwort von Frau Hahn ist [[password]], muss sie ändern.
--
Wir haben [[password]] als Passwort vergeben.
== prose_fr
Le mot de passe du routeur a été changé en [[password]].
--
Il faut utiliser le mot de passe [[password]] pour la console.
--
mdp du wifi invité : c'est [[password]] depuis lundi
--
Compte [[user]] créé avec le mot de passe [[password]].
--
le mot de passe admin reste [[password]]
== prose_es
La contraseña del NAS ahora es [[password]], avisad a [[person]].
--
Se restableció la contraseña a [[password]].
--
Usar la contraseña [[password]] para el usuario [[user]].
--
contraseña provisional para la impresora: es [[password]]
== prose_it
La password del router è stata cambiata in [[password]].
--
Per entrare usare la password [[password]].
--
password dell'amministratore sarà [[password]] fino a lunedì
--
Creato utente [[user]] con password [[password]].
== prose_nl
Het wachtwoord van de router is nu [[password]].
--
Wachtwoord gereset naar [[password]], gebruiker is ingelicht.
--
Gebruik wachtwoord [[password]] voor de console.
--
het wachtwoord blijft [[password]]
== prose_pt
A senha do roteador foi alterada para [[password]].
--
Use a senha [[password]] para entrar no console.
--
A palavra-passe do NAS agora é [[password]].
--
senha do usuário [[user]] ficou [[password]]
== prose_pl
Hasło do routera zmieniono na [[password]].
--
Użyj hasła [[password]] na konsoli.
--
Hasło administratora to teraz [[password]].
--
ustawiłem hasło [[password]] dla drukarki
== json_pwd
{"login": {"user": "[[user]]", "passwd": "[[password]]"}, "retries": 3}
--
[{"name": "[[host]]", "pwd": "[[password]]", "port": [[port]]}]
--
"adminPassword" : "[[password]]"
--
  "smtp_password": "[[password]]",
  "smtp_port": 587
--
{\"user\":\"[[user]]\",\"password\":\"[[password]]\"}
--
{'pwd': '[[password]]', 'tls': True}
== config_password
[client]
user=[[user]]
password="[[password]]"
--
db_password = [[password]]
--
mail.password=[[password]]
--
<password>[[password]]</password>
--
userlist ops
  user [[user]] insecure-password [[password]]
--
auth:
  username: [[user]]
  password: '[[password]]'
  realm: pve
--
$config['db_passwd'] = "[[password]]";
--
<property name="connection.password">[[password]]</property>
== html_password
<p>Zugang:</p><p>Benutzer <code>[[user]]</code></p><p>Passwort <code>[[password]]</code></p>
--
<p><span style="font-weight: bolder;">Password:</span> [[password]]</p>
--
<table><tr><th>User</th><th>Password</th></tr><tr><td>[[user]]</td><td>[[password]]</td></tr></table>
--
<p>wachtwoord:<br/><strong>[[password]]</strong></p>
--
<ol><li><p>Open https://[[ip]]</p></li><li><p>Log in with [[user]], password <b>[[password]]</b></p></li></ol>
--
<div>pw:&#160;[[password]]</div>
--
<p>P<span>asswort: </span><span style="color:#333">[[password]]</span></p>
--
<blockquote>The root password is <em>[[password]]</em></blockquote>
== table_password
| System | Benutzer | Kennwort |
| --- | --- | --- |
| [[host]] | [[user]] | [[password]] |
| [[host]] | [[user]] | [[password]] |
--
"device","login","password"
"[[host]]","[[user]]","[[password]]"
--
ip,user,pwd,comment
[[ip]],[[user]],[[password]],rack 2
--
User        Password
----        --------
[[user]]    [[password]]
--
| password | [[password]] |
== cli_password
mysqldump -u[[user]] -p'[[password]]' prod > prod.sql
--
plink -ssh [[user]]@[[ip]] -pw [[password]] "show version"
--
xfreerdp /v:[[ip]] /u:[[user]] /p:[[password]]
--
mount -t cifs //[[host]]/bak /mnt -o username=[[user]],password=[[password]]
--
wget --user=[[user]] --password='[[password]]' https://[[fqdn]]/dump.gz
--
ConvertTo-SecureString "[[password]]" -AsPlainText -Force
--
sqlcmd -S [[host]] -U sa -P [[password]] -Q "select 1"
--
schtasks /create /tn bak /tr bak.cmd /ru [[user]] /rp [[password]]
--
racadm -r [[ip]] -u root -p [[password]] getsysinfo
== curl_u
curl --basic -u [[user]]:[[password]] http://[[ip]]/cgi-bin/status
--
$ curl -s -u'[[user]]:[[password]]' https://[[fqdn]]/nagios/
--
curl -X PUT https://[[fqdn]]:9200/_snapshot/bak --user [[user]]:[[password]] -d @repo.json
--
Test: curl -k -u [[user]]:[[password]] https://[[ip]]/rest/system
== basic_auth_url
Camera: http://[[user]]:[[url_password]]@[[ip]]/snapshot.jpg
--
pip install --index-url https://[[user]]:[[url_password]]@pypi.example/simple odoo-tools
--
http_proxy=http://[[user]]:[[url_password]]@[[fqdn]]:3128
--
smb://[[user]]:[[url_password]]@[[host]]/share
--
<p><a href="https://[[user]]:[[url_password]]@[[fqdn]]/admin">open</a></p>
--
sftp://[[user]]:[[url_password]]@[[ip]]:22/upload
== postgres_dsn
psql "postgresql://[[user]]:[[url_password]]@[[fqdn]]:5433/odoo"
--
SQLALCHEMY_DATABASE_URI = 'postgresql://[[user]]:[[url_password]]@[[host]]/erp'
--
Host=[[host]];Port=5432;Username=[[user]];Password=[[url_password]];Database=crm
--
datasource url postgres://[[user]]:[[url_password]]@[[ip]]:5432/metrics (read only)
== mysql_dsn
DATABASE_URL="mysql://[[user]]:[[url_password]]@[[ip]]/matomo"
--
jdbc:mysql://[[host]]:3306/erp?user=[[user]]&password=[[url_password]]
--
mariadb://[[user]]:[[url_password]]@[[fqdn]]/bookstack
--
Zabbix reads mysql://[[user]]:[[url_password]]@[[host]]/zabbix
== mongodb_uri
mongosh "mongodb://[[user]]:[[url_password]]@[[fqdn]]/graylog"
--
uri: mongodb://[[user]]:[[url_password]]@[[host]]:27017,[[host]]:27017/unifi?authSource=admin
--
connected to mongodb+srv://[[user]]:[[url_password]]@ops.mongodb.example/
== redis_uri
REDIS_URL=redis://[[user]]:[[url_password]]@[[ip]]:6379/1
--
cache at redis://:[[url_password]]@[[fqdn]]
--
redis-server --requirepass [[url_password]]
== amqp_uri
rabbit: amqps://[[user]]:[[url_password]]@[[fqdn]]:5671/odoo
--
transport_url = rabbit://[[user]]:[[url_password]]@[[ip]]:5672/
--
broker_url: amqp://[[user]]:[[url_password]]@[[host]]//
--
rabbitmqctl add_user [[user]] [[password]]
== sqlserver_dsn
Data Source=[[host]]\SQLEXPRESS;Initial Catalog=lexware;User ID=[[user]];Pwd=[[password]]
--
<add name="erp" connectionString="Server=[[host]];Database=erp;User Id=[[user]];Password=[[password]];" />
--
mssql+pyodbc://[[user]]:[[url_password]]@[[host]]/dwh?driver=ODBC+Driver+17
--
Driver={ODBC Driver 18 for SQL Server};Server=[[ip]];UID=[[user]];PWD=[[password]]
== pgpass
# pgpass for the backup user
[[fqdn]]:5433:odoo:[[user]]:[[url_password]]
--
echo '[[host]]:5432:*:[[user]]:[[url_password]]' >> ~/.pgpass && chmod 600 ~/.pgpass
--
localhost:*:*:[[user]]:[[url_password]]
== netrc
.netrc for the CI user: machine git.example.com login [[user]] password [[password]]
--
machine api.example.net
login [[user]]
password [[password]]
--
machine [[host]]	login [[user]]	password [[password]]
== docker_login
docker login -u [[user]] --password [[password]] [[fqdn]]:5000
--
~/.docker/config.json: {"auths":{"[[fqdn]]":{"auth":"[[encoded_login]]"}}}
--
helm registry login [[fqdn]] -u [[user]] -p [[password]]
--
skopeo copy --src-creds [[user]]:[[password]] docker://[[fqdn]]/odoo docker-archive:odoo.tar
== kubeconfig
kubectl --token=[[jwt]] --server=https://[[ip]]:6443 get nodes
--
users:
  - name: ci
    user:
      client-key-data: [[encoded_key]]
--
  user:
    token: [[token]]
--
K3S_TOKEN=K10[[hex64]]::server:[[hex32]]
== k8s_secret
kind: Secret
type: Opaque
data:
  db-password: [[encoded_password]]
  db-user: b2Rvbw==
--
kubectl -n erp create secret generic smtp --from-literal=user=[[user]] --from-literal=pass=[[password]]
--
apiVersion: v1
kind: Secret
stringData:
  password: [[password]]
--
kind: Secret
type: kubernetes.io/basic-auth
stringData:
  username: [[user]]
  password: "[[password]]"
== ansible_vars
[switches:vars]
ansible_user=[[user]]
ansible_ssh_pass='[[password]]'
--
ansible-playbook site.yml -e "ansible_become_pass=[[password]]"
--
all:
  vars:
    ansible_become_password: [[password]]
--
[[ip]] ansible_connection=winrm ansible_user=[[user]] ansible_password="[[password]]"
== github_classic
gh auth login --with-token <<< [[github_classic]]
--
PAT of the build account = [[github_classic]]
--
Authorization: token [[github_classic]]
--
<p>Token: <code>[[github_classic]]</code></p>
== github_fine
GH_TOKEN=[[github_fine]] gh release list
--
Neuer Token ([[person]]): [[github_fine]]
--
https://x-access-token:[[github_fine]]@github.com/example/net.git
== gitlab
GITLAB_TOKEN=[[gitlab]]
--
git clone https://oauth2:[[gitlab]]@git.example.com/ops/dns.git
--
<p>runner registration uses [[gitlab]]</p>
== aws_pair
[default]
aws_access_key_id=[[aws_id]]
aws_secret_access_key=[[aws_secret]]
region=eu-central-1
--
AccessKeyId: [[aws_id]], SecretAccessKey: [[aws_secret]]
--
export AWS_SECRET_ACCESS_KEY="[[aws_secret]]"
--
"accessKey": "[[aws_id]]", "secretKey": "[[aws_secret]]"
--
User name,Access key ID,Secret access key
veeam,[[aws_id]],[[aws_secret]]
== private_key_pem
[[fqdn]].key
[[pem_pkcs8]]
--
[[pem_encrypted]]
--
bundle for the load balancer:
[[pem_rsa]]
[[certificate]]
--
TLS_KEY="[[pem_one_line]]"
--
tls.key: |
[[pem_ec]]
== private_key_openssh
cat id_rsa
[[pem_openssh]]
--
SSH-Schlüssel vom Backup:

[[pem_openssh]]

Ende
--
<div><span>[[pem_openssh]]</span></div>
== private_key_putty
[[putty]]: ecdsa-sha2-nistp256
Encryption: none
Comment: imported-openssh-key
Private-Lines: 3
[[key_lines]]
Private-MAC: [[hex64]]
--
[[user]].ppk:

[[putty]]: ssh-rsa
Encryption: none
Private-Lines: 3
[[key_lines]]
Private-MAC: [[hex40]]
== jwt
HASS_TOKEN=[[jwt]]
--
token=[[jwt]]
--
wss://[[fqdn]]/stream?access_token=[[jwt]]
--
Supabase key is [[jwt]], do not lose it
== slack_hook
curl -X POST -d '{"text":"up"}' [[slack_hook]]
--
SLACK_WEBHOOK_URL="[[slack_hook]]"
--
Uptime Kuma → Slack ([[slack_hook]])
--
webhook [[slack_hook]] broken since [[date]]
== slack_token
Authorization: Bearer [[slack_token]]
--
slack: { token: "[[slack_token]]" }
--
Neuer Bot-Token ist [[slack_token]].
== vault_old
VAULT_TOKEN="[[vault_old]]" vault status
--
curl -H 'X-Vault-Token: [[vault_old]]' https://vault.example/v1/sys/health
--
token                [[vault_old]]
token_accessor       8a1b
token_duration       768h
--
root token [[vault_old]] is in my notes too
== vault_new
token_file content: [[vault_new]]
--
VAULT_TOKEN=[[vault_new]] terraform apply
--
{"auth": {"client_token": "[[vault_new]]"}}
--
Vault-Token ([[person]]) [[vault_new]], gültig 32 Tage
== bcrypt
Portainer admin hash [[bcrypt]]
--
admin_password_hash: "[[bcrypt]]"
--
caddy basicauth { [[user]] [[bcrypt]] }
--
web.config.file
basic_auth_users:
    prom: [[bcrypt]]
== shadow
[[user]]:[[yescrypt]]:19811::::::
--
Shadow of the old box:
root:[[sha512_crypt]]:18911:0:99999:7:::
bin:*:18911:0:99999:7:::
--
usermod -p '[[sha512_crypt]]' [[user]]
--
rootpw --iscrypted [[sha512_crypt]]
--
passwd: [[sha512_crypt]]
== htpasswd
nginx basic auth -> [[user]]:[[apr1]]
--
cat /etc/apache2/.htpasswd
[[user]]:[[apr1]]
[[user]]:[[apr1]]
--
[[user]]:[[sha_htpasswd]]
--
htpasswd -cbB users [[user]] [[password]]
== snmp_community
snmp-server community [[community]] view ALL RW 10
--
com2sec readonly default [[community]]
--
SNMP string is [[community]]
--
snmpget -v 2c -c [[community]] [[ip]] 1.3.6.1.2.1.1.3.0
--
community: [[community]] (SNMPv2, read only)
--
snmp_community = "[[community]]"
--
set snmp community [[community]] clients [[prefix]]
== snmpv3
snmp-server user [[user]] MON v3 encrypted auth md5 [[password]] priv des [[password]]
--
net-snmp-create-v3-user -ro -A [[password]] -X [[password]] -a SHA -x AES [[user]]
--
snmp v3: user [[user]] authpass [[password]] privpass [[password]]
--
auth_protocol: SHA
auth_password: [[password]]
priv_password: [[password]]
== cisco_plain
line con 0
 exec-timeout 5 0
 password [[password]]
!
--
username [[user]] password [[password]]
--
enable password level 15 [[password]]
--
username [[user]] privilege 1 secret 0 [[password]]
== cisco_type5
hostname [[host]]
enable secret 5 [[cisco5]]
no ip domain-lookup
--
username [[user]] role network-admin password 5 [[cisco5]]
--
enable-secret hash: [[cisco5]]
== cisco_type7
line vty 0 15
 password 7 [[cisco7]]
 transport input ssh
--
enable password 7 [[cisco7]]
--
radius-server key 7 [[cisco7]]
--
ip ospf message-digest-key 1 md5 7 [[cisco7]]
== cisco_type8
username [[user]] secret 8 [[cisco8]]
ip ssh version 2
--
type 8 hash of [[host]]: [[cisco8]]
--
enable algorithm-type sha256 secret 8 [[cisco8]]
== cisco_type9
aaa new-model
username [[user]] privilege 15 secret 9 [[cisco9]]
--
enable algorithm-type scrypt secret 9 [[cisco9]]
--
local user [[user]] hash [[cisco9]]
== cisco_enable_secret
conf t
enable secret [[password]]
end
wr
--
Switch [[ip]]: enable secret is [[password]]
--
en secret [[password]]
--
enable pw: [[password]]
--
enable secret level 5 [[password]]
== firewall_config
set system login user [[user]] authentication encrypted-password "[[junos9]]"
--
config system admin
    edit "[[user]]"
        set password ENC [[forti_enc]]
--
/ip hotspot user add name=guest password=[[password]]
--
password manager user-name [[user]] plaintext [[password]]
--
set mgt-config users [[user]] phash [[sha512_crypt]]
--
user-password [[password]] role admin
== wifi_key
Gäste-WLAN [[ssid]] / [[psk]]
--
WPA2 key [[psk]]
--
wlan: [[ssid]], pass: [[psk]]
--
Clé wifi [[ssid]] : [[psk]]
--
wpa_psk=[[hex64]]
--
set security wpa psk set-key ascii 0 [[psk]]
--
Netzwerkschlüssel: [[psk]]
--
WLAN-Key der Außenstelle lautet [[psk]]
--
WIFI:S:[[ssid]];T:WPA;P:[[psk]];H:true;;
== stripe
curl https://api.stripe.com/v1/charges -u [[stripe]]:
--
stripe key (live): [[stripe]]
--
"secretKey": "[[stripe]]"
== google_api
GOOGLE_MAPS_API_KEY="[[google_api]]"
--
geocoding with [[google_api]], limit 2500 a day
--
curl "https://www.googleapis.com/youtube/v3/search?key=[[google_api]]"
== google_oauth
"client_secret":"[[google_oauth]]","redirect_uris":["https://[[fqdn]]"]
--
Google Workspace SSO, client secret = [[google_oauth]]
--
GOOGLE_CLIENT_SECRET='[[google_oauth]]'
== azure_storage
AzureWebJobsStorage="DefaultEndpointsProtocol=https;AccountName=ops;AccountKey=[[azure_key]]"
--
storage account lumenbak, key1: [[azure_key]]
--
HostName=iot.azure-devices.net;SharedAccessKeyName=owner;SharedAccessKey=[[key32]]
--
az storage blob list --account-name bak --account-key [[azure_key]]
== azure_sas
BlobEndpoint=https://bak.blob.core.windows.net/;SharedAccessSignature=sv=2022-11-02&ss=b&sp=rl&sig=[[azure_signature]]
--
Upload link for the customer: https://ops.file.core.windows.net/in/x.zip?se=2027-02-01&sp=w&sv=2022-11-02&sr=b&sig=[[azure_signature]]
--
sas = "sp=r&st=2026-01-01&sv=2022-11-02&sr=c&sig=[[azure_signature]]"
== azure_client_secret
"clientSecret": "[[azure_secret]]"
--
az login --service-principal -u [[uuid]] -p [[azure_secret]] --tenant [[uuid]]
--
Graph-Secret [[azure_secret]] läuft ab [[date]]
== sendgrid
curl -H "Authorization: Bearer [[sendgrid]]" https://api.sendgrid.com/v3/mail/send
--
relay: apikey / [[sendgrid]]
--
sendgrid_key: [[sendgrid]]
== npm
npm config set //npm.example/:_authToken [[npm]]
--
npm publish token is [[npm]]
--
_authToken="[[npm]]"
== pypi
TWINE_PASSWORD=[[pypi]]
--
upload token for the client: [[pypi]]
--
poetry config pypi-token.pypi [[pypi]]
== cloudflare
CF_API_TOKEN="[[cloudflare]]"
--
CF_Token=[[cloudflare]] acme.sh --issue --dns dns_cf -d [[fqdn]]
--
cloudflare global api key [[hex40]]
--
curl -H "Authorization: Bearer [[cloudflare]]" https://api.cloudflare.com/client/v4/zones
== digitalocean
DIGITALOCEAN_ACCESS_TOKEN=[[digitalocean]]
--
do_token = "[[digitalocean]]"
--
droplets are made with [[digitalocean]]
== twilio
account_sid: AC[[md5]]
auth_token: [[hex32]]
--
SMS gateway key [[twilio]]
--
curl -u [[twilio]]:[[token]] https://api.twilio.com/2010-04-01/Accounts.json
== openai
export OPENAI_API_KEY="[[openai]]"
--
Authorization: Bearer [[openai]]
--
KI-Assistent: Schlüssel [[openai]]
== anthropic
claude key [[anthropic]] (team ops)
--
"apiKey": "[[anthropic]]"
--
export ANTHROPIC_API_KEY=[[anthropic]]
== telegram
TELEGRAM_TOKEN=[[telegram]]
--
bot [[telegram]] chat id -100[[imei]]
--
bot_token: "[[telegram]]"
--
curl https://api.telegram.org/bot[[telegram]]/getMe
== discord
client.run("[[discord]]")
--
token for the status bot [[discord]]
--
Grafana → Discord: [[discord_hook]]
--
<p>Hook <a href="[[discord_hook]]">here</a></p>
== odoo_api_key
xmlrpc: user [[email]], key [[hex40]] (Odoo)
--
Odoo-API-Key [[hex40]]
--
odoo_api_key = "[[hex40]]"
--
curl -H "Authorization: bearer [[hex40]]" https://[[fqdn]]/json/2/res.partner/search
== recovery_codes
Backup codes Google ([[email]]):
1. [[recovery_digits]]
2. [[recovery_digits]]
3. [[recovery_digits]]
--
Codes de secours : [[recovery]] [[recovery]] [[recovery]]
--
GitLab recovery codes
[[hex32]]
[[hex32]]
--
códigos de recuperación: [[recovery_digits]], [[recovery_digits]]
--
MFA backup code for [[user]] is [[recovery]]
== totp
otpauth://totp/AWS:root@[[company]]?issuer=AWS&secret=[[totp]]
--
authenticator key: [[totp]]
--
MFA secret = [[totp]]
--
2FA-Schlüssel (TOTP) [[totp]]
== wireguard
[Interface]
Address = [[ip]]/24
ListenPort = 51820
PrivateKey = [[key32]]

[Peer]
PublicKey = [[public_wireguard]]
--
wg set wg0 peer [[public_wireguard]] preshared-key [[key32]]
--
WG private key: [[key32]]
--
/interface wireguard add name=wg1 private-key="[[key32]]"
== ipsec_psk
tunnel-group [[ip]] ipsec-attributes
 ikev1 pre-shared-key [[password]]
--
PSK VPN [[site]]: [[psk]]
--
%any [[fqdn]] : PSK "[[psk]]"
--
set vpn ipsec site-to-site peer [[ip]] authentication pre-shared-secret [[password]]
--
VPN Zentrale: IKEv2, PSK lautet [[psk]]
--
L2TP: user [[user]], preshared key "[[psk]]"
== radius_secret
aaa group server radius NPS
 server-private [[ip]] key [[password]]
--
radius shared secret is [[password]]
--
RADIUS [[ip]]:1812 / [[password]]
--
client [[prefix]] { secret = "[[password]]" shortname = wlan }
--
/radius add address=[[ip]] secret=[[password]] service=login
== ldap_bind
AUTH_LDAP_BIND_PASSWORD = "[[password]]"
--
ldapwhoami -D uid=[[user]],ou=svc,dc=example,dc=com -w '[[password]]'
--
rootpw [[password]]
--
Bind-DN cn=ldapread,ou=svc,dc=corp,dc=example / Kennwort [[password]]
--
ldap bind user [[user]] pw [[password]]
--
userPassword: {SSHA}[[key32]]
== pin
PIN = [[pin]]
--
Copier admin PIN is [[pin]]
--
Voicemail PIN: [[pin]] (ext. [[number]])
--
PIN der SIM im LTE-Router: [[pin]]
--
alarm code [[pin]]#, 30 s to leave
--
code PIN [[pin]]
--
TPM-PIN [[pin]]
== bmc_default
IPMI password (tag): [[bmc_default]]
--
Supermicro BMC user ADMIN pw [[bmc_default]]
--
XCC USERID / [[bmc_default]]
--
iLO5 default login Administrator [[bmc_default]]
--
iDRAC9 [[ip]] root:[[password]]
== api_key
apikey [[token]]
--
"api_key": "[[token]]",
--
API-Schlüssel: [[token]]
--
curl -H "X-Auth-Token: [[token]]" https://[[fqdn]]/v2/devices
--
https://[[fqdn]]/hook?token=[[token]]
--
auth token = [[hex32]]
--
Proxy-Authorization: Basic [[encoded_login]]
--
clé API : [[token]]
--
PRTG passhash=[[pin]][[pin]]&username=[[user]]
--
APP_SECRET=[[hex32]]
== proxmox_token
Authorization: PVEAPIToken=[[user]]@pve!mon=[[guid]]
--
proxmox token mon@pve!exporter: [[guid]]
--
token_name: exporter
token_value: [[guid]]
--
PROXMOX_TOKEN_SECRET=[[guid]]
== tailscale
auth key [[tailscale]] for the new subnet router
--
authKey: "[[tailscale]]"
--
curl -fsSL https://tailscale.example/install.sh | sh && tailscale up --auth-key=[[tailscale]]
== grafana
GRAFANA_TOKEN=[[grafana]]
--
"auth": "[[grafana]]"
--
terraform uses [[grafana]] on [[fqdn]]
== bitlocker
BitLocker-Wiederherstellungsschlüssel für [[host]]: [[bitlocker]]
--
Numerical Password:
  ID: {[[uuid]]}
  Password:
    [[bitlocker]]
--
manage-bde -unlock D: -RecoveryPassword [[bitlocker]]
--
clave de recuperación [[bitlocker]]
== backup_passphrase
kopia repository password [[passphrase]]
--
encryption_passphrase: "[[passphrase]]"
--
Passphrase LUKS: [[passphrase]]
--
PBS encryption passphrase = [[passphrase]]
--
Duplicati-Passphrase lautet [[passphrase]]
--
restic -r sftp:bak: --password-command "echo [[passphrase]]" snapshots
== database_user
create role [[user]] login password '[[password]]';
--
SET PASSWORD FOR 'root'@'localhost' = PASSWORD('[[password]]');
--
ALTER USER 'zabbix'@'%' IDENTIFIED BY "[[password]]";
--
CREATE LOGIN backup WITH PASSWORD = '[[password]]', CHECK_POLICY = OFF;
--
db.createUser({user: "[[user]]", pwd: "[[password]]", roles: ["readWrite"]})
== bare_pair
[[host]]: [[user]]/[[password]]
--
Web: https://[[ip]] Login: [[user]] - [[password]]
--
Zugang: [[user]] / [[password]]
--
logins [[user]]:[[password]] and guest (read only)
--
accès [[user]] / [[password]]
--
RDP [[ip]] [[user]] [[password]]
== router_labels
FritzBox Anmeldung: [[password]]
--
Router label: admin / [[password]]
--
PPPoE-Kennwort [[pin]], Anschlusskennung 00[[imei]]
--
SIP-Passwort: [[password]]
--
Trunk [[phone]], auth user [[user]], auth password [[password]]
"""

ORDINARY = r"""
== password_talk
Credentials are in Vaultwarden, collection "[[company]]".
--
Password is known to [[person]] only.
--
The password has to be rotated by [[date]].
--
PW: Vault
--
Password: ask the duty phone [[phone]]
--
Kennwort: siehe 1Password, Eintrag [[host]]
--
passwort läuft am [[date]] ab
--
password: (unchanged since [[date]])
--
Password: -
--
Passwort: keines
--
mdp : dans Bitwarden
--
contraseña restablecida por el usuario
--
senha: ver cofre
--
Hasło w menedżerze, wpis [[host]].
--
wachtwoord staat in de kluis
--
la password è nel vault
--
Please do not send passwords by mail.
--
Users choose passphrases of four words or more.
--
password hash synchronization enabled in Entra Connect
--
Password spray from [[ip]] blocked, no account affected.
--
Self-service password reset is live for all [[number]] users.
--
Account locked out: bad password count 5
--
Passwort-Richtlinie: mindestens 12 Zeichen, Groß-/Kleinschreibung, Ziffer, Sonderzeichen.
--
Passwordless sign-in pilot with [[number]] FIDO2 keys
--
BIOS password: set, in vault
--
Root login: password disabled, key only
--
Asked for the Wi-Fi password, pointed him to the QR code at reception.
--
Passwort neu vergeben und in den Tresor gelegt.
--
Mot de passe réinitialisé, envoyé par SMS.
--
password ok, MFA failed
--
user [[user]] password last changed [[number]] days ago
--
Password: provided to [[person]] by phone
--
Le mot de passe doit contenir au moins 12 caractères.
--
La contraseña caduca cada 90 días.
--
Hasło musi mieć co najmniej 12 znaków.
== references
password -> op://Servers/[[host]]/root
--
secret: vault:[[vault_path]]#password
--
Login: see [[vaultwarden]]
--
passwordSecretRef: odoo-admin
--
password_file: /run/secrets/pg
--
valueFrom: { secretKeyRef: { name: smtp, key: pass } }
--
{{ lookup('community.hashi_vault.hashi_vault', 'secret=[[vault_path]]:password') }}
--
db_password: "{{ lookup('env', 'DB_PASSWORD') }}"
--
@Microsoft.KeyVault(SecretUri=https://kv-ops.vault.azure.net/secrets/db/[[md5]])
--
arn:aws:ssm:eu-west-1:[[imei]]:parameter/prod/db/password
--
API_KEY=vault:[[vault_path]]
--
pwd: keepassxc-cli show infra.kdbx [[host]]
--
token: file:///var/run/token
--
gopass show -o ops/[[host]]
--
CyberArk safe OPS-[[site]], object [[host]]-root
--
Delinea secret id [[number]]
--
Bitwarden item [[uuid]]
--
password: vault:[[vault_path]]
== placeholders
password: (template, replaced at deployment)
--
MYSQL_PASSWORD=${MYSQL_PASSWORD:?not set}
--
SECRET_KEY=
--
psql "postgresql://odoo:${PGPASSWORD}@[[host]]/prod"
--
api_token = var.api_token
--
password = var.db_password
--
password: <your password>
--
Passwort: <bitte eintragen>
--
Password: ______________
--
Password: …………
--
Passwort: XXXXXXXX
--
"password": "REDACTED"
--
-p "$PASSWORD"
--
read -s PASSWORD
--
curl -H "Authorization: Bearer ${TOKEN}" https://[[fqdn]]/api
--
curl -u '<user>:<token>' https://[[fqdn]]
--
mongodb://<username>:<password>@[[host]]:27017
--
amqp://guest:****@[[host]]:5672
--
snmpwalk -v2c -c $COMMUNITY [[ip]]
--
PrivateKey = <see vault>
--
password: env:DB_PASSWORD
--
kubectl create secret generic db --from-file=password=./pw.txt
--
{"pwd": "{{pwd}}"}
--
username [[user]] secret <hidden>
--
private_key_path: ~/.ssh/deploy
--
$password = Read-Host -AsSecureString
--
Get-Credential | Export-Clixml cred.xml
--
Variables to set in the pipeline: NPM_TOKEN, SONAR_TOKEN, DOCKER_PASSWORD
== identifiers
GUID {[[uuid]]}
--
Chassis serial: [[serial]] / PSU serial: [[serial]]
--
Inventarnummer [[asset_tag]]
--
HEAD is now at [[short_commit]] bump base image
--
merged [[sha1]] into main
--
Object ID [[uuid]]
--
vCenter instance [[uuid]], build [[imei]]
--
ONT serial ALCL[[short_commit]]
--
phone IMEI: [[imei]]; eSIM [[iccid]]
--
AWS account [[imei]], instance i-0[[short_commit]]
--
vol-0[[short_commit]] attached to i-0[[short_commit]]
--
BIC MARKDEF1100, IBAN: [[iban]]
--
Bestellung [[invoice]], Lieferschein LS-[[number]]-[[number]]
--
docker ps: [[short_commit]] odoo:[[version]]
--
License ID: [[uuid]] (support until [[date]])
--
X-Correlation-ID [[uuid]]
--
Zabbix host id 10[[number]], item [[number]]
--
session recording [[object_id]]
--
drive serial [[serial]], firmware [[serial]]
--
Kundennr. [[number]]-[[imei]]
--
toner TN-[[number]], drum DR-[[number]]
--
NB: [[asset_tag]], Dock: [[asset_tag]]
--
DUID 00:01:00:01:[[mac]]
--
iqn.2026-01.example:[[host]].[[short_commit]]
== hashes
Firmware MD5 [[md5]]
--
SHA-256 of the installer = [[sha256]]
--
[[sha1]]  vmlinuz
--
b2sum [[sha512]]
--
hash: [[sha256]] (verified against the vendor page)
--
digest: [[digest]]
--
resolved "https://registry.example/left-pad.tgz#[[sha1]]"
integrity [[integrity]]
--
VirusTotal [[sha256]]: 0/72
--
git tree [[sha1]] parent [[sha1]]
--
zfs snapshot guid [[imei]]
--
certutil -hashfile setup.exe SHA256 -> [[sha256]]
--
Borg archive [[sha256]] [[date]] [[time]]
== public_material
ssh_authorized_keys:
  - [[public_key]]
--
Deploy key (public): [[public_rsa]]
--
Root CA:
[[certificate]]
--
JWKS kid [[short_commit]], alg RS256
--
Fingerprint SHA-256 [[colon_fingerprint]]
--
Host key changed, new one is [[ssh_fingerprint]]
--
gpg --recv-keys [[sha1]]
--
wg show: peer [[public_wireguard]] latest handshake 1 minute ago
--
/interface wireguard peers add public-key="[[public_wireguard]]" allowed-address=[[prefix]]
--
selector1._domainkey IN TXT "[[dkim]]"
--
TLSA 3 1 1 [[sha256]]
--
pub.pem of the signer:
[[public_pem]]
--
signing request for [[fqdn]]:
[[csr]]
--
Let's Encrypt account https://acme-v02.api.letsencrypt.org/acme/acct/[[imei]]
--
ssl_certificate_key /etc/ssl/private/[[host]].pem;
--
Private key generated on the card, not exportable.
--
openssl rsa -in server.key -check
--
Thumbprint: [[colon_fingerprint]]
--
reCAPTCHA site key is public, secret key lives in the vault
== pictures
<p>Foto:</p><img src="[[picture]]" style="width: 25%">
--
favicon [[picture]]
--
![rack]([[picture]])
--
<img class="o_we_custom_image" src="/web/image/[[number]]-[[short_commit]]/plan.webp" loading="lazy">
== network
[[fqdn]] A [[ip]], AAAA [[ip6]]
--
vlan [[number]] name OFFICE, [[prefix]]
--
SNMPv3 authPriv configured, user and keys in vault
--
SNMP community string must not be "public".
--
no snmp-server
--
UDP 161/162 from [[ip]] allowed (SNMP)
--
SSID "[[ssid]]" is hidden, VLAN [[number]]
--
WPA2-Enterprise, PEAP, RADIUS [[ip]]
--
WPA3 transition mode off, PMF required
--
guest wifi: voucher at reception
--
| [[port]]/tcp | open | https |
--
Discovered open port [[port]]/tcp on [[ip]]
--
interface ge-0/0/[[number]] unit 0 family inet address [[ip]]/30
--
ip address [[ip]] 255.255.255.0
 no shutdown
--
authentication key-chain OSPF
--
tacacs server T1
 address ipv4 [[ip]]
 timeout 5
--
ipsec ike proposal aes256-sha256-modp2048
--
PSK rotated together with [[company]] on [[date]], stored in vault
--
arp: [[ip]] is-at [[mac]]
--
dig +short [[fqdn]] -> [[ip]]
--
MX 10 [[fqdn]]. TXT "v=spf1 ip4:[[ip]] -all"
--
enable secret: configured (type 9)
--
line vty 0 4: login local, ssh only
--
iperf3 -c [[ip]]: 9.41 Gbit/s
--
vrrp group 10 virtual [[ip]], priority [[number]], auth none
== urls
https://[[fqdn]]:8006/#v1:0:=qemu%2F[[number]]:4:::::::
--
https://drive.example/file/d/[[object_id]]/view?usp=sharing
--
https://git.example.com/infra/net/-/merge_requests/[[number]]#note_[[imei]]
--
https://meet.example/[[object_id]]
--
https://grafana.example/explore?left=%7B%22datasource%22:%22[[short_commit]]%22%7D
--
https://wiki.example/pages/viewpage.action?pageId=[[imei]]
--
https://[[fqdn]]/my/tickets/[[number]]
--
https://login.example/realms/ops/login-actions/reset-credentials
--
https://registry.example/v2/odoo/blobs/[[digest]]
--
mailto:[[email]]?subject=[[ticket]]
--
https://vault.example/ui/vault/secrets/kv/show/[[host]]
== logs
[[time]] [[host]] dovecot: auth: passwd-file([[user]],[[ip]]): unknown user
--
[[date]] [[time]] WARN login failed: wrong password for [[user]] ([[ip]])
--
sudo: 3 incorrect password attempts ; TTY=pts/0 ; USER=root
--
fail2ban [sshd] Ban [[ip]]
--
kex_exchange_identification: Connection closed by remote host
--
401 Unauthorized: invalid API key
--
msg="token is expired by 1h2m" kid=[[short_commit]]
--
postgres[[[number]]]: LOG:  checkpoint complete: wrote [[number]] buffers
--
kerberos: pre-authentication failed for [[user]]@CORP.EXAMPLE
--
wpa_supplicant: wlan0: WPA: 4-Way Handshake failed - pre-shared key may be incorrect
--
RADIUS: Access-Reject for [[mac]] from [[ip]], reason 16
--
%SEC_LOGIN-4-LOGIN_FAILED: Login failed [user: [[user]]] [Source: [[ip]]]
--
Veeam: Failed to decrypt, wrong passphrase entered
--
certbot: deploying certificate [[sha1]]
--
ERROR: env var DB_PASSWORD is not set
--
nginx: [emerg] cannot load certificate key "/etc/ssl/private/[[host]].key"
--
Benutzerkonto [[user]] nach 5 falschen Kennworteingaben gesperrt
--
kubelet: MountVolume.SetUp failed for volume "db-secret" : secret "db" not found
== everyday
Ordered [[number]] patch cables, 2 m, blue.
--
Swapped disk [[serial]] in [[host]], rebuild done at [[time]].
--
[[person]] has the spare key.
--
Key handed over to [[company]], receipt [[invoice]].
--
Clé du local technique chez le gardien.
--
La clave está en documentar todo.
--
Schlüsselübergabe am [[date]] um 9 Uhr
--
A token of thanks for the night shift
--
Hidden in plain sight: the missing [[model]].
--
Pinned the version to [[version]]
--
Pin-out of the serial cable: 2-3, 3-2, 5-5
--
UPS runtime [[number]] min at [[number]] W
--
Anfahrt [[number]] km, Arbeitszeit 1,5 h
--
Access to the building until 18:00, badge needed.
--
Vendor hotline [[phone]], customer [[imei]]
--
Key figures: [[number]] assets, [[number]] open tickets
--
Password list on paper was shredded, entries moved to the vault.
--
Compliance: secrets scanning enabled in CI
--
Credential stuffing drill planned with [[company]]
--
Bitte Passfoto für den Ausweis mitbringen.
--
Passage between rooms 2 and 3 is blocked.
--
Dane do faktury: [[company]] sp. z o.o., [[iban]]
--
<p>Devices</p><table><tr><th>Host</th><th>Serial</th></tr><tr><td>[[host]]</td><td>[[serial]]</td></tr></table>
--
<p>Zugang: <strong>siehe Tresor</strong></p>
--
<ul><li>Passwort prüfen</li><li>MFA aktivieren</li><li>Gerät [[asset_tag]] ausgeben</li></ul>
--
| Step | Who | Done |
|---|---|---|
| rotate passwords | [[person]] | [[date]] |
--
login,name,mail
[[user]],[[person]],[[email]]
== nearly
The admin password is not set on this printer.
--
password is correct but the account is locked
--
Das Kennwort ist dem Kunden bekannt.
--
Das Passwort lautet wie im Tresor hinterlegt.
--
la contraseña es la del gestor
--
Le mot de passe est celui du coffre.
--
hasło jest w sejfie u kierownika
--
La password è quella del vault.
--
wachtwoord is onbekend
--
A senha é pessoal e intransferível.
--
password to be changed at next logon
--
The new password was accepted at [[time]].
--
Kennwort: 90 Tage gültig
--
Password complexity: 3 of 4 classes
--
Password: last rotated [[date]]
--
Passwort: [x] gesetzt  [ ] geprüft
--
pw reset [[ticket]]
--
Memtest: pass 4, errors 0
--
Kennwort/PIN vergessen: Hotline [[phone]]
--
[[host]]: eth0/eth1, bond0 in LACP
--
logins [[number]] today, [[number]] failed
--
Zugang: [[user]] (nur lesen)
--
accès : badge + accompagnement
--
RDP [[ip]] [[user]] disabled
--
podman run --user 999:999 -v /srv:/srv docker://[[fqdn]]/odoo
--
psql -p 5433 -U [[user]] prod
--
rsync -e "ssh -p 2222" [[user]]@[[host]]:/srv .
--
mongodb://[[host]]:27017/?replicaSet=rs0
--
mysql://reader@[[host]]/wiki
--
sftp://[[user]]@[[fqdn]]/upload
--
community edition, module [[version]]
--
SNMP: community set, see entry [[host]] in the vault
--
token: yes, secret: yes, both in vault
--
PIN letter sent by post on [[date]]
--
PUK in the envelope, safe [[site]]
--
Backup codes were regenerated by [[person]].
--
authenticator app: Aegis, backed up [[date]]
--
recovery key escrowed: Yes (Key ID [[uuid]])
--
rate limit: token 60/min
--
API-Schlüssel: läuft am [[date]] ab
--
API key "[[host]]-exporter" created, value in vault
--
key fob no. [[number]]
--
Key length 4096, key usage: digitalSignature
--
código postal 28[[number]]
--
return code: 0
--
Error code [[short_commit]], see vendor page
--
type 7 passwords are to be replaced by type 8
--
Enable secret: yes, AAA: yes
--
PSK length raised to 32 characters
--
IKE cookie [[short_commit]][[short_commit]]
--
Key Vault kv-[[site]]-01, secret version [[md5]]
--
Client ID: [[uuid]], token URL https://[[fqdn]]/token
--
kid: [[object_id]]
--
Passphrase required at boot, known to [[person]]
--
passphrase protected key, agent forwarding off
== config_excerpts
password_encryption = scram-sha-256
--
admin_passwd =
proxy_mode = True
--
auth required pam_faillock.so deny=5 unlock_time=900
--
smtp_sasl_auth_enable = yes
smtp_sasl_password_maps = hash:/etc/postfix/sasl_passwd
--
ssh_pwauth: false
--
[[user]]:!:19722:0:99999:7:::
--
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
--
secrets:
  - source: db_password
    target: /run/secrets/db
--
auth:
  type: token
  tokenPath: /var/run/secrets/token
--
username [[user]] privilege 15
 aaa authentication enable default group tacacs+
--
passwd: files systemd sss
shadow: files
--
kdf: pbkdf2, iterations 600000
--
Requires=network-online.target
LoadCredential=dbpw:/etc/credstore/dbpw
--
"lockfileVersion": 3, "sha": "[[sha1]]"
--
cookie_secure = true
login_remember_me_days = 7
--
restic_repo_id: [[sha256]]
--
backup:
  encryption: repokey-blake2
  passcommand: cat /root/.borg-pass
--
boot.initrd.luks.devices."root".device = "/dev/disk/by-uuid/[[uuid]]";
"""
