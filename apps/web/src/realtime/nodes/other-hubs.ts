import type { HubLine, PresenceNow } from '@counterfoil/services/agents'
import { ChangeHint, hintOf, PresenceHint } from '@counterfoil/services/deltas'
import type { CommittedGroup } from '@counterfoil/services/ingest'
import type { Logger } from 'pino'
import type { HubServer } from '../hub-sockets.ts'
import type { RedisLink } from './connect-redis.ts'

/** What this hub tells the others at once. Nothing depends on it being heard: the database holds all of it. */
export interface OtherHubs {
  committed(group: CommittedGroup): void
  seen(presence: readonly PresenceNow[]): void
  greeted(agentId: number, greeting: number): void
  readonly line: HubLine
}

/** What this hub hears of the others. */
export interface HeardOfHubs {
  changed(hint: ChangeHint): void
  seen(presence: readonly PresenceNow[]): void
  greeted(agentId: number, greeting: number): void
  /** The line stands anew; what was told meanwhile is not told again. */
  back(): void
}

export function joinOtherHubs(
  io: HubServer,
  { redis, log }: { readonly redis: RedisLink | null; readonly log: Logger },
  heard: HeardOfHubs,
): OtherHubs {
  function tell(say: () => unknown): void {
    if (redis?.ready) say()
  }
  function foreign(what: string): void {
    log.warn({ what }, 'another hub said something this one does not understand: do they run the same version?')
  }

  redis?.onReady(() => heard.back())
  io.on('changed', (input) => {
    const hint = ChangeHint.safeParse(input)
    if (hint.success) heard.changed(hint.data)
    else foreign('changed')
  })
  io.on('seen', (input) => {
    const presence = PresenceHint.safeParse(input)
    if (presence.success) heard.seen(presence.data)
    else foreign('seen')
  })
  io.on('greeted', (agentId, greeting) => {
    if (Number.isInteger(agentId) && Number.isInteger(greeting)) heard.greeted(Number(agentId), Number(greeting))
    else foreign('greeted')
  })

  return {
    committed: (group) => tell(() => io.serverSideEmit('changed', hintOf(group))),
    seen(presence) {
      const moved = presence.filter(({ rev }) => rev !== null)
      if (moved.length > 0) tell(() => io.serverSideEmit('seen', moved))
    },
    greeted: (agentId, greeting) => tell(() => io.serverSideEmit('greeted', agentId, greeting)),
    get line() {
      if (redis === null) return 'alone'
      return redis.ready ? 'up' : 'away'
    },
  }
}
