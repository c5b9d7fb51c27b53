-- A chain with one administrator could never finish a review: nobody decides about themselves. There the signature itself keeps
-- what is theirs; everything else stays forbidden to the signer.
create or replace function check_access_review_signature() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
declare
  only_administrator text;
begin
  select min(u.id) into only_administrator from "user" u
    where u.state = 'active' and u.role = 'administrator' and u.reach = 'chain' having count(*) = 1;
  if exists (select from access_review_decision d join access_review_item i on i.id = d.item_id
      where i.review_id = new.review_id and d.decided_by = new.signed_by
        and (d.decision <> 'keep' or d.decided_at <> new.signed_at or i.person_id is distinct from only_administrator
          or i.person_id is null)) then
    raise exception 'whoever decided does not sign' using errcode = 'check_violation';
  end if;
  if exists (select from access_review_item i where i.review_id = new.review_id
      and not exists (select from access_review_decision d where d.item_id = i.id)) then
    raise exception 'a review is signed when every item is decided' using errcode = 'check_violation';
  end if;
  return new;
end $$;
