import { parseArgs } from 'node:util'
import { leafHash, openCheckpoint, verifyInclusion } from '@counterfoil/audit'
import { UsageError } from '../../cli-error.ts'
import type { CliIo } from '../../verb.ts'
import { EXIT } from './exit-codes.ts'
import { readProof } from './read-proof.ts'
import { readTrust, trustOptions } from './trust-options.ts'

/** One entry: its proof file against its bytes, which stand beside it in a ZIP, are its `extra`, or a file of their own. */
export async function proof(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...trustOptions, json: { type: 'boolean' }, entry: { type: 'string' } },
  })
  const [path, ...more] = positionals
  if (path === undefined || more.length > 0) throw new UsageError('name one proof file')
  const { logKey, origin, witnesses = [], quorum = 0 } = readTrust(values)
  if (logKey === undefined) throw new UsageError('--log-key is needed: a proof does not say whose signature to trust')
  const { file, body } = await readProof(path, values.entry)
  const opened = openCheckpoint(file.checkpoint, { origin: origin ?? logKey.name, logKey, trusted: witnesses })
  const say = (exitCode: number, verdict: string, text: string) => {
    if (values.json) io.out(JSON.stringify({ verdict, exitCode, index: `${file.index}`, text }))
    else io.out(text)
    return exitCode
  }
  if (!opened.ok) return say(EXIT.bad_signature, 'bad_signature', `The checkpoint is not to be trusted: ${opened.why}.`)
  const { size, root } = opened.checkpoint
  const inclusion = verifyInclusion({ index: file.index, size, leaf: leafHash(body), root, proof: file.proof })
  if (!inclusion.ok)
    return say(
      EXIT.changed,
      'changed',
      `Entry ${file.index} is not in the signed log of ${size} entries as it stands here: ${inclusion.why}.`,
    )
  const signers = opened.verified.filter(({ name, id }) => name !== logKey.name || id !== logKey.id)
  if (signers.length < quorum)
    return say(EXIT.quorum_not_met, 'quorum_not_met', `${quorum} witnesses must have signed, and ${signers.length} did.`)
  const by = signers.length === 0 ? '' : `, witnessed by ${signers.map(({ name }) => name).join(', ')}`
  return say(EXIT.sound, 'sound', `Entry ${file.index} is in the log ${opened.checkpoint.origin} of ${size} entries${by}.`)
}
