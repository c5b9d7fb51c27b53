-- Witnesses outside of the chain (C2SP tlog-witness): those the hub asks to countersign its log, and the logs of others it
-- countersigns itself.

-- What each has signed last, by its verifier key; the list of them is the hub's setting, `listed` says who is on it now.
create table foreign_witness (
  key text primary key check (length(key) <= 600),
  name text not null,
  url text not null,
  listed bool not null,
  size int8 not null default 0 check (size >= 0),
  signed_at timestamptz(3),
  cosigned_at timestamptz(3),
  trouble text check (trouble in ('unreachable', 'timeout', 'unknown_log', 'unknown_key', 'behind', 'two_roots', 'inconsistent', 'bad_signature', 'unexpected')),
  failing_since timestamptz(3),
  foreign key (size, signed_at) references audit_checkpoint,
  constraint foreign_witness_failing_check check ((trouble is null) = (failing_since is null))
) with (fillfactor = 70);

-- The newest tree of each log of others that was countersigned here. A witness that forgets could sign two histories.
create table witnessed_log (
  origin text primary key check (length(origin) <= 600),
  size int8 not null check (size >= 0),
  root bytea not null check (octet_length(root) = 32),
  note text not null,
  cosigned_at timestamptz(3) not null,
  refused_at timestamptz(3)
) with (fillfactor = 70);
create trigger witnessed_log_grows before update on witnessed_log for each row execute function refuse_shrinking();
create trigger witnessed_log_stays before delete on witnessed_log for each row execute function refuse_change();
create trigger witnessed_log_no_truncate before truncate on witnessed_log for each statement execute function refuse_change();

-- What a log signed and could not prove to continue what was countersigned: evidence against it.
create table witnessed_log_refusal (
  origin text not null references witnessed_log,
  size int8 not null check (size >= 0),
  root bytea not null,
  at timestamptz(3) not null,
  why text not null,
  seen_size int8 not null check (seen_size >= 0),
  seen_root bytea not null,
  request bytea not null,
  primary key (origin, size, root)
);
create trigger witnessed_log_refusal_insert_only before update or delete on witnessed_log_refusal for each row execute function refuse_change();
create trigger witnessed_log_refusal_no_truncate before truncate on witnessed_log_refusal for each statement execute function refuse_change();

grant select, insert, update on foreign_witness to counterfoil_app;
grant select, insert, update (size, root, note, cosigned_at, refused_at) on witnessed_log to counterfoil_app;
grant select, insert on witnessed_log_refusal to counterfoil_app;
grant select on foreign_witness, witnessed_log, witnessed_log_refusal to counterfoil_verifier;
