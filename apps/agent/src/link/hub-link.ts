import {
  BatchAnswer,
  batchText,
  Challenge,
  type CommandKey,
  Credit,
  type Hello,
  HelloAnswer,
  helloText,
  LIVE_MAX_EVENTS,
  PROTOCOL_VERSION,
} from '@counterfoil/protocol'
import type { Clock, Timer } from '@counterfoil/terminals'
import type { Log } from '../log.ts'
import type { Outbox, OutboxBatch, StreamComparison } from '../outbox/outbox.ts'
import type { Witness } from '../witness/witness.ts'
import { backOffMs } from './back-off.ts'
import { stepDelivery } from './delivery-machine.ts'
import type { DeliveryEffect, DeliveryInput, DeliveryState, DeliveryTimer } from './delivery-state.ts'
import type { ConnectHub, HubSocket } from './hub-socket.ts'
import type { Identity } from './identity.ts'
import { type IdentityKeys, memoryKeys } from './identity-keys.ts'
import { createKeyRenewal, type KeyRotation } from './key-renewal.ts'

export interface HubLinkOptions {
  readonly identity: Identity
  readonly version: string
  readonly boot: string
  readonly outbox: Outbox
  readonly clock: Clock
  /** 0 ≤ value < 1. */
  readonly random: () => number
  readonly connectHub: ConnectHub
  readonly log: Log
  /** The identity's own, kept in memory, unless told otherwise. */
  readonly keys?: IdentityKeys
  /** Watches the hub's log over this connection. */
  readonly witness?: Witness
  /** Takes what the hub asks for. */
  readonly commands?: { keyTold(key: CommandKey): void; approversTold(approvers: unknown): void; take(command: unknown): void }
  /** The hub's clock minus ours, told at each greeting with the time its answer took. */
  readonly onClockOffset?: (offsetMs: number, roundTripMs: number) => void
  /** The hub lacks what it acknowledged before: it was restored from a backup. */
  readonly onHubBehind?: () => void
}

/** How the connection to the hub is, for `status` and the till API's health. */
export interface HubLinkStatus {
  readonly connected: boolean
  readonly sinceMs: number
  readonly code: string
  readonly message: string
  /** Hub's clock minus ours at the last greeting. */
  readonly clockOffsetMs?: number
}

export interface HubLink {
  start(): void
  stop(): void
  /** Tells that the outbox has something new. */
  wake(): void
  /** Makes a new key and has the hub take it; answers when the hub has said so, or the connection has ended. */
  rotateKey(): Promise<KeyRotation>
  status(): HubLinkStatus
}

/** Where the outbox keeps the last join number of an enrolment. */
export const joinKey = (epoch: number): string => `join/${epoch}`

/** Keys of the outbox's single values that tell people how the link is. */
export const LINK_STATUS_KEY = 'link_status'

/** Delivers the outbox to the hub for as long as it runs; all decisions are `stepDelivery`'s. */
export function createHubLink(options: HubLinkOptions): HubLink {
  const { outbox, clock, log, identity } = options
  const keys = options.keys ?? memoryKeys(identity)
  const renewal = createKeyRenewal(identity.agentId, keys)
  const ourJoinKey = joinKey(outbox.epoch)
  const timers = new Map<DeliveryTimer, Timer>()
  const inputs: DeliveryInput[] = []
  let state: DeliveryState = { phase: 'stopped' }
  let socket: HubSocket | undefined
  let generation = 0
  let nextBatchId = 1
  let busy = false
  let oldestMs = 0
  let status: HubLinkStatus = {
    connected: false,
    sinceMs: clock.nowMs(),
    code: 'starting',
    message: 'The agent has not connected yet.',
  }

  function feed(input: DeliveryInput): void {
    inputs.push(input)
    if (busy) return
    busy = true
    try {
      for (let next = inputs.shift(); next !== undefined; next = inputs.shift()) {
        const step = stepDelivery(state, next)
        state = step.state
        for (const effect of step.effects) perform(effect)
      }
    } finally {
      busy = false
    }
  }

  function perform(effect: DeliveryEffect): void {
    switch (effect.type) {
      case 'connect':
        connect()
        return
      case 'close':
        close()
        return
      case 'send_hello':
        sendHello(effect.challenge)
        return
      case 'send_next':
        sendNext(effect.after, effect.maxEvents, effect.credit)
        return
      case 'send_evidence':
        sendEvidence(effect.after)
        return
      case 'send_pulse':
        sendPulse(effect.after)
        return
      case 'join':
        join(effect.offer)
        return
      case 'send_rotate':
        sendRotate()
        return
      case 'adopt_key':
        keys.adopt()
        return
      case 'swap_key':
        keys.swap()
        return
      case 'acknowledge':
        fromOutbox(() => outbox.acknowledge(effect.highWater, effect.head))
        return
      case 'start_timer':
        startTimer(effect.timer, effect.delayMs)
        return
      case 'back_off':
        startTimer(effect.timer, Math.max(effect.atLeastMs, backOffMs(effect.attempt, options.random())))
        return
      case 'cancel_timer':
        timers.get(effect.timer)?.cancel()
        timers.delete(effect.timer)
        return
      case 'report':
        report(effect)
        return
      default:
        effect satisfies never
    }
  }

  function close(): void {
    generation += 1
    renewal.lost()
    options.witness?.lost()
    socket?.close()
    socket = undefined
  }

  function connect(): void {
    close()
    const mine = generation
    socket = options.connectHub({
      challenge(raw) {
        if (mine !== generation) return
        const challenge = Challenge.safeParse(raw)
        feed(
          challenge.success
            ? { type: 'challenge', challenge: challenge.data }
            : { type: 'bad_message', message: 'its challenge cannot be read: is this a Counterfoil hub?' },
        )
      },
      credit(raw) {
        const credit = Credit.safeParse(raw)
        if (mine === generation && credit.success) feed({ type: 'credit', events: credit.data.events })
      },
      news() {
        if (mine === generation) options.witness?.news()
      },
      command(raw) {
        if (mine === generation) options.commands?.take(raw)
      },
      approvers(raw) {
        if (mine === generation) options.commands?.approversTold(raw)
      },
      closed(why) {
        if (mine === generation) feed({ type: 'closed', why })
      },
    })
  }

  function sendHello(challenge: { readonly hubId: string; readonly nonce: string }): void {
    if (challenge.hubId !== identity.hubId) {
      feed({
        type: 'bad_message',
        message: `this is another hub (${challenge.hubId}) than the one this agent was enrolled with (${identity.hubId}).`,
      })
      return
    }
    const unsigned: Omit<Hello, 'signature'> = {
      agentId: identity.agentId,
      protocol: PROTOCOL_VERSION,
      version: options.version,
      boot: options.boot,
      epoch: outbox.epoch,
      lastSeq: outbox.lastSeq(),
      head: outbox.head(),
      join: Number(fromOutbox(() => outbox.readMeta(ourJoinKey)) ?? 0),
    }
    const greetedMs = clock.monotonicMs()
    const mine = generation
    socket?.send('hello', { ...unsigned, signature: keys.current.sign(helloText(unsigned, challenge)) }, (raw) => {
      if (mine !== generation) return
      const answer = HelloAnswer.safeParse(raw)
      if (!answer.success) return feed({ type: 'bad_message', message: 'its answer to our hello cannot be read.' })
      if (!answer.data.ok) return feed({ type: 'hello_answer', answer: answer.data })
      noteOffset(answer.data.hubTimeMs, clock.monotonicMs() - greetedMs)
      if (answer.data.highWater < outbox.deliveredSeq()) options.onHubBehind?.()
      const { commandKey } = answer.data
      if (commandKey !== undefined) fromOutbox(() => options.commands?.keyTold(commandKey))
      const comparison = compare(answer.data)
      if (comparison !== undefined) feed({ type: 'hello_answer', answer: answer.data, comparison })
      if (mine === generation) watchLog(answer.data.checkpoints === true, mine)
    })
  }

  function compare(answer: { readonly highWater: number; readonly head: string }): StreamComparison | undefined {
    return fromOutbox(() => outbox.compare(answer.highWater, answer.head))
  }

  function watchLog(shown: boolean, mine: number): void {
    if (!shown) {
      options.witness?.greetedWithoutLog()
      return
    }
    options.witness?.greeted((message, payload, answered) => {
      if (mine === generation) socket?.send(message, payload, (raw) => mine === generation && answered(raw))
    })
  }

  /** An offer that cannot be noted is not taken: the number before it stays good. */
  function join(offer: number): void {
    try {
      outbox.writeMeta(ourJoinKey, String(offer))
      socket?.notify('joined', { join: offer })
    } catch (error) {
      log.warn(
        { error: String(error) },
        'The hub’s join number could not be noted in the outbox; the next connection tries again.',
      )
    }
  }

  function sendRotate(): void {
    const mine = generation
    renewal.send(
      (key, answered) => socket?.send('rotate', key, (raw) => mine === generation && answered(raw)),
      (answer) => feed({ type: 'rotate_answer', answer }),
    )
  }

  function rotateKey(): Promise<KeyRotation> {
    if (!status.connected || socket === undefined || renewal.waiting)
      return Promise.resolve({ done: false, message: 'There is no connection to the hub, or a key is being renewed already.' })
    const told = renewal.wait()
    sendRotate()
    return told
  }

  function sendNext(after: number, maxEvents: number, credit: number): void {
    const backlog = outbox.lastSeq() - after
    if (backlog <= 0) return
    const live = backlog <= LIVE_MAX_EVENTS
    if (!live && credit === 0) {
      feed({ type: 'starved' })
      return
    }
    const batch = fromOutbox(() => outbox.readBatch(after, live ? maxEvents : Math.min(maxEvents, credit)))
    if (batch !== undefined) send(batch)
  }

  function send(batch: OutboxBatch): void {
    const id = nextBatchId
    nextBatchId += 1
    const mine = generation
    socket?.send('batch', signed(batch), (raw) => {
      if (mine !== generation) return
      const answer = BatchAnswer.safeParse(raw)
      if (!answer.success) return feed({ type: 'bad_message', message: 'its answer to a batch cannot be read.' })
      const ourLastSeq = outbox.lastSeq()
      if (!answer.data.ok) return feed({ type: 'batch_answer', id, answer: answer.data, ourLastSeq })
      const comparison = compare(answer.data)
      if (comparison !== undefined) feed({ type: 'batch_answer', id, answer: answer.data, comparison, ourLastSeq })
    })
    feed({ type: 'batch_sent', id, lastSeq: batch.firstSeq + batch.count - 1, events: batch.count })
  }

  /**
   * A file that cannot be read says so where its events are read. The hub would take an agent without pulses for gone: they go on, with
   * the waiting time that was known last.
   */
  function sendPulse(after: number): void {
    const atMs = clock.nowMs()
    try {
      oldestMs = outbox.waiting(atMs).oldestMs
    } catch (error) {
      log.warn({ error: String(error) }, 'The outbox could not be asked how much waits for the hub.')
    }
    const mine = generation
    socket?.send('pulse', { waiting: outbox.lastSeq() - after, oldestMs, atMs }, () => {
      if (mine === generation) feed({ type: 'pulse_answer' })
    })
  }

  function signed(batch: OutboxBatch): object {
    return { ...batch, signature: keys.current.sign(batchText(identity.agentId, batch)) }
  }

  /** Whatever the hub answers changes nothing here: a person has to look. */
  function sendEvidence(after: number): void {
    const batch = fromOutbox(() => outbox.readBatch(after, 1))
    const mine = generation
    if (batch === undefined) close()
    else socket?.send('batch', signed(batch), () => mine === generation && close())
  }

  /** An outbox that cannot be read or written stops the sending, loudly, not the agent. */
  function fromOutbox<T>(work: () => T): T | undefined {
    try {
      return work()
    } catch (error) {
      feed({ type: 'outbox_failed', message: error instanceof Error ? error.message : String(error) })
      return undefined
    }
  }

  function startTimer(name: DeliveryTimer, delayMs: number): void {
    timers.get(name)?.cancel()
    timers.set(
      name,
      clock.startTimer(delayMs, () => {
        timers.delete(name)
        feed({ type: 'timer', timer: name })
      }),
    )
  }

  function report({ level, code, message }: Extract<DeliveryEffect, { type: 'report' }>): void {
    const connected = level === 'info' && code === 'connected'
    if (level === 'alarm') log.error({ code }, message)
    else if (code !== status.code || message !== status.message) log[level]({ code }, message)
    if (code === 'quarantined') {
      setStatus({ ...status, code, message })
      return
    }
    // A lost connection must not cover up the alarm that a person has to act on.
    if (code === 'disconnected' && !status.connected && status.code !== 'starting' && status.code !== 'disconnected') return
    setStatus({ ...status, connected, sinceMs: connected === status.connected ? status.sinceMs : clock.nowMs(), code, message })
  }

  function setStatus(next: HubLinkStatus): void {
    const changed = next.code !== status.code || next.message !== status.message || next.connected !== status.connected
    status = next
    if (!changed) return
    try {
      outbox.writeMeta(LINK_STATUS_KEY, JSON.stringify(status))
    } catch (error) {
      log.warn({ error: String(error) }, 'The state of the hub connection could not be noted in the outbox.')
    }
  }

  /** The hub told its time somewhere within the round trip: its middle is the best guess. */
  function noteOffset(hubTimeMs: number, roundTripMs: number): void {
    const clockOffsetMs = Math.round(hubTimeMs + roundTripMs / 2 - clock.nowMs())
    status = { ...status, clockOffsetMs }
    options.onClockOffset?.(clockOffsetMs, roundTripMs)
  }

  return {
    start: () => feed({ type: 'start' }),
    stop: () => feed({ type: 'stop' }),
    wake: () => feed({ type: 'appended' }),
    rotateKey,
    status: () => status,
  }
}
