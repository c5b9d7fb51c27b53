-- What was sealed for a former key of the vault is sealed anew for the one in use, so that the former can be dropped. That is the
-- only change: the same content has the same length, everything else stays, and it never goes back to a former key.
create function allow_resealing_only() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  -- What packages/services/src/vault/sealed-format.ts writes: CFS, version 1, the key's id.
  header bytea := '\x43465301'::bytea || coalesce(
    (select decode(k.id, 'hex') from server_key k where k.kind = 'vault' order by k.current_since desc limit 1), '');
begin
  if to_jsonb(new) - 'sealed' = to_jsonb(old) - 'sealed' and octet_length(new.sealed) = octet_length(old.sealed)
     and substr(old.sealed, 1, 12) <> header and substr(new.sealed, 1, 12) = header then
    return new;
  end if;
  raise exception '% on % refused: what is sealed can be sealed anew for the key in use, and is changed no other way', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

drop trigger card_alarm_content_insert_only on card_alarm_content;
create trigger card_alarm_content_insert_only before delete on card_alarm_content for each row execute function refuse_change();
create trigger card_alarm_content_reseal_only before update on card_alarm_content for each row execute function allow_resealing_only();
-- Rows by the key they are sealed for: few, and most of them for the key in use.
create index card_alarm_content_sealed_for_idx on card_alarm_content (substr(sealed, 5, 8), id);
grant update (sealed) on card_alarm_content to counterfoil_app;
