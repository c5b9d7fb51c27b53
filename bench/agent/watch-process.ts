import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { cpuMs } from '../cpu-time.ts'

/** What the process holds of the machine's memory now, megabytes of 2^20 bytes; NaN without /proc. */
export function residentMegabytes(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readStatus(pid)) ?? []
  return Number(kilobytes ?? Number.NaN) / 1_024
}

/** Share of one core the process uses while nobody asks anything of it, percent. */
export async function idleCpuPercent(pid: number, seconds: number): Promise<number> {
  const [beforeMs, startedMs] = [cpuMs(pid), performance.now()]
  await delay(seconds * 1_000)
  return ((cpuMs(pid) - beforeMs) / (performance.now() - startedMs)) * 100
}

function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}
