import type { AuthenticationResponseJSON, PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser'
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
  const signed = await signChallenge('factorPasskey')
  return signed.ok ? askServer('factor', { kind: 'passkey', response: signed.data }) : signed
}

/** Signs in with a passkey. `complete: false` when the account asks for another kind of factor beside it. */
export async function signInByPasskey(): Promise<Answer<{ readonly complete: boolean }>> {
  const signed = await signChallenge('passkeyOptions')
  return signed.ok ? askServer('passkeySignIn', { response: signed.data }) : signed
}

async function signChallenge(from: 'factorPasskey' | 'passkeyOptions'): Promise<Answer<AuthenticationResponseJSON>> {
  const options = await askServer<PublicKeyCredentialRequestOptionsJSON>(from, {})
  return options.ok ? signWithPasskey(options.data) : options
}
