import {
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  successionText,
  type VerifierKey,
  verifyConsistency,
  verifyTextSync,
} from '@counterfoil/audit'
import { judgeDeclaration } from './judge-declaration.ts'
import type {
  CheckpointRefusal,
  RefusalCause,
  Restoration,
  ShownCheckpoint,
  WatchedLog,
  WitnessedTree,
  WitnessMemory,
} from './witnessed-log.ts'

export type CheckpointVerdict =
  | {
      readonly accepted: true
      readonly log: Pick<WatchedLog, 'origin' | 'logKey'>
      readonly next: WitnessedTree
      /** What is cosigned. */
      readonly text: string
      readonly restored?: Omit<Restoration, 'atMs' | 'lost'>
    }
  | ({ readonly accepted: false } & CheckpointRefusal)

/** Is this the log that was seen before, only longer? Nothing is read or written here. */
export function judgeCheckpoint(memory: WitnessMemory, shown: ShownCheckpoint): CheckpointVerdict {
  const known = memory.log ?? firstSight(shown)
  if (known === undefined) return refuse('malformed', 'The hub showed no checkpoint that can be read.')
  const log = isVouchedFor(known, shown) ? { ...known, logKey: shown.logKey } : known
  if (shown.logKey !== log.logKey)
    return refuse(
      'other_key',
      `The hub’s log is signed by another key (${keyName(shown.logKey)}) than before (${keyName(log.logKey)}).`,
    )
  const logKey = readKey(log.logKey)
  if (logKey === undefined) return refuse('malformed', 'The key of the hub’s log cannot be read.')
  const opened = openCheckpoint(shown.note, { origin: log.origin, logKey, trusted: [] })
  if (!opened.ok) {
    const cause =
      opened.error === 'another origin' ? 'other_log' : opened.error === 'malformed note' ? 'malformed' : 'bad_signature'
    return refuse(cause, `The hub’s checkpoint is not signed as it must be: ${opened.why}.`)
  }
  const { size, root } = opened.checkpoint
  if (root.length !== 32) return refuse('malformed', 'The hub’s checkpoint has no root of 32 bytes.')
  const next = { size, root: Buffer.from(root).toString('base64'), note: shown.note }
  const accepted = { accepted: true, log, next, text: opened.text } as const
  if (memory.last === undefined) return accepted
  if (shown.restored !== undefined) {
    const declared = judgeDeclaration(memory, memory.last, shown, next)
    return 'cause' in declared ? { accepted: false, ...declared } : { ...accepted, restored: declared.restored }
  }
  const wrong = whatIsWrong(memory.last, next, shown)
  return wrong === undefined ? accepted : { accepted: false, ...wrong }
}

function whatIsWrong(last: WitnessedTree, next: WitnessedTree, shown: ShownCheckpoint): CheckpointRefusal | undefined {
  if (next.size < last.size) {
    const shorter = `The hub’s record has ${next.size} entries now; this agent has seen it with ${last.size}.`
    return shown.lossUndeclared === true
      ? { cause: 'loss_undeclared', why: `${shorter} The hub says that it was restored; nobody has declared the loss yet.` }
      : { cause: 'smaller', why: shorter }
  }
  if (next.size === last.size) {
    if (next.root === last.root) return undefined
    return { cause: 'two_roots', why: `The hub signed two different records of ${next.size} entries.` }
  }
  if (last.size === 0n) return undefined
  const verdict = verifyConsistency({
    from: last.size,
    to: next.size,
    fromRoot: bytes(last.root),
    toRoot: bytes(next.root),
    proof: shown.proof.map(bytes),
  })
  if (verdict.ok) return undefined
  const why = `The hub’s record of ${next.size} entries does not begin with the ${last.size} this agent has seen.`
  if (shown.lossUndeclared === true)
    return { cause: 'loss_undeclared', why: `${why} The hub says that it was restored; nobody has declared the loss yet.` }
  return { cause: 'inconsistent', why }
}

/** The hub's secret was renewed, and the key known here says that the new one is its successor. */
function isVouchedFor(log: Pick<WatchedLog, 'origin' | 'logKey'>, { logKey, successions = [] }: ShownCheckpoint): boolean {
  const former = readKey(log.logKey)
  const vouched = successions.find(({ from }) => from === log.logKey)
  if (former === undefined || vouched === undefined || readKey(logKey)?.name !== log.origin) return false
  const publicKey = Buffer.from(former.publicKey).toString('base64')
  return verifyTextSync(publicKey, successionText(log.logKey, logKey), vouched.signature)
}

/** The key and name that count from here on. */
function firstSight({ logKey, note }: ShownCheckpoint): WitnessMemory['log'] {
  const parsed = parseNote(note)
  const checkpoint = parsed && parseCheckpoint(parsed.text)
  if (checkpoint === undefined || readKey(logKey)?.name !== checkpoint.origin) return undefined
  return { origin: checkpoint.origin, logKey }
}

function readKey(text: string): VerifierKey | undefined {
  try {
    return parseVerifierKey(text)
  } catch {
    return undefined
  }
}

/** Name and id: enough to tell keys apart. */
function keyName(text: string): string {
  return text.split('+').slice(0, 2).join('+').slice(0, 200)
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'base64')
}

function refuse(cause: RefusalCause, why: string): CheckpointVerdict {
  return { accepted: false, cause, why }
}
