import { canonicalJson, createKeyPair, signText } from '@counterfoil/audit'
import { createSoftwarePasskey } from '@counterfoil/audit/testing'
import {
  approvalText,
  approvedPart,
  CommandApproversNoted,
  CommandEnded,
  type CommandKind,
  CommandStarted,
  commandKeyText,
  commandText,
} from '@counterfoil/protocol'
import { createVirtualClock, type Operation, type OperationResult } from '@counterfoil/terminals'
import { describe, expect, it, vi } from 'vitest'
import type { AgentStatus, TerminalNow } from '../agent-status.ts'
import { silentLog } from '../log.ts'
import type { TerminalSupervisor } from '../terminals/terminal-supervisor.ts'
import { type CommandDeskOptions, createCommandDesk } from './command-desk.ts'
import { openCommandJournal } from './command-journal.ts'

const AGENT = '018f0000-0000-7000-8000-0000000000aa'
const HUB = '018f0000-0000-7000-8000-000000000001'
const EPOCH = 3
const hubKeys = createKeyPair()
const told = { publicKey: hubKeys.publicKey, vouchers: [] }
const uuid = (n: number) => `018f0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

function createWorld(meta = new Map<string, string>(), boot = uuid(1), drillHub?: CommandDeskOptions['drillHub']) {
  const clock = createVirtualClock()
  const facts: { readonly kind: string; readonly [field: string]: unknown }[] = []
  let terminal: TerminalNow = {
    key: 'lane-1',
    lane: '1',
    protocol: 'zvt',
    address: 'pty',
    label: undefined,
    link: 'up',
    condition: 'ready',
  }
  const outbox = {
    epoch: EPOCH,
    readMeta: (key: string) => meta.get(key),
    writeMeta: (key: string, value: string) => void meta.set(key, value),
  }
  const runOperation = vi.fn(
    async (_terminal: string, operation: Operation): Promise<OperationResult> => ({ done: true, lines: [operation] }),
  )
  const restart = vi.fn()
  const rotateKey = vi.fn(async () => ({ done: true, message: 'The hub took the new key.' }))
  const reopenLink = vi.fn()
  const captureLine = vi.fn<CommandDeskOptions['captureLine']>(() => new Promise(() => {}))
  const desk = createCommandDesk({
    agentId: AGENT,
    hubId: HUB,
    epoch: EPOCH,
    boot,
    journal: openCommandJournal(outbox, HUB),
    clock,
    offsetMs: () => 0,
    record: (fact) => void facts.push(fact),
    log: silentLog,
    status: () =>
      ({
        upMs: 60_000,
        hub: { clockOffsetMs: 12 },
        waiting: { events: 0, oldestMs: 0, ofEarlierEpochs: 0 },
        takesPayments: true,
        terminals: [terminal],
      }) as unknown as AgentStatus,
    version: '0.1.0',
    platform: 'linux x64',
    listPorts: async () => [{ path: '/dev/ttyUSB0', usb: '0403:6001' }],
    recentLog: () => ['one', 'two', 'three'],
    runOperation,
    terminal: (key) => (key === 'lane-1' ? ({ reopenLink } as unknown as TerminalSupervisor) : undefined),
    restart,
    rotateKey,
    captureLine,
    ...(drillHub && { drillHub }),
    updates: { update: async () => undefined, goBack: async () => undefined, settle() {} },
  })
  let counter = 0
  /** As the hub signs one; `change` is made before it is signed. */
  function order(kind: CommandKind | string, args: object = {}, change: object = {}, by = hubKeys.privateKey) {
    counter += 1
    const text = canonicalJson({
      v: 1,
      command: uuid(1_000 + counter),
      agentId: AGENT,
      epoch: EPOCH,
      kind,
      args,
      issuedAtMs: clock.nowMs(),
      notBeforeMs: clock.nowMs(),
      expiresAtMs: clock.nowMs() + 600_000,
      counter,
      requester: 'user:1',
      approvals: [],
      ...change,
    })
    return { order: text, signature: signText(by, commandText(text)) }
  }
  return {
    clock,
    facts,
    meta,
    desk,
    order,
    runOperation,
    restart,
    rotateKey,
    reopenLink,
    captureLine,
    be: (change: Partial<TerminalNow>) => {
      terminal = { ...terminal, ...change }
    },
    ended: () => facts.filter(({ kind }) => kind === 'command.ended'),
    settle: () => vi.waitFor(() => expect(facts.at(-1)?.kind).toBe('command.ended')),
  }
}

const envelope = { v: 1, at: 1, mono: 1, boot: uuid(1) }

describe('commands of the hub', () => {
  it('are carried out and told of, in shapes the hub reads', async () => {
    const world = createWorld()
    world.desk.keyTold(told)
    world.desk.take(world.order('terminal.end_of_day', { terminal: 'lane-1' }))
    await world.settle()
    expect(world.runOperation).toHaveBeenCalledExactlyOnceWith('lane-1', 'end_of_day')
    expect(world.facts.map(({ kind }) => kind)).toEqual(['command.key', 'command.started', 'command.ended'])
    expect(CommandStarted.parse({ ...envelope, ...world.facts[1] })).toMatchObject({ command: uuid(1_001), terminal: 'lane-1' })
    expect(CommandEnded.parse({ ...envelope, ...world.facts[2] })).toMatchObject({ outcome: 'done', lines: ['end_of_day'] })
  })

  it('that were in the middle of a drill of the hub’s address have failed after a start, and hold up nothing before', async () => {
    const world = createWorld(undefined, undefined, () => new Promise(() => {}))
    world.desk.keyTold(told)
    world.desk.take(world.order('link.drill', { seconds: 60 }))
    await vi.waitFor(() => expect(world.facts.at(-1)?.kind).toBe('command.started'))
    world.desk.take(world.order('agent.status'))
    await world.settle()
    expect(world.ended()).toMatchObject([{ task: 'agent.status', outcome: 'done' }])
    world.desk.stop()
    const again = createWorld(world.meta, uuid(2))
    again.desk.start()
    await again.settle()
    expect(again.ended()).toMatchObject([{ task: 'link.drill', outcome: 'failed', code: 'interrupted' }])
  })

  it('for a drill are refused by an agent with one way to its hub, and by none for fewer seconds than 30', async () => {
    const world = createWorld()
    world.desk.keyTold(told)
    world.desk.take(world.order('link.drill', { seconds: 60 }))
    await world.settle()
    world.desk.take(world.order('link.drill', { seconds: 29 }))
    await vi.waitFor(() => expect(world.ended()).toHaveLength(2))
    expect(world.ended()).toMatchObject([
      { outcome: 'refused', code: 'one_address' },
      { outcome: 'refused', code: 'unknown_kind' },
    ])
  })

  it('answer what is asked of the agent itself', async () => {
    const world = createWorld()
    world.desk.keyTold(told)
    for (const [kind, args] of [
      ['agent.status', {}],
      ['agent.ports', {}],
      ['agent.log', { lines: 2 }],
    ] as const) {
      world.desk.take(world.order(kind, args))
      await world.settle()
    }
    await vi.waitFor(() => expect(world.ended()).toHaveLength(3))
    const [status, ports, log] = world.ended().map(({ lines }) => lines as string[])
    expect(status?.join('\n')).toContain('Agent 0.1.0 on linux x64, running for 1 min.')
    expect(status?.join('\n')).toContain('12 ms behind the hub’s')
    expect(ports).toEqual(['/dev/ttyUSB0, USB 0403:6001'])
    expect(log).toEqual(['two', 'three'])
  })

  it('are carried out once, however often they are told, also after a restart', async () => {
    const world = createWorld()
    world.desk.keyTold(told)
    const command = world.order('terminal.reprint', { terminal: 'lane-1' })
    for (let times = 0; times < 3; times += 1) world.desk.take(command)
    await world.settle()
    world.desk.take(command)
    const later = createWorld(world.meta, uuid(2))
    later.desk.start()
    later.desk.take(command)
    await world.clock.advance(1_000)
    expect(world.runOperation).toHaveBeenCalledTimes(1)
    expect(later.runOperation).not.toHaveBeenCalled()
    expect(later.facts).toEqual([])
  })

  it('wait until no customer stands at the terminal, and are over when their time is', async () => {
    const world = createWorld()
    world.desk.keyTold(told)
    world.be({ condition: 'busy', openPayment: uuid(5) })
    world.desk.take(world.order('terminal.end_of_day', { terminal: 'lane-1' }))
    await world.clock.advance(20_000)
    expect(world.runOperation).not.toHaveBeenCalled()
    world.be({ condition: 'ready', openPayment: undefined as never })
    await world.clock.advance(1_000)
    await world.settle()
    expect(world.runOperation).toHaveBeenCalledTimes(1)
    world.be({ condition: 'busy' })
    world.desk.take(world.order('terminal.reset_port', { terminal: 'lane-1' }))
    await world.clock.advance(601_000)
    await vi.waitFor(() => expect(world.ended()).toHaveLength(2))
    expect(world.ended()[1]).toMatchObject({ outcome: 'expired', code: 'never_idle' })
    expect(world.reopenLink).not.toHaveBeenCalled()
  })

  it('are over as well when their time is while another one has its turn', async () => {
    const world = createWorld()
    world.desk.keyTold(told)
    world.be({ condition: 'busy' })
    const day = { expiresAtMs: world.clock.nowMs() + 86_400_000 }
    world.desk.take(world.order('terminal.end_of_day', { terminal: 'lane-1' }, day))
    world.desk.take(world.order('terminal.initialise', { terminal: 'lane-1' }))
    await world.clock.advance(3_600_000)
    world.be({ condition: 'ready' })
    await world.clock.advance(1_000)
    await vi.waitFor(() => expect(world.ended()).toHaveLength(2))
    expect(world.ended()).toMatchObject([{ outcome: 'done' }, { outcome: 'expired', code: 'never_idle' }])
    expect(world.runOperation).toHaveBeenCalledTimes(1)
  })

  it('reset the port of a terminal that does not answer', async () => {
    const world = createWorld()
    world.desk.keyTold(told)
    world.be({ condition: 'unreachable', link: 'down' })
    world.desk.take(world.order('terminal.reset_port', { terminal: 'lane-1' }))
    await world.settle()
    expect(world.reopenLink).toHaveBeenCalledTimes(1)
  })

  it('initialise a terminal that asks for it, and start one again that is stuck', async () => {
    const world = createWorld()
    world.desk.keyTold(told)
    world.be({ condition: 'needs_action' })
    world.desk.take(world.order('terminal.initialise', { terminal: 'lane-1' }))
    await vi.waitFor(() => expect(world.ended()).toHaveLength(1))
    world.desk.take(world.order('terminal.restart', { terminal: 'lane-1' }))
    await vi.waitFor(() => expect(world.ended()).toHaveLength(2))
    expect(world.runOperation.mock.calls.map(([, operation]) => operation)).toEqual(['initialisation', 'restart'])
  })

  it('tell what an interrupted run left: unknown where it had begun, nothing done where it had not, done where it was the restart', async () => {
    const world = createWorld()
    world.desk.keyTold(told)
    world.runOperation.mockImplementation(() => new Promise(() => {}))
    world.desk.take(world.order('terminal.end_of_day', { terminal: 'lane-1' }))
    world.desk.take(world.order('terminal.reprint', { terminal: 'lane-1' }))
    await vi.waitFor(() => expect(world.runOperation).toHaveBeenCalled())
    world.desk.take(world.order('agent.restart'))
    await vi.waitFor(() => expect(world.restart).toHaveBeenCalledTimes(1))
    const later = createWorld(world.meta, uuid(2))
    later.desk.start()
    expect(later.ended().map(({ task, outcome, code }) => [task, outcome, code])).toEqual([
      ['terminal.end_of_day', 'unknown', 'interrupted'],
      ['terminal.reprint', 'failed', 'not_begun'],
      ['agent.restart', 'done', undefined],
    ])
    later.desk.start()
    expect(later.ended()).toHaveLength(3)
  })

  it.each([
    ['other_epoch', { epoch: EPOCH - 1 }, 'refused'],
    ['expired', { expiresAtMs: 0 }, 'expired'],
    ['too_early', { notBeforeMs: 9_000_000_000_000 }, 'refused'],
    ['unknown_kind', { kind: 'agent.shell' }, 'refused'],
    ['unknown_kind', { args: { terminal: 'lane-1', path: '/etc/passwd' } }, 'refused'],
    ['unknown_terminal', { args: { terminal: 'lane-9' } }, 'refused'],
  ])('are refused, with the reason told to the hub: %s', async (code, change, outcome) => {
    const world = createWorld()
    await world.clock.advance(60_000)
    world.desk.keyTold(told)
    world.desk.take(world.order('terminal.diagnosis', { terminal: 'lane-1' }, change))
    await world.settle()
    expect(world.ended()).toMatchObject([{ outcome, code }])
    expect(world.runOperation).not.toHaveBeenCalled()
  })

  it('with an old number are refused', async () => {
    const world = createWorld()
    world.desk.keyTold(told)
    world.desk.take(world.order('agent.status', {}, { counter: 9 }))
    await world.settle()
    world.desk.take(world.order('agent.status', {}, { counter: 9 }))
    await vi.waitFor(() => expect(world.ended()).toHaveLength(2))
    expect(world.ended()[1]).toMatchObject({ outcome: 'refused', code: 'old_counter' })
  })

  it('that are not the hub’s are not carried out, and told of once a minute', async () => {
    const world = createWorld()
    const good = world.order('agent.restart')
    world.desk.take(good)
    world.desk.keyTold(told)
    const stranger = createKeyPair()
    for (let times = 0; times < 5; times += 1) world.desk.take(world.order('agent.restart', {}, {}, stranger.privateKey))
    world.desk.take({ order: good.order.replace('"counter":1', '"counter":2'), signature: good.signature })
    world.desk.take(world.order('agent.restart', {}, { agentId: uuid(77) }))
    world.desk.take('rubbish')
    await world.clock.advance(61_000)
    world.desk.take(world.order('agent.restart', {}, {}, stranger.privateKey))
    const forged = world.facts.filter(({ kind }) => kind === 'command.forged')
    expect(forged.map(({ cause, count }) => [cause, count])).toEqual([
      ['no_key', 1],
      ['bad_signature', 1],
      ['other_agent', 1],
      ['malformed', 1],
      ['bad_signature', 6],
    ])
    expect(world.restart).not.toHaveBeenCalled()
  })
})

describe('the key commands are signed with', () => {
  const next = createKeyPair()

  it('is followed only by one that it vouches for', async () => {
    const world = createWorld()
    world.desk.keyTold(told)
    world.desk.keyTold({ publicKey: next.publicKey, vouchers: [] })
    world.desk.keyTold({ publicKey: next.publicKey, vouchers: [] })
    world.desk.take(world.order('agent.restart', {}, {}, next.privateKey))
    expect(world.restart).not.toHaveBeenCalled()
    const forgedVoucher = { by: told.publicKey, signature: signText(next.privateKey, commandKeyText(HUB, next.publicKey)) }
    const another = createWorld(world.meta, uuid(3))
    another.desk.keyTold({ publicKey: next.publicKey, vouchers: [forgedVoucher] })
    const voucher = { by: told.publicKey, signature: signText(hubKeys.privateKey, commandKeyText(HUB, next.publicKey)) }
    another.desk.keyTold({ publicKey: next.publicKey, vouchers: [voucher] })
    another.desk.take(another.order('agent.restart', {}, {}, next.privateKey))
    await vi.waitFor(() => expect(another.restart).toHaveBeenCalledTimes(1))
    const verdicts = [...world.facts, ...another.facts].filter(({ kind }) => kind === 'command.key').map(({ verdict }) => verdict)
    expect(verdicts).toEqual(['first', 'refused', 'refused', 'succeeded'])
  })
})

describe('a command that two people must want', () => {
  const site = { id: 'pay.chain.example', origins: ['https://pay.chain.example'] }
  const ada = createSoftwarePasskey('user:1', site)
  const bo = createSoftwarePasskey('user:2', site)
  const roster = canonicalJson({
    v: 1,
    hubId: HUB,
    number: 1,
    previous: null,
    site,
    members: [ada, bo].map(({ key }) => ({ name: 'x', ...key })),
  })
  const told1 = { rosters: [{ roster, approvals: [] }] }
  const orderedBy = (world: ReturnType<typeof createWorld>, change: object = {}) => {
    const plain = JSON.parse(world.order('agent.rotate_key').order)
    const approvals = [bo.approve(approvalText(canonicalJson(approvedPart(plain))))]
    return { plain, signed: world.order('agent.rotate_key', {}, { command: plain.command, approvals, ...change }) }
  }

  it('is carried out with the second one’s passkey, once, though it is told again under a new number', async () => {
    const world = createWorld()
    world.desk.keyTold(told)
    world.desk.approversTold(told1)
    world.desk.approversTold(told1)
    const { signed, plain } = orderedBy(world)
    world.desk.take(signed)
    await world.settle()
    expect(world.rotateKey).toHaveBeenCalledTimes(1)
    expect(CommandApproversNoted.parse({ ...envelope, ...world.facts[1] })).toMatchObject({ number: 1, verdict: 'first' })
    expect(world.ended()).toMatchObject([{ outcome: 'done', lines: ['The hub took the new key.'] }])
    // A hub that was taken over fills the agent's memory with other commands, and then says the approved one anew.
    for (let more = 0; more < 70; more += 1) world.desk.take(world.order('agent.status'))
    await vi.waitFor(() => expect(world.ended()).toHaveLength(71))
    const { approvals } = JSON.parse(signed.order)
    world.desk.take(world.order('agent.rotate_key', {}, { command: plain.command, approvals }))
    world.desk.take(world.order('agent.status'))
    await vi.waitFor(() => expect(world.ended()).toHaveLength(72))
    expect(world.rotateKey).toHaveBeenCalledTimes(1)
  })

  it('is refused by the agent itself without one, and with one for another command', async () => {
    const world = createWorld()
    world.desk.keyTold(told)
    world.desk.take(orderedBy(world).signed)
    world.desk.approversTold(told1)
    world.desk.take(world.order('agent.rotate_key'))
    world.desk.take(orderedBy(world, { expiresAtMs: world.clock.nowMs() + 999_000 }).signed)
    await vi.waitFor(() => expect(world.ended()).toHaveLength(3))
    expect(world.ended().map(({ code }) => code)).toEqual(['no_approvers', 'not_approved', 'approval_other_text'])
    expect(world.rotateKey).not.toHaveBeenCalled()
  })

  it('that captures a line begins at once beside a payment, and holds up nothing else of its terminal', async () => {
    const world = createWorld()
    world.desk.keyTold(told)
    world.desk.approversTold(told1)
    world.be({ condition: 'busy', openPayment: uuid(5) })
    const args = { terminal: 'lane-1', seconds: 60 }
    const ask = () => {
      const plain = JSON.parse(world.order('terminal.capture', args).order)
      const approvals = [bo.approve(approvalText(canonicalJson(approvedPart(plain))))]
      world.desk.take(world.order('terminal.capture', args, { command: plain.command, approvals }))
    }
    ask()
    await vi.waitFor(() => expect(world.captureLine).toHaveBeenCalledExactlyOnceWith('lane-1', 60))
    world.be({ condition: 'ready', openPayment: undefined as never })
    world.desk.take(world.order('terminal.diagnosis', { terminal: 'lane-1' }))
    await world.settle()
    expect(world.ended()).toMatchObject([{ task: 'terminal.diagnosis', outcome: 'done' }])
    // The second does not wait for the first: it is told at once that there is one.
    ask()
    await vi.waitFor(() => expect(world.captureLine).toHaveBeenCalledTimes(2))
    world.desk.stop()
    const again = createWorld(world.meta, uuid(2))
    again.desk.start()
    const nothing = expect.stringContaining('nothing of it was kept')
    const failed = { task: 'terminal.capture', terminal: 'lane-1', outcome: 'failed', code: 'interrupted', lines: [nothing] }
    expect(again.ended()).toMatchObject([failed, failed])
  })

  it('that captures a line is refused without a second person, for fewer seconds than 30 and for more than 600', async () => {
    const world = createWorld()
    world.desk.keyTold(told)
    world.desk.approversTold(told1)
    for (const seconds of [60, 29, 601]) world.desk.take(world.order('terminal.capture', { terminal: 'lane-1', seconds }))
    await vi.waitFor(() => expect(world.ended()).toHaveLength(3))
    expect(world.ended().map(({ code }) => code)).toEqual(['not_approved', 'unknown_kind', 'unknown_kind'])
    expect(world.captureLine).not.toHaveBeenCalled()
  })

  it('keeps the list it has when the hub tells one that its people did not approve, and says so once', () => {
    const world = createWorld()
    world.desk.approversTold(told1)
    const eve = createSoftwarePasskey('user:3', site)
    const members = [ada, eve].map(({ key }) => ({ name: 'x', ...key }))
    const edited = canonicalJson({ v: 1, hubId: HUB, number: 1, previous: null, site, members })
    world.desk.approversTold({ rosters: [{ roster: edited, approvals: [] }] })
    world.desk.approversTold({ rosters: [{ roster: edited, approvals: [] }] })
    world.desk.approversTold('nonsense')
    expect(world.facts.map(({ kind, verdict }) => [kind, verdict])).toEqual([
      ['command.approvers', 'first'],
      ['command.approvers', 'refused'],
    ])
    expect(world.meta.get(`approvers/${HUB}`)).toBe(roster)
  })
})
