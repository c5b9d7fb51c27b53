import { explainSecureError } from './explain-secure-error.ts'
import type { PathFailure } from './hub-path.ts'
import { codeOf, explainNetworkError } from './post-json.ts'

/** A POST that no hub answered; the message is for people. */
export class PostError extends Error {
  override readonly name = 'PostError'
  readonly failure: PathFailure
  /** The connection broke under the request. */
  readonly connectionLost: boolean

  constructor(message: string, failure: PathFailure, cause?: unknown) {
    super(message, { cause })
    this.failure = failure
    const code = codeOf(cause)
    this.connectionLost = code === 'ECONNRESET' || code === 'EPIPE'
  }
}

/** Codes of an address where nobody is to be had, by either way. */
const NOBODY = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN']

/** True when nobody can be reached at the address at all. */
export function isNobodyThere(code: string | undefined): boolean {
  return code !== undefined && NOBODY.includes(code)
}

/** What a request without an answer means. */
export function explainPostError(error: unknown, hubUrl: string, proxyHost?: string): PostError {
  const wholeAddress = isNobodyThere(codeOf(error)) || explainSecureError(error, proxyHost) !== undefined
  return new PostError(
    `${hubUrl}: ${explainNetworkError(error, hubUrl, proxyHost)}`,
    wholeAddress ? 'unreachable' : 'failed',
    error,
  )
}

/** What an answer means that no hub gave: something stands between, or the hub is an older one. */
export function explainStatus(status: number, hubUrl: string): PostError {
  switch (true) {
    case status >= 300 && status < 400:
      return new PostError(`${hubUrl} sends requests elsewhere (a sign-in page of the network?)`, 'blocked')
    case status === 404:
      return new PostError(`${hubUrl} takes no batches by HTTPS POST: it is an older hub, or no hub`, 'blocked')
    case status === 407:
      return new PostError(`${hubUrl} cannot be asked; a proxy that wants a sign-in does that`, 'blocked')
    case status === 413:
      return new PostError(`something before ${hubUrl} lets no request of this size through; it must allow 256 KB`, 'failed')
    case status === 502 || status === 503 || status === 504:
      return new PostError(`a gateway answers at ${hubUrl}, but finds no hub behind it (status ${status})`, 'failed')
    case status >= 400 && status < 500:
      return new PostError(`something before ${hubUrl} refuses requests to the hub (status ${status})`, 'blocked')
    default:
      return new PostError(`${hubUrl} answered with status ${status}, but not like a hub`, 'failed')
  }
}
