import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleTrade } from '../agents/sample-trade.ts'
import { startTrickle, type TrickleFile } from '../agents/trickle.ts'
import type { Belongings } from '../belongings.ts'
import { benchStores, enrolStores } from '../enrolled-store.ts'
import { percentile, round } from '../statistics.ts'
import { withContext } from '../with-context.ts'
import type { BenchStack } from './start-stack.ts'

export interface BackgroundLoad {
  /** What was really sent meanwhile, for the result. */
  report(): Promise<Readonly<Record<string, unknown>>>
}

const GENESIS = '0'.repeat(64)

/** Other stores' agents that send while the sales are measured; nothing at all for 0 agents. */
export async function startLoad(
  stack: BenchStack,
  { agents, rate }: { readonly agents: number; readonly rate: number },
  belongings: Belongings,
): Promise<BackgroundLoad> {
  if (agents === 0) return { report: async () => ({ load: null }) }
  const stores = benchStores(agents, 100)
  const enrolled = await withContext(stack.databaseUrl, (ctx) => enrolStores(ctx, stores))
  const file = join(stack.dataFolder, 'trickle.json')
  const content: TrickleFile = {
    agents: enrolled.map(({ agent: { uid, epoch }, privateKey }) => ({ uid, epoch, privateKey, lastSeq: 0, head: GENESIS })),
    ...sampleTrade(),
  }
  writeFileSync(file, JSON.stringify(content), { mode: 0o600 })
  const trickle = belongings.keep(startTrickle(file))
  await trickle.connect(`http://127.0.0.1:${stack.hubPort}`, rate)
  return {
    async report() {
      const { payments, elapsedMs, acknowledgedMs } = await trickle.tell()
      return {
        load: {
          agents,
          paymentsPerSecond: round((payments / elapsedMs) * 1_000),
          acknowledgedMs: { p50: round(percentile(acknowledgedMs, 0.5)), p99: round(percentile(acknowledgedMs, 0.99)) },
        },
      }
    },
  }
}
