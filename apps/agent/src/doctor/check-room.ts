import { type SpaceReading, shareTaken } from '../recorder/pressure.ts'
import type { Finding } from './finding.ts'

const MB = 1024 * 1024

/** How much room the record has: 90 % is worth a look, at 98 % payments are refused. */
export function checkRoom(reading: SpaceReading): Finding {
  const { usedBytes, limitBytes, freeBytes } = reading
  const share = shareTaken(reading)
  const size = `The record takes ${Math.ceil(usedBytes / MB)} of ${Math.floor(limitBytes / MB)} MB, its disk has ${Math.floor(freeBytes / MB)} MB left`
  if (share < 0.9) return { area: 'record', verdict: 'good', message: `${size}.` }
  return share < 0.98
    ? { area: 'record', verdict: 'warn', message: `${size}: free disk space, or see why events are not delivered.` }
    : { area: 'record', verdict: 'bad', message: `${size}: new payments are refused until there is room. Free disk space.` }
}
