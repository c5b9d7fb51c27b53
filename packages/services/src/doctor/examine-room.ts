import type { ServiceContext } from '../context.ts'
import { forecastDisk } from '../retention/index.ts'
import type { Finding } from './finding.ts'

const GB = 1024 ** 3
const SOON_DAYS = 90
const LATE_DAYS = 14

/** When the disk of the database is full, and what fills it. */
export async function examineRoom({ pool, now }: Pick<ServiceContext, 'pool' | 'now'>): Promise<Finding[]> {
  const { classes, days, bytesPerDay, volume, fullInDays } = await forecastDisk({
    pool,
    now,
    actor: { kind: 'system', name: 'doctor' },
  })
  if (bytesPerDay === null)
    return [
      {
        about: 'room',
        verdict: 'good',
        message: 'How fast the database grows is known after a day: a hub measures each class once a day.',
      },
    ]
  const growing = classes.filter((one) => (one.bytesPerDay ?? 0) > 0).sort((a, b) => (b.bytesPerDay ?? 0) - (a.bytesPerDay ?? 0))
  const most = growing.slice(0, 3).map(({ name, bytesPerDay: each }) => `${name} ${gigabytes(each ?? 0)}`)
  const words = `The database grows by ${gigabytes(bytesPerDay)} GB a day (over ${days} days${most.length === 0 ? '' : `; most: ${most.join(', ')}`})`
  if (volume === null)
    return [{ about: 'room', verdict: 'good', message: `${words}. No hub sees its disk: set DATABASE_DIR on the one beside it.` }]
  if (fullInDays === null) return [{ about: 'room', verdict: 'good', message: `${words}: its disk does not fill up.` }]
  const verdict = fullInDays < LATE_DAYS ? 'bad' : fullInDays < SOON_DAYS ? 'warn' : 'good'
  return [{ about: 'room', verdict, message: `${words}: its disk is full in ${Math.floor(fullInDays)} days.` }]
}

const gigabytes = (bytes: number): string => (bytes / GB).toFixed(2)
