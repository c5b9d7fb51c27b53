import { z } from 'zod'

const Base64Url = z
  .string()
  .min(1)
  .max(16_000)
  .regex(/^[A-Za-z0-9_-]+$/)
const Credential = {
  id: Base64Url.max(1_400),
  rawId: Base64Url.max(1_400),
  type: z.literal('public-key'),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
}

/** What `PublicKeyCredential.toJSON()` gives after a passkey was made; what we do not read is left out. */
export const EnrolmentResponse = z.object({
  ...Credential,
  response: z.object({
    clientDataJSON: Base64Url,
    attestationObject: Base64Url,
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(10)
      .optional(),
  }),
})
export type EnrolmentResponse = z.infer<typeof EnrolmentResponse>

/** The same after a passkey was used. */
export const AssertionResponse = z.object({
  ...Credential,
  response: z.object({ clientDataJSON: Base64Url, authenticatorData: Base64Url, signature: Base64Url }),
})
export type AssertionResponse = z.infer<typeof AssertionResponse>

const ClientData = z.object({ challenge: Base64Url, crossOrigin: z.boolean().optional() })

/** What the browser says it had signed; null for what is no client data, or comes out of a frame of another site. */
export function readClientData(clientDataJson: string): { readonly challenge: string } | null {
  try {
    const parsed = ClientData.safeParse(JSON.parse(Buffer.from(clientDataJson, 'base64url').toString()))
    return parsed.success && parsed.data.crossOrigin !== true ? { challenge: parsed.data.challenge } : null
  } catch {
    return null
  }
}
