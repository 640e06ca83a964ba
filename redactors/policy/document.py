"""What a policy file may say, checked key by key. Its JSON Schema is `Document.model_json_schema()`."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from carddata import DataClass

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9+-]{0,31}$")]
EntityName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{0,63}$")]
PatternName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]{0,47}$")]
Pattern = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,31}$")]
RoleName = Literal["customer", "agent", "bot", "system"]
ActionName = Literal["tokenize", "mask", "remove", "keep"]
Score = Annotated[float, Field(ge=0, le=1)]


class Part(BaseModel):
    """A table of the file: unknown keys are refused, and no error repeats what was written."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class RuleTable(Part):
    """What to do with these entities, in these channels, for these roles, with scores from `min_score` up to below
    `below_score`. What is not named is any."""

    action: ActionName
    entities: Annotated[list[EntityName], Field(min_length=1, max_length=128)] | None = None
    channels: Annotated[list[Word], Field(min_length=1, max_length=64)] | None = None
    roles: Annotated[list[RoleName], Field(min_length=1)] | None = None
    min_score: Score = 0.0
    below_score: Score | None = None


class EntityTable(Part):
    """How an entity's values are kept."""

    data_class: DataClass | None = None
    retention_days: Annotated[int, Field(ge=1, le=3650)] | None = None


class AllowTable(Part):
    """What is no finding: values as they are written, RE2 patterns that fit a whole finding, RE2 patterns of your own
    order numbers, and the card brands' published test numbers. Card data is only ever allowed by the last two."""

    values: Annotated[list[Phrase], Field(max_length=1_000)] = []
    patterns: Annotated[list[Pattern], Field(max_length=64)] = []
    order_ids: Annotated[list[Pattern], Field(max_length=64)] = []
    test_cards: Annotated[bool, Field(strict=True)] = False


class Document(Part):
    """A policy. It looks for the cards, for all that the policy it `extends` does, and for what `find` names."""

    name: Name
    version: Annotated[int, Field(ge=1, le=1_000_000, strict=True)]
    extends: Name | None = None
    find: Annotated[list[EntityName], Field(max_length=128)] = []
    default_action: ActionName | None = None
    channels: Annotated[dict[Word, Literal["payment", "none"]], Field(max_length=64)] = {}
    patterns: Annotated[dict[PatternName, Pattern], Field(max_length=64)] = {}
    allow: AllowTable = AllowTable()
    deny: dict[EntityName, Annotated[list[Phrase], Field(max_length=1_000)]] = {}
    entities: dict[EntityName, EntityTable] = {}
    rules: Annotated[list[RuleTable], Field(max_length=256)] = []
