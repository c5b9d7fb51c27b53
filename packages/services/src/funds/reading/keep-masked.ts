import { notifyChange } from '@counterfoil/db/connections'
import type pg from 'pg'
import type { ActContext } from '../../audit/index.ts'
import { raiseCardAlarm } from '../../card-alarms/raise-card-alarm.ts'
import { findSealer } from '../../vault/index.ts'
import { filePurpose } from '../file-purpose.ts'
import { PART_BYTES } from '../files/seal-parts.ts'
import type { FileReading } from './file-reading.ts'
import type { WaitingFile } from './waiting-file.ts'

export interface CardNumbersFound {
  readonly masked: Uint8Array | null
  readonly found: FileReading['cardNumbers']
}

/** Raises the alarm of a file with full card numbers and keeps the copy without them. Gives whether there is one. */
export async function keepMasked(
  ctx: ActContext,
  client: pg.PoolClient,
  file: WaitingFile,
  { masked, found }: CardNumbersFound,
): Promise<boolean> {
  const sealer = await findSealer({ pool: client })
  if (masked !== null) {
    for (let part = 0; part * PART_BYTES < masked.length; part += 1) {
      const id = ctx.newId()
      const plain = masked.subarray(part * PART_BYTES, (part + 1) * PART_BYTES)
      await client.query(
        `insert into funds_file_content (id, file_id, what, part, sealed) values ($1, $2, 'masked', $3, $4) on conflict do nothing`,
        [id, file.id, part, Buffer.from(sealer.seal(filePurpose(id), plain))],
      )
    }
  }
  const alarm = await raiseCardAlarm({ ...ctx, sealer }, client, {
    place: `funds_file.${file.id}`,
    source: await sourceOf(client, file),
    storeId: null,
    agentId: null,
    terminalId: null,
    till: null,
    numbers: found.truncated,
    count: Math.max(found.count, 1),
    // The file itself is sealed beside; it is not kept a second time.
    content: null,
  })
  await notifyChange(client, { entity: 'card_alarm', id: alarm })
  return masked !== null
}

/** Who brought the file, or the part of the product that fetched it. */
async function sourceOf(client: pg.PoolClient, file: WaitingFile) {
  const { rows } = await client.query<{ by: string }>('select received_by as by from funds_file where id = $1', [file.id])
  const by = rows[0]?.by ?? ''
  const [kind, id] = by.split(' ')
  return kind === 'token' && id !== undefined ? ({ kind: 'token', id } as const) : ({ kind: 'person', id: by } as const)
}
