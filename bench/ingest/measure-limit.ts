import { withRole } from '@counterfoil/db'
import { GROUP_STATEMENT } from '@counterfoil/services/ingest'
import pg from 'pg'
import { familyCpuMs } from '../cpu-time.ts'
import type { BareLine, GroupValues } from './limit-groups.ts'

export interface Measured {
  readonly tookMs: number
  /** CPU by part, ms; NaN where the system does not tell. */
  readonly cpuMs: Readonly<Record<string, number>>
}

/** Writes the groups bare: one connection a line, the next statement as soon as the last has committed. */
export async function measureLimit(url: string, postgresPid: number, lines: readonly BareLine[]): Promise<Measured> {
  const clients = await Promise.all(lines.map(() => connect(url)))
  const writeAll = (part: (line: BareLine) => readonly GroupValues[]) =>
    Promise.all(lines.map((line, index) => write(clients[index], part(line))))
  try {
    await writeAll(({ warmUp }) => warmUp)
    const cpuBefore = { postgres: familyCpuMs(postgresPid), client: process.cpuUsage() }
    const startedMs = performance.now()
    await writeAll(({ measured }) => measured)
    const tookMs = performance.now() - startedMs
    const { user, system } = process.cpuUsage(cpuBefore.client)
    return {
      tookMs,
      cpuMs: { client: (user + system) / 1_000, postgres: familyCpuMs(postgresPid) - cpuBefore.postgres },
    }
  } finally {
    await Promise.all(clients.map((client) => client.end()))
  }
}

/** The same rights and the same plan as the ingest's writer has. */
async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: withRole(url, 'app') })
  // Ends with its database when the benchmark is interrupted.
  client.on('error', () => {})
  await client.connect()
  await client.query('set plan_cache_mode = force_generic_plan; set jit = off')
  return client
}

async function write(client: pg.Client | undefined, groups: readonly GroupValues[]): Promise<void> {
  for (const values of groups) await client?.query({ name: 'bare-group', text: GROUP_STATEMENT, values: [...values] })
}
