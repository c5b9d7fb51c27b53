import { readFile, rename, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import {
  addCheckpoint,
  COSIGNATURE_V1,
  createSignerKey,
  formatSignerKey,
  formatVerifierKey,
  parseSignerKey,
  type WitnessState,
} from '@counterfoil/audit'
import { UsageError } from '../../cli-error.ts'
import type { CliIo } from '../../verb.ts'
import { EXIT, Unreadable } from './exit-codes.ts'
import { readInput } from './read-input.ts'
import { readTrust, trustOptions } from './trust-options.ts'

interface StateFile {
  readonly key: string
  readonly seen: readonly { readonly origin: string; readonly size: string; readonly root: string }[]
}

/** The auditor as a witness: remembers the last checkpoint, asks for the proof that the log only grew, and signs. */
export async function witness(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...trustOptions, json: { type: 'boolean' }, state: { type: 'string' }, name: { type: 'string' } },
  })
  const [request, ...more] = positionals
  if (values.state === undefined || more.length > 0)
    throw new UsageError('--state FILE is needed: what this witness saw last, and its key')
  if (request === undefined) return create(values.state, values.name, io)
  const { logKey, origin } = readTrust(values)
  if (logKey === undefined) throw new UsageError('--log-key is needed: whose checkpoints this witness signs')
  const { key, state } = await open(values.state)
  const answer = addCheckpoint(state, await readInput(request), {
    logs: new Map([[origin ?? logKey.name, [logKey]]]),
    witness: parseSignerKey(key),
    timeSeconds: BigInt(io.nowSeconds()),
  })
  // On disk before anybody has the signature: a witness that forgets could sign two histories.
  if (answer.status === 200) await save(values.state, key, answer.state)
  if (values.json)
    io.out(
      JSON.stringify({
        status: answer.status,
        body: answer.body ?? null,
        why: answer.why ?? null,
        exitCode: exitOf(answer.status),
      }),
    )
  else
    io.out(
      answer.status === 200
        ? (answer.body ?? '').trimEnd()
        : `Not signed (${answer.status}): ${answer.why}. Keep the request: it may be evidence.`,
    )
  return exitOf(answer.status)
}

function exitOf(status: number): number {
  if (status === 200) return EXIT.sound
  if (status === 403 || status === 404) return EXIT.bad_signature
  return status === 400 ? EXIT.malformed : EXIT.inconsistent
}

async function create(path: string, name: string | undefined, io: CliIo): Promise<number> {
  if (name === undefined) throw new UsageError('name a request to sign, or a new witness with --name')
  const key = createSignerKey(name, io.randomBytes(32), COSIGNATURE_V1)
  try {
    await writeFile(path, `${JSON.stringify({ key: formatSignerKey(key), seen: [] } satisfies StateFile)}\n`, {
      flag: 'wx',
      mode: 0o600,
    })
  } catch {
    throw new Unreadable(`${path} cannot be made: it is there already, or its folder is not`)
  }
  io.out(formatVerifierKey(key))
  return EXIT.sound
}

async function open(path: string): Promise<{ key: string; state: WitnessState }> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Unreadable(`there is no file ${path}: make one with --name NAME`)
  })
  try {
    const { key, seen } = JSON.parse(text) as StateFile
    parseSignerKey(key)
    return {
      key,
      state: new Map(seen.map(({ origin, size, root }) => [origin, { size: BigInt(size), root: Buffer.from(root, 'base64') }])),
    }
  } catch {
    throw new Unreadable(`${path} is no witness's state`)
  }
}

async function save(path: string, key: string, state: WitnessState): Promise<void> {
  const seen = [...state].map(([origin, { size, root }]) => ({
    origin,
    size: `${size}`,
    root: Buffer.from(root).toString('base64'),
  }))
  await writeFile(`${path}.new`, `${JSON.stringify({ key, seen } satisfies StateFile)}\n`, { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
}
