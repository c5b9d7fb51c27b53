import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BundleSource, memorySource, openBundle } from '@counterfoil/audit'
import { createInstallation, openTestDatabase, type TestDatabase } from '@counterfoil/db/testing'
import { exportEventMonth } from '@counterfoil/services/event-months'
import { verifyEventMonth } from '@counterfoil/services/event-months/verify'
import { deriveHubKeys, registerHubKeys } from '@counterfoil/services/vault'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hubContext } from '../../../packages/services/tests/audit-log-bed.ts'
import { type MovableClock, openMovableClock } from '../../../packages/services/tests/movable-clock.ts'
import { recordHistory } from '../../../packages/services/tests/recorded-history.ts'
import { UsageError } from '../src/cli-error.ts'
import type { CliIo } from '../src/verb.ts'
import { exportVerb } from '../src/verbs/export.ts'
import { verify } from '../src/verbs/verify.ts'

/** A history over the turn of a month to come, since a store's times only go on: chains go on from one file into the next. */
const TURN = Date.UTC(new Date().getUTCFullYear(), new Date().getUTCMonth() + 2, 1)
const START = TURN - 3 * 60_000
const MONTHS = [monthOf(START), monthOf(TURN)] as const
const [FIRST] = MONTHS
function monthOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 7)
}

let base: TestDatabase
let clock: MovableClock
let folder: string
beforeAll(async () => {
  base = await openTestDatabase()
  await createInstallation(base.db)
  await registerHubKeys(hubContext(base.pool), [deriveHubKeys(new Uint8Array(32).fill(9))])
  clock = await openMovableClock(base)
  await recordHistory(base, clock, START)
  folder = await mkdtemp(join(tmpdir(), 'counterfoil-months-'))
  for (const month of MONTHS) await take(month)
})
afterAll(async () => {
  await clock?.pool.end()
  await base?.close()
  await rm(folder, { recursive: true })
})

/** As the verb does it when both months are over. */
async function take(month: string): Promise<void> {
  const file = await open(fileOf(month), 'wx')
  const ctx = { ...hubContext(base.pool), now: () => new Date(TURN + 90 * 86_400_000) }
  await exportEventMonth(ctx, month, (piece) => file.writeFile(piece))
  await file.close()
}

const fileOf = (month: string) => join(folder, `${month}.zip`)

async function counterfoil(verb: typeof verify, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []]
  const io: CliIo = {
    out: (line) => void out.push(line),
    err: (line) => void err.push(line),
    input: (async function* () {})(),
    env: { DATABASE_URL: base.url },
    stop: new AbortController().signal,
    nowSeconds: () => Math.floor(Date.now() / 1000),
    randomBytes,
  }
  const code = await verb.run(args, io).catch((error: Error) => {
    err.push(error.message)
    return error instanceof UsageError ? 2 : 1
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

type Files = Record<string, string>

async function unpack(month: string): Promise<Files> {
  const source = await openBundle(fileOf(month))
  try {
    const names = [...source.files.keys()]
    return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await textOf(source, name)] as const)))
  } finally {
    await source.close()
  }
}
async function textOf(source: BundleSource, name: string): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const piece of source.read(name)) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

describe('a month of events', () => {
  it('is verified alone, and all months together hold every event there is', async () => {
    let events = 0
    for (const month of MONTHS) {
      const told = await counterfoil(verify, fileOf(month))
      expect(told).toMatchObject({ code: 0, err: '', out: expect.stringContaining('SOUND: every event') })
      expect(told.out).toContain(`Events of ${month} of`)
      const report = JSON.parse((await counterfoil(verify, fileOf(month), '--json')).out)
      expect(report.events).toBeGreaterThan(10)
      events += report.events
    }
    const { rows } = await base.owner.query('select count(*)::int4 as n from event')
    expect(events).toBe(rows[0]?.n)
  })

  it('goes on where the month before ended, chain by chain', async () => {
    const [before, after] = await Promise.all(MONTHS.map(async (month) => JSON.parse((await unpack(month))['events.json'] ?? '')))
    const streams = (told: typeof before) => told.stores.flatMap((store: { streams: object[] }) => store.streams)
    const goingOn = streams(after).filter(({ first }: { first: number }) => first > 1)
    expect(goingOn.length).toBeGreaterThan(0)
    for (const { agent, epoch, first, prevHead } of goingOn)
      expect(streams(before)).toContainEqual(expect.objectContaining({ agent, epoch, last: first - 1, head: prevHead }))
  })

  it('is taken with its hash in the record, and never of a month that goes on', async () => {
    const { rows } = await base.owner.query(
      `select convert_from(body, 'UTF8')::jsonb -> 'after' as after from audit_entry where action = 'events.exported' and target_id = '${FIRST}'`,
    )
    const sha256 = createHash('sha256')
      .update(await readFile(fileOf(FIRST)))
      .digest('hex')
    expect(rows).toEqual([{ after: expect.objectContaining({ month: FIRST, sha256 }) }])
    const now = monthOf(Date.now())
    expect(await counterfoil(exportVerb, 'events', now, '--out', fileOf(now))).toMatchObject({
      code: 1,
      err: expect.stringContaining('is not over yet'),
    })
    expect((await counterfoil(exportVerb, 'events', '2026-8', '--out', fileOf('x'))).code).toBe(2)
  })
})

describe('a month of events that was changed', () => {
  /** Whoever changes a file makes the month say so too: only the chains and signatures are beyond them. */
  function reseal(files: Files): Files {
    const manifest = JSON.parse(files['events.json'] ?? '')
    for (const store of manifest.stores)
      for (const what of ['batches', 'events'] as const) {
        const text = files[`stores/${store.id}/${what}.jsonl`] ?? ''
        store[what] = { lines: text.split('\n').length - 1, sha256: createHash('sha256').update(text).digest('hex') }
      }
    return { ...files, 'events.json': JSON.stringify(manifest) }
  }
  type Line = Record<string, unknown>
  const edit = (files: Files, ending: string, change: (lines: Line[]) => Line[]): Files => {
    const name = Object.keys(files).find((one) => one.endsWith(ending)) ?? ''
    const lines = (files[name] ?? '')
      .trimEnd()
      .split('\n')
      .map((line): Line => JSON.parse(line))
    return {
      ...files,
      [name]: change(lines)
        .map((line) => `${JSON.stringify(line)}\n`)
        .join(''),
    }
  }
  const other = (line: Line | undefined, more: Line): Line => ({ ...line, ...more })
  const cases: readonly [string, string, (files: Files) => Files][] = [
    [
      'an event says something else',
      'changed',
      (files) =>
        edit(files, 'events.jsonl', ([first, ...rest]) => [
          other(first, { body: Buffer.from('{}').toString('base64') }),
          ...rest,
        ]),
    ],
    ['an event is gone', 'missing', (files) => edit(files, 'events.jsonl', (lines) => lines.filter((_, nth) => nth !== 2))],
    ['the last event is gone', 'missing', (files) => edit(files, 'events.jsonl', (lines) => lines.slice(0, -1))],
    [
      'an event stands there twice',
      'changed',
      (files) => edit(files, 'events.jsonl', ([first, ...rest]) => [other(first, {}), other(first, {}), ...rest]),
    ],
    [
      'events are of an agent nobody told of',
      'changed',
      (files) => edit(files, 'events.jsonl', (lines) => [...lines, other(lines.at(-1), { agent: 999_999 })]),
    ],
    [
      'a batch was signed by nobody',
      'bad_signature',
      (files) =>
        edit(files, 'batches.jsonl', ([first, ...rest]) => [
          other(first, { signature: Buffer.alloc(64).toString('base64') }),
          ...rest,
        ]),
    ],
    ['a batch is gone', 'missing', (files) => edit(files, 'batches.jsonl', (lines) => lines.slice(1))],
    ['a line has another form', 'malformed', (files) => edit(files, 'events.jsonl', (lines) => [...lines, { seq: 1 }])],
  ]

  it.each(cases)('is found: %s', async (_, kind, change) => {
    const report = await verifyEventMonth(memorySource(reseal(change(await unpack(FIRST)))))
    expect(report.findings.map((finding) => finding.kind)).toContain(kind)
    expect(report.exitCode).not.toBe(0)
  })

  it('is found by what the month says it holds, where chains do not tell', async () => {
    const files = await unpack(FIRST)
    const kinds = edit(files, 'events.jsonl', ([first, ...rest]) => [other(first, { kind: 'other.kind' }), ...rest])
    expect((await verifyEventMonth(memorySource(kinds))).verdict).toBe('changed')
    expect((await verifyEventMonth(memorySource({ ...files, 'stores/9/events.jsonl': '' }))).verdict).toBe('changed')
    const [name = ''] = Object.keys(files).filter((one) => one.endsWith('events.jsonl'))
    const { [name]: _, ...without } = files
    expect((await verifyEventMonth(memorySource(without))).exitCode).toBe(3)
    expect((await verifyEventMonth(memorySource({ ...files, [name]: (files[name] ?? '').slice(0, -10) }))).exitCode).not.toBe(0)
  })
})
