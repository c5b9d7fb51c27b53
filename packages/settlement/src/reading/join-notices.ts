import type { MatchBankLine } from '../matching/payouts/payout-item.ts'

/** One transaction that a notice (camt.054) tells of an entry which a statement books. */
export interface NoticeRow {
  readonly id: string
  readonly account: string
  readonly currency: string
  readonly amountMinor: number
  readonly bookingDay: number
  /** The same for all that one entry of the notice tells. */
  readonly entry: string
  /** What the bank calls the entry: its own reference, or the entry's. */
  readonly reference: string | null
  readonly text: string
}

interface Group {
  readonly account: string
  readonly currency: string
  readonly day: number
  readonly reference: string | null
  readonly rows: readonly NoticeRow[]
  readonly sumMinor: number
}

/** Days between a notice and the booking of what it tells. */
const DAYS_APART = 5

/**
 * Which booked line each row of a notice tells of: by the bank's reference, by a reference that stands in the line, at last by
 * amount and day alone. Only what is unique both ways. A notice is never money: the line's amount stays as it is.
 */
export function joinNotices(lines: readonly MatchBankLine[], notices: readonly NoticeRow[]): Map<string, MatchBankLine> {
  const joined = new Map<string, MatchBankLine>()
  const taken = new Set<string>()
  let open = groupNotices(notices)
  const booked = lines.filter((line) => line.booked)
  const join = (fits: (line: MatchBankLine, group: Group) => boolean): void => {
    const free = Map.groupBy(
      booked.filter(({ id }) => !taken.has(id)),
      accountOf,
    )
    const pairs = open.flatMap((group) =>
      (free.get(accountOf(group)) ?? []).filter((line) => fits(line, group)).map((line) => ({ line, group })),
    )
    const ofLine = Map.groupBy(pairs, ({ line }) => line.id)
    const ofGroup = Map.groupBy(pairs, ({ group }) => group)
    for (const { line, group } of pairs) {
      if (ofLine.get(line.id)?.length !== 1 || ofGroup.get(group)?.length !== 1) continue
      taken.add(line.id)
      for (const { id } of group.rows) joined.set(id, line)
    }
    open = open.filter(({ rows }) => !joined.has(rows[0]?.id ?? ''))
  }
  join(
    (line, { reference, sumMinor }) =>
      reference !== null && line.bankReference === reference && line.amountMinor > 0 === sumMinor > 0,
  )
  join(
    (line, group) =>
      isSame(line, group, DAYS_APART) && group.reference !== null && line.text.split(' ').includes(group.reference),
  )
  join((line, group) => isSame(line, group, 0))
  return joined
}

/** Lines with the texts of what notices tell of them: a batch is found by the references of what is in it. */
export function tellWithNotices<Line extends MatchBankLine>(
  lines: readonly Line[],
  notices: readonly NoticeRow[],
  joined: ReadonlyMap<string, MatchBankLine>,
): Line[] {
  const texts = Map.groupBy(
    notices.filter(({ id }) => joined.has(id)),
    ({ id }) => joined.get(id)?.id ?? '',
  )
  return lines.map((line) => {
    const told = texts.get(line.id)
    return told ? { ...line, text: [line.text, ...told.map(({ text }) => text)].join(' ') } : line
  })
}

const accountOf = ({ account, currency }: { readonly account: string; readonly currency: string }): string =>
  `${account} ${currency}`

const isSame = ({ amountMinor, bookingDay }: MatchBankLine, { sumMinor, day }: Group, daysApart: number): boolean =>
  amountMinor === sumMinor && Math.abs(bookingDay - day) <= daysApart

/** Entries of a notice with the bank's same reference are one entry of the statement. */
function groupNotices(notices: readonly NoticeRow[]): Group[] {
  const keyOf = (row: NoticeRow) =>
    `${accountOf(row)}\n${row.reference === null ? `entry ${row.entry}` : `reference ${row.reference}`}`
  return [...Map.groupBy(notices, keyOf).values()].flatMap((rows) => {
    const [first] = rows
    if (!first) return []
    const { account, currency, bookingDay, reference } = first
    return [
      { account, currency, day: bookingDay, reference, rows, sumMinor: rows.reduce((sum, row) => sum + row.amountMinor, 0) },
    ]
  })
}
