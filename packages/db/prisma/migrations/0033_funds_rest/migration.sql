-- Payments that wait for an agreement are looked up by every run and by whoever adds one; there are few.
create index funds_payment_not_told_idx on funds_payment (currency, opened_on) where state = 'not_told';
