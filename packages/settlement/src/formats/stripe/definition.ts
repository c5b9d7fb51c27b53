import type { FileFormat } from '../format.ts'
import { parseStripe } from './parse.ts'

export const stripe: FileFormat = {
  id: 'stripe-payout-recon',
  title: 'Stripe payout reconciliation, itemized',
  detect: ({ head }) => /(^|[,;\t"])balance_transaction_id[,;\t"]/m.test(head) && head.includes('reporting_category'),
  parse: parseStripe,
}
