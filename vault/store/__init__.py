"""PostgreSQL: the pool, the queries, the migrations. The only place that knows asyncpg."""
