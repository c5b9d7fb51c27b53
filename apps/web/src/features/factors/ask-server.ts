/** What the sign-in endpoints answer: done, or a code whose words are in the messages. */
export type Answer<T> =
  | { readonly ok: true; readonly data: T }
  | { readonly ok: false; readonly code: string; readonly minutes: number | undefined }

const paths = {
  setup: '/api/setup',
  signIn: '/api/auth/sign-in/email',
  enrol: '/api/auth/two-factor/enable',
  verifyCode: '/api/auth/two-factor/verify-totp',
  verifyRecoveryCode: '/api/auth/two-factor/verify-backup-code',
  signOut: '/api/auth/sign-out',
  passkeyOptions: '/api/auth/passkey/options',
  passkeySignIn: '/api/auth/passkey/sign-in',
  factor: '/api/factor',
  factorPasskey: '/api/factor/passkey-options',
} as const
export type ServerStep = keyof typeof paths

interface AnswerBody {
  readonly code?: string
  readonly minutes?: number
}

/** Sends one step of signing in. Never throws: an unreachable server is an answer like any other. */
export async function askServer<T>(step: ServerStep, body: Readonly<Record<string, unknown>>): Promise<Answer<T>> {
  try {
    const response = await fetch(paths[step], {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer: AnswerBody | null = await response.json().catch(() => null)
    if (response.ok) return { ok: true, data: answer as T }
    if (response.status === 429 && answer?.code === undefined) return failed('TOO_MANY_REQUESTS')
    return { ok: false, code: answer?.code ?? `HTTP_${response.status}`, minutes: answer?.minutes }
  } catch {
    return failed('UNREACHABLE')
  }
}

/** A step that failed before the server could say why. */
export function failed(code: string): Answer<never> {
  return { ok: false, code, minutes: undefined }
}
