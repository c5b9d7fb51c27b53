/** A bundle as the page lists it. */
export interface ListedBundle {
  readonly id: string
  readonly firstDay: string
  readonly lastDay: string
  readonly acquirer: string | null
  readonly store: string | null
  readonly askedAt: Date
  readonly askedBy: string
  readonly madeAt: Date | null
  readonly records: number | null
  readonly bytes: number | null
  /** Hexadecimal. */
  readonly root: string | null
  readonly sha256: string | null
  readonly trouble: string | null
}

export const bundleColumns = `b.id, b.first_day::text as "firstDay", b.last_day::text as "lastDay", b.acquirer, b.store_code as store,
  b.asked_at as "askedAt", u.name as "askedBy", b.made_at as "madeAt", b.records::float8 as records, b.bytes::float8 as bytes,
  encode(b.root, 'hex') as root, encode(b.sha256, 'hex') as sha256, b.trouble`

export const bundleFileName = ({
  firstDay,
  lastDay,
  acquirer,
  store,
}: Pick<ListedBundle, 'firstDay' | 'lastDay' | 'acquirer' | 'store'>) =>
  `${['counterfoil-funds', firstDay, lastDay, acquirer, store]
    .filter((part) => part !== null)
    .join('-')
    .replaceAll(/[^\w-]+/g, '-')}.zip`
