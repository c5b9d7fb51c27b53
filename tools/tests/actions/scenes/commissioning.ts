import { lookAtCommissionings } from '@counterfoil/services/commissioning'
import { saleEvents } from '@counterfoil/services/testing'
import { newId } from '../../../../apps/web/tests/hub-bed.ts'
import type { AgentsBed } from '../support/agents-bed.ts'
import type { Scene, Wanted } from '../support/play-scenes.ts'
import type { Somebody } from '../support/somebody.ts'

const requirements = {
  methods: ['girocard'],
  data: { basket: true, cashier: false, totals: false },
  frequency: { arriveWithinSeconds: 3_600, saleEveryHours: 24 },
  security: { clockSeconds: 60, diskFreePercent: 10, leastVersion: null, approval: false, p2pe: false },
}
const design = {
  path: 'fibre',
  backupPath: null,
  hubAddresses: 1,
  lanes: [{ lane: '5', protocol: 'zvt', link: 'serial', backupLane: null }],
}
const terminal = { key: 'zvt-5', lane: '5', protocol: 'zvt', link: 'serial', address: '/dev/ttyUSB0' }
const vitals = {
  os: 'Debian',
  osVersion: '6.1',
  upSeconds: 9,
  diskFreeBytes: 50,
  diskSizeBytes: 100,
  memoryFreeBytes: 1,
  memorySizeBytes: 2,
}

/** One store, from the first step to the last. */
interface CommissioningBed extends AgentsBed {
  commissioningId?: string
}

interface Now {
  readonly current: { readonly id: string; readonly rev: number; readonly statementHash: string | null } | null
}

const by = ({ commissioningId }: CommissioningBed, { id }: Somebody): Wanted => ({
  actor: { type: 'user', id },
  target: { type: 'commissioning', id: String(commissioningId) },
})

async function now({ admin, pc }: CommissioningBed) {
  const { current } = await admin.ask<Now>('commissioning.get', { storeId: pc.agent.storeId })
  return { id: current?.id ?? '', rev: current?.rev ?? 0, statementHash: current?.statementHash ?? '' }
}

const ref = async (bed: CommissioningBed) => {
  const { id, rev } = await now(bed)
  return { id, rev }
}

const look = ({ database }: CommissioningBed) => lookAtCommissionings({ pool: database.pool, newId, now: () => new Date() })

async function begin(bed: CommissioningBed): Promise<void> {
  bed.commissioningId = (await bed.admin.ask<{ id: string }>('commissioning.begin', { storeId: bed.pc.agent.storeId })).id
}

/** All that has to be seen of this store: it is away from when its tests begin, sells meanwhile, and its cable is pulled after that. */
async function doAll({ database, deliver, pc }: CommissioningBed): Promise<void> {
  const { id: agentId, storeId } = pc.agent
  const { rows } = await database.owner.query<{ begun: Date }>(
    `select test_begun_at as begun from commissioning where store_id = $1 and state = 'testing'`,
    [storeId],
  )
  const awayMs = rows[0]?.begun.getTime() ?? 0
  const backMs = awayMs + 10_000
  await database.owner.query('insert into agent_presence (agent_id, since, until, connected) values ($1, $2, $3, false)', [
    agentId,
    new Date(awayMs),
    new Date(backMs),
  ])
  await database.owner.query('update agent_join set confirmed = greatest(confirmed, 1) where agent_id = $1', [agentId])
  await deliver(...saleEvents({ id: newId(), terminal: 'zvt-5', at: awayMs + 1 }))
  await deliver(
    { kind: 'terminal.condition', terminal: 'zvt-5', condition: 'unreachable', reason: 'port_gone', at: backMs + 1 },
    { kind: 'terminal.condition', terminal: 'zvt-5', condition: 'ready', at: backMs + 2 },
  )
}

export const commissioningScenes: readonly Scene<CommissioningBed>[] = [
  {
    action: 'commissioning.withdrawn',
    by: 'the store’s page of commissioning',
    async act(bed) {
      await begin(bed)
      await bed.admin.ask('commissioning.withdraw', { ...(await ref(bed)), reason: 'another store first' })
      return by(bed, bed.admin)
    },
  },
  {
    action: 'commissioning.begun',
    by: 'the same page',
    async act(bed) {
      await begin(bed)
      return by(bed, bed.admin)
    },
  },
  {
    action: 'commissioning.planned',
    by: 'the same page',
    async act(bed) {
      await bed.admin.ask('commissioning.setRequirements', { ...(await ref(bed)), requirements })
      await bed.admin.ask('commissioning.setDesign', { ...(await ref(bed)), design })
      return by(bed, bed.admin)
    },
  },
  {
    action: 'commissioning.tests_begun',
    by: 'the same page, once the lane stands there as it was drawn',
    async act(bed) {
      await bed.deliver(
        { kind: 'agent.configured', terminals: [terminal], hubs: ['https://hub.example:4000'] },
        { kind: 'agent.alert', code: 'clock_offset', state: 'cleared', detail: 'It is right again.' },
        { kind: 'agent.vitals', ...vitals },
        { kind: 'terminal.condition', terminal: 'zvt-5', condition: 'ready' },
      )
      await bed.admin.ask('commissioning.beginTests', await ref(bed))
      return by(bed, bed.admin)
    },
  },
  {
    action: 'commissioning.observed',
    by: 'the hub, from what the agent signed',
    async act(bed) {
      await doAll(bed)
      await look(bed)
      return { ...by(bed, bed.admin), actor: { type: 'system', id: 'hub' } }
    },
  },
  {
    action: 'commissioning.signed',
    by: 'the first person on the page',
    async act(bed) {
      await bed.admin.ask('commissioning.sign', await ref(bed))
      return by(bed, bed.admin)
    },
  },
  {
    action: 'commissioning.returned',
    by: 'the second person on the page',
    async act(bed) {
      await bed.second.ask('commissioning.giveBack', { ...(await ref(bed)), reason: 'look at lane 5 again' })
      return by(bed, bed.second)
    },
  },
  {
    action: 'commissioning.live',
    by: 'the second person, over the text that the first one signed',
    async act(bed) {
      await bed.admin.ask('commissioning.sign', await ref(bed))
      await bed.second.ask('commissioning.goLive', await now(bed))
      return by(bed, bed.second)
    },
  },
  {
    action: 'commissioning.report_taken',
    by: 'the same page',
    async act(bed) {
      const { storeId } = bed.pc.agent
      await bed.admin.ask('commissioning.report', { storeId, version: 1, language: 'en' })
      return { ...by(bed, bed.admin), target: { type: 'store', id: String(storeId) } }
    },
  },
]
