import type { DeviceDescription, DeviceKind } from './device-values.ts'
import type { DeviceState } from './lifecycle.ts'

/** One line of the list. */
export interface ListedDevice
  extends Pick<DeviceDescription, 'make' | 'model' | 'serial' | 'firmware' | 'approvalNumber' | 'approvalExpiresOn' | 'p2pe'> {
  readonly id: number
  readonly kind: DeviceKind
  readonly registered: boolean
  readonly state: DeviceState
  readonly storeId: number | null
  readonly storeCode: string | null
  readonly storeName: string | null
  readonly storeNameLang: string | null
  readonly country: string | null
  readonly lane: string | null
  /** What the port says of itself, where there is one. */
  readonly toldSerial: string | null
  readonly terminalId: number | null
  /** How its port is, or for a PC whether its agent is connected; null where nothing answers. */
  readonly condition: string | null
  readonly hostname: string | null
  readonly holder: string | null
  readonly serialDiffers: boolean
  readonly sealNotWhole: boolean
  /** Older than may run, or than what is current; null: neither, or not judged. */
  readonly firmwareLevel: 'below_least' | 'behind' | null
}

/** SQL text: how far behind the firmware of device `d` is, as the hub found it last. */
export const firmwareLevel = `(select f.figures ->> 'level' from health_finding f where f.terminal_id = d.terminal_id
   and f.code = 'firmware_outdated' and f.until is null limit 1)`

/** SQL text: the columns of a line over `deviceTables`; the needs are given by their conditions. */
export const listedColumns = (needs: { readonly serial_differs: string; readonly seal_not_whole: string }): string =>
  `d.id, d.kind, d.registered, d.state, d.make, d.model, d.serial, d.firmware, d.approval_number as "approvalNumber",
   d.approval_expires_on::text as "approvalExpiresOn", d.p2pe, d.store_id as "storeId", s.code as "storeCode", s.name as "storeName",
   s.name_lang as "storeNameLang", s.country::text as country, l.key as lane, t.serial as "toldSerial", d.terminal_id as "terminalId",
   case d.kind when 'terminal' then (select c.condition from terminal_condition c where c.terminal_id = d.terminal_id and c.until is null limit 1)
     else (select case when p.connected then 'connected' else 'away' end from agent_presence p where p.agent_id = d.agent_id and p.until is null limit 1)
   end as condition,
   (select g.hostname from agent g where g.id = d.agent_id) as hostname,
   (select c.holder from device_custody c where c.device_id = d.id and c.until is null) as holder,
   ${needs.serial_differs} as "serialDiffers", ${needs.seal_not_whole} as "sealNotWhole",
   ${firmwareLevel} as "firmwareLevel"`
