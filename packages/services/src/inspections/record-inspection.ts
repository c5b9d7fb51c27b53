import { createHash } from 'node:crypto'
import { notifyChange } from '@counterfoil/db/connections'
import { z } from 'zod'
import { recordAct } from '../audit/record-act.ts'
import type { ServiceContext } from '../context.ts'
import { DeviceId } from '../devices/device-values.ts'
import { type LockedDevice, lockDevice } from '../devices/lock-device.ts'
import { ServiceError } from '../errors.ts'
import { inTransaction } from '../in-transaction.ts'
import { rowsThrough } from '../read-rows.ts'
import { blockDevice } from './block-device.ts'
import { demandAnswers } from './demand-answers.ts'
import { findCorrected } from './find-corrected.ts'
import {
  answers,
  InspectionId,
  inspectionItems,
  longText,
  MOST_PHOTOS,
  PhoneMs,
  SealNumber,
  SerialRead,
} from './inspection-values.ts'
import { type InspectionFinding, judgeInspection, type Known } from './judge-inspection.ts'
import { noteSeal } from './note-seal.ts'
import { riskClasses } from './risk-classes.ts'
import { isTrained } from './training.ts'

export const RecordInspectionInput = z.strictObject({
  /** Made on the phone: sent twice, it is one. */
  id: InspectionId,
  /** Whose draft it is, so that nobody sends another's as their own from the same phone. */
  by: z.string().min(1).max(64),
  deviceId: DeviceId,
  class: z.enum(riskClasses),
  /** Of the checklist the phone asked by, which may have been replaced meanwhile. */
  classVersion: z.int().min(0).max(1_000_000),
  answers: z.partialRecord(z.enum(inspectionItems), z.enum(answers)),
  labelSerial: SerialRead.nullable(),
  seal: z.strictObject({ found: z.enum(['whole', 'broken', 'missing']), number: SealNumber.nullable() }).nullable(),
  suspicious: z.boolean(),
  note: longText(2_000).nullable(),
  /** Documents of this device, as the upload named them. */
  photos: z.array(z.uuid()).min(1).max(MOST_PHOTOS),
  /** By the phone's clock. */
  doneAtMs: PhoneMs,
  sentAtMs: PhoneMs,
  /** The inspection that was wrong; the note says in what. */
  corrects: InspectionId.nullable(),
})
export type RecordInspectionInput = z.infer<typeof RecordInspectionInput>

export interface RecordedInspection {
  readonly id: string
  /** By the log's clock, which counts. */
  readonly recordedAtMs: number
  readonly result: 'ok' | 'suspicious'
  readonly findings: readonly InspectionFinding[]
  /** It had been sent before. */
  readonly again: boolean
}

/**
 * Keeps what somebody saw of a terminal, with the phone's times and our own. What raises suspicion blocks the device in the same
 * transaction. Throws `not_found` beyond the inspector's reach, `invalid` for another checklist than the device's and for what it asks and
 * nobody answered, `conflict` for another inspection under the same id.
 */
export async function recordInspection(ctx: ServiceContext, input: RecordInspectionInput): Promise<RecordedInspection> {
  const given = RecordInspectionInput.parse(input)
  const person = demandInspector(ctx, given.by)
  return inTransaction(ctx, async (client) => {
    const rows = rowsThrough(client)
    const device = await lockDevice(ctx, client, given.deviceId)
    const hash = contentHash(given)
    const before = await findSent(rows, given, hash)
    if (before !== null) return before
    const corrected = await findCorrected(ctx, rows, given)
    const storeId = corrected?.storeId ?? demandInspectable(device)
    const facts = corrected?.known ?? (await readKnown(rows, device))
    await demandAnswers(ctx, rows, given, { device, corrected, seals: facts.seals })
    await demandPhotos(rows, given)
    const { findings, sealFound } = judgeInspection(given, facts)
    const result = findings.length === 0 ? 'ok' : 'suspicious'
    const recordedAt = ctx.now()
    const trained = await isTrained(rows, person, recordedAt)
    await client.query(
      `insert into inspection (id, content_hash, device_id, store_id, class, class_version, answers, label_serial, listed_serial, told_serial,
         seal_number, seal_found, result, findings, note, done_at, sent_at, recorded_at, inspected_by, trained, corrects, looked_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)`,
      [
        ...[given.id, hash, device.id, storeId, given.class, given.classVersion, JSON.stringify(given.answers)],
        ...[given.labelSerial, facts.listedSerial, facts.toldSerial, given.seal?.number ?? null, sealFound, result, findings],
        ...[given.note, new Date(given.doneAtMs), new Date(given.sentAtMs), recordedAt, person, trained, given.corrects],
        corrected?.lookedAt ?? null,
      ],
    )
    await client.query(
      `insert into inspection_photo (inspection_id, position, document_id)
       select $1, p.position, p.id from unnest($2::uuid[]) with ordinality p (id, position)`,
      [given.id, given.photos],
    )
    const target = { type: 'device', id: String(device.id) }
    await recordAct(ctx, client, {
      action: 'inspection.recorded',
      target,
      after: {
        ...{ inspectionId: given.id, contentHash: hash.toString('hex'), storeId, class: given.class },
        ...{
          classVersion: given.classVersion,
          answers: given.answers,
          sealFound,
          result,
          findings,
          trained,
          photos: given.photos,
        },
        ...{ doneAt: new Date(given.doneAtMs).toISOString(), sentAt: new Date(given.sentAtMs).toISOString() },
        corrects: given.corrects,
      },
      personal: given.note === null ? {} : { note: given.note },
    })
    // How a seal was found long ago says nothing of how it is now.
    if (sealFound !== null && corrected?.isLast !== false)
      await noteSeal(ctx, client, {
        ...{ device, found: sealFound, number: given.seal?.number ?? null },
        isCorrection: corrected !== null,
      })
    if (result === 'suspicious') await blockDevice(ctx, client, { device, inspectionId: given.id, findings })
    await notifyChange(client, { entity: 'device', id: String(device.id) })
    return { id: given.id, recordedAtMs: recordedAt.getTime(), result, findings, again: false }
  })
}

function demandInspector({ actor }: Pick<ServiceContext, 'actor'>, by: string): string {
  if (actor.kind !== 'user') throw new ServiceError('forbidden', 'Inspections are done by people.', { reason: 'no_person' })
  if (actor.id !== by) {
    throw new ServiceError('forbidden', 'Somebody else did this inspection. They sign in to send it.', { reason: 'not_yours' })
  }
  return actor.id
}

function demandInspectable({ kind, storeId }: LockedDevice): number {
  if (kind !== 'terminal') throw new ServiceError('invalid', 'Only terminals are inspected.', { reason: 'no_terminal' })
  if (storeId === null) throw new ServiceError('conflict', 'This device stands in no store.', { reason: 'no_place' })
  return storeId
}

/** Of all but the moment it was sent, which is another each time it is tried. */
function contentHash({ sentAtMs: _, answers: given, ...rest }: RecordInspectionInput): Buffer {
  const inOrder = inspectionItems.map((item) => [item, given[item] ?? null])
  const { id, by, deviceId, class: risk, classVersion, labelSerial, seal, suspicious, note, photos, doneAtMs, corrects } = rest
  const parts = [id, by, deviceId, risk, classVersion, inOrder, labelSerial, seal?.found ?? null, seal?.number ?? null]
  const text = JSON.stringify([...parts, suspicious, note, photos, doneAtMs, corrects])
  return createHash('sha256').update(text).digest()
}

type Rows = ReturnType<typeof rowsThrough>

async function findSent(rows: Rows, { id }: RecordInspectionInput, hash: Buffer): Promise<RecordedInspection | null> {
  const [sent] = await rows<{ hash: Buffer; recordedAt: Date; result: 'ok' | 'suspicious'; findings: InspectionFinding[] }>(
    'select content_hash as hash, recorded_at as "recordedAt", result, findings from inspection where id = $1',
    id,
  )
  if (sent === undefined) return null
  if (!sent.hash.equals(hash))
    throw new ServiceError('conflict', 'Another inspection has this number already.', { reason: 'other_content' })
  return { id, recordedAtMs: sent.recordedAt.getTime(), result: sent.result, findings: sent.findings, again: true }
}

async function readKnown(rows: Rows, { id, terminalId, serial }: LockedDevice): Promise<Known> {
  const [known] = await rows<{ toldSerial: string | null; seals: string[] }>(
    `select (select t.serial from terminal t where t.id = $2::int4) as "toldSerial",
       array(select s.number from device_seal s where s.device_id = $1::int4 and s.removed_at is null order by s.placed_at) as seals`,
    id,
    terminalId,
  )
  return { listedSerial: serial, toldSerial: known?.toldSerial ?? null, seals: known?.seals ?? [] }
}

/** Of this device, and of no other inspection: one photo shows one look. A correction may name those of what it corrects. */
async function demandPhotos(rows: Rows, { deviceId, photos, corrects }: RecordInspectionInput): Promise<void> {
  const [found] = await rows<{ photos: number }>(
    `with recursive same_look as (
       select id, corrects from inspection where id = $3::uuid
       union select i.id, i.corrects from inspection i join same_look s on i.id = s.corrects)
     select count(*)::int4 as photos from device_document m where m.device_id = $1 and m.id = any($2::uuid[]) and m.removed_at is null
       and m.type like 'image/%' and not exists (select from inspection_photo f where f.document_id = m.id
         and f.inspection_id not in (select id from same_look))`,
    deviceId,
    photos,
    corrects,
  )
  if (found?.photos !== new Set(photos).size || new Set(photos).size !== photos.length)
    throw new ServiceError('invalid', 'A photo of this inspection is not here, or an earlier inspection has shown it already.', {
      field: 'photos',
      reason: 'no_photo',
    })
}
