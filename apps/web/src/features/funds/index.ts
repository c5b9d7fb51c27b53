export { FundsPage } from './board/funds-page.tsx'
export { FundsPaymentsPage } from './board/funds-payments-page.tsx'
export { BankLinePage } from './payout/bank-line-page.tsx'
export { PayoutPage } from './payout/payout-page.tsx'
