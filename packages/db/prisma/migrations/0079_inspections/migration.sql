-- How often devices are looked at for tampering (PCI DSS 9.5.1.2), by the risk they stand in: each word a version that stays.
create table inspection_class (
  class text not null check (class in ('unattended', 'attended', 'locked')),
  version int4 not null check (version >= 1),
  days int4 not null check (days between 1 and 365),
  items text[] check (items is not null and cardinality(items) between 1 and 20),
  -- The targeted risk analysis (12.3.1) that days and items rest on.
  analysis text not null check (char_length(analysis) between 1 and 20000),
  reason text not null check (char_length(reason) between 1 and 500),
  set_at timestamptz(3) not null,
  set_by text not null,
  primary key (class, version)
);
create trigger inspection_class_stays before update or delete on inspection_class for each row execute function refuse_change();
create trigger inspection_class_no_truncate before truncate on inspection_class for each statement execute function refuse_change();

create table inspection (
  -- Made on the phone, which may have had no network: sent twice, it is one.
  id uuid primary key,
  -- SHA-256 of what was sent, so that another one under the same id is refused.
  content_hash bytea not null check (octet_length(content_hash) = 32),
  device_id int4 not null references device,
  -- Where it stood when this was recorded.
  store_id int4 not null references store,
  class text not null check (class in ('unattended', 'attended', 'locked')),
  -- 0: the product's own, which nobody had changed yet.
  class_version int4 not null check (class_version >= 0),
  answers jsonb not null,
  label_serial text check (char_length(label_serial) between 1 and 60),
  listed_serial text,
  told_serial text,
  seal_number text check (char_length(seal_number) between 1 and 40),
  seal_found text check (seal_found in ('whole', 'broken', 'missing', 'other_number')),
  result text not null check (result in ('ok', 'suspicious')),
  -- Why it is suspicious, as words of ours.
  findings text[] check (findings is not null),
  note text check (char_length(note) between 1 and 2000),
  -- By the phone's clock: when it was signed, and when it was sent.
  done_at timestamptz(3) not null,
  sent_at timestamptz(3) not null,
  -- By the database's side, which counts.
  recorded_at timestamptz(3) not null,
  inspected_by text not null references "user",
  -- Whether the inspector's training was valid that day.
  trained bool not null,
  corrects uuid references inspection,
  constraint inspection_corrects_key unique (corrects),
  constraint inspection_result_findings_check check ((result = 'ok') = (cardinality(findings) = 0)),
  constraint inspection_corrects_other_check check (corrects <> id)
);
create index inspection_device_idx on inspection (device_id, recorded_at desc);
create index inspection_store_idx on inspection (store_id, recorded_at desc);
create index inspection_recorded_idx on inspection (recorded_at desc, id desc);
create trigger inspection_stays before update or delete on inspection for each row execute function refuse_change();
create trigger inspection_no_truncate before truncate on inspection for each statement execute function refuse_change();

create table inspection_photo (
  inspection_id uuid not null references inspection,
  position int4 not null check (position between 1 and 10),
  document_id uuid not null references device_document,
  primary key (inspection_id, position)
);
create index inspection_photo_document_idx on inspection_photo (document_id);
create trigger inspection_photo_stays before update or delete on inspection_photo for each row execute function refuse_change();
create trigger inspection_photo_no_truncate before truncate on inspection_photo for each statement execute function refuse_change();

-- Who was taught to see that a device was tampered with (PCI DSS 9.5.1.3).
create table inspector_training (
  id uuid primary key,
  person_id text not null references "user",
  topic text not null check (char_length(topic) between 1 and 200),
  held_on date not null,
  valid_until date not null,
  evidence text not null check (char_length(evidence) between 1 and 2000),
  recorded_at timestamptz(3) not null,
  recorded_by text not null,
  withdrawn_at timestamptz(3),
  withdrawn_by text,
  withdrawn_why text check (char_length(withdrawn_why) between 1 and 500),
  constraint inspector_training_days_check check (valid_until >= held_on),
  constraint inspector_training_withdrawn_check check (num_nonnulls(withdrawn_at, withdrawn_by, withdrawn_why) in (0, 3))
);
create index inspector_training_person_idx on inspector_training (person_id, valid_until desc);
create trigger inspector_training_kept before delete on inspector_training for each row execute function refuse_change();
create trigger inspector_training_no_truncate before truncate on inspector_training for each statement execute function refuse_change();

grant select, insert on inspection_class, inspection, inspection_photo, inspector_training to counterfoil_app;
grant update (withdrawn_at, withdrawn_by, withdrawn_why) on inspector_training to counterfoil_app;
