-- No agent listens between a till and its terminal, so whether it should is nothing that can be said. What was said of it stays in
-- the record. The release before does without: nothing acts on this setting there either.
delete from device_setting where setting = 'payments.mode';
