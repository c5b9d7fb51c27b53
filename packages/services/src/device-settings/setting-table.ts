import type { DeviceKind } from '../devices/device-values.ts'
import { riskClasses } from '../inspections/risk-classes.ts'

/** The levels of the tree, from the widest to the narrowest: what a narrower one says is true there. */
export const settingLevels = ['chain', 'country', 'region', 'store', 'lane', 'device'] as const
export type SettingLevel = (typeof settingLevels)[number]

export type SettingValue = string | number

/** What values a setting may have. Times are the store's own. */
export type SettingForm =
  | { readonly form: 'number'; readonly least: number; readonly most: number; readonly unit: 'ms' | 's' | 'days' | 'mb' | null }
  | { readonly form: 'choice'; readonly of: readonly SettingValue[] }
  | { readonly form: 'text'; readonly most: number }
  /** HH:MM */
  | { readonly form: 'time' }
  /** HH:MM-HH:MM; one that ends before it begins goes over midnight. */
  | { readonly form: 'window' }

/**
 * What becomes of what is said. `sent`: it is sent to agents, which obey it. `file`: where a device is and what it speaks is known on
 * the spot alone, and stays in the agent's own file. `judged`: the hub judges by it. `noted`: for people; nothing acts on it.
 */
export type SettingReach = 'sent' | 'file' | 'judged' | 'noted'

export type SettingDefinition = SettingForm & {
  readonly reach: SettingReach
  readonly kinds: readonly DeviceKind[]
  /** The widest level at which it means anything: no two terminals of a country have one address. */
  readonly widest: SettingLevel
  /** What is true where nobody said anything; null: as the agent's own file says. */
  readonly otherwise: SettingValue | null
}

const ofTerminals = { kinds: ['terminal'], widest: 'chain', otherwise: null, reach: 'sent' } as const
const onTheSpot = { ...ofTerminals, reach: 'file' } as const
const ofPcs = { kinds: ['agent_pc'], widest: 'chain', otherwise: null, reach: 'sent' } as const
const ofAll = { kinds: ['terminal', 'agent_pc'], widest: 'chain', otherwise: null, reach: 'noted' } as const
const ms = (least: number, most: number) => ({ ...ofTerminals, form: 'number', least, most, unit: 'ms' }) as const

/** Every setting there is. What terminals are spoken to by is held against the protocols themselves by a test. */
export const settingTable = {
  'link.protocol': { ...onTheSpot, form: 'choice', of: ['zvt'] },
  'link.kind': { ...onTheSpot, form: 'choice', of: ['serial', 'tcp'] },
  'link.path': { ...onTheSpot, form: 'text', most: 200 },
  'link.baudRate': { ...ofTerminals, form: 'choice', of: [1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200] },
  'link.dataBits': { ...ofTerminals, form: 'choice', of: [7, 8] },
  'link.parity': { ...ofTerminals, form: 'choice', of: ['none', 'even', 'odd'] },
  'link.stopBits': { ...ofTerminals, form: 'choice', of: [1, 2] },
  'link.host': { ...onTheSpot, form: 'text', most: 200, widest: 'lane' },
  'link.port': { ...onTheSpot, form: 'number', least: 1, most: 65_535, unit: null },
  'zvt.t1': ms(100, 2_000),
  'zvt.t2': ms(500, 10_000),
  'zvt.t3': ms(1_000, 60_000),
  'zvt.t4': ms(30_000, 1_800_000),
  'zvt.poll': ms(5_000, 60_000),
  'zvt.busyPoll': ms(1_000, 60_000),
  'zvt.retry': ms(1_000, 300_000),
  'zvt.inquiryFirst': ms(500, 60_000),
  'zvt.inquiryMax': ms(1_000, 600_000),
  'zvt.printLines': { ...ofTerminals, form: 'choice', of: ['none', 'lines', 'blocks'] },
  /** So long may a prompt stand on a terminal until it is worth a look. */
  'payments.promptSeconds': { ...ofTerminals, reach: 'noted', form: 'number', least: 10, most: 1_800, unit: 's', otherwise: 180 },
  'day.endOfDay': { ...ofTerminals, reach: 'noted', form: 'time' },
  'day.maintenance': { ...ofAll, form: 'window' },
  /** In what risk it stands, by which it is looked at for tampering (PCI DSS 9.5.1.2). */
  'inspection.class': { ...ofTerminals, reach: 'judged', form: 'choice', of: riskClasses, otherwise: 'attended' },
  /** At least so often, whatever its class says. */
  'inspection.days': { ...ofTerminals, reach: 'judged', form: 'number', least: 1, most: 365, unit: 'days', otherwise: 90 },
  'agent.logLevel': { ...ofPcs, form: 'choice', of: ['debug', 'info', 'warn', 'error', 'silent'] },
  'agent.recordLimitMb': { ...ofPcs, reach: 'file', form: 'number', least: 4, most: 1_048_576, unit: 'mb' },
} as const satisfies Readonly<Record<string, SettingDefinition>>

export type SettingName = keyof typeof settingTable
export const settingNames = Object.keys(settingTable) as [SettingName, ...SettingName[]]

export const definitionOf = (name: SettingName): SettingDefinition => settingTable[name]

/** Whether it may be said at this level. */
export function maySet(name: SettingName, level: SettingLevel): boolean {
  return settingLevels.indexOf(level) >= settingLevels.indexOf(definitionOf(name).widest)
}

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$/

/** Whether a value has the form of its setting. */
export function fits(name: SettingName, value: SettingValue): boolean {
  const definition = definitionOf(name)
  switch (definition.form) {
    case 'number':
      return Number.isInteger(value) && Number(value) >= definition.least && Number(value) <= definition.most
    case 'choice':
      return definition.of.includes(value)
    case 'text':
      return (
        typeof value === 'string' &&
        value.length <= definition.most &&
        value === value.trim() &&
        /^[^\p{Cc}\p{Cs}]+$/u.test(value)
      )
    case 'time':
      return typeof value === 'string' && TIME.test(value)
    case 'window': {
      const [from = '', until = '', ...more] = String(value).split('-')
      return TIME.test(from) && TIME.test(until) && from !== until && more.length === 0
    }
  }
}
