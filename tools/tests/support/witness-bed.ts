import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
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
import { appendLeaves, createKeyPair, emptyFrontier, encodeFrontier, leafHash } from '@counterfoil/audit'
import { createStore, type TestDatabase } from '@counterfoil/db/testing'
import { recordAct } from '@counterfoil/services/audit'
import { systemClock } from '@counterfoil/terminals'
import { newId, until } from '../../../apps/web/tests/hub-bed.ts'

export interface StorePc {
  readonly agentId: number
  readonly identity: Identity
  /** Runs the agent of this PC against a hub; each run greets anew. */
  run(hubUrl: string, way?: 'websocket' | 'https'): Promise<RunningPc>
  end(): void
}

export interface RunningPc {
  readonly agent: Agent
  seen(): RecordSeen
  stop(): Promise<void>
}

/** A PC with an enrolled agent whose outbox is a file; what it has seen of the log is in there. */
export async function storePc(base: TestDatabase, more: readonly TestDatabase[] = []): Promise<StorePc> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-witness-'))
  const pair = createKeyPair()
  const uid = newId()
  let agentId = 0
  for (const database of [...more, base]) {
    const { id: storeId } = await createStore(database.db)
    const agent = await database.db.agent.create({
      data: {
        uid,
        storeId,
        name: 'back office',
        publicKey: new Uint8Array(Buffer.from(pair.publicKey, 'base64')),
        hostname: 'pc',
        platform: 'linux-x64',
        version: '0',
        streams: { create: { epoch: 1, head: new Uint8Array(32) } },
      },
    })
    agentId = agent.id
  }
  const { rows } = await base.pool.query<{ hubId: string }>('select hub_id as "hubId" from installation')
  const identity: Identity = {
    agentId: uid,
    hubId: rows[0]?.hubId ?? '',
    hubUrl: '',
    store: { code: 'S', name: 'Store' },
    epoch: 1,
    publicKey: pair.publicKey,
    privateKey: pair.privateKey,
  }
  return {
    agentId,
    identity,
    async run(hubUrl, way = 'websocket') {
      const outbox = openOutbox({ path: join(folder, 'outbox.db'), epoch: 1 })
      const agent = createAgent({
        config: {
          name: 'Test',
          dataDir: folder,
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
        connectHub: connectPath({ address: hubUrl, way }, systemClock),
        log: silentLog,
        platform: 'test',
      })
      await agent.start()
      return {
        agent,
        seen: () => describeRecord(outbox.witness(identity.hubId)),
        async stop() {
          await agent.stop()
          outbox.close()
        },
      }
    },
    end: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Some acts, all of them in the log and signed when it returns. */
export async function actAndSign(base: TestDatabase, count: number): Promise<bigint> {
  const ctx = { actor: { kind: 'system', name: 'test' } as const, now: () => new Date(), newId }
  for (let made = 0; made < count; made += 1)
    await recordAct(ctx, base.pool, { action: 'person.enabled', target: { type: 'person', id: `p${made}` } })
  await until(async () => {
    const { rows } = await base.pool.query(
      `select (select count(*) from audit_queue) = 0 and (select size from audit_tree) = (select max(size) from audit_checkpoint) as signed`,
    )
    return rows[0]?.signed === true
  })
  return newestSize(base)
}

export async function newestSize(base: TestDatabase): Promise<bigint> {
  const { rows } = await base.pool.query<{ size: string }>(
    'select size::text from audit_checkpoint order by signed_at desc limit 1',
  )
  return BigInt(rows[0]?.size ?? 0)
}

/** The log as a copy of its first `size` entries would be, which is what a backup of that moment holds. */
export async function putBack(base: TestDatabase, size: number): Promise<void> {
  await asOwner(base, async () => {
    await base.owner.query('delete from audit_queue')
    await base.owner.query('delete from audit_witness')
    await base.owner.query('delete from audit_cosignature where size > $1', [size])
    await base.owner.query('delete from audit_checkpoint where size > $1', [size])
    await base.owner.query('delete from audit_tile where (tile + 1) * 256::numeric ^ (level + 1) > $1', [size])
    await base.owner.query('create temp table gone as select entry_id from audit_leaf where idx >= $1', [size])
    await base.owner.query('delete from audit_leaf where idx >= $1', [size])
    await base.owner.query('delete from audit_personal where entry_id in (select entry_id from gone)')
    // What was found in them by the review’s rules was not there yet either.
    await base.owner.query('delete from audit_finding where entry_id in (select entry_id from gone)')
    await base.owner.query('delete from audit_entry where id in (select entry_id from gone)')
    await base.owner.query('drop table gone')
    await writeTree(base)
  })
}

/** Changes one entry and everything that follows from it: leaves, tree and checkpoints, as whoever owns database and key can. */
export async function rewrite(base: TestDatabase, index: number): Promise<void> {
  await asOwner(base, async () => {
    const { rows } = await base.owner.query<{ id: string; body: Buffer }>(
      'select e.id, e.body from audit_leaf l join audit_entry e on e.id = l.entry_id where l.idx = $1',
      [index],
    )
    const [entry] = rows
    if (entry === undefined) throw new Error(`there is no entry ${index}`)
    const body = Buffer.from(entry.body.toString('utf8').replace('"outcome":"done"', '"outcome":"gone"'))
    if (body.equals(entry.body)) throw new Error(`entry ${index} holds nothing to change`)
    await base.owner.query('update audit_entry set body = $2 where id = $1', [entry.id, body])
    await base.owner.query('update audit_leaf set hash = $2 where idx = $1', [index, leafHash(body)])
    await base.owner.query('delete from audit_witness')
    await base.owner.query('delete from audit_cosignature')
    await base.owner.query('delete from audit_checkpoint')
    await writeTree(base)
  })
}

async function writeTree(base: TestDatabase): Promise<void> {
  const { rows } = await base.owner.query<{ hash: Buffer }>('select hash from audit_leaf order by idx')
  const tree = appendLeaves(
    emptyFrontier(),
    rows.map(({ hash }) => hash),
  )
  await base.owner.query('update audit_tree set size = $1, frontier = $2', [tree.size, encodeFrontier(tree)])
}

const GUARDED = [
  'audit_entry',
  'audit_leaf',
  'audit_tile',
  'audit_tree',
  'audit_checkpoint',
  'audit_cosignature',
  'audit_personal',
  'audit_finding',
]

async function asOwner(base: TestDatabase, work: () => Promise<void>): Promise<void> {
  for (const table of GUARDED) await base.owner.query(`alter table ${table} disable trigger user`)
  await work()
  for (const table of GUARDED) await base.owner.query(`alter table ${table} enable trigger user`)
}
