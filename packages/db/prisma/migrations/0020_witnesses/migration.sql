-- Agents as witnesses of the log: the newest word of each, and what becomes of a hub that was restored from a backup.

-- The newest checkpoint each agent has seen and signed. Older words stand in audit_cosignature, as far as they are kept there.
create table audit_witness (
  agent_id int4 primary key references agent,
  witness text not null,
  public_key bytea not null check (octet_length(public_key) = 32),
  size int8 not null check (size >= 0),
  signed_at timestamptz(3) not null,
  line text not null,
  cosigned_at timestamptz(3) not null,
  foreign key (size, signed_at) references audit_checkpoint
) with (fillfactor = 70);

-- Agents have seen entries that are not here any more. Nothing is signed until two people have declared it, and the declaration is in the log.
create table audit_loss (
  id uuid primary key,
  found_at timestamptz(3) not null,
  -- The longest log an agent has seen, and how much of it is here all the same.
  seen_size int8 not null check (seen_size > 0),
  common_size int8 not null check (common_size >= 0 and common_size < seen_size),
  declared_by text references "user",
  declared_at timestamptz(3),
  why text,
  confirmed_by text references "user",
  confirmed_at timestamptz(3),
  -- The declaration, `log.restored`.
  entry_id uuid unique references audit_entry,
  constraint audit_loss_declared_check check ((declared_by is null) = (declared_at is null) and (declared_by is null) = (why is null)),
  constraint audit_loss_confirmed_check check ((confirmed_by is null) = (confirmed_at is null) and (confirmed_by is null) = (entry_id is null)),
  constraint audit_loss_two_people_check check (confirmed_by is null or (declared_by is not null and confirmed_by <> declared_by))
);
-- One at a time: what is found meanwhile belongs to it.
create unique index audit_loss_open_key on audit_loss ((entry_id is null)) where entry_id is null;

-- The trees agents named, each with the hub's own signature: that is what makes it a loss and not a claim.
create table audit_lost_tree (
  loss_id uuid not null references audit_loss,
  size int8 not null check (size > 0),
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  agent_id int4 not null references agent,
  told_at timestamptz(3) not null,
  primary key (loss_id, size, root)
);
create trigger audit_lost_tree_insert_only before update or delete on audit_lost_tree for each row execute function refuse_change();
create trigger audit_lost_tree_no_truncate before truncate on audit_lost_tree for each statement execute function refuse_change();

grant select, insert, update on audit_witness to counterfoil_app;
grant select, insert, update (seen_size, common_size, declared_by, declared_at, why, confirmed_by, confirmed_at, entry_id) on audit_loss to counterfoil_app;
grant select, insert on audit_lost_tree to counterfoil_app;
grant select on audit_witness, audit_loss, audit_lost_tree to counterfoil_verifier;
