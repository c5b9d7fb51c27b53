-- Whoever used emergency access does not say themselves that it is known of: so which account its link made is kept.
alter table break_glass add column account_id text references "user";
update break_glass b set account_id = e.target_id from audit_entry e
  where b.acknowledged_at is null and e.action = 'person.created' and e.target_type = 'person'
    and convert_from(e.body, 'UTF8')::jsonb -> 'after' ->> 'id' = b.id::text
    and exists (select from "user" u where u.id = e.target_id);
alter table break_glass add constraint break_glass_other_check check (acknowledged_by <> account_id);
grant update (account_id) on break_glass to counterfoil_app;

-- Refusals of one asker beyond their limit: counted here, and told as one entry within a minute or two.
create table audit_folded_refusal (
  asker_type text not null,
  asker_id text not null,
  action text not null,
  reason text not null,
  refusals int not null check (refusals > 0),
  first_at timestamptz(3) not null,
  last_at timestamptz(3) not null,
  primary key (asker_type, asker_id, action, reason)
);
create index audit_folded_refusal_first_at_idx on audit_folded_refusal (first_at);
grant select, insert, update, delete on audit_folded_refusal to counterfoil_app;
