# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A fifth set: a note a line, as they stand in the records of a lab, each once and with values of its own.

Written after the rules had been mended by the fourth, which found 84 % of its first half then, and called none of the
second a secret. They were mended by the kinds of what was missed.
"""

SECRETS = r"""
Access point in the canteen: web login is facility / Hazelnut!88
HPE switch stack, manager account "netmgr", pw is Kr0kodil-Blau
For the QNAP use account svc_hyperv with P@rsley44
Set root to Tr4mpolin? on both hypervisors after the migration
vCenter SSO administrator@vsphere.local -> Vm0tion&Host7
grafana.ini: admin_password = peacock_lamp_19
POSTGRES_PASSWORD: "mK7vQ2xW9z"
ENV REDIS_PASS=hj33kd02lsx
{"host":"10.1.4.9","user":"backup","password":"Otter$Dam5"}
kubectl create secret generic db --from-literal=password=Lf92kdMz!q
<Password>Gondola#2021</Password>
sudo mount -t cifs //nas/share /mnt -o user=scan,password=Papier7Stau
curl -H "Authorization: token 3f9a8b7c6d5e4f3a2b1c0d9e8f7a6b5c4d3e2f1a" https://git.lab/api
http://admin:Cam3ra!Roof@10.0.20.31/video
mongodb://root:sU7nnyDay@mongo1:27017/admin
snmp v2 community: pr1v4te_mon
SNMPv3 user nms authpass Welle77strand privpass Duene88sand
ppp authentication: username isdn password 0 Lavendel22
enable secret Kastell9000
radius shared secret between NPS and WLC: 9vB!t2Lq#x
WPA2-PSK of SSID "Besprechung": HolzTisch-2019
WLAN Gast Passwort heute: sonne-mond-81
IPsec PSK mit Filiale Kiel = 4dZk0Pq8Yx2LmN7w
BitLocker: 481734-220913-557810-090156-664301-118877-305592-470033
LUKS passphrase on srv-arch: walrus penguin teapot harbour lemon
2FA backup codes GitHub: 8f3k2-9d1mx, 7ab21-p0q9z
TOTP secret for the AWS root user: MZXW6YTBOI4XG2DF
door keypad 7391 (server room)
Alarmanlage: Scharf/Unscharf Code 4482
safe combination 27-14-09
old admin password was Bruecke12, new one is Tunnel34x
Jan left; his laptop password is Fietsbel2020!
hasło administratora domeny: Wisla#1999
Le mot de passe BIOS des portables est Tournesol7
la clave del administrador local es Naranja_77
A senha do root no firewall é Cachoeira55
aws_secret_access_key = 7hGk2LmQ9pRs4TvWx1YzA3bCdE5fGhIjK8lMnOpQ
sshpass -p 'L1lien!Feld' ssh root@10.9.9.9
netsh wlan add profile ... keyMaterial Sommerregen2018
bob:$apr1$q8Zk1x0p$Tn2mV5rL8wQ3yB6cD9eF1.
ftp ftp.partner.example, user: orders, pass: Fr@chtbrief1
TeamViewer unattended: ID 482 119 337, password qx7tm2
AnyDesk 712 334 908 / Zugriff Rbt!55halle
""".strip().splitlines()

ORDINARY = r"""
Access point in the canteen replaced, web login works with LDAP now
HPE switch stack, manager account disabled, see change 4711
For the QNAP use your own account, two-factor is on
Root login over ssh is off on both hypervisors since the migration
vCenter 8.0U3b build 24262322 installed
grafana.ini: admin_password = $__file{/run/secrets/grafana}
POSTGRES_PASSWORD_FILE: /run/secrets/pg
password: !vault |
{"host":"10.1.4.9","user":"backup","password":null}
kubectl get secret db -o yaml | grep password
<Password></Password>
credentials=/etc/cifs/scan.cred
Authorization: Bearer $TOKEN
rtsp://10.0.20.31:554/Streaming/Channels/101
mongodb://mongo1:27017/admin?replicaSet=rs0
SNMP v2 community removed, v3 only
snmpd listens on udp:161, OID .1.3.6.1.4.1.8072.3.2.10
username isdn removed from dialer list 1
enable password was hashed with type 9
NPS policy "WLC-Employees" matches group GG-WLAN-2019
SSID "Besprechung": WPA3-Enterprise, VLAN 204
WLAN Gast: Voucher am Empfang, gilt 24h
IPsec mit Filiale Kiel: IKEv2, AES256-GCM, DH20, Zertifikat
BitLocker recovery key ID {A1B2C3D4-1111-2222-3333-445566778899} is in Entra
LUKS header backup on /mnt/usb/luks-header-srv-arch.img
2FA: 12 of 14 people enrolled
TOTP drift of the clock: 47 seconds, chrony restarted
door keypad battery replaced 03/2025
Alarmanlage Wartung 12.08.2025, Techniker Hr. Brandt
safe delivered, 27 kg, order 4488120
Old admin account deleted, new one is adm-tk (tier 0)
Jan left; laptop NB-2020-114 wiped and returned
hasło wygasa za 14 dni
Le BIOS des portables est en version 1.21.0
la clave pública SSH está en el repositorio
A senha expira a cada 90 dias
aws configure sso, profile ops-readonly, account 481734220913
Stripe invoice in_1NXfT2Kd8Lm4Qp0s paid, customer cus_OaB3xYz91kLm
MAC 7c:10:c9:3e:5a:bb, port Gi1/0/24, PoE 15.4 W
SHA256 of the ISO: 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGk3mN8pQr2sTuVwXyA1bC2dE3fG4hI5jK6lM7nO8pQ9 bob@nb
order PO-2025-00417: 3x ThinkPad T14s Gen4 (21F8S00G00), 2x P27h-30
error 0x8007052e The user name or password is incorrect
Failed password for invalid user oracle from 45.9.148.21 port 51422 ssh2
passwd -S kim: PS 2025-03-11 0 99999 7 -1
Kerberos: KRB5KDC_ERR_PREAUTH_FAILED for svc_http
Windows Server 2019 -> 2022 in-place, WSUS KB5034439 pending
pwquality: minlen=14 dcredit=-1 ucredit=-1 retry=3
TeamViewer ID 482 119 337, easy access granted to the account of IT
TLS: ECDHE-RSA-AES256-GCM-SHA384, cert expires 2026-02-14
""".strip().splitlines()
