"""The aiohttp service and the command line: the only room that knows HTTP, people and the environment."""
