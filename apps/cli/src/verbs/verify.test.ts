import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  consistencyProof,
  encodeProofFile,
  formatAddCheckpoint,
  formatContents,
  formatVerifierKey,
  inclusionProof,
  leafHash,
  subtreesInMemory,
} from '@counterfoil/audit'
import { bodyOf, log, makeBundle, makeZip, signedCheckpoint, witnesses } from '@counterfoil/audit/testing'
import { afterAll, describe, expect, it } from 'vitest'
import type { CliIo } from '../verb.ts'
import { verify } from './verify.ts'

const vectors = join(import.meta.dirname, '../../../../../shared/vectors')
const folder = mkdtempSync(join(tmpdir(), 'verify-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...args: string[]) {
  const out: string[] = []
  const err: string[] = []
  const io: CliIo = {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    input: (async function* () {})(),
    env: {},
    nowSeconds: () => 1_795_824_000,
    randomBytes: (count) => new Uint8Array(count).fill(7),
    stop: new AbortController().signal,
  }
  return { code: await verify.run(args, io), out, err: err.join('\n') }
}

function write(name: string, text: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

describe('counterfoil verify cases', () => {
  it('prints one document with every published case, and all hold', async () => {
    for (const [name, least] of [
      ['merkle.json', 250],
      ['jcs.json', 8],
    ] as const) {
      const { code, out } = await run('cases', join(vectors, name), '--json')
      expect(code).toBe(0)
      expect(out).toHaveLength(1)
      const report = JSON.parse(out[0] ?? '') as { cases: Record<string, unknown>[]; passed: number; failed: number }
      expect(report).toMatchObject({ passed: report.cases.length, failed: 0 })
      expect(report.cases.length).toBeGreaterThanOrEqual(least)
      for (const each of report.cases)
        expect(Object.keys(each)).toEqual(expect.arrayContaining(['section', 'name', 'wanted', 'found', 'ok']))
    }
  })

  it('exits 1 when one differs, and says which', async () => {
    const file = JSON.parse(readFileSync(join(vectors, 'merkle.json'), 'utf8')) as { tiles: { paths: { path: string }[] } }
    for (const each of file.tiles.paths.slice(0, 1)) each.path = 'tile/9'
    const { code, out } = await run('cases', write('wrong.json', JSON.stringify(file)))
    expect(code).toBe(1)
    expect(out.filter((line) => line.startsWith('WRONG'))).toEqual([
      'WRONG tiles.paths: tile/9: wanted "tile/9", found "tile/0/000"',
    ])
  })

  it('says an unknown section, and tries the others', async () => {
    const { code, err } = await run(
      'cases',
      write('more.json', '{"sponge":[],"tiles":{"paths":[{"level":0,"index":"0","path":"tile/0/000"}]}}'),
    )
    expect(code).toBe(0)
    expect(err).toContain('unknown section, not tried: sponge')
  })

  it('exits 7 with plain words when there is nothing to try', async () => {
    for (const [text, words] of [
      ['{', /is no JSON/],
      ['[]', /no case that is known/],
      ['{"sponge":[]}', /no case that is known/],
      [Uint8Array.of(0xff), /not text in UTF-8/],
    ] as const) {
      const { code, err, out } = await run('cases', write('bad.json', text), '--json')
      expect(code).toBe(7)
      expect(err).toMatch(words)
      expect(JSON.parse(out[0] ?? '')).toMatchObject({ exitCode: 7 })
    }
    expect(await run('cases', join(folder, 'not-there.json'))).toMatchObject({ code: 7 })
    expect(await run('cases')).toMatchObject({ code: 7 })
    expect(await run('cases', '--nonsense', 'x')).toMatchObject({ code: 7 })
    expect(await run('nonsense')).toMatchObject({ code: 7 })
  })
})

const bodies = Array.from({ length: 120 }, (_, at) => bodyOf(at))
const leaves = bodies.map((body) => leafHash(body))
const changed = bodies.with(77, bodyOf(77, { action: 'person.enabled' }))
const signed = { to: 120, checkpoints: [50, 120].map((size) => signedCheckpoint(bodies.slice(0, size))), leaves }
const vkey = formatVerifierKey(log)
const trust = ['--log-key', vkey, ...witnesses.flatMap((key) => ['--witness', formatVerifierKey(key)])]

describe('counterfoil verify', () => {
  it('verifies a ZIP and the folder it was unpacked into', async () => {
    const files = makeBundle({ bodies, ...signed })
    const zip = write('sound.zip', makeZip(files))
    mkdirSync(join(folder, 'sound'))
    for (const [name, content] of Object.entries(files)) write(join('sound', name), content)
    for (const path of [zip, join(folder, 'sound')]) {
      const { code, out } = await run(path, ...trust)
      expect(out.join('\n')).toContain('SOUND: every entry is as it was signed.')
      expect(code).toBe(0)
    }
    const { code, out } = await run(zip, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out.join(''))).toMatchObject({ verdict: 'sound', entries: 120, checkpoints: 2, witnessedTo: 120 })
  })

  it('names the entry that was changed', async () => {
    const zip = write('changed.zip', makeZip(makeBundle({ bodies: changed, ...signed })))
    const { code, out } = await run(zip, ...trust)
    expect(code).toBe(2)
    expect(out.join('\n')).toContain('Entry 77 was changed')
  })

  it('holds a bundle against another, and against a checkpoint that was kept', async () => {
    const kept = write('kept.txt', signedCheckpoint(bodies))
    const whole = write('whole.zip', makeZip(makeBundle({ bodies })))
    const anew = write('anew.zip', makeZip(makeBundle({ bodies: changed })))
    expect((await run(anew, ...trust)).code).toBe(0)
    expect((await run(anew, ...trust, '--checkpoint', kept)).code).toBe(4)
    const named = await run(anew, ...trust, '--reference', whole)
    expect(named.code).toBe(2)
    expect(named.out.join('\n')).toContain('Entry 77 was changed')
  })

  it('says in words what cannot be read, exit 7', async () => {
    const zip = makeZip(makeBundle({ bodies }))
    for (const [name, content, words] of [
      ['text.zip', 'what', /no ZIP file/],
      ['cut.zip', zip.subarray(0, zip.length / 2), /no ZIP file/],
      ['beheaded.zip', zip.subarray(100), /lies outside|cannot be found|was cut|cannot be unpacked|cannot be read/],
    ] as const) {
      const { code, err } = await run(write(name, content))
      expect(err).toMatch(words)
      expect(code).toBe(7)
    }
    expect((await run(join(folder, 'nowhere.zip'))).err).toContain('there is no bundle')
    expect(await run(join(folder, 'sound'), '--quorum', 'many')).toMatchObject({ code: 7 })
    expect(await run(join(folder, 'sound'), '--log-key', 'x')).toMatchObject({ code: 7 })
  })

  it('verifies one entry by its proof file', async () => {
    const proof = await inclusionProof(subtreesInMemory(leaves), 77n, 120n)
    const file = write('77.tlog-proof', encodeProofFile({ index: 77n, proof, checkpoint: signedCheckpoint(bodies) }))
    const entry = write('77.json', bodies[77] ?? '')
    expect(await run('proof', file, '--entry', entry, ...trust, '--quorum', '3')).toMatchObject({ code: 0 })
    expect(await run('proof', file, '--entry', entry, ...trust, '--quorum', '4')).toMatchObject({ code: 6 })
    expect(await run('proof', file, '--entry', write('77b.json', changed[77] ?? ''), ...trust)).toMatchObject({ code: 2 })
    expect(await run('proof', file, '--entry', entry, '--log-key', formatVerifierKey(witnesses[0] ?? log))).toMatchObject({
      code: 5,
    })
    expect(await run('proof', entry, '--entry', entry, ...trust)).toMatchObject({ code: 7 })
  })

  it('verifies one entry by the ZIP that its page gives, of which no byte can be another', async () => {
    const proof = await inclusionProof(subtreesInMemory(leaves), 77n, 120n)
    const text = encodeProofFile({ index: 77n, proof, checkpoint: signedCheckpoint(bodies) })
    const zipOf = (entry: Uint8Array | string) => makeZip({ '77.tlog-proof': text, '77.json': entry })
    const check = (name: string, content: Uint8Array) => run('proof', write(name, content), ...trust)
    expect(await check('77.zip', zipOf(bodies[77] ?? ''))).toMatchObject({
      code: 0,
      out: [expect.stringMatching(/^Entry 77 is in the log/)],
    })
    expect(await check('77c.zip', zipOf(changed[77] ?? ''))).toMatchObject({ code: 2 })
    expect(await check('two.zip', makeZip({ 'a.tlog-proof': text, 'a.json': '{}', 'b.json': '{}' }))).toMatchObject({ code: 7 })
    expect(await check('cut.zip', zipOf(bodies[77] ?? '').subarray(0, 300))).toMatchObject({ code: 7 })
  })

  it('verifies an evidence package: every file, the bundle in it, and names the file that is wrong', async () => {
    const packed = (all: readonly Uint8Array[]): Record<string, string | Uint8Array> => ({
      ...Object.fromEntries(
        Object.entries(makeBundle({ bodies: all, ...signed })).map(([name, content]) => [`audit/${name}`, content]),
      ),
      'reviews/days.jsonl': '{}\n',
    })
    const listOf = (files: Record<string, string | Uint8Array>) =>
      formatContents(
        Object.entries(files).map(([name, content]) => {
          const bytes = Buffer.from(content as Uint8Array)
          return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
        }),
      )
    const inside = packed(bodies)
    const check = async (name: string, files: Record<string, string | Uint8Array>, contents = listOf(inside)) => {
      const { code, out } = await run(write(name, makeZip({ ...files, 'contents.json': contents })), ...trust)
      return [code, out.filter((line) => line.startsWith('✗')).join(' ')]
    }
    expect(await check('package.zip', inside)).toEqual([0, ''])
    expect(await check('changed.zip', { ...inside, 'reviews/days.jsonl': '{ }' })).toEqual([
      2,
      expect.stringContaining('reviews/days.jsonl is not the file'),
    ])
    expect(await check('more.zip', { ...inside, 'more.txt': 'x' })).toEqual([2, expect.stringContaining('more.txt was put in')])
    const { 'reviews/days.jsonl': _, ...without } = inside
    expect(await check('less.zip', without)).toEqual([3, expect.stringContaining('reviews/days.jsonl is missing')])
    // Whoever writes the list of contents anew as well is found by what was signed.
    const forged = packed(changed)
    expect(await check('forged.zip', forged, listOf(forged))).toEqual([2, expect.stringContaining('77')])
    expect(await check('none.zip', inside, '{}')).toEqual([7, ''])
  })

  it('compares two checkpoints', async () => {
    const [older, newer, other] = [
      signedCheckpoint(bodies.slice(0, 50)),
      signedCheckpoint(bodies),
      signedCheckpoint(changed),
    ].map((note, at) => write(`${at}.txt`, note))
    const hashes = await consistencyProof(subtreesInMemory(leaves), 50n, 120n)
    const proof = write('proof.txt', `${hashes.map((hash) => Buffer.from(hash).toString('base64')).join('\n')}\n`)
    const compare = (...args: (string | undefined)[]) => run('compare', ...args.map(String), '--log-key', vkey)
    expect(await compare(newer, older, '--proof', proof)).toMatchObject({ code: 0 })
    expect(await compare(newer, newer)).toMatchObject({ code: 0 })
    expect(await compare(newer, other)).toMatchObject({ code: 4 })
    expect(await compare(older, other, '--proof', proof)).toMatchObject({ code: 4 })
    expect(await compare(older, newer)).toMatchObject({ code: 7 })
    expect(await run('compare', String(older), String(newer), '--log-key', formatVerifierKey(witnesses[0] ?? log))).toMatchObject(
      { code: 5 },
    )
  })

  it('witnesses: signs what grew, and no history that was rewritten', async () => {
    const state = join(folder, 'witness.json')
    const made = await run('witness', '--state', state, '--name', 'auditor.example')
    expect(made.code).toBe(0)
    expect(made.out[0]).toMatch(/^auditor\.example\+/)
    expect((await run('witness', '--state', state, '--name', 'again')).code).toBe(7)
    const request = async (old: bigint, all: readonly Uint8Array[], size: number) => {
      const proof = await consistencyProof(subtreesInMemory(all.map((body) => leafHash(body))), old, BigInt(size))
      return write('request', formatAddCheckpoint({ old, proof, note: signedCheckpoint(all.slice(0, size)) }))
    }
    const ask = (file: string) => run('witness', '--state', state, file, '--log-key', vkey)
    const first = await ask(await request(0n, bodies, 100))
    expect(first).toMatchObject({ code: 0 })
    expect(first.out[0]).toMatch(/^— auditor\.example /)
    expect((await ask(await request(100n, changed, 120))).code).toBe(4)
    expect((await ask(await request(100n, bodies, 120))).code).toBe(0)
    expect((await ask(await request(100n, bodies, 120))).code).toBe(4)
    expect((await ask(write('request', 'what'))).code).toBe(7)
  })
})
