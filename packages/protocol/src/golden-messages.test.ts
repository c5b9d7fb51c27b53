import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  CommandOrder,
  CommandTask,
  commandClasses,
  commandKeyText,
  commandKinds,
  commandText,
  SignedCommand,
} from './agent-commands.ts'
import { AgentEvent } from './agent-events.ts'
import { MessagesAnswer, MessagesRequest, Noted, SessionOpened } from './agent-http.ts'
import {
  Batch,
  BatchAnswer,
  batchText,
  Challenge,
  Credit,
  Hello,
  HelloAnswer,
  helloText,
  Joined,
  Pulse,
  RotateAnswer,
  RotateKey,
  rotationText,
} from './agent-link.ts'
import { Approvers, approvalText, rosterText } from './approvers.ts'
import { EnrolAnswer, EnrolRequest, enrolmentText } from './enrolment.ts'
import { CheckpointAnswer, CheckpointAsk, CheckpointNews, Cosignature, CosignatureAnswer } from './log-witness.ts'
import { compatibility, OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from './version.ts'

const FIXTURES = new URL('../fixtures/', import.meta.url)
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, FIXTURES), 'utf8'))

const link = {
  challenge: Challenge,
  hello: Hello,
  'hello-answer': HelloAnswer,
  'hello-answer-command-key': HelloAnswer,
  'hello-refused': HelloAnswer,
  'hello-disk-reset': HelloAnswer,
  joined: Joined,
  credit: Credit,
  command: SignedCommand,
  'command-capture': SignedCommand,
  approvers: Approvers,
  rotate: RotateKey,
  'rotate-answer': RotateAnswer,
  'rotate-refused': RotateAnswer,
  batch: Batch,
  'batch-answer': BatchAnswer,
  'batch-gap': BatchAnswer,
  pulse: Pulse,
  checkpoint: CheckpointAsk,
  'checkpoint-older': CheckpointAsk,
  'checkpoint-answer': CheckpointAnswer,
  'checkpoint-restored': CheckpointAnswer,
  'checkpoint-refused': CheckpointAnswer,
  cosignature: Cosignature,
  'cosignature-refused': CosignatureAnswer,
  news: CheckpointNews,
  'enrol-request': EnrolRequest,
  'enrol-answer': EnrolAnswer,
  'enrol-refused': EnrolAnswer,
  'session-opened': SessionOpened,
  'session-refused': SessionOpened,
  'messages-request': MessagesRequest,
  'messages-answer': MessagesAnswer,
  noted: Noted,
}

describe('golden messages', () => {
  const kinds = AgentEvent.options.map((option) => option.shape.kind.value)
  const namesIn = (folder: string) => readdirSync(new URL(folder, FIXTURES)).map((file) => file.replace(/\.json$/, ''))
  /** A kind whose form changed has the new one beside the released one: `KIND@VERSION`. */
  const events = namesIn('events/').map((name) => ({ name, kind: name.replace(/@\d+\.\d+\.\d+$/, '') }))

  it('has one for every kind of event, and none besides', () => {
    expect([...new Set(events.map(({ kind }) => kind))].toSorted()).toEqual([...kinds].toSorted())
  })

  it.each(events)('$name parses to itself', ({ name, kind }) => {
    const message = read(`events/${name}.json`)
    expect(AgentEvent.parse(message)).toEqual(message)
    expect(message).toHaveProperty('kind', kind)
  })

  it('reads each one of the link', () => {
    expect(namesIn('link/').toSorted()).toEqual(Object.keys(link).toSorted())
  })

  it.each(Object.entries(link))('%s parses to itself', (name, schema) => {
    const message = read(`link/${name}.json`)
    expect(schema.parse(message)).toEqual(message)
  })

  it('lets a newer agent say more, but nothing that is wrong', () => {
    const opened = read('events/payment.opened.json') as Record<string, unknown>
    expect(AgentEvent.parse({ ...opened, later: 'field' })).toHaveProperty('later')
    expect(AgentEvent.safeParse({ ...opened, amountMinor: 84.2 }).success).toBe(false)
    expect(AgentEvent.safeParse({ ...opened, amountMinor: -1 }).success).toBe(false)
    expect(AgentEvent.safeParse({ ...opened, currency: 'eur' }).success).toBe(false)
    expect(AgentEvent.safeParse({ ...opened, kind: 'payment.imagined' }).success).toBe(false)
  })

  it('never takes a whole card number', () => {
    const answered = read('events/payment.answered.json') as { result: { card: object } }
    const withNumber = { ...answered, result: { ...answered.result, card: { first6: '67280012', last4: '4821' } } }
    expect(AgentEvent.safeParse(withNumber).success).toBe(false)
  })
})

describe('signed texts', () => {
  it('name their purpose first, so that one never passes for another', () => {
    const hello = Hello.parse(read('link/hello.json'))
    const texts = [
      helloText(hello, Challenge.parse(read('link/challenge.json'))),
      batchText(hello.agentId, Batch.parse(read('link/batch.json'))),
      enrolmentText(EnrolRequest.parse(read('link/enrol-request.json'))),
      rotationText(hello.agentId, 'old', 'new'),
      commandText('{}'),
      commandKeyText('hub', 'new'),
      approvalText('{}'),
      rosterText('{}'),
    ]
    expect(texts.map((text) => text.split('\n')[0])).toEqual([
      'counterfoil-hello/v1',
      'counterfoil-batch/v1',
      'counterfoil-enrol/v1',
      'counterfoil-rotate/v1',
      'counterfoil-command/v1',
      'counterfoil-command-key/v1',
      'counterfoil-approval/v1',
      'counterfoil-roster/v1',
    ])
  })

  it('change with every field they cover', () => {
    const batch = Batch.parse(read('link/batch.json'))
    const base = batchText('agent', batch)
    const changed = [
      batchText('other', batch),
      ...[{ epoch: 2 }, { firstSeq: 2 }, { count: 2 }, { prevHead: batch.head }, { head: batch.prevHead }].map((change) =>
        batchText('agent', { ...batch, ...change }),
      ),
    ]
    expect(new Set([base, ...changed]).size).toBe(7)
  })
})

describe('commands', () => {
  it('are a closed list: each has a class and is read with its own arguments', () => {
    expect(CommandTask.options.map(({ shape }) => shape.kind.value).toSorted()).toEqual(commandKinds.toSorted())
    expect(Object.keys(commandClasses).toSorted()).toEqual(commandKinds.toSorted())
    const order = CommandOrder.parse(JSON.parse(SignedCommand.parse(read('link/command.json')).order))
    expect(CommandTask.parse(order)).toMatchObject({ kind: 'terminal.end_of_day', args: { terminal: 'lane-1' } })
    const capture = CommandOrder.parse(JSON.parse(SignedCommand.parse(read('link/command-capture.json')).order))
    expect(CommandTask.parse(capture)).toMatchObject({ kind: 'terminal.capture', args: { terminal: 'lane-1', seconds: 120 } })
    expect(CommandTask.safeParse({ ...order, args: { ...order.args, path: '/etc' } }).success).toBe(false)
    expect(CommandTask.safeParse({ ...order, kind: 'agent.shell' }).success).toBe(false)
  })
})

describe('versions', () => {
  it('are served from the oldest to this one', () => {
    expect(compatibility(PROTOCOL_VERSION)).toBe('ok')
    expect(compatibility(OLDEST_PROTOCOL_VERSION - 1)).toBe('agent_too_old')
    expect(compatibility(PROTOCOL_VERSION + 1)).toBe('agent_too_new')
  })
})
