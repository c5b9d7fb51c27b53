import { z } from 'zod'

const Text = z.string().max(2_048)

/** One item of a standard webhook (docs.adyen.com/api-explorer/Webhooks/1). */
export const NoticeItem = z.object({
  eventCode: Text,
  success: z.union([z.string(), z.boolean()]).transform(String),
  pspReference: Text,
  originalReference: Text.optional(),
  merchantAccountCode: Text,
  merchantReference: Text.optional(),
  amount: z.object({ value: z.number(), currency: Text }).optional(),
  /** Of REPORT_AVAILABLE: where the report is. */
  reason: Text.optional(),
  additionalData: z.object({ hmacSignature: Text.optional() }).optional(),
})

export const StandardNotice = z.object({
  notificationItems: z.array(z.object({ NotificationRequestItem: NoticeItem })).max(100),
})
