import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServiceContext } from '@counterfoil/services'
import type { Chance } from '../disasters/random.ts'
import { HUB_PROGRAM } from '../stack/hub-program.ts'
import type { AgentPlan, HostPlan } from './agents/agent-plan.ts'
import { writeProgramConfig } from './agents/program-config.ts'
import { type EnrolledAgent, openContext } from './build-chain.ts'
import { type ChaosDatabase, startChaosDatabase } from './chaos-database.ts'
import { type ChaosReplica, startChaosReplica } from './chaos-replica.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { findPorts } from './free-ports.ts'
import { KeptProcess } from './kept-process.ts'
import { LIVE_ORIGIN, type LivePage, openLivePage } from './live-page.ts'
import { type Release, thisRelease } from './release.ts'
import type { ShopFloorPlan } from './shop-floor/lane-plan.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'

export interface WorldOptions {
  readonly folder: string
  readonly seed: number
  readonly chance: Chance
  readonly agents: number
  readonly nodes: number
  readonly hosts: number
  readonly programs: number
  /** Whose processes, schema and chain it begins with; this one unless given. */
  readonly release?: Release
  /** Whether somebody looks on in a browser; yes unless told. */
  readonly watched?: boolean
  /** Whether a replica follows the database; no unless told. */
  readonly replicated?: boolean
}

export interface WorldFiles {
  readonly ledger: string
  readonly orders: string
  readonly acknowledgements: string
}

/** Everything that runs: what may be hurt, and what looks on. */
export interface World {
  readonly folder: string
  readonly files: WorldFiles
  readonly database: ChaosDatabase
  readonly databaseLine: FaultProxy
  readonly hubs: readonly KeptProcess[]
  readonly hosts: readonly KeptProcess[]
  readonly programs: readonly KeptProcess[]
  /** In the order of the programs. */
  readonly disks: readonly SmallDisk[]
  /** Between agents and hub: one for each host, then one for each program. */
  readonly lines: readonly FaultProxy[]
  /** Only where one was wanted. */
  readonly replica: ChaosReplica | undefined
  /** What hubs and dashboards are given to reach the database, and its replica, by lines whose ports stay. */
  readonly databaseEnv: Readonly<Record<string, string>>
  /** Only where there are several hubs. */
  readonly redis: KeptProcess | undefined
  readonly shopFloor: KeptProcess
  /** Agents with their folders. */
  readonly agents: readonly (EnrolledAgent & { readonly dataDir: string })[]
  readonly pages: readonly LivePage[]
  readonly ctx: ServiceContext
}

type Keep = (spec: ConstructorParameters<typeof KeptProcess>[0]) => KeptProcess

const SMALL_DISK_MB = 8
/** What a replica that is away has to catch up with. */
const KEPT_FOR_REPLICA = { wal_keep_size: '512MB' }
const NODE = ['--disable-warning=ExperimentalWarning']

/** Starts the whole chain; what was started is in `owned`, also when a later part does not come up. */
export async function startWorld(options: WorldOptions, owned: AsyncDisposableStack): Promise<World> {
  const { folder, chance, nodes, hosts, programs, release = thisRelease, watched = true, replicated = false } = options
  const here = join(release.root, 'tools/chaos')
  const random = chance.next
  const own = <Part extends { stop(): Promise<unknown> }>(part: Part): Part => {
    owned.defer(async () => void (await part.stop()))
    return part
  }
  const keep: Keep = (spec) => {
    const kept = new KeptProcess(spec)
    owned.defer(() => kept.kill())
    return kept
  }
  const log = (name: string) => join(folder, `${name}.log`)

  const database = own(await startChaosDatabase(folder, release, replicated ? KEPT_FOR_REPLICA : {}))
  const ctx = owned.use(openContext(database.url))
  const databaseLine = own(await startFaultProxy({ targets: () => [database.port], random }))

  const stores = Array.from({ length: options.agents }, (_, index) => String(10_001 + index))
  const ports = await findPorts(nodes + 1 + stores.length * 2, random)
  const port = () => ports.pop() ?? 0
  const disks: SmallDisk[] = []
  const dataDirs = new Map(stores.map((store) => [store, join(folder, 'agents', store)]))
  for (const store of stores.slice(0, programs)) {
    const disk = mountSmallDisk(dataDirs.get(store) ?? '', SMALL_DISK_MB)
    owned.defer(() => disk.unmount())
    disks.push(disk)
  }
  const enrolled = await release.buildChain(database.url, dataDirs)

  const replica = replicated ? own(await startChaosReplica(folder, database, databaseLine)) : undefined
  const through = ({ port }: FaultProxy) => Object.assign(new URL(database.url), { port: String(port) }).href
  const replicaLine = replica && own(await startFaultProxy({ targets: () => [replica.port], random }))
  const databaseEnv = {
    DATABASE_URL: through(databaseLine),
    ...(replicaLine && { DATABASE_REPLICA_URL: through(replicaLine) }),
  }

  const hubPorts = Array.from({ length: nodes }, port)
  const lineToHub = async () => own(await startFaultProxy({ targets: () => hubPorts, random }))
  const lines: FaultProxy[] = []
  for (let line = 0; line < hosts + programs; line += 1) lines.push(await lineToHub())
  const redis = nodes > 1 ? startRedis(port(), keep, log('redis')) : undefined
  const redisUrl = redis && { REDIS_URL: redis.url }
  const hubs = hubPorts.map((hubPort, node) =>
    keep({
      name: `hub ${node + 1}`,
      args: [...NODE, ...HUB_PROGRAM],
      cwd: join(release.root, 'apps/web'),
      env: {
        NODE_ENV: 'production',
        ...databaseEnv,
        HUB_KEY: 'A'.repeat(43),
        HUB_PORT: String(hubPort),
        HUB_HOST: '127.0.0.1',
        DASHBOARD_ORIGIN: LIVE_ORIGIN,
        ...redisUrl,
      },
      logFile: log(`hub-${node + 1}`),
    }),
  )

  const plans = stores.map((store, index): AgentPlan => {
    const line = index < programs ? hosts + index : index % hosts
    return {
      store,
      dataDir: dataDirs.get(store) ?? '',
      // The second address is another's line: an agent may move while it has a backlog.
      hubUrls: [line, (line + 1) % lines.length].map((each) => `http://127.0.0.1:${lines[each]?.port}`),
      terminalPort: port(),
      tillPort: port(),
      tillToken: randomBytes(24).toString('base64url'),
    }
  })
  const files = {
    ledger: join(folder, 'ledger.jsonl'),
    orders: join(folder, 'orders.jsonl'),
    acknowledgements: join(folder, 'acknowledgements.jsonl'),
  }
  for (const file of Object.values(files)) writeFileSync(file, '')
  const writePlan = (name: string, plan: object) => {
    const path = join(folder, `${name}.json`)
    writeFileSync(path, JSON.stringify(plan, null, 2))
    return path
  }
  const floorPlan: ShopFloorPlan = {
    seed: options.seed,
    ledgerFile: files.ledger,
    ordersFile: files.orders,
    lanes: plans.map(({ store, terminalPort, tillPort, tillToken }) => ({
      store,
      terminalPort,
      tillUrl: `http://127.0.0.1:${tillPort}`,
      tillToken,
    })),
  }
  const shopFloor = keep({
    name: 'shop floor',
    args: [...NODE, join(here, 'shop-floor/shop-floor.main.ts'), writePlan('shop-floor', floorPlan)],
    cwd: folder,
    env: {},
    logFile: log('shop-floor'),
    ipc: true,
  })
  const hostProcesses = Array.from({ length: hosts }, (_, host) => {
    const agents = plans.filter((_plan, index) => index >= programs && index % hosts === host)
    const plan: HostPlan = { agents, acknowledgementsFile: files.acknowledgements }
    return keep({
      name: `host ${host + 1}`,
      args: [...NODE, join(here, 'agents/host.main.ts'), writePlan(`host-${host + 1}`, plan)],
      cwd: folder,
      env: {},
      logFile: log(`host-${host + 1}`),
      ipc: true,
    })
  })
  mkdirSync(join(folder, 'programs'))
  const programProcesses = plans.slice(0, programs).map((plan, program) => {
    const config = join(folder, 'programs', `${plan.store}.yaml`)
    writeProgramConfig(config, plan)
    return keep({
      name: `program ${program + 1}`,
      args: [...NODE, join(release.root, 'apps/agent/src/main.ts'), 'run', '--config', config],
      cwd: folder,
      env: {},
      logFile: log(`program-${program + 1}`),
    })
  })

  for (const hub of hubs) hub.start()
  await once(shopFloor.start(), 'message')
  for (const kept of [...hostProcesses, ...programProcesses]) kept.start()
  const pages: LivePage[] = []
  for (const hubPort of watched ? hubPorts : []) {
    // A page stays with its hub: each must tell of what was committed at the other.
    const page = await openLivePage(ctx, `http://127.0.0.1:${hubPort}`)
    owned.defer(() => page.close())
    pages.push(page)
  }
  return {
    folder,
    files,
    database,
    databaseLine,
    hubs,
    hosts: hostProcesses,
    programs: programProcesses,
    disks,
    lines,
    shopFloor,
    agents: enrolled.map((agent) => ({ ...agent, dataDir: dataDirs.get(agent.store) ?? '' })),
    pages,
    replica,
    databaseEnv,
    redis: redis?.process,
    ctx,
  }
}

/** Keeps nothing on disk, as the hubs need it. */
function startRedis(port: number, keep: Keep, logFile: string): { readonly url: string; readonly process: KeptProcess } {
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const process = keep({ name: 'Redis', command: 'redis-server', args, cwd: tmpdir(), env: {}, logFile })
  process.start()
  return { url: `redis://127.0.0.1:${port}`, process }
}
