-- Reviews of who may do what, every six months (PCI DSS 7.2.4, 7.2.5.1): what there was, what was decided about each, and who
-- signed. All of it is evidence and insert-only. Names and addresses stand in none of it but are looked up where they may be erased.
create table access_review (
  id uuid primary key,
  opened_at timestamptz(3) not null,
  opened_by text not null references "user"
);
create index access_review_opened_at_idx on access_review (opened_at desc, id);

create table access_review_item (
  id uuid primary key,
  review_id uuid not null references access_review,
  kind text not null check (kind in ('person', 'invitation', 'token', 'screen', 'break_glass')),
  subject_id text not null,
  -- Whose access it is; nobody decides about their own.
  person_id text references "user",
  -- As it was when the review was opened.
  facts jsonb not null check (jsonb_typeof(facts) = 'object'),
  constraint access_review_item_person_check check (kind not in ('person', 'token') or person_id is not null),
  unique (review_id, kind, subject_id)
);

-- The latest counts; whoever made an earlier one has decided all the same.
create table access_review_decision (
  id uuid primary key,
  item_id uuid not null references access_review_item,
  decision text not null check (decision in ('keep', 'remove')),
  reason text not null check (char_length(reason) between 1 and 500),
  decided_at timestamptz(3) not null,
  decided_by text not null references "user"
);
create index access_review_decision_item_id_idx on access_review_decision (item_id, decided_at desc, id);

create table access_review_signature (
  review_id uuid primary key references access_review,
  signed_at timestamptz(3) not null,
  signed_by text not null references "user",
  -- Canonical JSON of all items and decisions, byte for byte, and its SHA-256.
  statement bytea not null,
  statement_hash bytea not null,
  constraint access_review_signature_hash_check check (statement_hash = sha256(statement))
);

-- What the verbs refuse with words, the database refuses as well, whatever program asks.
create function check_access_review_item() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from access_review_signature s where s.review_id = new.review_id) then
    raise exception 'a signed review is finished' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create function check_access_review_decision() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  item access_review_item;
begin
  select * into item from access_review_item i where i.id = new.item_id;
  if exists (select from access_review_signature s where s.review_id = item.review_id) then
    raise exception 'a signed review is finished' using errcode = 'check_violation';
  end if;
  if item.person_id = new.decided_by then
    raise exception 'nobody decides about themselves' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create function check_access_review_signature() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if exists (select from access_review_decision d join access_review_item i on i.id = d.item_id
      where i.review_id = new.review_id and d.decided_by = new.signed_by) then
    raise exception 'whoever decided does not sign' using errcode = 'check_violation';
  end if;
  if exists (select from access_review_item i where i.review_id = new.review_id
      and not exists (select from access_review_decision d where d.item_id = i.id)) then
    raise exception 'a review is signed when every item is decided' using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger access_review_item_check before insert on access_review_item for each row execute function check_access_review_item();
create trigger access_review_decision_check before insert on access_review_decision for each row execute function check_access_review_decision();
create trigger access_review_signature_check before insert on access_review_signature for each row execute function check_access_review_signature();

do $$
declare
  guarded text;
begin
  foreach guarded in array array['access_review', 'access_review_item', 'access_review_decision', 'access_review_signature'] loop
    execute format('create trigger %I before update or delete on %I for each row execute function refuse_change()', guarded || '_insert_only', guarded);
    execute format('create trigger %I before truncate on %I for each statement execute function refuse_change()', guarded || '_no_truncate', guarded);
  end loop;
end $$;

grant select, insert on access_review, access_review_item, access_review_decision, access_review_signature to counterfoil_app;
grant select on access_review, access_review_item, access_review_decision, access_review_signature to counterfoil_verifier;
