import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Checkpoint, openCheckpoint, parseAddCheckpoint, type VerifierKey, verifyConsistency } from '@counterfoil/audit'
import { UsageError } from '../../cli-error.ts'
import type { CliIo } from '../../verb.ts'
import { EXIT, Unreadable } from './exit-codes.ts'
import { readInput } from './read-input.ts'
import { readTrust, trustOptions } from './trust-options.ts'

interface Side {
  readonly checkpoint: Checkpoint
  readonly path: string
}

/** Two signed checkpoints of one log: the same history, or not. Different sizes need a consistency proof. */
export async function compare(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...trustOptions, json: { type: 'boolean' }, proof: { type: 'string' } },
  })
  const [first, second, ...more] = positionals
  if (first === undefined || second === undefined || more.length > 0) throw new UsageError('name two signed checkpoints')
  const { logKey, origin } = readTrust(values)
  if (logKey === undefined) throw new UsageError('--log-key is needed: a checkpoint does not say whose signature to trust')
  const say = (exitCode: number, verdict: string, text: string) => {
    if (values.json) io.out(JSON.stringify({ verdict, exitCode, text }))
    else io.out(text)
    return exitCode
  }
  const sides: Side[] = []
  for (const path of [first, second]) {
    const opened = openSide(await readInput(path), logKey, origin)
    if (!opened.ok) return say(EXIT.bad_signature, 'bad_signature', `${path} is not to be trusted: ${opened.why}.`)
    sides.push({ checkpoint: opened.checkpoint, path })
  }
  const [older, newer] = sides.sort((left, right) => Number(left.checkpoint.size - right.checkpoint.size)) as [Side, Side]
  const [from, to] = [older.checkpoint.size, newer.checkpoint.size]
  if (from !== to && from > 0n && values.proof === undefined)
    throw new UsageError(
      `the sizes differ (${from} and ${to}): give a consistency proof with --proof, or hold both against a bundle: verify BUNDLE --checkpoint ${older.path} --checkpoint ${newer.path}`,
    )
  const proof = values.proof === undefined ? [] : await readProof(values.proof)
  const claim = { from, to, fromRoot: older.checkpoint.root, toRoot: newer.checkpoint.root, proof }
  const verdict = from === 0n && to > 0n ? ({ ok: true } as const) : verifyConsistency(claim)
  if (verdict.ok || (from === to && Buffer.from(claim.fromRoot).equals(Buffer.from(claim.toRoot))))
    return say(EXIT.sound, 'sound', `Both belong to one history: the log grew from ${from} to ${to} entries.`)
  const split =
    from === to
      ? `The log signed two histories of ${from} entries`
      : `The log of ${to} entries does not begin with the one of ${from}`
  return say(EXIT.inconsistent, 'inconsistent', `${split}: ${verdict.why}. Keep both files: they are the evidence.`)
}

function openSide(note: string, logKey: VerifierKey, origin: string | undefined) {
  return openCheckpoint(note, { origin: origin ?? logKey.name, logKey, trusted: [] })
}

/** Base64 hashes, one a line, or the body of an add-checkpoint request. */
async function readProof(path: string): Promise<readonly Uint8Array[]> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new Unreadable(`there is no file ${path}`)
  })
  const asked = parseAddCheckpoint(text.startsWith('old ') ? text : `old 0\n${text.trimEnd()}\n\n`)
  if (asked === undefined) throw new Unreadable(`${path} is no consistency proof: base64 hashes, one a line`)
  return asked.proof
}
