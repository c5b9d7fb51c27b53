import { setTimeout } from 'node:timers/promises'
import type { FaultProxy, LineFault } from './fault-proxy.ts'
import type { KeptProcess } from './kept-process.ts'
import type { Fault } from './schedule.ts'
import type { World } from './world.ts'

/** Does what the fault says, waits as long as it lasts (until `stop` at most), and puts everything right again. */
export async function inflict({ kind, target, forMs }: Fault, world: World, stop: AbortSignal): Promise<void> {
  const last = () => setTimeout(forMs, undefined, { signal: stop }).catch(() => undefined)
  const { hubs, hosts, programs, disks, lines, database, databaseLine, redis } = world
  switch (kind) {
    case 'hub killed':
      return killed(hubs[target], last)
    case 'hub stopped':
      return halted(hubs[target], last)
    case 'host killed':
      return killed(hosts[target], last)
    case 'host stopped':
      return halted(hosts[target], last)
    case 'program killed':
      return killed(programs[target], last)
    case 'program stopped':
      return halted(programs[target], last)
    case 'disk full': {
      disks[target]?.fill()
      await last()
      disks[target]?.free()
      return
    }
    case 'line cut':
    case 'line torn':
    case 'line frozen':
    case 'line slow':
    case 'line without websocket':
      return bad(lines.slice(target, target + 1), kind.slice('line '.length) as LineFault, last)
    case 'all lines cut':
      return bad(lines, 'cut', last)
    case 'database line cut':
    case 'database line torn':
    case 'database line frozen':
    case 'database line slow':
      return bad([databaseLine], kind.slice('database line '.length) as LineFault, last)
    case 'database restarted fast':
      return database.restart('fast', last)
    case 'database restarted at once':
      return database.restart('at once', last)
    case 'database read-only':
      await database.setReadOnly(true)
      await last()
      return database.setReadOnly(false)
    case 'database sessions ended':
      return database.endSessions()
    case 'redis restarted':
      return killed(redis, last)
    case 'redis stopped':
      return halted(redis, last)
    default:
      return kind satisfies never
  }
}

type Lasting = () => Promise<unknown>

/** What it touches: two faults of one thing come one after the other. */
export function touches({ kind, target }: Fault): string {
  if (kind.startsWith('database line')) return 'database line'
  if (kind.startsWith('database')) return 'database'
  // One that ends puts the line right also where another began since: it is hurt a little shorter.
  return `${kind.split(' ')[0]} ${target}`
}

async function killed(process: KeptProcess | undefined, last: Lasting): Promise<void> {
  await process?.kill()
  await last()
  process?.start()
}

async function halted(process: KeptProcess | undefined, last: Lasting): Promise<void> {
  process?.halt()
  await last()
  process?.goOn()
}

async function bad(lines: readonly FaultProxy[], fault: LineFault, last: Lasting): Promise<void> {
  for (const line of lines) line.inflict(fault)
  await last()
  for (const line of lines) line.heal()
}
