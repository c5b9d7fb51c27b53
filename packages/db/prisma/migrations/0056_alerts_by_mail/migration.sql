-- Alerts are told by e-mail and to chats as well.
alter table operations_notice drop constraint operations_notice_channel_check;
alter table operations_notice add constraint operations_notice_channel_check check (channel in ('webhook', 'email', 'slack', 'feishu', 'dingtalk', 'wecom'));
