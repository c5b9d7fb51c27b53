import { loadavg } from 'node:os'
import { round } from './statistics.ts'

/** Programs that wanted a core over the last minute, the benchmark's own included. */
export function machineLoad(): number {
  return round(loadavg()[0] ?? Number.NaN)
}
