-- Every query of the vault. A query begins with its name; the comments below the name say what it does.

-- name: schema_version
-- The number of the last migration; fails with 3F000 or 42P01 on an empty database.
SELECT max(version) FROM gettone.migrations;

-- name: applied_migrations
-- What was applied, in order.
SELECT version, checksum FROM gettone.migrations ORDER BY version;

-- name: add_migration
-- Notes that a migration was applied.
INSERT INTO gettone.migrations (version, name, checksum) VALUES ($1, $2, $3);

-- name: set_tenant
-- Binds the transaction to one tenant; row-level security shows nothing else.
SELECT set_config('gettone.tenant', $1, true);

-- name: ping
-- The cheapest question.
SELECT 1;

-- name: clock
-- The database's time.
SELECT clock_timestamp();

-- name: read_tokens
-- The tokens named, expired ones too; who may see them is decided by the reader.
SELECT token, class, contact, blind_index, index_version, ciphertext, brand, first6, last4, created_at, expires_at,
    data_class
FROM gettone.tokens WHERE tenant_id = $1 AND token = ANY ($2::text[]);

-- name: read_tokens_by_index
-- The tokens that values already have in their contacts, found by blind index.
SELECT t.token, t.class, t.contact, t.blind_index, t.index_version, t.ciphertext, t.brand, t.first6, t.last4,
    t.created_at, t.expires_at, t.data_class
FROM unnest($2::text[], $3::text[], $4::bytea[]) AS n (contact, class, blind_index)
JOIN gettone.tokens t ON t.tenant_id = $1 AND t.contact = n.contact AND t.class = n.class
    AND t.blind_index = n.blind_index;

-- name: delete_tokens
-- Destroys tokens with their values.
DELETE FROM gettone.tokens WHERE tenant_id = $1 AND token = ANY ($2::text[]);

-- name: write_batch
-- New tokens ($2-$13) and their log rows ($14-$32); false if a value has its token already.
SELECT gettone.write_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
    $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32);

-- name: earlier_log_chains
-- The writer's chains that a new one closes and continues; locked.
SELECT chain, last_seq, last_at, head, closed FROM gettone.earlier_log_chains($1);

-- name: open_log_chain
-- A new, empty chain.
SELECT gettone.open_log_chain($1, $2, $3, $4);

-- name: append_log
-- Appends rows to a chain, and closes it if $4.
SELECT gettone.append_log($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20);

-- name: search_log
-- A page of the log, newest first.
SELECT * FROM gettone.search_log($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16);

-- name: read_keys
-- All wrapped keys of a tenant.
SELECT kind, class, version, wrapped FROM gettone_keys.keys WHERE tenant_id = $1;

-- name: add_key
-- A new wrapped key; returns nothing if another process made that version first.
INSERT INTO gettone_keys.keys (tenant_id, kind, class, version, wrapped, created_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING version;

-- name: add_tenant
-- A new tenant; returns nothing if it is there.
INSERT INTO gettone.tenants (tenant_id, created_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING tenant_id;

-- name: list_tenants
-- Every tenant but the system's own.
SELECT gettone.list_tenants() AS tenant_id;

-- name: add_api_key
-- A new API key; only the hash of its secret is kept.
INSERT INTO gettone.api_keys
    (tenant_id, key_id, secret_hash, name, role, scopes, networks, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: find_api_key
-- The key of that id, whoever's it is.
SELECT tenant_id, key_id, secret_hash, name, role, scopes, networks, created_at, expires_at, revoked_at
FROM gettone.find_api_key($1);

-- name: list_api_keys
-- A tenant's keys, revoked ones too, oldest first.
SELECT tenant_id, key_id, secret_hash, name, role, scopes, networks, created_at, expires_at, revoked_at
FROM gettone.api_keys WHERE tenant_id = $1 ORDER BY created_at, key_id;

-- name: revoke_api_key
-- Ends a key; returns nothing if there is none that still runs.
UPDATE gettone.api_keys SET revoked_at = $3 WHERE tenant_id = $1 AND key_id = $2 AND revoked_at IS NULL
RETURNING key_id;
