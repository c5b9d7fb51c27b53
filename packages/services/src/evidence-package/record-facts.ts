import {
  addSignatureLine,
  COSIGNATURE_V1,
  createVerifierKey,
  formatVerifierKey,
  openCheckpoint,
  parseVerifierKey,
  rootOf,
  type VerifierKey,
} from '@counterfoil/audit'
import { type AuditAction, auditActions } from '../audit/audit-actions.ts'
import { frontierBefore } from '../audit/bundle-files.ts'
import { findLogIdentity } from '../audit/log-key.ts'
import type { LogRange } from '../audit/log-range.ts'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'

/** What the summary says of the log itself. */
export interface RecordFacts {
  readonly origin: string
  readonly logKey: string
  readonly formerKeys: readonly string[]
  readonly start: { readonly size: number; readonly root: string }
  readonly end: { readonly size: number; readonly root: string; readonly signedAt: Date }
  readonly entries: number
  /** By PCI DSS requirement; an entry counts for each it is logged for. */
  readonly byRequirement: Readonly<Record<string, number>>
  readonly checkpoints: number
  /** Verifier keys of the agents that witness. */
  readonly witnesses: readonly string[]
  /** So many of them signed the last checkpoint: as many the bundle demands. */
  readonly quorum: number
}

export async function readRecordFacts({ pool }: Pick<ServiceContext, 'pool'>, range: LogRange): Promise<RecordFacts> {
  const identity = await findLogIdentity({ pool })
  if (identity === null || identity.logKey === null)
    throw new ServiceError('unavailable', 'There is no log yet: start the hub, which keeps it.')
  const { origin, logKey, formerKeys } = identity
  const { rows: known } = await pool.query<{ witness: string; publicKey: Buffer }>(
    'select witness, public_key as "publicKey" from audit_witness order by witness, agent_id',
  )
  const keys = known.map(({ witness, publicKey }) => createVerifierKey(witness, publicKey, COSIGNATURE_V1))
  const last = await readLast(pool, range.to)
  const { rows: counted } = await pool.query<{ action: string; entries: number }>(
    `select e.action, count(*)::float8 as entries from audit_leaf l join audit_entry e on e.id = l.entry_id
     where l.idx >= $1 and l.idx < $2 group by e.action`,
    [range.from, range.to],
  )
  const byRequirement: Record<string, number> = {}
  for (const { action, entries } of counted)
    for (const requirement of auditActions[action as AuditAction] ?? [])
      byRequirement[requirement] = (byRequirement[requirement] ?? 0) + entries
  const { rows: checkpoints } = await pool.query<{ count: number }>(
    'select count(*)::float8 as count from audit_checkpoint where size >= $1 and size <= $2',
    [range.from, range.to],
  )
  return {
    origin,
    logKey,
    formerKeys,
    start: { size: range.from, root: Buffer.from(rootOf(await frontierBefore(pool, range.from))).toString('base64') },
    end: { size: range.to, root: last.root.toString('base64'), signedAt: last.signedAt },
    entries: range.to - range.from,
    byRequirement: Object.fromEntries(Object.entries(byRequirement).sort(([left], [right]) => (left < right ? -1 : 1))),
    checkpoints: checkpoints[0]?.count ?? 0,
    witnesses: keys.map(formatVerifierKey),
    quorum: countWitnesses(last.notes, parseVerifierKey(logKey), keys),
  }
}

interface LastCheckpoint {
  readonly root: Buffer
  readonly signedAt: Date
  readonly notes: readonly string[]
}

/** All that was signed of this size: silence is signed again and again. */
async function readLast(pool: ServiceContext['pool'], size: number): Promise<LastCheckpoint> {
  const { rows } = await pool.query<{ root: Buffer; signedAt: Date; note: string; lines: string[] }>(
    `select c.root, c.signed_at as "signedAt", c.note,
       array(select line from audit_cosignature o where o.size = c.size and o.signed_at = c.signed_at order by o.witness) as lines
     from audit_checkpoint c where c.size = $1 order by c.signed_at`,
    [size],
  )
  const [first] = rows
  if (first === undefined) throw new Error(`there is no checkpoint of ${size} entries any more`)
  return { ...first, notes: rows.map(({ note, lines }) => lines.reduce(addSignatureLine, note)) }
}

/** The most that signed one of them. */
function countWitnesses(notes: readonly string[], logKey: VerifierKey, trusted: readonly VerifierKey[]): number {
  const counts = notes.map((note) => {
    const opened = openCheckpoint(note, { origin: logKey.name, logKey, trusted })
    return opened.ok ? new Set(opened.verified.filter(({ id }) => id !== logKey.id).map(({ name }) => name)).size : 0
  })
  return Math.max(0, ...counts)
}
