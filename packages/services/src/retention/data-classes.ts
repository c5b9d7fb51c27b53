import { EVENT_MONTHS_AT_HAND } from '../event-months/months-at-hand.ts'
import { type PurgedTable, purgedTables } from './purged-tables.ts'

/** Why something is kept for so long, or no longer. Each has its words. */
export const reasons = [
  /** Commercial and tax law: HGB § 257 and AO § 147 ask for 10 years, 会计档案管理办法 (2015) for 30. */
  'books',
  /** PCI DSS 10.5.1: the record of who did what, 12 months, three of them at hand. */
  'pci_10_5_1',
  /** PCI DSS 3.2.1: account data no longer than it is needed. */
  'pci_3_2_1',
  /** PCI DSS 7.2.4, 10.4, 10.7: that reviews were held and failures answered. */
  'pci_reviews',
  /** What the rest is about: it ends, and is not deleted. */
  'registry',
  /** Nothing but work that is over. */
  'work',
  /** Says nothing about money or people once it is old. */
  'history',
] as const
export type Reason = (typeof reasons)[number]

export interface PurgeRule {
  readonly kind: 'purged'
  readonly because: Reason
  readonly defaultDays: number
  /** Fewer would take away what is still needed; more, of account data, than it may be kept. */
  readonly leastDays: number
  readonly mostDays: number
  readonly tables: readonly PurgedTable[]
}

export type RetentionRule =
  /** The product deletes nothing of it. */
  | { readonly kind: 'kept'; readonly because: Reason }
  /** Months go into verified files and come back by one command; lines, hashes and proofs stay. */
  | { readonly kind: 'archived'; readonly because: Reason; readonly monthsAtHand: number }
  | PurgeRule

export interface DataClass {
  readonly tables: readonly string[]
  readonly rule: RetentionRule
  /** Holds account data in the sense of PCI DSS, sealed or cut. */
  readonly accountData?: true
}

const kept = (because: Reason, ...tables: readonly string[]): DataClass => ({ tables, rule: { kind: 'kept', because } })

/** Every table of the database, each in one class. Closed: a test holds it against the schema. */
export const dataClasses = {
  events: {
    tables: [
      'event',
      'agent_batch',
      'agent_stream',
      'quarantined_batch',
      'hub_event',
      'agent_command',
      'command_group',
      'command_group_agent',
      'command_group_configuration',
      'agent_configuration',
      'agent_command_approval',
      'approver_roster',
      'approver_roster_approval',
      'agent_release',
      'agent_rollout',
      'agent_rollout_approval',
      'agent_rollout_agent',
      'lab_store',
      'event_archive',
      'event_month_kept',
    ],
    rule: { kind: 'archived', because: 'books', monthsAtHand: EVENT_MONTHS_AT_HAND },
  },
  payments: kept('books', ...['payment', 'funds_payment', 'terminal_totals', 'sales_day', 'sales_minute', 'terminal_condition']),
  settlement: kept(
    'books',
    ...['settlement_line', 'settlement_line_open', 'payout', 'bank_statement', 'bank_line'],
    ...['funds_allocation', 'funds_identity', 'funds_run', 'funds_bundle'],
  ),
  money_files: kept('books', 'funds_file', 'funds_file_content', 'funds_file_day', 'funds_pulled_file', 'funds_pull_bill'),
  exceptions: kept('books', 'funds_exception', 'funds_exception_act'),
  agreements: kept(
    'books',
    ...['funds_contract', 'funds_route', 'funds_calendar', 'funds_source', 'funds_mapping', 'funds_resolution_limit'],
    ...['bank_account', 'legal_entity', 'rate', 'currency', 'funds_pull', 'funds_pull_secret'],
  ),
  registry: kept(
    'registry',
    ...['installation', '_prisma_migrations', 'store', 'store_hours', 'store_rev', 'lane', 'terminal', 'terminal_assignment'],
    ...['acquirer_terminal', 'acquirer_terminal_assignment', 'agent', 'agent_key', 'agent_join', 'server_key', 'hub_certificate'],
    ...[
      'agent_vitals',
      'terminal_pace',
      'device',
      'device_state',
      'device_place',
      'device_custody',
      'device_seal',
      'device_setting',
      'firmware_rule',
    ],
    ...['device_document', 'device_document_content'],
    ...['inspection', 'inspection_photo', 'inspection_class', 'inspector_training'],
    ...[
      'hub_node',
      'api_token',
      'wall_screen',
      'evidence_package',
      'evidence_schedule',
      'retention_period',
      'event_months_choice',
    ],
    ...['alert_rule', 'alert_rule_base', 'alert_destination', 'alert_destination_secret', 'alert_window'],
    ...['commissioning', 'commissioning_evidence', 'commissioning_agreement'],
    ...['agent_hub_path', 'redundancy_drill', 'redundancy_evidence', 'backup_watch'],
  ),
  people: kept('registry', 'user', 'account', 'passkey', 'two_factor', 'totp_step', 'password_history'),
  audit: {
    tables: [
      ...['audit_entry', 'audit_personal', 'audit_leaf', 'audit_queue', 'audit_tile', 'audit_tree', 'audit_checkpoint'],
      ...['audit_cosignature', 'audit_witness', 'audit_sequencer', 'audit_follower', 'audit_archive', 'audit_loss'],
      ...['audit_lost_tree', 'audit_folded_refusal', 'audit_stream', 'audit_stream_secret', 'audit_view', 'foreign_witness'],
      ...['witnessed_log', 'witnessed_log_refusal'],
    ],
    rule: { kind: 'archived', because: 'pci_10_5_1', monthsAtHand: 3 },
  },
  reviews: kept(
    'pci_reviews',
    ...['access_review', 'access_review_item', 'access_review_decision', 'access_review_signature', 'review_signoff'],
    ...['audit_day_review', 'audit_finding', 'audit_rule', 'control_incident', 'break_glass'],
    ...['card_alarm', 'card_alarm_opening', 'retention_run'],
  ),
  card_data: { ...purged('card_data', 'pci_3_2_1', { defaultDays: 90, leastDays: 7, mostDays: 365 }), accountData: true },
  sessions: purged('sessions', 'work', { defaultDays: 30, leastDays: 1, mostDays: 365 }),
  attempts: purged('attempts', 'work', { defaultDays: 7, leastDays: 1, mostDays: 90 }),
  invitations: purged('invitations', 'work', { defaultDays: 90, leastDays: 1, mostDays: 400 }),
  connections: purged('connections', 'history', { defaultDays: 400, leastDays: 31, mostDays: 3_650 }),
  alerts: purged('alerts', 'history', { defaultDays: 400, leastDays: 90, mostDays: 3_650 }),
  measures: purged('measures', 'history', { defaultDays: 400, leastDays: 31, mostDays: 3_650 }),
  pace: purged('pace', 'history', { defaultDays: 40, leastDays: 37, mostDays: 400 }),
} as const satisfies Readonly<Record<string, DataClass>>

export type DataClassName = keyof typeof dataClasses
export const dataClassNames = Object.keys(dataClasses) as DataClassName[]

export type PurgedClass = keyof typeof purgedTables
export const purgedClasses = Object.keys(purgedTables) as PurgedClass[]

export const purgeRuleOf = (name: PurgedClass): PurgeRule => dataClasses[name].rule

function purged(
  name: PurgedClass,
  because: Reason,
  days: Pick<PurgeRule, 'defaultDays' | 'leastDays' | 'mostDays'>,
): { readonly tables: readonly string[]; readonly rule: PurgeRule } {
  const tables = purgedTables[name]
  return { tables: tables.map(({ table }) => table), rule: { kind: 'purged', because, ...days, tables } }
}
