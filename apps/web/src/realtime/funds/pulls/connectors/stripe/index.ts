import type { Connector } from '../connector.ts'
import { fetchStripeReport } from './fetch-report.ts'
import { readStripeNotice } from './read-notice.ts'

/** Stripe, which tells when a report run has succeeded. */
export const stripe: Connector = {
  hosts: ['api.stripe.com', 'files.stripe.com'],
  dueBills: null,
  readNotice: readStripeNotice,
  fetchBill: fetchStripeReport,
}
