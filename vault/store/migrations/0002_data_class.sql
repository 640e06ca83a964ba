-- How much harm a value does in the wrong hands stands beside it (public, internal, private, cardholder).
-- Runs as gettone_owner.

ALTER TABLE gettone.tokens ADD COLUMN data_class text;
-- The owner is bound by row-level security too, and no tenant is set: lifted for this one statement.
ALTER TABLE gettone.tokens NO FORCE ROW LEVEL SECURITY;
UPDATE gettone.tokens SET data_class = CASE WHEN class IN ('pan', 'suspect', 'expiry') THEN 'cardholder'
    WHEN class IN ('org', 'url') THEN 'internal' ELSE 'private' END;
ALTER TABLE gettone.tokens FORCE ROW LEVEL SECURITY;
ALTER TABLE gettone.tokens ALTER COLUMN data_class SET NOT NULL;

DROP FUNCTION gettone.write_batch;
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

REVOKE ALL ON FUNCTION gettone.write_batch FROM PUBLIC;
GRANT EXECUTE ON FUNCTION gettone.write_batch TO gettone_app;
