-- tables
access_review
access_review_decision
access_review_item
access_review_signature
account
acquirer_terminal
acquirer_terminal_assignment
agent
agent_batch
agent_command with (fillfactor=80)
agent_command_approval
agent_configuration with (fillfactor=80)
agent_hub_path
agent_join with (fillfactor=70)
agent_key
agent_presence with (fillfactor=70)
agent_release
agent_rollout
agent_rollout_agent
agent_rollout_approval
agent_stream with (fillfactor=70)
agent_trouble
agent_vitals with (fillfactor=80)
alert_destination
alert_destination_secret
alert_rule
alert_rule_base
alert_window
api_token
approver_roster
approver_roster_approval
audit_archive
audit_checkpoint
audit_cosignature
audit_day_review
audit_entry
audit_finding
audit_folded_refusal
audit_follower
audit_leaf
audit_loss
audit_lost_tree
audit_personal
audit_queue
audit_rule
audit_sequencer with (fillfactor=50)
audit_stream
audit_stream_secret
audit_tile
audit_tree with (fillfactor=50)
audit_view
audit_witness with (fillfactor=70)
backup_watch
bank_account
bank_line
bank_statement
break_glass
card_alarm
card_alarm_content
card_alarm_opening
command_group
command_group_agent with (fillfactor=80)
command_group_configuration
commissioning
commissioning_agreement
commissioning_evidence
control_incident
currency
device with (fillfactor=80)
device_custody
device_document
device_document_content
device_place
device_seal
device_setting
device_state
event partition by RANGE (recorded_on)
event_archive
event_default
event_month_kept
event_months_choice
evidence_package
evidence_schedule
firmware_rule
foreign_witness with (fillfactor=70)
funds_allocation
funds_bundle
funds_calendar
funds_contract
funds_exception
funds_exception_act
funds_file
funds_file_content
funds_file_day
funds_file_task
funds_file_task_part
funds_identity
funds_mapping
funds_payment partition by RANGE (opened_on)
funds_payment_default
funds_pull
funds_pull_bill
funds_pull_secret
funds_pulled_file
funds_resolution_limit
funds_route
funds_run
funds_source
health_finding with (fillfactor=80)
hub_certificate
hub_event
hub_node with (fillfactor=70)
inspection
inspection_class
inspection_photo
inspector_training
installation
join_code
lab_store
lane
legal_entity
operations_alert with (fillfactor=80)
operations_notice with (fillfactor=80)
passkey
passkey_challenge
password_history
payment partition by RANGE (opened_on)
payment_default
payout
pending_authenticator
quarantined_batch
rate
rate_bucket with (fillfactor=70)
redundancy_drill
redundancy_evidence
retention_period
retention_run
retention_size
retention_volume
review_signoff
sales_day with (fillfactor=70)
sales_minute with (fillfactor=70)
screen_pairing
server_key
session
settlement_line
settlement_line_open
setup_link
sign_in_failure
store
store_hours
store_rev with (fillfactor=70)
terminal
terminal_assignment
terminal_condition
terminal_hour with (fillfactor=80)
terminal_hour_day
terminal_pace with (fillfactor=70)
terminal_totals
totp_step
two_factor
user
verification
wall_screen
witnessed_log with (fillfactor=70)
witnessed_log_refusal

-- columns
access_review.id uuid not null
access_review.opened_at timestamp(3) with time zone not null
access_review.opened_by text not null
access_review_decision.id uuid not null
access_review_decision.item_id uuid not null
access_review_decision.decision text not null
access_review_decision.reason text not null
access_review_decision.decided_at timestamp(3) with time zone not null
access_review_decision.decided_by text not null
access_review_item.id uuid not null
access_review_item.review_id uuid not null
access_review_item.kind text not null
access_review_item.subject_id text not null
access_review_item.person_id text
access_review_item.facts jsonb not null
access_review_signature.review_id uuid not null
access_review_signature.signed_at timestamp(3) with time zone not null
access_review_signature.signed_by text not null
access_review_signature.statement bytea not null
access_review_signature.statement_hash bytea not null
account.id text not null
account.account_id text not null
account.provider_id text not null
account.user_id text not null
account.access_token text
account.refresh_token text
account.id_token text
account.access_token_expires_at timestamp(3) with time zone
account.refresh_token_expires_at timestamp(3) with time zone
account.scope text
account.password text
account.created_at timestamp(3) with time zone not null default now()
account.updated_at timestamp(3) with time zone not null default now()
acquirer_terminal.id integer not null identity
acquirer_terminal.tid text not null
acquirer_terminal.merchant_number text not null
acquirer_terminal.currency character(3) not null
acquirer_terminal_assignment.acquirer_terminal_id integer not null
acquirer_terminal_assignment.terminal_id integer not null
acquirer_terminal_assignment.since timestamp(3) with time zone not null
acquirer_terminal_assignment.until timestamp(3) with time zone
agent.id integer not null identity
agent.uid uuid not null
agent.store_id integer not null
agent.name text not null
agent.public_key bytea not null
agent.state text not null default 'active'::text
agent.epoch integer not null default 1
agent.hostname text not null
agent.platform text not null
agent.version text not null
agent.enrolled_at timestamp(3) with time zone not null default now()
agent.revoked_at timestamp(3) with time zone
agent.next_public_key bytea
agent.key_since timestamp(3) with time zone not null default now()
agent.key_wanted boolean not null default false
agent.command_counter integer not null default 0
agent.roster_number integer not null default 0
agent.roster_epoch integer not null default 0
agent.roster_refused integer
agent.roster_told integer not null default 0
agent.hub_addresses text[] default '{}'::text[]
agent.configuration_number integer
agent.configuration_hash bytea
agent.hubs_since timestamp(3) with time zone
agent.hub_in_use text
agent_batch.agent_id integer not null
agent_batch.epoch integer not null
agent_batch.first_seq bigint not null
agent_batch.last_seq bigint not null
agent_batch.prev_head bytea not null
agent_batch.head bytea not null
agent_batch.signature bytea not null
agent_batch.recorded_at timestamp(3) with time zone not null default now()
agent_command.id uuid not null
agent_command.agent_id integer not null
agent_command.epoch integer not null
agent_command.counter integer
agent_command.kind text not null
agent_command.class smallint not null
agent_command.args jsonb not null
agent_command.reason text
agent_command.requested_by text not null
agent_command.requested_at timestamp(3) with time zone not null
agent_command.not_before timestamp(3) with time zone not null
agent_command.expires_at timestamp(3) with time zone not null
agent_command.state text not null default 'waiting'::text
agent_command.signed_order text
agent_command.signature bytea
agent_command.key_id text
agent_command.sent_at timestamp(3) with time zone
agent_command.told_at timestamp(3) with time zone
agent_command.started_at timestamp(3) with time zone
agent_command.ended_at timestamp(3) with time zone
agent_command.outcome text
agent_command.code text
agent_command.lines text[] default '{}'::text[]
agent_command.event_seq bigint
agent_command_approval.command_id uuid not null
agent_command_approval.person_id text not null
agent_command_approval.approval jsonb not null
agent_command_approval.approved_at timestamp(3) with time zone not null
agent_configuration.agent_id integer not null
agent_configuration.number integer not null
agent_configuration.epoch integer not null
agent_configuration.document text not null
agent_configuration.hash bytea not null
agent_configuration.why text not null
agent_configuration.made_by text not null
agent_configuration.made_at timestamp(3) with time zone not null
agent_configuration.command_id uuid not null
agent_configuration.state text not null default 'sent'::text
agent_configuration.state_at timestamp(3) with time zone not null
agent_configuration.cause text
agent_configuration.detail text
agent_hub_path.agent_id integer not null
agent_hub_path.epoch integer not null
agent_hub_path.seq bigint not null
agent_hub_path.store_id integer not null
agent_hub_path.at timestamp(3) with time zone not null
agent_hub_path.recorded_at timestamp(3) with time zone not null default now()
agent_hub_path.address text not null
agent_hub_path.place smallint not null
agent_hub_path.way text not null
agent_hub_path.cause text not null
agent_join.agent_id integer not null
agent_join.confirmed integer not null
agent_join.offered integer not null
agent_join.last_boot uuid
agent_join.previous_boot uuid
agent_join.stale_boot uuid
agent_join.stale_count integer not null default 0
agent_join.greeted_at timestamp(3) with time zone not null
agent_key.agent_id integer not null
agent_key.public_key bytea not null
agent_key.since timestamp(3) with time zone not null
agent_presence.agent_id integer not null
agent_presence.since timestamp(3) with time zone not null
agent_presence.until timestamp(3) with time zone
agent_presence.connected boolean not null
agent_presence.waiting bigint not null default 0
agent_presence.oldest_ms bigint not null default 0
agent_presence.updated_at timestamp(3) with time zone not null default now()
agent_presence.node_id uuid
agent_presence.greeting bigint not null default 0
agent_release.version text not null
agent_release.platform text not null
agent_release.sha256 bytea not null
agent_release.bytes bigint not null
agent_release.seen_at timestamp(3) with time zone not null
agent_rollout.id uuid not null
agent_rollout.version text not null
agent_rollout.body text not null
agent_rollout.soak_minutes integer[]
agent_rollout.reason text not null
agent_rollout.state text not null
agent_rollout.ring smallint not null default 0
agent_rollout.ring_since timestamp(3) with time zone
agent_rollout.verdict jsonb
agent_rollout.requested_by text not null
agent_rollout.requested_at timestamp(3) with time zone not null
agent_rollout.expires_at timestamp(3) with time zone not null
agent_rollout.ended_at timestamp(3) with time zone
agent_rollout_agent.rollout_id uuid not null
agent_rollout_agent.agent_id integer not null
agent_rollout_agent.store_id integer not null
agent_rollout_agent.ring smallint not null
agent_rollout_agent.from_version text not null
agent_rollout_agent.command_id uuid
agent_rollout_agent.return_command_id uuid
agent_rollout_approval.rollout_id uuid not null
agent_rollout_approval.person_id text not null
agent_rollout_approval.approval jsonb not null
agent_rollout_approval.approved_at timestamp(3) with time zone not null
agent_stream.agent_id integer not null
agent_stream.epoch integer not null
agent_stream.high_water bigint not null default 0
agent_stream.head bytea not null
agent_trouble.agent_id integer not null
agent_trouble.code text not null
agent_trouble.since timestamp(3) with time zone not null
agent_trouble.until timestamp(3) with time zone
agent_trouble.detail text not null
agent_vitals.agent_id integer not null
agent_vitals.at timestamp(3) with time zone not null
agent_vitals.os text not null
agent_vitals.os_version text not null
agent_vitals.up_seconds bigint not null
agent_vitals.disk_free_bytes bigint not null
agent_vitals.disk_size_bytes bigint not null
agent_vitals.memory_free_bytes bigint not null
agent_vitals.memory_size_bytes bigint not null
alert_destination.id uuid not null
alert_destination.name text not null
alert_destination.kind text not null
alert_destination.level text not null
alert_destination.country character(2)
alert_destination.region text
alert_destination.store_id integer
alert_destination.least_severity text not null
alert_destination.after_minutes integer not null
alert_destination.made_at timestamp(3) with time zone not null
alert_destination.made_by text not null
alert_destination.removed_at timestamp(3) with time zone
alert_destination.removed_by text
alert_destination.test_asked_at timestamp(3) with time zone
alert_destination.test_held_until timestamp(3) with time zone
alert_destination.tested_at timestamp(3) with time zone
alert_destination.test_trouble text
alert_destination_secret.id uuid not null
alert_destination_secret.sealed bytea not null
alert_rule.id uuid not null
alert_rule.rule text not null
alert_rule.level text not null
alert_rule.country character(2)
alert_rule.region text
alert_rule.store_id integer
alert_rule.version integer not null
alert_rule.is_on boolean
alert_rule.severity text
alert_rule.raise_at double precision
alert_rule.end_at double precision
alert_rule.raise_after_s integer
alert_rule.end_after_s integer
alert_rule.reason text not null
alert_rule.set_at timestamp(3) with time zone not null
alert_rule.set_by text not null
alert_rule_base.rule text not null
alert_rule_base.is_on boolean not null
alert_rule_base.severity text not null
alert_rule_base.raise_at double precision not null
alert_rule_base.end_at double precision not null
alert_rule_base.raise_after_s integer not null
alert_rule_base.end_after_s integer not null
alert_rule_base.told_at timestamp(3) with time zone not null
alert_window.id uuid not null
alert_window.level text not null
alert_window.country character(2)
alert_window.region text
alert_window.store_id integer
alert_window.starts_at timestamp(3) with time zone not null
alert_window.ends_at timestamp(3) with time zone not null
alert_window.reason text not null
alert_window.made_at timestamp(3) with time zone not null
alert_window.made_by text not null
alert_window.ended_at timestamp(3) with time zone
alert_window.ended_by text
api_token.id uuid not null
api_token.name text not null
api_token.secret_hash bytea not null
api_token.ending text not null
api_token.owner_id text not null
api_token.reach text not null
api_token.reach_country character(2)
api_token.reach_region text
api_token.reach_store_ids integer[] default '{}'::integer[]
api_token.created_at timestamp(3) with time zone not null
api_token.expires_at timestamp(3) with time zone not null
api_token.last_used_at timestamp(3) with time zone
api_token.last_refused_at timestamp(3) with time zone
api_token.revoked_at timestamp(3) with time zone
api_token.changes_devices boolean not null default false
approver_roster.number integer not null
approver_roster.roster text not null
approver_roster.hash bytea not null
approver_roster.proposed_by text not null
approver_roster.proposed_at timestamp(3) with time zone not null
approver_roster.in_force_since timestamp(3) with time zone
approver_roster_approval.number integer not null
approver_roster_approval.person_id text not null
approver_roster_approval.approval jsonb not null
approver_roster_approval.approved_at timestamp(3) with time zone not null
audit_archive.month text not null
audit_archive.from_idx bigint not null
audit_archive.to_idx bigint not null
audit_archive.root bytea not null
audit_archive.file text not null
audit_archive.sha256 bytea not null
audit_archive.bytes bigint not null
audit_archive.made_at timestamp(3) with time zone not null
audit_archive.verified_at timestamp(3) with time zone not null
audit_archive.trouble text
audit_archive.away_at timestamp(3) with time zone
audit_archive.restored_until timestamp(3) with time zone
audit_archive.pruned_at timestamp(3) with time zone
audit_checkpoint.size bigint not null
audit_checkpoint.signed_at timestamp(3) with time zone not null
audit_checkpoint.root bytea not null
audit_checkpoint.note text not null
audit_cosignature.size bigint not null
audit_cosignature.signed_at timestamp(3) with time zone not null
audit_cosignature.witness text not null
audit_cosignature.line text not null
audit_cosignature.cosigned_at timestamp(3) with time zone not null
audit_day_review.day date not null
audit_day_review.signed_at timestamp(3) with time zone not null
audit_day_review.signed_by text not null
audit_day_review.note text not null
audit_day_review.statement bytea not null
audit_day_review.statement_hash bytea not null
audit_entry.id uuid not null
audit_entry.recorded_at timestamp(3) with time zone not null default clock_timestamp()
audit_entry.acted_at timestamp(3) with time zone not null
audit_entry.action text not null
audit_entry.outcome text not null
audit_entry.actor_type text not null
audit_entry.actor_id text not null
audit_entry.target_type text not null
audit_entry.target_id text not null
audit_entry.body bytea
audit_entry.reason text
audit_entry.request_id uuid
audit_finding.id uuid not null
audit_finding.entry_id uuid not null
audit_finding.idx bigint not null
audit_finding.rule text not null
audit_finding.rule_version integer not null
audit_finding.key text
audit_finding.facts jsonb not null
audit_finding.day date not null
audit_finding.found_at timestamp(3) with time zone not null
audit_folded_refusal.asker_type text not null
audit_folded_refusal.asker_id text not null
audit_folded_refusal.action text not null
audit_folded_refusal.reason text not null
audit_folded_refusal.refusals integer not null
audit_folded_refusal.first_at timestamp(3) with time zone not null
audit_folded_refusal.last_at timestamp(3) with time zone not null
audit_follower.id integer not null
audit_follower.next_idx bigint not null
audit_follower.since timestamp(3) with time zone not null default clock_timestamp()
audit_leaf.idx bigint not null
audit_leaf.entry_id uuid not null
audit_leaf.hash bytea not null
audit_loss.id uuid not null
audit_loss.found_at timestamp(3) with time zone not null
audit_loss.seen_size bigint not null
audit_loss.common_size bigint not null
audit_loss.declared_by text
audit_loss.declared_at timestamp(3) with time zone
audit_loss.why text
audit_loss.confirmed_by text
audit_loss.confirmed_at timestamp(3) with time zone
audit_loss.entry_id uuid
audit_lost_tree.loss_id uuid not null
audit_lost_tree.size bigint not null
audit_lost_tree.root bytea not null
audit_lost_tree.note text not null
audit_lost_tree.agent_id integer not null
audit_lost_tree.told_at timestamp(3) with time zone not null
audit_personal.entry_id uuid not null
audit_personal.name text not null
audit_personal.salt bytea not null
audit_personal.value text not null
audit_queue.entry_id uuid not null
audit_queue.nth bigint not null
audit_rule.rule text not null
audit_rule.version integer not null
audit_rule.enabled boolean not null
audit_rule.parameters jsonb not null
audit_rule.changed_at timestamp(3) with time zone not null
audit_rule.changed_by text not null
audit_sequencer.id integer not null
audit_sequencer.node uuid
audit_sequencer.host text not null
audit_sequencer.since timestamp(3) with time zone not null
audit_sequencer.seen_at timestamp(3) with time zone not null
audit_stream.id uuid not null
audit_stream.name text not null
audit_stream.url text not null
audit_stream.format text not null
audit_stream.ca text
audit_stream.next_idx bigint not null
audit_stream.delivered_at timestamp(3) with time zone
audit_stream.stopped_at timestamp(3) with time zone
audit_stream.trouble text
audit_stream_secret.id uuid not null
audit_stream_secret.sealed bytea not null
audit_tile.level integer not null
audit_tile.tile bigint not null
audit_tile.hashes bytea not null
audit_tile.root bytea not null
audit_tree.id integer not null
audit_tree.size bigint not null
audit_tree.frontier bytea not null
audit_view.id uuid not null
audit_view.user_id text not null
audit_view.name text not null
audit_view.filter jsonb not null
audit_view.made_at timestamp(3) with time zone not null
audit_witness.agent_id integer not null
audit_witness.witness text not null
audit_witness.public_key bytea not null
audit_witness.size bigint not null
audit_witness.signed_at timestamp(3) with time zone not null
audit_witness.line text not null
audit_witness.cosigned_at timestamp(3) with time zone not null
backup_watch.folder text not null
backup_watch.since timestamp(3) with time zone not null
backup_watch.newest_at timestamp(3) with time zone
backup_watch.log_at timestamp(3) with time zone
bank_account.id integer not null identity
bank_account.legal_entity_id integer not null
bank_account.number text not null
bank_account.currency character(3) not null
bank_account.name text not null
bank_account.time_zone text not null
bank_account.closed_on date
bank_line.file_id bigint not null
bank_line.position integer not null
bank_line.line integer not null
bank_line.character_offset bigint not null
bank_line.statement_id bigint not null
bank_line.bank_account_id integer not null
bank_line.currency character(3) not null
bank_line.amount numeric not null
bank_line.amount_minor bigint not null
bank_line.booked_on date not null
bank_line.value_on date
bank_line.booked boolean not null
bank_line.text text not null
bank_line.counterparty text
bank_line.bank_reference text
bank_line.code text
bank_line.open boolean not null
bank_line.detail_of text
bank_statement.id bigint not null identity
bank_statement.file_id bigint not null
bank_statement.bank_account_id integer not null
bank_statement.kind text not null
bank_statement.statement text
bank_statement.sequence text
bank_statement.page text
bank_statement.currency character(3) not null
bank_statement.opening numeric
bank_statement.opening_on date
bank_statement.closing numeric
bank_statement.closing_on date
bank_statement.entry_count integer not null
break_glass.id uuid not null
break_glass.used_at timestamp(3) with time zone not null
break_glass.reason text not null
break_glass.acknowledged_at timestamp(3) with time zone
break_glass.acknowledged_by text
break_glass.account_id text
card_alarm.id uuid not null
card_alarm.found_at timestamp(3) with time zone not null
card_alarm.last_found_at timestamp(3) with time zone not null
card_alarm.count integer not null
card_alarm.place text not null
card_alarm.source_kind text not null
card_alarm.source_id text not null
card_alarm.store_id integer
card_alarm.agent_id integer
card_alarm.terminal_id integer
card_alarm.till text
card_alarm.numbers text[]
card_alarm.state text not null default 'open'::text
card_alarm.started_at timestamp(3) with time zone not null
card_alarm.ended_at timestamp(3) with time zone
card_alarm.cause text
card_alarm.fix text
card_alarm.closed_at timestamp(3) with time zone
card_alarm.closed_by text
card_alarm_content.id uuid not null
card_alarm_content.alarm_id uuid not null
card_alarm_content.found_at timestamp(3) with time zone not null
card_alarm_content.what text not null
card_alarm_content.agent_id integer
card_alarm_content.epoch integer
card_alarm_content.seq bigint
card_alarm_content.sealed bytea
card_alarm_content.purged_at timestamp(3) with time zone
card_alarm_opening.id uuid not null
card_alarm_opening.alarm_id uuid not null
card_alarm_opening.asked_by text not null
card_alarm_opening.asked_at timestamp(3) with time zone not null
card_alarm_opening.why text not null
card_alarm_opening.approved_by text
card_alarm_opening.approved_at timestamp(3) with time zone
card_alarm_opening.opened_at timestamp(3) with time zone
command_group.id uuid not null
command_group.kind text not null
command_group.args jsonb not null
command_group.class smallint not null
command_group.reason text
command_group.chosen jsonb not null
command_group.members_hash bytea not null
command_group.members integer not null
command_group.stores integer not null
command_group.at_once integer not null
command_group.per_minute integer
command_group.state text not null
command_group.requested_by text not null
command_group.requested_at timestamp(3) with time zone not null
command_group.tell_minutes integer not null
command_group.expires_at timestamp(3) with time zone not null
command_group.approved_by text
command_group.begun_at timestamp(3) with time zone
command_group.ended_at timestamp(3) with time zone
command_group.ended_why text
command_group_agent.group_id uuid not null
command_group_agent.place integer not null
command_group_agent.agent_id integer not null
command_group_agent.epoch integer not null
command_group_agent.store_id integer not null
command_group_agent.terminal text not null
command_group_agent.command_id uuid
command_group_agent.passed_over text
command_group_configuration.group_id uuid not null
command_group_configuration.place integer not null
command_group_configuration.content jsonb not null
command_group_configuration.before_number integer not null
commissioning.id uuid not null
commissioning.store_id integer not null
commissioning.state text not null
commissioning.rev integer not null default 1
commissioning.requirements jsonb
commissioning.design jsonb
commissioning.run integer not null default 0
commissioning.test_begun_at timestamp(3) with time zone
commissioning.begun_by text not null
commissioning.begun_at timestamp(3) with time zone not null
commissioning.statement text
commissioning.statement_hash bytea
commissioning.signed_by text
commissioning.signed_at timestamp(3) with time zone
commissioning.ended_at timestamp(3) with time zone
commissioning_agreement.store_id integer not null
commissioning_agreement.version integer not null
commissioning_agreement.commissioning_id uuid not null
commissioning_agreement.statement text not null
commissioning_agreement.hash bytea not null
commissioning_agreement.requirements jsonb not null
commissioning_agreement.design jsonb not null
commissioning_agreement.signed_by text not null
commissioning_agreement.signed_at timestamp(3) with time zone not null
commissioning_agreement.approved_by text not null
commissioning_agreement.approved_at timestamp(3) with time zone not null
commissioning_agreement.report_en bytea not null
commissioning_agreement.report_zh bytea not null
commissioning_evidence.id uuid not null
commissioning_evidence.commissioning_id uuid not null
commissioning_evidence.run integer not null
commissioning_evidence.test text not null
commissioning_evidence.subject text not null
commissioning_evidence.observed_at timestamp(3) with time zone not null
commissioning_evidence.figures jsonb not null
commissioning_evidence.events jsonb not null
control_incident.id uuid not null
control_incident.kind text not null
control_incident.subject text not null
control_incident.began_at timestamp(3) with time zone not null
control_incident.noticed_at timestamp(3) with time zone not null
control_incident.ended_at timestamp(3) with time zone
control_incident.entry_id uuid
control_incident.cause text
control_incident.fix text
control_incident.closed_at timestamp(3) with time zone
control_incident.closed_by text
currency.code character(3) not null
currency.exponent smallint not null
device.id integer not null identity
device.kind text not null
device.registered boolean not null
device.make text
device.model text
device.serial text
device.firmware text
device.approval_number text
device.approval_expires_on date
device.p2pe text not null default 'not_told'::text
device.p2pe_solution text
device.notes text
device.state text not null
device.store_id integer
device.lane_id integer
device.terminal_id integer
device.agent_id integer
device.rev integer not null default 1
device.created_at timestamp(3) with time zone not null
device.request_key bytea
device.request_hash bytea
device_custody.device_id integer not null
device_custody.since timestamp(3) with time zone not null
device_custody.until timestamp(3) with time zone
device_custody.holder text not null
device_custody.note text
device_custody.actor_type text not null
device_custody.actor_id text not null
device_document.id uuid not null
device_document.device_id integer not null
device_document.name text not null
device_document.type text not null
device_document.size integer not null
device_document.sha256 bytea not null
device_document.added_at timestamp(3) with time zone not null
device_document.added_by text not null
device_document.removed_at timestamp(3) with time zone
device_document.removed_by text
device_document.removed_why text
device_document.for_inspection boolean not null default false
device_document_content.id uuid not null
device_document_content.document_id uuid not null
device_document_content.part integer not null
device_document_content.sealed bytea not null
device_place.device_id integer not null
device_place.since timestamp(3) with time zone not null
device_place.until timestamp(3) with time zone
device_place.store_id integer
device_place.lane_id integer
device_place.terminal_id integer
device_place.agent_id integer
device_seal.id uuid not null
device_seal.device_id integer not null
device_seal.number text not null
device_seal.placed_at timestamp(3) with time zone not null
device_seal.placed_by text not null
device_seal.checked_at timestamp(3) with time zone
device_seal.checked_by text
device_seal.found text
device_seal.removed_at timestamp(3) with time zone
device_seal.removed_by text
device_seal.removed_why text
device_setting.id integer not null identity
device_setting.setting text not null
device_setting.level text not null
device_setting.country character(2)
device_setting.region text
device_setting.store_id integer
device_setting.lane_id integer
device_setting.device_id integer
device_setting.value jsonb not null
device_setting.set_at timestamp(3) with time zone not null
device_setting.set_by text not null
device_state.device_id integer not null
device_state.since timestamp(3) with time zone not null
device_state.until timestamp(3) with time zone
device_state.state text not null
device_state.reason text
device_state.actor_type text not null
device_state.actor_id text not null
event.store_id integer not null
event.recorded_on date not null default ((now() AT TIME ZONE 'UTC'::text))::date
event.agent_id integer not null
event.epoch integer not null
event.seq bigint not null
event.recorded_at timestamp(3) with time zone not null default now()
event.at timestamp(3) with time zone not null
event.kind text not null
event.understood boolean not null
event.terminal_id integer
event.payment_id uuid
event.body bytea not null
event.hash bytea not null
event.cut boolean not null default false
event_archive.month text not null
event_archive.events bigint not null
event_archive.digest bytea not null
event_archive.file text not null
event_archive.sha256 bytea not null
event_archive.bytes bigint not null
event_archive.made_at timestamp(3) with time zone not null
event_archive.verified_at timestamp(3) with time zone not null
event_archive.trouble text
event_archive.away_at timestamp(3) with time zone
event_archive.restored_at timestamp(3) with time zone
event_default.store_id integer not null
event_default.recorded_on date not null default ((now() AT TIME ZONE 'UTC'::text))::date
event_default.agent_id integer not null
event_default.epoch integer not null
event_default.seq bigint not null
event_default.recorded_at timestamp(3) with time zone not null default now()
event_default.at timestamp(3) with time zone not null
event_default.kind text not null
event_default.understood boolean not null
event_default.terminal_id integer
event_default.payment_id uuid
event_default.body bytea not null
event_default.hash bytea not null
event_default.cut boolean not null default false
event_month_kept.month text not null
event_month_kept.reason text not null
event_month_kept.looked_at timestamp(3) with time zone not null
event_months_choice.version integer not null
event_months_choice.months integer
event_months_choice.changed_at timestamp(3) with time zone not null
event_months_choice.changed_by text not null
evidence_package.id uuid not null
evidence_package.first_day date not null
evidence_package.last_day date not null
evidence_package.language text not null
evidence_package.asked_at timestamp(3) with time zone not null
evidence_package.asked_by text
evidence_package.cadence text
evidence_package.made_at timestamp(3) with time zone
evidence_package.from_idx bigint
evidence_package.to_idx bigint
evidence_package.bytes bigint
evidence_package.sha256 bytea
evidence_package.failed_at timestamp(3) with time zone
evidence_package.trouble text
evidence_schedule.id uuid not null
evidence_schedule.cadence text not null
evidence_schedule.language text not null
evidence_schedule.created_at timestamp(3) with time zone not null
evidence_schedule.created_by text not null
firmware_rule.id uuid not null
firmware_rule.make text not null
firmware_rule.model text not null
firmware_rule.version integer not null
firmware_rule.least text
firmware_rule.current text
firmware_rule.why text not null
firmware_rule.set_at timestamp(3) with time zone not null
firmware_rule.set_by text not null
foreign_witness.key text not null
foreign_witness.name text not null
foreign_witness.url text not null
foreign_witness.listed boolean not null
foreign_witness.size bigint not null default 0
foreign_witness.signed_at timestamp(3) with time zone
foreign_witness.cosigned_at timestamp(3) with time zone
foreign_witness.trouble text
foreign_witness.failing_since timestamp(3) with time zone
funds_allocation.key text not null
funds_allocation.join_kind text not null
funds_allocation.from_id text not null
funds_allocation.to_id text not null
funds_allocation.amount_minor bigint not null
funds_allocation.currency character(3) not null
funds_allocation.rule text not null
funds_allocation.rule_version integer not null
funds_allocation.confidence text
funds_allocation.evidence jsonb
funds_allocation.run_id bigint
funds_allocation.reverses text
funds_allocation.because text
funds_allocation.made_by text not null
funds_allocation.made_at timestamp(3) with time zone not null default clock_timestamp()
funds_bundle.id uuid not null
funds_bundle.first_day date not null
funds_bundle.last_day date not null
funds_bundle.acquirer text
funds_bundle.store_code text
funds_bundle.asked_at timestamp(3) with time zone not null
funds_bundle.asked_by text not null
funds_bundle.made_at timestamp(3) with time zone
funds_bundle.root bytea
funds_bundle.records bigint
funds_bundle.bytes bigint
funds_bundle.sha256 bytea
funds_bundle.failed_at timestamp(3) with time zone
funds_bundle.trouble text
funds_calendar.name text not null
funds_calendar.version integer not null
funds_calendar.document jsonb not null
funds_calendar.made_at timestamp(3) with time zone not null default clock_timestamp()
funds_contract.id text not null
funds_contract.version integer not null
funds_contract.acquirer text not null
funds_contract.merchant_account text not null
funds_contract.currency character(3) not null
funds_contract.valid_from date not null
funds_contract.valid_to date
funds_contract.document jsonb not null
funds_contract.made_at timestamp(3) with time zone not null default clock_timestamp()
funds_contract.made_by text not null
funds_exception.key text not null
funds_exception.code text not null
funds_exception.acquirer text
funds_exception.bank_account_id integer
funds_exception.store_id integer
funds_exception.day date not null
funds_exception.payments uuid[]
funds_exception.lines text[]
funds_exception.payouts bigint[]
funds_exception.bank_lines text[]
funds_exception.files bigint[] default '{}'::bigint[]
funds_exception.amount_minor bigint not null
funds_exception.currency character(3) not null
funds_exception.severity text not null
funds_exception.state text not null
funds_exception.silenced_by text
funds_exception.opened_at timestamp(3) with time zone not null
funds_exception.opened_by_run bigint not null
funds_exception.closed_at timestamp(3) with time zone
funds_exception.closed_by_run bigint
funds_exception.assigned_to text
funds_exception_act.id uuid not null
funds_exception_act.key text not null
funds_exception_act.act text not null
funds_exception_act.resolution text
funds_exception_act.body text not null
funds_exception_act.by_user text not null
funds_exception_act.at timestamp(3) with time zone not null
funds_file.id bigint not null identity
funds_file.sha256 bytea not null
funds_file.name text not null
funds_file.size bigint not null
funds_file.received_at timestamp(3) with time zone not null
funds_file.received_via text not null
funds_file.received_by text not null
funds_file.state text not null
funds_file.reason text
funds_file.source_id integer
funds_file.format text
funds_file.format_version text
funds_file.mapping_id text
funds_file.mapping_version integer
funds_file.verdict text
funds_file.facts jsonb
funds_file.business_key text
funds_file.first_day date
funds_file.last_day date
funds_file.line_count integer
funds_file.same_as bigint
funds_file.supersedes bigint
funds_file.imported_at timestamp(3) with time zone
funds_file.scope_key text
funds_file.changes jsonb
funds_file.decided_at timestamp(3) with time zone
funds_file.decided_by text
funds_file.beside bigint[] default '{}'::bigint[]
funds_file_content.id uuid not null
funds_file_content.file_id bigint not null
funds_file_content.what text not null
funds_file_content.part integer not null
funds_file_content.sealed bytea not null
funds_file_day.file_id bigint not null
funds_file_day.acquirer text not null
funds_file_day.merchant_account text not null
funds_file_day.sales_day date not null
funds_file_day.line_count integer not null
funds_file_task.id uuid not null
funds_file_task.file_id bigint
funds_file_task.what text not null
funds_file_task.draft text
funds_file_task.public_key bytea
funds_file_task.asked_by text not null
funds_file_task.asked_at timestamp(3) with time zone not null
funds_file_task.done_at timestamp(3) with time zone
funds_file_task.outcome jsonb
funds_file_task.device_document_id uuid
funds_file_task_part.task_id uuid not null
funds_file_task_part.part integer not null
funds_file_task_part.content bytea not null
funds_identity.name text not null
funds_identity.about text not null
funds_identity.run_id bigint not null
funds_identity.terms jsonb not null
funds_identity.residue numeric not null
funds_identity.holds boolean not null
funds_mapping.id text not null
funds_mapping.version integer not null
funds_mapping.document jsonb not null
funds_mapping.made_at timestamp(3) with time zone not null default clock_timestamp()
funds_mapping.made_by text not null
funds_payment.store_id integer not null
funds_payment.opened_on date not null
funds_payment.payment_id uuid not null
funds_payment.kind text not null
funds_payment.currency character(3) not null
funds_payment.amount_minor bigint not null
funds_payment.state text not null default 'new'::text
funds_payment.not_told jsonb
funds_payment.acquirer text
funds_payment.merchant_account text
funds_payment.contract_id text
funds_payment.contract_version integer
funds_payment.calendars jsonb
funds_payment.gross numeric
funds_payment.fee numeric
funds_payment.net numeric
funds_payment.sales_day date
funds_payment.payout_on date
funds_payment.due_on date
funds_payment.late_after date
funds_payment.missing_after date
funds_payment.file_due date
funds_payment.position text not null default 'authorised'::text
funds_payment.exits text[] default '{}'::text[]
funds_payment.health text not null default 'on_time'::text
funds_payment.settled_minor bigint
funds_payment.settled_fee numeric
funds_payment.payout_id bigint
funds_payment.arrived_on date
funds_payment.open boolean not null default true
funds_payment.run_id bigint
funds_payment_default.store_id integer not null
funds_payment_default.opened_on date not null
funds_payment_default.payment_id uuid not null
funds_payment_default.kind text not null
funds_payment_default.currency character(3) not null
funds_payment_default.amount_minor bigint not null
funds_payment_default.state text not null default 'new'::text
funds_payment_default.not_told jsonb
funds_payment_default.acquirer text
funds_payment_default.merchant_account text
funds_payment_default.contract_id text
funds_payment_default.contract_version integer
funds_payment_default.calendars jsonb
funds_payment_default.gross numeric
funds_payment_default.fee numeric
funds_payment_default.net numeric
funds_payment_default.sales_day date
funds_payment_default.payout_on date
funds_payment_default.due_on date
funds_payment_default.late_after date
funds_payment_default.missing_after date
funds_payment_default.file_due date
funds_payment_default.position text not null default 'authorised'::text
funds_payment_default.exits text[] default '{}'::text[]
funds_payment_default.health text not null default 'on_time'::text
funds_payment_default.settled_minor bigint
funds_payment_default.settled_fee numeric
funds_payment_default.payout_id bigint
funds_payment_default.arrived_on date
funds_payment_default.open boolean not null default true
funds_payment_default.run_id bigint
funds_pull.id uuid not null
funds_pull.name text not null
funds_pull.host text not null
funds_pull.port integer not null
funds_pull.user_name text not null
funds_pull.secret_kind text not null
funds_pull.folder text not null
funds_pull.pattern text not null
funds_pull.every_minutes integer not null
funds_pull.host_key text
funds_pull.next_look_at timestamp(3) with time zone not null
funds_pull.looked_at timestamp(3) with time zone
funds_pull.trouble text
funds_pull.kind text not null default 'sftp'::text
funds_pull.settings jsonb not null default '{}'::jsonb
funds_pull.notice_refused_at timestamp(3) with time zone
funds_pull.failed_looks integer not null default 0
funds_pull_bill.pull_id uuid not null
funds_pull_bill.name text not null
funds_pull_bill.what text not null
funds_pull_bill.day date
funds_pull_bill.asked jsonb
funds_pull_bill.state text not null default 'due'::text
funds_pull_bill.tries integer not null default 0
funds_pull_bill.next_try_at timestamp(3) with time zone not null
funds_pull_bill.trouble text
funds_pull_bill.settled_at timestamp(3) with time zone
funds_pull_bill.file_id bigint
funds_pull_secret.id uuid not null
funds_pull_secret.sealed bytea not null
funds_pulled_file.pull_id uuid not null
funds_pulled_file.name text not null
funds_pulled_file.size bigint not null
funds_pulled_file.changed_s bigint not null
funds_pulled_file.fetched_at timestamp(3) with time zone
funds_pulled_file.file_id bigint
funds_resolution_limit.currency character(3) not null
funds_resolution_limit.limit_minor bigint not null
funds_resolution_limit.changed_at timestamp(3) with time zone not null
funds_route.id integer not null identity
funds_route.store_id integer
funds_route.country character(2)
funds_route.currency character(3) not null
funds_route.scheme text
funds_route.wallet text
funds_route.merchant_number text
funds_route.acquirer text not null
funds_route.merchant_account text not null
funds_route.valid_from date not null
funds_route.valid_to date
funds_route.made_at timestamp(3) with time zone not null default clock_timestamp()
funds_route.made_by text not null
funds_run.id bigint not null identity
funds_run.began_at timestamp(3) with time zone not null
funds_run.ended_at timestamp(3) with time zone not null
funds_run.as_of date not null
funds_run.files bigint[]
funds_run.counts jsonb not null
funds_run.result bytea not null
funds_source.id integer not null identity
funds_source.name text not null
funds_source.kind text not null
funds_source.acquirer text
funds_source.merchant_account text
funds_source.bank_account_id integer
funds_source.format text
funds_source.mapping_id text
funds_source.calendars text[]
funds_source.due_after_days integer not null
funds_source.due_minute integer not null
funds_source.time_zone text not null
funds_source.active_from date not null
funds_source.active_to date
health_finding.id uuid not null
health_finding.code text not null
health_finding.severity text not null
health_finding.store_id integer not null
health_finding.terminal_id integer
health_finding.agent_id integer
health_finding.since timestamp(3) with time zone not null
health_finding.found_at timestamp(3) with time zone not null
health_finding.until timestamp(3) with time zone
health_finding.figures jsonb not null
hub_certificate.host text not null
hub_certificate.port integer not null
hub_certificate.fingerprint text not null
hub_certificate.subject text not null
hub_certificate.issuer text not null
hub_certificate.names text not null
hub_certificate.valid_from timestamp(3) with time zone not null
hub_certificate.valid_until timestamp(3) with time zone not null
hub_certificate.since timestamp(3) with time zone not null
hub_event.id uuid not null
hub_event.at timestamp(3) with time zone not null
hub_event.kind text not null
hub_event.agent_id integer
hub_event.store_id integer
hub_event.detail jsonb not null
hub_node.id uuid not null
hub_node.host text not null
hub_node.started_at timestamp(3) with time zone not null default now()
hub_node.seen_at timestamp(3) with time zone not null default now()
hub_node.address text
hub_node.line text not null default 'alone'::text
inspection.id uuid not null
inspection.content_hash bytea not null
inspection.device_id integer not null
inspection.store_id integer not null
inspection.class text not null
inspection.class_version integer not null
inspection.answers jsonb not null
inspection.label_serial text
inspection.listed_serial text
inspection.told_serial text
inspection.seal_number text
inspection.seal_found text
inspection.result text not null
inspection.findings text[]
inspection.note text
inspection.done_at timestamp(3) with time zone not null
inspection.sent_at timestamp(3) with time zone not null
inspection.recorded_at timestamp(3) with time zone not null
inspection.inspected_by text not null
inspection.trained boolean not null
inspection.corrects uuid
inspection.looked_at timestamp(3) with time zone
inspection_class.class text not null
inspection_class.version integer not null
inspection_class.days integer not null
inspection_class.items text[]
inspection_class.analysis text not null
inspection_class.reason text not null
inspection_class.set_at timestamp(3) with time zone not null
inspection_class.set_by text not null
inspection_photo.inspection_id uuid not null
inspection_photo.position integer not null
inspection_photo.document_id uuid not null
inspector_training.id uuid not null
inspector_training.person_id text not null
inspector_training.topic text not null
inspector_training.held_on date not null
inspector_training.valid_until date not null
inspector_training.evidence text not null
inspector_training.recorded_at timestamp(3) with time zone not null
inspector_training.recorded_by text not null
inspector_training.withdrawn_at timestamp(3) with time zone
inspector_training.withdrawn_by text
inspector_training.withdrawn_why text
installation.id uuid not null
installation.singleton boolean not null default true
installation.kind text not null
installation.name text not null
installation.log_origin text not null
installation.reporting_currency character(3) not null
installation.hub_id uuid not null
installation.created_at timestamp(3) with time zone not null default now()
join_code.locator character(4) not null
join_code.secret_hash bytea not null
join_code.store_id integer not null
join_code.created_by text not null
join_code.created_at timestamp(3) with time zone not null default now()
join_code.expires_at timestamp(3) with time zone not null
join_code.wrong_tries smallint not null default 0
join_code.used_at timestamp(3) with time zone
join_code.agent_id integer
join_code.device_id integer
lab_store.store_id integer not null
lab_store.marked_by text not null
lab_store.marked_at timestamp(3) with time zone not null
lane.id integer not null identity
lane.store_id integer not null
lane.key text not null
legal_entity.id integer not null identity
legal_entity.name text not null
legal_entity.country character(2) not null
operations_alert.id uuid not null
operations_alert.rule text not null
operations_alert.subject text not null
operations_alert.severity text not null
operations_alert.raised_at timestamp(3) with time zone not null
operations_alert.ended_at timestamp(3) with time zone
operations_alert.ended_why text
operations_alert.raised_value double precision not null
operations_alert.worst_value double precision not null
operations_alert.last_value double precision not null
operations_alert.raise_at double precision not null
operations_alert.judged_at timestamp(3) with time zone not null
operations_alert.acknowledged_at timestamp(3) with time zone
operations_alert.acknowledged_by text
operations_alert.store_id integer
operations_notice.alert_id uuid not null
operations_notice.event text not null
operations_notice.channel text not null
operations_notice.due_at timestamp(3) with time zone not null
operations_notice.failures integer not null default 0
operations_notice.trouble text
operations_notice.taken_at timestamp(3) with time zone
operations_notice.given_up_at timestamp(3) with time zone
operations_notice.destination_id uuid
passkey.id uuid not null
passkey.user_id text not null
passkey.name text not null
passkey.credential_id bytea not null
passkey.public_key bytea not null
passkey.sign_count bigint not null
passkey.transports text[] default '{}'::text[]
passkey.backed_up boolean not null
passkey.created_at timestamp(3) with time zone not null
passkey.last_used_at timestamp(3) with time zone
passkey_challenge.id uuid not null
passkey_challenge.challenge text not null
passkey_challenge.purpose text not null
passkey_challenge.session_id text
passkey_challenge.expires_at timestamp(3) with time zone not null
password_history.user_id text not null
password_history.set_at timestamp(3) with time zone not null
password_history.hash text not null
payment.store_id integer not null
payment.opened_on date not null
payment.id uuid not null
payment.lane_id integer not null
payment.terminal_id integer not null
payment.agent_id integer not null
payment.kind text not null
payment.intake text not null
payment.parent uuid
payment.basket text
payment.cashier text
payment.requested_minor bigint not null
payment.currency character(3) not null
payment.authorised_minor bigint
payment.tip_minor bigint
payment.cashback_minor bigint
payment.surcharge_minor bigint
payment.dcc_minor bigint
payment.dcc_currency character(3)
payment.outcome text not null
payment.final boolean not null default false
payment.stage text
payment.reason text
payment.recovered boolean not null default false
payment.scheme text
payment.funding text
payment.wallet text
payment.first6 text
payment.last4 text
payment.card_name text
payment.entry text
payment.cvm text
payment.authorised text
payment.authorisation_code text
payment.trace text
payment.retrieval_reference text
payment.receipt text
payment.terminal_batch text
payment.tid text
payment.merchant_number text
payment.application_id text
payment.result_code text
payment.result_text text
payment.terminal_date text
payment.terminal_time text
payment.opened_at timestamp(3) with time zone not null
payment.answered_at timestamp(3) with time zone
payment.finalised_at timestamp(3) with time zone
payment.business_date date not null
payment.time_zone text not null
payment.recorded_at timestamp(3) with time zone not null default now()
payment.updated_at timestamp(3) with time zone not null default now()
payment.last_epoch integer not null
payment.last_seq bigint not null
payment_default.store_id integer not null
payment_default.opened_on date not null
payment_default.id uuid not null
payment_default.lane_id integer not null
payment_default.terminal_id integer not null
payment_default.agent_id integer not null
payment_default.kind text not null
payment_default.intake text not null
payment_default.parent uuid
payment_default.basket text
payment_default.cashier text
payment_default.requested_minor bigint not null
payment_default.currency character(3) not null
payment_default.authorised_minor bigint
payment_default.tip_minor bigint
payment_default.cashback_minor bigint
payment_default.surcharge_minor bigint
payment_default.dcc_minor bigint
payment_default.dcc_currency character(3)
payment_default.outcome text not null
payment_default.final boolean not null default false
payment_default.stage text
payment_default.reason text
payment_default.recovered boolean not null default false
payment_default.scheme text
payment_default.funding text
payment_default.wallet text
payment_default.first6 text
payment_default.last4 text
payment_default.card_name text
payment_default.entry text
payment_default.cvm text
payment_default.authorised text
payment_default.authorisation_code text
payment_default.trace text
payment_default.retrieval_reference text
payment_default.receipt text
payment_default.terminal_batch text
payment_default.tid text
payment_default.merchant_number text
payment_default.application_id text
payment_default.result_code text
payment_default.result_text text
payment_default.terminal_date text
payment_default.terminal_time text
payment_default.opened_at timestamp(3) with time zone not null
payment_default.answered_at timestamp(3) with time zone
payment_default.finalised_at timestamp(3) with time zone
payment_default.business_date date not null
payment_default.time_zone text not null
payment_default.recorded_at timestamp(3) with time zone not null default now()
payment_default.updated_at timestamp(3) with time zone not null default now()
payment_default.last_epoch integer not null
payment_default.last_seq bigint not null
payout.id bigint not null identity
payout.file_id bigint not null
payout.acquirer text not null
payout.merchant_account text not null
payout.bank_account_id integer
payout.currency character(3) not null
payout.batch text not null
payout.amount_minor bigint not null
payout.reference_texts text[]
payout.announced_on date not null
payout.due_on date not null
payout.first_on date not null
payout.last_on date not null
payout.store_group text
payout.carried_over boolean not null default false
payout.gross numeric not null
payout.fees numeric not null
payout.net numeric not null
payout.line_count integer not null
payout.open boolean not null
payout.announced boolean not null default true
payout.own_minor bigint
payout.minimum_minor bigint not null default 0
payout.sales_day date
payout.carried_into bigint
payout.replaced_by bigint
pending_authenticator.user_id text not null
pending_authenticator.session_id text not null
pending_authenticator.secret text not null
pending_authenticator.expires_at timestamp(3) with time zone not null
quarantined_batch.id uuid not null
quarantined_batch.agent_id integer not null
quarantined_batch.reason text not null
quarantined_batch.received_at timestamp(3) with time zone not null default now()
quarantined_batch.batch jsonb not null
rate.on_date date not null
rate.base character(3) not null
rate.quote character(3) not null
rate.rate numeric(20,10) not null
rate.source text not null
rate_bucket.subject text not null
rate_bucket.full_at timestamp(3) with time zone not null
redundancy_drill.id uuid not null
redundancy_drill.store_id integer not null
redundancy_drill.axis text not null
redundancy_drill.subject text not null
redundancy_drill.main text not null
redundancy_drill.spare text not null
redundancy_drill.reason text not null
redundancy_drill.command_id uuid
redundancy_drill.state text not null
redundancy_drill.begun_by text not null
redundancy_drill.begun_at timestamp(3) with time zone not null
redundancy_drill.ends_at timestamp(3) with time zone not null
redundancy_drill.ended_at timestamp(3) with time zone
redundancy_drill.ended_by text
redundancy_drill.code text
redundancy_evidence.id uuid not null
redundancy_evidence.store_id integer not null
redundancy_evidence.axis text not null
redundancy_evidence.subject text not null
redundancy_evidence.spare text not null
redundancy_evidence.kind text not null
redundancy_evidence.drill_id uuid
redundancy_evidence.shown_at timestamp(3) with time zone not null
redundancy_evidence.found_at timestamp(3) with time zone not null
redundancy_evidence.figures jsonb not null
redundancy_evidence.events jsonb not null
redundancy_evidence.agent_id integer not null
redundancy_evidence.epoch integer not null
redundancy_evidence.seq bigint not null
retention_period.class text not null
retention_period.version integer not null
retention_period.days integer not null
retention_period.changed_at timestamp(3) with time zone not null
retention_period.changed_by text not null
retention_run.id uuid not null
retention_run.class text not null
retention_run.began_at timestamp(3) with time zone not null
retention_run.days integer not null
retention_run.cut_off timestamp(3) with time zone not null
retention_run.removed bigint not null default 0
retention_run.oldest timestamp(3) with time zone
retention_run.newest timestamp(3) with time zone
retention_run.ended_at timestamp(3) with time zone
retention_run.left_over bigint
retention_run.held bigint
retention_size.day date not null
retention_size.class text not null
retention_size.bytes bigint not null
retention_volume.day date not null
retention_volume.free_bytes bigint not null
retention_volume.size_bytes bigint not null
review_signoff.id uuid not null
review_signoff.kind text not null
review_signoff.at timestamp(3) with time zone not null
review_signoff.by_user_id text not null
review_signoff.note text not null
sales_day.store_id integer not null
sales_day.business_date date not null
sales_day.currency character(3) not null
sales_day.scheme text not null
sales_day.funding text not null
sales_day.wallet text not null default ''::text
sales_day.sales_minor bigint not null default 0
sales_day.approved integer not null default 0
sales_day.declined integer not null default 0
sales_day.cancelled integer not null default 0
sales_day.refunded_minor bigint not null default 0
sales_minute.store_id integer not null
sales_minute.minute timestamp(3) with time zone not null
sales_minute.recorded_minute timestamp(3) with time zone not null
sales_minute.currency character(3) not null
sales_minute.scheme text not null
sales_minute.funding text not null
sales_minute.wallet text not null default ''::text
sales_minute.business_date date not null
sales_minute.sales_minor bigint not null default 0
sales_minute.approved integer not null default 0
sales_minute.declined integer not null default 0
sales_minute.cancelled integer not null default 0
screen_pairing.id uuid not null
screen_pairing.code_hash bytea not null
screen_pairing.claim_hash bytea not null
screen_pairing.opened_at timestamp(3) with time zone not null
screen_pairing.expires_at timestamp(3) with time zone not null
screen_pairing.screen_id uuid
screen_pairing.claimed_at timestamp(3) with time zone
server_key.kind text not null
server_key.id text not null
server_key.public_key bytea
server_key.first_at timestamp(3) with time zone not null
server_key.current_since timestamp(3) with time zone not null
session.id text not null
session.expires_at timestamp(3) with time zone not null
session.token text not null
session.created_at timestamp(3) with time zone not null default now()
session.updated_at timestamp(3) with time zone not null default now()
session.ip_address text
session.user_agent text
session.user_id text not null
session.second_factor_at timestamp(3) with time zone
session.last_action_at timestamp(3) with time zone
session.factors text[] default '{}'::text[]
session.factor_shown_at timestamp(3) with time zone
settlement_line.file_id bigint not null
settlement_line.position integer not null
settlement_line.line integer not null
settlement_line.character_offset bigint not null
settlement_line.acquirer text not null
settlement_line.merchant_account text not null
settlement_line.currency character(3) not null
settlement_line.kind text not null
settlement_line.type text not null
settlement_line.method text
settlement_line.batch text
settlement_line.payout_id bigint
settlement_line.store_code text
settlement_line.terminal text
settlement_line.acquirer_reference text
settlement_line.merchant_reference text
settlement_line.retrieval_reference text
settlement_line.original_reference text
settlement_line.authorisation_code text
settlement_line.trace text
settlement_line.terminal_batch text
settlement_line.card text
settlement_line.happened_at timestamp(3) with time zone
settlement_line.sales_day date
settlement_line.gross numeric
settlement_line.gross_currency character(3)
settlement_line.fees numeric not null
settlement_line.net numeric not null
settlement_line.gross_minor bigint not null
settlement_line.net_minor bigint not null
settlement_line.text text
settlement_line.open boolean not null default false
settlement_line_open.file_id bigint not null
settlement_line_open.position integer not null
setup_link.token_hash bytea not null
setup_link.created_at timestamp(3) with time zone not null default now()
setup_link.expires_at timestamp(3) with time zone not null
setup_link.used_at timestamp(3) with time zone
setup_link.kind text not null default 'first'::text
setup_link.email text
setup_link.role text
setup_link.reach text
setup_link.reach_country character(2)
setup_link.reach_region text
setup_link.reach_store_ids integer[] default '{}'::integer[]
setup_link.user_id text
setup_link.made_by text
setup_link.id uuid not null
setup_link.revoked_at timestamp(3) with time zone
sign_in_failure.subject text not null
sign_in_failure.failures integer not null
sign_in_failure.first_at timestamp(3) with time zone not null
sign_in_failure.locked_until timestamp(3) with time zone
store.id integer not null identity
store.code text not null
store.name text not null
store.name_lang text not null
store.country character(2) not null
store.region text not null
store.city text not null
store.currency character(3) not null
store.legal_entity_id integer not null
store.opened_on date not null
store.closed_on date
store_hours.store_id integer not null
store_hours.valid_from date not null
store_hours.time_zone text not null
store_hours.cut_off_minutes smallint not null
store_rev.store_id integer not null
store_rev.rev bigint not null default 0
store_rev.updated_at timestamp(3) with time zone not null default now()
terminal.id integer not null identity
terminal.store_id integer not null
terminal.protocol text not null
terminal.link text not null
terminal.address text not null
terminal.label text
terminal.note text
terminal.serial text
terminal.model text
terminal.software text
terminal.created_at timestamp(3) with time zone not null default now()
terminal_assignment.terminal_id integer not null
terminal_assignment.agent_id integer not null
terminal_assignment.key text not null
terminal_assignment.lane_id integer not null
terminal_assignment.since timestamp(3) with time zone not null
terminal_assignment.until timestamp(3) with time zone
terminal_assignment.recorded_at timestamp(3) with time zone not null default now()
terminal_assignment.until_recorded_at timestamp(3) with time zone
terminal_condition.terminal_id integer not null
terminal_condition.since timestamp(3) with time zone not null
terminal_condition.until timestamp(3) with time zone
terminal_condition.condition text not null
terminal_condition.reason text
terminal_condition.code text
terminal_condition.text text
terminal_condition.agent_id integer not null
terminal_condition.epoch integer not null
terminal_condition.seq bigint not null
terminal_condition.recorded_at timestamp(3) with time zone not null default now()
terminal_hour.hour timestamp(3) with time zone not null
terminal_hour.terminal_id integer not null
terminal_hour.approved integer not null
terminal_hour.declined integer not null
terminal_hour.last_approved_at timestamp(3) with time zone
terminal_hour.faults integer not null default 0
terminal_hour_day.day date not null
terminal_hour_day.counted_at timestamp(3) with time zone not null
terminal_pace.terminal_id integer not null
terminal_pace.first_hour timestamp(3) with time zone not null
terminal_pace.last_approved_at timestamp(3) with time zone
terminal_pace.open_since timestamp(3) with time zone
terminal_pace.usual_approved integer not null default 0
terminal_pace.usual_declined integer not null default 0
terminal_totals.store_id integer not null
terminal_totals.agent_id integer not null
terminal_totals.epoch integer not null
terminal_totals.seq bigint not null
terminal_totals.terminal_id integer not null
terminal_totals.at timestamp(3) with time zone not null
terminal_totals.currency character(3) not null
terminal_totals.amount_minor bigint not null
terminal_totals.receipt_from text
terminal_totals.receipt_to text
terminal_totals.brands jsonb not null
terminal_totals.result_code text not null
totp_step.user_id text not null
totp_step.step bigint not null
two_factor.id text not null
two_factor.secret text not null
two_factor.backup_codes text not null
two_factor.user_id text not null
two_factor.verified boolean default true
two_factor.failed_verification_count integer default 0
two_factor.locked_until timestamp(3) with time zone
two_factor.verified_at timestamp(3) with time zone
user.id text not null
user.name text not null
user.email text not null
user.email_verified boolean not null default false
user.image text
user.created_at timestamp(3) with time zone not null default now()
user.updated_at timestamp(3) with time zone not null default now()
user.two_factor_enabled boolean default false
user.role text not null default 'auditor'::text
user.reach text not null default 'chain'::text
user.reach_country character(2)
user.reach_region text
user.reach_store_ids integer[] default '{}'::integer[]
user.state text not null default 'active'::text
user.disabled_at timestamp(3) with time zone
user.disabled_reason text
user.last_seen_at timestamp(3) with time zone
user.password_changed_at timestamp(3) with time zone
user.enabled_at timestamp(3) with time zone
verification.id text not null
verification.identifier text not null
verification.value text not null
verification.expires_at timestamp(3) with time zone not null
verification.created_at timestamp(3) with time zone not null default now()
verification.updated_at timestamp(3) with time zone not null default now()
wall_screen.id uuid not null
wall_screen.name text not null
wall_screen.secret_hash bytea
wall_screen.reach text not null
wall_screen.reach_country character(2)
wall_screen.reach_region text
wall_screen.reach_store_ids integer[] default '{}'::integer[]
wall_screen.paired_by text not null
wall_screen.paired_at timestamp(3) with time zone not null
wall_screen.expires_at timestamp(3) with time zone not null
wall_screen.last_seen_at timestamp(3) with time zone
wall_screen.revoked_at timestamp(3) with time zone
witnessed_log.origin text not null
witnessed_log.size bigint not null
witnessed_log.root bytea not null
witnessed_log.note text not null
witnessed_log.cosigned_at timestamp(3) with time zone not null
witnessed_log.refused_at timestamp(3) with time zone
witnessed_log_refusal.origin text not null
witnessed_log_refusal.size bigint not null
witnessed_log_refusal.root bytea not null
witnessed_log_refusal.at timestamp(3) with time zone not null
witnessed_log_refusal.why text not null
witnessed_log_refusal.seen_size bigint not null
witnessed_log_refusal.seen_root bytea not null
witnessed_log_refusal.request bytea not null

-- constraints
access_review.access_review_opened_by_fkey FOREIGN KEY (opened_by) REFERENCES "user"(id)
access_review.access_review_pkey PRIMARY KEY (id)
access_review_decision.access_review_decision_decided_by_fkey FOREIGN KEY (decided_by) REFERENCES "user"(id)
access_review_decision.access_review_decision_decision_check CHECK ((decision = ANY (ARRAY['keep'::text, 'remove'::text])))
access_review_decision.access_review_decision_item_id_fkey FOREIGN KEY (item_id) REFERENCES access_review_item(id)
access_review_decision.access_review_decision_pkey PRIMARY KEY (id)
access_review_decision.access_review_decision_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500)))
access_review_item.access_review_item_facts_check CHECK ((jsonb_typeof(facts) = 'object'::text))
access_review_item.access_review_item_kind_check CHECK ((kind = ANY (ARRAY['person'::text, 'invitation'::text, 'token'::text, 'screen'::text, 'break_glass'::text])))
access_review_item.access_review_item_person_check CHECK (((kind <> ALL (ARRAY['person'::text, 'token'::text])) OR (person_id IS NOT NULL)))
access_review_item.access_review_item_person_id_fkey FOREIGN KEY (person_id) REFERENCES "user"(id)
access_review_item.access_review_item_pkey PRIMARY KEY (id)
access_review_item.access_review_item_review_id_fkey FOREIGN KEY (review_id) REFERENCES access_review(id)
access_review_item.access_review_item_review_id_kind_subject_id_key UNIQUE (review_id, kind, subject_id)
access_review_signature.access_review_signature_hash_check CHECK ((statement_hash = sha256(statement)))
access_review_signature.access_review_signature_pkey PRIMARY KEY (review_id)
access_review_signature.access_review_signature_review_id_fkey FOREIGN KEY (review_id) REFERENCES access_review(id)
access_review_signature.access_review_signature_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES "user"(id)
account.account_pkey PRIMARY KEY (id)
account.account_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
acquirer_terminal.acquirer_terminal_pkey PRIMARY KEY (id)
acquirer_terminal.acquirer_terminal_tid_merchant_number_key UNIQUE (tid, merchant_number)
acquirer_terminal_assignment.acquirer_terminal_assignment_acquirer_terminal_id_fkey FOREIGN KEY (acquirer_terminal_id) REFERENCES acquirer_terminal(id)
acquirer_terminal_assignment.acquirer_terminal_assignment_check CHECK (((until IS NULL) OR (until >= since)))
acquirer_terminal_assignment.acquirer_terminal_assignment_pkey PRIMARY KEY (acquirer_terminal_id, since)
acquirer_terminal_assignment.acquirer_terminal_assignment_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES terminal(id)
agent.agent_check CHECK (((state = 'revoked'::text) = (revoked_at IS NOT NULL)))
agent.agent_epoch_check CHECK ((epoch >= 1))
agent.agent_hub_addresses_check CHECK ((hub_addresses IS NOT NULL))
agent.agent_hub_in_use_check CHECK ((char_length(hub_in_use) <= 200))
agent.agent_next_public_key_check CHECK ((octet_length(next_public_key) = 32))
agent.agent_next_public_key_key UNIQUE (next_public_key)
agent.agent_pkey PRIMARY KEY (id)
agent.agent_public_key_check CHECK ((octet_length(public_key) = 32))
agent.agent_public_key_key UNIQUE (public_key)
agent.agent_state_check CHECK ((state = ANY (ARRAY['active'::text, 'revoked'::text, 'locked'::text])))
agent.agent_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
agent.agent_uid_key UNIQUE (uid)
agent_batch.agent_batch_check CHECK ((last_seq >= first_seq))
agent_batch.agent_batch_pkey PRIMARY KEY (agent_id, epoch, first_seq)
agent_command.agent_command_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
agent_command.agent_command_class_check CHECK (((class >= 0) AND (class <= 3)))
agent_command.agent_command_code_check CHECK ((char_length(code) <= 40))
agent_command.agent_command_counter_check CHECK ((counter >= 1))
agent_command.agent_command_counter_key UNIQUE (agent_id, counter)
agent_command.agent_command_document_check CHECK (((kind <> 'agent.configure'::text) OR (args ? 'document'::text))) NOT VALID
agent_command.agent_command_end_check CHECK ((((state = 'ended'::text) = (outcome IS NOT NULL)) AND ((outcome IS NULL) = (ended_at IS NULL))))
agent_command.agent_command_epoch_check CHECK ((epoch >= 1))
agent_command.agent_command_key_id_check CHECK ((key_id ~ '^[0-9a-f]{16}$'::text))
agent_command.agent_command_kind_check CHECK ((kind ~ '^[a-z][a-z_.]{0,59}$'::text))
agent_command.agent_command_lines_check CHECK ((lines IS NOT NULL))
agent_command.agent_command_numbered_check CHECK (((counter IS NOT NULL) OR (state = ANY (ARRAY['proposed'::text, 'planned'::text, 'ended'::text]))))
agent_command.agent_command_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'failed'::text, 'refused'::text, 'expired'::text, 'unknown'::text, 'withdrawn'::text, 'unanswered'::text])))
agent_command.agent_command_pkey PRIMARY KEY (id)
agent_command.agent_command_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500)))
agent_command.agent_command_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES "user"(id)
agent_command.agent_command_signature_check CHECK ((octet_length(signature) = 64))
agent_command.agent_command_signed_check CHECK ((((signed_order IS NULL) = (signature IS NULL)) AND ((signature IS NULL) = (key_id IS NULL))))
agent_command.agent_command_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'planned'::text, 'waiting'::text, 'sent'::text, 'started'::text, 'ended'::text])))
agent_command.agent_command_time_check CHECK ((not_before <= expires_at))
agent_command_approval.agent_command_approval_command_id_fkey FOREIGN KEY (command_id) REFERENCES agent_command(id)
agent_command_approval.agent_command_approval_person_id_fkey FOREIGN KEY (person_id) REFERENCES "user"(id)
agent_command_approval.agent_command_approval_pkey PRIMARY KEY (command_id, person_id)
agent_configuration.agent_configuration_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
agent_configuration.agent_configuration_cause_check CHECK ((cause ~ '^[a-z0-9_]{1,40}$'::text))
agent_configuration.agent_configuration_command_id_fkey FOREIGN KEY (command_id) REFERENCES agent_command(id)
agent_configuration.agent_configuration_command_id_key UNIQUE (command_id)
agent_configuration.agent_configuration_detail_check CHECK ((char_length(detail) <= 2000))
agent_configuration.agent_configuration_document_check CHECK ((char_length(document) <= 14000))
agent_configuration.agent_configuration_epoch_check CHECK ((epoch >= 1))
agent_configuration.agent_configuration_hash_check CHECK ((octet_length(hash) = 32))
agent_configuration.agent_configuration_made_by_fkey FOREIGN KEY (made_by) REFERENCES "user"(id)
agent_configuration.agent_configuration_number_check CHECK (((number >= 1) AND (number <= 1000000)))
agent_configuration.agent_configuration_pkey PRIMARY KEY (agent_id, number)
agent_configuration.agent_configuration_state_check CHECK ((state = ANY (ARRAY['sent'::text, 'on_trial'::text, 'in_force'::text, 'replaced'::text, 'returned'::text, 'set_aside'::text])))
agent_configuration.agent_configuration_why_check CHECK (((char_length(why) >= 1) AND (char_length(why) <= 500)))
agent_hub_path.agent_hub_path_address_check CHECK ((char_length(address) <= 200))
agent_hub_path.agent_hub_path_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
agent_hub_path.agent_hub_path_cause_check CHECK ((cause = ANY (ARRAY['trouble'::text, 'return'::text, 'drill'::text, 'drill_over'::text])))
agent_hub_path.agent_hub_path_pkey PRIMARY KEY (agent_id, epoch, seq)
agent_hub_path.agent_hub_path_place_check CHECK (((place >= 0) AND (place <= 7)))
agent_hub_path.agent_hub_path_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
agent_hub_path.agent_hub_path_way_check CHECK ((way = ANY (ARRAY['websocket'::text, 'https'::text])))
agent_join.agent_join_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
agent_join.agent_join_check CHECK ((offered >= confirmed))
agent_join.agent_join_confirmed_check CHECK ((confirmed >= 0))
agent_join.agent_join_pkey PRIMARY KEY (agent_id)
agent_key.agent_key_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
agent_key.agent_key_pkey PRIMARY KEY (agent_id, since)
agent_key.agent_key_public_key_check CHECK ((octet_length(public_key) = 32))
agent_presence.agent_presence_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
agent_presence.agent_presence_check CHECK (((until IS NULL) OR (until >= since)))
agent_presence.agent_presence_pkey PRIMARY KEY (agent_id, since)
agent_release.agent_release_bytes_check CHECK ((bytes > 0))
agent_release.agent_release_pkey PRIMARY KEY (version, platform)
agent_release.agent_release_platform_check CHECK ((platform ~ '^[a-z0-9-]{1,40}$'::text))
agent_release.agent_release_sha256_check CHECK ((octet_length(sha256) = 32))
agent_release.agent_release_version_check CHECK ((version ~ '^\d{1,6}\.\d{1,6}\.\d{1,6}$'::text))
agent_rollout.agent_rollout_body_check CHECK ((char_length(body) <= 2000))
agent_rollout.agent_rollout_pkey PRIMARY KEY (id)
agent_rollout.agent_rollout_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES "user"(id)
agent_rollout.agent_rollout_ring_check CHECK (((ring >= 0) AND (ring <= 4)))
agent_rollout.agent_rollout_soak_minutes_check CHECK (((soak_minutes IS NOT NULL) AND (cardinality(soak_minutes) = 5)))
agent_rollout.agent_rollout_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'running'::text, 'paused'::text, 'stopped'::text, 'done'::text])))
agent_rollout_agent.agent_rollout_agent_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
agent_rollout_agent.agent_rollout_agent_command_id_fkey FOREIGN KEY (command_id) REFERENCES agent_command(id)
agent_rollout_agent.agent_rollout_agent_pkey PRIMARY KEY (rollout_id, agent_id)
agent_rollout_agent.agent_rollout_agent_return_command_id_fkey FOREIGN KEY (return_command_id) REFERENCES agent_command(id)
agent_rollout_agent.agent_rollout_agent_ring_check CHECK (((ring >= 0) AND (ring <= 4)))
agent_rollout_agent.agent_rollout_agent_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES agent_rollout(id)
agent_rollout_agent.agent_rollout_agent_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
agent_rollout_approval.agent_rollout_approval_person_id_fkey FOREIGN KEY (person_id) REFERENCES "user"(id)
agent_rollout_approval.agent_rollout_approval_pkey PRIMARY KEY (rollout_id, person_id)
agent_rollout_approval.agent_rollout_approval_rollout_id_fkey FOREIGN KEY (rollout_id) REFERENCES agent_rollout(id)
agent_stream.agent_stream_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
agent_stream.agent_stream_head_check CHECK ((octet_length(head) = 32))
agent_stream.agent_stream_high_water_check CHECK ((high_water >= 0))
agent_stream.agent_stream_pkey PRIMARY KEY (agent_id, epoch)
agent_trouble.agent_trouble_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
agent_trouble.agent_trouble_code_check CHECK ((code ~ '^[a-z0-9_]{1,40}$'::text))
agent_trouble.agent_trouble_pkey PRIMARY KEY (agent_id, code, since)
agent_vitals.agent_vitals_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
agent_vitals.agent_vitals_disk_free_bytes_check CHECK ((disk_free_bytes >= 0))
agent_vitals.agent_vitals_disk_size_bytes_check CHECK ((disk_size_bytes > 0))
agent_vitals.agent_vitals_memory_free_bytes_check CHECK ((memory_free_bytes >= 0))
agent_vitals.agent_vitals_memory_size_bytes_check CHECK ((memory_size_bytes > 0))
agent_vitals.agent_vitals_pkey PRIMARY KEY (agent_id)
agent_vitals.agent_vitals_up_seconds_check CHECK ((up_seconds >= 0))
alert_destination.alert_destination_after_minutes_check CHECK (((after_minutes >= 0) AND (after_minutes <= 1440)))
alert_destination.alert_destination_kind_check CHECK ((kind = ANY (ARRAY['webhook'::text, 'email'::text, 'slack'::text, 'feishu'::text, 'dingtalk'::text, 'wecom'::text])))
alert_destination.alert_destination_least_severity_check CHECK ((least_severity = ANY (ARRAY['warning'::text, 'critical'::text])))
alert_destination.alert_destination_level_check CHECK ((level = ANY (ARRAY['chain'::text, 'country'::text, 'region'::text, 'store'::text])))
alert_destination.alert_destination_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80)))
alert_destination.alert_destination_pkey PRIMARY KEY (id)
alert_destination.alert_destination_place_check CHECK (
CASE level
    WHEN 'chain'::text THEN (num_nonnulls(country, region, store_id) = 0)
    WHEN 'country'::text THEN ((country IS NOT NULL) AND (num_nonnulls(region, store_id) = 0))
    WHEN 'region'::text THEN ((num_nonnulls(country, region) = 2) AND (store_id IS NULL))
    ELSE ((store_id IS NOT NULL) AND (num_nonnulls(country, region) = 0))
END)
alert_destination.alert_destination_removed_check CHECK (((removed_at IS NULL) = (removed_by IS NULL)))
alert_destination.alert_destination_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
alert_destination.alert_destination_test_trouble_check CHECK ((char_length(test_trouble) <= 80))
alert_destination_secret.alert_destination_secret_id_fkey FOREIGN KEY (id) REFERENCES alert_destination(id)
alert_destination_secret.alert_destination_secret_pkey PRIMARY KEY (id)
alert_rule.alert_rule_end_after_s_check CHECK (((end_after_s >= 0) AND (end_after_s <= 86400)))
alert_rule.alert_rule_end_at_check CHECK (((end_at >= (0)::double precision) AND (end_at <= ('1000000000000'::numeric)::double precision)))
alert_rule.alert_rule_figures_check CHECK ((num_nonnulls(is_on, severity, raise_at, end_at, raise_after_s, end_after_s) = ANY (ARRAY[0, 6])))
alert_rule.alert_rule_key UNIQUE NULLS NOT DISTINCT (rule, level, country, region, store_id, version)
alert_rule.alert_rule_level_check CHECK ((level = ANY (ARRAY['chain'::text, 'country'::text, 'region'::text, 'store'::text])))
alert_rule.alert_rule_pkey PRIMARY KEY (id)
alert_rule.alert_rule_place_check CHECK (
CASE level
    WHEN 'chain'::text THEN (num_nonnulls(country, region, store_id) = 0)
    WHEN 'country'::text THEN ((country IS NOT NULL) AND (num_nonnulls(region, store_id) = 0))
    WHEN 'region'::text THEN ((num_nonnulls(country, region) = 2) AND (store_id IS NULL))
    ELSE ((store_id IS NOT NULL) AND (num_nonnulls(country, region) = 0))
END)
alert_rule.alert_rule_raise_after_s_check CHECK (((raise_after_s >= 0) AND (raise_after_s <= 86400)))
alert_rule.alert_rule_raise_at_check CHECK (((raise_at >= (0)::double precision) AND (raise_at <= ('1000000000000'::numeric)::double precision)))
alert_rule.alert_rule_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500)))
alert_rule.alert_rule_rule_check CHECK ((rule ~ '^[a-z][a-z_]{0,39}$'::text))
alert_rule.alert_rule_severity_check CHECK ((severity = ANY (ARRAY['warning'::text, 'critical'::text])))
alert_rule.alert_rule_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
alert_rule.alert_rule_version_check CHECK ((version > 0))
alert_rule_base.alert_rule_base_pkey PRIMARY KEY (rule)
alert_rule_base.alert_rule_base_rule_check CHECK ((rule ~ '^[a-z][a-z_]{0,39}$'::text))
alert_rule_base.alert_rule_base_severity_check CHECK ((severity = ANY (ARRAY['warning'::text, 'critical'::text])))
alert_window.alert_window_ended_check CHECK (((ended_at IS NULL) = (ended_by IS NULL)))
alert_window.alert_window_level_check CHECK ((level = ANY (ARRAY['chain'::text, 'country'::text, 'region'::text, 'store'::text])))
alert_window.alert_window_pkey PRIMARY KEY (id)
alert_window.alert_window_place_check CHECK (
CASE level
    WHEN 'chain'::text THEN (num_nonnulls(country, region, store_id) = 0)
    WHEN 'country'::text THEN ((country IS NOT NULL) AND (num_nonnulls(region, store_id) = 0))
    WHEN 'region'::text THEN ((num_nonnulls(country, region) = 2) AND (store_id IS NULL))
    ELSE ((store_id IS NOT NULL) AND (num_nonnulls(country, region) = 0))
END)
alert_window.alert_window_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500)))
alert_window.alert_window_span_check CHECK ((ends_at > starts_at))
alert_window.alert_window_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
api_token.api_token_check CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '8760:00:00'::interval))))
api_token.api_token_ending_check CHECK ((char_length(ending) = 4))
api_token.api_token_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES "user"(id)
api_token.api_token_pkey PRIMARY KEY (id)
api_token.api_token_reach_check CHECK (((reach_store_ids IS NOT NULL) AND
CASE reach
    WHEN 'chain'::text THEN ((reach_country IS NULL) AND (reach_region IS NULL) AND (reach_store_ids = '{}'::integer[]))
    WHEN 'country'::text THEN ((reach_country IS NOT NULL) AND (reach_region IS NULL) AND (reach_store_ids = '{}'::integer[]))
    WHEN 'region'::text THEN ((reach_country IS NOT NULL) AND (reach_region IS NOT NULL) AND (reach_store_ids = '{}'::integer[]))
    WHEN 'stores'::text THEN ((reach_country IS NULL) AND (reach_region IS NULL))
    ELSE false
END))
api_token.api_token_secret_hash_check CHECK ((octet_length(secret_hash) = 32))
api_token.api_token_secret_hash_key UNIQUE (secret_hash)
approver_roster.approver_roster_hash_check CHECK ((octet_length(hash) = 32))
approver_roster.approver_roster_number_check CHECK ((number >= 1))
approver_roster.approver_roster_pkey PRIMARY KEY (number)
approver_roster.approver_roster_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES "user"(id)
approver_roster.approver_roster_roster_check CHECK ((char_length(roster) <= 250000))
approver_roster_approval.approver_roster_approval_number_fkey FOREIGN KEY (number) REFERENCES approver_roster(number) ON DELETE CASCADE
approver_roster_approval.approver_roster_approval_person_id_fkey FOREIGN KEY (person_id) REFERENCES "user"(id)
approver_roster_approval.approver_roster_approval_pkey PRIMARY KEY (number, person_id)
audit_archive.audit_archive_bytes_check CHECK ((bytes > 0))
audit_archive.audit_archive_check CHECK ((to_idx > from_idx))
audit_archive.audit_archive_check1 CHECK (((restored_until IS NULL) OR (away_at IS NULL)))
audit_archive.audit_archive_file_check CHECK ((file ~ '^[a-z0-9][a-z0-9._-]*$'::text))
audit_archive.audit_archive_from_idx_check CHECK ((from_idx >= 0))
audit_archive.audit_archive_month_check CHECK ((month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'::text))
audit_archive.audit_archive_pkey PRIMARY KEY (month)
audit_archive.audit_archive_root_check CHECK ((octet_length(root) = 32))
audit_archive.audit_archive_sha256_check CHECK ((octet_length(sha256) = 32))
audit_checkpoint.audit_checkpoint_pkey PRIMARY KEY (size, signed_at)
audit_checkpoint.audit_checkpoint_root_check CHECK ((octet_length(root) = 32))
audit_checkpoint.audit_checkpoint_size_check CHECK ((size >= 0))
audit_cosignature.audit_cosignature_pkey PRIMARY KEY (size, signed_at, witness)
audit_cosignature.audit_cosignature_size_signed_at_fkey FOREIGN KEY (size, signed_at) REFERENCES audit_checkpoint(size, signed_at)
audit_day_review.audit_day_review_hash_check CHECK ((statement_hash = sha256(statement)))
audit_day_review.audit_day_review_note_check CHECK (((char_length(note) >= 1) AND (char_length(note) <= 2000)))
audit_day_review.audit_day_review_pkey PRIMARY KEY (day)
audit_day_review.audit_day_review_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES "user"(id)
audit_entry.audit_entry_body_check CHECK ((octet_length(body) <= 65535))
audit_entry.audit_entry_outcome_check CHECK ((outcome = ANY (ARRAY['done'::text, 'refused'::text, 'failed'::text])))
audit_entry.audit_entry_pkey PRIMARY KEY (id)
audit_finding.audit_finding_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES audit_entry(id)
audit_finding.audit_finding_entry_id_rule_key UNIQUE (entry_id, rule)
audit_finding.audit_finding_facts_check CHECK ((jsonb_typeof(facts) = 'object'::text))
audit_finding.audit_finding_pkey PRIMARY KEY (id)
audit_finding.audit_finding_rule_version_check CHECK ((rule_version > 0))
audit_folded_refusal.audit_folded_refusal_pkey PRIMARY KEY (asker_type, asker_id, action, reason)
audit_folded_refusal.audit_folded_refusal_refusals_check CHECK ((refusals > 0))
audit_follower.audit_follower_id_check CHECK ((id = 1))
audit_follower.audit_follower_next_idx_check CHECK ((next_idx >= 0))
audit_follower.audit_follower_pkey PRIMARY KEY (id)
audit_leaf.audit_leaf_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES audit_entry(id)
audit_leaf.audit_leaf_entry_id_key UNIQUE (entry_id)
audit_leaf.audit_leaf_hash_check CHECK ((octet_length(hash) = 32))
audit_leaf.audit_leaf_idx_check CHECK ((idx >= 0))
audit_leaf.audit_leaf_pkey PRIMARY KEY (idx)
audit_loss.audit_loss_check CHECK (((common_size >= 0) AND (common_size < seen_size)))
audit_loss.audit_loss_confirmed_by_fkey FOREIGN KEY (confirmed_by) REFERENCES "user"(id)
audit_loss.audit_loss_confirmed_check CHECK ((((confirmed_by IS NULL) = (confirmed_at IS NULL)) AND ((confirmed_by IS NULL) = (entry_id IS NULL))))
audit_loss.audit_loss_declared_by_fkey FOREIGN KEY (declared_by) REFERENCES "user"(id)
audit_loss.audit_loss_declared_check CHECK ((((declared_by IS NULL) = (declared_at IS NULL)) AND ((declared_by IS NULL) = (why IS NULL))))
audit_loss.audit_loss_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES audit_entry(id)
audit_loss.audit_loss_entry_id_key UNIQUE (entry_id)
audit_loss.audit_loss_pkey PRIMARY KEY (id)
audit_loss.audit_loss_seen_size_check CHECK ((seen_size > 0))
audit_loss.audit_loss_two_people_check CHECK (((confirmed_by IS NULL) OR ((declared_by IS NOT NULL) AND (confirmed_by <> declared_by))))
audit_lost_tree.audit_lost_tree_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
audit_lost_tree.audit_lost_tree_loss_id_fkey FOREIGN KEY (loss_id) REFERENCES audit_loss(id)
audit_lost_tree.audit_lost_tree_pkey PRIMARY KEY (loss_id, size, root)
audit_lost_tree.audit_lost_tree_root_check CHECK ((octet_length(root) = 32))
audit_lost_tree.audit_lost_tree_size_check CHECK ((size > 0))
audit_personal.audit_personal_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES audit_entry(id) DEFERRABLE INITIALLY DEFERRED
audit_personal.audit_personal_pkey PRIMARY KEY (entry_id, name)
audit_personal.audit_personal_salt_check CHECK ((octet_length(salt) = 16))
audit_queue.audit_queue_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES audit_entry(id)
audit_queue.audit_queue_nth_key UNIQUE (nth)
audit_queue.audit_queue_pkey PRIMARY KEY (entry_id)
audit_rule.audit_rule_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES "user"(id)
audit_rule.audit_rule_parameters_check CHECK ((jsonb_typeof(parameters) = 'object'::text))
audit_rule.audit_rule_pkey PRIMARY KEY (rule, version)
audit_rule.audit_rule_version_check CHECK ((version > 1))
audit_sequencer.audit_sequencer_id_check CHECK ((id = 1))
audit_sequencer.audit_sequencer_pkey PRIMARY KEY (id)
audit_stream.audit_stream_format_check CHECK ((format = ANY (ARRAY['ocsf'::text, 'json'::text])))
audit_stream.audit_stream_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9._-]{0,39}$'::text))
audit_stream.audit_stream_name_key UNIQUE (name)
audit_stream.audit_stream_next_idx_check CHECK ((next_idx >= 0))
audit_stream.audit_stream_pkey PRIMARY KEY (id)
audit_stream.audit_stream_url_check CHECK ((url ~ '^(tls|https)://'::text))
audit_stream_secret.audit_stream_secret_id_fkey FOREIGN KEY (id) REFERENCES audit_stream(id) ON DELETE CASCADE
audit_stream_secret.audit_stream_secret_pkey PRIMARY KEY (id)
audit_tile.audit_tile_hashes_check CHECK ((octet_length(hashes) = 8192))
audit_tile.audit_tile_level_check CHECK (((level >= 0) AND (level <= 7)))
audit_tile.audit_tile_pkey PRIMARY KEY (level, tile)
audit_tile.audit_tile_root_check CHECK ((octet_length(root) = 32))
audit_tile.audit_tile_tile_check CHECK ((tile >= 0))
audit_tree.audit_tree_frontier_check CHECK ((octet_length(frontier) <= ((64 * 32) + 8)))
audit_tree.audit_tree_id_check CHECK ((id = 1))
audit_tree.audit_tree_pkey PRIMARY KEY (id)
audit_tree.audit_tree_size_check CHECK ((size >= 0))
audit_view.audit_view_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
audit_view.audit_view_pkey PRIMARY KEY (id)
audit_view.audit_view_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
audit_view.audit_view_user_id_name_key UNIQUE (user_id, name)
audit_witness.audit_witness_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
audit_witness.audit_witness_pkey PRIMARY KEY (agent_id)
audit_witness.audit_witness_public_key_check CHECK ((octet_length(public_key) = 32))
audit_witness.audit_witness_size_check CHECK ((size >= 0))
audit_witness.audit_witness_size_signed_at_fkey FOREIGN KEY (size, signed_at) REFERENCES audit_checkpoint(size, signed_at)
backup_watch.backup_watch_folder_check CHECK (((char_length(folder) >= 1) AND (char_length(folder) <= 4096)))
backup_watch.backup_watch_pkey PRIMARY KEY (folder)
bank_account.bank_account_legal_entity_id_fkey FOREIGN KEY (legal_entity_id) REFERENCES legal_entity(id)
bank_account.bank_account_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80)))
bank_account.bank_account_number_check CHECK ((number ~ '^[A-Z0-9]{4,40}$'::text))
bank_account.bank_account_number_key UNIQUE (number)
bank_account.bank_account_pkey PRIMARY KEY (id)
bank_line.bank_line_bank_account_id_fkey FOREIGN KEY (bank_account_id) REFERENCES bank_account(id)
bank_line.bank_line_file_id_fkey FOREIGN KEY (file_id) REFERENCES funds_file(id)
bank_line.bank_line_pkey PRIMARY KEY (file_id, "position")
bank_line.bank_line_position_check CHECK (("position" > 0))
bank_line.bank_line_statement_id_fkey FOREIGN KEY (statement_id) REFERENCES bank_statement(id) DEFERRABLE INITIALLY DEFERRED
bank_statement.bank_statement_bank_account_id_fkey FOREIGN KEY (bank_account_id) REFERENCES bank_account(id)
bank_statement.bank_statement_entry_count_check CHECK ((entry_count >= 0))
bank_statement.bank_statement_file_id_fkey FOREIGN KEY (file_id) REFERENCES funds_file(id)
bank_statement.bank_statement_kind_check CHECK ((kind = ANY (ARRAY['booked'::text, 'intraday'::text, 'notice'::text])))
bank_statement.bank_statement_pkey PRIMARY KEY (id)
break_glass.break_glass_account_id_fkey FOREIGN KEY (account_id) REFERENCES "user"(id)
break_glass.break_glass_acknowledged_by_fkey FOREIGN KEY (acknowledged_by) REFERENCES "user"(id)
break_glass.break_glass_acknowledged_check CHECK (((acknowledged_at IS NULL) = (acknowledged_by IS NULL)))
break_glass.break_glass_other_check CHECK ((acknowledged_by <> account_id))
break_glass.break_glass_pkey PRIMARY KEY (id)
break_glass.break_glass_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500)))
card_alarm.card_alarm_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
card_alarm.card_alarm_cause_check CHECK ((length(cause) <= 2000))
card_alarm.card_alarm_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES "user"(id)
card_alarm.card_alarm_closed_check CHECK (
CASE state
    WHEN 'open'::text THEN (num_nonnulls(ended_at, cause, fix, closed_at, closed_by) = 0)
    ELSE ((num_nonnulls(ended_at, cause, fix, closed_at, closed_by) = 5) AND (ended_at >= started_at))
END)
card_alarm.card_alarm_count_check CHECK ((count > 0))
card_alarm.card_alarm_fix_check CHECK ((length(fix) <= 2000))
card_alarm.card_alarm_numbers_check CHECK ((numbers IS NOT NULL))
card_alarm.card_alarm_pkey PRIMARY KEY (id)
card_alarm.card_alarm_place_check CHECK ((length(place) <= 160))
card_alarm.card_alarm_source_kind_check CHECK ((source_kind = ANY (ARRAY['agent'::text, 'terminal'::text, 'person'::text, 'token'::text, 'screen'::text])))
card_alarm.card_alarm_state_check CHECK ((state = ANY (ARRAY['open'::text, 'closed'::text])))
card_alarm.card_alarm_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
card_alarm.card_alarm_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES terminal(id)
card_alarm.card_alarm_truncated_check CHECK ((array_to_string(numbers, ','::text, '?'::text) ~ '^(\d{6}\*{3,9}\d{4}(,\d{6}\*{3,9}\d{4})*)?$'::text))
card_alarm_content.card_alarm_content_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
card_alarm_content.card_alarm_content_alarm_id_fkey FOREIGN KEY (alarm_id) REFERENCES card_alarm(id)
card_alarm_content.card_alarm_content_pkey PRIMARY KEY (id)
card_alarm_content.card_alarm_content_place_check CHECK ((((what = 'input'::text) = (agent_id IS NULL)) AND (num_nonnulls(agent_id, epoch, seq) = ANY (ARRAY[0, 3]))))
card_alarm_content.card_alarm_content_purged_check CHECK (((sealed IS NULL) = (purged_at IS NOT NULL)))
card_alarm_content.card_alarm_content_what_check CHECK ((what = ANY (ARRAY['event'::text, 'batch'::text, 'input'::text])))
card_alarm_opening.card_alarm_opening_alarm_id_fkey FOREIGN KEY (alarm_id) REFERENCES card_alarm(id)
card_alarm_opening.card_alarm_opening_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES "user"(id)
card_alarm_opening.card_alarm_opening_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES "user"(id)
card_alarm_opening.card_alarm_opening_order_check CHECK ((((approved_by IS NULL) = (approved_at IS NULL)) AND ((opened_at IS NULL) OR (approved_at IS NOT NULL))))
card_alarm_opening.card_alarm_opening_pkey PRIMARY KEY (id)
card_alarm_opening.card_alarm_opening_two_people_check CHECK ((approved_by <> asked_by))
card_alarm_opening.card_alarm_opening_why_check CHECK (((length(why) >= 1) AND (length(why) <= 1000)))
command_group.command_group_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES "user"(id)
command_group.command_group_approved_check CHECK (((approved_by IS NULL) OR (approved_by <> requested_by)))
command_group.command_group_at_once_check CHECK (((at_once >= 1) AND (at_once <= 500)))
command_group.command_group_begun_check CHECK (((state <> ALL (ARRAY['running'::text, 'done'::text])) OR (begun_at IS NOT NULL)))
command_group.command_group_class_check CHECK (((class >= 0) AND (class <= 2)))
command_group.command_group_end_check CHECK ((((state = ANY (ARRAY['stopped'::text, 'done'::text])) = (ended_at IS NOT NULL)) AND ((ended_at IS NULL) = (ended_why IS NULL))))
command_group.command_group_ended_why_check CHECK ((ended_why = ANY (ARRAY['all_told'::text, 'stopped'::text, 'failing'::text, 'expired'::text])))
command_group.command_group_kind_check CHECK ((kind ~ '^[a-z][a-z_.]{0,59}$'::text))
command_group.command_group_members_check CHECK ((members > 0))
command_group.command_group_members_hash_check CHECK ((octet_length(members_hash) = 32))
command_group.command_group_per_minute_check CHECK (((per_minute >= 1) AND (per_minute <= 6000)))
command_group.command_group_pkey PRIMARY KEY (id)
command_group.command_group_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500)))
command_group.command_group_requested_by_fkey FOREIGN KEY (requested_by) REFERENCES "user"(id)
command_group.command_group_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'running'::text, 'stopped'::text, 'done'::text])))
command_group.command_group_stores_check CHECK ((stores > 0))
command_group.command_group_tell_minutes_check CHECK (((tell_minutes >= 1) AND (tell_minutes <= 1440)))
command_group_agent.command_group_agent_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
command_group_agent.command_group_agent_command_id_fkey FOREIGN KEY (command_id) REFERENCES agent_command(id)
command_group_agent.command_group_agent_command_key UNIQUE (command_id)
command_group_agent.command_group_agent_epoch_check CHECK ((epoch >= 1))
command_group_agent.command_group_agent_group_id_fkey FOREIGN KEY (group_id) REFERENCES command_group(id)
command_group_agent.command_group_agent_key UNIQUE (group_id, agent_id, terminal)
command_group_agent.command_group_agent_passed_over_check CHECK ((passed_over = ANY (ARRAY['agent_gone'::text, 'terminal_gone'::text, 'configured_meanwhile'::text])))
command_group_agent.command_group_agent_pkey PRIMARY KEY (group_id, place)
command_group_agent.command_group_agent_place_check CHECK ((place > 0))
command_group_agent.command_group_agent_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
command_group_agent.command_group_agent_terminal_check CHECK ((char_length(terminal) <= 60))
command_group_agent.command_group_agent_told_check CHECK (((command_id IS NULL) OR (passed_over IS NULL)))
command_group_configuration.command_group_configuration_before_number_check CHECK ((before_number >= 0))
command_group_configuration.command_group_configuration_member_fkey FOREIGN KEY (group_id, place) REFERENCES command_group_agent(group_id, place)
command_group_configuration.command_group_configuration_pkey PRIMARY KEY (group_id, place)
commissioning.commissioning_begun_by_fkey FOREIGN KEY (begun_by) REFERENCES "user"(id)
commissioning.commissioning_end_check CHECK (((state = ANY (ARRAY['live'::text, 'withdrawn'::text])) = (ended_at IS NOT NULL)))
commissioning.commissioning_pkey PRIMARY KEY (id)
commissioning.commissioning_rev_check CHECK ((rev >= 1))
commissioning.commissioning_run_check CHECK ((run >= 0))
commissioning.commissioning_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES "user"(id)
commissioning.commissioning_signed_check CHECK (((num_nonnulls(statement, statement_hash, signed_by, signed_at) = ANY (ARRAY[0, 4])) AND ((state <> ALL (ARRAY['signed'::text, 'live'::text])) OR (statement IS NOT NULL))))
commissioning.commissioning_state_check CHECK ((state = ANY (ARRAY['open'::text, 'testing'::text, 'signed'::text, 'live'::text, 'withdrawn'::text])))
commissioning.commissioning_statement_check CHECK ((char_length(statement) <= 1000000))
commissioning.commissioning_statement_hash_check CHECK ((octet_length(statement_hash) = 32))
commissioning.commissioning_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
commissioning.commissioning_test_check CHECK (((state <> 'testing'::text) OR ((test_begun_at IS NOT NULL) AND (requirements IS NOT NULL) AND (design IS NOT NULL))))
commissioning_agreement.commissioning_agreement_approved_by_fkey FOREIGN KEY (approved_by) REFERENCES "user"(id)
commissioning_agreement.commissioning_agreement_commissioning_id_fkey FOREIGN KEY (commissioning_id) REFERENCES commissioning(id)
commissioning_agreement.commissioning_agreement_commissioning_id_key UNIQUE (commissioning_id)
commissioning_agreement.commissioning_agreement_hash_check CHECK ((octet_length(hash) = 32))
commissioning_agreement.commissioning_agreement_pkey PRIMARY KEY (store_id, version)
commissioning_agreement.commissioning_agreement_signed_by_fkey FOREIGN KEY (signed_by) REFERENCES "user"(id)
commissioning_agreement.commissioning_agreement_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
commissioning_agreement.commissioning_agreement_two_check CHECK ((signed_by <> approved_by))
commissioning_agreement.commissioning_agreement_version_check CHECK ((version >= 1))
commissioning_evidence.commissioning_evidence_commissioning_id_fkey FOREIGN KEY (commissioning_id) REFERENCES commissioning(id)
commissioning_evidence.commissioning_evidence_key UNIQUE (commissioning_id, run, test, subject)
commissioning_evidence.commissioning_evidence_pkey PRIMARY KEY (id)
commissioning_evidence.commissioning_evidence_run_check CHECK ((run >= 1))
commissioning_evidence.commissioning_evidence_subject_check CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 60)))
commissioning_evidence.commissioning_evidence_test_check CHECK ((test ~ '^[a-z][a-z_]{0,39}$'::text))
control_incident.control_incident_cause_check CHECK (((char_length(cause) >= 1) AND (char_length(cause) <= 2000)))
control_incident.control_incident_closed_by_fkey FOREIGN KEY (closed_by) REFERENCES "user"(id)
control_incident.control_incident_closed_check CHECK ((((closed_at IS NULL) = (cause IS NULL)) AND ((closed_at IS NULL) = (fix IS NULL)) AND ((closed_at IS NULL) = (closed_by IS NULL)) AND ((closed_at IS NULL) OR (ended_at IS NOT NULL))))
control_incident.control_incident_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES audit_entry(id)
control_incident.control_incident_fix_check CHECK (((char_length(fix) >= 1) AND (char_length(fix) <= 2000)))
control_incident.control_incident_kind_check CHECK ((kind = ANY (ARRAY['log_stopped'::text, 'log_gap'::text, 'agent_gap'::text, 'agent_fork'::text, 'witness'::text, 'card_number'::text, 'sign_in'::text, 'archive'::text])))
control_incident.control_incident_pkey PRIMARY KEY (id)
control_incident.control_incident_times_check CHECK (((ended_at IS NULL) OR (ended_at >= began_at)))
currency.currency_exponent_check CHECK (((exponent >= 0) AND (exponent <= 4)))
currency.currency_pkey PRIMARY KEY (code)
device.device_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
device.device_approval_number_check CHECK (((char_length(approval_number) >= 1) AND (char_length(approval_number) <= 40)))
device.device_firmware_check CHECK (((char_length(firmware) >= 1) AND (char_length(firmware) <= 60)))
device.device_kind_check CHECK ((kind = ANY (ARRAY['terminal'::text, 'agent_pc'::text])))
device.device_lane_id_fkey FOREIGN KEY (lane_id) REFERENCES lane(id)
device.device_lane_of_store_check CHECK (((lane_id IS NULL) OR (store_id IS NOT NULL)))
device.device_make_check CHECK (((char_length(make) >= 1) AND (char_length(make) <= 60)))
device.device_model_check CHECK (((char_length(model) >= 1) AND (char_length(model) <= 60)))
device.device_notes_check CHECK (((char_length(notes) >= 1) AND (char_length(notes) <= 2000)))
device.device_p2pe_check CHECK ((p2pe = ANY (ARRAY['yes'::text, 'no'::text, 'not_told'::text])))
device.device_p2pe_solution_check CHECK (((char_length(p2pe_solution) >= 1) AND (char_length(p2pe_solution) <= 80)))
device.device_pkey PRIMARY KEY (id)
device.device_port_of_kind_check CHECK (
CASE kind
    WHEN 'terminal'::text THEN (agent_id IS NULL)
    ELSE ((terminal_id IS NULL) AND (lane_id IS NULL))
END)
device.device_request_check CHECK (((request_key IS NULL) = (request_hash IS NULL)))
device.device_request_hash_check CHECK ((octet_length(request_hash) = 32))
device.device_request_key_check CHECK ((octet_length(request_key) = 32))
device.device_serial_check CHECK (((char_length(serial) >= 1) AND (char_length(serial) <= 60)))
device.device_solution_check CHECK (((p2pe_solution IS NULL) OR (p2pe = 'yes'::text)))
device.device_state_check CHECK ((state = ANY (ARRAY['awaited'::text, 'unplaced'::text, 'active'::text, 'inactive'::text, 'blocked'::text, 'swapped_out'::text, 'removed'::text])))
device.device_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
device.device_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES terminal(id)
device_custody.device_custody_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id)
device_custody.device_custody_holder_check CHECK (((char_length(holder) >= 1) AND (char_length(holder) <= 80)))
device_custody.device_custody_note_check CHECK (((char_length(note) >= 1) AND (char_length(note) <= 500)))
device_custody.device_custody_order_check CHECK ((until >= since))
device_custody.device_custody_pkey PRIMARY KEY (device_id, since)
device_document.device_document_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id)
device_document.device_document_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 255)))
device_document.device_document_pkey PRIMARY KEY (id)
device_document.device_document_removed_check CHECK ((((removed_at IS NULL) = (removed_why IS NULL)) AND ((removed_at IS NULL) = (removed_by IS NULL))))
device_document.device_document_removed_why_check CHECK (((char_length(removed_why) >= 1) AND (char_length(removed_why) <= 500)))
device_document.device_document_sha256_check CHECK ((octet_length(sha256) = 32))
device_document.device_document_size_check CHECK (((size >= 1) AND (size <= 10000000)))
device_document.device_document_type_check CHECK ((type = ANY (ARRAY['image/jpeg'::text, 'image/png'::text, 'image/webp'::text, 'application/pdf'::text])))
device_document_content.device_document_content_document_id_fkey FOREIGN KEY (document_id) REFERENCES device_document(id)
device_document_content.device_document_content_key UNIQUE (document_id, part)
device_document_content.device_document_content_pkey PRIMARY KEY (id)
device_place.device_place_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
device_place.device_place_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id)
device_place.device_place_lane_id_fkey FOREIGN KEY (lane_id) REFERENCES lane(id)
device_place.device_place_order_check CHECK ((until >= since))
device_place.device_place_pkey PRIMARY KEY (device_id, since)
device_place.device_place_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
device_place.device_place_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES terminal(id)
device_seal.device_seal_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id)
device_seal.device_seal_found_check CHECK ((found = ANY (ARRAY['whole'::text, 'broken'::text, 'missing'::text, 'other_number'::text])))
device_seal.device_seal_looked_at_check CHECK (((checked_at IS NULL) = (found IS NULL)))
device_seal.device_seal_number_check CHECK (((char_length(number) >= 1) AND (char_length(number) <= 40)))
device_seal.device_seal_pkey PRIMARY KEY (id)
device_seal.device_seal_removed_why_check CHECK (((char_length(removed_why) >= 1) AND (char_length(removed_why) <= 500)))
device_seal.device_seal_taken_off_check CHECK (((removed_at IS NULL) = (removed_why IS NULL)))
device_setting.device_setting_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id)
device_setting.device_setting_key UNIQUE NULLS NOT DISTINCT (setting, level, country, region, store_id, lane_id, device_id)
device_setting.device_setting_lane_id_fkey FOREIGN KEY (lane_id) REFERENCES lane(id)
device_setting.device_setting_level_check CHECK ((level = ANY (ARRAY['chain'::text, 'country'::text, 'region'::text, 'store'::text, 'lane'::text, 'device'::text])))
device_setting.device_setting_pkey PRIMARY KEY (id)
device_setting.device_setting_place_check CHECK (
CASE level
    WHEN 'chain'::text THEN (num_nonnulls(country, region, store_id, lane_id, device_id) = 0)
    WHEN 'country'::text THEN ((country IS NOT NULL) AND (num_nonnulls(region, store_id, lane_id, device_id) = 0))
    WHEN 'region'::text THEN ((num_nonnulls(country, region) = 2) AND (num_nonnulls(store_id, lane_id, device_id) = 0))
    WHEN 'store'::text THEN ((store_id IS NOT NULL) AND (num_nonnulls(country, region, lane_id, device_id) = 0))
    WHEN 'lane'::text THEN ((lane_id IS NOT NULL) AND (num_nonnulls(country, region, store_id, device_id) = 0))
    ELSE ((device_id IS NOT NULL) AND (num_nonnulls(country, region, store_id, lane_id) = 0))
END)
device_setting.device_setting_setting_check CHECK ((setting ~ '^[a-z][A-Za-z0-9.]{0,59}$'::text))
device_setting.device_setting_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
device_setting.device_setting_value_check CHECK ((jsonb_typeof(value) = ANY (ARRAY['string'::text, 'number'::text, 'boolean'::text])))
device_state.device_state_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id)
device_state.device_state_order_check CHECK ((until >= since))
device_state.device_state_pkey PRIMARY KEY (device_id, since)
device_state.device_state_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500)))
event.event_hash_check CHECK ((octet_length(hash) = 32))
event.event_pkey PRIMARY KEY (store_id, recorded_on, agent_id, epoch, seq)
event_archive.event_archive_bytes_check CHECK ((bytes > 0))
event_archive.event_archive_digest_check CHECK ((octet_length(digest) = 32))
event_archive.event_archive_events_check CHECK ((events > 0))
event_archive.event_archive_file_check CHECK ((file ~ '^[a-z0-9][a-z0-9._-]*$'::text))
event_archive.event_archive_month_check CHECK ((month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'::text))
event_archive.event_archive_pkey PRIMARY KEY (month)
event_archive.event_archive_sha256_check CHECK ((octet_length(sha256) = 32))
event_default.event_default_pkey PRIMARY KEY (store_id, recorded_on, agent_id, epoch, seq)
event_default.event_hash_check CHECK ((octet_length(hash) = 32))
event_month_kept.event_month_kept_month_check CHECK ((month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'::text))
event_month_kept.event_month_kept_pkey PRIMARY KEY (month)
event_month_kept.event_month_kept_reason_check CHECK ((reason ~ '^[a-z][a-z_]{0,39}$'::text))
event_months_choice.event_months_choice_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES "user"(id)
event_months_choice.event_months_choice_months_check CHECK (((months >= 12) AND (months <= 1200)))
event_months_choice.event_months_choice_pkey PRIMARY KEY (version)
event_months_choice.event_months_choice_version_check CHECK ((version >= 1))
evidence_package.evidence_package_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES "user"(id)
evidence_package.evidence_package_asked_check CHECK (((asked_by IS NULL) = (cadence IS NOT NULL)))
evidence_package.evidence_package_bytes_check CHECK ((bytes > 0))
evidence_package.evidence_package_cadence_check CHECK ((cadence = ANY (ARRAY['monthly'::text, 'quarterly'::text])))
evidence_package.evidence_package_check CHECK ((last_day >= first_day))
evidence_package.evidence_package_language_check CHECK ((language = ANY (ARRAY['en'::text, 'zh'::text])))
evidence_package.evidence_package_made_check CHECK ((((made_at IS NULL) = (bytes IS NULL)) AND ((made_at IS NULL) = (sha256 IS NULL)) AND ((made_at IS NULL) = (from_idx IS NULL)) AND ((made_at IS NULL) = (to_idx IS NULL)) AND ((made_at IS NULL) OR (failed_at IS NULL)) AND ((failed_at IS NULL) = (trouble IS NULL))))
evidence_package.evidence_package_pkey PRIMARY KEY (id)
evidence_package.evidence_package_sha256_check CHECK ((length(sha256) = 32))
evidence_package.evidence_package_trouble_check CHECK ((char_length(trouble) <= 1000))
evidence_schedule.evidence_schedule_cadence_check CHECK ((cadence = ANY (ARRAY['monthly'::text, 'quarterly'::text])))
evidence_schedule.evidence_schedule_cadence_language_key UNIQUE (cadence, language)
evidence_schedule.evidence_schedule_created_by_fkey FOREIGN KEY (created_by) REFERENCES "user"(id)
evidence_schedule.evidence_schedule_language_check CHECK ((language = ANY (ARRAY['en'::text, 'zh'::text])))
evidence_schedule.evidence_schedule_pkey PRIMARY KEY (id)
firmware_rule.firmware_rule_current_check CHECK (((char_length(current) >= 1) AND (char_length(current) <= 60)))
firmware_rule.firmware_rule_least_check CHECK (((char_length("least") >= 1) AND (char_length("least") <= 60)))
firmware_rule.firmware_rule_make_check CHECK (((char_length(make) >= 1) AND (char_length(make) <= 60)))
firmware_rule.firmware_rule_model_check CHECK (((char_length(model) >= 1) AND (char_length(model) <= 60)))
firmware_rule.firmware_rule_pkey PRIMARY KEY (id)
firmware_rule.firmware_rule_version_check CHECK ((version >= 1))
firmware_rule.firmware_rule_why_check CHECK (((char_length(why) >= 1) AND (char_length(why) <= 500)))
foreign_witness.foreign_witness_failing_check CHECK (((trouble IS NULL) = (failing_since IS NULL)))
foreign_witness.foreign_witness_key_check CHECK ((length(key) <= 600))
foreign_witness.foreign_witness_pkey PRIMARY KEY (key)
foreign_witness.foreign_witness_size_check CHECK ((size >= 0))
foreign_witness.foreign_witness_size_signed_at_fkey FOREIGN KEY (size, signed_at) REFERENCES audit_checkpoint(size, signed_at)
foreign_witness.foreign_witness_trouble_check CHECK ((trouble = ANY (ARRAY['unreachable'::text, 'timeout'::text, 'unknown_log'::text, 'unknown_key'::text, 'behind'::text, 'two_roots'::text, 'inconsistent'::text, 'bad_signature'::text, 'unexpected'::text])))
funds_allocation.funds_allocation_because_check CHECK ((because = ANY (ARRAY['rerun'::text, 'person'::text])))
funds_allocation.funds_allocation_join_kind_check CHECK ((join_kind = ANY (ARRAY['payment_line'::text, 'payout_bank'::text])))
funds_allocation.funds_allocation_pkey PRIMARY KEY (key)
funds_allocation.funds_allocation_reversal_check CHECK (((reverses IS NULL) = (because IS NULL)))
funds_allocation.funds_allocation_reverses_fkey FOREIGN KEY (reverses) REFERENCES funds_allocation(key)
funds_bundle.funds_bundle_acquirer_check CHECK (((char_length(acquirer) >= 1) AND (char_length(acquirer) <= 80)))
funds_bundle.funds_bundle_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES "user"(id)
funds_bundle.funds_bundle_bytes_check CHECK ((bytes > 0))
funds_bundle.funds_bundle_check CHECK ((last_day >= first_day))
funds_bundle.funds_bundle_made_check CHECK ((((made_at IS NULL) = (root IS NULL)) AND ((made_at IS NULL) = (records IS NULL)) AND ((made_at IS NULL) = (bytes IS NULL)) AND ((made_at IS NULL) = (sha256 IS NULL)) AND ((made_at IS NULL) OR (failed_at IS NULL)) AND ((failed_at IS NULL) = (trouble IS NULL))))
funds_bundle.funds_bundle_pkey PRIMARY KEY (id)
funds_bundle.funds_bundle_records_check CHECK ((records > 0))
funds_bundle.funds_bundle_root_check CHECK ((length(root) = 32))
funds_bundle.funds_bundle_sha256_check CHECK ((length(sha256) = 32))
funds_bundle.funds_bundle_store_code_check CHECK (((char_length(store_code) >= 1) AND (char_length(store_code) <= 80)))
funds_bundle.funds_bundle_trouble_check CHECK ((char_length(trouble) <= 1000))
funds_calendar.funds_calendar_document_check CHECK ((jsonb_typeof(document) = 'object'::text))
funds_calendar.funds_calendar_pkey PRIMARY KEY (name, version)
funds_calendar.funds_calendar_version_check CHECK ((version > 0))
funds_contract.funds_contract_days_check CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
funds_contract.funds_contract_document_check CHECK ((jsonb_typeof(document) = 'object'::text))
funds_contract.funds_contract_id_check CHECK ((id ~ '^[a-z0-9][a-z0-9._-]{0,63}$'::text))
funds_contract.funds_contract_pkey PRIMARY KEY (id, version)
funds_contract.funds_contract_version_check CHECK ((version > 0))
funds_exception.funds_exception_assigned_to_fkey FOREIGN KEY (assigned_to) REFERENCES "user"(id)
funds_exception.funds_exception_bank_account_id_fkey FOREIGN KEY (bank_account_id) REFERENCES bank_account(id)
funds_exception.funds_exception_bank_lines_check CHECK ((bank_lines IS NOT NULL))
funds_exception.funds_exception_closed_by_run_fkey FOREIGN KEY (closed_by_run) REFERENCES funds_run(id) DEFERRABLE INITIALLY DEFERRED
funds_exception.funds_exception_end_check CHECK (((state = ANY (ARRAY['resolved'::text, 'closed'::text])) = (closed_at IS NOT NULL)))
funds_exception.funds_exception_files_check CHECK ((files IS NOT NULL))
funds_exception.funds_exception_lines_check CHECK ((lines IS NOT NULL))
funds_exception.funds_exception_opened_by_run_fkey FOREIGN KEY (opened_by_run) REFERENCES funds_run(id) DEFERRABLE INITIALLY DEFERRED
funds_exception.funds_exception_payments_check CHECK ((payments IS NOT NULL))
funds_exception.funds_exception_payouts_check CHECK ((payouts IS NOT NULL))
funds_exception.funds_exception_pkey PRIMARY KEY (key)
funds_exception.funds_exception_severity_check CHECK ((severity = ANY (ARRAY['info'::text, 'low'::text, 'medium'::text, 'high'::text, 'critical'::text])))
funds_exception.funds_exception_state_check CHECK ((state = ANY (ARRAY['open'::text, 'silenced'::text, 'proposed'::text, 'resolved'::text, 'closed'::text])))
funds_exception.funds_exception_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
funds_exception_act.funds_exception_act_act_check CHECK ((act = ANY (ARRAY['note'::text, 'assign'::text, 'propose'::text, 'approve'::text, 'reject'::text, 'resolve'::text, 'reopen'::text])))
funds_exception_act.funds_exception_act_body_check CHECK (((char_length(body) >= 1) AND (char_length(body) <= 4000)))
funds_exception_act.funds_exception_act_by_user_fkey FOREIGN KEY (by_user) REFERENCES "user"(id)
funds_exception_act.funds_exception_act_key_fkey FOREIGN KEY (key) REFERENCES funds_exception(key)
funds_exception_act.funds_exception_act_pkey PRIMARY KEY (id)
funds_exception_act.funds_exception_act_resolution_check CHECK ((resolution = ANY (ARRAY['paid_otherwise'::text, 'written_off'::text, 'acquirer_corrects'::text, 'accepted'::text, 'not_ours'::text, 'other'::text])))
funds_file.funds_file_beside_check CHECK (((state <> 'imported'::text) OR (supersedes IS NULL) OR (NOT (supersedes = ANY (beside))))) NOT VALID
funds_file.funds_file_decided_check CHECK (((decided_at IS NULL) = (decided_by IS NULL)))
funds_file.funds_file_line_count_check CHECK ((line_count >= 0))
funds_file.funds_file_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 255)))
funds_file.funds_file_pkey PRIMARY KEY (id)
funds_file.funds_file_received_via_check CHECK ((received_via = ANY (ARRAY['upload'::text, 'folder'::text, 'sftp'::text, 'token'::text, 'cli'::text, 'demo'::text, 'api'::text])))
funds_file.funds_file_same_as_fkey FOREIGN KEY (same_as) REFERENCES funds_file(id)
funds_file.funds_file_sha256_check CHECK ((octet_length(sha256) = 32))
funds_file.funds_file_size_check CHECK ((size >= 0))
funds_file.funds_file_source_id_fkey FOREIGN KEY (source_id) REFERENCES funds_source(id)
funds_file.funds_file_state_check CHECK ((state = ANY (ARRAY['stored'::text, 'previewed'::text, 'imported'::text, 'held'::text, 'quarantined'::text, 'refused'::text, 'duplicate'::text, 'superseded'::text])))
funds_file.funds_file_supersedes_fkey FOREIGN KEY (supersedes) REFERENCES funds_file(id)
funds_file.funds_file_verdict_check CHECK ((verdict = ANY (ARRAY['accept'::text, 'accept-with-warning'::text, 'reject'::text])))
funds_file_content.funds_file_content_file_id_fkey FOREIGN KEY (file_id) REFERENCES funds_file(id)
funds_file_content.funds_file_content_file_id_what_part_key UNIQUE (file_id, what, part)
funds_file_content.funds_file_content_part_check CHECK ((part >= 0))
funds_file_content.funds_file_content_pkey PRIMARY KEY (id)
funds_file_content.funds_file_content_what_check CHECK ((what = ANY (ARRAY['raw'::text, 'masked'::text])))
funds_file_day.funds_file_day_file_id_fkey FOREIGN KEY (file_id) REFERENCES funds_file(id)
funds_file_day.funds_file_day_pkey PRIMARY KEY (file_id, acquirer, merchant_account, sales_day)
funds_file_task.funds_file_task_device_document_id_fkey FOREIGN KEY (device_document_id) REFERENCES device_document(id)
funds_file_task.funds_file_task_done_check CHECK (((done_at IS NULL) = (outcome IS NULL)))
funds_file_task.funds_file_task_file_id_fkey FOREIGN KEY (file_id) REFERENCES funds_file(id)
funds_file_task.funds_file_task_key_check CHECK (((what = 'hand_over'::text) = (public_key IS NOT NULL)))
funds_file_task.funds_file_task_of_check CHECK (((num_nonnulls(file_id, device_document_id) = 1) AND ((device_document_id IS NULL) OR (what = 'hand_over'::text))))
funds_file_task.funds_file_task_pkey PRIMARY KEY (id)
funds_file_task.funds_file_task_what_check CHECK ((what = ANY (ARRAY['try'::text, 'hand_over'::text])))
funds_file_task_part.funds_file_task_part_pkey PRIMARY KEY (task_id, part)
funds_file_task_part.funds_file_task_part_task_id_fkey FOREIGN KEY (task_id) REFERENCES funds_file_task(id) ON DELETE CASCADE
funds_identity.funds_identity_name_check CHECK ((name = ANY (ARRAY['batch'::text, 'bank_line'::text, 'sales_day'::text, 'funds'::text, 'statement'::text, 'statement_chain'::text])))
funds_identity.funds_identity_pkey PRIMARY KEY (name, about)
funds_identity.funds_identity_run_id_fkey FOREIGN KEY (run_id) REFERENCES funds_run(id) DEFERRABLE INITIALLY DEFERRED
funds_mapping.funds_mapping_document_check CHECK ((jsonb_typeof(document) = 'object'::text))
funds_mapping.funds_mapping_id_check CHECK ((id ~ '^[a-z0-9][a-z0-9._-]{0,63}$'::text))
funds_mapping.funds_mapping_pkey PRIMARY KEY (id, version)
funds_mapping.funds_mapping_version_check CHECK ((version > 0))
funds_payment.funds_payment_exits_check CHECK ((exits IS NOT NULL))
funds_payment.funds_payment_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'refund'::text])))
funds_payment.funds_payment_pkey PRIMARY KEY (store_id, opened_on, payment_id)
funds_payment.funds_payment_state_check CHECK ((state = ANY (ARRAY['new'::text, 'expected'::text, 'not_told'::text])))
funds_payment.funds_payment_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
funds_payment_default.funds_payment_default_pkey PRIMARY KEY (store_id, opened_on, payment_id)
funds_payment_default.funds_payment_exits_check CHECK ((exits IS NOT NULL))
funds_payment_default.funds_payment_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'refund'::text])))
funds_payment_default.funds_payment_state_check CHECK ((state = ANY (ARRAY['new'::text, 'expected'::text, 'not_told'::text])))
funds_payment_default.funds_payment_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
funds_pull.funds_pull_every_minutes_check CHECK (((every_minutes >= 1) AND (every_minutes <= 1440)))
funds_pull.funds_pull_folder_check CHECK (((char_length(folder) >= 1) AND (char_length(folder) <= 1000)))
funds_pull.funds_pull_host_check CHECK (((char_length(host) >= 1) AND (char_length(host) <= 253)))
funds_pull.funds_pull_host_key_check CHECK ((host_key ~ '^SHA256:[A-Za-z0-9+/]{43}$'::text))
funds_pull.funds_pull_kind_check CHECK ((kind = ANY (ARRAY['sftp'::text, 'wechat'::text, 'alipay'::text, 'adyen'::text, 'stripe'::text])))
funds_pull.funds_pull_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9._-]{0,39}$'::text))
funds_pull.funds_pull_name_key UNIQUE (name)
funds_pull.funds_pull_pattern_check CHECK (((char_length(pattern) >= 1) AND (char_length(pattern) <= 120)))
funds_pull.funds_pull_pkey PRIMARY KEY (id)
funds_pull.funds_pull_port_check CHECK (((port >= 1) AND (port <= 65535)))
funds_pull.funds_pull_secret_kind_check CHECK ((secret_kind = ANY (ARRAY['password'::text, 'key'::text, 'several'::text])))
funds_pull.funds_pull_settings_check CHECK ((jsonb_typeof(settings) = 'object'::text))
funds_pull.funds_pull_trouble_check CHECK ((char_length(trouble) <= 80))
funds_pull.funds_pull_user_name_check CHECK (((char_length(user_name) >= 1) AND (char_length(user_name) <= 128)))
funds_pull_bill.funds_pull_bill_file_check CHECK (((file_id IS NOT NULL) = (state = 'fetched'::text)))
funds_pull_bill.funds_pull_bill_file_id_fkey FOREIGN KEY (file_id) REFERENCES funds_file(id)
funds_pull_bill.funds_pull_bill_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 200)))
funds_pull_bill.funds_pull_bill_pkey PRIMARY KEY (pull_id, name)
funds_pull_bill.funds_pull_bill_pull_id_fkey FOREIGN KEY (pull_id) REFERENCES funds_pull(id) ON DELETE CASCADE
funds_pull_bill.funds_pull_bill_settled_check CHECK (((settled_at IS NULL) = (state = 'due'::text)))
funds_pull_bill.funds_pull_bill_state_check CHECK ((state = ANY (ARRAY['due'::text, 'fetched'::text, 'none'::text, 'given_up'::text])))
funds_pull_bill.funds_pull_bill_trouble_check CHECK ((char_length(trouble) <= 80))
funds_pull_bill.funds_pull_bill_what_check CHECK (((char_length(what) >= 1) AND (char_length(what) <= 80)))
funds_pull_secret.funds_pull_secret_id_fkey FOREIGN KEY (id) REFERENCES funds_pull(id) ON DELETE CASCADE
funds_pull_secret.funds_pull_secret_pkey PRIMARY KEY (id)
funds_pulled_file.funds_pulled_file_fetched_check CHECK (((file_id IS NULL) OR (fetched_at IS NOT NULL)))
funds_pulled_file.funds_pulled_file_file_id_fkey FOREIGN KEY (file_id) REFERENCES funds_file(id)
funds_pulled_file.funds_pulled_file_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 255)))
funds_pulled_file.funds_pulled_file_pkey PRIMARY KEY (pull_id, name)
funds_pulled_file.funds_pulled_file_pull_id_fkey FOREIGN KEY (pull_id) REFERENCES funds_pull(id) ON DELETE CASCADE
funds_pulled_file.funds_pulled_file_size_check CHECK ((size >= 0))
funds_resolution_limit.funds_resolution_limit_currency_fkey FOREIGN KEY (currency) REFERENCES currency(code)
funds_resolution_limit.funds_resolution_limit_limit_minor_check CHECK ((limit_minor >= 0))
funds_resolution_limit.funds_resolution_limit_pkey PRIMARY KEY (currency)
funds_route.funds_route_days_check CHECK (((valid_to IS NULL) OR (valid_to >= valid_from)))
funds_route.funds_route_pkey PRIMARY KEY (id)
funds_route.funds_route_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
funds_run.funds_run_files_check CHECK ((files IS NOT NULL))
funds_run.funds_run_pkey PRIMARY KEY (id)
funds_run.funds_run_result_check CHECK ((octet_length(result) = 32))
funds_source.funds_source_bank_account_id_fkey FOREIGN KEY (bank_account_id) REFERENCES bank_account(id)
funds_source.funds_source_calendars_check CHECK ((calendars IS NOT NULL))
funds_source.funds_source_due_after_days_check CHECK (((due_after_days >= 0) AND (due_after_days <= 31)))
funds_source.funds_source_due_minute_check CHECK (((due_minute >= 0) AND (due_minute <= 1439)))
funds_source.funds_source_kind_check CHECK ((kind = ANY (ARRAY['acquirer'::text, 'bank'::text])))
funds_source.funds_source_name_check CHECK (((char_length(name) >= 1) AND (char_length(name) <= 80)))
funds_source.funds_source_name_key UNIQUE (name)
funds_source.funds_source_owner_check CHECK (
CASE kind
    WHEN 'acquirer'::text THEN ((acquirer IS NOT NULL) AND (bank_account_id IS NULL))
    ELSE ((bank_account_id IS NOT NULL) AND (acquirer IS NULL))
END)
funds_source.funds_source_pkey PRIMARY KEY (id)
health_finding.health_finding_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
health_finding.health_finding_code_check CHECK ((code ~ '^[a-z][a-z_]{0,39}$'::text))
health_finding.health_finding_pkey PRIMARY KEY (id)
health_finding.health_finding_severity_check CHECK ((severity = ANY (ARRAY['notice'::text, 'warning'::text, 'critical'::text])))
health_finding.health_finding_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
health_finding.health_finding_subject_check CHECK (((terminal_id IS NULL) OR (agent_id IS NULL)))
health_finding.health_finding_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES terminal(id)
hub_certificate.hub_certificate_fingerprint_check CHECK ((fingerprint ~ '^[0-9a-f]{64}$'::text))
hub_certificate.hub_certificate_pkey PRIMARY KEY (host, port)
hub_event.hub_event_pkey PRIMARY KEY (id)
hub_node.hub_node_address_check CHECK ((char_length(address) <= 200))
hub_node.hub_node_line_check CHECK ((line = ANY (ARRAY['alone'::text, 'up'::text, 'away'::text])))
hub_node.hub_node_pkey PRIMARY KEY (id)
inspection.inspection_class_check CHECK ((class = ANY (ARRAY['unattended'::text, 'attended'::text, 'locked'::text])))
inspection.inspection_class_version_check1 CHECK ((class_version >= 0))
inspection.inspection_content_hash_check CHECK ((octet_length(content_hash) = 32))
inspection.inspection_corrects_fkey FOREIGN KEY (corrects) REFERENCES inspection(id)
inspection.inspection_corrects_key UNIQUE (corrects)
inspection.inspection_corrects_other_check CHECK ((corrects <> id))
inspection.inspection_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id)
inspection.inspection_findings_check CHECK ((findings IS NOT NULL))
inspection.inspection_inspected_by_fkey FOREIGN KEY (inspected_by) REFERENCES "user"(id)
inspection.inspection_label_serial_check CHECK (((char_length(label_serial) >= 1) AND (char_length(label_serial) <= 60)))
inspection.inspection_looked_check CHECK (((looked_at IS NULL) OR ((corrects IS NOT NULL) AND (looked_at <= recorded_at))))
inspection.inspection_note_check CHECK (((char_length(note) >= 1) AND (char_length(note) <= 2000)))
inspection.inspection_pkey PRIMARY KEY (id)
inspection.inspection_result_check CHECK ((result = ANY (ARRAY['ok'::text, 'suspicious'::text])))
inspection.inspection_result_findings_check CHECK (((result = 'ok'::text) = (cardinality(findings) = 0)))
inspection.inspection_seal_found_check CHECK ((seal_found = ANY (ARRAY['whole'::text, 'broken'::text, 'missing'::text, 'other_number'::text])))
inspection.inspection_seal_number_check CHECK (((char_length(seal_number) >= 1) AND (char_length(seal_number) <= 40)))
inspection.inspection_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
inspection_class.inspection_class_analysis_check CHECK (((char_length(analysis) >= 1) AND (char_length(analysis) <= 20000)))
inspection_class.inspection_class_class_check CHECK ((class = ANY (ARRAY['unattended'::text, 'attended'::text, 'locked'::text])))
inspection_class.inspection_class_days_check CHECK (((days >= 1) AND (days <= 365)))
inspection_class.inspection_class_items_check CHECK (((items IS NOT NULL) AND ((cardinality(items) >= 1) AND (cardinality(items) <= 20))))
inspection_class.inspection_class_pkey PRIMARY KEY (class, version)
inspection_class.inspection_class_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500)))
inspection_class.inspection_class_version_check CHECK ((version >= 1))
inspection_photo.inspection_photo_document_id_fkey FOREIGN KEY (document_id) REFERENCES device_document(id)
inspection_photo.inspection_photo_inspection_id_fkey FOREIGN KEY (inspection_id) REFERENCES inspection(id)
inspection_photo.inspection_photo_pkey PRIMARY KEY (inspection_id, "position")
inspection_photo.inspection_photo_position_check CHECK ((("position" >= 1) AND ("position" <= 10)))
inspector_training.inspector_training_days_check CHECK ((valid_until >= held_on))
inspector_training.inspector_training_evidence_check CHECK (((char_length(evidence) >= 1) AND (char_length(evidence) <= 2000)))
inspector_training.inspector_training_person_id_fkey FOREIGN KEY (person_id) REFERENCES "user"(id)
inspector_training.inspector_training_pkey PRIMARY KEY (id)
inspector_training.inspector_training_topic_check CHECK (((char_length(topic) >= 1) AND (char_length(topic) <= 200)))
inspector_training.inspector_training_withdrawn_check CHECK ((num_nonnulls(withdrawn_at, withdrawn_by, withdrawn_why) = ANY (ARRAY[0, 3])))
inspector_training.inspector_training_withdrawn_why_check CHECK (((char_length(withdrawn_why) >= 1) AND (char_length(withdrawn_why) <= 500)))
installation.installation_kind_check CHECK ((kind = ANY (ARRAY['demo'::text, 'live'::text])))
installation.installation_pkey PRIMARY KEY (id)
installation.installation_singleton_check CHECK (singleton)
installation.installation_singleton_key UNIQUE (singleton)
join_code.join_code_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
join_code.join_code_device_id_fkey FOREIGN KEY (device_id) REFERENCES device(id)
join_code.join_code_pkey PRIMARY KEY (locator)
join_code.join_code_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
lab_store.lab_store_marked_by_fkey FOREIGN KEY (marked_by) REFERENCES "user"(id)
lab_store.lab_store_pkey PRIMARY KEY (store_id)
lab_store.lab_store_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
lane.lane_pkey PRIMARY KEY (id)
lane.lane_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
lane.lane_store_id_key_key UNIQUE (store_id, key)
legal_entity.legal_entity_pkey PRIMARY KEY (id)
operations_alert.operations_alert_acknowledged_by_fkey FOREIGN KEY (acknowledged_by) REFERENCES "user"(id)
operations_alert.operations_alert_acknowledged_check CHECK (((acknowledged_at IS NULL) = (acknowledged_by IS NULL)))
operations_alert.operations_alert_ended_check CHECK (((ended_at IS NULL) = (ended_why IS NULL)))
operations_alert.operations_alert_ended_why_check CHECK ((ended_why = ANY (ARRAY['good'::text, 'not_seen'::text, 'rule_off'::text])))
operations_alert.operations_alert_pkey PRIMARY KEY (id)
operations_alert.operations_alert_rule_check CHECK ((rule ~ '^[a-z][a-z_]{0,39}$'::text))
operations_alert.operations_alert_severity_check CHECK ((severity = ANY (ARRAY['warning'::text, 'critical'::text])))
operations_alert.operations_alert_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
operations_alert.operations_alert_subject_check CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 200)))
operations_notice.operations_notice_alert_id_fkey FOREIGN KEY (alert_id) REFERENCES operations_alert(id)
operations_notice.operations_notice_channel_check CHECK (
CASE
    WHEN (destination_id IS NULL) THEN (channel = ANY (ARRAY['webhook'::text, 'email'::text, 'slack'::text, 'feishu'::text, 'dingtalk'::text, 'wecom'::text]))
    ELSE (channel = (destination_id)::text)
END)
operations_notice.operations_notice_destination_id_fkey FOREIGN KEY (destination_id) REFERENCES alert_destination(id)
operations_notice.operations_notice_end_check CHECK (((taken_at IS NULL) OR (given_up_at IS NULL)))
operations_notice.operations_notice_event_check CHECK ((event = ANY (ARRAY['raised'::text, 'ended'::text])))
operations_notice.operations_notice_failures_check CHECK ((failures >= 0))
operations_notice.operations_notice_pkey PRIMARY KEY (alert_id, event, channel)
operations_notice.operations_notice_trouble_check CHECK ((char_length(trouble) <= 80))
passkey.passkey_credential_id_check CHECK (((octet_length(credential_id) >= 1) AND (octet_length(credential_id) <= 1023)))
passkey.passkey_credential_id_key UNIQUE (credential_id)
passkey.passkey_name_check CHECK (((length(name) >= 1) AND (length(name) <= 80)))
passkey.passkey_pkey PRIMARY KEY (id)
passkey.passkey_sign_count_check CHECK (((sign_count >= 0) AND (sign_count <= '4294967295'::bigint)))
passkey.passkey_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
passkey_challenge.passkey_challenge_pkey PRIMARY KEY (id)
passkey_challenge.passkey_challenge_purpose_check CHECK ((purpose = ANY (ARRAY['sign_in'::text, 'factor'::text, 'enrolment'::text])))
passkey_challenge.passkey_challenge_session_check CHECK (((purpose = 'sign_in'::text) = (session_id IS NULL)))
passkey_challenge.passkey_challenge_session_id_fkey FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE
password_history.password_history_pkey PRIMARY KEY (user_id, set_at)
password_history.password_history_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
payment.payment_authorised_check CHECK ((authorised = ANY (ARRAY['online'::text, 'offline'::text, 'voice'::text])))
payment.payment_first6_check CHECK ((octet_length(first6) <= 6))
payment.payment_funding_check CHECK ((funding = ANY (ARRAY['credit'::text, 'debit'::text, 'prepaid'::text, 'not_told'::text])))
payment.payment_intake_check CHECK ((intake = ANY (ARRAY['driven'::text, 'tapped'::text])))
payment.payment_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'refund'::text, 'reversal'::text])))
payment.payment_last4_check CHECK ((octet_length(last4) <= 4))
payment.payment_outcome_check CHECK ((outcome = ANY (ARRAY['open'::text, 'approved'::text, 'declined'::text, 'cancelled'::text, 'unknown'::text])))
payment.payment_pkey PRIMARY KEY (store_id, opened_on, id)
payment.payment_stage_check CHECK ((stage = ANY (ARRAY['asking'::text, 'needs_person'::text])))
payment_default.payment_authorised_check CHECK ((authorised = ANY (ARRAY['online'::text, 'offline'::text, 'voice'::text])))
payment_default.payment_default_pkey PRIMARY KEY (store_id, opened_on, id)
payment_default.payment_first6_check CHECK ((octet_length(first6) <= 6))
payment_default.payment_funding_check CHECK ((funding = ANY (ARRAY['credit'::text, 'debit'::text, 'prepaid'::text, 'not_told'::text])))
payment_default.payment_intake_check CHECK ((intake = ANY (ARRAY['driven'::text, 'tapped'::text])))
payment_default.payment_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'refund'::text, 'reversal'::text])))
payment_default.payment_last4_check CHECK ((octet_length(last4) <= 4))
payment_default.payment_outcome_check CHECK ((outcome = ANY (ARRAY['open'::text, 'approved'::text, 'declined'::text, 'cancelled'::text, 'unknown'::text])))
payment_default.payment_stage_check CHECK ((stage = ANY (ARRAY['asking'::text, 'needs_person'::text])))
payout.payout_acquirer_merchant_account_currency_batch_file_id_key UNIQUE (acquirer, merchant_account, currency, batch, file_id)
payout.payout_bank_account_id_fkey FOREIGN KEY (bank_account_id) REFERENCES bank_account(id)
payout.payout_carried_into_fkey FOREIGN KEY (carried_into) REFERENCES payout(id)
payout.payout_file_id_fkey FOREIGN KEY (file_id) REFERENCES funds_file(id)
payout.payout_pkey PRIMARY KEY (id)
payout.payout_reference_texts_check CHECK ((reference_texts IS NOT NULL))
payout.payout_replaced_by_fkey FOREIGN KEY (replaced_by) REFERENCES payout(id)
pending_authenticator.pending_authenticator_pkey PRIMARY KEY (user_id)
pending_authenticator.pending_authenticator_session_id_fkey FOREIGN KEY (session_id) REFERENCES session(id) ON DELETE CASCADE
pending_authenticator.pending_authenticator_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
quarantined_batch.quarantined_batch_pkey PRIMARY KEY (id)
rate.rate_pkey PRIMARY KEY (on_date, base, quote)
rate.rate_rate_check CHECK ((rate > (0)::numeric))
rate_bucket.rate_bucket_pkey PRIMARY KEY (subject)
rate_bucket.rate_bucket_subject_check CHECK ((length(subject) <= 200))
redundancy_drill.redundancy_drill_axis_check CHECK ((axis = ANY (ARRAY['hub'::text, 'path'::text, 'terminal'::text, 'acquirer'::text])))
redundancy_drill.redundancy_drill_begun_by_fkey FOREIGN KEY (begun_by) REFERENCES "user"(id)
redundancy_drill.redundancy_drill_check CHECK ((ends_at > begun_at))
redundancy_drill.redundancy_drill_code_check CHECK ((code ~ '^[a-z][a-z0-9_]{0,39}$'::text))
redundancy_drill.redundancy_drill_command_check CHECK (((axis = 'hub'::text) = (command_id IS NOT NULL)))
redundancy_drill.redundancy_drill_end_check CHECK (((state = 'running'::text) = (ended_at IS NULL)))
redundancy_drill.redundancy_drill_ended_by_fkey FOREIGN KEY (ended_by) REFERENCES "user"(id)
redundancy_drill.redundancy_drill_main_check CHECK ((char_length(main) <= 200))
redundancy_drill.redundancy_drill_pkey PRIMARY KEY (id)
redundancy_drill.redundancy_drill_reason_check CHECK (((char_length(reason) >= 1) AND (char_length(reason) <= 500)))
redundancy_drill.redundancy_drill_spare_check CHECK (((char_length(spare) >= 1) AND (char_length(spare) <= 200)))
redundancy_drill.redundancy_drill_state_check CHECK ((state = ANY (ARRAY['running'::text, 'shown'::text, 'not_shown'::text, 'stopped'::text])))
redundancy_drill.redundancy_drill_stop_check CHECK (((state = 'stopped'::text) = (ended_by IS NOT NULL)))
redundancy_drill.redundancy_drill_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
redundancy_drill.redundancy_drill_subject_check CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 200)))
redundancy_drill.redundancy_drill_why_check CHECK (((state = 'not_shown'::text) = (code IS NOT NULL)))
redundancy_evidence.redundancy_evidence_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
redundancy_evidence.redundancy_evidence_axis_check CHECK ((axis = ANY (ARRAY['hub'::text, 'path'::text, 'terminal'::text, 'acquirer'::text])))
redundancy_evidence.redundancy_evidence_drill_check CHECK (((kind = 'drill'::text) = (drill_id IS NOT NULL)))
redundancy_evidence.redundancy_evidence_drill_id_fkey FOREIGN KEY (drill_id) REFERENCES redundancy_drill(id)
redundancy_evidence.redundancy_evidence_events_check CHECK ((jsonb_array_length(events) > 0))
redundancy_evidence.redundancy_evidence_key UNIQUE (store_id, axis, subject, agent_id, epoch, seq)
redundancy_evidence.redundancy_evidence_kind_check CHECK ((kind = ANY (ARRAY['drill'::text, 'outage'::text, 'business'::text])))
redundancy_evidence.redundancy_evidence_pkey PRIMARY KEY (id)
redundancy_evidence.redundancy_evidence_spare_check CHECK (((char_length(spare) >= 1) AND (char_length(spare) <= 200)))
redundancy_evidence.redundancy_evidence_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
redundancy_evidence.redundancy_evidence_subject_check CHECK (((char_length(subject) >= 1) AND (char_length(subject) <= 200)))
retention_period.retention_period_changed_by_fkey FOREIGN KEY (changed_by) REFERENCES "user"(id)
retention_period.retention_period_class_check CHECK ((class ~ '^[a-z][a-z_]{0,39}$'::text))
retention_period.retention_period_days_check CHECK (((days >= 1) AND (days <= 36500)))
retention_period.retention_period_pkey PRIMARY KEY (class, version)
retention_period.retention_period_version_check CHECK ((version >= 1))
retention_run.retention_run_ages_check CHECK ((((removed = 0) = (oldest IS NULL)) AND ((oldest IS NULL) = (newest IS NULL)) AND (oldest <= newest) AND (newest < cut_off)))
retention_run.retention_run_check CHECK (((held >= 0) AND (held <= left_over)))
retention_run.retention_run_class_check CHECK ((class ~ '^[a-z][a-z_]{0,39}$'::text))
retention_run.retention_run_days_check CHECK ((days >= 1))
retention_run.retention_run_ended_check CHECK ((((ended_at IS NULL) = (left_over IS NULL)) AND ((left_over IS NULL) = (held IS NULL))))
retention_run.retention_run_left_over_check CHECK ((left_over >= 0))
retention_run.retention_run_pkey PRIMARY KEY (id)
retention_run.retention_run_removed_check CHECK ((removed >= 0))
retention_size.retention_size_bytes_check CHECK ((bytes >= 0))
retention_size.retention_size_class_check CHECK ((class ~ '^[a-z][a-z_]{0,39}$'::text))
retention_size.retention_size_pkey PRIMARY KEY (day, class)
retention_volume.retention_volume_free_bytes_check CHECK ((free_bytes >= 0))
retention_volume.retention_volume_pkey PRIMARY KEY (day)
retention_volume.retention_volume_size_bytes_check CHECK ((size_bytes > 0))
review_signoff.review_signoff_by_user_id_fkey FOREIGN KEY (by_user_id) REFERENCES "user"(id)
review_signoff.review_signoff_kind_check CHECK ((kind = 'ciphers'::text))
review_signoff.review_signoff_note_check CHECK ((length(note) <= 1000))
review_signoff.review_signoff_pkey PRIMARY KEY (id)
sales_day.sales_day_pkey PRIMARY KEY (store_id, business_date, currency, scheme, funding, wallet)
sales_minute.sales_minute_pkey PRIMARY KEY (store_id, minute, recorded_minute, currency, scheme, funding, wallet)
screen_pairing.screen_pairing_claim_hash_check CHECK ((octet_length(claim_hash) = 32))
screen_pairing.screen_pairing_claimed_check CHECK (((claimed_at IS NULL) OR (screen_id IS NOT NULL)))
screen_pairing.screen_pairing_code_hash_check CHECK ((octet_length(code_hash) = 32))
screen_pairing.screen_pairing_code_hash_key UNIQUE (code_hash)
screen_pairing.screen_pairing_pkey PRIMARY KEY (id)
screen_pairing.screen_pairing_screen_id_fkey FOREIGN KEY (screen_id) REFERENCES wall_screen(id)
server_key.server_key_id_check CHECK ((id ~ '^[0-9a-f]{16}$'::text))
server_key.server_key_kind_check CHECK ((kind = ANY (ARRAY['vault'::text, 'commands'::text, 'checkpoints'::text, 'dashboard'::text])))
server_key.server_key_pkey PRIMARY KEY (kind, id)
server_key.server_key_public_half_check CHECK (((kind = 'dashboard'::text) = (public_key IS NULL)))
server_key.server_key_public_key_check CHECK ((octet_length(public_key) = 32))
session.session_pkey PRIMARY KEY (id)
session.session_token_check CHECK ((token ~ '^[0-9a-f]{64}$'::text))
session.session_token_key UNIQUE (token)
session.session_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
settlement_line.settlement_line_card_check CHECK (((card IS NULL) OR (card ~ '^[0-9]{0,6}[^0-9]*[0-9]{0,4}$'::text)))
settlement_line.settlement_line_pkey PRIMARY KEY (file_id, "position")
settlement_line.settlement_line_position_check CHECK (("position" > 0))
settlement_line_open.settlement_line_open_pkey PRIMARY KEY (file_id, "position")
setup_link.setup_link_id_key UNIQUE (id)
setup_link.setup_link_kind_check CHECK ((kind = ANY (ARRAY['first'::text, 'invitation'::text, 'reset'::text])))
setup_link.setup_link_made_by_fkey FOREIGN KEY (made_by) REFERENCES "user"(id)
setup_link.setup_link_pkey PRIMARY KEY (token_hash)
setup_link.setup_link_purpose_check CHECK (
CASE kind
    WHEN 'first'::text THEN ((user_id IS NULL) AND (role IS NULL))
    WHEN 'invitation'::text THEN ((email IS NOT NULL) AND (role IS NOT NULL) AND (reach IS NOT NULL) AND (user_id IS NULL))
    WHEN 'reset'::text THEN ((user_id IS NOT NULL) AND (role IS NULL))
    ELSE false
END)
setup_link.setup_link_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user"(id)
sign_in_failure.sign_in_failure_pkey PRIMARY KEY (subject)
store.store_check CHECK (((closed_on IS NULL) OR (closed_on >= opened_on)))
store.store_code_key UNIQUE (code)
store.store_legal_entity_id_fkey FOREIGN KEY (legal_entity_id) REFERENCES legal_entity(id)
store.store_pkey PRIMARY KEY (id)
store_hours.store_hours_cut_off_minutes_check CHECK (((cut_off_minutes >= 0) AND (cut_off_minutes <= 1439)))
store_hours.store_hours_pkey PRIMARY KEY (store_id, valid_from)
store_hours.store_hours_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
store_rev.store_rev_pkey PRIMARY KEY (store_id)
store_rev.store_rev_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
terminal.terminal_link_check CHECK ((link = ANY (ARRAY['serial'::text, 'tcp'::text])))
terminal.terminal_pkey PRIMARY KEY (id)
terminal.terminal_store_id_fkey FOREIGN KEY (store_id) REFERENCES store(id)
terminal_assignment.terminal_assignment_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agent(id)
terminal_assignment.terminal_assignment_check CHECK (((until IS NULL) OR (until >= since)))
terminal_assignment.terminal_assignment_check1 CHECK (((until IS NULL) = (until_recorded_at IS NULL)))
terminal_assignment.terminal_assignment_lane_id_fkey FOREIGN KEY (lane_id) REFERENCES lane(id)
terminal_assignment.terminal_assignment_pkey PRIMARY KEY (terminal_id, since)
terminal_assignment.terminal_assignment_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES terminal(id)
terminal_condition.terminal_condition_condition_check CHECK ((condition = ANY (ARRAY['ready'::text, 'busy'::text, 'unreachable'::text, 'needs_action'::text, 'maintenance'::text])))
terminal_condition.terminal_condition_pkey PRIMARY KEY (terminal_id, since, agent_id, epoch, seq)
terminal_condition.terminal_condition_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES terminal(id)
terminal_hour.terminal_hour_approved_check CHECK ((approved >= 0))
terminal_hour.terminal_hour_declined_check CHECK ((declined >= 0))
terminal_hour.terminal_hour_faults_check CHECK ((faults >= 0))
terminal_hour.terminal_hour_pkey PRIMARY KEY (hour, terminal_id)
terminal_hour.terminal_hour_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES terminal(id)
terminal_hour_day.terminal_hour_day_pkey PRIMARY KEY (day)
terminal_pace.terminal_pace_pkey PRIMARY KEY (terminal_id)
terminal_pace.terminal_pace_terminal_id_fkey FOREIGN KEY (terminal_id) REFERENCES terminal(id)
terminal_totals.terminal_totals_pkey PRIMARY KEY (store_id, agent_id, epoch, seq)
totp_step.totp_step_pkey PRIMARY KEY (user_id)
totp_step.totp_step_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
two_factor.two_factor_pkey PRIMARY KEY (id)
two_factor.two_factor_user_id_fkey FOREIGN KEY (user_id) REFERENCES "user"(id) ON DELETE CASCADE
user.user_email_key UNIQUE (email)
user.user_pkey PRIMARY KEY (id)
user.user_reach_check CHECK (((reach_store_ids IS NOT NULL) AND
CASE reach
    WHEN 'chain'::text THEN ((reach_country IS NULL) AND (reach_region IS NULL) AND (reach_store_ids = '{}'::integer[]))
    WHEN 'country'::text THEN ((reach_country IS NOT NULL) AND (reach_region IS NULL) AND (reach_store_ids = '{}'::integer[]))
    WHEN 'region'::text THEN ((reach_country IS NOT NULL) AND (reach_region IS NOT NULL) AND (reach_store_ids = '{}'::integer[]))
    WHEN 'stores'::text THEN ((reach_country IS NULL) AND (reach_region IS NULL))
    ELSE false
END))
user.user_role_check CHECK ((role = ANY (ARRAY['administrator'::text, 'operations'::text, 'finance'::text, 'auditor'::text, 'store_manager'::text, 'technician'::text])))
user.user_state_check CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text])))
user.user_state_times_check CHECK (((state = 'disabled'::text) = (disabled_at IS NOT NULL)))
verification.verification_pkey PRIMARY KEY (id)
wall_screen.wall_screen_check CHECK (((expires_at > paired_at) AND (expires_at <= (paired_at + '8760:00:00'::interval))))
wall_screen.wall_screen_paired_by_fkey FOREIGN KEY (paired_by) REFERENCES "user"(id)
wall_screen.wall_screen_pkey PRIMARY KEY (id)
wall_screen.wall_screen_reach_check CHECK (((reach_store_ids IS NOT NULL) AND
CASE reach
    WHEN 'chain'::text THEN ((reach_country IS NULL) AND (reach_region IS NULL) AND (reach_store_ids = '{}'::integer[]))
    WHEN 'country'::text THEN ((reach_country IS NOT NULL) AND (reach_region IS NULL) AND (reach_store_ids = '{}'::integer[]))
    WHEN 'region'::text THEN ((reach_country IS NOT NULL) AND (reach_region IS NOT NULL) AND (reach_store_ids = '{}'::integer[]))
    WHEN 'stores'::text THEN ((reach_country IS NULL) AND (reach_region IS NULL))
    ELSE false
END))
wall_screen.wall_screen_secret_hash_check CHECK ((octet_length(secret_hash) = 32))
wall_screen.wall_screen_secret_hash_key UNIQUE (secret_hash)
witnessed_log.witnessed_log_origin_check CHECK ((length(origin) <= 600))
witnessed_log.witnessed_log_pkey PRIMARY KEY (origin)
witnessed_log.witnessed_log_root_check CHECK ((octet_length(root) = 32))
witnessed_log.witnessed_log_size_check CHECK ((size >= 0))
witnessed_log_refusal.witnessed_log_refusal_origin_fkey FOREIGN KEY (origin) REFERENCES witnessed_log(origin)
witnessed_log_refusal.witnessed_log_refusal_pkey PRIMARY KEY (origin, size, root)
witnessed_log_refusal.witnessed_log_refusal_seen_size_check CHECK ((seen_size >= 0))
witnessed_log_refusal.witnessed_log_refusal_size_check CHECK ((size >= 0))

-- indexes
CREATE INDEX access_review_decision_item_id_idx ON public.access_review_decision USING btree (item_id, decided_at DESC, id)
CREATE INDEX access_review_opened_at_idx ON public.access_review USING btree (opened_at DESC, id)
CREATE INDEX account_user_id_idx ON public.account USING btree (user_id)
CREATE INDEX agent_batch_recorded_at_idx ON public.agent_batch USING brin (recorded_at)
CREATE INDEX agent_command_agent_idx ON public.agent_command USING btree (agent_id, requested_at DESC, id)
CREATE INDEX agent_command_open_idx ON public.agent_command USING btree (agent_id, counter) WHERE (state <> 'ended'::text)
CREATE INDEX agent_hub_path_recorded_at_idx ON public.agent_hub_path USING btree (recorded_at)
CREATE INDEX agent_rollout_agent_agent_id_idx ON public.agent_rollout_agent USING btree (agent_id)
CREATE INDEX agent_store_id_idx ON public.agent USING btree (store_id)
CREATE INDEX alert_window_ends_at_idx ON public.alert_window USING btree (ends_at)
CREATE INDEX api_token_owner_id_idx ON public.api_token USING btree (owner_id)
CREATE INDEX audit_checkpoint_signed_at_idx ON public.audit_checkpoint USING btree (signed_at)
CREATE INDEX audit_cosignature_cosigned_at_idx ON public.audit_cosignature USING brin (cosigned_at)
CREATE INDEX audit_entry_action_recorded_at_idx ON public.audit_entry USING btree (action, recorded_at)
CREATE INDEX audit_entry_actor_id_recorded_at_idx ON public.audit_entry USING btree (actor_id, recorded_at)
CREATE INDEX audit_entry_acts_idx ON public.audit_entry USING btree (recorded_at, id) WHERE (action <> 'agents.heads'::text)
CREATE INDEX audit_entry_recorded_at_idx ON public.audit_entry USING btree (recorded_at)
CREATE INDEX audit_entry_refusals_idx ON public.audit_entry USING btree (recorded_at, id) WHERE (outcome <> 'done'::text)
CREATE INDEX audit_entry_request_id_idx ON public.audit_entry USING btree (request_id) WHERE (request_id IS NOT NULL)
CREATE INDEX audit_entry_target_type_target_id_recorded_at_idx ON public.audit_entry USING btree (target_type, target_id, recorded_at)
CREATE INDEX audit_entry_words_idx ON public.audit_entry USING gin (audit_words(((target_id || ' '::text) || COALESCE(reason, ''::text)))) WHERE (action <> 'agents.heads'::text)
CREATE INDEX audit_finding_day_idx ON public.audit_finding USING btree (day, idx)
CREATE INDEX audit_finding_rule_key_idx ON public.audit_finding USING btree (rule, key, idx) WHERE (key IS NOT NULL)
CREATE INDEX audit_folded_refusal_first_at_idx ON public.audit_folded_refusal USING btree (first_at)
CREATE INDEX audit_personal_words_idx ON public.audit_personal USING gin (audit_words(value)) WHERE (name <> 'origin.userAgent'::text)
CREATE INDEX bank_line_detail_of_idx ON public.bank_line USING btree (detail_of) WHERE (detail_of IS NOT NULL)
CREATE INDEX bank_line_open_idx ON public.bank_line USING btree (bank_account_id, booked_on) WHERE open
CREATE INDEX bank_line_statement_id_idx ON public.bank_line USING btree (statement_id)
CREATE INDEX bank_statement_account_idx ON public.bank_statement USING btree (bank_account_id, kind, closing_on)
CREATE INDEX bank_statement_file_id_idx ON public.bank_statement USING btree (file_id)
CREATE INDEX card_alarm_content_alarm_id_idx ON public.card_alarm_content USING btree (alarm_id, found_at)
CREATE INDEX card_alarm_content_sealed_for_idx ON public.card_alarm_content USING btree (substr(sealed, 5, 8), id)
CREATE INDEX card_alarm_found_at_idx ON public.card_alarm USING btree (found_at DESC, id)
CREATE INDEX card_alarm_opening_alarm_id_idx ON public.card_alarm_opening USING btree (alarm_id, asked_at DESC)
CREATE INDEX command_group_agent_agent_id_idx ON public.command_group_agent USING btree (agent_id)
CREATE INDEX command_group_agent_left_idx ON public.command_group_agent USING btree (group_id, place) WHERE ((command_id IS NULL) AND (passed_over IS NULL))
CREATE INDEX command_group_agent_store_id_idx ON public.command_group_agent USING btree (store_id)
CREATE INDEX command_group_open_idx ON public.command_group USING btree (id) WHERE (state = ANY (ARRAY['proposed'::text, 'running'::text]))
CREATE INDEX command_group_requested_at_idx ON public.command_group USING btree (requested_at DESC, id)
CREATE INDEX commissioning_store_idx ON public.commissioning USING btree (store_id, begun_at DESC)
CREATE INDEX commissioning_testing_idx ON public.commissioning USING btree (id) WHERE (state = 'testing'::text)
CREATE INDEX control_incident_began_at_idx ON public.control_incident USING btree (began_at DESC, id)
CREATE INDEX device_approval_idx ON public.device USING btree (approval_expires_on, id) WHERE ((approval_expires_on IS NOT NULL) AND (state <> ALL (ARRAY['swapped_out'::text, 'removed'::text])))
CREATE INDEX device_document_device_idx ON public.device_document USING btree (device_id, added_at)
CREATE INDEX device_place_terminal_idx ON public.device_place USING btree (terminal_id, since) WHERE (terminal_id IS NOT NULL)
CREATE INDEX device_seal_device_idx ON public.device_seal USING btree (device_id, placed_at)
CREATE INDEX device_serial_idx ON public.device USING btree (upper(serial))
CREATE INDEX device_store_id_idx ON public.device USING btree (store_id, id)
CREATE INDEX device_unplaced_idx ON public.device USING btree (id) WHERE (store_id IS NULL)
CREATE INDEX event_default_payment_id_idx ON public.event_default USING btree (payment_id) WHERE (payment_id IS NOT NULL)
CREATE INDEX event_default_store_id_recorded_on_idx ON public.event_default USING btree (store_id, recorded_on) WHERE (kind = 'payment.unknown'::text)
CREATE INDEX event_payment_id_idx ON ONLY public.event USING btree (payment_id) WHERE (payment_id IS NOT NULL)
CREATE INDEX event_unknown_idx ON ONLY public.event USING btree (store_id, recorded_on) WHERE (kind = 'payment.unknown'::text)
CREATE INDEX evidence_package_asked_at_idx ON public.evidence_package USING btree (asked_at DESC, id)
CREATE INDEX evidence_package_waiting_idx ON public.evidence_package USING btree (asked_at, id) WHERE ((made_at IS NULL) AND (failed_at IS NULL))
CREATE INDEX funds_allocation_by_hand_idx ON public.funds_allocation USING btree (made_at) WHERE (run_id IS NULL)
CREATE INDEX funds_allocation_from_id_idx ON public.funds_allocation USING btree (from_id)
CREATE INDEX funds_allocation_to_id_idx ON public.funds_allocation USING btree (to_id)
CREATE INDEX funds_bundle_asked_at_idx ON public.funds_bundle USING btree (asked_at DESC, id)
CREATE INDEX funds_bundle_waiting_idx ON public.funds_bundle USING btree (asked_at, id) WHERE ((made_at IS NULL) AND (failed_at IS NULL))
CREATE INDEX funds_contract_account_idx ON public.funds_contract USING btree (acquirer, merchant_account, currency, valid_from)
CREATE INDEX funds_exception_act_key_idx ON public.funds_exception_act USING btree (key, at)
CREATE INDEX funds_exception_act_written_off_idx ON public.funds_exception_act USING btree (key) WHERE (resolution = 'written_off'::text)
CREATE INDEX funds_exception_day_idx ON public.funds_exception USING btree (day, code)
CREATE INDEX funds_exception_open_idx ON public.funds_exception USING btree (severity, opened_at) WHERE (state = ANY (ARRAY['open'::text, 'proposed'::text]))
CREATE INDEX funds_exception_payments_idx ON public.funds_exception USING gin (payments)
CREATE INDEX funds_file_beside_idx ON public.funds_file USING gin (beside) WHERE (beside <> '{}'::bigint[])
CREATE INDEX funds_file_business_key_idx ON public.funds_file USING btree (business_key) WHERE (state = 'imported'::text)
CREATE INDEX funds_file_received_at_idx ON public.funds_file USING btree (received_at DESC, id)
CREATE INDEX funds_file_scope_key_idx ON public.funds_file USING btree (scope_key) WHERE (state = 'imported'::text)
CREATE INDEX funds_file_source_id_idx ON public.funds_file USING btree (source_id, last_day)
CREATE INDEX funds_file_task_asked_at_idx ON public.funds_file_task USING btree (asked_at)
CREATE INDEX funds_file_task_waiting_idx ON public.funds_file_task USING btree (asked_at) WHERE (done_at IS NULL)
CREATE INDEX funds_file_waiting_idx ON public.funds_file USING btree (id) WHERE ((state = 'stored'::text) OR ((decided_at IS NOT NULL) AND (state = ANY (ARRAY['previewed'::text, 'quarantined'::text]))))
CREATE INDEX funds_identity_broken_idx ON public.funds_identity USING btree (name, about) WHERE (NOT holds)
CREATE INDEX funds_payment_default_acquirer_due_on_store_id_idx ON public.funds_payment_default USING btree (acquirer, due_on, store_id) WHERE open
CREATE INDEX funds_payment_default_currency_opened_on_idx ON public.funds_payment_default USING btree (currency, opened_on) WHERE (state = 'not_told'::text)
CREATE INDEX funds_payment_default_opened_on_payment_id_idx ON public.funds_payment_default USING btree (opened_on, payment_id) WHERE (state = 'new'::text)
CREATE INDEX funds_payment_default_payout_id_idx ON public.funds_payment_default USING btree (payout_id)
CREATE INDEX funds_payment_new_idx ON ONLY public.funds_payment USING btree (opened_on, payment_id) WHERE (state = 'new'::text)
CREATE INDEX funds_payment_not_told_idx ON ONLY public.funds_payment USING btree (currency, opened_on) WHERE (state = 'not_told'::text)
CREATE INDEX funds_payment_open_idx ON ONLY public.funds_payment USING btree (acquirer, due_on, store_id) WHERE open
CREATE INDEX funds_payment_payout_id_idx ON ONLY public.funds_payment USING btree (payout_id)
CREATE INDEX funds_pull_bill_due ON public.funds_pull_bill USING btree (pull_id, next_try_at) WHERE (state = 'due'::text)
CREATE INDEX health_finding_agent_idx ON public.health_finding USING btree (agent_id, found_at DESC) WHERE (agent_id IS NOT NULL)
CREATE INDEX health_finding_open_idx ON public.health_finding USING btree (store_id) WHERE (until IS NULL)
CREATE INDEX health_finding_store_idx ON public.health_finding USING btree (store_id, found_at DESC) WHERE ((terminal_id IS NULL) AND (agent_id IS NULL))
CREATE INDEX health_finding_terminal_idx ON public.health_finding USING btree (terminal_id, found_at DESC) WHERE (terminal_id IS NOT NULL)
CREATE INDEX hub_event_at_idx ON public.hub_event USING btree (at DESC)
CREATE INDEX inspection_device_idx ON public.inspection USING btree (device_id, recorded_at DESC)
CREATE INDEX inspection_looked_idx ON public.inspection USING btree (device_id, COALESCE(looked_at, recorded_at) DESC)
CREATE INDEX inspection_photo_document_idx ON public.inspection_photo USING btree (document_id)
CREATE INDEX inspection_recorded_idx ON public.inspection USING btree (recorded_at DESC, id DESC)
CREATE INDEX inspection_store_idx ON public.inspection USING btree (store_id, recorded_at DESC)
CREATE INDEX inspector_training_person_idx ON public.inspector_training USING btree (person_id, valid_until DESC)
CREATE INDEX operations_alert_ended_at_idx ON public.operations_alert USING btree (ended_at)
CREATE INDEX operations_alert_raised_at_idx ON public.operations_alert USING btree (raised_at DESC, id)
CREATE INDEX operations_alert_store_idx ON public.operations_alert USING btree (store_id) WHERE (store_id IS NOT NULL)
CREATE INDEX operations_notice_due_idx ON public.operations_notice USING btree (due_at) WHERE ((taken_at IS NULL) AND (given_up_at IS NULL))
CREATE INDEX passkey_challenge_expires_at_idx ON public.passkey_challenge USING btree (expires_at)
CREATE INDEX passkey_challenge_session_id_idx ON public.passkey_challenge USING btree (session_id)
CREATE INDEX passkey_user_id_idx ON public.passkey USING btree (user_id)
CREATE INDEX payment_basket_idx ON ONLY public.payment USING btree (basket) WHERE (basket IS NOT NULL)
CREATE INDEX payment_default_basket_idx ON public.payment_default USING btree (basket) WHERE (basket IS NOT NULL)
CREATE INDEX payment_default_opened_at_id_idx ON public.payment_default USING btree (opened_at DESC, id)
CREATE INDEX payment_default_parent_idx ON public.payment_default USING btree (parent) WHERE (parent IS NOT NULL)
CREATE INDEX payment_default_store_id_opened_at_id_idx ON public.payment_default USING btree (store_id, opened_at DESC, id)
CREATE INDEX payment_default_store_id_opened_at_idx ON public.payment_default USING btree (store_id, opened_at) WHERE (stage IS NOT NULL)
CREATE INDEX payment_open_question_idx ON ONLY public.payment USING btree (store_id, opened_at) WHERE (stage IS NOT NULL)
CREATE INDEX payment_opened_at_id_idx ON ONLY public.payment USING btree (opened_at DESC, id)
CREATE INDEX payment_parent_idx ON ONLY public.payment USING btree (parent) WHERE (parent IS NOT NULL)
CREATE INDEX payment_store_id_opened_at_id_idx ON ONLY public.payment USING btree (store_id, opened_at DESC, id)
CREATE INDEX payout_carried_into_idx ON public.payout USING btree (carried_into) WHERE (carried_into IS NOT NULL)
CREATE INDEX payout_due_on_idx ON public.payout USING btree (due_on, id)
CREATE INDEX payout_file_id_idx ON public.payout USING btree (file_id)
CREATE INDEX payout_open_idx ON public.payout USING btree (acquirer, due_on) WHERE open
CREATE INDEX payout_replaced_by_idx ON public.payout USING btree (replaced_by) WHERE (replaced_by IS NOT NULL)
CREATE INDEX quarantined_batch_agent_id_received_at_idx ON public.quarantined_batch USING btree (agent_id, received_at)
CREATE INDEX redundancy_drill_store_idx ON public.redundancy_drill USING btree (store_id, begun_at DESC)
CREATE INDEX redundancy_evidence_newest_idx ON public.redundancy_evidence USING btree (store_id, axis, subject, spare, shown_at DESC)
CREATE INDEX retention_run_class_idx ON public.retention_run USING btree (class, began_at DESC)
CREATE INDEX review_signoff_kind_at_idx ON public.review_signoff USING btree (kind, at DESC)
CREATE INDEX sales_minute_minute_idx ON public.sales_minute USING btree (minute)
CREATE INDEX screen_pairing_claim_hash_idx ON public.screen_pairing USING btree (claim_hash)
CREATE INDEX screen_pairing_expires_at_idx ON public.screen_pairing USING btree (expires_at)
CREATE INDEX session_user_id_idx ON public.session USING btree (user_id)
CREATE INDEX settlement_line_acquirer_reference_idx ON public.settlement_line USING btree (acquirer_reference) WHERE (acquirer_reference IS NOT NULL)
CREATE INDEX settlement_line_merchant_reference_idx ON public.settlement_line USING btree (merchant_reference) WHERE (merchant_reference IS NOT NULL)
CREATE INDEX settlement_line_payout_id_idx ON public.settlement_line USING btree (payout_id)
CREATE INDEX settlement_line_reserve_idx ON public.settlement_line USING btree (acquirer, merchant_account) WHERE (kind = 'reserve'::text)
CREATE INDEX settlement_line_retrieval_reference_idx ON public.settlement_line USING btree (retrieval_reference, terminal, sales_day) WHERE (retrieval_reference IS NOT NULL)
CREATE INDEX terminal_assignment_agent_id_key_idx ON public.terminal_assignment USING btree (agent_id, key, since)
CREATE INDEX terminal_hour_terminal_idx ON public.terminal_hour USING btree (terminal_id, hour)
CREATE INDEX terminal_store_id_idx ON public.terminal USING btree (store_id)
CREATE INDEX terminal_totals_at_idx ON public.terminal_totals USING btree (at, terminal_id)
CREATE INDEX two_factor_secret_idx ON public.two_factor USING btree (secret)
CREATE INDEX two_factor_user_id_idx ON public.two_factor USING btree (user_id)
CREATE INDEX verification_identifier_idx ON public.verification USING btree (identifier)
CREATE UNIQUE INDEX access_review_decision_pkey ON public.access_review_decision USING btree (id)
CREATE UNIQUE INDEX access_review_item_pkey ON public.access_review_item USING btree (id)
CREATE UNIQUE INDEX access_review_item_review_id_kind_subject_id_key ON public.access_review_item USING btree (review_id, kind, subject_id)
CREATE UNIQUE INDEX access_review_pkey ON public.access_review USING btree (id)
CREATE UNIQUE INDEX access_review_signature_pkey ON public.access_review_signature USING btree (review_id)
CREATE UNIQUE INDEX account_pkey ON public.account USING btree (id)
CREATE UNIQUE INDEX acquirer_terminal_assignment_open_key ON public.acquirer_terminal_assignment USING btree (acquirer_terminal_id) WHERE (until IS NULL)
CREATE UNIQUE INDEX acquirer_terminal_assignment_pkey ON public.acquirer_terminal_assignment USING btree (acquirer_terminal_id, since)
CREATE UNIQUE INDEX acquirer_terminal_pkey ON public.acquirer_terminal USING btree (id)
CREATE UNIQUE INDEX acquirer_terminal_tid_merchant_number_key ON public.acquirer_terminal USING btree (tid, merchant_number)
CREATE UNIQUE INDEX agent_batch_pkey ON public.agent_batch USING btree (agent_id, epoch, first_seq)
CREATE UNIQUE INDEX agent_command_approval_pkey ON public.agent_command_approval USING btree (command_id, person_id)
CREATE UNIQUE INDEX agent_command_counter_key ON public.agent_command USING btree (agent_id, counter)
CREATE UNIQUE INDEX agent_command_pkey ON public.agent_command USING btree (id)
CREATE UNIQUE INDEX agent_configuration_command_id_key ON public.agent_configuration USING btree (command_id)
CREATE UNIQUE INDEX agent_configuration_pkey ON public.agent_configuration USING btree (agent_id, number)
CREATE UNIQUE INDEX agent_hub_path_pkey ON public.agent_hub_path USING btree (agent_id, epoch, seq)
CREATE UNIQUE INDEX agent_join_pkey ON public.agent_join USING btree (agent_id)
CREATE UNIQUE INDEX agent_key_pkey ON public.agent_key USING btree (agent_id, since)
CREATE UNIQUE INDEX agent_next_public_key_key ON public.agent USING btree (next_public_key)
CREATE UNIQUE INDEX agent_pkey ON public.agent USING btree (id)
CREATE UNIQUE INDEX agent_presence_open_key ON public.agent_presence USING btree (agent_id) WHERE (until IS NULL)
CREATE UNIQUE INDEX agent_presence_pkey ON public.agent_presence USING btree (agent_id, since)
CREATE UNIQUE INDEX agent_public_key_key ON public.agent USING btree (public_key)
CREATE UNIQUE INDEX agent_release_pkey ON public.agent_release USING btree (version, platform)
CREATE UNIQUE INDEX agent_rollout_agent_pkey ON public.agent_rollout_agent USING btree (rollout_id, agent_id)
CREATE UNIQUE INDEX agent_rollout_approval_pkey ON public.agent_rollout_approval USING btree (rollout_id, person_id)
CREATE UNIQUE INDEX agent_rollout_open_key ON public.agent_rollout USING btree ((true)) WHERE (state = ANY (ARRAY['proposed'::text, 'running'::text, 'paused'::text]))
CREATE UNIQUE INDEX agent_rollout_pkey ON public.agent_rollout USING btree (id)
CREATE UNIQUE INDEX agent_stream_pkey ON public.agent_stream USING btree (agent_id, epoch)
CREATE UNIQUE INDEX agent_trouble_open_key ON public.agent_trouble USING btree (agent_id, code) WHERE (until IS NULL)
CREATE UNIQUE INDEX agent_trouble_pkey ON public.agent_trouble USING btree (agent_id, code, since)
CREATE UNIQUE INDEX agent_uid_key ON public.agent USING btree (uid)
CREATE UNIQUE INDEX agent_vitals_pkey ON public.agent_vitals USING btree (agent_id)
CREATE UNIQUE INDEX alert_destination_name_key ON public.alert_destination USING btree (name) WHERE (removed_at IS NULL)
CREATE UNIQUE INDEX alert_destination_pkey ON public.alert_destination USING btree (id)
CREATE UNIQUE INDEX alert_destination_secret_pkey ON public.alert_destination_secret USING btree (id)
CREATE UNIQUE INDEX alert_rule_base_pkey ON public.alert_rule_base USING btree (rule)
CREATE UNIQUE INDEX alert_rule_key ON public.alert_rule USING btree (rule, level, country, region, store_id, version) NULLS NOT DISTINCT
CREATE UNIQUE INDEX alert_rule_pkey ON public.alert_rule USING btree (id)
CREATE UNIQUE INDEX alert_window_pkey ON public.alert_window USING btree (id)
CREATE UNIQUE INDEX api_token_pkey ON public.api_token USING btree (id)
CREATE UNIQUE INDEX api_token_secret_hash_key ON public.api_token USING btree (secret_hash)
CREATE UNIQUE INDEX approver_roster_approval_pkey ON public.approver_roster_approval USING btree (number, person_id)
CREATE UNIQUE INDEX approver_roster_pending_key ON public.approver_roster USING btree ((true)) WHERE (in_force_since IS NULL)
CREATE UNIQUE INDEX approver_roster_pkey ON public.approver_roster USING btree (number)
CREATE UNIQUE INDEX audit_archive_pkey ON public.audit_archive USING btree (month)
CREATE UNIQUE INDEX audit_checkpoint_pkey ON public.audit_checkpoint USING btree (size, signed_at)
CREATE UNIQUE INDEX audit_cosignature_pkey ON public.audit_cosignature USING btree (size, signed_at, witness)
CREATE UNIQUE INDEX audit_day_review_pkey ON public.audit_day_review USING btree (day)
CREATE UNIQUE INDEX audit_entry_pkey ON public.audit_entry USING btree (id)
CREATE UNIQUE INDEX audit_finding_entry_id_rule_key ON public.audit_finding USING btree (entry_id, rule)
CREATE UNIQUE INDEX audit_finding_pkey ON public.audit_finding USING btree (id)
CREATE UNIQUE INDEX audit_folded_refusal_pkey ON public.audit_folded_refusal USING btree (asker_type, asker_id, action, reason)
CREATE UNIQUE INDEX audit_follower_pkey ON public.audit_follower USING btree (id)
CREATE UNIQUE INDEX audit_leaf_entry_id_key ON public.audit_leaf USING btree (entry_id)
CREATE UNIQUE INDEX audit_leaf_pkey ON public.audit_leaf USING btree (idx)
CREATE UNIQUE INDEX audit_loss_entry_id_key ON public.audit_loss USING btree (entry_id)
CREATE UNIQUE INDEX audit_loss_open_key ON public.audit_loss USING btree (((entry_id IS NULL))) WHERE (entry_id IS NULL)
CREATE UNIQUE INDEX audit_loss_pkey ON public.audit_loss USING btree (id)
CREATE UNIQUE INDEX audit_lost_tree_pkey ON public.audit_lost_tree USING btree (loss_id, size, root)
CREATE UNIQUE INDEX audit_personal_pkey ON public.audit_personal USING btree (entry_id, name)
CREATE UNIQUE INDEX audit_queue_nth_key ON public.audit_queue USING btree (nth)
CREATE UNIQUE INDEX audit_queue_pkey ON public.audit_queue USING btree (entry_id)
CREATE UNIQUE INDEX audit_rule_pkey ON public.audit_rule USING btree (rule, version)
CREATE UNIQUE INDEX audit_sequencer_pkey ON public.audit_sequencer USING btree (id)
CREATE UNIQUE INDEX audit_stream_name_key ON public.audit_stream USING btree (name)
CREATE UNIQUE INDEX audit_stream_pkey ON public.audit_stream USING btree (id)
CREATE UNIQUE INDEX audit_stream_secret_pkey ON public.audit_stream_secret USING btree (id)
CREATE UNIQUE INDEX audit_tile_pkey ON public.audit_tile USING btree (level, tile)
CREATE UNIQUE INDEX audit_tree_pkey ON public.audit_tree USING btree (id)
CREATE UNIQUE INDEX audit_view_pkey ON public.audit_view USING btree (id)
CREATE UNIQUE INDEX audit_view_user_id_name_key ON public.audit_view USING btree (user_id, name)
CREATE UNIQUE INDEX audit_witness_pkey ON public.audit_witness USING btree (agent_id)
CREATE UNIQUE INDEX backup_watch_pkey ON public.backup_watch USING btree (folder)
CREATE UNIQUE INDEX bank_account_number_key ON public.bank_account USING btree (number)
CREATE UNIQUE INDEX bank_account_pkey ON public.bank_account USING btree (id)
CREATE UNIQUE INDEX bank_line_pkey ON public.bank_line USING btree (file_id, "position")
CREATE UNIQUE INDEX bank_statement_pkey ON public.bank_statement USING btree (id)
CREATE UNIQUE INDEX break_glass_pkey ON public.break_glass USING btree (id)
CREATE UNIQUE INDEX card_alarm_content_event_idx ON public.card_alarm_content USING btree (agent_id, epoch, seq, what, alarm_id)
CREATE UNIQUE INDEX card_alarm_content_pkey ON public.card_alarm_content USING btree (id)
CREATE UNIQUE INDEX card_alarm_open_idx ON public.card_alarm USING btree (place, source_kind, source_id) WHERE (state = 'open'::text)
CREATE UNIQUE INDEX card_alarm_opening_pkey ON public.card_alarm_opening USING btree (id)
CREATE UNIQUE INDEX card_alarm_pkey ON public.card_alarm USING btree (id)
CREATE UNIQUE INDEX command_group_agent_command_key ON public.command_group_agent USING btree (command_id)
CREATE UNIQUE INDEX command_group_agent_key ON public.command_group_agent USING btree (group_id, agent_id, terminal)
CREATE UNIQUE INDEX command_group_agent_pkey ON public.command_group_agent USING btree (group_id, place)
CREATE UNIQUE INDEX command_group_configuration_pkey ON public.command_group_configuration USING btree (group_id, place)
CREATE UNIQUE INDEX command_group_pkey ON public.command_group USING btree (id)
CREATE UNIQUE INDEX commissioning_agreement_commissioning_id_key ON public.commissioning_agreement USING btree (commissioning_id)
CREATE UNIQUE INDEX commissioning_agreement_pkey ON public.commissioning_agreement USING btree (store_id, version)
CREATE UNIQUE INDEX commissioning_evidence_key ON public.commissioning_evidence USING btree (commissioning_id, run, test, subject)
CREATE UNIQUE INDEX commissioning_evidence_pkey ON public.commissioning_evidence USING btree (id)
CREATE UNIQUE INDEX commissioning_open_key ON public.commissioning USING btree (store_id) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX commissioning_pkey ON public.commissioning USING btree (id)
CREATE UNIQUE INDEX control_incident_open_key ON public.control_incident USING btree (kind, subject) WHERE (closed_at IS NULL)
CREATE UNIQUE INDEX control_incident_pkey ON public.control_incident USING btree (id)
CREATE UNIQUE INDEX currency_pkey ON public.currency USING btree (code)
CREATE UNIQUE INDEX device_agent_id_key ON public.device USING btree (agent_id) WHERE (agent_id IS NOT NULL)
CREATE UNIQUE INDEX device_custody_open_key ON public.device_custody USING btree (device_id) WHERE (until IS NULL)
CREATE UNIQUE INDEX device_custody_pkey ON public.device_custody USING btree (device_id, since)
CREATE UNIQUE INDEX device_document_bytes_key ON public.device_document USING btree (device_id, sha256) WHERE (removed_at IS NULL)
CREATE UNIQUE INDEX device_document_content_key ON public.device_document_content USING btree (document_id, part)
CREATE UNIQUE INDEX device_document_content_pkey ON public.device_document_content USING btree (id)
CREATE UNIQUE INDEX device_document_pkey ON public.device_document USING btree (id)
CREATE UNIQUE INDEX device_pkey ON public.device USING btree (id)
CREATE UNIQUE INDEX device_place_open_key ON public.device_place USING btree (device_id) WHERE (until IS NULL)
CREATE UNIQUE INDEX device_place_pkey ON public.device_place USING btree (device_id, since)
CREATE UNIQUE INDEX device_request_key ON public.device USING btree (request_key) WHERE (request_key IS NOT NULL)
CREATE UNIQUE INDEX device_seal_number_key ON public.device_seal USING btree (device_id, number) WHERE (removed_at IS NULL)
CREATE UNIQUE INDEX device_seal_pkey ON public.device_seal USING btree (id)
CREATE UNIQUE INDEX device_serial_key ON public.device USING btree (kind, upper(COALESCE(make, ''::text)), upper(serial)) WHERE (registered AND (serial IS NOT NULL) AND (state <> 'removed'::text))
CREATE UNIQUE INDEX device_setting_key ON public.device_setting USING btree (setting, level, country, region, store_id, lane_id, device_id) NULLS NOT DISTINCT
CREATE UNIQUE INDEX device_setting_pkey ON public.device_setting USING btree (id)
CREATE UNIQUE INDEX device_state_open_key ON public.device_state USING btree (device_id) WHERE (until IS NULL)
CREATE UNIQUE INDEX device_state_pkey ON public.device_state USING btree (device_id, since)
CREATE UNIQUE INDEX device_terminal_id_key ON public.device USING btree (terminal_id) WHERE (terminal_id IS NOT NULL)
CREATE UNIQUE INDEX event_archive_pkey ON public.event_archive USING btree (month)
CREATE UNIQUE INDEX event_default_pkey ON public.event_default USING btree (store_id, recorded_on, agent_id, epoch, seq)
CREATE UNIQUE INDEX event_month_kept_pkey ON public.event_month_kept USING btree (month)
CREATE UNIQUE INDEX event_months_choice_pkey ON public.event_months_choice USING btree (version)
CREATE UNIQUE INDEX event_pkey ON ONLY public.event USING btree (store_id, recorded_on, agent_id, epoch, seq)
CREATE UNIQUE INDEX evidence_package_cadence_key ON public.evidence_package USING btree (cadence, language, first_day) WHERE (cadence IS NOT NULL)
CREATE UNIQUE INDEX evidence_package_pkey ON public.evidence_package USING btree (id)
CREATE UNIQUE INDEX evidence_schedule_cadence_language_key ON public.evidence_schedule USING btree (cadence, language)
CREATE UNIQUE INDEX evidence_schedule_pkey ON public.evidence_schedule USING btree (id)
CREATE UNIQUE INDEX firmware_rule_pkey ON public.firmware_rule USING btree (id)
CREATE UNIQUE INDEX firmware_rule_version_key ON public.firmware_rule USING btree (upper(make), upper(model), version)
CREATE UNIQUE INDEX foreign_witness_pkey ON public.foreign_witness USING btree (key)
CREATE UNIQUE INDEX funds_allocation_pkey ON public.funds_allocation USING btree (key)
CREATE UNIQUE INDEX funds_allocation_reverses_key ON public.funds_allocation USING btree (reverses) WHERE (reverses IS NOT NULL)
CREATE UNIQUE INDEX funds_bundle_pkey ON public.funds_bundle USING btree (id)
CREATE UNIQUE INDEX funds_calendar_pkey ON public.funds_calendar USING btree (name, version)
CREATE UNIQUE INDEX funds_contract_pkey ON public.funds_contract USING btree (id, version)
CREATE UNIQUE INDEX funds_exception_act_pkey ON public.funds_exception_act USING btree (id)
CREATE UNIQUE INDEX funds_exception_pkey ON public.funds_exception USING btree (key)
CREATE UNIQUE INDEX funds_file_content_file_id_what_part_key ON public.funds_file_content USING btree (file_id, what, part)
CREATE UNIQUE INDEX funds_file_content_pkey ON public.funds_file_content USING btree (id)
CREATE UNIQUE INDEX funds_file_day_pkey ON public.funds_file_day USING btree (file_id, acquirer, merchant_account, sales_day)
CREATE UNIQUE INDEX funds_file_pkey ON public.funds_file USING btree (id)
CREATE UNIQUE INDEX funds_file_sha256_key ON public.funds_file USING btree (sha256) WHERE (state <> 'duplicate'::text)
CREATE UNIQUE INDEX funds_file_task_part_pkey ON public.funds_file_task_part USING btree (task_id, part)
CREATE UNIQUE INDEX funds_file_task_pkey ON public.funds_file_task USING btree (id)
CREATE UNIQUE INDEX funds_identity_pkey ON public.funds_identity USING btree (name, about)
CREATE UNIQUE INDEX funds_mapping_pkey ON public.funds_mapping USING btree (id, version)
CREATE UNIQUE INDEX funds_payment_default_pkey ON public.funds_payment_default USING btree (store_id, opened_on, payment_id)
CREATE UNIQUE INDEX funds_payment_pkey ON ONLY public.funds_payment USING btree (store_id, opened_on, payment_id)
CREATE UNIQUE INDEX funds_pull_bill_pkey ON public.funds_pull_bill USING btree (pull_id, name)
CREATE UNIQUE INDEX funds_pull_name_key ON public.funds_pull USING btree (name)
CREATE UNIQUE INDEX funds_pull_pkey ON public.funds_pull USING btree (id)
CREATE UNIQUE INDEX funds_pull_secret_pkey ON public.funds_pull_secret USING btree (id)
CREATE UNIQUE INDEX funds_pulled_file_pkey ON public.funds_pulled_file USING btree (pull_id, name)
CREATE UNIQUE INDEX funds_resolution_limit_pkey ON public.funds_resolution_limit USING btree (currency)
CREATE UNIQUE INDEX funds_route_pkey ON public.funds_route USING btree (id)
CREATE UNIQUE INDEX funds_run_pkey ON public.funds_run USING btree (id)
CREATE UNIQUE INDEX funds_source_name_key ON public.funds_source USING btree (name)
CREATE UNIQUE INDEX funds_source_pkey ON public.funds_source USING btree (id)
CREATE UNIQUE INDEX health_finding_open_key ON public.health_finding USING btree (code, store_id, COALESCE(terminal_id, 0), COALESCE(agent_id, 0)) WHERE (until IS NULL)
CREATE UNIQUE INDEX health_finding_pkey ON public.health_finding USING btree (id)
CREATE UNIQUE INDEX hub_certificate_pkey ON public.hub_certificate USING btree (host, port)
CREATE UNIQUE INDEX hub_event_pkey ON public.hub_event USING btree (id)
CREATE UNIQUE INDEX hub_node_pkey ON public.hub_node USING btree (id)
CREATE UNIQUE INDEX inspection_class_pkey ON public.inspection_class USING btree (class, version)
CREATE UNIQUE INDEX inspection_corrects_key ON public.inspection USING btree (corrects)
CREATE UNIQUE INDEX inspection_photo_pkey ON public.inspection_photo USING btree (inspection_id, "position")
CREATE UNIQUE INDEX inspection_pkey ON public.inspection USING btree (id)
CREATE UNIQUE INDEX inspector_training_pkey ON public.inspector_training USING btree (id)
CREATE UNIQUE INDEX installation_pkey ON public.installation USING btree (id)
CREATE UNIQUE INDEX installation_singleton_key ON public.installation USING btree (singleton)
CREATE UNIQUE INDEX join_code_pkey ON public.join_code USING btree (locator)
CREATE UNIQUE INDEX lab_store_pkey ON public.lab_store USING btree (store_id)
CREATE UNIQUE INDEX lane_pkey ON public.lane USING btree (id)
CREATE UNIQUE INDEX lane_store_id_key_key ON public.lane USING btree (store_id, key)
CREATE UNIQUE INDEX legal_entity_pkey ON public.legal_entity USING btree (id)
CREATE UNIQUE INDEX operations_alert_open_key ON public.operations_alert USING btree (rule, subject) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX operations_alert_pkey ON public.operations_alert USING btree (id)
CREATE UNIQUE INDEX operations_notice_pkey ON public.operations_notice USING btree (alert_id, event, channel)
CREATE UNIQUE INDEX passkey_challenge_pkey ON public.passkey_challenge USING btree (id)
CREATE UNIQUE INDEX passkey_credential_id_key ON public.passkey USING btree (credential_id)
CREATE UNIQUE INDEX passkey_pkey ON public.passkey USING btree (id)
CREATE UNIQUE INDEX password_history_pkey ON public.password_history USING btree (user_id, set_at)
CREATE UNIQUE INDEX payment_default_pkey ON public.payment_default USING btree (store_id, opened_on, id)
CREATE UNIQUE INDEX payment_pkey ON ONLY public.payment USING btree (store_id, opened_on, id)
CREATE UNIQUE INDEX payout_acquirer_merchant_account_currency_batch_file_id_key ON public.payout USING btree (acquirer, merchant_account, currency, batch, file_id)
CREATE UNIQUE INDEX payout_pkey ON public.payout USING btree (id)
CREATE UNIQUE INDEX pending_authenticator_pkey ON public.pending_authenticator USING btree (user_id)
CREATE UNIQUE INDEX quarantined_batch_pkey ON public.quarantined_batch USING btree (id)
CREATE UNIQUE INDEX rate_bucket_pkey ON public.rate_bucket USING btree (subject)
CREATE UNIQUE INDEX rate_pkey ON public.rate USING btree (on_date, base, quote)
CREATE UNIQUE INDEX redundancy_drill_open_key ON public.redundancy_drill USING btree (store_id) WHERE (state = 'running'::text)
CREATE UNIQUE INDEX redundancy_drill_pkey ON public.redundancy_drill USING btree (id)
CREATE UNIQUE INDEX redundancy_evidence_key ON public.redundancy_evidence USING btree (store_id, axis, subject, agent_id, epoch, seq)
CREATE UNIQUE INDEX redundancy_evidence_pkey ON public.redundancy_evidence USING btree (id)
CREATE UNIQUE INDEX retention_period_pkey ON public.retention_period USING btree (class, version)
CREATE UNIQUE INDEX retention_run_open_key ON public.retention_run USING btree (class) WHERE (ended_at IS NULL)
CREATE UNIQUE INDEX retention_run_pkey ON public.retention_run USING btree (id)
CREATE UNIQUE INDEX retention_size_pkey ON public.retention_size USING btree (day, class)
CREATE UNIQUE INDEX retention_volume_pkey ON public.retention_volume USING btree (day)
CREATE UNIQUE INDEX review_signoff_pkey ON public.review_signoff USING btree (id)
CREATE UNIQUE INDEX sales_day_pkey ON public.sales_day USING btree (store_id, business_date, currency, scheme, funding, wallet)
CREATE UNIQUE INDEX sales_minute_pkey ON public.sales_minute USING btree (store_id, minute, recorded_minute, currency, scheme, funding, wallet)
CREATE UNIQUE INDEX screen_pairing_code_hash_key ON public.screen_pairing USING btree (code_hash)
CREATE UNIQUE INDEX screen_pairing_pkey ON public.screen_pairing USING btree (id)
CREATE UNIQUE INDEX server_key_pkey ON public.server_key USING btree (kind, id)
CREATE UNIQUE INDEX session_pkey ON public.session USING btree (id)
CREATE UNIQUE INDEX session_token_key ON public.session USING btree (token)
CREATE UNIQUE INDEX settlement_line_open_pkey ON public.settlement_line_open USING btree (file_id, "position")
CREATE UNIQUE INDEX settlement_line_pkey ON public.settlement_line USING btree (file_id, "position")
CREATE UNIQUE INDEX setup_link_id_key ON public.setup_link USING btree (id)
CREATE UNIQUE INDEX setup_link_pkey ON public.setup_link USING btree (token_hash)
CREATE UNIQUE INDEX sign_in_failure_pkey ON public.sign_in_failure USING btree (subject)
CREATE UNIQUE INDEX store_code_key ON public.store USING btree (code)
CREATE UNIQUE INDEX store_hours_pkey ON public.store_hours USING btree (store_id, valid_from)
CREATE UNIQUE INDEX store_pkey ON public.store USING btree (id)
CREATE UNIQUE INDEX store_rev_pkey ON public.store_rev USING btree (store_id)
CREATE UNIQUE INDEX terminal_assignment_open_key ON public.terminal_assignment USING btree (agent_id, key) WHERE (until IS NULL)
CREATE UNIQUE INDEX terminal_assignment_pkey ON public.terminal_assignment USING btree (terminal_id, since)
CREATE UNIQUE INDEX terminal_condition_open_key ON public.terminal_condition USING btree (terminal_id) WHERE (until IS NULL)
CREATE UNIQUE INDEX terminal_condition_pkey ON public.terminal_condition USING btree (terminal_id, since, agent_id, epoch, seq)
CREATE UNIQUE INDEX terminal_hour_day_pkey ON public.terminal_hour_day USING btree (day)
CREATE UNIQUE INDEX terminal_hour_pkey ON public.terminal_hour USING btree (hour, terminal_id)
CREATE UNIQUE INDEX terminal_pace_pkey ON public.terminal_pace USING btree (terminal_id)
CREATE UNIQUE INDEX terminal_pkey ON public.terminal USING btree (id)
CREATE UNIQUE INDEX terminal_totals_pkey ON public.terminal_totals USING btree (store_id, agent_id, epoch, seq)
CREATE UNIQUE INDEX totp_step_pkey ON public.totp_step USING btree (user_id)
CREATE UNIQUE INDEX two_factor_pkey ON public.two_factor USING btree (id)
CREATE UNIQUE INDEX user_email_key ON public."user" USING btree (email)
CREATE UNIQUE INDEX user_pkey ON public."user" USING btree (id)
CREATE UNIQUE INDEX verification_pkey ON public.verification USING btree (id)
CREATE UNIQUE INDEX wall_screen_pkey ON public.wall_screen USING btree (id)
CREATE UNIQUE INDEX wall_screen_secret_hash_key ON public.wall_screen USING btree (secret_hash)
CREATE UNIQUE INDEX witnessed_log_pkey ON public.witnessed_log USING btree (origin)
CREATE UNIQUE INDEX witnessed_log_refusal_pkey ON public.witnessed_log_refusal USING btree (origin, size, root)

-- triggers
CREATE TRIGGER access_review_decision_check BEFORE INSERT ON public.access_review_decision FOR EACH ROW EXECUTE FUNCTION check_access_review_decision()
CREATE TRIGGER access_review_decision_insert_only BEFORE DELETE OR UPDATE ON public.access_review_decision FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER access_review_decision_no_truncate BEFORE TRUNCATE ON public.access_review_decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER access_review_insert_only BEFORE DELETE OR UPDATE ON public.access_review FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER access_review_item_check BEFORE INSERT ON public.access_review_item FOR EACH ROW EXECUTE FUNCTION check_access_review_item()
CREATE TRIGGER access_review_item_insert_only BEFORE DELETE OR UPDATE ON public.access_review_item FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER access_review_item_no_truncate BEFORE TRUNCATE ON public.access_review_item FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER access_review_no_truncate BEFORE TRUNCATE ON public.access_review FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER access_review_signature_check BEFORE INSERT ON public.access_review_signature FOR EACH ROW EXECUTE FUNCTION check_access_review_signature()
CREATE TRIGGER access_review_signature_insert_only BEFORE DELETE OR UPDATE ON public.access_review_signature FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER access_review_signature_no_truncate BEFORE TRUNCATE ON public.access_review_signature FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER agent_batch_insert_only BEFORE DELETE OR UPDATE ON public.agent_batch FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER agent_batch_no_truncate BEFORE TRUNCATE ON public.agent_batch FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER agent_command_approval_no_truncate BEFORE TRUNCATE ON public.agent_command_approval FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER agent_command_approval_stays BEFORE DELETE OR UPDATE ON public.agent_command_approval FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER agent_command_no_truncate BEFORE TRUNCATE ON public.agent_command FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER agent_command_signed BEFORE UPDATE OF signed_order, signature, key_id ON public.agent_command FOR EACH ROW WHEN (((old.signed_order IS NOT NULL) AND (((new.signed_order IS DISTINCT FROM old.signed_order) OR (new.signature IS DISTINCT FROM old.signature)) OR (new.key_id IS DISTINCT FROM old.key_id)))) EXECUTE FUNCTION keep_signed_command()
CREATE TRIGGER agent_command_stays BEFORE DELETE ON public.agent_command FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER agent_configuration_no_truncate BEFORE TRUNCATE ON public.agent_configuration FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER agent_configuration_same BEFORE UPDATE ON public.agent_configuration FOR EACH ROW WHEN ((((((((old.agent_id IS DISTINCT FROM new.agent_id) OR (old.number IS DISTINCT FROM new.number)) OR (old.document IS DISTINCT FROM new.document)) OR (old.hash IS DISTINCT FROM new.hash)) OR (old.made_by IS DISTINCT FROM new.made_by)) OR (old.made_at IS DISTINCT FROM new.made_at)) OR (old.command_id IS DISTINCT FROM new.command_id))) EXECUTE FUNCTION keep_sent_configuration()
CREATE TRIGGER agent_configuration_stays BEFORE DELETE ON public.agent_configuration FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER agent_hub_path_no_truncate BEFORE TRUNCATE ON public.agent_hub_path FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER agent_hub_path_stays BEFORE DELETE OR UPDATE ON public.agent_hub_path FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER agent_key_insert_only BEFORE DELETE OR UPDATE ON public.agent_key FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER agent_key_no_truncate BEFORE TRUNCATE ON public.agent_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER agent_presence_kept BEFORE DELETE ON public.agent_presence FOR EACH ROW EXECUTE FUNCTION refuse_early_delete('until', '31 days')
CREATE TRIGGER agent_rollout_approval_no_truncate BEFORE TRUNCATE ON public.agent_rollout_approval FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER agent_rollout_approval_stays BEFORE DELETE OR UPDATE ON public.agent_rollout_approval FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER agent_trouble_kept BEFORE DELETE ON public.agent_trouble FOR EACH ROW EXECUTE FUNCTION refuse_early_delete('until', '90 days')
CREATE TRIGGER alert_destination_no_truncate BEFORE TRUNCATE ON public.alert_destination FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER alert_destination_secret_reseal_only BEFORE UPDATE ON public.alert_destination_secret FOR EACH ROW EXECUTE FUNCTION allow_resealing_only()
CREATE TRIGGER alert_destination_stays BEFORE DELETE ON public.alert_destination FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER alert_rule_no_truncate BEFORE TRUNCATE ON public.alert_rule FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER alert_rule_stays BEFORE DELETE OR UPDATE ON public.alert_rule FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER alert_window_no_truncate BEFORE TRUNCATE ON public.alert_window FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER alert_window_stays BEFORE DELETE ON public.alert_window FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER approver_roster_no_truncate BEFORE TRUNCATE ON public.approver_roster FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER approver_roster_stays BEFORE DELETE OR UPDATE ON public.approver_roster FOR EACH ROW WHEN ((old.in_force_since IS NOT NULL)) EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_archive_check BEFORE INSERT ON public.audit_archive FOR EACH ROW EXECUTE FUNCTION check_audit_archive()
CREATE TRIGGER audit_archive_check_change BEFORE UPDATE ON public.audit_archive FOR EACH ROW EXECUTE FUNCTION check_audit_archive_change()
CREATE TRIGGER audit_archive_no_truncate BEFORE TRUNCATE ON public.audit_archive FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_archive_stays BEFORE DELETE ON public.audit_archive FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_checkpoint_insert_only BEFORE DELETE OR UPDATE ON public.audit_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_checkpoint_no_truncate BEFORE TRUNCATE ON public.audit_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_cosignature_insert_only BEFORE DELETE OR UPDATE ON public.audit_cosignature FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_cosignature_no_truncate BEFORE TRUNCATE ON public.audit_cosignature FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_day_review_check BEFORE INSERT ON public.audit_day_review FOR EACH ROW EXECUTE FUNCTION check_audit_day_review()
CREATE TRIGGER audit_day_review_insert_only BEFORE DELETE OR UPDATE ON public.audit_day_review FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_day_review_no_truncate BEFORE TRUNCATE ON public.audit_day_review FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_entry_archiving_only BEFORE UPDATE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION allow_archiving_only()
CREATE TRIGGER audit_entry_has_body BEFORE INSERT ON public.audit_entry FOR EACH ROW WHEN ((new.body IS NULL)) EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_entry_insert_only BEFORE DELETE ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_finding_check BEFORE INSERT ON public.audit_finding FOR EACH ROW EXECUTE FUNCTION check_audit_finding()
CREATE TRIGGER audit_finding_insert_only BEFORE DELETE OR UPDATE ON public.audit_finding FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_finding_no_truncate BEFORE TRUNCATE ON public.audit_finding FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_leaf_insert_only BEFORE DELETE OR UPDATE ON public.audit_leaf FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_leaf_no_truncate BEFORE TRUNCATE ON public.audit_leaf FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_lost_tree_insert_only BEFORE DELETE OR UPDATE ON public.audit_lost_tree FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_lost_tree_no_truncate BEFORE TRUNCATE ON public.audit_lost_tree FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_personal_no_change BEFORE UPDATE ON public.audit_personal FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_personal_no_truncate BEFORE TRUNCATE ON public.audit_personal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_rule_insert_only BEFORE DELETE OR UPDATE ON public.audit_rule FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_rule_no_truncate BEFORE TRUNCATE ON public.audit_rule FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_stream_goes_on BEFORE UPDATE ON public.audit_stream FOR EACH ROW EXECUTE FUNCTION refuse_rewinding()
CREATE TRIGGER audit_stream_secret_reseal_only BEFORE UPDATE ON public.audit_stream_secret FOR EACH ROW EXECUTE FUNCTION allow_resealing_only()
CREATE TRIGGER audit_tile_insert_only BEFORE DELETE OR UPDATE ON public.audit_tile FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_tile_no_truncate BEFORE TRUNCATE ON public.audit_tile FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_tree_grows BEFORE UPDATE ON public.audit_tree FOR EACH ROW EXECUTE FUNCTION refuse_shrinking()
CREATE TRIGGER audit_tree_no_truncate BEFORE TRUNCATE ON public.audit_tree FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER audit_tree_stays BEFORE DELETE ON public.audit_tree FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER bank_line_no_truncate BEFORE TRUNCATE ON public.bank_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER bank_line_stays BEFORE DELETE ON public.bank_line FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER bank_statement_insert_only BEFORE DELETE OR UPDATE ON public.bank_statement FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER bank_statement_no_truncate BEFORE TRUNCATE ON public.bank_statement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER card_alarm_content_emptying_only BEFORE UPDATE ON public.card_alarm_content FOR EACH ROW WHEN ((new.sealed IS NULL)) EXECUTE FUNCTION allow_emptying_only()
CREATE TRIGGER card_alarm_content_insert_only BEFORE DELETE ON public.card_alarm_content FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER card_alarm_content_no_truncate BEFORE TRUNCATE ON public.card_alarm_content FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER card_alarm_content_reseal_only BEFORE UPDATE ON public.card_alarm_content FOR EACH ROW WHEN ((new.sealed IS NOT NULL)) EXECUTE FUNCTION allow_resealing_only()
CREATE TRIGGER command_group_agent_no_truncate BEFORE TRUNCATE ON public.command_group_agent FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER command_group_agent_stays BEFORE DELETE ON public.command_group_agent FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER command_group_configuration_no_truncate BEFORE TRUNCATE ON public.command_group_configuration FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER command_group_configuration_stays BEFORE DELETE OR UPDATE ON public.command_group_configuration FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER command_group_no_truncate BEFORE TRUNCATE ON public.command_group FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER command_group_stays BEFORE DELETE ON public.command_group FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER commissioning_agreement_no_truncate BEFORE TRUNCATE ON public.commissioning_agreement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER commissioning_agreement_stays BEFORE DELETE OR UPDATE ON public.commissioning_agreement FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER commissioning_evidence_no_truncate BEFORE TRUNCATE ON public.commissioning_evidence FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER commissioning_evidence_stays BEFORE DELETE OR UPDATE ON public.commissioning_evidence FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER commissioning_kept BEFORE DELETE ON public.commissioning FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER commissioning_no_truncate BEFORE TRUNCATE ON public.commissioning FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER commissioning_stays BEFORE DELETE OR UPDATE ON public.commissioning FOR EACH ROW WHEN ((old.ended_at IS NOT NULL)) EXECUTE FUNCTION refuse_change()
CREATE TRIGGER device_custody_no_truncate BEFORE TRUNCATE ON public.device_custody FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER device_custody_stays BEFORE DELETE ON public.device_custody FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER device_document_no_truncate BEFORE TRUNCATE ON public.device_document FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER device_document_stays BEFORE DELETE ON public.device_document FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER device_no_truncate BEFORE TRUNCATE ON public.device FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER device_place_no_truncate BEFORE TRUNCATE ON public.device_place FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER device_place_stays BEFORE DELETE ON public.device_place FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER device_seal_no_truncate BEFORE TRUNCATE ON public.device_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER device_seal_stays BEFORE DELETE ON public.device_seal FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER device_state_no_truncate BEFORE TRUNCATE ON public.device_state FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER device_state_stays BEFORE DELETE ON public.device_state FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER device_stays BEFORE DELETE ON public.device FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER event_archive_check BEFORE INSERT OR UPDATE ON public.event_archive FOR EACH ROW EXECUTE FUNCTION check_event_archive()
CREATE TRIGGER event_archive_no_truncate BEFORE TRUNCATE ON public.event_archive FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER event_archive_stays BEFORE DELETE ON public.event_archive FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER event_default_no_truncate BEFORE TRUNCATE ON public.event_default FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER event_insert_only BEFORE DELETE OR UPDATE ON public.event FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER event_insert_only BEFORE DELETE OR UPDATE ON public.event_default FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER event_months_choice_insert_only BEFORE DELETE OR UPDATE ON public.event_months_choice FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER event_months_choice_no_truncate BEFORE TRUNCATE ON public.event_months_choice FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON public.event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER evidence_package_no_truncate BEFORE TRUNCATE ON public.evidence_package FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER firmware_rule_no_truncate BEFORE TRUNCATE ON public.firmware_rule FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER firmware_rule_stays BEFORE DELETE OR UPDATE ON public.firmware_rule FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_allocation_insert_only BEFORE DELETE OR UPDATE ON public.funds_allocation FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_allocation_no_truncate BEFORE TRUNCATE ON public.funds_allocation FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_bundle_no_truncate BEFORE TRUNCATE ON public.funds_bundle FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_bundle_stays BEFORE DELETE ON public.funds_bundle FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_calendar_insert_only BEFORE DELETE OR UPDATE ON public.funds_calendar FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_calendar_no_truncate BEFORE TRUNCATE ON public.funds_calendar FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_contract_insert_only BEFORE DELETE OR UPDATE ON public.funds_contract FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_contract_no_truncate BEFORE TRUNCATE ON public.funds_contract FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_exception_act_insert_only BEFORE DELETE OR UPDATE ON public.funds_exception_act FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_exception_act_no_truncate BEFORE TRUNCATE ON public.funds_exception_act FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_file_content_no_truncate BEFORE TRUNCATE ON public.funds_file_content FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_file_content_reseal_only BEFORE UPDATE ON public.funds_file_content FOR EACH ROW EXECUTE FUNCTION allow_resealing_only()
CREATE TRIGGER funds_file_content_stays BEFORE DELETE ON public.funds_file_content FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_file_no_truncate BEFORE TRUNCATE ON public.funds_file FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_file_stays BEFORE DELETE ON public.funds_file FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_mapping_insert_only BEFORE DELETE OR UPDATE ON public.funds_mapping FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_mapping_no_truncate BEFORE TRUNCATE ON public.funds_mapping FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_pull_host_key_stays BEFORE UPDATE ON public.funds_pull FOR EACH ROW EXECUTE FUNCTION refuse_other_host_key()
CREATE TRIGGER funds_pull_secret_reseal_only BEFORE UPDATE ON public.funds_pull_secret FOR EACH ROW EXECUTE FUNCTION allow_resealing_only()
CREATE TRIGGER funds_run_insert_only BEFORE DELETE OR UPDATE ON public.funds_run FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER funds_run_no_truncate BEFORE TRUNCATE ON public.funds_run FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER health_finding_kept BEFORE DELETE ON public.health_finding FOR EACH ROW EXECUTE FUNCTION refuse_early_delete('until', '90 days')
CREATE TRIGGER health_finding_no_truncate BEFORE TRUNCATE ON public.health_finding FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER hub_event_insert_only BEFORE DELETE OR UPDATE ON public.hub_event FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER hub_event_no_truncate BEFORE TRUNCATE ON public.hub_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER inspection_class_no_truncate BEFORE TRUNCATE ON public.inspection_class FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER inspection_class_stays BEFORE DELETE OR UPDATE ON public.inspection_class FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER inspection_no_truncate BEFORE TRUNCATE ON public.inspection FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER inspection_photo_no_truncate BEFORE TRUNCATE ON public.inspection_photo FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER inspection_photo_stays BEFORE DELETE OR UPDATE ON public.inspection_photo FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER inspection_stays BEFORE DELETE OR UPDATE ON public.inspection FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER inspector_training_kept BEFORE DELETE ON public.inspector_training FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER inspector_training_no_truncate BEFORE TRUNCATE ON public.inspector_training FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER join_code_kept BEFORE DELETE ON public.join_code FOR EACH ROW EXECUTE FUNCTION refuse_early_delete('expires_at', '1 day')
CREATE TRIGGER operations_alert_kept BEFORE DELETE ON public.operations_alert FOR EACH ROW EXECUTE FUNCTION refuse_early_delete('ended_at', '90 days')
CREATE TRIGGER operations_alert_no_truncate BEFORE TRUNCATE ON public.operations_alert FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER operations_notice_kept BEFORE DELETE ON public.operations_notice FOR EACH ROW EXECUTE FUNCTION refuse_early_delete('due_at', '1 day')
CREATE TRIGGER payout_no_truncate BEFORE TRUNCATE ON public.payout FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER payout_stays BEFORE DELETE ON public.payout FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER quarantined_batch_insert_only BEFORE DELETE OR UPDATE ON public.quarantined_batch FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER quarantined_batch_no_truncate BEFORE TRUNCATE ON public.quarantined_batch FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER redundancy_drill_kept BEFORE DELETE ON public.redundancy_drill FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER redundancy_drill_no_truncate BEFORE TRUNCATE ON public.redundancy_drill FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER redundancy_drill_stays BEFORE DELETE OR UPDATE ON public.redundancy_drill FOR EACH ROW WHEN ((old.state <> 'running'::text)) EXECUTE FUNCTION refuse_change()
CREATE TRIGGER redundancy_evidence_no_truncate BEFORE TRUNCATE ON public.redundancy_evidence FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER redundancy_evidence_stays BEFORE DELETE OR UPDATE ON public.redundancy_evidence FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER retention_period_insert_only BEFORE DELETE OR UPDATE ON public.retention_period FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER retention_period_no_truncate BEFORE TRUNCATE ON public.retention_period FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER retention_run_counts BEFORE UPDATE ON public.retention_run FOR EACH ROW EXECUTE FUNCTION refuse_unless_open()
CREATE TRIGGER retention_run_no_truncate BEFORE TRUNCATE ON public.retention_run FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER retention_run_stays BEFORE DELETE ON public.retention_run FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER review_signoff_insert_only BEFORE DELETE OR UPDATE ON public.review_signoff FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER review_signoff_no_truncate BEFORE TRUNCATE ON public.review_signoff FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER settlement_line_no_truncate BEFORE TRUNCATE ON public.settlement_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER settlement_line_open_inserted AFTER INSERT ON public.settlement_line FOR EACH ROW WHEN (new.open) EXECUTE FUNCTION follow_open_line()
CREATE TRIGGER settlement_line_open_updated AFTER UPDATE OF open ON public.settlement_line FOR EACH ROW WHEN ((new.open IS DISTINCT FROM old.open)) EXECUTE FUNCTION follow_open_line()
CREATE TRIGGER settlement_line_stays BEFORE DELETE ON public.settlement_line FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER witnessed_log_grows BEFORE UPDATE ON public.witnessed_log FOR EACH ROW EXECUTE FUNCTION refuse_shrinking()
CREATE TRIGGER witnessed_log_no_truncate BEFORE TRUNCATE ON public.witnessed_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER witnessed_log_refusal_insert_only BEFORE DELETE OR UPDATE ON public.witnessed_log_refusal FOR EACH ROW EXECUTE FUNCTION refuse_change()
CREATE TRIGGER witnessed_log_refusal_no_truncate BEFORE TRUNCATE ON public.witnessed_log_refusal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
CREATE TRIGGER witnessed_log_stays BEFORE DELETE ON public.witnessed_log FOR EACH ROW EXECUTE FUNCTION refuse_change()

-- functions
CREATE OR REPLACE FUNCTION public.allow_archiving_only()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  same audit_entry%rowtype := old;
  leaf audit_leaf%rowtype;
begin
  same.body := new.body;
  if same is distinct from new or (old.body is null) = (new.body is null) then
    raise exception '% on % refused: the record is insert-only, for everybody', tg_op, tg_table_name
      using errcode = 'insufficient_privilege';
  end if;
  select * into leaf from audit_leaf l where l.entry_id = new.id;
  if new.body is null then
    if old.recorded_at > clock_timestamp() - interval '3 months' or not exists (
        select from audit_archive a where a.from_idx <= leaf.idx and leaf.idx < a.to_idx) then
      raise exception 'the record is insert-only: entry % is in no archive', new.id using errcode = 'insufficient_privilege';
    end if;
  elsif leaf.hash is distinct from sha256('\x00'::bytea || new.body) then
    raise exception 'these are not the bytes that were recorded as entry %', new.id using errcode = 'data_corrupted';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.allow_emptying_only()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if to_jsonb(new) - 'sealed' - 'purged_at' = to_jsonb(old) - 'sealed' - 'purged_at' and old.sealed is not null
     and old.found_at <= clock_timestamp() - interval '7 days'
     and exists (select from card_alarm a where a.id = old.alarm_id and a.state = 'closed') then
    return new;
  end if;
  raise exception '% on % refused: what was found is kept for 7 days, and until its alarm is closed', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $function$

CREATE OR REPLACE FUNCTION public.allow_resealing_only()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  -- What packages/services/src/vault/sealed-format.ts writes: CFS, version 1, the key's id.
  header bytea := '\x43465301'::bytea || coalesce(
    (select decode(k.id, 'hex') from server_key k where k.kind = 'vault' order by k.current_since desc limit 1), '');
begin
  if to_jsonb(new) - 'sealed' = to_jsonb(old) - 'sealed' and octet_length(new.sealed) = octet_length(old.sealed)
     and substr(old.sealed, 1, 12) <> header and substr(new.sealed, 1, 12) = header then
    return new;
  end if;
  raise exception '% on % refused: what is sealed can be sealed anew for the key in use, and is changed no other way', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $function$

CREATE OR REPLACE FUNCTION public.archived_month_ended(month text)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE STRICT
 SET search_path TO 'pg_catalog', 'pg_temp'
AS $function$
  select ((month || '-01')::timestamp + interval '1 month') at time zone 'UTC'
$function$

CREATE OR REPLACE FUNCTION public.audit_words(value text)
 RETURNS tsvector
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select to_tsvector('pg_catalog.simple'::regconfig,
    regexp_replace(regexp_replace(value, '[!-/:-@[-`{-~]+', ' ', 'g'), '([\u2e80-\u9fff\uf900-\ufaff])', ' \1 ', 'g'))
$function$

CREATE OR REPLACE FUNCTION public.begin_bringing_back_events(which text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET lock_timeout TO '2s'
AS $function$
declare
  part regclass;
  is_empty boolean;
begin
  perform pg_advisory_xact_lock(7236839, 2);
  perform from event_archive a where a.month = which and a.away_at is not null for update;
  if not found then
    raise exception 'the events of % are not away', which using errcode = 'no_data_found';
  end if;
  part := event_month_part(which);
  if part is not null then
    execute format('select not exists (select from %s)', part) into is_empty;
    if not is_empty then
      raise exception 'events were recorded into % after it was put away', which using errcode = 'object_not_in_prerequisite_state';
    end if;
    execute format('alter table public.event detach partition %s', part);
-- The release before does without: the table is an empty one, and comes back full
    execute format('drop table %s', part);
  end if;
  execute format('create table public.%I (like public.event including all)', 'event_' || replace(which, '-', '_'));
end $function$

CREATE OR REPLACE FUNCTION public.bring_back_bodies(which text, first bigint, bodies bytea[])
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  place int8 := first;
  body_of bytea;
begin
  if not exists (select from audit_archive a where a.month = which and a.away_at is not null
      and first >= a.from_idx and first + cardinality(bodies) <= a.to_idx) then
    raise exception 'the archive of % does not hold these entries', which using errcode = 'no_data_found';
  end if;
  -- One by one: joined as a set, the array may be walked once for each entry.
  foreach body_of in array bodies loop
    update audit_entry e set body = body_of from audit_leaf l where l.idx = place and e.id = l.entry_id and e.body is null;
    place := place + 1;
  end loop;
  return place - first;
end $function$

CREATE OR REPLACE FUNCTION public.bring_back_events(which text, stores integer[], agents integer[], epochs integer[], seqs bigint[], recorded timestamp with time zone[], ats timestamp with time zone[], kinds text[], understoods boolean[], terminals integer[], payments uuid[], bodies bytea[], hashes bytea[], cuts boolean[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if event_month_part(which) is not null or not exists (select from event_archive a where a.month = which and a.away_at is not null) then
    raise exception 'the events of % are not away', which using errcode = 'no_data_found';
  end if;
  execute format($q$
    insert into public.%I (store_id, recorded_on, agent_id, epoch, seq, recorded_at, at, kind, understood, terminal_id, payment_id, body, hash, cut)
    select store_id, (recorded_at at time zone 'UTC')::date, agent_id, epoch, seq, recorded_at, at, kind, understood, terminal_id, payment_id, body, hash, cut
    from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
      u (store_id, agent_id, epoch, seq, recorded_at, at, kind, understood, terminal_id, payment_id, body, hash, cut)$q$,
    'event_' || replace(which, '-', '_'))
    using stores, agents, epochs, seqs, recorded, ats, kinds, understoods, terminals, payments, bodies, hashes, cuts;
end $function$

CREATE OR REPLACE FUNCTION public.check_access_review_decision()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  item access_review_item;
begin
  select * into item from access_review_item i where i.id = new.item_id;
  if exists (select from access_review_signature s where s.review_id = item.review_id) then
    raise exception 'a signed review is finished' using errcode = 'check_violation';
  end if;
  if item.person_id = new.decided_by then
    raise exception 'nobody decides about themselves' using errcode = 'check_violation';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.check_access_review_item()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if exists (select from access_review_signature s where s.review_id = new.review_id) then
    raise exception 'a signed review is finished' using errcode = 'check_violation';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.check_access_review_signature()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  only_administrator text;
begin
  select min(u.id) into only_administrator from "user" u
    where u.state = 'active' and u.role = 'administrator' and u.reach = 'chain' having count(*) = 1;
  if exists (select from access_review_decision d join access_review_item i on i.id = d.item_id
      where i.review_id = new.review_id and d.decided_by = new.signed_by
        and (d.decision <> 'keep' or d.decided_at <> new.signed_at or i.person_id is distinct from only_administrator
          or i.person_id is null)) then
    raise exception 'whoever decided does not sign' using errcode = 'check_violation';
  end if;
  if exists (select from access_review_item i where i.review_id = new.review_id
      and not exists (select from access_review_decision d where d.item_id = i.id)) then
    raise exception 'a review is signed when every item is decided' using errcode = 'check_violation';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.check_audit_archive()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  covered int8;
  latest text;
begin
  select max(to_idx), max(month) into covered, latest from audit_archive;
  if new.from_idx <> coalesce(covered, 0) or new.month <= coalesce(latest, '') then
    raise exception 'archives follow each other: the next begins at entry %, after %', coalesce(covered, 0), coalesce(latest, 'nothing')
      using errcode = 'check_violation';
  end if;
  if archived_month_ended(new.month) + interval '3 months' > clock_timestamp() then
    raise exception 'the month % stays at hand: it has not been over for three months', new.month using errcode = 'check_violation';
  end if;
  if not exists (select from audit_checkpoint c where c.size = new.to_idx and c.root = new.root) then
    raise exception 'no checkpoint of % entries has this root', new.to_idx using errcode = 'check_violation';
  end if;
  if new.away_at is not null or new.restored_until is not null or new.pruned_at is not null then
    raise exception 'an archive begins with its bodies at hand' using errcode = 'check_violation';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.check_audit_archive_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if (new.month, new.from_idx, new.to_idx, new.root, new.file, new.sha256, new.bytes, new.made_at)
      is distinct from (old.month, old.from_idx, old.to_idx, old.root, old.file, old.sha256, old.bytes, old.made_at)
      or (old.pruned_at is not null and new.pruned_at is distinct from old.pruned_at) then
    raise exception 'what was archived stays as it was written' using errcode = 'check_violation';
  end if;
  if new.pruned_at is distinct from old.pruned_at
      and (new.away_at is null or archived_month_ended(new.month) + interval '12 months' > clock_timestamp()) then
    raise exception 'the file of % is kept: its bodies are here, or it has not been over for twelve months', new.month using errcode = 'check_violation';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.check_audit_day_review()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if exists (select from audit_finding f join audit_entry e on e.id = f.entry_id
      where f.day = new.day and e.actor_type = 'user' and e.actor_id = new.signed_by) then
    raise exception 'whoever acted does not sign' using errcode = 'check_violation';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.check_audit_finding()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if exists (select from audit_day_review r where r.day = new.day) then
    raise exception 'a signed day is finished' using errcode = 'check_violation';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.check_event_archive()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    if new.away_at is not null or new.restored_at is not null then
      raise exception 'an archive begins with its events at hand' using errcode = 'check_violation';
    end if;
    if archived_month_ended(new.month) > clock_timestamp() then
      raise exception 'the month % is not over yet', new.month using errcode = 'check_violation';
    end if;
    return new;
  end if;
  if (new.month, new.events, new.digest) is distinct from (old.month, old.events, old.digest) then
    raise exception 'what a month held stays as it was told' using errcode = 'check_violation';
  end if;
  if old.away_at is not null and (new.file, new.sha256, new.bytes, new.made_at) is distinct from (old.file, old.sha256, old.bytes, old.made_at) then
    raise exception 'the events of % are in that file alone', new.month using errcode = 'check_violation';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.ensure_partitions(months_back integer, months_ahead integer)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET lock_timeout TO '5s'
AS $function$
declare
  parent text;
  key text;
  part text;
  first_day date;
  next_first_day date;
  has_strays boolean;
  made int4 := 0;
begin
  if months_back is null or months_ahead is null or months_back not between 0 and 120 or months_ahead not between 0 and 24 then
    raise exception 'ensure_partitions: months_back must be 0..120 and months_ahead 0..24, got % and %', months_back, months_ahead
      using errcode = 'invalid_parameter_value';
  end if;
  perform pg_advisory_xact_lock(7236839, 2);
  for parent, key in values ('event', 'recorded_on'), ('payment', 'opened_on'), ('funds_payment', 'opened_on') loop
    for i in -months_back .. months_ahead loop
      first_day := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => i))::date;
      next_first_day := (first_day + interval '1 month')::date;
      part := parent || to_char(first_day, '"_"YYYY"_"MM');
      continue when to_regclass('public.' || part) is not null;
      execute format('create table public.%I (like public.%I including all)', part, parent);
      execute format('select exists (select from public.%I where %I >= %L and %I < %L)', parent || '_default', key, first_day, key, next_first_day) into has_strays;
      if has_strays then
        if parent = 'event' then
          alter table public.event_default disable trigger event_insert_only;
        end if;
        execute format('with moved as (delete from public.%I where %I >= %L and %I < %L returning *) insert into public.%I select * from moved',
          parent || '_default', key, first_day, key, next_first_day, part);
        if parent = 'event' then
          alter table public.event_default enable trigger event_insert_only;
        end if;
      end if;
      execute format('alter table public.%I attach partition public.%I for values from (%L) to (%L)', parent, part, first_day, next_first_day);
      if parent = 'event' then
        execute format('create trigger %I before truncate on public.%I for each statement execute function public.refuse_change()', part || '_no_truncate', part);
      end if;
      made := made + 1;
    end loop;
  end loop;
  return made;
end $function$

CREATE OR REPLACE FUNCTION public.event_month_part(which text)
 RETURNS regclass
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  select i.inhrelid::regclass from pg_inherits i
  where i.inhparent = 'public.event'::regclass and i.inhrelid = to_regclass('public.event_' || replace(which, '-', '_'))
$function$

CREATE OR REPLACE FUNCTION public.event_rows_digest(part regclass, OUT events bigint, OUT digest bytea)
 RETURNS record
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  execute format($q$
    with store as (
      select store_id, count(*) as events, sha256(string_agg(sha256(convert_to(concat_ws('|',
        to_char(recorded_on, 'YYYY-MM-DD'), agent_id, epoch, seq, (extract(epoch from recorded_at) * 1000)::int8, (extract(epoch from at) * 1000)::int8,
        understood::int, coalesce(terminal_id::text, '-'), coalesce(payment_id::text, '-'), cut::int, encode(hash, 'hex'), encode(sha256(body), 'hex'), kind),
        'UTF8')), ''::bytea order by agent_id, epoch, seq, recorded_on)) as digest
      from %s group by store_id)
    select coalesce(sum(events), 0)::int8,
      sha256(coalesce(string_agg(convert_to(store_id || '|' || events || '|', 'UTF8') || digest, ''::bytea order by store_id), ''::bytea))
    from store$q$, part) into events, digest;
end $function$

CREATE OR REPLACE FUNCTION public.finish_bringing_back(which text, until timestamp with time zone)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  archive audit_archive%rowtype;
begin
  select * into archive from audit_archive a where a.month = which and a.away_at is not null for update;
  if archive.month is null or exists (select from audit_leaf l join audit_entry e on e.id = l.entry_id
      where l.idx >= archive.from_idx and l.idx < archive.to_idx and e.body is null) then
    raise exception 'the month % is not back as a whole', which using errcode = 'data_corrupted';
  end if;
  update audit_archive a set away_at = null, restored_until = until where a.month = which;
end $function$

CREATE OR REPLACE FUNCTION public.finish_bringing_back_events(which text)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET lock_timeout TO '2s'
AS $function$
declare
  name text := 'event_' || replace(which, '-', '_');
  archive event_archive%rowtype;
  held record;
  first_day date := (which || '-01')::date;
begin
  select * into archive from event_archive a where a.month = which and a.away_at is not null for update;
  if archive.month is null or event_month_part(which) is not null then
    raise exception 'the events of % are not away', which using errcode = 'no_data_found';
  end if;
  select * into held from event_rows_digest(to_regclass('public.' || name));
  if (held.events, held.digest) is distinct from (archive.events, archive.digest) then
    raise exception 'these % events are not the % that left with %', held.events, archive.events, which using errcode = 'data_corrupted';
  end if;
  execute format('alter table public.event attach partition public.%I for values from (%L) to (%L)', name, first_day, (first_day + interval '1 month')::date);
  execute format('create trigger %I before truncate on public.%I for each statement execute function public.refuse_change()', name || '_no_truncate', name);
  update event_archive a set away_at = null, restored_at = clock_timestamp() where a.month = which;
  return held.events;
end $function$

CREATE OR REPLACE FUNCTION public.follow_open_line()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.open then
    insert into settlement_line_open values (new.file_id, new.position) on conflict do nothing;
  else
    delete from settlement_line_open where file_id = new.file_id and position = new.position;
  end if;
  return null;
end $function$

CREATE OR REPLACE FUNCTION public.keep_sent_configuration()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'a configuration that was made cannot be changed' using errcode = 'integrity_constraint_violation';
end $function$

CREATE OR REPLACE FUNCTION public.keep_signed_command()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception 'a signed command cannot be changed' using errcode = 'integrity_constraint_violation';
end $function$

CREATE OR REPLACE FUNCTION public.put_away_bodies(which text)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  archive audit_archive%rowtype;
  sound int8;
begin
  select * into archive from audit_archive a where a.month = which for update;
  if archive.month is null or archive.away_at is not null then
    raise exception 'there is no archive of % whose bodies are here', which using errcode = 'no_data_found';
  end if;
  if archived_month_ended(which) + interval '3 months' > clock_timestamp() then
    raise exception 'the month % stays at hand', which using errcode = 'check_violation';
  end if;
  select count(*) into sound from audit_leaf l join audit_entry e on e.id = l.entry_id
    where l.idx >= archive.from_idx and l.idx < archive.to_idx and l.hash = sha256('\x00'::bytea || e.body);
  if sound <> archive.to_idx - archive.from_idx then
    raise exception 'of % archived entries % are what was recorded', archive.to_idx - archive.from_idx, sound using errcode = 'data_corrupted';
  end if;
  update audit_entry e set body = null from audit_leaf l
    where l.entry_id = e.id and l.idx >= archive.from_idx and l.idx < archive.to_idx and e.action <> 'log.restored';
  update audit_archive a set away_at = clock_timestamp(), restored_until = null where a.month = which;
  return sound;
end $function$

CREATE OR REPLACE FUNCTION public.put_away_events(which text)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
 SET lock_timeout TO '2s'
AS $function$
declare
  archive event_archive%rowtype;
  part regclass;
  held record;
begin
  perform pg_advisory_xact_lock(7236839, 2);
  select * into archive from event_archive a where a.month = which for update;
  if archive.month is null or archive.away_at is not null or archive.trouble is not null then
    raise exception 'there is no sound archive of % whose events are here', which using errcode = 'no_data_found';
  end if;
  if archived_month_ended(which) + interval '12 months' > clock_timestamp() then
    raise exception 'the events of % stay at hand: the month has not been over for twelve months', which using errcode = 'check_violation';
  end if;
  part := event_month_part(which);
  if part is null or exists (select from event_default d
      where d.recorded_on >= (which || '-01')::date and d.recorded_on < ((which || '-01')::date + interval '1 month')::date) then
    raise exception 'the events of % do not lie in a table of their own', which using errcode = 'object_not_in_prerequisite_state';
  end if;
  execute format('lock table %s in share mode', part);
  select * into held from event_rows_digest(part);
  if (held.events, held.digest) is distinct from (archive.events, archive.digest) then
    raise exception 'the % events of % are not the % of its archive', held.events, which, archive.events using errcode = 'data_corrupted';
  end if;
  execute format('alter table public.event detach partition %s', part);
-- The release before does without: the month is in its file, and only somebody who asks for it puts one away
  execute format('drop table %s', part);
  update event_archive a set away_at = clock_timestamp() where a.month = which;
  return held.events;
end $function$

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% on % refused: the record is insert-only, for everybody', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $function$

CREATE OR REPLACE FUNCTION public.refuse_early_delete()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
declare
  since timestamptz := (to_jsonb(old) ->> tg_argv[0])::timestamptz;
begin
  if since is null or since > clock_timestamp() - tg_argv[1]::interval then
    raise exception 'delete on % refused: this row is kept for % after %', tg_table_name, tg_argv[1], tg_argv[0]
      using errcode = 'insufficient_privilege';
  end if;
  return old;
end $function$

CREATE OR REPLACE FUNCTION public.refuse_other_host_key()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if old.host_key is not null and new.host_key is distinct from old.host_key then
    raise exception 'the host key of the pull % stays what it is', old.name using errcode = 'insufficient_privilege';
  end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.refuse_rewinding()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.next_idx < old.next_idx then raise exception 'what was delivered up to % is not delivered up to %', old.next_idx, new.next_idx; end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.refuse_shrinking()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.size < old.size then raise exception 'the log of % entries cannot become one of %', old.size, new.size; end if;
  return new;
end $function$

CREATE OR REPLACE FUNCTION public.refuse_unless_open()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
begin
  if old.ended_at is not null or new.removed < old.removed
      or (new.id, new.class, new.began_at, new.days, new.cut_off) is distinct from (old.id, old.class, old.began_at, old.days, old.cut_off) then
    raise exception 'what was deleted stays as it was counted' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $function$


-- rights
_prisma_migrations: counterfoil_app may select
_prisma_migrations: counterfoil_verifier may select
access_review: counterfoil_app may insert, select
access_review: counterfoil_verifier may select
access_review_decision: counterfoil_app may insert, select
access_review_decision: counterfoil_verifier may select
access_review_item: counterfoil_app may insert, select
access_review_item: counterfoil_verifier may select
access_review_signature: counterfoil_app may insert, select
access_review_signature: counterfoil_verifier may select
account: counterfoil_app may delete, insert, select, update
acquirer_terminal: counterfoil_app may insert, select, update
acquirer_terminal: counterfoil_verifier may select
acquirer_terminal_assignment: counterfoil_app may insert, select, update
acquirer_terminal_assignment: counterfoil_verifier may select
agent: counterfoil_app may insert, select, update
agent: counterfoil_verifier may select
agent_batch: counterfoil_app may insert, select
agent_batch: counterfoil_verifier may select
agent_command: counterfoil_app may insert, select
agent_command_approval: counterfoil_app may insert, select
agent_configuration: counterfoil_app may insert, select
agent_greeting: counterfoil_app may usage
agent_hub_path: counterfoil_app may insert, select
agent_join: counterfoil_app may insert, select, update
agent_join: counterfoil_verifier may select
agent_key: counterfoil_app may insert, select
agent_key: counterfoil_verifier may select
agent_presence: counterfoil_app may delete, insert, select, update
agent_presence: counterfoil_verifier may select
agent_release: counterfoil_app may delete, insert, select, update
agent_rollout: counterfoil_app may insert, select
agent_rollout_agent: counterfoil_app may insert, select
agent_rollout_approval: counterfoil_app may insert, select
agent_stream: counterfoil_app may insert, select, update
agent_stream: counterfoil_verifier may select
agent_trouble: counterfoil_app may delete, insert, select
agent_vitals: counterfoil_app may insert, select, update
alert_destination: counterfoil_app may insert, select
alert_destination_secret: counterfoil_app may delete, insert, select
alert_rule: counterfoil_app may insert, select
alert_rule_base: counterfoil_app may insert, select, update
alert_window: counterfoil_app may insert, select
api_token: counterfoil_app may insert, select, update
approver_roster: counterfoil_app may delete, insert, select
approver_roster_approval: counterfoil_app may insert, select
audit_archive: counterfoil_app may insert, select
audit_archive: counterfoil_verifier may select
audit_checkpoint: counterfoil_app may insert, select
audit_checkpoint: counterfoil_verifier may select
audit_cosignature: counterfoil_app may insert, select
audit_cosignature: counterfoil_verifier may select
audit_day_review: counterfoil_app may insert, select
audit_day_review: counterfoil_verifier may select
audit_entry: counterfoil_app may insert, select
audit_entry: counterfoil_verifier may select
audit_finding: counterfoil_app may insert, select
audit_finding: counterfoil_verifier may select
audit_folded_refusal: counterfoil_app may delete, insert, select, update
audit_follower: counterfoil_app may select
audit_follower: counterfoil_verifier may select
audit_leaf: counterfoil_app may insert, select
audit_leaf: counterfoil_verifier may select
audit_loss: counterfoil_app may insert, select
audit_loss: counterfoil_verifier may select
audit_lost_tree: counterfoil_app may insert, select
audit_lost_tree: counterfoil_verifier may select
audit_personal: counterfoil_app may delete, insert, select
audit_personal: counterfoil_verifier may select
audit_queue: counterfoil_app may delete, insert, select
audit_queue: counterfoil_verifier may select
audit_rule: counterfoil_app may insert, select
audit_rule: counterfoil_verifier may select
audit_sequencer: counterfoil_app may select, update
audit_sequencer: counterfoil_verifier may select
audit_stream: counterfoil_app may delete, insert, select
audit_stream: counterfoil_verifier may select
audit_stream_secret: counterfoil_app may insert, select
audit_tile: counterfoil_app may insert, select
audit_tile: counterfoil_verifier may select
audit_tree: counterfoil_app may select
audit_tree: counterfoil_verifier may select
audit_view: counterfoil_app may delete, insert, select
audit_witness: counterfoil_app may insert, select, update
audit_witness: counterfoil_verifier may select
backup_watch: counterfoil_app may insert, select
bank_account: counterfoil_app may insert, select
bank_account: counterfoil_verifier may select
bank_line: counterfoil_app may insert, select
bank_line: counterfoil_verifier may select
bank_statement: counterfoil_app may insert, select
bank_statement: counterfoil_verifier may select
bank_statement_id_seq: counterfoil_app may usage
break_glass: counterfoil_app may insert, select
card_alarm: counterfoil_app may insert, select
card_alarm: counterfoil_verifier may select
card_alarm_content: counterfoil_app may insert, select
card_alarm_content: counterfoil_verifier may select
card_alarm_opening: counterfoil_app may insert, select
card_alarm_opening: counterfoil_verifier may select
command_group: counterfoil_app may insert, select
command_group_agent: counterfoil_app may insert, select
command_group_configuration: counterfoil_app may insert, select
commissioning: counterfoil_app may insert, select
commissioning_agreement: counterfoil_app may insert, select
commissioning_evidence: counterfoil_app may insert, select
control_incident: counterfoil_app may insert, select
control_incident: counterfoil_verifier may select
currency: counterfoil_app may select
currency: counterfoil_verifier may select
device: counterfoil_app may insert, select
device_custody: counterfoil_app may insert, select
device_document: counterfoil_app may insert, select
device_document_content: counterfoil_app may delete, insert, select
device_place: counterfoil_app may insert, select
device_seal: counterfoil_app may insert, select
device_setting: counterfoil_app may delete, insert, select
device_state: counterfoil_app may insert, select
event: counterfoil_app may insert, select
event: counterfoil_verifier may select
event_archive: counterfoil_app may insert, select
event_archive: counterfoil_verifier may select
event_month_kept: counterfoil_app may delete, insert, select
event_months_choice: counterfoil_app may insert, select
event_months_choice: counterfoil_verifier may select
evidence_package: counterfoil_app may insert, select
evidence_package: counterfoil_verifier may select
evidence_schedule: counterfoil_app may delete, insert, select
evidence_schedule: counterfoil_verifier may select
firmware_rule: counterfoil_app may insert, select
foreign_witness: counterfoil_app may insert, select, update
foreign_witness: counterfoil_verifier may select
funds_allocation: counterfoil_app may insert, select
funds_allocation: counterfoil_verifier may select
funds_bundle: counterfoil_app may insert, select
funds_bundle: counterfoil_verifier may select
funds_calendar: counterfoil_app may insert, select
funds_calendar: counterfoil_verifier may select
funds_contract: counterfoil_app may insert, select
funds_contract: counterfoil_verifier may select
funds_exception: counterfoil_app may insert, select
funds_exception: counterfoil_verifier may select
funds_exception_act: counterfoil_app may insert, select
funds_exception_act: counterfoil_verifier may select
funds_file: counterfoil_app may insert, select
funds_file: counterfoil_verifier may select
funds_file_content: counterfoil_app may insert, select
funds_file_day: counterfoil_app may insert, select
funds_file_day: counterfoil_verifier may select
funds_file_task: counterfoil_app may delete, insert, select
funds_file_task_part: counterfoil_app may delete, insert, select
funds_identity: counterfoil_app may delete, insert, select, update
funds_identity: counterfoil_verifier may select
funds_mapping: counterfoil_app may insert, select
funds_mapping: counterfoil_verifier may select
funds_payment: counterfoil_app may insert, select, update
funds_payment: counterfoil_verifier may select
funds_pull: counterfoil_app may delete, insert, select
funds_pull_bill: counterfoil_app may insert, select
funds_pull_secret: counterfoil_app may insert, select
funds_pulled_file: counterfoil_app may insert, select
funds_resolution_limit: counterfoil_app may insert, select, update
funds_resolution_limit: counterfoil_verifier may select
funds_route: counterfoil_app may insert, select
funds_route: counterfoil_verifier may select
funds_run: counterfoil_app may insert, select
funds_run: counterfoil_verifier may select
funds_source: counterfoil_app may insert, select, update
funds_source: counterfoil_verifier may select
health_finding: counterfoil_app may delete, insert, select
hub_certificate: counterfoil_app may delete, insert, select, update
hub_certificate: counterfoil_verifier may select
hub_event: counterfoil_app may insert, select
hub_event: counterfoil_verifier may select
hub_node: counterfoil_app may delete, insert, select, update
hub_node: counterfoil_verifier may select
inspection: counterfoil_app may insert, select
inspection_class: counterfoil_app may insert, select
inspection_photo: counterfoil_app may insert, select
inspector_training: counterfoil_app may insert, select
installation: counterfoil_app may insert, select, update
installation: counterfoil_verifier may select
join_code: counterfoil_app may delete, insert, select, update
lab_store: counterfoil_app may delete, insert, select
lane: counterfoil_app may insert, select, update
lane: counterfoil_verifier may select
legal_entity: counterfoil_app may insert, select, update
legal_entity: counterfoil_verifier may select
operations_alert: counterfoil_app may delete, insert, select
operations_notice: counterfoil_app may delete, insert, select
passkey: counterfoil_app may delete, insert, select, update
passkey_challenge: counterfoil_app may delete, insert, select, update
password_history: counterfoil_app may delete, insert, select
payment: counterfoil_app may insert, select, update
payment: counterfoil_verifier may select
payout: counterfoil_app may insert, select
payout: counterfoil_verifier may select
payout_id_seq: counterfoil_app may usage
pending_authenticator: counterfoil_app may delete, insert, select, update
quarantined_batch: counterfoil_app may insert, select
quarantined_batch: counterfoil_verifier may select
rate: counterfoil_app may insert, select, update
rate: counterfoil_verifier may select
rate_bucket: counterfoil_app may delete, insert, select, update
redundancy_drill: counterfoil_app may insert, select
redundancy_evidence: counterfoil_app may insert, select
retention_period: counterfoil_app may insert, select
retention_period: counterfoil_verifier may select
retention_run: counterfoil_app may insert, select
retention_run: counterfoil_verifier may select
retention_size: counterfoil_app may delete, insert, select, update
retention_volume: counterfoil_app may delete, insert, select, update
review_signoff: counterfoil_app may insert, select
review_signoff: counterfoil_verifier may select
sales_day: counterfoil_app may insert, select, update
sales_day: counterfoil_verifier may select
sales_minute: counterfoil_app may insert, select, update
sales_minute: counterfoil_verifier may select
screen_pairing: counterfoil_app may delete, insert, select, update
server_key: counterfoil_app may insert, select
server_key: counterfoil_verifier may select
session: counterfoil_app may delete, insert, select, update
settlement_line: counterfoil_app may insert, select
settlement_line: counterfoil_verifier may select
settlement_line_open: counterfoil_app may delete, insert, select
settlement_line_open: counterfoil_verifier may select
setup_link: counterfoil_app may delete, insert, select, update
sign_in_failure: counterfoil_app may delete, insert, select, update
store: counterfoil_app may insert, select, update
store: counterfoil_verifier may select
store_hours: counterfoil_app may insert, select, update
store_hours: counterfoil_verifier may select
store_rev: counterfoil_app may insert, select, update
store_rev: counterfoil_verifier may select
terminal: counterfoil_app may insert, select, update
terminal: counterfoil_verifier may select
terminal_assignment: counterfoil_app may insert, select, update
terminal_assignment: counterfoil_verifier may select
terminal_condition: counterfoil_app may insert, select, update
terminal_condition: counterfoil_verifier may select
terminal_hour: counterfoil_app may delete, insert, select, update
terminal_hour_day: counterfoil_app may delete, insert, select, update
terminal_pace: counterfoil_app may insert, select, update
terminal_totals: counterfoil_app may insert, select, update
terminal_totals: counterfoil_verifier may select
totp_step: counterfoil_app may delete, insert, select, update
two_factor: counterfoil_app may delete, insert, select, update
user: counterfoil_app may insert, select, update
verification: counterfoil_app may delete, insert, select, update
wall_screen: counterfoil_app may insert, select, update
witnessed_log: counterfoil_app may insert, select
witnessed_log: counterfoil_verifier may select
witnessed_log_refusal: counterfoil_app may insert, select
witnessed_log_refusal: counterfoil_verifier may select
