import { AssertionResponse } from '@counterfoil/services/passkeys'
import { z } from 'zod'
import type { openEndpoints } from './open-endpoints.ts'

const Text = z.string().max(1_000)
/** Refused by our own hook, in words of its own. */
const flags = { trustDevice: z.boolean().optional(), disableSession: z.boolean().optional() }

/** What each open endpoint is handed: these fields and no other, whatever else it would take and was sent. */
export const endpointBodies = {
  signIn: z.object({ email: Text, password: Text, rememberMe: z.boolean().optional(), ...flags }),
  signOut: z.object({}),
  enrolTotp: z.object({ password: Text, ...flags }),
  verifyTotp: z.object({ code: Text, ...flags }),
  verifyRecoveryCode: z.object({ code: Text, ...flags }),
  passkeyOptions: z.object({}),
  passkeySignIn: z.object({ response: AssertionResponse }),
} satisfies Readonly<Record<keyof typeof openEndpoints, z.ZodType>>
