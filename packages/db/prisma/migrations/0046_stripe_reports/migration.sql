-- Reports that Stripe tells of, beside those of Adyen.
alter table funds_pull
  drop constraint funds_pull_kind_check,
  add constraint funds_pull_kind_check check (kind in ('sftp', 'wechat', 'alipay', 'adyen', 'stripe'));
