import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts CPU time in ticks of 10 ms (USER_HZ). */
const TICK_MS = 10

interface ProcessTimes {
  readonly parent: number
  readonly ownMs: number
  /** Of children that have ended and were waited for. */
  readonly endedChildrenMs: number
}

/** CPU time of a process so far, ms; NaN where the system has no /proc. */
export function cpuMs(pid: number): number {
  return read(pid)?.ownMs ?? Number.NaN
}

/** CPU time of a process and its children, those that have ended included, ms; NaN without /proc. */
export function familyCpuMs(pid: number): number {
  const head = read(pid)
  if (head === undefined) return Number.NaN
  let sum = head.ownMs + head.endedChildrenMs
  for (const name of readdirSync('/proc')) {
    const child = /^\d+$/.test(name) ? read(Number(name)) : undefined
    if (child?.parent === pid) sum += child.ownMs + child.endedChildrenMs
  }
  return sum
}

function read(pid: number): ProcessTimes | undefined {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined
  }
  // The name in brackets may hold spaces: fields are counted from behind it (proc(5): 3 = state, 4 = ppid, 14–17 = times).
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const field = (number: number) => Number(fields[number - 3])
  return {
    parent: field(4),
    ownMs: (field(14) + field(15)) * TICK_MS,
    endedChildrenMs: (field(16) + field(17)) * TICK_MS,
  }
}
