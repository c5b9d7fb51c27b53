import type { LineKind } from '../../model.ts'

/** PayPal's transaction event codes, by group (Tnn) and, where a group mixes, by code. */
const CODES: Readonly<Record<string, LineKind>> = {
  T1106: 'chargeback',
  T1107: 'refund',
  T1111: 'adjustment',
}
const GROUPS: Readonly<Record<string, LineKind>> = {
  T00: 'sale',
  T01: 'fee',
  T02: 'transfer',
  T03: 'transfer',
  T04: 'transfer',
  T05: 'adjustment',
  T07: 'adjustment',
  T08: 'adjustment',
  T11: 'refund',
  T12: 'chargeback',
  T13: 'other',
  T15: 'reserve',
  T19: 'adjustment',
  T21: 'reserve',
}

export function eventKind(code: string, credit: boolean): LineKind {
  const kind = CODES[code] ?? GROUPS[code.slice(0, 3)] ?? 'other'
  if (kind === 'sale' && !credit) return 'other'
  return kind === 'chargeback' && credit ? 'chargeback-reversed' : kind
}

/** Money that leaves for, or comes from, the bank: the totals of a section leave it out. */
export function isBankTransfer(code: string): boolean {
  return code.startsWith('T03') || code.startsWith('T04')
}
