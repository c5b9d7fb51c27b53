import type { Timer } from '@counterfoil/services/clock'
import {
  askWitness,
  type ForeignWitnessState,
  listForeignWitnesses,
  noteCosignature,
  noteWitnessTrouble,
  readForeignWitnesses,
  type WitnessTrouble,
} from '@counterfoil/services/foreign-witnesses'
import { readLogKeys, readRoundCheckpoint, type ShownCheckpoint } from '@counterfoil/services/witnesses'
import type { HubParts } from '../../hub-parts.ts'
import { watchJob } from '../../watch-job.ts'
import { sendToWitness, WitnessTimeout } from './send-to-witness.ts'

export interface ForeignWitnesses {
  /** Ends what is under way; the next start asks again. */
  close(): Promise<void>
}

type Parts = Pick<HubParts, 'pool' | 'clock' | 'newId' | 'random' | 'log' | 'metrics' | 'witnesses'>

const ROUND_MS = 1_000
const FIRST_WAIT_MS = 1_000
/** Who has been silent for long is asked once in ten minutes. */
const LONGEST_WAIT_MS = 600_000

/**
 * Shows witnesses outside of the chain the checkpoint that agents are shown too, so that one quorum stands under it: about once a
 * minute, from the hub that keeps the log. Nothing waits for their answers, the log least of all.
 */
export function askForeignWitnesses(parts: Parts, leads: () => boolean): ForeignWitnesses {
  const { pool, clock, newId, random, log, witnesses } = parts
  const ctx = { pool, newId, now: () => new Date(clock.nowMs()), actor: { kind: 'system', name: 'hub' } } as const
  const ending = new AbortController()
  const underWay = new Map<string, Promise<void>>()
  const failing = new Map<string, { failures: number; dueAtMs: number }>()
  let isListed = false
  let timer: Timer | null = null
  let running = Promise.resolve()

  async function round(): Promise<void> {
    if (!leads()) return
    if (!isListed) await listForeignWitnesses(ctx, witnesses)
    isListed = true
    if (witnesses.length === 0) return
    const keys = await readLogKeys(ctx)
    const shown = keys && (await readRoundCheckpoint(ctx, keys))
    if (shown === null) return
    for (const witness of await readForeignWitnesses(ctx, witnesses)) {
      const name = nameOf(witness)
      const isDue = (failing.get(name)?.dueAtMs ?? 0) <= clock.monotonicMs()
      const hasSigned = witness.trouble === null && witness.size === shown.size && witness.signedAtMs === shown.signedAtMs
      if (!isDue || hasSigned || underWay.has(name)) continue
      // One that stalls holds up no other.
      const asked = ask(witness, shown)
        .catch((error: unknown) => log.warn({ err: error, witness: name }, 'the answer of a witness could not be kept'))
        .finally(() => underWay.delete(name))
      underWay.set(name, asked)
    }
  }

  async function ask(witness: ForeignWitnessState, shown: ShownCheckpoint): Promise<void> {
    const send = (url: string, body: string) => sendToWitness({ clock, signal: ending.signal }, url, body)
    let trouble: WitnessTrouble
    try {
      const asked = await askWitness(ctx, witness, shown, send)
      if ('line' in asked) {
        failing.delete(nameOf(witness))
        return await noteCosignature(ctx, witness, shown, asked.line)
      }
      trouble = asked.trouble
    } catch (error) {
      if (ending.signal.aborted) return
      log.debug({ err: error, witness: nameOf(witness) }, 'a witness did not answer')
      trouble = error instanceof WitnessTimeout ? 'timeout' : 'unreachable'
    }
    const failures = (failing.get(nameOf(witness))?.failures ?? 0) + 1
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (0.5 + random() / 2)
    failing.set(nameOf(witness), { failures, dueAtMs: clock.monotonicMs() + waitMs })
    log.warn({ witness: nameOf(witness), trouble, failures }, 'a witness did not countersign the log')
    await noteWitnessTrouble(ctx, witness, trouble, shown)
  }

  function run(): void {
    running = watchJob(parts, 'foreign_witnesses', round)
      .catch((error: unknown) => log.debug({ err: error }, 'witnesses could not be asked'))
      .finally(() => {
        if (!ending.signal.aborted) timer = clock.startTimer(ROUND_MS, run)
      })
  }

  run()
  return {
    async close() {
      ending.abort()
      timer?.cancel()
      await running
      await Promise.all(underWay.values())
    },
  }
}

function nameOf({ key }: ForeignWitnessState): string {
  return `${key.name}+${key.id}`
}
