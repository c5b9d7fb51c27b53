import type { Prisma } from '../client.ts'
import type { Lane, Terminal } from '../generated/client.ts'

export interface TerminalGiven {
  readonly storeId: number
  readonly agentId: number
  /** The agent's name of it. */
  readonly key?: string
  readonly lane?: string
  readonly since?: Date
}

/** A ZVT terminal at a lane, assigned to the agent from `since` on; the lane is made when it is missing. */
export async function createTerminal(db: Prisma, given: TerminalGiven): Promise<{ terminal: Terminal; lane: Lane }> {
  const { storeId, agentId, key = 'zvt-1', since = new Date('2026-01-01T00:00:00Z') } = given
  const lane = await createLane(db, { storeId, key: given.lane ?? '1' })
  const terminal = await db.terminal.create({
    data: {
      storeId,
      protocol: 'zvt',
      link: 'tcp',
      address: '127.0.0.1:20007',
      assignments: { create: { agentId, key, laneId: lane.id, since } },
    },
  })
  return { terminal, lane }
}

export function createLane(db: Prisma, { storeId, key }: { storeId: number; key: string }): Promise<Lane> {
  return db.lane.upsert({ where: { storeId_key: { storeId, key } }, create: { storeId, key }, update: {} })
}
