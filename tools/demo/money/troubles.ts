import type { FamilyId } from '@counterfoil/settlement/generator'

/** The demo's troubles come again after this many days. */
const CYCLE_DAYS = 14

export type FileTrouble = 'lost' | 'twice' | 'corrected' | 'cut'
export type LineTrouble =
  | 'missing'
  | 'short'
  | 'over'
  | 'fee'
  | 'fee-of-store'
  | 'currency'
  | 'twice'
  | 'two-unnamed'
  | 'unknown'
  | 'declined'
  | 'chargeback'
  | 'chargeback-reversed'
  | 'day-bag'
export type PayoutTrouble =
  | 'late'
  | 'missing'
  | 'short'
  | 'split'
  | 'returned'
  | 'untied'
  | 'unnamed'
  | 'booked-twice'
  | 'beside'
  | 'reserve-kept'

/** Day of the cycle → what goes wrong with the file about it. */
const FILES: Readonly<Partial<Record<FamilyId, Readonly<Record<number, FileTrouble>>>>> = {
  wechat: { 8: 'lost' },
  unionpay: { 5: 'twice', 10: 'cut' },
  alipay: { 6: 'corrected' },
}

const LINES: Readonly<Partial<Record<FamilyId, Readonly<Record<number, readonly LineTrouble[]>>>>> = {
  adyen: {
    1: ['missing', 'chargeback', 'fee'],
    2: ['short', 'chargeback-reversed', 'declined'],
    3: ['fee-of-store', 'twice'],
    4: ['fee-of-store', 'day-bag', 'unknown'],
    5: ['two-unnamed', 'currency', 'chargeback'],
    7: ['missing', 'missing', 'fee'],
    8: ['over', 'chargeback'],
    9: ['short', 'unknown'],
    11: ['twice', 'missing'],
    13: ['fee', 'declined'],
  },
  nordpay: { 2: ['missing'], 4: ['chargeback'], 6: ['unknown', 'short'], 9: ['over', 'missing'] },
  stripe: { 2: ['fee', 'fee'], 5: ['missing'], 7: ['chargeback'], 10: ['short'] },
  wechat: { 2: ['missing', 'short'], 4: ['declined'], 7: ['unknown'], 10: ['missing', 'twice'] },
  alipay: { 1: ['missing'], 3: ['twice'], 5: ['fee', 'fee'], 9: ['missing', 'unknown'] },
  unionpay: { 3: ['short'], 7: ['missing'], 9: ['unknown'] },
}

/** By merchant account, or by acquirer where it has one. */
const PAYOUTS: Readonly<Record<string, Readonly<Record<number, PayoutTrouble>>>> = {
  CFDE_S0201: { 3: 'late', 9: 'unnamed' },
  CFIT_S0640: { 4: 'missing' },
  CFDE_S0417: { 2: 'short', 8: 'unnamed' },
  CFIT_S0923: { 5: 'beside' },
  CFDE_S0388: { 6: 'late' },
  CFDE_S0291: { 4: 'unnamed' },
  alipay: { 3: 'split', 8: 'unnamed' },
  wechat: { 5: 'late' },
  '898310012900001': { 3: 'returned' },
  nordpay: { 2: 'reserve-kept', 4: 'untied', 7: 'short' },
  stripe: { 3: 'booked-twice', 5: 'missing' },
}

/** Statements by number, which is counted from the first. */
const STATEMENTS: Readonly<Record<string, Readonly<Record<number, 'lost' | 'twice'>>>> = {
  CN: { 7: 'lost' },
  DE: { 5: 'twice' },
  CL: { 9: 'lost' },
}
const CYCLE_STATEMENTS = 10

export function troublesOn(offset: number) {
  const day = offset % CYCLE_DAYS
  return {
    file: (acquirer: FamilyId): FileTrouble | undefined => FILES[acquirer]?.[day],
    lines: (acquirer: FamilyId): readonly LineTrouble[] => LINES[acquirer]?.[day] ?? [],
    payout: (acquirer: FamilyId, merchant: string): PayoutTrouble | undefined =>
      PAYOUTS[merchant]?.[day] ?? PAYOUTS[acquirer]?.[day],
  }
}

export const statementTrouble = (country: string, sequence: number): 'lost' | 'twice' | undefined =>
  STATEMENTS[country]?.[sequence % CYCLE_STATEMENTS]
