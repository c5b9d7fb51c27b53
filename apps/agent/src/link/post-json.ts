import { explainSecureError } from './explain-secure-error.ts'
import { createHubTransport, type HubTransport } from './hub-transport.ts'
import { refusePlainHttp } from './plain-http.ts'
import { postText } from './post-text.ts'

const TIMEOUT_MS = 15_000

/** POSTs JSON and returns the parsed answer whatever its status; throws with the network's own reason, or when it is no JSON. */
export async function postJson(url: string, body: object, transport: HubTransport = createHubTransport()): Promise<unknown> {
  const refusal = refusePlainHttp(url)
  if (refusal !== undefined) throw new Error(refusal)
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const headers = { 'Content-Type': 'application/json' }
  const { status, text } = await postText(new URL(url), JSON.stringify(body), { transport, headers, signal }).catch(
    (error: unknown) => {
      const why = signal.aborted
        ? `no answer within ${TIMEOUT_MS / 1_000} s`
        : explainNetworkError(error, url, transport.proxyHost)
      throw new Error(why, { cause: error })
    },
  )
  if (status >= 300 && status < 400) throw new Error('it sends requests elsewhere (a sign-in page of the network?)')
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`it answered with status ${status} and no JSON`)
  }
}

/** Why a request got no answer: a phrase after the address. */
export function explainNetworkError(error: unknown, url: string, proxyHost?: string): string {
  const secure = explainSecureError(error, proxyHost)
  if (secure !== undefined) return secure
  const code = codeOf(error)
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there (connection refused)'
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name is not known (DNS)'
    case 'ETIMEDOUT':
      return 'it does not answer (timed out)'
    case 'ECONNRESET':
      return explainReset(url)
    default:
      return code ?? (error instanceof Error ? error.message : String(error))
  }
}

/** A server that speaks TLS hangs up on plain HTTP without a word. */
export function explainReset(url: string): string {
  const hint = url.startsWith('http:') ? '; if TLS is spoken there, the address must begin with https://' : ''
  return `the connection was closed without an answer${hint}`
}

/** The system's or Node's own name of an error, such as `ECONNREFUSED`. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : undefined
}
