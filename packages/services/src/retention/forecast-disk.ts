import type { ServiceContext } from '../context.ts'
import { requireWholeChain } from '../permissions/index.ts'
import { readTogether } from '../read-rows.ts'
import { type DataClassName, dataClassNames } from './data-classes.ts'
import { readSizes, type Volume } from './measure-sizes.ts'

export interface ClassGrowth {
  readonly name: DataClassName
  readonly bytes: number
  /** Over the days measured; null before there are two. */
  readonly bytesPerDay: number | null
}

export interface DiskForecast {
  /** From the first to the last measure that is looked at. */
  readonly days: number
  /** Largest first. */
  readonly classes: readonly ClassGrowth[]
  readonly bytesPerDay: number | null
  /** As last noted by a hub on the database's machine; null where none is. */
  readonly volume: (Volume & { readonly day: string }) | null
  /** Null while it is not known, or nothing grows. */
  readonly fullInDays: number | null
}

/** Longer back, a chain was another one. */
const LOOKED_AT_DAYS = 30

/** How each class grows, and when the disk of the database is full if it goes on so. */
export async function forecastDisk(ctx: Pick<ServiceContext, 'pool' | 'actor' | 'now'>): Promise<DiskForecast> {
  requireWholeChain(ctx)
  const today = ctx.now().toISOString().slice(0, 10)
  return readTogether(ctx, async (rows) => {
    const now = await readSizes(rows)
    const first = await rows<{ name: string; bytes: number; days: number }>(
      `select class as name, bytes::float8 as bytes, ($1::date - day)::int4 as days from retention_size
       where day = (select min(day) from retention_size where day >= $1::date - ${LOOKED_AT_DAYS})`,
      today,
    )
    const [volume = null] = await rows<Volume & { day: string }>(
      `select day::text as day, free_bytes::float8 as "freeBytes", size_bytes::float8 as "sizeBytes" from retention_volume order by day desc limit 1`,
    )
    return tellForecast({ now, first, volume })
  })
}

interface Measured {
  readonly now: Readonly<Record<DataClassName, number>>
  /** The oldest sizes that are looked at, and how many days ago that was. */
  readonly first: readonly { readonly name: string; readonly bytes: number; readonly days: number }[]
  readonly volume: DiskForecast['volume']
}

/** A line through the first measure and now: what went by its period in between is in it. */
export function tellForecast({ now, first, volume }: Measured): DiskForecast {
  const days = first[0]?.days ?? 0
  const was = new Map(first.map(({ name, bytes }) => [name, bytes]))
  const classes = dataClassNames
    .map((name): ClassGrowth => {
      const before = was.get(name)
      return { name, bytes: now[name], bytesPerDay: days < 1 || before === undefined ? null : (now[name] - before) / days }
    })
    .sort((left, right) => right.bytes - left.bytes)
  const bytesPerDay = days < 1 ? null : classes.reduce((sum, one) => sum + (one.bytesPerDay ?? 0), 0)
  const fullInDays = volume === null || bytesPerDay === null || bytesPerDay <= 0 ? null : volume.freeBytes / bytesPerDay
  return { days, classes, bytesPerDay, volume, fullInDays }
}
