-- A photo that a phone sent for an inspection, which is recorded a moment later or never: it takes no place of the device's own files.
-- The release before writes none, and its photos count as files of the device, as they did.
alter table device_document add column for_inspection boolean not null default false;
