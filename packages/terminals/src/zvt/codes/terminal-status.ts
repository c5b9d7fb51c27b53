import type { TerminalCondition } from '../../terminal-facts.ts'

export interface TerminalState {
  readonly condition: Exclude<TerminalCondition, 'unreachable'>
  /** Closed and translatable; absent when ready. */
  readonly reason?: string
}

/** Status byte that ends a status enquiry 05 01 (PA00P015 2.55.2), and what it means for taking payments. */
const STATES: ReadonlyMap<number, TerminalState> = new Map<number, TerminalState>([
  [0x00, { condition: 'ready' }],
  [0x51, { condition: 'needs_action', reason: 'initialisation_required' }],
  [0x62, { condition: 'needs_action', reason: 'clock_wrong' }],
  [0x64, { condition: 'needs_action', reason: 'card_reader_defective' }],
  [0x6b, { condition: 'needs_action', reason: 'registration_required' }],
  [0x9c, { condition: 'busy', reason: 'please_wait' }],
  [0x9d, { condition: 'busy', reason: 'partial_issue' }],
  [0xb1, { condition: 'needs_action', reason: 'memory_full' }],
  [0xb2, { condition: 'needs_action', reason: 'journal_full' }],
  [0xbf, { condition: 'needs_action', reason: 'voltage_low' }],
  [0xc0, { condition: 'needs_action', reason: 'card_lock_defective' }],
  [0xc1, { condition: 'needs_action', reason: 'merchant_card_locked' }],
  [0xc2, { condition: 'needs_action', reason: 'diagnosis_required' }],
  [0xc4, { condition: 'needs_action', reason: 'card_profiles_required' }],
  [0xcc, { condition: 'needs_action', reason: 'printer_not_ready' }],
  [0xdc, { condition: 'busy', reason: 'card_inserted' }],
  [0xdf, { condition: 'needs_action', reason: 'out_of_order' }],
  [0xe0, { condition: 'maintenance', reason: 'remote_maintenance' }],
  [0xe1, { condition: 'busy', reason: 'card_not_removed' }],
  [0xe2, { condition: 'needs_action', reason: 'card_reader_defective' }],
  [0xe3, { condition: 'needs_action', reason: 'shutter_closed' }],
  [0xe4, { condition: 'needs_action', reason: 'activation_required' }],
  [0xf0, { condition: 'needs_action', reason: 'end_of_day_required' }],
  [0xf6, { condition: 'needs_action', reason: 'opt_data_missing' }],
])

/** What a terminal status byte says; an unknown one needs a person's look. */
export function terminalState(status: number): TerminalState {
  return STATES.get(status) ?? { condition: 'needs_action', reason: 'unknown_status' }
}
