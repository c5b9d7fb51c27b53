import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { connectSocketIo, type Log } from '@counterfoil/agent'
import { createPool } from '@counterfoil/db'
import { createIdMaker } from '@counterfoil/services'
import { findProtocol } from '@counterfoil/terminals/registry'
import { systemClock } from '@counterfoil/terminals/system-clock'
import { demoStores } from './chain.ts'
import { createLiveStore } from './live-store.ts'
import { keepMoney } from './money/keep-money.ts'
import { openLedgerFile } from './money/ledger.ts'
import { storeFolder } from './store-folder.ts'
import { TOLD } from './told.ts'
import { createHubLine, nowAndThen } from './troubles.ts'

/** The demo chain's store agents and terminals, trading until told to stop. */
const { HUB_URL, DEMO_FOLDER, DATABASE_URL } = process.env
if (HUB_URL === undefined || DEMO_FOLDER === undefined || DATABASE_URL === undefined)
  throw new Error('HUB_URL, DEMO_FOLDER and DATABASE_URL must be set')
const protocol = findProtocol('zvt')
if (protocol === undefined) throw new Error('the registry has no protocol zvt')

const MINUTE_MS = 60_000
const clock = systemClock
const random = () => randomInt(2 ** 32) / 2 ** 32
const newId = createIdMaker({ nowMs: () => Date.now(), fillRandom: (bytes) => crypto.getRandomValues(bytes) })

const stores = demoStores.map((store) => {
  const line = createHubLine(connectSocketIo(HUB_URL), clock)
  const dataDir = storeFolder(DEMO_FOLDER, store)
  return {
    store,
    line,
    live: createLiveStore({
      store,
      protocol,
      dataDir,
      clock,
      random,
      newId,
      connectHub: line.connectHub,
      hubs: [HUB_URL],
      log: logOf(store.code),
    }),
  }
})
for (const { live } of stores) await live.start()
console.log(`${stores.length} demo stores trade`)

const pool = createPool({ url: DATABASE_URL, max: 2 })
const money = keepMoney({
  ctx: { pool, newId },
  clock,
  ledgerFile: openLedgerFile(join(DEMO_FOLDER, 'money.json')),
  say: (line) => console.log(`${TOLD}${line}`),
  warn: (error) => console.error('the demo\u2019s files of money could not be sent; they are tried again', error),
})

const someStore = () => stores[Math.floor(random() * stores.length)]
const troubles = [
  nowAndThen(clock, random, 12 * MINUTE_MS, () => {
    const chosen = someStore()
    chosen?.live.unplug(1 + Math.floor(random() * chosen.store.lanes), (0.5 + random() * 4) * MINUTE_MS)
  }),
  nowAndThen(clock, random, 25 * MINUTE_MS, () => someStore()?.line.cut((1 + random() * 5) * MINUTE_MS)),
]

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    for (const trouble of troubles) trouble.stop()
    await Promise.all([money.close(), ...stores.map(({ live }) => live.stop())])
    // Simulated customers are still choosing what to buy; nothing of theirs needs to be finished.
    process.exit(0)
  })
}

function logOf(store: string): Log {
  const say = (level: string) => (facts: object, message: string) =>
    console.log(`${level} ${store} ${message} ${JSON.stringify(facts)}`)
  return { debug() {}, info() {}, warn: say('warn'), error: say('error') }
}
