"""CPU work beside the event loop: a process pool with a deadline, and the scanning that runs in it."""
