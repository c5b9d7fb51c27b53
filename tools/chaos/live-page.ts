import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import type { ServiceContext } from '@counterfoil/services'
import { getLiveSnapshot, type LiveSnapshot } from '@counterfoil/services/live'
import { hashSessionToken } from '@counterfoil/services/sessions'
import { type LiveView, openLiveFeed } from '../../apps/web/src/features/live/live-feed.ts'
import { openHubSocket } from '../../apps/web/src/features/live/open-hub-socket.ts'

/** The live page of somebody who watches the whole chain: the dashboard's own feed and socket, without its markup. */
export interface LivePage {
  /** What it shows that the database does not say, one sentence each; empty when all figures are equal. */
  differences(): Promise<string[]>
  /** The hub sent it away, which nothing in a run gives cause for. */
  signedOut(): boolean
  close(): void
}

export const LIVE_ORIGIN = 'http://dashboard.invalid'
const SCOPE = { kind: 'chain' } as const

export async function openLivePage(ctx: ServiceContext, hubUrl: string): Promise<LivePage> {
  const cookie = await signIn(ctx)
  const load = async () => {
    const pages: LiveSnapshot[] = []
    for (let after: number | null = 0; after !== null; after = pages.at(-1)?.next ?? null)
      pages.push(await getLiveSnapshot(ctx, { scope: SCOPE, after }))
    return pages
  }
  let view: LiveView | undefined
  const feed = openLiveFeed({
    openSocket: (events) => openHubSocket(hubUrl, SCOPE, events, { extraHeaders: { cookie, origin: LIVE_ORIGIN } }),
    initial: null,
    load,
    nowMs: () => Date.now(),
    random: Math.random,
    startTimer(delayMs, fire) {
      const timer = setTimeout(fire, delayMs)
      return () => clearTimeout(timer)
    },
    changed(next) {
      view = next
    },
  })
  return {
    async differences() {
      const state = view?.state
      if (state === null || state === undefined) return ['the live page shows nothing']
      const stores = (await load()).flatMap((page) => page.stores)
      return stores.flatMap((held) => {
        const shown = state.stores.get(held.storeId)
        if (shown === undefined) return [`the live page does not show store ${held.code}`]
        return (['days', 'unknowns', 'methods'] as const)
          .filter((figure) => textOf(shown[figure]) !== textOf(held[figure]))
          .map(
            (figure) =>
              `store ${held.code}, ${figure} (rev ${shown.rev} shown, ${held.rev} held, ${describe(view)}): shown ${textOf(shown[figure])}, held ${textOf(held[figure])}`,
          )
      })
    },
    signedOut: () => view?.link.kind === 'signed_out',
    close: feed.close,
  }
}

function describe(view: LiveView | undefined): string {
  const { link, state, error } = view ?? {}
  return `${link?.kind}${error ? `, ${error.message}` : ''}, ${state?.behind.size ?? 0} stores known to be behind`
}

/** Rows in any order. */
function textOf(rows: readonly object[]): string {
  return rows
    .map((row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1))))
    .sort()
    .join(' ')
}

/**
 * A person with both factors and a session, as the dashboard's sign-in leaves them in the database: the cookie, signed with the
 * dashboard's secret if that is given. Hubs know a session by its token alone.
 */
export async function signIn({ pool }: ServiceContext, secret: string = randomBytes(32).toString('base64')): Promise<string> {
  const [userId, token] = [randomUUID(), randomBytes(24).toString('base64url')]
  await pool.query('insert into "user" (id, name, email, email_verified, two_factor_enabled) values ($1, $2, $3, true, true)', [
    userId,
    'Operations',
    `${userId}@chaos.invalid`,
  ])
  await pool.query('insert into session (id, expires_at, token, user_id, second_factor_at) values ($1, $2, $3, $4, now())', [
    randomUUID(),
    new Date(Date.now() + 24 * 3_600_000),
    hashSessionToken(token),
    userId,
  ])
  const signature = createHmac('sha256', secret).update(token).digest('base64')
  return `counterfoil.session_token=${encodeURIComponent(`${token}.${signature}`)}`
}
