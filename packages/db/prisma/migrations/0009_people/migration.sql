-- Links that can be named and taken back; when somebody was let in again; administrator links made outside of the people page.
alter table setup_link
  add column id uuid not null default gen_random_uuid(),
  add column revoked_at timestamptz(3),
  add constraint setup_link_id_key unique (id);
alter table setup_link alter column id drop default;

-- Ninety days without use count from here as well, or whoever is let in again would be shut out the same night.
alter table "user" add column enabled_at timestamptz(3);

-- Shown to every administrator until one of them says they have seen it.
create table break_glass (
  id uuid primary key,
  used_at timestamptz(3) not null,
  reason text not null check (char_length(reason) between 1 and 500),
  acknowledged_at timestamptz(3),
  acknowledged_by text references "user",
  constraint break_glass_acknowledged_check check ((acknowledged_at is null) = (acknowledged_by is null))
);

grant select, insert, update (acknowledged_at, acknowledged_by) on break_glass to counterfoil_app;
