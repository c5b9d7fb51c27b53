import type { Hello } from '@counterfoil/protocol'
import type { FoundAgent } from '../agents/find-agent.ts'
import type { HubNotes } from '../ingest/hub-notes.ts'
import type { AgentRecord } from './agent-record.ts'
import { type HelloRefusal, refuse } from './check-hello.ts'
import { judgeJoin } from './judge-join.ts'

interface Parts {
  readonly agents: Pick<AgentRecord, 'moveJoin' | 'lock' | 'tellChanged'>
  readonly notes: HubNotes
  readonly log: (level: 'warn', facts: object, message: string) => void
}

/** Whether a greeting may come in, by its join number; if so, the number to offer it. */
export type SettleJoin = (
  found: FoundAgent,
  hello: Hello,
  address: string,
) => Promise<{ readonly offer: number } | { readonly refusal: HelloRefusal }>

/** Writes down what `judgeJoin` decides and does what follows from it. */
export function createJoinDesk({ agents, notes, log }: Parts): SettleJoin {
  return async (found, hello, address) => {
    const verdict = judgeJoin(found.join, hello)
    if (verdict.kind === 'two_holders') {
      log('warn', { agentId: found.id, join: hello.join }, 'two machines use one agent’s identity; it is locked')
      await agents.lock(found, { join: hello.join, boot: hello.boot, address })
      return cloned()
    }
    if (!(await agents.moveJoin(found.id, found.join, verdict.after))) return refuse('busy', 'Greeted twice at once.', 1_000)
    if (verdict.kind === 'welcome') return { offer: verdict.after.offered }
    const detail = { join: hello.join, confirmed: found.join.confirmed, boot: hello.boot, times: verdict.after.staleCount }
    notes.note({ kind: 'agent.disk_reset', agentId: found.id, storeId: found.storeId, detail })
    // Whoever is let in now must show again that it is there: if it is, there are two.
    await agents.tellChanged(found.id)
    return refuse('disk_reset', diskReset(verdict.after.staleCount))
  }
}

/** The answer to both machines of a locked agent. */
export function cloned(): { readonly refusal: HelloRefusal } {
  return refuse(
    'cloned',
    'Two machines use this agent’s identity, so the hub hears neither. Find the copy and remove it; then unlock this agent, or enrol it anew. Nothing was deleted: its events are kept on both disks.',
  )
}

function diskReset(times: number): string {
  const often = times > 1 ? ` This has happened ${times} times: the PC seems to reset its disk at each start.` : ''
  return `This PC’s disk went back to an earlier state: it greets with a number that has been replaced.${often} Keep the agent’s data folder on a disk that is not reset, then enrol it anew. What it records until then is lost at the next reset.`
}
