import { z } from 'zod'
import { AmountMinor, CurrencyCode, ShortText } from './values.ts'

export const PaymentKind = z.enum(['sale', 'refund', 'reversal'])
export const FinalOutcome = z.enum(['approved', 'declined', 'cancelled'])

export const PaymentMethod = z.looseObject({
  scheme: z.string().max(40),
  funding: z.enum(['credit', 'debit', 'prepaid', 'not_told']),
  wallet: z.string().max(40).optional(),
})

/** What the terminal said; a field it did not tell is absent. */
export const PaymentResult = z.looseObject({
  amountMinor: AmountMinor.optional(),
  currency: CurrencyCode.optional(),
  tipMinor: AmountMinor.optional(),
  method: PaymentMethod.optional(),
  card: z
    .looseObject({
      first6: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
      last4: z
        .string()
        .regex(/^\d{1,4}$/)
        .optional(),
      name: z.string().max(60).optional(),
    })
    .optional(),
  entry: z.enum(['contactless', 'chip', 'magstripe', 'manual', 'qr', 'not_told']).optional(),
  cardholderVerification: z.enum(['none', 'signature', 'pin', 'device', 'not_told']).optional(),
  authorised: z.enum(['online', 'offline', 'voice']).optional(),
  authorisationCode: z.string().max(40).optional(),
  receipt: z.string().max(20).optional(),
  trace: z.string().max(20).optional(),
  retrievalReference: z.string().max(40).optional(),
  terminalId: z.string().max(20).optional(),
  merchantNumber: z.string().max(40).optional(),
  applicationId: z.string().max(40).optional(),
  resultCode: z.string().max(20).optional(),
  resultText: ShortText.optional(),
  terminalDate: z.string().max(20).optional(),
  terminalTime: z.string().max(20).optional(),
})

/** Redacted bytes of one message between till side and terminal; `ms` after the payment was opened. */
export const TranscriptEntry = z.looseObject({
  ms: z.int().min(0),
  direction: z.enum(['to_terminal', 'from_terminal']),
  name: z.string().max(60),
  hex: z.string().max(4_000),
  note: z.string().max(400).optional(),
})
export const Transcript = z.array(TranscriptEntry).max(200)
