import type { CsvRow } from '../csv/index.ts'
import { plainCell } from '../csv/index.ts'
import { changedFields } from './change-device.ts'
import { type DeviceColumn, describedBy, deviceColumns } from './device-columns.ts'
import { DeviceDescription, type DeviceKind, deviceKinds, LaneKey } from './device-values.ts'
import { type DeviceState, deviceMay } from './lifecycle.ts'

/** What the file needs to be compared with. */
export interface KnownDevice extends DeviceDescription {
  readonly id: number
  readonly kind: DeviceKind
  readonly state: DeviceState
  readonly storeId: number | null
  readonly lane: string | null
}

export interface Known {
  /** By number, and by `serialKey`; only what the asker reaches. */
  readonly devices: ReadonlyMap<string, KnownDevice>
  readonly storeIds: ReadonlyMap<string, number>
  /** Whether the asker may register what stands nowhere. */
  readonly wholeChain: boolean
}

export interface LineError {
  readonly line: number
  readonly column: DeviceColumn | null
  /** A stable word, which the page says in its own. */
  readonly reason:
    | 'not_known'
    | 'wrong_value'
    | 'no_such_device'
    | 'no_such_store'
    | 'needs_store'
    | 'lane_without_store'
    | 'twice'
    | 'state_forbids'
    | 'place_differs'
}

export type PlannedLine =
  | {
      readonly what: 'new'
      readonly line: number
      readonly kind: DeviceKind
      readonly description: DeviceDescription
      readonly storeId: number | null
      readonly lane: string | null
    }
  | {
      readonly what: 'changed'
      readonly line: number
      readonly id: number
      readonly description: DeviceDescription
      readonly fields: readonly {
        readonly name: keyof DeviceDescription
        readonly before: string | null
        readonly after: string | null
      }[]
    }
  | { readonly what: 'same'; readonly line: number; readonly id: number }

export interface ImportPlan {
  readonly lines: readonly PlannedLine[]
  readonly errors: readonly LineError[]
}

export const serialKey = (kind: string, make: string | null, serial: string): string =>
  `${kind} ${(make ?? '').toUpperCase()} ${serial.toUpperCase()}`

/** What each line would do, or why it cannot. Changes nothing, asks nothing. */
export function planImport([head, ...rows]: readonly CsvRow[], known: Known): ImportPlan {
  const columns = head?.cells.map((cell) => plainCell(cell).toLowerCase()) ?? []
  const errors: LineError[] = []
  if (!columns.includes('id') && !columns.includes('kind'))
    errors.push({ line: head?.line ?? 1, column: 'kind', reason: 'not_known' })
  for (const column of columns) {
    if (!deviceColumns.some((one) => one === column)) errors.push({ line: head?.line ?? 1, column: null, reason: 'not_known' })
  }
  if (errors.length > 0) return { lines: [], errors }
  const seen = new Set<string>()
  const lines = rows.flatMap((row): PlannedLine[] => {
    const read = (column: DeviceColumn): string | null => {
      const at = columns.indexOf(column)
      return at === -1 ? null : plainCell(row.cells[at] ?? '')
    }
    const planned = planLine(row.line, read, known, seen)
    if (!('reason' in planned)) return [planned]
    errors.push(planned)
    return []
  })
  return { lines, errors }
}

function planLine(
  line: number,
  read: (column: DeviceColumn) => string | null,
  known: Known,
  seen: Set<string>,
): PlannedLine | LineError {
  const wrong = (column: DeviceColumn, reason: LineError['reason']): LineError => ({ line, column, reason })
  const id = read('id') || null
  const kind = deviceKinds.find((one) => one === read('kind'))
  const serial = read('serial') || null
  if (id === null && kind === undefined) return wrong('kind', 'wrong_value')
  const before =
    id !== null
      ? known.devices.get(id)
      : serial === null
        ? undefined
        : known.devices.get(serialKey(kind ?? '', read('make') || null, serial))
  if (id !== null && before === undefined) return wrong('id', 'no_such_device')
  const described = describe(read, before)
  if ('column' in described) return wrong(described.column, 'wrong_value')
  const key = before !== undefined ? `id ${before.id}` : serial === null ? null : serialKey(kind ?? '', described.make, serial)
  if (key !== null && seen.has(key)) return wrong(id === null ? 'serial' : 'id', 'twice')
  if (key !== null) seen.add(key)
  const code = read('store') || null
  const lane = read('lane') || null
  const storeId = code === null ? null : known.storeIds.get(code)
  if (storeId === undefined) return wrong('store', 'no_such_store')
  if (before !== undefined) {
    const isElsewhere = (code !== null && storeId !== before.storeId) || (lane !== null && lane !== before.lane)
    // Moving has a reason, which a file does not give.
    if (isElsewhere) return wrong(code !== null && storeId !== before.storeId ? 'store' : 'lane', 'place_differs')
    const fields = changedFields(before, described).map((name) => ({ name, before: before[name], after: described[name] }))
    if (fields.length === 0) return { what: 'same', line, id: before.id }
    if (!deviceMay[before.state].change) return wrong('id', 'state_forbids')
    return { what: 'changed', line, id: before.id, description: described, fields }
  }
  if (storeId === null && !known.wholeChain) return wrong('store', 'needs_store')
  if (lane !== null && (storeId === null || kind !== 'terminal')) return wrong('lane', 'lane_without_store')
  if (lane !== null && !LaneKey.safeParse(lane).success) return wrong('lane', 'wrong_value')
  return { what: 'new', line, kind: kind ?? 'terminal', description: described, storeId, lane }
}

/** What a line says; a column the file does not have leaves what is known. An empty cell says that it is not known. */
function describe(
  read: (column: DeviceColumn) => string | null,
  before: DeviceDescription | undefined,
): DeviceDescription | { readonly column: DeviceColumn } {
  const said = Object.fromEntries(
    Object.entries(describedBy).map(([name, column]) => {
      const cell = read(column)
      const empty = name === 'p2pe' ? 'not_told' : null
      return [name, cell === null ? (before?.[name as keyof DeviceDescription] ?? empty) : cell || empty]
    }),
  )
  const parsed = DeviceDescription.safeParse(said)
  if (parsed.success && (parsed.data.p2pe === 'yes' || parsed.data.p2peSolution === null)) return parsed.data
  const at = (parsed.error?.issues[0]?.path[0] ?? 'p2peSolution') as keyof DeviceDescription
  return { column: describedBy[at] }
}
