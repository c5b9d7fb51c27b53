import { createHmac } from 'node:crypto'
import type { z } from 'zod'
import { sameText } from '../same-text.ts'
import type { NoticeItem } from './notice.ts'

/**
 * Whether Adyen has signed this: eight of its values between colons, by HMAC-SHA256 with the key of the webhook. Adyen, Verify HMAC
 * signatures (docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures). The address of the report
 * is not among them.
 */
export function checkItem(item: z.output<typeof NoticeItem>, hmacKey: string): boolean {
  const { pspReference, originalReference, merchantAccountCode, merchantReference, amount, eventCode, success } = item
  const values = [
    pspReference,
    originalReference ?? '',
    merchantAccountCode,
    merchantReference ?? '',
    amount === undefined ? '' : String(amount.value),
    amount?.currency ?? '',
    eventCode,
    success,
  ]
  const right = createHmac('sha256', Buffer.from(hmacKey, 'hex')).update(values.join(':')).digest('base64')
  return sameText(right, item.additionalData?.hmacSignature ?? '')
}
