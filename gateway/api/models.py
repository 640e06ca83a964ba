"""What the API takes and gives. `Label` is every short string a caller supplies that may reach a log."""

import re
from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from carddata import holds_card_number
from redactors import Redactor
from vault import Purpose

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@cache
def _card_finder() -> Redactor:
    return Redactor("cards")


def holds_card(text: str) -> bool:
    """Whether `text` holds card data, whatever stands round it."""
    return holds_card_number(text) or bool(_card_finder().find(text))


def clean_label(text: str) -> str:
    """`text` without control characters. Raises ValueError where it holds card data."""
    text = _CONTROL.sub("", text)
    if holds_card(text):
        raise ValueError("must not hold card data")
    return text


Label = Annotated[str, StringConstraints(max_length=128), AfterValidator(clean_label)]
Role = Literal["customer", "agent", "bot", "system"]
Policy = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9+-]{0,31}$")]
Render = Literal["agent", "llm"]
"""For whom the text is: agents read tokens, language models placeholders."""
Text = Annotated[str, StringConstraints(max_length=500_000)]


class Body(BaseModel):
    """A request body: unknown fields are refused, and no error repeats its input."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, strict=True)


class RedactRequest(Body):
    """One text."""

    text: Text
    policy: Policy | None = None
    role: Role | None = None
    channel: Label | None = None
    contact_id: Label | None = None
    render: Render = "agent"


class BatchItem(RedactRequest):
    """One text of a batch; `id` comes back with its result."""

    id: Label


class BatchRequest(Body):
    """Up to 500 texts. Items are checked one by one, so that a bad one does not fail the rest."""

    items: Annotated[list[Any], Field(max_length=500)]


class FindingOut(BaseModel):
    """What was found, by code points of the original text; `token` where one was minted."""

    entity: str
    start: int
    end: int
    token: str | None
    brand: str | None
    last4: str | None


class PromptFinding(FindingOut):
    """The same with what stands in its place in a prompt; null: its entity, for nothing is kept of it."""

    placeholder: str | None


class RedactResponse(BaseModel):
    """The text as an agent, or a language model, may read it."""

    text: str
    findings: list[PromptFinding] | list[FindingOut]


class BatchResult(BaseModel):
    """One item's outcome: text and findings, or a problem."""

    id: str | None
    text: str | None = None
    findings: list[PromptFinding] | list[FindingOut] | None = None
    error: dict[str, Any] | None = None


class BatchResponse(BaseModel):
    """Results in the order of the items."""

    items: list[BatchResult]


class TokenRequest(Body):
    """A value to keep. `class` is the token's class: pan, iban, email, phone …"""

    value: Annotated[str, StringConstraints(min_length=1, max_length=1024)]
    cls: str = Field("pan", alias="class", max_length=32)
    contact_id: Label | None = None


class TokenBatchRequest(Body):
    """Up to 500 values, each with its own outcome."""

    items: Annotated[list[Any], Field(max_length=500)]


class TokenOut(BaseModel):
    """What may be known of a token without revealing it."""

    token: str
    cls: str = Field(serialization_alias="class")
    brand: str | None
    last4: str | None
    contact_id: str | None
    created_at: datetime
    expires_at: datetime | None
    data_class: str


class TokenBatchResult(BaseModel):
    """One item's outcome."""

    token: TokenOut | None = None
    error: dict[str, Any] | None = None


class TokenBatchResponse(BaseModel):
    """Results in the order of the items."""

    items: list[TokenBatchResult]


class RevealRequest(Body):
    """Why a real value is asked for."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, strict=False)

    purpose: Purpose
    ticket: Annotated[str, StringConstraints(min_length=1, max_length=128), AfterValidator(clean_label)]


class RevealResponse(BaseModel):
    """The real value. It is on its way out only because its log row is durable."""

    value: str
    demo_only: bool


class LogSearchRequest(Body):
    """Filters, all optional, joined by and; `cursor` continues an earlier page."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True, strict=False)

    actor: Label | None = None
    verb: Label | None = None
    outcome: Label | None = None
    token: Label | None = None
    contact_id: Label | None = None
    purpose: Purpose | None = None
    since: datetime | None = None
    until: datetime | None = None
    cursor: Annotated[str, StringConstraints(max_length=256)] | None = None
    limit: Annotated[int, Field(ge=1, le=500)] = 100


class LogSearchResponse(BaseModel):
    """Rows, newest first, and where the next page starts."""

    rows: list[dict[str, Any]]
    cursor: str | None


class SocketRequest(Body):
    """Which WebSocket is to be opened: its path and query as they will be asked for."""

    resource: Annotated[str, StringConstraints(max_length=256)]


class SocketResponse(BaseModel):
    """A ticket for one opening, to be sent as a WebSocket subprotocol."""

    ticket: str
    expires_in: int


class CaptureRequest(Body):
    """A keypad capture to be opened for a contact."""

    contact_id: Label | None = None


class CaptureOut(BaseModel):
    """How far the customer has come: a stage, a count and asterisks, never a digit."""

    id: str
    stage: str
    count: int
    display: str
    attempts_left: int
    masked_ms: int
    token: str | None
    brand: str | None
    last4: str | None
    reason: str | None


class TurnRequest(Body):
    """One turn. `recall` "none": the surface cannot edit what it has shown."""

    turn_id: Annotated[Label, StringConstraints(min_length=1)]
    role: Role
    text: Text
    speaker: Label | None = None
    at: Annotated[datetime, Field(strict=False)] | None = None
    recall: Literal["edit", "none"] = "edit"
    channel: Label | None = None
    render: Render = "agent"


class TurnFrame(Body):
    """What a client sends on the stream: a whole `text`, or `delta`s of one, the last with `end`."""

    turn_id: Annotated[Label, StringConstraints(min_length=1)]
    role: Role | None = None
    text: Text | None = None
    delta: Text | None = None
    end: bool = False
    speaker: Label | None = None
    at: Annotated[datetime, Field(strict=False)] | None = None
    recall: Literal["edit", "none"] = "edit"
    channel: Label | None = None
    render: Render = "agent"


class RecallOut(BaseModel):
    """An earlier turn held card digits at `start` to `end`; `text` is how it shall now read."""

    turn_id: str
    start: int
    end: int
    entity: str
    token: str | None
    text: str


class PromptRecall(RecallOut):
    """The same with what stands for it in a prompt."""

    placeholder: str | None


class ReleaseOut(BaseModel):
    """Held digits of an earlier turn proved harmless; `text` is how it may now read."""

    turn_id: str
    text: str


class TurnResponse(BaseModel):
    """What may be shown of the turn now, and what changes in earlier ones."""

    text: str
    findings: list[PromptFinding] | list[FindingOut]
    recalls: list[PromptRecall] | list[RecallOut]
    releases: list[ReleaseOut]


class ConversationEnd(BaseModel):
    """What the end decided about earlier turns."""

    recalls: list[PromptRecall] | list[RecallOut]
    releases: list[ReleaseOut]


class Health(BaseModel):
    """`ok`, and nothing else to learn from."""

    status: str
