import { canonicalJson, createKeyPair, signText } from '@counterfoil/audit'
import { commandText } from '@counterfoil/protocol'
import { createVirtualClock } from '@counterfoil/terminals'
import { expect, it, vi } from 'vitest'
import type { AgentStatus } from '../agent-status.ts'
import { silentLog } from '../log.ts'
import { createCommandDesk } from './command-desk.ts'
import { openCommandJournal } from './command-journal.ts'
import type { CommandResult } from './command-result.ts'

const uuid = (n: number) => `018f0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
const [AGENT, HUB] = [uuid(0xaa), uuid(1)]
const hubKeys = createKeyPair()
const args = { number: 1, hash: '0'.repeat(64), document: '{}', trialSeconds: 15 }

function createWorld(meta = new Map<string, string>(), boot = uuid(2), kept = false) {
  const clock = createVirtualClock()
  const facts: { readonly kind: string; readonly [field: string]: unknown }[] = []
  let condition = 'ready'
  let finish = (_: CommandResult) => {}
  const apply = vi.fn(
    () =>
      new Promise<CommandResult>((resolve) => {
        finish = resolve
      }),
  )
  const terminals = () => [
    { key: 'lane-1', condition },
    { key: 'lane-2', condition: 'busy' },
  ]
  const desk = createCommandDesk({
    ...{ agentId: AGENT, hubId: HUB, epoch: 1, boot, clock, log: silentLog, version: '1.0.0', platform: 'linux x64' },
    journal: openCommandJournal(
      { epoch: 1, readMeta: (key) => meta.get(key), writeMeta: (key, value) => void meta.set(key, value) },
      HUB,
    ),
    offsetMs: () => 0,
    record: (fact) => void facts.push(fact),
    status: () => ({ terminals: terminals(), hub: {}, waiting: {} }) as unknown as AgentStatus,
    listPorts: async () => [],
    runOperation: async () => ({ done: true, lines: [] }),
    terminal: () => undefined,
    configuration: { touches: () => ['lane-1'], apply, isKept: () => kept },
    captureLine: async () => ({ outcome: 'done', lines: [] }),
    updates: { update: async () => undefined, goBack: async () => undefined, settle() {} },
  })
  desk.keyTold({ publicKey: hubKeys.publicKey, vouchers: [] })
  const order = (given: object) => {
    const at = clock.nowMs()
    const order = canonicalJson({
      ...{ v: 1, command: uuid(7), agentId: AGENT, epoch: 1, kind: 'agent.configure', args: given, counter: 1 },
      ...{ issuedAtMs: at, notBeforeMs: at, expiresAtMs: at + 600_000, requester: 'user:1', approvals: [] },
    })
    return { order, signature: signText(hubKeys.privateKey, commandText(order)) }
  }
  return {
    clock,
    facts,
    meta,
    desk,
    order,
    apply,
    finish: (result: CommandResult) => finish(result),
    be: (next: string) => {
      condition = next
    },
    ends: () => facts.filter(({ kind }) => kind === 'command.ended'),
  }
}

it('waits until nobody stands at the terminals it touches, and at no others', async () => {
  const world = createWorld()
  world.be('busy')
  world.desk.take(world.order(args))
  world.clock.advance(5_000)
  expect(world.apply).not.toHaveBeenCalled()
  // One that does not answer may be just what is to be mended.
  world.be('unreachable')
  await vi.waitFor(() => {
    world.clock.advance(500)
    expect(world.apply).toHaveBeenCalledExactlyOnceWith(args, uuid(7))
  })
  world.finish({ outcome: 'done', lines: ['Configuration 1 is in force.'] })
  await vi.waitFor(() => expect(world.ends()).toMatchObject([{ outcome: 'done', task: 'agent.configure' }]))
})

it('is not understood where it names more than it may', () => {
  const world = createWorld()
  world.desk.take(world.order({ ...args, run: '/bin/sh' }))
  expect(world.ends()).toMatchObject([{ outcome: 'refused', code: 'unknown_kind' }])
  expect(world.apply).not.toHaveBeenCalled()
})

it.each([
  [false, { outcome: 'failed', code: 'interrupted' }],
  [true, { outcome: 'done' }],
] as const)('that was interrupted tells how it ended: kept %s', async (kept, told) => {
  const first = createWorld()
  first.desk.take(first.order(args))
  await vi.waitFor(() => expect(first.apply).toHaveBeenCalled())
  first.desk.stop()
  const second = createWorld(first.meta, uuid(3), kept)
  second.desk.start()
  expect(second.ends()).toMatchObject([told])
  second.desk.take(second.order(args))
  expect(second.apply).not.toHaveBeenCalled()
})
