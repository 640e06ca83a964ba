"""Who calls, what they may do, and the single-use tickets that open WebSockets."""
