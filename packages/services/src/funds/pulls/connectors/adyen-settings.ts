import { z } from 'zod'

/** Reports that Adyen tells of. */
export const AdyenSettings = z.strictObject({
  /** Of a merchant or the company, whose reports are fetched. */
  account: z.string().regex(/^[\w.-]{1,80}$/, 'the code of an account'),
})
export type AdyenSettings = z.output<typeof AdyenSettings>

const Words = z.string().min(1).max(512)
/** RFC 7617: the name ends at the first colon. */
const Login = z.strictObject({ user: Words.regex(/^[^:]+$/, 'a name without a colon'), password: Words })

export const AdyenSecrets = z
  .strictObject({
    /** How a report is fetched. */
    apiKey: Words.optional(),
    report: Login.optional(),
    /** How a notice is known to be Adyen’s. */
    hmacKey: z
      .string()
      .regex(/^([0-9A-Fa-f]{2}){16,64}$/, 'the HMAC key in hexadecimal')
      .optional(),
    notice: Login.optional(),
  })
  .refine(({ apiKey, report }) => (apiKey === undefined) !== (report === undefined), 'either an API key or a report user')
  .refine(({ hmacKey, notice }) => hmacKey !== undefined || notice !== undefined, 'an HMAC key or a user for notices')
export type AdyenSecrets = z.output<typeof AdyenSecrets>
