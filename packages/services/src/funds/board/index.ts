export { type AgeBand, ageBands } from './age-bands.ts'
export { type CheckedFees, CheckFeesInput, checkFees, type FeeCheck } from './check-fees.ts'
export type { ExceptionState, ListedException } from './exception-row.ts'
export {
  type ArrivalForecast,
  ArrivalForecastInput,
  type ForecastBand,
  type ForecastDay,
  getArrivalForecast,
} from './get-arrival-forecast.ts'
export { type BankLineDetail, BankLineInput, getBankLine } from './get-bank-line.ts'
export { type ExceptionAct, type ExceptionDetail, GetExceptionInput, getException } from './get-exception.ts'
export {
  type ExpectedFiles,
  type FileCalendar,
  FileCalendarInput,
  type FileDayState,
  getFileCalendar,
} from './get-file-calendar.ts'
export { type DueToday, type FundsBoard, FundsBoardInput, getFundsBoard, type OwedCell } from './get-funds-board.ts'
export { getPaymentFunds, PaymentFundsInput } from './get-payment-funds.ts'
export { getPayout, type PayoutDetail, PayoutInput } from './get-payout.ts'
export { type ExceptionPage, ListExceptionsInput, listExceptions } from './list-exceptions.ts'
export {
  type FundsPaymentPage,
  type FundsPaymentRow,
  FundsPaymentsFilter,
  FundsPaymentsInput,
  listFundsPayments,
} from './list-funds-payments.ts'
export { listOwingStores, type OwingStore, OwingStoresInput } from './list-owing-stores.ts'
export { listSilentTerminals, type SilentTerminal, SilentTerminalsInput } from './list-silent-terminals.ts'
export type { PaymentBankLine, PaymentFunds, PaymentPayout, PaymentSettlementLine, Why } from './payment-funds.ts'
export type { BrokenSum } from './read-broken-sums.ts'
export type { IdentityTerms } from './split-line-nets.ts'
