import type { ServiceContext } from '../context.ts'
import type { Finding } from './finding.ts'

const FAR_MS = 2_000

/** Times in the record are the database's; sessions and codes go by this machine's. */
export async function examineClock({ pool, now }: Pick<ServiceContext, 'pool' | 'now'>): Promise<Finding[]> {
  const before = now().getTime()
  const { rows } = await pool.query<{ at: Date }>('select clock_timestamp() as at')
  const after = now().getTime()
  const at = rows[0]?.at.getTime() ?? 0
  // Somewhere between asking and hearing: only what lies outside of that is a difference.
  const offMs = at < before ? at - before : at > after ? at - after : 0
  if (Math.abs(offMs) <= FAR_MS)
    return [{ about: 'clock', verdict: 'good', message: 'The clocks of this machine and of the database agree.' }]
  const seconds = Math.abs(offMs / 1000).toFixed(1)
  const side = offMs > 0 ? 'ahead of' : 'behind'
  return [
    {
      about: 'clock',
      verdict: 'bad',
      message: `The database's clock is ${seconds} s ${side} this machine's: set both by NTP. Codes of authenticators fail, and days end at the wrong moment.`,
    },
  ]
}
