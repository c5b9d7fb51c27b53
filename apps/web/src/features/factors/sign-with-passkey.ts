import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/browser'
import { type Answer, failed } from './ask-server.ts'

/** Lets the person prove with a passkey that they are there. */
export function signWithPasskey(optionsJSON: PublicKeyCredentialRequestOptionsJSON): Promise<Answer<AuthenticationResponseJSON>> {
  return withBrowser(({ startAuthentication }) => startAuthentication({ optionsJSON }))
}

/** Lets the person make a new passkey. */
export function makePasskey(optionsJSON: PublicKeyCredentialCreationOptionsJSON): Promise<Answer<RegistrationResponseJSON>> {
  return withBrowser(({ startRegistration }) => startRegistration({ optionsJSON }))
}

/** The code for passkeys comes with the first one that is asked for, not with the page. */
async function withBrowser<T>(work: (browser: typeof import('@simplewebauthn/browser')) => Promise<T>): Promise<Answer<T>> {
  const browser = await import('@simplewebauthn/browser').catch(() => null)
  if (browser === null) return failed('UNREACHABLE')
  if (!browser.browserSupportsWebAuthn()) return failed('PASSKEY_UNSUPPORTED')
  try {
    return { ok: true, data: await work(browser) }
  } catch (error) {
    return failed(codeOf(error))
  }
}

/** Browsers say little of why, so that sites learn little: cancelled, timed out and "no such passkey" are one. */
function codeOf(error: unknown): string {
  switch (error instanceof Error ? error.name : '') {
    case 'NotAllowedError':
    case 'AbortError':
      return 'PASSKEY_NOT_SHOWN'
    case 'InvalidStateError':
      return 'PASSKEY_KNOWN_HERE'
    case 'ConstraintError':
    case 'NotSupportedError':
      return 'PASSKEY_UNFIT'
    case 'SecurityError':
      return 'PASSKEY_WRONG_ADDRESS'
    default:
      return 'PASSKEY_FAILED'
  }
}
