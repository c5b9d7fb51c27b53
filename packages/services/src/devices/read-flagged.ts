import { epochMs, type ReadRows } from '../read-rows.ts'
import type { FlaggedPayment } from './device-detail.ts'
import { type DeviceState, flaggedStates } from './lifecycle.ts'

const SHOWN = 20

/**
 * What a device was at the moment of a payment is asked of its intervals, not written beside the payment: so the recorder has
 * nothing to refuse, and what arrives late is flagged all the same.
 */
const stateThen = (payment: string): string => `
  join device_place w on w.terminal_id = ${payment}.terminal_id and w.since <= ${payment}.opened_at
    and (w.until is null or w.until > ${payment}.opened_at)
  join device_state z on z.device_id = w.device_id and z.since <= ${payment}.opened_at
    and (z.until is null or z.until > ${payment}.opened_at) and z.state = any(array['${flaggedStates.join("','")}'])`

/** The newest payments a device took in a state in which none is expected of it. */
export function readFlagged(rows: ReadRows, deviceId: number): Promise<FlaggedPayment[]> {
  return rows<FlaggedPayment>(
    `select p.id::text as id, ${epochMs('p.opened_at')} as "openedAtMs", coalesce(p.authorised_minor, p.requested_minor)::float8 as "amountMinor",
       p.currency::text as currency, p.outcome, z.state
     from device_place w
     join device_state z on z.device_id = w.device_id and z.state = any($2::text[])
     join terminal t on t.id = w.terminal_id
     join payment p on p.store_id = t.store_id and p.terminal_id = w.terminal_id
       and p.opened_at >= greatest(w.since, z.since) and p.opened_at < least(w.until, z.until, 'infinity')
     where w.device_id = $1::int4
     order by p.opened_at desc, p.id limit ${SHOWN}`,
    deviceId,
    flaggedStates,
  )
}

/** Whether a payment came from a device that should have taken none: which, and what it was then. */
export async function readPaymentFlag(
  rows: ReadRows,
  { terminalId, openedAtMs }: { readonly terminalId: number; readonly openedAtMs: number },
): Promise<{ readonly deviceId: number; readonly state: DeviceState } | null> {
  const [found] = await rows<{ deviceId: number; state: DeviceState }>(
    `select w.device_id as "deviceId", z.state
     from (select $1::int4 as terminal_id, to_timestamp($2::float8 / 1000) as opened_at) p ${stateThen('p')} limit 1`,
    terminalId,
    openedAtMs,
  )
  return found ?? null
}
