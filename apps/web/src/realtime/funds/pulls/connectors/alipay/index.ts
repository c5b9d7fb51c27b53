import { AlipaySettings, readyDays } from '@counterfoil/services/funds/pulls'
import type { Connector } from '../connector.ts'
import { fetchAlipayBill } from './fetch-bill.ts'

/** Alipay, whose bills of a day are ready at ten in Beijing on the next. */
export const alipay: Connector = {
  hosts: ['openapi.alipay.com', 'dwbillcenter.alipay.com'],
  dueBills(pull, now) {
    const { app, bills, fromDay } = AlipaySettings.parse(pull.settings)
    return readyDays(now, fromDay ?? '').flatMap((day) =>
      bills.map((what) => ({ what, day, name: `alipay-${app}-${what}-${day}.zip` })),
    )
  },
  readNotice: null,
  fetchBill: fetchAlipayBill,
}
