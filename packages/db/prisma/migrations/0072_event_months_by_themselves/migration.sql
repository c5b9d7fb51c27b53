-- After how many months the events of a month go into the archive by themselves, as an administrator chose; null: only by hand. The newest holds.
create table event_months_choice (
  version int4 primary key check (version >= 1),
  months int4 check (months between 12 and 1200),
  changed_at timestamptz(3) not null,
  changed_by text not null references "user"
);
create trigger event_months_choice_insert_only before update or delete on event_months_choice for each row execute function refuse_change();
create trigger event_months_choice_no_truncate before truncate on event_months_choice for each statement execute function refuse_change();

-- Months that were due when a hub looked last and stayed, and a word for what still asks for them.
create table event_month_kept (
  month text primary key check (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
  reason text not null check (reason ~ '^[a-z][a-z_]{0,39}$'),
  looked_at timestamptz(3) not null
);

grant select, insert on event_months_choice to counterfoil_app;
grant select, insert, delete on event_month_kept to counterfoil_app;
grant select on event_months_choice to counterfoil_verifier;
