/** One told condition of a terminal. */
export interface ConditionTold {
  readonly terminalId: number
  readonly sinceMs: number
  readonly condition: string
  readonly reason: string | null
  readonly code: string | null
  readonly text: string | null
  readonly agentId: number
  readonly epoch: number
  readonly seq: number
}

/** An interval to write. `index` counts within the terminal; the first one may be the same as the row that is open. */
export interface ConditionRow extends ConditionTold {
  readonly index: number
  readonly untilMs: number | null
}

/** How the open interval of a terminal ends: at the first told condition, or, if that is the same, at the second (null: not). */
export interface ConditionHead {
  readonly first: ConditionTold
  readonly secondSinceMs: number | null
}

/** Told conditions in order → intervals per terminal. A condition told again does not begin a new interval. */
export function foldConditions(told: readonly ConditionTold[]): { heads: ConditionHead[]; rows: ConditionRow[] } {
  const byTerminal = new Map<number, ConditionTold[]>()
  for (const one of told) {
    const list = byTerminal.get(one.terminalId)
    if (list === undefined) byTerminal.set(one.terminalId, [one])
    else if (!isSame(list.at(-1), one)) list.push(forward(list.at(-1), one))
  }
  const heads: ConditionHead[] = []
  const rows: ConditionRow[] = []
  for (const list of [...byTerminal.values()].sort((a, b) => (a[0]?.terminalId ?? 0) - (b[0]?.terminalId ?? 0))) {
    const [first, second] = list
    if (first === undefined) continue
    heads.push({ first, secondSinceMs: second?.sinceMs ?? null })
    for (const [index, one] of list.entries()) rows.push({ ...one, index, untilMs: list[index + 1]?.sinceMs ?? null })
  }
  return { heads, rows }
}

function isSame(a: ConditionTold | undefined, b: ConditionTold): boolean {
  return a?.condition === b.condition && a.reason === b.reason && a.code === b.code && a.text === b.text
}

/** Order is by number; a clock that was set back must not make an interval end before it began. */
function forward(before: ConditionTold | undefined, one: ConditionTold): ConditionTold {
  return before !== undefined && one.sinceMs < before.sinceMs ? { ...one, sinceMs: before.sinceMs } : one
}
