import { dayOf, openDay, weekday } from './bank-days.ts'
import { FAMILIES, type Family, type FamilyId } from './families.ts'
import { type FaultRates, USUAL_FAULTS } from './faults.ts'
import { Chance } from './random.ts'

export interface ChainOptions {
  readonly seed: number
  /** About how many lines the acquirers' files hold together. */
  readonly lines: number
  readonly days: number
  readonly faults: FaultRates
}

export const chainOptions = (changed: Partial<ChainOptions> = {}): ChainOptions => ({
  seed: 1,
  lines: 20_000,
  days: 30,
  faults: USUAL_FAULTS,
  ...changed,
})

/** After the last sale: returns, chargebacks, releases of the reserve and late money. */
export const TAIL_DAYS = 21

/** Stretches with what is hard: Easter and a short night; two weeks of holidays with make-up days and a long night; both in spring. */
const STARTS = [dayOf(2026, 3, 14), dayOf(2026, 9, 27), dayOf(2025, 4, 12), dayOf(2026, 2, 20)]

/** What is decided before anything is sold. */
export interface Plan {
  readonly options: ChainOptions
  readonly firstDay: number
  readonly lastDay: number
  readonly endDay: number
  /** Family and bucket → what happens to its file. */
  readonly fileFaults: ReadonlyMap<string, 'lost' | 'twice' | 'corrected' | 'truncated'>
  readonly statementFaults: ReadonlyMap<string, 'lost' | 'twice'>
  salesOn(family: Family, day: number): number
}

/** Which file the sales of a day are in, named by the day it is of: Stripe's is of a payout, the others' of a sales day. */
export const bucketOf = (family: Family, day: number): number => (family.id === 'stripe' ? dueDayOf(family, day) : day)
export const dueDayOf = (family: Family, salesDay: number): number => openDay(family.days, salesDay, family.lag)

export function planChain(options: ChainOptions): Plan {
  const chance = new Chance(options.seed * 7 + 1)
  const firstDay = STARTS[options.seed % STARTS.length] ?? dayOf(2026, 3, 14)
  const lastDay = firstDay + options.days - 1
  const weight = (day: number): number => [1.15, 0.85, 0.9, 0.9, 1, 1.2, 1.3][weekday(day)] ?? 1
  let total = 0
  for (const family of FAMILIES) for (let day = firstDay; day <= lastDay; day++) total += weight(day) * weightOf(family)
  return {
    options,
    firstDay,
    lastDay,
    endDay: lastDay + TAIL_DAYS,
    fileFaults: planFiles(options, chance, firstDay, lastDay),
    statementFaults: planStatements(options, chance, firstDay, lastDay),
    salesOn: (family, day) => (options.lines * 0.985 * weight(day) * weightOf(family)) / total,
  }
}

const weightOf = ({ stores: [first, last], share }: Family): number => ((last - first + 1) * share) / 100

/** Not at the ends, where nothing follows, and one fault a file; what is cut off has to be a kind that then cannot be read. */
function planFiles({ faults }: ChainOptions, chance: Chance, firstDay: number, lastDay: number): Plan['fileFaults'] {
  const planned = new Map<string, 'lost' | 'twice' | 'corrected' | 'truncated'>()
  const zipped: readonly FamilyId[] = ['alipay', 'unionpay']
  const plan = (what: 'lost' | 'twice' | 'corrected' | 'truncated', count: number): void => {
    for (let done = 0, tries = 0; done < count && tries < 1000; tries++) {
      const family = FAMILIES[chance.below(FAMILIES.length)]
      const day = chance.between(firstDay + 2, lastDay - 4)
      if (!family || (what === 'truncated' && !zipped.includes(family.id))) continue
      const key = `${family.id} ${bucketOf(family, day)}`
      if (planned.has(key)) continue
      planned.set(key, what)
      done++
    }
  }
  plan('lost', faults['files-lost'])
  plan('truncated', faults['files-truncated'])
  plan('twice', faults['files-twice'])
  plan('corrected', faults['files-corrected'])
  return planned
}

function planStatements({ faults }: ChainOptions, chance: Chance, firstDay: number, lastDay: number): Plan['statementFaults'] {
  const planned = new Map<string, 'lost' | 'twice'>()
  const plan = (what: 'lost' | 'twice', count: number): void => {
    for (let done = 0, tries = 0; done < count && tries < 1000; tries++) {
      const family = FAMILIES[chance.below(FAMILIES.length)]
      const day = chance.between(firstDay + 5, lastDay - 2)
      if (!family?.days.isOpen(day) || planned.has(`${family.account} ${day}`)) continue
      planned.set(`${family.account} ${day}`, what)
      done++
    }
  }
  plan('lost', faults['statements-lost'])
  plan('twice', faults['statements-twice'])
  return planned
}
