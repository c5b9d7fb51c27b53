import { WatchScope } from '@counterfoil/protocol'
import { z } from 'zod'
import type { ServiceContext } from '../context.ts'
import { deviceReachAt } from '../devices/device-reach.ts'
import { storesWithin } from '../permissions/stores-within.ts'
import { readTogether } from '../read-rows.ts'
import { scopeValues } from '../stores/scope-condition.ts'
import { type FirmwareVerdict, judgeFirmware } from './judge-firmware.ts'
import {
  type FirmwareRule,
  isInForce,
  isModel,
  plainName,
  readFirmwareRules,
  ruleOf,
  runsFirmware,
} from './read-firmware-rules.ts'

export const ListFirmwareInput = z.strictObject({ scope: WatchScope })
export type ListFirmwareInput = z.infer<typeof ListFirmwareInput>

/** A model with what its terminals run, and what is said of that. */
export interface FirmwareModel {
  readonly make: string | null
  readonly model: string | null
  readonly rule: FirmwareRule | null
  /** 0: nothing was ever said of it. */
  readonly version: number
  readonly runs: readonly {
    readonly firmware: string | null
    readonly devices: number
    readonly verdict: FirmwareVerdict | null
  }[]
  /** Versions of fewer terminals that are not listed, and how many run them. */
  readonly moreRuns: { readonly versions: number; readonly devices: number }
  /** Terminals that run less than may run, and that are behind. */
  readonly belowLeast: number
  readonly behind: number
}

export interface FirmwareList {
  readonly models: readonly FirmwareModel[]
  /** Models that are not listed: none of them has more terminals below the least, or behind, than those that are. */
  readonly moreModels: number
}

export const MOST_MODELS = 100
export const MOST_RUNS = 50

interface Row {
  readonly make: string | null
  readonly model: string | null
  readonly firmware: string | null
  readonly devices: number
}

/** What terminals in use of a scope run, by model, those with most below the least first; and every model something is said of. */
export async function listFirmware(ctx: ServiceContext, { scope }: ListFirmwareInput): Promise<FirmwareList> {
  return readTogether(ctx, async (rows) => {
    const said = await readFirmwareRules(rows)
    const rules = said.filter(isInForce)
    const found = await rows<Row>(
      `select d.make, ${isModel} as model, ${runsFirmware} as firmware, count(*)::int4 as devices
       from device d left join store s on s.id = d.store_id left join terminal t on t.id = d.terminal_id
       where d.kind = 'terminal' and d.state = 'active' and ${deviceReachAt(1)} group by 1, 2, 3 order by 1, 2, 3 desc`,
      ...scopeValues(storesWithin(ctx, scope)),
    )
    const models = Map.groupBy(found, (row) => keyOf(ruleOf(rules, row) ?? row))
    for (const rule of rules) if (!models.has(keyOf(rule))) models.set(keyOf(rule), [])
    const all = [...models]
      .map(([key, runs]) => modelOf(runs, rules.find((rule) => keyOf(rule) === key) ?? null, said))
      .sort((a, b) => b.belowLeast - a.belowLeast || b.behind - a.behind || nameOf(a).localeCompare(nameOf(b), 'en'))
    return { models: all.slice(0, MOST_MODELS), moreModels: Math.max(0, all.length - MOST_MODELS) }
  })
}

const keyOf = (row: Pick<Row, 'make' | 'model'>): string => `${plainName(row.make)}\n${plainName(row.model)}`
const nameOf = ({ make, model }: Pick<FirmwareModel, 'make' | 'model'>): string => `${make ?? ''} ${model ?? ''}`

function modelOf(rows: readonly Row[], rule: FirmwareRule | null, said: readonly FirmwareRule[]): FirmwareModel {
  const { make, model } = rule ?? rows[0] ?? { make: null, model: null }
  const sum = (of: readonly { readonly devices: number }[]) => of.reduce((all, { devices }) => all + devices, 0)
  // Terminals that nobody described, and those of the maker, run the same.
  const byFirmware = Map.groupBy(rows, ({ firmware }) => firmware)
  const runs = [...byFirmware].map(([firmware, same]) => ({
    firmware,
    devices: sum(same),
    verdict: rule === null ? null : judgeFirmware(firmware, rule),
  }))
  const count = (of: FirmwareVerdict) => sum(runs.filter(({ verdict }) => verdict === of))
  const version = ruleOf(said, { make, model })?.version ?? 0
  const listed = new Set(runs.toSorted((a, b) => b.devices - a.devices).slice(0, MOST_RUNS))
  const others = runs.filter((run) => !listed.has(run))
  return {
    ...{ make, model, rule, version, runs: runs.filter((run) => listed.has(run)) },
    moreRuns: { versions: others.length, devices: sum(others) },
    ...{ belowLeast: count('below_least'), behind: count('behind') },
  }
}
