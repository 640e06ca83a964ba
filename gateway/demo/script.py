"""What the demo's customer sends. The card numbers are the card schemes' published test numbers."""

from email.message import EmailMessage
from email.policy import SMTP

CHAT = (
    "Hi, I'd like to pay my order 20931-44.",
    "My card is 4111 1111 1111 1111, it runs out 12/27 and the cvv is 123.",
)
KEYED_CARD = "5555555555554444"
_MAIL_TEXT = "Please charge 3782 822463 10005, expiry 11/28, and write to ada@example.org.\n"
_MAIL_HTML = "<p>Please charge <b>3782</b> <b>822463</b> <b>10005</b>, expiry 11/28.</p>\n"


def mail() -> bytes:
    """A message with a plain and an HTML part, as a mail client sends it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = "Ada <ada@example.org>"
    message["To"] = "billing@example.com"
    message["Subject"] = "my card 378282246310005"
    message.set_content(_MAIL_TEXT)
    message.add_alternative(_MAIL_HTML, subtype="html")
    message.set_boundary("gettone-demo")
    return message.as_bytes()
