"""What the operator's monitoring sees: counts and times by route template, never a value or an id."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """One set for each application, so that two in one process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "gettone_http_requests",
            "Requests answered",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self.latency = Histogram(
            "gettone_http_seconds",
            "Seconds from the request's head to the answer's end",
            ("route",),
            buckets=(0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
            registry=self.registry,
        )
        self.findings = Counter("gettone_findings", "Findings by entity", ("entity",), registry=self.registry)
        self.masked = Counter(
            "gettone_failed_closed",
            "Texts masked whole because scanning was late or failed",
            registry=self.registry,
        )
        self.captures = Gauge("gettone_captures_open", "Keypad captures open now", registry=self.registry)
        self.conversations = Gauge("gettone_conversations_open", "Conversations in memory", registry=self.registry)
        self.denials = Counter("gettone_denials", "Calls refused", ("reason",), registry=self.registry)
