import { createHash } from 'node:crypto'
import { canonicalJson } from '@counterfoil/audit'
import { AgentConfiguration, AgentConfigurationNoted, type ConfigureArgs } from '@counterfoil/protocol'
import { createVirtualClock, findProtocol } from '@counterfoil/terminals'
import { describe, expect, it } from 'vitest'
import type { AgentConfig, TerminalConfig } from '../agent-config.ts'
import type { AgentStatus } from '../agent-status.ts'
import type { CommandResult } from '../hub-commands/command-result.ts'
import { silentLog } from '../log.ts'
import { createMemoryFolder, Killed } from '../testing/memory-folder.ts'
import { openConfigurationFile, STATE_FILE } from './configuration-file.ts'
import { createConfigurationKeeper } from './configuration-keeper.ts'

const protocol = findProtocol('zvt')
if (protocol === undefined) throw new Error('ZVT is not registered')
const zvt = protocol
const uuid = (n: number) => `018f0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const identity = { agentId: uuid(0xa), hubId: uuid(0xb) }
/** The rate the terminal is set to by its own menu. */
const RIGHT = 9_600

function terminalOf(lane: string): TerminalConfig {
  const given = { password: '123456', timers: { t3: 5_000 } }
  const parsed = zvt.parseSettings(given)
  return {
    key: `lane-${lane}`,
    lane,
    protocol: zvt,
    link: { kind: 'serial', path: `/dev/ttyUSB${lane}`, baudRate: RIGHT, dataBits: 8, parity: 'none', stopBits: 2 },
    givenSettings: given,
    settings: 'settings' in parsed ? parsed.settings : undefined,
  }
}
const base: AgentConfig = {
  name: 'Berlin',
  dataDir: '/nowhere',
  logLevel: 'info',
  terminals: [terminalOf('1'), terminalOf('2')],
}

type Wanted = Partial<Omit<AgentConfiguration, 'v' | 'number'>>
function argsOf(number: number, wanted: Wanted, trialSeconds = 15): ConfigureArgs {
  const document = canonicalJson({ v: 1, number, terminals: [], ...wanted })
  return { number, document, hash: createHash('sha256').update(document).digest('hex'), trialSeconds }
}
const rate = (baudRate: 9_600 | 19_200): Wanted => ({ terminals: [{ key: 'lane-1', serial: { baudRate } }] })
const timer = (t3: number): Wanted => ({ terminals: [{ key: 'lane-1', settings: { 'timers.t3': t3 } }] })

/** One folder, and as many lives of the agent over it as wanted. */
function createWorld(folder = createMemoryFolder(), config = base) {
  const clock = createVirtualClock()
  const facts: Record<string, unknown>[] = []
  const file = openConfigurationFile(folder)
  let hubConnected = true
  let works = (terminal: TerminalConfig) => terminal.link.kind === 'serial' && terminal.link.baudRate === RIGHT

  function live() {
    const running = new Map<string, TerminalConfig>()
    let level: string = config.logLevel
    const keeper = createConfigurationKeeper({
      base: config,
      identity,
      file,
      clock,
      record: (fact) => folder.step(() => void facts.push(fact)),
      status: () =>
        ({
          hub: { connected: hubConnected, message: 'no route' },
          terminals: [...running.values()].map((terminal) => ({
            key: terminal.key,
            condition: works(terminal) ? 'ready' : 'unreachable',
          })),
        }) as unknown as AgentStatus,
      setTerminal: (terminal) => void running.set(terminal.key, terminal),
      setLogLevel: (next) => {
        level = next
      },
      log: silentLog,
    })
    for (const terminal of keeper.config.terminals) running.set(terminal.key, terminal)
    return {
      keeper,
      /** What each terminal is spoken to by. */
      now: () => [...running.values()].map(({ link, settings }) => ({ rate: 'baudRate' in link ? link.baudRate : 0, settings })),
      level: () => level,
      works: () => [...running.values()].every(works),
      /** Applies one, with as much time passing as it takes. */
      async apply(args: ConfigureArgs, command = uuid(args.number)): Promise<CommandResult> {
        let done = false
        const result = keeper.apply(args, command).finally(() => {
          done = true
        })
        result.catch(() => {})
        for (let passed = 0; !done && passed < 5_000; passed += 1) {
          await Promise.resolve()
          clock.advance(250)
        }
        return result
      },
    }
  }
  return {
    clock,
    facts,
    file,
    folder,
    live,
    states: () => facts.map(({ state, number, kept, cause }) => [state, number, kept, ...(cause === undefined ? [] : [cause])]),
    cutHub: () => {
      hubConnected = false
    },
    letWork: (next: (terminal: TerminalConfig) => boolean) => {
      works = next
    },
  }
}

describe('a configuration of the hub’s', () => {
  it('is on trial, seen to work, and in force, also after a restart', async () => {
    const world = createWorld()
    const first = world.live()
    first.keeper.start()
    const args = argsOf(1, { ...timer(4_000), logLevel: 'debug' })
    expect(first.keeper.touches(args)).toEqual(['lane-1'])
    expect(await first.apply(args)).toEqual({ outcome: 'done', lines: ['Configuration 1 is in force.'] })
    expect(first.now()[0]?.settings).toMatchObject({ password: '123456', timers: { t3: 4_000, t1: 200 } })
    expect(first.level()).toBe('debug')
    expect(world.states()).toEqual([
      ['on_trial', 1, 0],
      ['in_force', 1, 1],
    ])
    const envelope = { v: 1, at: 1, mono: 1, boot: uuid(1) }
    for (const fact of world.facts)
      expect(AgentConfigurationNoted.parse({ ...envelope, ...fact })).toMatchObject({ hash: args.hash })
    const second = world.live()
    second.keeper.start()
    expect(second.now()).toEqual(first.now())
    expect(second.level()).toBe('debug')
    expect(second.keeper.inForce()).toEqual({ number: 1, hash: args.hash })
    expect(second.keeper.isKept(uuid(1))).toBe(true)
    expect(world.facts).toHaveLength(2)
  })

  it('that silences a terminal comes back by itself, to the one before', async () => {
    const world = createWorld()
    const life = world.live()
    await life.apply(argsOf(1, timer(4_000)))
    const before = life.now()
    const result = await life.apply(argsOf(2, rate(19_200)))
    expect(result).toMatchObject({ outcome: 'failed', code: 'terminal_not_ready' })
    expect('lines' in result && result.lines).toEqual([
      'Not ready within 15 s: lane-1: unreachable.',
      'Configuration 1 is in force again.',
    ])
    expect(life.now()).toEqual(before)
    expect(world.states().slice(2)).toEqual([
      ['on_trial', 2, 1],
      ['returned', 2, 1, 'terminal_not_ready'],
    ])
    expect(world.live().now()).toEqual(before)
  })

  it('comes back when the hub is not reached, though it touches no terminal', async () => {
    const world = createWorld()
    const life = world.live()
    world.cutHub()
    expect(await life.apply(argsOf(1, { logLevel: 'error' }))).toMatchObject({ outcome: 'failed', code: 'hub_not_reached' })
    expect(life.level()).toBe('info')
  })

  it('waits for a terminal that takes its time, within the trial', async () => {
    const world = createWorld()
    const life = world.live()
    const readyMs = world.clock.monotonicMs() + 14_000
    world.letWork(() => world.clock.monotonicMs() >= readyMs)
    expect(await life.apply(argsOf(1, timer(4_000)))).toMatchObject({ outcome: 'done' })
  })

  it.each([
    ['another terminal', { terminals: [{ key: 'lane-9' }] }, 'There is no terminal lane-9 here.'],
    ['one terminal twice', { terminals: [{ key: 'lane-1' }, { key: 'lane-1' }] }, 'Terminal lane-1 stands there twice.'],
    ['a value its driver refuses', timer(1), 'lane-1: timers.t3 must be 1000 to 60000 milliseconds'],
    [
      'a secret',
      { terminals: [{ key: 'lane-1', settings: { password: '000000' } }] },
      'lane-1: password is nothing that may be set from afar',
    ],
    [
      'what does not go with the file',
      { terminals: [{ key: 'lane-1', settings: { currency: 'CHF' } }] },
      'lane-1: currency is nothing',
    ],
  ] satisfies [string, Wanted, string][])('is refused for %s, and nothing is touched', async (_, wanted, line) => {
    const world = createWorld()
    const life = world.live()
    const before = life.now()
    const result = await life.apply(argsOf(1, wanted))
    expect(result).toMatchObject({ outcome: 'refused', code: 'configuration_invalid' })
    expect('lines' in result && result.lines[0]).toContain(line)
    expect(life.now()).toEqual(before)
    expect(world.facts).toEqual([])
    expect(world.folder.steps).toBe(0)
  })

  it('is refused when its text is not the one of its hash, or has another number', async () => {
    const life = createWorld().live()
    const good = argsOf(1, timer(4_000))
    for (const bad of [
      { ...good, hash: '0'.repeat(64) },
      { ...good, document: `${good.document} ` },
      { ...good, number: 2 },
    ])
      expect(await life.apply(bad)).toMatchObject({ outcome: 'refused', code: 'configuration_unreadable' })
  })

  it('cannot say where a terminal is, nor what is secret', () => {
    const strict = (terminal: object) =>
      AgentConfiguration.safeParse({ v: 1, number: 1, terminals: [{ key: 'lane-1', ...terminal }] })
    expect(strict({ serial: { baudRate: 9_600 } }).success).toBe(true)
    for (const bad of [
      { serial: { path: '/bin/sh' } },
      { tcp: { host: 'evil.example' } },
      { settings: { __proto__x: 1 } },
      { settings: { '../x': 1 } },
      { lane: '2' },
    ])
      expect(strict(bad).success).toBe(false)
    expect(zvt.remoteSettings).not.toContain('password')
    expect(zvt.remoteSettings).not.toContain('currency')
  })

  it('is not taken where the file says that the agent is set on the spot', async () => {
    const world = createWorld()
    await world.live().apply(argsOf(1, timer(4_000)))
    const local = createWorld(world.folder, { ...base, refusesHubConfiguration: true })
    const life = local.live()
    life.keeper.start()
    expect(life.keeper.inForce()).toBeUndefined()
    expect(local.states()).toEqual([['set_aside', 1, 0, 'kept_local']])
    expect(await life.apply(argsOf(2, timer(3_000)))).toMatchObject({ outcome: 'refused', code: 'kept_local' })
  })

  it('that does not go with the file any more is set aside at the start, and the file counts', async () => {
    const world = createWorld()
    await world.live().apply(argsOf(1, { terminals: [{ key: 'lane-2', settings: { 'timers.t3': 4_000 } }] }))
    const less = createWorld(world.folder, { ...base, terminals: [terminalOf('1')] })
    const life = less.live()
    life.keeper.start()
    expect(less.states()).toEqual([['set_aside', 1, 0, 'does_not_fit']])
    expect(life.now()).toHaveLength(1)
  })

  it('of an enrolment before counts no more; one that cannot be read stops nothing', async () => {
    const world = createWorld()
    await world.live().apply(argsOf(1, timer(4_000)))
    const state = JSON.parse(world.folder.read(STATE_FILE) ?? '')
    world.folder.write(STATE_FILE, JSON.stringify({ ...state, agentId: uuid(0xc) }))
    expect(world.live().keeper.inForce()).toBeUndefined()
    world.folder.write(STATE_FILE, '{"v":1')
    const life = world.live()
    life.keeper.start()
    expect(life.keeper.config).toEqual(base)
    expect(await life.apply(argsOf(2, timer(4_000)))).toMatchObject({ outcome: 'done' })
  })

  it('is taken back on the spot, one by one down to the file', async () => {
    const world = createWorld()
    const life = world.live()
    life.keeper.start()
    await life.apply(argsOf(1, timer(4_000)))
    await life.apply(argsOf(2, timer(3_000)))
    world.file.wantReturn(2)
    world.clock.advance(3_000)
    expect(life.keeper.inForce()?.number).toBe(1)
    expect(life.now()[0]?.settings).toMatchObject({ timers: { t3: 4_000 } })
    // An old wish is no wish.
    world.file.wantReturn(2)
    world.clock.advance(3_000)
    expect(life.keeper.inForce()?.number).toBe(1)
    world.file.wantReturn(1)
    world.clock.advance(3_000)
    expect(life.keeper.inForce()).toBeUndefined()
    expect(life.now()[0]?.settings).toMatchObject({ timers: { t3: 5_000 } })
    expect(world.states().slice(4)).toEqual([
      ['returned', 2, 1, 'on_the_spot'],
      ['returned', 1, 0, 'on_the_spot'],
    ])
    expect(world.live().keeper.inForce()).toBeUndefined()
  })

  it('is taken back on the spot while it is on trial', async () => {
    const world = createWorld()
    const life = world.live()
    world.letWork(() => false)
    world.file.wantReturn(1)
    expect(await life.apply(argsOf(1, timer(4_000)))).toMatchObject({ outcome: 'failed', code: 'on_the_spot' })
    expect(world.file.unwanted()).toBeUndefined()
  })

  it('is not begun on a full disk, and comes back when it cannot be kept', async () => {
    const world = createWorld()
    const life = world.live()
    const before = life.now()
    world.folder.fill(true)
    await expect(life.apply(argsOf(1, timer(4_000)))).rejects.toThrow('ENOSPC')
    expect(life.now()).toEqual(before)
    world.folder.fill(false)
    world.letWork(() => {
      world.folder.fill(true)
      return true
    })
    await expect(life.apply(argsOf(2, timer(4_000)))).rejects.toThrow('ENOSPC')
    expect(life.now()).toEqual(before)
    world.folder.fill(false)
    const next = world.live()
    expect(next.now()).toEqual(before)
    next.keeper.start()
    expect(world.states().at(-1)).toEqual(['returned', 2, 0, 'interrupted'])
  })
})

describe('killed at every step', () => {
  const cases = (['before', 'torn', 'after'] as const).flatMap((when) =>
    [rate(19_200), timer(3_000)].map((wanted) => ({
      when,
      wanted,
      good: wanted !== undefined && !('serial' in (wanted.terminals?.[0] ?? {})),
    })),
  )
  it.each(cases)(
    '$when, works: $good: begins again with a whole configuration that works, and says which',
    async ({ when, wanted, good }) => {
      // As many steps as an undisturbed run takes.
      const calm = createWorld()
      const calmLife = calm.live()
      await calmLife.apply(argsOf(1, timer(4_000)))
      const from = calm.folder.steps
      await calmLife.apply(argsOf(2, wanted))
      const steps = calm.folder.steps - from
      expect(steps).toBe(6)
      for (let at = 1; at <= steps; at += 1) {
        const world = createWorld()
        const life = world.live()
        await life.apply(argsOf(1, timer(4_000)))
        world.folder.killAt(at, when)
        await life.apply(argsOf(2, wanted)).catch((error: unknown) => expect(error).toBeInstanceOf(Killed))
        expect(world.folder.dead).toBe(true)
        world.folder.restart()
        const next = world.live()
        next.keeper.start()
        const number = next.keeper.inForce()?.number
        expect(next.works()).toBe(true)
        // The bad one never; the good one from when it was seen to work, else the one before.
        expect(number === 1 || (good && number === 2), `step ${at}`).toBe(true)
        expect(next.keeper.isKept(uuid(2))).toBe(number === 2)
        const told = world.states().slice(2)
        const tried = told.some(([state]) => state === 'on_trial')
        if (tried && number === 1) expect(told.at(-1)?.slice(0, 3)).toEqual(['returned', 2, 1])
        // And a third life says no more of it.
        const count = world.facts.length
        const third = world.live()
        third.keeper.start()
        expect(third.keeper.inForce()?.number).toBe(number)
        expect(world.facts).toHaveLength(count)
      }
    },
  )
})
