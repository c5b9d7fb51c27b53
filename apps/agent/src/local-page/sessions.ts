import { createHash, timingSafeEqual } from 'node:crypto'
import type { Language } from './words.ts'

/** Long enough for a visit, and no longer: afterwards `agent page` is called anew. */
export const SESSION_MS = 3_600_000
/** One technician and a second browser; the oldest is ended for a fifth. */
const MOST_SESSIONS = 4

export interface Session {
  /** Part of the address, so that the cookie goes to no other path of this machine's name. */
  readonly id: string
  /** The Host it was opened at; good at no other. */
  readonly host: string
  readonly endsMs: number
  language: Language
}

export interface Sessions {
  /** Begins one; `cookie` is told once and kept as its hash only. */
  begin(host: string, language: Language, nowMs: number): { readonly session: Session; readonly cookie: string }
  find(id: string, cookie: string | undefined, host: string, nowMs: number): Session | undefined
  end(session: Session): void
  /** True while one is alive. */
  any(nowMs: number): boolean
}

/** Who may see the page now; in memory, so that a restart of the agent ends them all. */
export function createSessions(randomText: () => string): Sessions {
  const alive = new Map<string, { readonly session: Session; readonly cookieHash: Buffer }>()
  const hash = (text: string) => createHash('sha256').update(text).digest()

  function sweep(nowMs: number): void {
    for (const [id, { session }] of alive) if (session.endsMs <= nowMs) alive.delete(id)
  }

  return {
    begin(host, language, nowMs) {
      sweep(nowMs)
      for (const [id] of alive) if (alive.size >= MOST_SESSIONS) alive.delete(id)
      const [id, cookie] = [randomText(), randomText()]
      const session: Session = { id, host, language, endsMs: nowMs + SESSION_MS }
      alive.set(id, { session, cookieHash: hash(cookie) })
      return { session, cookie }
    },
    find(id, cookie, host, nowMs) {
      sweep(nowMs)
      const found = alive.get(id)
      if (found === undefined || cookie === undefined || found.session.host !== host) return undefined
      return timingSafeEqual(found.cookieHash, hash(cookie)) ? found.session : undefined
    },
    end: ({ id }) => void alive.delete(id),
    any(nowMs) {
      sweep(nowMs)
      return alive.size > 0
    },
  }
}
