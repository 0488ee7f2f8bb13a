# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What many share, so that it identifies none of them."""

ROLE_MAILBOXES = frozenset(
    """
    abuse accounting accounts admin administration anfrage b2b billing booking bookings booking-office buchhaltung
    bureau buero career careers compras comptabilite contact contacto contatti customer customerservice desk
    direction donotreply einkauf empfang enquiries enquiry events export facturacion finance frontdesk
    hello help helpdesk hi hostmaster hr info informacion information invoice invoices it jobs kontakt kundenservice
    legal mail mailbox marketing media no-reply noreply office operations order orders partner postmaster
    praxis press presse privacy purchasing reception rechnung recruiting reservations rezeption root sales secretariat
    security sekretariat service shop social soporte staff store support team tech travel vendas ventas verkauf
    vertrieb verwaltung web webmaster welcome
    """.split()
)
"""The part before the @ of mailboxes that several people read."""

MAIL_HOSTS = frozenset(
    """
    163.com 126.com aol.com bluewin.ch free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com
    hey.com hotmail.com hotmail.co.uk hotmail.de hotmail.fr icloud.com laposte.net libero.it live.com mac.com mail.com
    mail.ru mailbox.org me.com msn.com naver.com orange.fr outlook.com outlook.de outlook.fr pm.me posteo.de posteo.net
    proton.me protonmail.com qq.com rocketmail.com seznam.cz t-online.de tuta.com tutanota.com virgilio.it wanadoo.fr
    web.de wp.pl yahoo.com yahoo.co.uk yahoo.de yahoo.fr yandex.com yandex.ru ymail.com zoho.com
    """.split()
)
"""Where anybody has a mailbox."""

PROFILE_HOSTS = frozenset(
    """
    about.me angel.co behance.net bit.ly bitbucket.org blogger.com blogspot.com bsky.app calendly.com carrd.co
    crunchbase.com deviantart.com discord.gg dribbble.com etsy.com eventbrite.com facebook.com fb.com fb.me
    flickr.com github.com github.io gitlab.com gitlab.io glassdoor.com goo.gl google.com gravatar.com instagram.com
    indeed.com jimdosite.com kununu.com lnkd.in linkedin.com linktr.ee mastodon.social maps.app.goo.gl medium.com
    meetup.com myshopify.com netlify.app notion.site npmjs.com orcid.org patreon.com pinterest.com pypi.org
    quora.com reddit.com researchgate.net scholar.google.com sites.google.com slideshare.net snapchat.com soundcloud.com
    spotify.com squarespace.com stackoverflow.com substack.com t.me telegram.me threads.net tiktok.com trustpilot.com
    tumblr.com twitch.tv twitter.com upwork.com vercel.app viadeo.com vimeo.com vk.com wa.me webflow.io weebly.com
    whatsapp.com wikipedia.org wixsite.com wordpress.com x.com xing.com yelp.com youtu.be youtube.com
    """.split()
)
"""Where many have a page each, below a path or as a subdomain."""

LEGAL_FORMS = frozenset(
    """
    ab ag aps as asa bv bvba co company corp corporation cv doo eg ek ev gbr gmbh group holding inc incorporated
    kft kg kgaa limited llc llp lp ltd ltda mbh nv ohg oy oyj plc pty pvt sa sarl sas se sl sp spa spzoo srl sro the ug
    und and et y e
    """.split()
)
"""Words of a company's name that do not tell it from another."""

TITLES = frozenset(
    "dr prof mr mrs ms mx herr frau ing dipl mag bsc msc phd sir madame monsieur".split()
)
"""Words of a person's name that are not part of it."""
