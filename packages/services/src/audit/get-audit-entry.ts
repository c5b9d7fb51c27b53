import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { ServiceError } from '../errors.ts'
import { requireWholeChain } from '../permissions/whole-chain.ts'
import { type ReadRows, readTogether } from '../read-rows.ts'
import { type AuditRow, type AuditRowRecord, auditRowColumns, nameRows } from './audit-row.ts'
import { type AwayMonth, readAway } from './away-months.ts'
import { type EntryProof, readEntryProof } from './prove-entry.ts'
import { recordAct } from './record-act.ts'

/** A value the entry holds the commitment of; null values were erased. */
export interface PersonalShown {
  readonly name: string
  readonly value: string | null
  /** Base64; with it the value can be compared with its commitment. */
  readonly salt: string | null
}

export interface AuditEntryDetail {
  readonly row: AuditRow
  /** The exact bytes that are hashed and proved, base64; null where they lie in the archive of a month. */
  readonly body: string | null
  /** What they were hashed to, base64; null while the entry waits for its place. */
  readonly leaf: string | null
  /** Where the bytes are if not here. */
  readonly archive: AwayMonth | null
  readonly personal: readonly PersonalShown[]
  /** Other entries of the same request, oldest first. */
  readonly sameRequest: readonly AuditRow[]
  /** What the same actor did in the half hours before and after. */
  readonly around: readonly AuditRow[]
  readonly proof: EntryProof
}

export const GetAuditEntryInput = z.strictObject({ id: z.uuid() })
export type GetAuditEntryInput = z.infer<typeof GetAuditEntryInput>

const MOST_NEIGHBOURS = 20
const AROUND = `interval '30 minutes'`

/** One entry with all that belongs to it, and its proof. That it was read is recorded. Throws `not_found`. */
export async function getAuditEntry(ctx: ServiceContext, { id }: GetAuditEntryInput): Promise<AuditEntryDetail> {
  requireWholeChain(ctx)
  const { rowCount } = await ctx.pool.query('select from audit_entry where id = $1', [id])
  if (rowCount !== 1) throw new ServiceError('not_found', `There is no entry ${id} in the log.`)
  await recordAct(ctx, ctx.pool, { action: 'audit.read', target: { type: 'audit_entry', id } })
  const told = await readTogether(ctx, async (rows) => {
    const [record] = await rows<AuditRowRecord & { body: Buffer | null; leaf: Buffer | null }>(
      `select ${auditRowColumns}, e.body, l.hash as leaf from audit_entry e left join audit_leaf l on l.entry_id = e.id where e.id = $1::uuid`,
      id,
    )
    if (record === undefined) throw new ServiceError('not_found', `There is no entry ${id} in the log.`)
    const { body, leaf, ...plain } = record
    const [row] = await nameRows(rows, [plain])
    return {
      row: row as AuditRow,
      body: body?.toString('base64') ?? null,
      leaf: leaf?.toString('base64') ?? null,
      personal: await readPersonal(rows, id, body),
      sameRequest: await readNeighbours(
        rows,
        `e.request_id = (select request_id from audit_entry where id = $1::uuid) and e.id <> $1::uuid`,
        id,
      ),
      around: await readAround(rows, plain),
    }
  })
  const { index } = told.row
  const [archive = null] = told.body === null && index !== null ? await readAway(ctx.pool, { from: index, to: index + 1 }) : []
  return { ...told, archive, proof: await readEntryProof(ctx, id) }
}

/** Of an entry in the archive those that are left: which ones it once had, its bytes alone tell. */
async function readPersonal(rows: ReadRows, id: string, body: Buffer | null): Promise<PersonalShown[]> {
  const kept = await rows<{ name: string; value: string; salt: Buffer }>(
    'select name, value, salt from audit_personal where entry_id = $1::uuid order by name',
    id,
  )
  if (body === null) return kept.map(({ salt, ...one }) => ({ ...one, salt: salt.toString('base64') }))
  const { personal } = JSON.parse(body.toString()) as { personal?: Readonly<Record<string, string>> }
  return Object.keys(personal ?? {}).map((name) => {
    const found = kept.find((one) => one.name === name)
    return { name, value: found?.value ?? null, salt: found?.salt.toString('base64') ?? null }
  })
}

async function readNeighbours(rows: ReadRows, condition: string, ...values: unknown[]): Promise<AuditRow[]> {
  const found = await rows<AuditRowRecord>(
    `select ${auditRowColumns} from audit_entry e left join audit_leaf l on l.entry_id = e.id
     where ${condition} order by e.recorded_at, e.id limit ${MOST_NEIGHBOURS}`,
    ...values,
  )
  return nameRows(rows, found)
}

/** The nearest on both sides: an hour may hold more than anybody reads. */
async function readAround(rows: ReadRows, { id, actor_type, actor_id }: AuditRowRecord): Promise<AuditRow[]> {
  if (actor_type === 'system') return []
  const half = (order: 'asc' | 'desc', compare: '<' | '>') =>
    rows<AuditRowRecord>(
      `select ${auditRowColumns} from audit_entry here
       join audit_entry e on e.actor_id = $2 and e.actor_type = $3
         and (e.recorded_at, e.id) ${compare} (here.recorded_at, here.id)
         and e.recorded_at between here.recorded_at - ${AROUND} and here.recorded_at + ${AROUND}
       left join audit_leaf l on l.entry_id = e.id
       where here.id = $1::uuid and e.action <> 'audit.read'
       order by e.recorded_at ${order}, e.id ${order} limit ${MOST_NEIGHBOURS / 2}`,
      id,
      actor_id,
      actor_type,
    )
  const before = await half('desc', '<')
  return nameRows(rows, [...before.reverse(), ...(await half('asc', '>'))])
}
