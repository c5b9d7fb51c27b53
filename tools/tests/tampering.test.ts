import { randomBytes } from 'node:crypto'
import { type CheckpointVerdict, judgeCheckpoint, type WitnessedTree } from '@counterfoil/agent'
import {
  COSIGNATURE_V1,
  cosign,
  createSignerKey,
  formatVerifierKey,
  leafHash,
  parseNote,
  type SignerKey,
  verifyBundle,
} from '@counterfoil/audit'
import { openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { type Act, checkpointSigner, makeCheckpoint, recordAct, sequenceEntries } from '@counterfoil/services/audit'
import { deriveHubKeys } from '@counterfoil/services/vault'
import type { RecordFinding, RecordReport } from '@counterfoil/services/verify-record'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CliIo } from '../../apps/cli/src/verb.ts'
import { rebuildRecord } from '../../apps/cli/src/verbs/verify/rebuild.ts'
import { createVerify } from '../../apps/cli/src/verbs/verify.ts'
import { newId } from '../../apps/web/tests/hub-bed.ts'
import { type Chance, createChance } from '../disasters/random.ts'
import { answerOf, bundleOf, type LogRows, readRows, rootOfLeaves, signAnew, throughDatabase } from './support/tampered-log.ts'
import { type Named, RECORD_TAMPERINGS, recordSales, withTampering } from './support/tampered-record.ts'

const TAMPERINGS = 1_000
const THROUGH_DATABASE_OF_EACH = 2
const ENTRIES = 120
const SIZES = [40, 80, ENTRIES]
const QUORUM = 2
const hubKey = checkpointSigner('counterfoil/tampering', deriveHubKeys(new Uint8Array(32).fill(5)).checkpoints)
const logKey = formatVerifierKey(hubKey)
const witnesses = [1, 2, 3].map((seed) =>
  createSignerKey(`agent-${seed}.${hubKey.name}`, new Uint8Array(32).fill(seed), COSIGNATURE_V1),
)
const trust = { origin: hubKey.name, logKey: hubKey, witnesses, quorum: QUORUM }

let base: TestDatabase
let rows: LogRows
let seen: WitnessedTree
beforeAll(async () => {
  base = await openTestDatabase()
  rows = await makeLog()
  const note = rows.checkpoints.at(-1)?.note ?? ''
  seen = { size: BigInt(ENTRIES), root: rootOfLeaves(rows.leaves).toString('base64'), note }
})
afterAll(() => base.close())

/** A real log, given its places and signed by the product, and witnessed by three agents at each checkpoint. */
async function makeLog(): Promise<LogRows> {
  const ctx = { pool: base.pool, actor: { kind: 'system', name: 'test' } as const, now: () => new Date(), newId }
  let made = 0
  for (const size of SIZES) {
    for (; made < size; made += 1) {
      const act: Act = { action: 'person.enabled', target: { type: 'person', id: `p${made}` }, after: { number: made } }
      await recordAct(ctx, base.pool, act)
    }
    while ((await sequenceEntries(ctx, { most: 256 })).recordedAtMs.length > 0);
    const checkpoint = await makeCheckpoint(ctx, hubKey)
    const text = parseNote(checkpoint?.note ?? '')?.text ?? ''
    for (const witness of witnesses)
      await base.pool.query(
        `insert into audit_cosignature (size, signed_at, witness, line, cosigned_at)
         select size, signed_at, $2, $3, now() from audit_checkpoint where size = $1`,
        [size, witness.name, cosign(text, witness, 1_795_824_000n)],
      )
  }
  return readRows(base.pool)
}

interface Tampering {
  readonly rows: LogRows
  /** What was touched, so that it can be asked whether that was named. */
  readonly from: number
  readonly until: number
}

interface Kind {
  readonly name: string
  readonly tamper: (chance: Chance) => Tampering
  /** The verifier's exit codes for a bundle out of that database, with the auditor's list of witnesses. */
  readonly alone: readonly number[]
  /** And held against the one checkpoint an agent keeps. */
  readonly kept: readonly number[]
  /** What the agent says at its next greeting; undefined where the hub goes on showing what was signed before. */
  readonly agent?: readonly Extract<CheckpointVerdict, { accepted: false }>['cause'][]
}

const bodies = (of: LogRows) => of.entries.map(({ body }) => body)
const flip = (bytes: Buffer, chance: Chance): Buffer => {
  const changed = Buffer.from(bytes)
  const at = chance.between(0, bytes.length - 1)
  changed[at] = (changed[at] ?? 0) ^ chance.between(1, 255)
  return changed
}
const edit = (body: Buffer, chance: Chance): Buffer =>
  Buffer.from(body.toString('utf8').replace(/"id":"p(\d+)"/, () => `"id":"q${chance.between(0, 999)}"`))
const withEntry = (at: number, body: Buffer, hash?: Buffer): LogRows => ({
  ...rows,
  entries: rows.entries.with(at, { id: rows.entries[at]?.id ?? '', body }),
  leaves: hash === undefined ? rows.leaves : rows.leaves.with(at, hash),
})
const bodyAt = (at: number) => rows.entries[at]?.body ?? Buffer.alloc(0)
const leafAt = (at: number) => rows.leaves[at] ?? Buffer.alloc(32)
const entryAt = (at: number) => rows.entries[at] ?? { id: '', body: Buffer.alloc(0) }
const anyEntry = (chance: Chance) => chance.between(0, ENTRIES - 1)
/** The hub goes on: so many new entries after the first `size` ones, signed with its own key. */
function goOn(size: number, more: number, chance: Chance): LogRows {
  const entries = [
    ...rows.entries.slice(0, size),
    ...Array.from({ length: more }, (_, nth) => ({ id: newId(), body: edit(bodyAt((size + nth) % ENTRIES), chance) })),
  ]
  const sizes = [...SIZES.filter((signed) => signed <= size), ...(more > 0 ? [entries.length] : [])]
  const kept = rows.checkpoints.filter((checkpoint) => checkpoint.size <= size)
  const leaves = entries.map(({ body }) => leafHash(body))
  const anew = signAnew(
    entries.map(({ body }) => body),
    sizes,
    hubKey,
  )
  return { entries, leaves, checkpoints: [...kept, ...anew.slice(kept.length)] }
}

const KINDS: readonly Kind[] = [
  {
    name: 'change a byte of an entry',
    tamper(chance) {
      const at = anyEntry(chance)
      return { rows: withEntry(at, flip(bodyAt(at), chance)), from: at, until: at + 1 }
    },
    alone: [2],
    kept: [2],
  },
  {
    name: 'change an entry and its leaf hash',
    tamper(chance) {
      const at = anyEntry(chance)
      const body = edit(bodyAt(at), chance)
      return { rows: withEntry(at, body, leafHash(body)), from: at, until: at + 1 }
    },
    alone: [2],
    kept: [2],
  },
  {
    name: 'drop an entry',
    tamper(chance) {
      const at = anyEntry(chance)
      return { rows: { ...rows, entries: rows.entries.toSpliced(at, 1) }, from: at, until: at + 1 }
    },
    alone: [3],
    kept: [3],
  },
  {
    name: 'drop an entry and its leaf',
    tamper(chance) {
      const at = anyEntry(chance)
      const tampered = { ...rows, entries: rows.entries.toSpliced(at, 1), leaves: rows.leaves.toSpliced(at, 1) }
      return { rows: tampered, from: at, until: ENTRIES }
    },
    alone: [3],
    kept: [3],
  },
  {
    name: 'insert an entry',
    tamper(chance) {
      const at = anyEntry(chance)
      const body = edit(bodyAt(at), chance)
      const entries = rows.entries.toSpliced(at, 0, { id: newId(), body })
      const leaves = rows.leaves.toSpliced(at, 0, leafHash(body))
      return { rows: { ...rows, entries, leaves }, from: at, until: ENTRIES }
    },
    alone: [2],
    kept: [2],
  },
  {
    name: 'swap two entries',
    tamper(chance) {
      const [one, other] = [chance.between(0, ENTRIES / 2 - 1), chance.between(ENTRIES / 2, ENTRIES - 1)]
      const entries = rows.entries.with(one, entryAt(other)).with(other, entryAt(one))
      const leaves = chance.happens(0.5) ? rows.leaves : rows.leaves.with(one, leafAt(other)).with(other, leafAt(one))
      return { rows: { ...rows, entries, leaves }, from: one, until: other + 1 }
    },
    alone: [2],
    kept: [2],
  },
  {
    name: 'cut the tail',
    tamper(chance) {
      const at = chance.between(1, ENTRIES - 1)
      const tampered = { ...rows, entries: rows.entries.slice(0, at), leaves: rows.leaves.slice(0, at) }
      return { rows: tampered, from: at, until: ENTRIES }
    },
    alone: [3],
    kept: [3],
  },
  {
    name: 'silently restore an old backup',
    tamper(chance) {
      const size = chance.between(0, 1) === 0 ? 40 : 80
      return { rows: goOn(size, 0, chance), from: size, until: ENTRIES }
    },
    // Of itself it is what it was; what is missing only somebody knows who kept more.
    alone: [0],
    kept: [3],
    agent: ['smaller'],
  },
  {
    name: 'silently restore an old backup and go on',
    tamper(chance) {
      const size = chance.between(40, ENTRIES - 1)
      const more = chance.between(1, 120)
      return { rows: goOn(size, more, chance), from: size, until: ENTRIES }
    },
    alone: [6],
    kept: [3, 4],
    agent: ['smaller', 'two_roots', 'inconsistent'],
  },
  {
    name: 'rewrite all with the hub’s own key',
    tamper(chance) {
      const at = anyEntry(chance)
      const entries = rows.entries.with(at, { ...entryAt(at), body: edit(bodyAt(at), chance) })
      const leaves = entries.map(({ body }) => leafHash(body))
      const checkpoints = signAnew(bodies({ ...rows, entries }), SIZES, hubKey)
      return { rows: { entries, leaves, checkpoints }, from: at, until: ENTRIES }
    },
    alone: [6],
    kept: [4],
    agent: ['two_roots'],
  },
  {
    name: 'rewrite all, and keep the witnesses’ lines',
    tamper(chance) {
      const at = chance.between(0, 39)
      const entries = rows.entries.with(at, { ...entryAt(at), body: edit(bodyAt(at), chance) })
      const leaves = entries.map(({ body }) => leafHash(body))
      const anew = signAnew(bodies({ ...rows, entries }), SIZES, hubKey)
      const checkpoints = anew.map((checkpoint, nth) => ({ ...checkpoint, lines: rows.checkpoints[nth]?.lines ?? [] }))
      return { rows: { entries, leaves, checkpoints }, from: at, until: ENTRIES }
    },
    alone: [5],
    kept: [5],
    agent: ['two_roots'],
  },
  {
    name: 'rewrite all without the hub’s key',
    tamper(chance) {
      const at = chance.between(0, 39)
      const entries = rows.entries.with(at, { ...entryAt(at), body: edit(bodyAt(at), chance) })
      const leaves = entries.map(({ body }) => leafHash(body))
      const stranger: SignerKey = createSignerKey(hubKey.name, new Uint8Array(32).fill(chance.between(100, 200)))
      return {
        rows: { entries, leaves, checkpoints: signAnew(bodies({ ...rows, entries }), SIZES, stranger) },
        from: at,
        until: ENTRIES,
      }
    },
    alone: [5],
    kept: [5],
    agent: ['bad_signature'],
  },
]

interface Line {
  tampered: number
  readonly alone: Map<number, number>
  readonly kept: Map<number, number>
  readonly agent: Map<string, number>
  found: number
  named: number
}

it('finds and names each of 1,000 tamperings with what a witnessed checkpoint covers', async () => {
  const untouched = await verifyBundle(bundleOf(rows, trust), { trust, checkpoints: [seen.note] })
  expect(untouched).toMatchObject({ exitCode: 0, findings: [], witnessedTo: ENTRIES })
  expect(await askAgent(rows)).toBe('accepted')

  const chance = createChance(20_261_128)
  const table = new Map<string, Line>(
    KINDS.map(({ name }) => [name, { tampered: 0, alone: new Map(), kept: new Map(), agent: new Map(), found: 0, named: 0 }]),
  )
  for (let nth = 0; nth < TAMPERINGS; nth += 1) {
    const kind = KINDS[nth % KINDS.length]
    const line = kind && table.get(kind.name)
    if (kind === undefined || line === undefined) throw new Error('there is no such kind')
    const tampering = kind.tamper(chance)
    const tampered = line.tampered < THROUGH_DATABASE_OF_EACH ? await throughDatabase(base, tampering.rows) : tampering.rows
    line.tampered += 1

    const source = bundleOf(tampered, trust)
    const alone = await verifyBundle(source, { trust })
    const kept = await verifyBundle(source, { trust, checkpoints: [seen.note] })
    const agent = await askAgent(tampered)
    count(line.alone, alone.exitCode)
    count(line.kept, kept.exitCode)
    count(line.agent, agent)
    const what = `${kind.name} (number ${nth}, entries ${tampering.from} to ${tampering.until - 1})`
    expect(kind.alone, what).toContain(alone.exitCode)
    expect(kind.kept, what).toContain(kept.exitCode)
    if (kind.agent !== undefined) expect(kind.agent, what).toContain(agent)
    if (kept.exitCode !== 0 || agent !== 'accepted') line.found += 1
    const names = kept.findings.some(
      ({ index = -1, until = index + 1 }) => index >= 0 && index < tampering.until && until > tampering.from,
    )
    if (names) line.named += 1
  }

  const lines = [...table].map(([name, { tampered, alone, kept, agent, found, named }]) =>
    [name.padEnd(44), `${tampered}`.padStart(5), say(alone), say(kept), say(agent), `${found}/${named}`].join('  '),
  )
  const sum = [...table.values()].reduce((all, { found, named }) => ({ found: all.found + found, named: all.named + named }), {
    found: 0,
    named: 0,
  })
  const head = ['what was done'.padEnd(44), ' made', 'verifier alone', 'with a kept checkpoint', 'an agent', 'found/named'].join(
    '  ',
  )
  process.stdout.write(`${[head, ...lines, `${TAMPERINGS} tamperings, ${sum.found} found, ${sum.named} named`].join('\n')}\n`)
  expect(sum).toEqual({ found: TAMPERINGS, named: TAMPERINGS })
})

it('names each edited figure, payment and event of the database through verify --rebuild', async () => {
  const database = await openTestDatabase()
  try {
    const { logKey: key } = await recordSales(database)
    const untouched = await verifyRebuild(database, key)
    expect(untouched).toMatchObject({ exitCode: 0, findings: [], events: 40, batches: 16, loggedBatches: 16 })
    const lines: string[] = []
    for (const { name, tamper, exitCode } of RECORD_TAMPERINGS) {
      const { report, wanted } = await withTampering(database, tamper, async (named) => ({
        wanted: named,
        report: await verifyRebuild(database, key),
      }))
      expect([name, report.exitCode]).toEqual([name, exitCode])
      const finding = report.findings.find((one) => isAbout(one, wanted))
      expect([name, finding?.text, report.findings.map(({ text }) => text)]).toEqual([
        name,
        expect.any(String),
        expect.any(Array),
      ])
      lines.push(`${name.padEnd(52)}  ${report.exitCode}  ${finding?.text}`)
    }
    process.stdout.write(`${['what was done to the database'.padEnd(52), ...lines].join('\n')}\n`)
    expect(await verifyRebuild(database, key)).toEqual(untouched)
  } finally {
    await database.close()
  }
})

async function verifyRebuild({ url }: TestDatabase, key: string): Promise<RecordReport & { code: number }> {
  const out: string[] = []
  const io: CliIo = {
    out: (line) => out.push(line),
    err: () => {},
    input: (async function* () {})(),
    env: { DATABASE_URL: url },
    stop: new AbortController().signal,
    nowSeconds: () => Math.floor(Date.now() / 1000),
    randomBytes,
  }
  const code = await createVerify(rebuildRecord).run(['--rebuild', '--json', '--log-key', key], io)
  const report = JSON.parse(out.join('')) as RecordReport
  expect(code).toBe(report.exitCode)
  return { ...report, code }
}

function isAbout(finding: RecordFinding, { table, key, agent, epoch, event }: Named): boolean {
  if (table !== undefined)
    return finding.table === table && Object.entries(key ?? {}).every(([name, value]) => finding.key?.[name] === value)
  const [from = 0, to = -1] = finding.events ?? []
  return finding.agent === agent && finding.epoch === epoch && event !== undefined && from <= event && event <= to
}

function count<K>(map: Map<K, number>, key: K): void {
  map.set(key, (map.get(key) ?? 0) + 1)
}

function say(map: Map<number | string, number>): string {
  return [...map]
    .toSorted()
    .map(([key, times]) => `${key}×${times}`)
    .join(' ')
}

/** What an agent that has seen the whole log says of a hub over these rows. */
async function askAgent(tampered: LogRows): Promise<string> {
  const memory = { log: { origin: hubKey.name, logKey }, last: seen, older: [], restorations: [] }
  const verdict = judgeCheckpoint(memory, await answerOf(tampered, logKey, ENTRIES))
  return verdict.accepted ? 'accepted' : verdict.cause
}
