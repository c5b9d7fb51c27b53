import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
import { type Answer, askServer } from './ask-server.ts'
import { signWithPasskey } from './sign-with-passkey.ts'

/** What is typed. A passkey is shown, not typed. */
export type TypedFactor = 'totp' | 'recovery_code' | 'password'

/** Shows a typed factor in a session that there is. */
export function showTyped(kind: TypedFactor, text: string): Promise<Answer<unknown>> {
  return askServer('factor', kind === 'password' ? { kind, password: text } : { kind, code: text.trim() })
}

/** Shows a passkey in a session that there is. */
export async function showPasskey(): Promise<Answer<unknown>> {
  const options = await askServer<PublicKeyCredentialRequestOptionsJSON>('factorPasskey', {})
  if (!options.ok) return options
  const signed = await signWithPasskey(options.data)
  return signed.ok ? askServer('factor', { kind: 'passkey', response: signed.data }) : signed
}
