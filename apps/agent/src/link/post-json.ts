const TIMEOUT_MS = 15_000

/** POSTs JSON and returns the parsed answer whatever its status; throws with the network's own reason, or when it is no JSON. */
export async function postJson(url: string, body: object): Promise<unknown> {
  let response: Response
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  } catch (error) {
    throw new Error(explainFetchError(error), { cause: error })
  }
  const text = await response.text()
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`it answered with status ${response.status} and no JSON`)
  }
}

/** `fetch failed` tells nobody anything; its cause does. */
export function explainFetchError(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : undefined
  switch (code) {
    case 'ECONNREFUSED':
      return 'nothing listens there (connection refused)'
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'the name is not known (DNS)'
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
      return 'its certificate is not one this machine trusts (set NODE_EXTRA_CA_CERTS to your own authority)'
    default:
      if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1_000} s`
      return code ?? (cause instanceof Error ? cause.message : String(cause))
  }
}
