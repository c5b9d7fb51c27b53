import { setTimeout as delay } from 'node:timers/promises'
import type { FaultProxy, LineFault } from './fault-proxy.ts'
import type { KeptProcess } from './kept-process.ts'
import type { Fault } from './schedule.ts'
import type { World } from './world.ts'

/** Does what the fault says, waits as long as it lasts, and puts everything right again. */
export async function inflict({ kind, target, forMs }: Fault, world: World): Promise<void> {
  const { hubs, hosts, programs, disks, lines, database, databaseLine, redis } = world
  switch (kind) {
    case 'hub killed':
      return killed(hubs[target], forMs)
    case 'hub stopped':
      return halted(hubs[target], forMs)
    case 'host killed':
      return killed(hosts[target], forMs)
    case 'host stopped':
      return halted(hosts[target], forMs)
    case 'program killed':
      return killed(programs[target], forMs)
    case 'program stopped':
      return halted(programs[target], forMs)
    case 'disk full': {
      disks[target]?.fill()
      await delay(forMs)
      disks[target]?.free()
      return
    }
    case 'line cut':
    case 'line torn':
    case 'line frozen':
    case 'line slow':
    case 'line without websocket':
      return bad(lines.slice(target, target + 1), kind.slice('line '.length) as LineFault, forMs)
    case 'all lines cut':
      return bad(lines, 'cut', forMs)
    case 'database line cut':
    case 'database line torn':
    case 'database line frozen':
    case 'database line slow':
      return bad([databaseLine], kind.slice('database line '.length) as LineFault, forMs)
    case 'database restarted fast':
      return database.restart('fast', forMs)
    case 'database restarted at once':
      return database.restart('at once', forMs)
    case 'database read-only':
      await database.setReadOnly(true)
      await delay(forMs)
      return database.setReadOnly(false)
    case 'database sessions ended':
      return database.endSessions()
    case 'redis restarted':
      return killed(redis, forMs)
    case 'redis stopped':
      return halted(redis, forMs)
    default:
      return kind satisfies never
  }
}

/** What it touches: two faults of one thing come one after the other. */
export function touches({ kind, target }: Fault): string {
  if (kind.startsWith('database line')) return 'database line'
  if (kind.startsWith('database')) return 'database'
  // One that ends puts the line right also where another began since: it is hurt a little shorter.
  return `${kind.split(' ')[0]} ${target}`
}

async function killed(process: KeptProcess | undefined, forMs: number): Promise<void> {
  await process?.kill()
  await delay(forMs)
  process?.start()
}

async function halted(process: KeptProcess | undefined, forMs: number): Promise<void> {
  process?.halt()
  await delay(forMs)
  process?.goOn()
}

async function bad(lines: readonly FaultProxy[], fault: LineFault, forMs: number): Promise<void> {
  for (const line of lines) line.inflict(fault)
  await delay(forMs)
  for (const line of lines) line.heal()
}
