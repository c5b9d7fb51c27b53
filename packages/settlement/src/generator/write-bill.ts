import type { FamilyId } from './families.ts'
import { writeAdyenFile } from './files/adyen-file.ts'
import { writeAlipayFile } from './files/alipay-file.ts'
import { writeStripeFile } from './files/stripe-file.ts'
import { writeUnionpayFile } from './files/unionpay-file.ts'
import { writeWechatFile } from './files/wechat-file.ts'
import type { Bill, WrittenBill } from './row.ts'
import { dayText, shortDay } from './wall-clock.ts'

const WRITERS: Readonly<Record<FamilyId, (bill: Bill) => WrittenBill>> = {
  adyen: writeAdyenFile,
  nordpay: writeAdyenFile,
  stripe: writeStripeFile,
  wechat: writeWechatFile,
  alipay: writeAlipayFile,
  unionpay: writeUnionpayFile,
}

/** An acquirer's file of one day in its own format. */
export const writeBill = (bill: Bill): WrittenBill => WRITERS[bill.family.id](bill)

export function nameOfBill(id: FamilyId, bucket: number): string {
  const day = dayText(bucket)
  switch (id) {
    case 'adyen':
    case 'nordpay':
      return `${id}_settlement_details_${day}.csv`
    case 'stripe':
      return `stripe_payout_reconciliation_${day}.csv`
    case 'wechat':
      return `1900012345All${day}.csv`
    case 'alipay':
      return `20881011222233330156_${shortDay(bucket)}.zip`
    case 'unionpay':
      return `unionpay_${day}.zip`
  }
}
