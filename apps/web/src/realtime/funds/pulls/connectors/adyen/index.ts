import type { Connector } from '../connector.ts'
import { fetchAdyenReport } from './fetch-report.ts'
import { readAdyenNotice } from './read-notice.ts'

/** Adyen, which tells when a report is ready. */
export const adyen: Connector = {
  hosts: ['.adyen.com'],
  dueBills: null,
  readNotice: readAdyenNotice,
  fetchBill: fetchAdyenReport,
}
