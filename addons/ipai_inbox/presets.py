# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What well-known programs send, as field maps to begin with."""

PRESETS = {
    # A test, or the notice of a certificate, has neither monitor nor heartbeat.
    "uptime_kuma": {
        "name": "Uptime Kuma",
        "key_template": "{monitor.id|monitor.name|msg}",
        "title_template": '{monitor.name|"Uptime Kuma"}: {heartbeat.msg|msg}',
        "message_template": "{msg}",
        "severity_template": "{heartbeat.status}",
        "severity_values": "0=critical\n1=info\n2=warning\n3=info",
        "host_template": "{monitor.hostname|monitor.url}",
        "status_template": "{heartbeat.status}",
        "resolved_values": "1",
    },
    # Its media types name the macros as they like; its connectors stream events of another form, whose
    # recovery names no trigger, only the event of the problem.
    "zabbix": {
        "name": "Zabbix",
        "key_template": "{trigger_id|triggerid|trigger.id|p_eventid|event_id|eventid|event.id}",
        "title_template": "{subject|alert_subject|event_name|trigger_name|event.name|trigger.name|name|title"
        '|trigger|"Zabbix"}',
        "message_template": "{message|alert_message|event_opdata|opdata|description}",
        "severity_template": "{severity|event_severity|trigger_severity|event.severity|trigger.severity"
        "|event_nseverity|nseverity|priority}",
        "severity_values": "Disaster=critical\nHigh=critical\nAverage=warning\nWarning=warning\n"
        "Information=info\nNot classified=info\n5=critical\n4=critical\n3=warning\n2=warning\n1=info\n0=info",
        "host_template": "{host_name|hostname|host.name|host.host|hosts[0].name|hosts[0].host|host|host_ip}",
        "status_template": "{event_value|value|status|event_status|trigger_status|event.status|trigger.status}",
        "resolved_values": "RESOLVED\nOK\n0",
    },
    # Two jobs of one machine are two occurrences. Of Proxmox Backup Server too, which names a datastore.
    "proxmox": {
        "name": "Proxmox VE",
        "key_template": "{fields.type|type|title} {fields.hostname|hostname|host} {fields.job-id|job-id}"
        " {fields.datastore}",
        "title_template": "{title|subject}",
        "message_template": "{message|body}",
        "severity_template": "{severity}",
        "severity_values": "error=critical\nwarning=warning\nnotice=info\ninfo=info\nunknown=warning",
        "host_template": "{fields.hostname|hostname|host}",
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
