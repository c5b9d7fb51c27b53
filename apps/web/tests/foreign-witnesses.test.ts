import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  addSignatureLine,
  ED25519,
  emptyFrontier,
  formatAddCheckpoint,
  formatCheckpoint,
  formatVerifierKey,
  openCheckpoint,
  rootOf,
  type SignerKey,
  signNote,
} from '@counterfoil/audit'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { checkpointSigner, getAuditIntegrity, recordAct } from '@counterfoil/services/audit'
import { hubWitness, parseWitnessedLogs, parseWitnessUrls } from '@counterfoil/services/foreign-witnesses'
import { realClock } from '@counterfoil/services/testing'
import { deriveHubKeys } from '@counterfoil/services/vault'
import { afterEach, describe, expect, it } from 'vitest'
import { newId, type StartedHub, startHub, until } from './hub-bed.ts'
import { freePort } from './hub-process.ts'

/** Behind by two minutes: then the newest checkpoint is shown at once, not the first one of each minute. */
const clock = { ...realClock, nowMs: () => Date.now() - 120_000 }

interface Chain {
  readonly base: TestDatabase
  readonly origin: string
  readonly secret: Uint8Array
  readonly port: number
  readonly log: SignerKey
  readonly witness: SignerKey
}

const opened: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function openChain(origin: string, seed: number): Promise<Chain> {
  const base = await openTestDatabase()
  opened.push(base)
  await createInstallation(base.db, { logOrigin: origin })
  const secret = new Uint8Array(32).fill(seed)
  const { checkpoints } = deriveHubKeys(secret)
  const [log, witness] = [checkpointSigner(origin, checkpoints), hubWitness(origin, checkpoints)]
  return { base, origin, secret, port: await freePort(), log, witness }
}

/** A real hub of the chain, that asks the one and serves the other. */
async function start(chain: Chain, asks: Chain | null, serves: Chain | null): Promise<StartedHub> {
  const { base, secret, port } = chain
  const asked = asks === null ? '' : `${formatVerifierKey(asks.witness)} http://127.0.0.1:${asks.port}/`
  const served = serves === null ? '' : `${serves.origin} ${formatVerifierKey(serves.log)}`
  const lists = { witnesses: parseWitnessUrls(asked), witnessedLogs: parseWitnessedLogs(served) }
  const hub = await startHub(base, { clock, port, secrets: [secret], ...lists })
  opened.push(hub)
  return hub
}

const act = async ({ base }: Chain, times = 1) => {
  const ctx = { actor: { kind: 'system', name: 'test' } as const, now: () => new Date(), newId }
  for (let nth = 0; nth < times; nth += 1)
    await recordAct(ctx, base.pool, { action: 'person.enabled', target: { type: 'person', id: `p${nth}` } })
}
const one = async <Row>({ base }: Chain, sql: string): Promise<Row | undefined> => (await base.owner.query(sql)).rows[0] as Row
const size = async (chain: Chain) => (await one<{ size: number }>(chain, 'select size::int4 as size from audit_tree'))?.size ?? 0
const trouble = async (chain: Chain) =>
  (await one<{ trouble: string | null }>(chain, 'select trouble from foreign_witness where listed'))?.trouble
/** The other has countersigned what is here now. */
const isWitnessed = async (chain: Chain) =>
  (await one<{ size: number }>(chain, 'select size::int4 as size from foreign_witness'))?.size === (await size(chain))
const logged = async (chain: Chain, action: string) =>
  (
    await chain.base.owner.query<{ body: Buffer }>('select body from audit_entry where action = $1 order by recorded_at', [
      action,
    ])
  ).rows.map(({ body }) => JSON.parse(body.toString()) as { reason: string; target: unknown })
const integrityOf = ({ base }: Chain) =>
  getAuditIntegrity({
    db: base.db,
    pool: base.pool,
    now: () => new Date(),
    newId,
    actor: { kind: 'user', id: 'u', sessionId: 's', role: 'auditor', reach: { kind: 'chain' }, factors: [] } as never,
  })

const post = async ({ port }: Chain, body: string, headers: Record<string, string> = {}) => {
  const answer = await fetch(`http://127.0.0.1:${port}/add-checkpoint`, { method: 'POST', body, headers })
  return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() }
}

describe('two hubs', () => {
  it('witness each other’s logs as they grow, and both pages say so', async () => {
    const [left, right] = [await openChain('left.test/chain', 1), await openChain('right.test/chain', 2)]
    await start(left, right, right)
    await start(right, left, left)
    for (const chain of [left, right]) await until(() => isWitnessed(chain))
    const before = await size(left)
    await act(left, 300)
    await until(async () => (await size(left)) >= before + 300 && (await isWitnessed(left)))

    const { rows } = await left.base.owner.query<{ note: string; line: string; size: number }>(
      `select c.note, o.line, c.size::int4 as size from audit_cosignature o join audit_checkpoint c using (size, signed_at) order by c.size, c.signed_at`,
    )
    expect(rows.length).toBeGreaterThan(1)
    for (const { note, line } of rows) {
      const opened = openCheckpoint(addSignatureLine(note, line), {
        origin: left.origin,
        logKey: left.log,
        trusted: [right.witness],
      })
      expect(opened).toMatchObject({ ok: true })
      expect(opened.verified.map(({ name }) => name).sort()).toEqual(['left.test/chain', 'right.test/chain/witness'])
    }
    const { foreign } = await integrityOf(left)
    expect(foreign.witnesses).toMatchObject([
      { name: 'right.test/chain/witness', host: `127.0.0.1:${right.port}`, size: rows.at(-1)?.size, trouble: null },
    ])
    expect(foreign.logs).toMatchObject([{ origin: 'right.test/chain', refusals: 0, refusedAtMs: null }])
    expect(foreign.ownKey).toBe(formatVerifierKey(left.witness))
  })

  it('of which one has rewritten its history: the other signs nothing, keeps the evidence, and both logs tell of it', async () => {
    const [honest, liar] = [await openChain('honest.test/chain', 3), await openChain('liar.test/chain', 4)]
    await start(honest, null, liar)
    const first = await start(liar, honest, null)
    await act(liar, 5)
    await until(() => isWitnessed(liar))
    const seen = await size(liar)
    await first.close()

    // The same name and key over another past, shorter at first.
    const { base } = await openChain('liar.test/chain', 4)
    const again: Chain = { ...liar, base, port: await freePort() }
    await start(again, honest, null)
    await until(async () => (await trouble(again)) === 'behind')
    await act(again, seen + 20)
    await until(async () => (await trouble(again)) === 'inconsistent')

    const kept = await one<{ request: Buffer; seen: number }>(
      honest,
      'select request, seen_size::int4 as seen from witnessed_log_refusal order by size limit 1',
    )
    expect(kept?.seen).toBeGreaterThanOrEqual(seen)
    expect(kept?.request.toString()).toContain('\nliar.test/chain\n')
    expect(await logged(honest, 'foreign_log.refused')).toMatchObject([
      { reason: 'not_continued', target: { type: 'log', id: 'liar.test/chain' } },
    ])
    const told = (await logged(again, 'foreign_witness.refused')).map(({ reason }) => reason)
    expect(told).toEqual(['behind', 'inconsistent'])
    const { foreign } = await integrityOf(again)
    expect(foreign.witnesses).toMatchObject([{ trouble: 'inconsistent', cosignedAtMs: null, failingSinceMs: expect.any(Number) }])
    expect((await integrityOf(honest)).foreign.logs).toMatchObject([{ origin: 'liar.test/chain', refusals: 1 }])
  })
})

describe('a hub as a witness', () => {
  it('knows only the logs it was told of, and answers each wrong request as C2SP says', async () => {
    const [hub, other] = [await openChain('hub.test/chain', 5), await openChain('other.test/chain', 6)]
    await start(hub, null, other)
    const noteOf = (entries: bigint, signer: SignerKey, root = new Uint8Array(32).fill(Number(entries))) =>
      signNote(formatCheckpoint({ origin: signer.name, size: entries, root }), signer)
    const ask = (note: string, old = 0n, proof: Uint8Array[] = []) => post(hub, formatAddCheckpoint({ old, proof, note }))

    expect(await ask(noteOf(3n, hub.log))).toMatchObject({ status: 404 })
    const stranger = checkpointSigner(other.origin, deriveHubKeys(new Uint8Array(32).fill(7)).checkpoints)
    expect(await ask(noteOf(3n, stranger))).toMatchObject({ status: 403 })
    for (const body of ['', 'old', 'old 0\n\n', `old 4\n\n${noteOf(3n, other.log)}`, '\u0000'])
      expect(await post(hub, body)).toMatchObject({ status: 400 })
    expect((await post(hub, 'x'.repeat(70_000))).status).toBe(413)
    expect(
      (await post(hub, formatAddCheckpoint({ old: 0n, proof: [], note: noteOf(3n, other.log) }), { origin: 'https://page.test' }))
        .status,
    ).toBe(403)
    expect(await one(hub, 'select count(*)::int4 as n from witnessed_log')).toEqual({ n: 0 })

    // Of two at once that show different trees one is signed, whichever comes first.
    const answers = await Promise.all([1, 2].map((root) => ask(noteOf(3n, other.log, new Uint8Array(32).fill(root)))))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const taken = answers.findIndex(({ status }) => status === 200) + 1
    expect(answers[taken - 1]?.body).toMatch(/^— hub\.test\/chain\/witness \S+\n$/)
    expect(await ask(noteOf(5n, other.log))).toMatchObject({ status: 409, body: '3\n', type: 'text/x.tlog.size' })
    expect(await ask(noteOf(3n, other.log, new Uint8Array(32).fill(3 - taken)), 3n)).toMatchObject({ status: 409, body: '3\n' })
    expect(await ask(noteOf(5n, other.log), 3n, [new Uint8Array(32)])).toMatchObject({ status: 422 })
    // The same again is the same evidence.
    expect(await ask(noteOf(5n, other.log), 3n, [new Uint8Array(32)])).toMatchObject({ status: 422 })
    expect((await logged(hub, 'foreign_log.refused')).map(({ reason }) => reason)).toEqual(['two_roots', 'not_continued'])
    expect(await ask(noteOf(3n, other.log, new Uint8Array(32).fill(taken)), 3n)).toMatchObject({ status: 200 })
  })

  it('that was told of none is none', async () => {
    const hub = await openChain('hub.test/chain', 8)
    await start(hub, null, null)
    const empty = formatCheckpoint({ origin: 'x', size: 0n, root: rootOf(emptyFrontier()) })
    expect(hub.log.algorithm).toBe(ED25519)
    expect((await post(hub, formatAddCheckpoint({ old: 0n, proof: [], note: signNote(empty, hub.log) }))).status).toBe(404)
  })
})

describe('witnesses that do not do as they should', () => {
  it('are each shown with their trouble, and hold up neither the log nor a better one', async () => {
    const answers = [
      ['unknown_log', 404, ''],
      ['unknown_key', 403, ''],
      ['bad_signature', 200, '— right.test/witness AAAA\n'],
      ['behind', 409, '1000000\n'],
      ['unexpected', 409, 'many\n'],
      ['unexpected', 307, ''],
      ['unreachable', 200, 'x'.repeat(100_000)],
    ] as const
    const [chain, good] = [await openChain('left.test/chain', 9), await openChain('right.test/chain', 10)]
    await start(good, null, chain)
    const paths: string[] = []
    const server = createServer((request, response) => {
      paths.push(request.url ?? '')
      request.resume()
      const [, status, body] = answers[Number(request.url?.[1])] ?? answers[0]
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end(body)
    })
    const port = await listening(server)
    opened.push({
      close: async () => {
        server.close()
        server.closeAllConnections()
      },
    })
    const keys = answers.map((_, nth) => hubWitness(`w${nth}.test`, deriveHubKeys(new Uint8Array(32).fill(20 + nth)).checkpoints))
    const witnesses = parseWitnessUrls(
      [
        ...keys.map((key, nth) => `${formatVerifierKey(key)} http://127.0.0.1:${port}/${nth}`),
        `${formatVerifierKey(good.witness)} http://localhost:${good.port}`,
      ].join(',\n'),
    )
    opened.push(await startHub(chain.base, { clock, secrets: [chain.secret], witnesses }))
    const found = async () => {
      const { foreign } = await integrityOf(chain)
      return foreign.witnesses.map(({ name, trouble: word, size: seen }) => [name, word, seen > 0])
    }
    const wanted = [
      ['right.test/chain/witness', null, true],
      ...answers.map(([word], nth) => [`w${nth}.test/witness`, word, false]),
    ]
    await until(async () => JSON.stringify(await found()) === JSON.stringify(wanted))
    expect(new Set(paths)).toEqual(new Set(answers.map((_, nth) => `/${nth}/add-checkpoint`)))
    await act(chain)
    await until(
      async () =>
        (await one<{ same: boolean }>(chain, 'select max(size) = (select size from audit_tree) as same from audit_checkpoint'))
          ?.same === true,
    )
  })
})

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
