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

/** How a terminal was for a while; open while `untilMs` is null. */
export interface ConditionInterval extends ConditionTold {
  readonly untilMs: number | null
}

/** An interval to write. `index` counts within the terminal; the first one may be the same as the row that is open. */
export interface ConditionRow extends ConditionInterval {
  readonly index: number
}

/** The first told condition of a terminal and, if there is another, when that begins. */
export interface ConditionHead {
  readonly first: ConditionTold
  readonly secondSinceMs: number | null
}

/**
 * Told conditions in order → intervals per terminal, to be joined to the open one. A condition told again does not begin a
 * new interval. No interval begins before the one before it, whatever the clock did; for those after the first only what
 * stands here is known, the rest follows when they are joined.
 */
export function foldConditions(told: readonly ConditionTold[]): { heads: ConditionHead[]; rows: ConditionRow[] } {
  const byTerminal = new Map<number, ConditionTold[]>()
  for (const one of told) {
    const list = byTerminal.get(one.terminalId)
    const before = list?.at(-1)
    if (list === undefined || before === undefined) byTerminal.set(one.terminalId, [one])
    // The first may turn out to be the open interval told again, which moves nothing: it does not hold back the second.
    else if (!isSameCondition(before, one)) list.push(list.length === 1 ? one : notBefore(before.sinceMs, one))
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

/**
 * Joins a terminal's new rows to its open interval, as the group's statement does: what was open, as it is now, and the
 * intervals that follow. However the told conditions were cut into groups, the intervals come out the same.
 */
export function joinConditions(
  open: ConditionInterval | null,
  { first, secondSinceMs }: ConditionHead,
  rows: readonly ConditionRow[],
): { readonly before: ConditionInterval | null; readonly added: ConditionInterval[] } {
  const same = open !== null && isSameCondition(open, first)
  const floorMs = same ? open.sinceMs : Math.max(open?.sinceMs ?? first.sinceMs, first.sinceMs)
  const endMs = same ? secondSinceMs : first.sinceMs
  return {
    before: open === null || endMs === null ? open : { ...open, untilMs: Math.max(floorMs, endMs) },
    added: rows
      .filter(({ index }) => index > 0 || !same)
      .map(({ index: _, untilMs, ...row }) => ({
        ...notBefore(floorMs, row),
        untilMs: untilMs === null ? null : Math.max(floorMs, untilMs),
      })),
  }
}

/** One told condition more of a terminal: the open interval as it is now, and the one that follows if it ended. */
export function tellCondition(
  open: ConditionInterval | null,
  told: ConditionTold,
): { readonly before: ConditionInterval | null; readonly next: ConditionInterval | null } {
  if (open !== null && isSameCondition(open, told)) return { before: open, next: null }
  const next = { ...notBefore(open?.sinceMs ?? told.sinceMs, told), untilMs: null }
  return { before: open === null ? null : { ...open, untilMs: next.sinceMs }, next }
}

export function isSameCondition(a: ConditionTold, b: ConditionTold): boolean {
  return a.condition === b.condition && a.reason === b.reason && a.code === b.code && a.text === b.text
}

/** Order is by number; a clock that was set back must not make an interval end before it began. */
function notBefore<Told extends ConditionTold>(floorMs: number, one: Told): Told {
  return one.sinceMs < floorMs ? { ...one, sinceMs: floorMs } : one
}
