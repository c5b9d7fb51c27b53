import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Agent,
  connectPath,
  createAgent,
  createIdSource,
  describeRecord,
  type Identity,
  memoryKeys,
  openOutbox,
  type RecordSeen,
  silentLog,
} from '@counterfoil/agent'
import { createKeyPair } from '@counterfoil/audit'
import { createPool, createPrisma } from '@counterfoil/db'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@counterfoil/db/embedded'
import { createStore, type TestDatabase } from '@counterfoil/db/testing'
import { saleEvents } from '@counterfoil/services/testing'
import { systemClock } from '@counterfoil/terminals'
import { UsageError } from '../../../apps/cli/src/cli-error.ts'
import type { CliIo, Verb } from '../../../apps/cli/src/verb.ts'
import { newId } from '../../../apps/web/tests/hub-bed.ts'
import { quickestFolder } from '../../../packages/db/src/testing/quickest-folder.ts'

// The disk is not what is tested.
const settings = { fsync: 'off', shared_buffers: '64MB', min_wal_size: '32MB', max_wal_size: '256MB' }

export interface HubMachine {
  readonly dataDir: string
  /** The database as beds of the hub want it. */
  readonly base: TestDatabase
  /** Nothing of it runs any more. */
  stop(): Promise<void>
}

/** PostgreSQL over a data folder as `npm start` runs it, and what it leaves there for the command line. */
export async function startMachine(dataDir: string): Promise<HubMachine> {
  const server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, settings })
  writeFileSync(join(dataDir, 'running.json'), JSON.stringify({ databaseUrl: server.url }), { mode: 0o600 })
  const { url } = server
  const [db, pool, owner] = [
    createPrisma({ url, max: 3 }),
    createPool({ url, max: 5 }),
    createPool({ url, max: 2, role: 'owner' }),
  ]
  let closing: Promise<void> | undefined
  const end = async () => {
    await Promise.all([db.$disconnect(), pool.end(), owner.end()])
    await server.stop()
  }
  const close = () => {
    closing ??= end()
    return closing
  }
  const base = { name: 'counterfoil', url, db, pool, owner, close, [Symbol.asyncDispose]: close }
  return { dataDir, base, stop: close }
}

export async function placeForMachines(): Promise<{ path: string; end(): void }> {
  const path = mkdtempSync(join(await quickestFolder(), 'counterfoil-drill-'))
  // The server may run as another user, who must get to its files.
  chmodSync(path, 0o755)
  return { path, end: () => rmSync(path, { recursive: true, force: true }) }
}

/** A verb of the command line in this process, for a data folder. */
export function commandLine(
  dataDir: string,
  passphraseFile: string,
  more: Readonly<Record<string, string>> = {},
  stop: AbortSignal = new AbortController().signal,
) {
  return async (verb: Verb, ...args: string[]): Promise<{ code: number; out: string; err: string }> => {
    const [out, err]: [string[], string[]] = [[], []]
    const io: CliIo = {
      out: (line) => void out.push(line),
      err: (line) => void err.push(line),
      input: (async function* () {})(),
      env: { COUNTERFOIL_DATA: dataDir, BACKUP_PASSPHRASE_FILE: passphraseFile, ...more },
      stop,
      nowSeconds: () => Math.floor(Date.now() / 1000),
      randomBytes,
    }
    const code = await verb.run(args, io).catch((error: Error) => {
      err.push(error.message)
      return error instanceof UsageError ? 2 : 1
    })
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
}

export interface TradingPc {
  readonly storeId: number
  readonly storeCode: string
  readonly agentId: number
  /** Records sales while its agent is off, as one that was cut off from the hub does. */
  sell(count: number): void
  on(hubUrl: string): Promise<void>
  off(): Promise<void>
  delivered(): boolean
  seen(): RecordSeen
}

/** A store with an enrolled agent; its outbox is a file outside of the hub's machine. */
export async function tradingPc(base: TestDatabase, folder: string): Promise<TradingPc> {
  const store = await createStore(base.db)
  const pair = createKeyPair()
  const uid = newId()
  const publicKey = new Uint8Array(Buffer.from(pair.publicKey, 'base64'))
  const row = { uid, storeId: store.id, name: 'back office', publicKey, hostname: 'pc', platform: 'linux-x64', version: '0' }
  const { id: agentId } = await base.db.agent.create({
    data: { ...row, streams: { create: { epoch: 1, head: new Uint8Array(32) } } },
  })
  const { hubId } = await base.db.installation.findFirstOrThrow()
  const identity: Identity = {
    agentId: uid,
    hubId,
    hubUrl: '',
    store: { code: store.code, name: store.name },
    epoch: 1,
    publicKey: pair.publicKey,
    privateKey: pair.privateKey,
  }
  const dataDir = join(folder, `pc-${store.id}`)
  mkdirSync(dataDir, { recursive: true })
  const path = join(dataDir, 'outbox.db')
  let running: { agent: Agent; outbox: ReturnType<typeof openOutbox> } | undefined
  const withOutbox = <T>(work: (outbox: ReturnType<typeof openOutbox>) => T): T => {
    if (running) return work(running.outbox)
    const outbox = openOutbox({ path, epoch: 1 })
    try {
      return work(outbox)
    } finally {
      outbox.close()
    }
  }
  return {
    storeId: store.id,
    storeCode: store.code,
    agentId,
    sell(count) {
      withOutbox((outbox) => {
        for (let nth = 0; nth < count; nth += 1) {
          const events = saleEvents({ id: newId(), amountMinor: 1_000 + nth }).map((said) => ({
            v: 1,
            mono: nth,
            boot: uid,
            at: Date.now(),
            ...said,
          }))
          outbox.append(events)
        }
      })
    },
    async on(hubUrl) {
      const outbox = openOutbox({ path, epoch: 1 })
      const agent = createAgent({
        config: {
          name: 'Test',
          dataDir,
          logLevel: 'silent',
          terminals: [],
          tillApi: { host: '127.0.0.1', port: 0, allowedHosts: [], allowedOrigins: [], tills: [] },
        },
        identity,
        keys: memoryKeys(pair),
        clock: systemClock,
        random: () => 0,
        newId: createIdSource(Date.now, randomBytes),
        outbox,
        openLink: () => {
          throw new Error('there is no terminal')
        },
        connectHub: connectPath({ address: hubUrl, way: 'websocket' }, systemClock),
        log: silentLog,
        platform: 'test',
      })
      await agent.start()
      running = { agent, outbox }
    },
    async off() {
      await running?.agent.stop()
      running?.outbox.close()
      running = undefined
    },
    delivered: () => withOutbox((outbox) => outbox.waiting(Date.now()).events === 0),
    seen: () => withOutbox((outbox) => describeRecord(outbox.witness(hubId))),
  }
}
