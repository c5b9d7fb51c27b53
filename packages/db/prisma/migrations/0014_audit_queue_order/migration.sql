-- In this order entries are taken: what could only be done after something else committed stands behind it.
alter table audit_queue add column nth int8 not null generated always as identity, add constraint audit_queue_nth_key unique (nth);
