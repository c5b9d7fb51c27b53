-- The timers of a protocol have digits in their names (zvt.t3), and nothing could be said of them.
alter table device_setting drop constraint device_setting_setting_check,
  add constraint device_setting_setting_check check (setting ~ '^[a-z][A-Za-z0-9.]{0,59}$');
