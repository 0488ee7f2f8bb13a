# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets that their issuer gave a shape.

Each rule: the kind's stable name; texts of which one must occur, so that most rules cost one search; the shape,
of which the group `secret`, or else all, is the secret. Every repetition is bounded or excludes its own beginning.
"""

import re
from typing import NamedTuple


class Rule(NamedTuple):
    """One shape of one kind."""

    kind: str
    anchors: tuple
    shape: re.Pattern
    needs: tuple = ()
    least: int = 0
    group: str | int = 0


def rule(kind, anchors, shape, flags=0, needs=(), least=0):
    """A rule whose anchors are written in one text, apart by blanks.

    `needs`: one of these occurs as well; `least`: so long is the word at least that holds the secret.
    """
    shape = re.compile(shape, flags)
    group = next((name for name in ("secret", "made") if name in shape.groupindex), 0)
    return Rule(kind, tuple(anchors.split()), shape, needs, least, group)


TOKENS = (
    rule(
        "private-key",
        "-----BEGIN",
        r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----"
        r"(?=[^A-Za-z0-9]{0,3}\Z|[^\n]{0,3}(?:<br ?/?>|\\n)?\s{0,4}(?:[A-Za-z-]{4,12}: |[A-Za-z0-9+/]{16}))",
    ),
    rule("private-key", "PuTTY-User-Key-File", r"PuTTY-User-Key-File-\d"),
    rule("private-key", "AGE-SECRET-KEY-1", r"AGE-SECRET-KEY-1[A-Z0-9]{50}"),
    rule(
        "azure-key",
        "==",
        r"(?:key\d?|storage|azure|blob)[^\n]{0,60}?[\s\"'=:](?P<secret>[A-Za-z0-9+/]{86}==)(?!=)",
        re.I,
        least=88,
    ),
    rule(
        "proxmox-token",
        "@pam! @pve!",
        r"@(?:pam|pve)![\w.-]{1,40}[^\n]{1,30}?(?P<secret>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})",
    ),
    rule("private-key", "client-key-data", r"client-key-data:\s{0,4}[A-Za-z0-9+/=]{40}"),
    rule(
        "password",
        ":5432: :5433: :6432: :*:",
        r"(?<![^\s])[\w.*-]{1,60}:(?:5432|5433|6432|\*):[^\s:]{1,60}:[^\s:]{1,60}:(?P<secret>[^\s:]{4,100})(?![\S])",
    ),
    rule(
        "wireguard-key",
        "riv reshared RIV psk PSK",
        r"(?:private|pre-?shared|\bpriv|psk)\b(?:(?!pub|peer)[^\n]){0,40}?[\s=:\"'`]"
        r"(?P<secret>[A-Za-z0-9+/]{43}=)",
        re.I,
    ),
    rule(
        "wireguard-key",
        "PrivateKey PresharedKey",
        r"P(?:rivate|reshared)Key\s{0,4}[=:]\s{0,4}(?P<secret>[A-Za-z0-9+/]{43}=)",
    ),
    rule("github-token", "ghp_ gho_ ghu_ ghs_ ghr_", r"gh[pousr]_[A-Za-z0-9]{30}"),
    rule("github-token", "github_pat_", r"github_pat_[A-Za-z0-9_]{22}"),
    rule(
        "gitlab-token",
        "glpat- glrt- gldt- glptt- glcbt- glsoat-",
        r"gl(?:pat|rt|dt|ptt|cbt|soat)-[\w-]{18}",
    ),
    rule("slack-token", "xox", r"xox[abeoprs]-[\w-]{10}"),
    rule("slack-token", "xapp-", r"xapp-\d-[\w-]{10}"),
    rule(
        "webhook",
        "hooks.slack.com",
        r"hooks\.slack\.com/(?P<secret>(?:services|workflows|triggers)/[\w/-]{16,90})",
    ),
    rule(
        "webhook",
        "/hooks/",
        r"/hooks/(?:[\w-]{1,20}/){0,3}(?P<secret>(?=[A-Za-z-]{0,40}\d)[A-Za-z0-9]{20,100})(?!\w)",
    ),
    rule("api-key", "-us1 -us2", r"(?<!\w)[0-9a-f]{32}-us\d{1,2}(?!\w)"),
    rule("provider-token", "dapi pul-", r"(?<!\w)(?:dapi[0-9a-f]{32}|pul-[0-9a-f]{40})"),
    rule("api-key", "base64:", r"(?<=[=: \"']base64:)[A-Za-z0-9+/]{40,90}={0,2}(?![\w+/])"),
    rule("provider-token", "K00", r"(?<!\w)K00[0-9][A-Za-z0-9+/]{27}(?!\w)"),
    rule(
        "webhook",
        "/webhooks/",
        r"discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks/(?P<secret>\d{15,22}/[\w-]{20,100})",
    ),
    rule(
        "webhook",
        "webhook.office.com outlook.office.com/webhook",
        r"(?:webhook\.office\.com|outlook\.office\.com)/(?P<secret>webhook\w?\w?/[\w@/-]{40,250})",
    ),
    rule("aws-access-key", "AKIA ASIA", r"(?<![A-Za-z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Za-z0-9])"),
    rule("vault-token", "hvs. hvb. hvr.", r"(?<![\w.])hv[sbr]\.[\w-]{20}"),
    rule(
        "vault-token",
        "s.",
        r"(?<![\w./-])s\.(?=[A-Za-z]{0,23}\d)(?=[a-z0-9]{0,23}[A-Z])[A-Za-z0-9]{24}(?![\w.])",
    ),
    rule("json-web-token", "eyJ", r"(?<![\w-])eyJ[\w-]{8,300}\.eyJ[\w-]{8}"),
    rule("stripe-key", "_live_ _test_", r"(?<![A-Za-z0-9])[sr]k_(?:live|test)_[A-Za-z0-9]{16,120}"),
    rule("stripe-key", "whsec_", r"whsec_[A-Za-z0-9+/]{20}"),
    rule("google-key", "AIza", r"AIza[\w-]{35}"),
    rule("google-key", "GOCSPX-", r"GOCSPX-[\w-]{20}"),
    rule("google-key", "ya29.", r"ya29\.[\w-]{20}"),
    rule(
        "azure-key",
        "AccountKey= SharedAccessKey=",
        r"(?:Account|SharedAccess)Key=(?P<secret>[A-Za-z0-9+/]{40,90}={0,2})",
    ),
    rule("azure-key", "sig=", r"[?&;]sig=(?P<secret>[A-Za-z0-9%+/]{30,100}(?:=|%3D)?)"),
    rule("azure-key", "Q~", r"(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}"),
    rule("sendgrid-key", "SG.", r"(?<![\w.])SG\.[\w-]{16,30}\.[\w-]{30}"),
    rule("npm-token", "npm_", r"(?<![A-Za-z0-9])npm_[A-Za-z0-9]{30}"),
    rule("npm-token", "_authToken= _auth=", r"_auth(?:Token)?=(?P<secret>[\w+/=-]{12,200})"),
    rule("pypi-token", "pypi-", r"pypi-[\w-]{40}"),
    rule(
        "openai-key",
        "sk-",
        r"(?<![\w-])sk-(?:ant-|proj-|or-v1-)?[A-Za-z0-9_-]{0,12}[A-Za-z0-9_]{20}",
    ),
    rule("twilio-key", "SK", r"(?<![A-Za-z0-9])SK[0-9a-f]{32}(?![A-Za-z0-9])"),
    rule("telegram-token", ":AA", r"(?<!\d)\d{8,10}:AA[\w-]{32}"),
    rule("mailgun-key", "key-", r"(?<![\w-])key-[0-9a-f]{32}(?!\w)"),
    rule(
        "discord-token",
        "M N O",
        r"(?<![\w.-])[MNO](?=[A-Za-z]{0,25}\d)[A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}(?![\w.])",
        least=57,
    ),
    rule(
        "otp-seed",
        "otpauth://",
        r"otpauth://[a-z]{4}/[^\s?]{0,160}\?[^\s]{0,120}?secret=(?P<secret>[A-Za-z2-7]{10,100})",
        re.I,
    ),
    rule(
        "provider-token",
        "dop_v1_ shpat_ ATATT3 ATBB lin_api_ glsa_ dckr_pat_ tskey- NRAK- sntrys_ hf_ PMAK- .atlasv"
        "1. dp.pt. pat- EAAC xkeysib- "
        "doo_v1_ glc_ rubygems_ cio_ sq0csp- nfp_ vercel_",
        r"(?<![A-Za-z0-9])(?:do[op]_v1_[0-9a-f]{40}|shpat_[0-9a-f]{32}|ATATT3[\w=-]{40}|ATBB[A-Za-z0"
        r"-9]{24}|lin_api_\w{30}"
        r"|gls?[ac]_\w{20}|dckr_pat_[\w-]{20}|tskey-[a-z]{2,10}-[\w-]{12}|NRAK-[A-Z0-9]{20}|sntrys_[\w+/=]{20}"
        r"|hf_[A-Za-z0-9]{30}|PMAK-[0-9a-f-]{30}|[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40}|dp\.pt\.\w{30}|"
        r"xkeysib-[0-9a-f]{40}"
        r"|rubygems_[0-9a-f]{40}|sq0csp-[\w-]{30}|nfp_\w{30})",
    ),
    rule("bitlocker-key", "-", r"(?<![\d-])(?:\d{6}-){7}\d{6}(?![\d-])", least=55),
    rule("password-hash", "$2", r"\$2[abxy]\$\d\d\$[./A-Za-z0-9]{50}"),
    rule(
        "password-hash", "$1$ $5$ $6$ $y$ $7$ $8$ $9$ $14$", r"\$(?:1|5|6|7|8|9|14|y)\$[^\s:]{12}"
    ),
    rule(
        "password-hash",
        "$apr1$ $argon2 $pbkdf2 $scrypt",
        r"\$(?:apr1|argon2|pbkdf2|scrypt)[^\s:]{16}",
    ),
    rule(
        "password-hash",
        "SHA} MD5} SHA256} SHA512} CRYPT}",
        r"\{(?:S?SHA(?:256|512)?|S?MD5|CRYPT)\}[A-Za-z0-9+/=$.]{12}",
    ),
    rule(
        "password-hash",
        "pbkdf2_sha SCRAM-SHA-256$",
        r"(?:pbkdf2_sha\d{1,3}|SCRAM-SHA-256)\$[^\s]{20}",
    ),
    rule("password-hash", ":::", r":[0-9a-fA-F]{32}:[0-9a-fA-F]{32}:::"),
    rule(
        "url-password",
        "://",
        r"://(?P<name>[^\s/:@?#\"'<>]{0,64}):(?!(?P=name)@)(?P<secret>(?!\$\{|\{\{|<|%|\$[A-Z]|\*{3}"
        r"|\[|x{3,}@|\.\.\.)[^\s/@\"'<>]{1,100})@",
    ),
)
