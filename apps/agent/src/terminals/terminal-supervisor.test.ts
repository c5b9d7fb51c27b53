import {
  createVirtualClock,
  type DriverPorts,
  findProtocol,
  type OpenPayment,
  type TerminalDriver,
  type TerminalProtocol,
  type TerminalStatus,
} from '@counterfoil/terminals'
import { expect, it } from 'vitest'
import type { TerminalConfig } from '../agent-config.ts'
import { silentLog } from '../log.ts'
import type { LinkHandlers } from './byte-link.ts'
import type { LineWatcher } from './line-watcher.ts'
import { createTerminalSupervisor, reopenDelayMs } from './terminal-supervisor.ts'

/** A supervisor over a driver that only notes what is done to it, and links the test opens and closes. */
function setUp() {
  const clock = createVirtualClock()
  const calls: string[] = []
  const links: { handlers: LinkHandlers; closed: boolean }[] = []
  const drivers: DriverPorts[] = []
  let failing = false
  let status: TerminalStatus = { condition: 'ready' }
  let open: readonly OpenPayment[] = []
  const note = (call: string) => {
    calls.push(call)
    if (failing && call.startsWith('received')) throw new Error('a fault in the driver')
  }
  const base = findProtocol('zvt')
  if (base === undefined) throw new Error('ZVT is not registered')
  const protocol: TerminalProtocol = {
    ...base,
    createDriver({ ports }): TerminalDriver {
      drivers.push(ports)
      return {
        linkUp: () => note('up'),
        linkDown: (why) => note(`down ${why}`),
        received: (chunk) => note(`received ${chunk.length}`),
        resume: (open, lastReceipt) => note(`resume ${open.length} ${lastReceipt}`),
        startPayment: () => ({ started: true }),
        cancelPayment: () => 'asked',
        runOperation: () => Promise.resolve({ done: true, lines: [] }),
        decide: () => true,
        status: () => status,
        close: () => note('close'),
      }
    },
  }
  const terminal: TerminalConfig = { key: 'lane-1', lane: '1', protocol, link: { kind: 'tcp', host: 'h', port: 1 }, settings: {} }
  const supervisor = createTerminalSupervisor({
    terminal,
    clock,
    random: () => 1,
    openLink(_address, handlers) {
      const link = { handlers, closed: false }
      links.push(link)
      return {
        write() {},
        close() {
          link.closed = true
        },
      }
    },
    record() {},
    prompt() {},
    openPayments: () => open,
    lastReceipt: () => '0041',
    log: silentLog,
  })
  const take = () => calls.splice(0)
  const current = () => links.at(-1)?.handlers as LinkHandlers
  return {
    clock,
    supervisor,
    links,
    drivers,
    take,
    current,
    fail: (now: boolean) => (failing = now),
    say: (now: TerminalStatus) => (status = now),
    leaveOpen: (now: readonly OpenPayment[]) => (open = now),
  }
}

it('takes up what is open before the link, and tries for ever to get one', () => {
  const { clock, supervisor, links, take, current } = setUp()
  supervisor.start()
  expect(take()).toEqual(['resume 0 0041'])
  const waits: number[] = []
  for (let tries = 0; tries < 12; tries += 1) {
    const before = clock.monotonicMs()
    current().closed({ code: 'port_missing', message: 'no port' })
    const seen = links.length
    while (links.length === seen) clock.runNext()
    waits.push(clock.monotonicMs() - before)
  }
  expect(waits.slice(0, 4)).toEqual([500, 1_000, 2_000, 4_000])
  expect(waits.at(-1)).toBe(30_000)
  expect(supervisor.status()).toMatchObject({ link: 'opening', problem: { code: 'port_missing' } })
  current().opened()
  current().received(Uint8Array.of(1))
  expect(supervisor.status()).toMatchObject({ link: 'up' })
  expect(supervisor.status().problem).toBeUndefined()
  current().closed({ code: 'closed_by_terminal', message: 'cut' })
  clock.advance(500)
  expect(links).toHaveLength(14)
})

it('replaces a driver that throws, and hears nothing more of its link', () => {
  const { clock, supervisor, links, drivers, take, current, fail } = setUp()
  supervisor.start()
  current().opened()
  const first = current()
  fail(true)
  first.received(Uint8Array.of(1, 2))
  fail(false)
  expect(take()).toEqual(['resume 0 0041', 'up', 'received 2', 'close', 'resume 0 0041'])
  expect(links[0]?.closed).toBe(true)
  first.received(Uint8Array.of(3))
  expect(take()).toEqual([])
  clock.advance(1_000)
  current().opened()
  current().received(Uint8Array.of(4))
  expect(take()).toEqual(['up', 'received 1'])
  expect(drivers).toHaveLength(2)
})

it('guards timers of the driver too', () => {
  const { clock, supervisor, drivers, take } = setUp()
  supervisor.start()
  take()
  drivers[0]?.clock.startTimer(10, () => {
    throw new Error('a fault in a timer')
  })
  clock.advance(20)
  expect(take()).toEqual(['close', 'resume 0 0041'])
})

it('opens a new link when the driver asks for one, telling it after its step', () => {
  const { clock, supervisor, links, drivers, take, current } = setUp()
  supervisor.start()
  current().opened()
  take()
  drivers[0]?.reopenLink('no answer')
  expect(take()).toEqual([])
  expect(links[0]?.closed).toBe(true)
  clock.advance(1_000)
  expect(take()).toEqual(['down no answer'])
  expect(links).toHaveLength(2)
})

it('lends its link, opens no other meanwhile, and takes it back at the end', async () => {
  const { clock, supervisor, links, drivers, take, current } = setUp()
  supervisor.start()
  current().opened()
  take()
  let giveBack: (value: string) => void = () => {}
  const lent = supervisor.lendLink('a test', () => new Promise<string>((resolve) => (giveBack = resolve)))
  expect(lent).toBeDefined()
  expect(take()).toEqual(['down a test'])
  expect(links[0]?.closed).toBe(true)
  expect(supervisor.lendLink('another test', () => Promise.resolve())).toBeUndefined()
  drivers[0]?.reopenLink('no answer')
  supervisor.reopenLink('the hub asked for it')
  clock.advance(60_000)
  expect(links).toHaveLength(1)
  giveBack('found')
  expect(await lent).toBe('found')
  expect(links).toHaveLength(2)
  current().opened()
  expect(take()).toContain('up')
})

it('takes its link back where the borrower fails, and keeps it shut once stopped', async () => {
  const { supervisor, links } = setUp()
  supervisor.start()
  await expect(supervisor.lendLink('a test', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(links).toHaveLength(2)
  const lent = supervisor.lendLink('a test', async () => supervisor.stop())
  await lent
  expect(links).toHaveLength(2)
})

it('lends no link while a payment, an operation or an unknown outcome is under way', async () => {
  const { supervisor, say, leaveOpen } = setUp()
  const work = () => Promise.resolve('never')
  expect(supervisor.lendLink('not started', work)).toBeUndefined()
  supervisor.start()
  for (const status of [{ condition: 'busy' }, { condition: 'ready', openPayment: 'p' }] as const) {
    say(status)
    expect(supervisor.lendLink('a test', work)).toBeUndefined()
  }
  say({ condition: 'ready' })
  const request = { paymentId: 'p', kind: 'sale', amountMinor: 1, currency: 'EUR', details: {} } as const
  leaveOpen([{ request, openedAtMs: 0 }])
  expect(supervisor.lendLink('a test', work)).toBeUndefined()
  leaveOpen([])
  const running = supervisor.runOperation('diagnosis')
  expect(supervisor.lendLink('a test', work)).toBeUndefined()
  await running
  expect(await supervisor.lendLink('a test', () => Promise.resolve('lent'))).toBe('lent')
})

it('leaves no timer behind', () => {
  const { clock, supervisor, current } = setUp()
  supervisor.start()
  current().closed({ code: 'refused', message: 'no' })
  supervisor.stop()
  expect(clock.pendingTimers).toBe(0)
})

it('waits at least half of the back-off', () => {
  expect([reopenDelayMs(0, 0), reopenDelayMs(0, 1), reopenDelayMs(30, 0), reopenDelayMs(30, 1)]).toEqual([
    250, 500, 15_000, 30_000,
  ])
})

it('shows one watcher what goes over the line, in order, and lets no fault of it touch the driver', () => {
  const { supervisor, drivers, take, current, links } = setUp()
  const seen: string[] = []
  const watcher: LineWatcher = {
    opened: (kind) => seen.push(`opened ${kind}`),
    sent: (bytes) => seen.push(`sent ${bytes.length}`),
    received: (bytes) => seen.push(`received ${bytes.length}`),
    closed: () => seen.push('closed'),
  }
  const release = supervisor.watchLine(watcher)
  expect(supervisor.watchLine(watcher)).toBeUndefined()
  supervisor.start()
  // Nothing goes over a line that is not open.
  drivers[0]?.write(Uint8Array.of(1, 2))
  current().opened()
  current().received(Uint8Array.of(1))
  drivers[0]?.write(Uint8Array.of(1, 2))
  supervisor.reopenLink('asked')
  expect(seen).toEqual(['opened tcp', 'received 1', 'sent 2', 'closed'])
  release?.()
  current().opened()
  expect(seen).toHaveLength(4)
  take()
  supervisor.watchLine({
    ...watcher,
    received() {
      throw new Error('a fault of the watcher')
    },
  })
  current().received(Uint8Array.of(1, 2, 3))
  expect(take()).toEqual(['received 3'])
  expect(links.at(-1)?.closed).toBe(false)
  expect(supervisor.watchLine(watcher)).toBeDefined()
})
