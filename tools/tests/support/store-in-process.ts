import { randomBytes } from 'node:crypto'
import {
  type Agent,
  type ConfigurationFile,
  connectPath,
  createAgent,
  createHubPaths,
  createHubTransport,
  createIdSource,
  createSimulatedTerminal,
  type HubPath,
  type LinkAddress,
  openLink,
  openOutbox,
  type SimulatedTerminal,
  silentLog,
} from '@counterfoil/agent'
import { createKeyPair, signText } from '@counterfoil/audit'
import { createAgent as enrolAgent, type TestDatabase } from '@counterfoil/db/testing'
import { type Clock, findProtocol, type SimulatedPayment, systemClock } from '@counterfoil/terminals'
import { APPROVED_AT_ONCE, createRandom } from '@counterfoil/terminals/testing'
import { until } from '../../../apps/web/tests/hub-bed.ts'

const found = findProtocol('zvt')
if (found === undefined) throw new Error('ZVT is not registered')
const zvt = found
const parsed = zvt.parseSettings({})
const settings = 'settings' in parsed ? parsed.settings : undefined

/** A whole agent with one terminal in this process. */
export interface StoreInProcess {
  readonly agent: Agent
  readonly agentId: number
  readonly storeId: number
  readonly terminal: SimulatedTerminal
  plan(payment: SimulatedPayment): void
  /** Another run over the same files, as after a power cut. */
  startAnew(): Promise<Agent>
  end(): Promise<void>
}

export interface StoreGiven {
  readonly hubUrl: () => string
  readonly way?: HubPath['way']
  readonly customersClock?: Clock
  readonly seed?: number
  /** The agent's own. */
  readonly agentClock?: Clock
  /** A line of this machine's instead of the simulated terminal's own. */
  readonly line?: LinkAddress
  /** Chooses among these, as the program does, instead of going to `hubUrl`. */
  readonly addresses?: readonly string[]
  /** Of its choice among them. */
  readonly linkClock?: Clock
  /** Left out, the hub can set nothing. */
  readonly configuration?: ConfigurationFile
}

/** Enrols the agent and starts it; it connects to the hub over a real socket, and has its terminal ready when this is done. */
export async function openStoreInProcess(
  base: TestDatabase,
  {
    hubUrl,
    way = 'websocket',
    customersClock = systemClock,
    seed = 1,
    agentClock = systemClock,
    line,
    configuration,
    addresses,
    linkClock = systemClock,
  }: StoreGiven,
): Promise<StoreInProcess> {
  const { agent: row, sign, publicKey } = await enrolAgent(base.db)
  const { rows } = await base.pool.query<{ hubId: string }>('select hub_id as "hubId" from installation')
  let planned: SimulatedPayment = APPROVED_AT_ONCE
  const terminal = createSimulatedTerminal({
    protocol: zvt,
    simulator: { link: 'tcp', terminalId: '52500041', merchantNumber: '100437', currency: 'EUR', plan: () => planned },
    clock: customersClock,
    random: createRandom(seed),
  })
  const outbox = openOutbox({ path: ':memory:', epoch: 1 })
  const transport = createHubTransport({})
  const make = () => {
    const paths =
      addresses &&
      createHubPaths({
        addresses,
        hubId: rows[0]?.hubId ?? '',
        clock: linkClock,
        connectPath: (path) => connectPath(path, systemClock, transport),
        log: silentLog,
        onChange() {},
        onMoved: (moved) => made.noteMoved(moved),
      })
    const made: Agent = createAgent({
      config: {
        name: 'Test',
        dataDir: '/nowhere',
        logLevel: 'silent',
        terminals: [
          { key: 'lane-1', lane: '1', protocol: zvt, link: line ?? { kind: 'tcp', host: 'simulated', port: 1 }, settings },
        ],
      },
      identity: {
        agentId: row.uid,
        hubId: rows[0]?.hubId ?? '',
        hubUrl: '',
        store: { code: 'S', name: 'Store' },
        epoch: 1,
        publicKey: '',
        privateKey: '',
      },
      keys: keysFrom({
        publicKey: Buffer.from(publicKey).toString('base64'),
        sign: (text) => sign(text).toString('base64'),
      }),
      clock: agentClock,
      random: () => 0,
      newId: createIdSource(Date.now, randomBytes),
      outbox,
      openLink: (address, handlers) => (line === undefined ? terminal.open(handlers) : openLink(address, handlers)),
      ...(configuration && { configuration }),
      connectHub: paths?.connectHub ?? ((handlers) => connectPath({ address: hubUrl(), way }, systemClock, transport)(handlers)),
      ...(paths && { drillHub: paths.drill, hubs: addresses }),
      log: silentLog,
      platform: 'test',
      recentLog: () => ['the card 4111111111111111 was never here'],
    })
    return { agent: made, stop: () => paths?.stop() }
  }
  let run = make()
  const { agent } = run
  await agent.start()
  const known = async () =>
    (await base.pool.query(`select from terminal_assignment where agent_id = $1 and key = 'lane-1'`, [row.id])).rowCount !== 0
  // The hub knows the terminal from the agent's own word.
  await until(known)
  await until(() => agent.status().terminals[0]?.condition === 'ready')
  return {
    agent,
    agentId: row.id,
    storeId: row.storeId,
    terminal,
    plan(payment) {
      planned = payment
    },
    async startAnew() {
      run.stop()
      await run.agent.stop()
      run = make()
      await run.agent.start()
      return run.agent
    },
    async end() {
      run.stop()
      await run.agent.stop()
      terminal.close()
      outbox.close()
    },
  }
}

interface Signer {
  readonly publicKey: string
  readonly sign: (text: string) => string
}

/** The enrolment's key, and whatever comes after it. */
function keysFrom(first: Signer) {
  let current = first
  let next: Signer | undefined
  return {
    get current() {
      return current
    },
    next() {
      if (next === undefined) {
        const { publicKey, privateKey } = createKeyPair()
        next = { publicKey, sign: (text) => signText(privateKey, text) }
      }
      return next
    },
    adopt() {
      current = next ?? current
      next = undefined
    },
    swap() {},
  }
}
