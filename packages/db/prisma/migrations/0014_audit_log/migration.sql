-- The one log: entries wait in a queue until the sequencer gives each its index, extends the tree and signs what it has become.
-- Whoever acts writes here in the transaction of the act, so an entry that commits late is never passed over.
create table audit_queue (
  entry_id uuid primary key references audit_entry,
  -- In this order they are taken: what could only be done after something else committed stands behind it.
  nth int8 not null unique generated always as identity
);
-- Entries from before there was a tree, in the order they were recorded.
insert into audit_queue (entry_id) select id from audit_entry order by recorded_at, id;

create table audit_leaf (
  idx int8 primary key check (idx >= 0),
  entry_id uuid not null unique references audit_entry,
  hash bytea not null check (octet_length(hash) = 32)
);
create trigger audit_leaf_insert_only before update or delete on audit_leaf for each row execute function refuse_change();
create trigger audit_leaf_no_truncate before truncate on audit_leaf for each statement execute function refuse_change();

-- Complete tiles only, of 256 hashes each: level 0 holds leaf hashes, level n + 1 the roots of the tiles of level n.
create table audit_tile (
  level int4 not null check (level between 0 and 7),
  tile int8 not null check (tile >= 0),
  hashes bytea not null check (octet_length(hashes) = 8192),
  -- What this tile is in the level above: most proofs need no more of it.
  root bytea not null check (octet_length(root) = 32),
  primary key (level, tile)
);
-- Hashes do not shrink.
alter table audit_tile alter column hashes set storage external;
create trigger audit_tile_insert_only before update or delete on audit_tile for each row execute function refuse_change();
create trigger audit_tile_no_truncate before truncate on audit_tile for each statement execute function refuse_change();

-- One row: how long the log is, and the roots of the complete subtrees it consists of, biggest first.
create table audit_tree (
  id int4 primary key check (id = 1),
  size int8 not null check (size >= 0),
  frontier bytea not null check (octet_length(frontier) <= 64 * 32 + 8)
) with (fillfactor = 50);
insert into audit_tree (id, size, frontier) values (1, 0, '');
create function refuse_shrinking() returns trigger language plpgsql as $$
begin
  if new.size < old.size then raise exception 'the log of % entries cannot become one of %', old.size, new.size; end if;
  return new;
end $$;
create trigger audit_tree_grows before update on audit_tree for each row execute function refuse_shrinking();
create trigger audit_tree_stays before delete on audit_tree for each row execute function refuse_change();
create trigger audit_tree_no_truncate before truncate on audit_tree for each statement execute function refuse_change();

-- Who gives indexes now, as a lease: a hub that says nothing for some seconds is succeeded by another. No node after a clean stop.
create table audit_sequencer (
  id int4 primary key check (id = 1),
  node uuid,
  host text not null,
  since timestamptz(3) not null,
  seen_at timestamptz(3) not null
) with (fillfactor = 50);
insert into audit_sequencer (id, host, since, seen_at) values (1, '', now(), now());

-- What the log was at some moments, signed by the hub.
create table audit_checkpoint (
  size int8 not null check (size >= 0),
  signed_at timestamptz(3) not null,
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  primary key (size, signed_at)
);
create trigger audit_checkpoint_insert_only before update or delete on audit_checkpoint for each row execute function refuse_change();
create trigger audit_checkpoint_no_truncate before truncate on audit_checkpoint for each statement execute function refuse_change();

-- Who else has seen a checkpoint and says that the log before it is a beginning of it.
create table audit_cosignature (
  size int8 not null,
  signed_at timestamptz(3) not null,
  witness text not null,
  line text not null,
  cosigned_at timestamptz(3) not null,
  primary key (size, signed_at, witness),
  foreign key (size, signed_at) references audit_checkpoint
);
create trigger audit_cosignature_insert_only before update or delete on audit_cosignature for each row execute function refuse_change();
create trigger audit_cosignature_no_truncate before truncate on audit_cosignature for each statement execute function refuse_change();

grant select, insert, delete on audit_queue to counterfoil_app;
grant select, insert on audit_leaf, audit_tile, audit_checkpoint, audit_cosignature to counterfoil_app;
grant select, update (size, frontier) on audit_tree to counterfoil_app;
grant select, update on audit_sequencer to counterfoil_app;
grant select on audit_queue, audit_leaf, audit_tile, audit_tree, audit_sequencer, audit_checkpoint, audit_cosignature to counterfoil_verifier;
