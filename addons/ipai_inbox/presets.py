# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What well-known programs send, as field maps to begin with."""

PRESETS = {
    "uptime_kuma": {
        "name": "Uptime Kuma",
        "key_template": "{monitor.id|monitor.name}",
        "title_template": "{monitor.name}: {heartbeat.msg|msg}",
        "message_template": "{msg}",
        "severity_template": "{heartbeat.status}",
        "severity_values": "0=critical\n1=info\n2=warning\n3=info",
        "host_template": "{monitor.hostname|monitor.url}",
        "status_template": "{heartbeat.status}",
        "resolved_values": "1",
    },
    "zabbix": {
        "name": "Zabbix",
        "key_template": "{trigger_id|event_id}",
        "title_template": "{subject|name}",
        "message_template": "{message}",
        "severity_template": "{severity}",
        "severity_values": "Disaster=critical\nHigh=critical\nAverage=warning\nWarning=warning\n"
        "Information=info\nNot classified=info",
        "host_template": "{host}",
        "status_template": "{status|value}",
        "resolved_values": "RESOLVED\nOK\n0",
    },
    "proxmox": {
        "name": "Proxmox VE",
        "key_template": "{fields.type|title} {fields.hostname|host}",
        "title_template": "{title}",
        "message_template": "{message}",
        "severity_template": "{severity}",
        "severity_values": "error=critical\nwarning=warning\nnotice=info\ninfo=info\nunknown=warning",
        "host_template": "{fields.hostname|host}",
        "status_template": "{severity}",
        "resolved_values": "info\nnotice",
    },
}
DEFAULT = {
    "key_template": "{dedup_key|fingerprint|alert_id|type|event|title}",
    "title_template": "{title|subject|summary|message|type|event}",
    "message_template": "{message|description|text}",
    "severity_template": "{severity|priority|level}",
    "severity_values": "",
    "host_template": "{host|hostname|instance|device}",
    "status_template": "{status|state}",
    "resolved_values": "resolved\nok\nrecovered\nclosed\nup",
}
"""Without a field map."""
