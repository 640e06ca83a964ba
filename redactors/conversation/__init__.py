"""Cards across the turns of a conversation and along a growing text: pure state machines, time comes in."""

from redactors.conversation.machine import Conversation
from redactors.conversation.released import Recall, Release, Released
from redactors.conversation.settings import Limits

__all__ = ["Conversation", "Limits", "Recall", "Release", "Released"]
