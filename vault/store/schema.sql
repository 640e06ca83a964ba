-- Tenants, tokens, wrapped keys, API keys and the access log, each behind forced row-level security.
-- Runs as gettone_owner. `tenant_id` is the first column of every key.

CREATE SCHEMA gettone;
CREATE SCHEMA gettone_keys;

GRANT USAGE ON SCHEMA gettone TO gettone_app, gettone_log_writer, gettone_log_reader;
GRANT USAGE ON SCHEMA gettone_keys TO gettone_app;

CREATE TABLE gettone.migrations (
    version integer PRIMARY KEY,
    name text NOT NULL,
    checksum bytea NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON gettone.migrations TO gettone_app;

CREATE TABLE gettone.tenants (
    tenant_id text PRIMARY KEY,
    created_at timestamptz NOT NULL
);
GRANT SELECT, INSERT ON gettone.tenants TO gettone_app;

-- One value and the one token that stands for it. `blind_index` is there only with a contact: a value
-- without one is never looked up again.
CREATE TABLE gettone.tokens (
    tenant_id text NOT NULL,
    token text NOT NULL,
    class text NOT NULL,
    contact text,
    blind_index bytea,
    index_version integer,
    ciphertext bytea NOT NULL,
    brand text NOT NULL,
    first6 text NOT NULL,
    last4 text NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    data_class text NOT NULL,
    PRIMARY KEY (tenant_id, token),
    CHECK ((contact IS NULL) = (blind_index IS NULL) AND (contact IS NULL) = (index_version IS NULL))
);
CREATE UNIQUE INDEX tokens_one_per_contact ON gettone.tokens (tenant_id, contact, class, blind_index)
    WHERE contact IS NOT NULL;
GRANT SELECT, INSERT, DELETE ON gettone.tokens TO gettone_app;

-- Wrapped keys only, apart from the data so that they are backed up apart.
CREATE TABLE gettone_keys.keys (
    tenant_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('kek', 'dek', 'index')),
    class text NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    wrapped bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, kind, class, version)
);
GRANT SELECT, INSERT ON gettone_keys.keys TO gettone_app;

CREATE TABLE gettone.api_keys (
    tenant_id text NOT NULL,
    key_id text NOT NULL,
    secret_hash bytea NOT NULL,
    name text NOT NULL,
    role text NOT NULL,
    scopes text[] NOT NULL,
    networks text[] NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (tenant_id, key_id)
);
CREATE INDEX api_keys_by_id ON gettone.api_keys (key_id);
GRANT SELECT, INSERT, UPDATE (revoked_at) ON gettone.api_keys TO gettone_app;

-- One row for each hash chain: the lock that keeps it free of gaps and forks. Nothing here is evidence;
-- the evidence is access_log.
CREATE TABLE gettone.log_chains (
    tenant_id text NOT NULL,
    chain text NOT NULL,
    writer text NOT NULL,
    ordinal bigint NOT NULL,
    opened_at timestamptz NOT NULL,
    last_seq bigint NOT NULL,
    last_at timestamptz NOT NULL,
    head bytea NOT NULL,
    closed boolean NOT NULL DEFAULT false,
    PRIMARY KEY (tenant_id, chain)
);
CREATE INDEX log_chains_by_writer ON gettone.log_chains (tenant_id, writer, ordinal);
GRANT SELECT, INSERT, UPDATE ON gettone.log_chains TO gettone_log_writer;

-- Who saw what. An empty string stands for "not there": NULL never occurs, so the hashed form is unambiguous.
CREATE TABLE gettone.access_log (
    tenant_id text NOT NULL,
    chain text NOT NULL,
    seq bigint NOT NULL CHECK (seq > 0),
    at timestamptz NOT NULL,
    actor text NOT NULL,
    role text NOT NULL,
    on_behalf_of text NOT NULL,
    network text NOT NULL,
    client text NOT NULL,
    verb text NOT NULL,
    token text NOT NULL,
    class text NOT NULL,
    purpose text NOT NULL,
    ticket text NOT NULL,
    contact text NOT NULL,
    outcome text NOT NULL,
    request_id text NOT NULL,
    detail text NOT NULL,
    prev_hash bytea NOT NULL CHECK (octet_length(prev_hash) = 32),
    hash bytea NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (tenant_id, chain, seq)
);
CREATE INDEX access_log_by_time ON gettone.access_log (tenant_id, at, chain, seq);
CREATE INDEX access_log_by_token ON gettone.access_log (tenant_id, token, at) WHERE token <> '';
CREATE INDEX access_log_by_contact ON gettone.access_log (tenant_id, contact, at) WHERE contact <> '';
GRANT INSERT ON gettone.access_log TO gettone_log_writer;
GRANT SELECT ON gettone.access_log TO gettone_log_reader;

CREATE FUNCTION gettone.refuse_log_change() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION 'the access log takes new rows only' USING ERRCODE = 'GT004';
END $$;
CREATE TRIGGER access_log_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON gettone.access_log
    FOR EACH STATEMENT EXECUTE FUNCTION gettone.refuse_log_change();

-- Forced, so that the owner is bound too. Without a tenant the setting is NULL and nothing matches.
ALTER TABLE gettone.tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE gettone.tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gettone.tenants
    USING (tenant_id = current_setting('gettone.tenant', true))
    WITH CHECK (tenant_id = current_setting('gettone.tenant', true));
ALTER TABLE gettone.tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE gettone.tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gettone.tokens
    USING (tenant_id = current_setting('gettone.tenant', true))
    WITH CHECK (tenant_id = current_setting('gettone.tenant', true));
ALTER TABLE gettone_keys.keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE gettone_keys.keys FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gettone_keys.keys
    USING (tenant_id = current_setting('gettone.tenant', true))
    WITH CHECK (tenant_id = current_setting('gettone.tenant', true));
ALTER TABLE gettone.api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE gettone.api_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gettone.api_keys
    USING (tenant_id = current_setting('gettone.tenant', true))
    WITH CHECK (tenant_id = current_setting('gettone.tenant', true));
ALTER TABLE gettone.log_chains ENABLE ROW LEVEL SECURITY;
ALTER TABLE gettone.log_chains FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gettone.log_chains
    USING (tenant_id = current_setting('gettone.tenant', true))
    WITH CHECK (tenant_id = current_setting('gettone.tenant', true));
ALTER TABLE gettone.access_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE gettone.access_log FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON gettone.access_log
    USING (tenant_id = current_setting('gettone.tenant', true))
    WITH CHECK (tenant_id = current_setting('gettone.tenant', true));

-- The two look-ups that cannot know their tenant yet. Only the functions below use these policies.
CREATE POLICY listed_by_owner ON gettone.tenants FOR SELECT TO gettone_owner USING (true);
CREATE POLICY found_by_owner ON gettone.api_keys FOR SELECT TO gettone_owner USING (true);

-- Every tenant but the system's own, for background work that then goes tenant by tenant.
CREATE FUNCTION gettone.list_tenants() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT tenant_id FROM gettone.tenants WHERE tenant_id NOT LIKE '\_%' ORDER BY tenant_id
$$;

-- The API key that a caller names, before it is known whose it is.
CREATE FUNCTION gettone.find_api_key(p_key_id text) RETURNS SETOF gettone.api_keys
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT * FROM gettone.api_keys WHERE key_id = p_key_id
$$;

-- The chains of one writer that nobody closed, and its latest one; locked until the transaction ends, so
-- that a commit still under way in one of them is waited for.
CREATE FUNCTION gettone.earlier_log_chains(p_writer text)
    RETURNS TABLE (chain text, last_seq bigint, last_at timestamptz, head bytea, closed boolean)
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT c.chain, c.last_seq, c.last_at, c.head, c.closed
    FROM gettone.log_chains c
    WHERE c.tenant_id = current_setting('gettone.tenant', true) AND c.writer = p_writer
      AND (NOT c.closed OR c.ordinal = (
          SELECT max(l.ordinal) FROM gettone.log_chains l
          WHERE l.tenant_id = current_setting('gettone.tenant', true) AND l.writer = p_writer))
    ORDER BY c.ordinal, c.chain
    FOR UPDATE OF c
$$;

-- A new chain: empty, its head the link to the chain it continues. Chains are numbered by writer, because
-- clocks may go backwards between two starts.
CREATE FUNCTION gettone.open_log_chain(p_chain text, p_writer text, p_opened_at timestamptz, p_head bytea)
    RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO gettone.log_chains (tenant_id, chain, writer, ordinal, opened_at, last_seq, last_at, head)
    SELECT current_setting('gettone.tenant', true), p_chain, p_writer, coalesce(max(l.ordinal), 0) + 1, p_opened_at,
        0, p_opened_at, p_head
    FROM gettone.log_chains l
    WHERE l.tenant_id = current_setting('gettone.tenant', true) AND l.writer = p_writer
$$;

-- Appends rows p_first, p_first + 1, … to a chain. GT001: the chain is closed, or its head is not the one
-- that the first row continues; nothing is written then, so no gap and no fork can appear.
CREATE FUNCTION gettone.append_log(
    p_chain text, p_first bigint, p_prev bytea, p_close boolean,
    p_at timestamptz[], p_actor text[], p_role text[], p_on_behalf_of text[], p_network text[], p_client text[],
    p_verb text[], p_token text[], p_class text[], p_purpose text[], p_ticket text[], p_contact text[],
    p_outcome text[], p_request_id text[], p_detail text[], p_hash bytea[]
) RETURNS void
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_tenant text := current_setting('gettone.tenant', true);
    v_count integer := cardinality(p_hash);
BEGIN
    UPDATE gettone.log_chains
    SET last_seq = last_seq + v_count, last_at = p_at[v_count], head = p_hash[v_count], closed = p_close
    WHERE tenant_id = v_tenant AND chain = p_chain
      AND last_seq = p_first - 1 AND head = p_prev AND NOT closed;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the chain does not continue here' USING ERRCODE = 'GT001';
    END IF;
    INSERT INTO gettone.access_log (
        tenant_id, chain, seq, at, actor, role, on_behalf_of, network, client, verb, token, class, purpose,
        ticket, contact, outcome, request_id, detail, prev_hash, hash)
    SELECT v_tenant, p_chain, p_first + r.n - 1, r.at, r.actor, r.role, r.on_behalf_of, r.network, r.client, r.verb,
        r.token, r.class, r.purpose, r.ticket, r.contact, r.outcome, r.request_id, r.detail,
        CASE WHEN r.n = 1 THEN p_prev ELSE p_hash[r.n - 1] END, r.hash
    FROM unnest(p_at, p_actor, p_role, p_on_behalf_of, p_network, p_client, p_verb, p_token, p_class, p_purpose,
        p_ticket, p_contact, p_outcome, p_request_id, p_detail, p_hash)
        WITH ORDINALITY AS r (at, actor, role, on_behalf_of, network, client, verb, token, class, purpose,
        ticket, contact, outcome, request_id, detail, hash, n);
END $$;

-- One page of the log, newest first, from just before the cursor. NULL filters nothing.
CREATE FUNCTION gettone.search_log(
    p_actor text, p_role text, p_verb text, p_token text, p_class text, p_purpose text, p_ticket text,
    p_contact text, p_outcome text, p_network text, p_since timestamptz, p_until timestamptz,
    p_before_at timestamptz, p_before_chain text, p_before_seq bigint, p_limit integer
) RETURNS SETOF gettone.access_log
    LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    RETURN QUERY SELECT l.* FROM gettone.access_log l
    WHERE l.tenant_id = current_setting('gettone.tenant', true)
      AND (p_actor IS NULL OR l.actor = p_actor)
      AND (p_role IS NULL OR l.role = p_role)
      AND (p_verb IS NULL OR l.verb = p_verb)
      AND (p_token IS NULL OR (l.token = p_token AND l.token <> ''))
      AND (p_class IS NULL OR l.class = p_class)
      AND (p_purpose IS NULL OR l.purpose = p_purpose)
      AND (p_ticket IS NULL OR l.ticket = p_ticket)
      AND (p_contact IS NULL OR (l.contact = p_contact AND l.contact <> ''))
      AND (p_outcome IS NULL OR l.outcome = p_outcome)
      AND (p_network IS NULL OR l.network = p_network)
      AND (p_since IS NULL OR l.at >= p_since)
      AND (p_until IS NULL OR l.at < p_until)
      AND (p_before_at IS NULL OR (l.at, l.chain, l.seq) < (p_before_at, p_before_chain, p_before_seq))
    ORDER BY l.at DESC, l.chain DESC, l.seq DESC
    LIMIT p_limit;
END $$;

-- New tokens and their log rows, in one call that is its own transaction. False, and nothing written, when
-- a value already has a token in its contact: read it, then decide again. GT002: the same, found too late.
CREATE FUNCTION gettone.write_batch(
    p_tenant text,
    t_token text[], t_class text[], t_contact text[], t_blind_index bytea[], t_index_version integer[],
    t_ciphertext bytea[], t_brand text[], t_first6 text[], t_last4 text[], t_created_at timestamptz[],
    t_expires_at timestamptz[], t_data_class text[],
    p_chain text, p_first bigint, p_prev bytea,
    p_at timestamptz[], p_actor text[], p_role text[], p_on_behalf_of text[], p_network text[], p_client text[],
    p_verb text[], p_token text[], p_class text[], p_purpose text[], p_ticket text[], p_contact text[],
    p_outcome text[], p_request_id text[], p_detail text[], p_hash bytea[]
) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_count bigint;
BEGIN
    PERFORM set_config('gettone.tenant', p_tenant, true);
    IF cardinality(t_token) > 0 THEN
        PERFORM FROM unnest(t_contact, t_class, t_blind_index) AS n (contact, class, blind_index)
            JOIN gettone.tokens t ON t.tenant_id = p_tenant AND t.contact = n.contact
                AND t.class = n.class AND t.blind_index = n.blind_index;
        IF FOUND THEN
            RETURN false;
        END IF;
        INSERT INTO gettone.tokens (
            tenant_id, token, class, contact, blind_index, index_version, ciphertext, brand, first6, last4,
            created_at, expires_at, data_class)
        SELECT p_tenant, n.* FROM unnest(t_token, t_class, t_contact, t_blind_index, t_index_version,
            t_ciphertext, t_brand, t_first6, t_last4, t_created_at, t_expires_at, t_data_class) AS n
        ON CONFLICT DO NOTHING;
        GET DIAGNOSTICS v_count = ROW_COUNT;
        IF v_count <> cardinality(t_token) THEN
            RAISE EXCEPTION 'a value got its token meanwhile' USING ERRCODE = 'GT002';
        END IF;
    END IF;
    PERFORM gettone.append_log(p_chain, p_first, p_prev, false, p_at, p_actor, p_role, p_on_behalf_of, p_network,
        p_client, p_verb, p_token, p_class, p_purpose, p_ticket, p_contact, p_outcome, p_request_id, p_detail, p_hash);
    RETURN true;
END $$;

-- The log's functions belong to roles that hold one right each.
GRANT CREATE ON SCHEMA gettone TO gettone_log_writer, gettone_log_reader;
ALTER FUNCTION gettone.earlier_log_chains OWNER TO gettone_log_writer;
ALTER FUNCTION gettone.open_log_chain OWNER TO gettone_log_writer;
ALTER FUNCTION gettone.append_log OWNER TO gettone_log_writer;
ALTER FUNCTION gettone.search_log OWNER TO gettone_log_reader;
REVOKE CREATE ON SCHEMA gettone FROM gettone_log_writer, gettone_log_reader;
REVOKE ALL ON FUNCTION gettone.list_tenants, gettone.find_api_key, gettone.write_batch FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gettone.list_tenants, gettone.find_api_key, gettone.write_batch TO gettone_app;
SET LOCAL ROLE gettone_log_writer;
REVOKE ALL ON FUNCTION gettone.earlier_log_chains, gettone.open_log_chain, gettone.append_log FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gettone.earlier_log_chains, gettone.open_log_chain, gettone.append_log TO gettone_app;
SET LOCAL ROLE gettone_log_reader;
REVOKE ALL ON FUNCTION gettone.search_log FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gettone.search_log TO gettone_app;
SET LOCAL ROLE gettone_owner;
