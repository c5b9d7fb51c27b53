import type { IncomingMessage } from 'node:http'

/** Why a request is turned away before anything of it is looked at. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number
  /** Key of the page's words that says so. */
  readonly why: RefusalWord

  constructor(status: number, why: RefusalWord) {
    super(why)
    this.status = status
    this.why = why
  }
}

export type RefusalWord =
  | 'wrongHost'
  | 'wrongOrigin'
  | 'noSession'
  | 'wrongKey'
  | 'notFound'
  | 'wrongMethod'
  | 'tooLarge'
  | 'wrongForm'
  | 'failed'

/**
 * The name the browser believes it speaks to: only this machine's own. A page elsewhere that points its name here (DNS rebinding) comes
 * with that name. Returns it. Throws `Refused`.
 */
export function checkHost(host: string | undefined, port: number): string {
  const name = (host ?? '').toLowerCase()
  if (name === `127.0.0.1:${port}` || name === `localhost:${port}`) return name
  throw new Refused(421, 'wrongHost')
}

/** A form must come from a page of ours: browsers say so in Origin, and newer ones in Sec-Fetch-Site too. Throws `Refused`. */
export function checkOrigin({ headers }: IncomingMessage, host: string): void {
  const site = headers['sec-fetch-site']
  if (headers.origin !== `http://${host}` || (site !== undefined && site !== 'same-origin')) throw new Refused(403, 'wrongOrigin')
}

export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const [key, ...value] = pair.trim().split('=')
    if (key === name) return value.join('=')
  }
  return undefined
}

const FORM_MAX_BYTES = 4 * 1024

/** Reads a small form. Throws `Refused`. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) throw new Refused(415, 'wrongForm')
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > FORM_MAX_BYTES) throw new Refused(413, 'tooLarge')
    chunks.push(chunk)
  }
  return new URLSearchParams(Buffer.concat(chunks).toString())
}
