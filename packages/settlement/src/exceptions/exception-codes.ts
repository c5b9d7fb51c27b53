type Owner = 'acquirer' | 'bank' | 'operations' | 'finance' | 'store'

interface CodeFacts {
  readonly owner: Owner
  /** Message key of what to do next. */
  readonly nextStep: string
  /** `alarm` needs somebody, `info` counts only. */
  readonly weight: 'urgent' | 'alarm' | 'info'
  /** Says that something did not come, which a missing file would explain. */
  readonly saysAbsence: boolean
}

const fact = (owner: Owner, nextStep: string, weight: CodeFacts['weight'] = 'alarm', saysAbsence = false): CodeFacts => ({
  owner,
  nextStep,
  weight,
  saysAbsence,
})

/** The whole list. A code's meaning never changes; a new meaning is a new code. */
export const EXCEPTION_CODES = {
  MISSING_IN_SETTLEMENT: fact('acquirer', 'claim_from_acquirer', 'alarm', true),
  FILE_MISSING: fact('operations', 'fetch_file'),
  UNKNOWN_IN_STORE: fact('store', 'look_for_offline_terminal', 'alarm', true),
  STATUS_CONFLICT: fact('acquirer', 'dispute_at_once', 'urgent'),
  SHORT_PAID: fact('acquirer', 'claim_difference'),
  OVER_PAID: fact('acquirer', 'report_difference'),
  FEE_DEVIATES: fact('finance', 'compare_with_contract'),
  CURRENCY_MISMATCH: fact('acquirer', 'ask_for_currency'),
  DUPLICATE_SETTLEMENT: fact('acquirer', 'report_duplicate'),
  DUPLICATE_FILE: fact('operations', 'nothing_to_do', 'info'),
  DUPLICATE_BANK_LINE: fact('operations', 'ask_bank'),
  MISSING_IN_BANK: fact('bank', 'trace_with_reference', 'alarm', true),
  LATE: fact('acquirer', 'count_to_service_level', 'info'),
  UNEXPECTED_BANK_LINE: fact('finance', 'find_payout', 'alarm', true),
  BATCH_DOES_NOT_TIE: fact('acquirer', 'compare_batch'),
  RESERVE_OVERDUE: fact('acquirer', 'ask_for_release', 'alarm', true),
  CHARGEBACK_NEW: fact('finance', 'answer_chargeback'),
  PAYOUT_RETURNED: fact('bank', 'check_account_details', 'urgent'),
  AMBIGUOUS: fact('finance', 'choose_candidate'),
  TOTAL_ONLY: fact('finance', 'accept_total', 'info'),
  CONTRACT_MISSING: fact('finance', 'add_contract'),
} as const satisfies Readonly<Record<string, CodeFacts>>

export type ExceptionCode = keyof typeof EXCEPTION_CODES

export interface RaisedException {
  /** The same trouble always has the same key, so a rerun raises it once. */
  readonly key: string
  readonly code: ExceptionCode
  /** What it is about: the block that a missing file would silence. */
  readonly scope: {
    readonly acquirer: string
    readonly merchantAccount?: string | null
    readonly account: string | null
    readonly day: number
  }
  readonly payments: readonly string[]
  readonly lines: readonly string[]
  readonly payouts: readonly string[]
  readonly bankLines: readonly string[]
  readonly files?: readonly string[]
  readonly amountMinor: number
  readonly currency: string
}
