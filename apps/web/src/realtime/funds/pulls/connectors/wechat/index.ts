import { readyDays, WechatSettings } from '@counterfoil/services/funds/pulls'
import type { Connector } from '../connector.ts'
import { fetchWechatBill } from './fetch-bill.ts'

/** WeChat Pay, whose bills of a day are ready at 10:00 in Beijing on the next. */
export const wechat: Connector = {
  hosts: ['api.mch.weixin.qq.com', 'api2.mch.weixin.qq.com'],
  dueBills(pull, now) {
    const { merchant, subMerchant, bills, fromDay } = WechatSettings.parse(pull.settings)
    const whose = subMerchant === undefined ? merchant : `${merchant}-${subMerchant}`
    return readyDays(now, fromDay ?? '').flatMap((day) =>
      bills.map((what) => ({ what, day, name: `wechat-${whose}-${what}-${day}.csv` })),
    )
  },
  readNotice: null,
  fetchBill: fetchWechatBill,
}
