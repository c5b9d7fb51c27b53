import type { Timer } from '../clock.ts'
import type { CancelResult, DriverPorts, OperationResult, StartResult, TerminalDriver } from '../terminal-driver.ts'
import type { LinkKind } from '../terminal-protocol.ts'
import { createFactWriter } from './fact-writer.ts'
import { createFramer } from './frame-codec.ts'
import { createLinkState, type LinkEffect, type LinkInput, MAX_REPEATS, stepLink } from './link-machine.ts'
import type { TimerName } from './session/session-state.ts'
import { createSessionState, type SessionEffect, type SessionInput, stepSession } from './session-machine.ts'
import type { ZvtSettings } from './settings.ts'

/** Fragments of one APDU over TCP may come apart further than bytes on a serial line. */
const TCP_GAP_FACTOR = 10

export interface ZvtDriverOptions {
  readonly link: LinkKind
  readonly settings: ZvtSettings
  readonly ports: DriverPorts
}

/**
 * Drives one ZVT terminal:  bytes ─▶ framer ─▶ link machine ─▶ session machine ─▶ facts, prompts, bytes.
 * The machines decide; this shell keeps their states, the timers, and the order of things.
 */
export function createZvtDriver({ link, settings, ports }: ZvtDriverOptions): TerminalDriver {
  const framer = createFramer(link)
  const facts = createFactWriter(ports)
  const timers = new Map<TimerName | 't1' | 't2', Timer>()
  const queue: SessionInput[] = []
  const operations: ((result: OperationResult) => void)[] = []
  let linkState = createLinkState(link)
  let session = createSessionState()
  let lastHeardMs: number | undefined
  let working = false
  let closed = false
  let started: StartResult | undefined
  let cancelled: CancelResult | undefined
  let decided: boolean | undefined

  function startTimer(name: TimerName | 't1' | 't2', delayMs: number, fire: () => void): void {
    timers.get(name)?.cancel()
    timers.set(
      name,
      ports.clock.startTimer(delayMs, () => {
        timers.delete(name)
        if (!closed) fire()
      }),
    )
  }

  function stopTimer(name: TimerName | 't1' | 't2'): void {
    timers.get(name)?.cancel()
    timers.delete(name)
  }

  function startSessionTimer(timer: TimerName, delayMs: number): void {
    startTimer(timer, delayMs, () => {
      // What half an answer was tells more than that no whole one came.
      if (timer === 't3' && flush()) return
      take({ type: 'timer', timer })
    })
  }

  /** Gives up what the framer holds; true when that has ended the connection. */
  function flush(): boolean {
    const events = framer.expire()
    for (const event of events) stepLinkMachine({ type: 'frame', event })
    return link === 'tcp' && events.some((event) => event.type === 'bad_frame')
  }

  function stepLinkMachine(input: LinkInput): void {
    const step = stepLink(linkState, input)
    linkState = step.state
    for (const effect of step.effects) doLinkEffect(effect)
  }

  function doLinkEffect(effect: LinkEffect): void {
    switch (effect.type) {
      case 'write':
        ports.write(effect.bytes)
        return
      case 'deliver':
        take({ type: 'apdu', apdu: effect.apdu })
        return
      case 'start_t2':
        startTimer('t2', settings.timers.t2, () => stepLinkMachine({ type: 't2' }))
        return
      case 'stop_t2':
        stopTimer('t2')
        return
      case 'acknowledged':
        // The answer's own frame may be lost once: a terminal repeats it after T2, which is as long as T3.
        if (timers.has('t3')) startSessionTimer('t3', settings.timers.t3 + settings.timers.t2)
        return
      case 'transmission_failed':
        take({ type: 'transmission_failed' })
        return
      case 'unreadable':
        take({ type: 'unreadable', why: effect.why, bytes: effect.bytes, outOfStep: effect.outOfStep })
        return
    }
  }

  /** One input at a time: what a port calls back with while an effect is carried out waits its turn. */
  function take(input: SessionInput): void {
    if (closed) return
    queue.push(input)
    if (working) return
    working = true
    try {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const step = stepSession(settings, session, next, ports.clock.monotonicMs())
        session = step.state
        doEffects(step.effects)
      }
    } finally {
      working = false
    }
  }

  function doEffects(effects: readonly SessionEffect[]): void {
    for (const effect of effects) {
      if (effect.type !== 'record') {
        doEffect(effect)
      } else if (!facts.write(effect.fact, effect.mustPrecede)) {
        queue.unshift({ type: 'journal_failed', fact: effect.fact })
        return
      }
    }
  }

  function doEffect(effect: Exclude<SessionEffect, { type: 'record' }>): void {
    switch (effect.type) {
      case 'send':
        stepLinkMachine({ type: 'send', apdu: effect.apdu })
        return
      case 'prompt':
        ports.prompt(effect.prompt)
        return
      case 'start_timer':
        // T3 counts from the ACK of a serial frame; until then its repeats have their own time.
        if (effect.timer === 't3' && linkState.inFlight !== undefined) {
          startSessionTimer('t3', effect.delayMs + (MAX_REPEATS + 1) * settings.timers.t2)
        } else {
          startSessionTimer(effect.timer, effect.delayMs)
        }
        return
      case 'stop_timer':
        stopTimer(effect.timer)
        return
      case 'reopen_link':
        resetLink()
        ports.reopenLink(effect.why)
        return
      case 'payment_started':
        started = effect.result
        return
      case 'cancel_answered':
        cancelled = effect.result
        return
      case 'decided':
        decided = effect.done
        return
      case 'operation_ended':
        operations.shift()?.(effect.result)
        return
      case 'operation_refused':
        operations.pop()?.(effect.result)
        return
    }
  }

  function resetLink(): void {
    framer.reset()
    linkState = createLinkState(link)
    stopTimer('t1')
    stopTimer('t2')
  }

  function watchGap(): void {
    if (!framer.pending) {
      if (timers.has('t1')) stopTimer('t1')
      return
    }
    startTimer('t1', link === 'tcp' ? settings.timers.t1 * TCP_GAP_FACTOR : settings.timers.t1, () => {
      flush()
    })
  }

  return {
    linkUp() {
      resetLink()
      take({ type: 'link_up' })
    },
    linkDown(why) {
      flush()
      resetLink()
      take({ type: 'link_down', why })
    },
    received(chunk) {
      if (closed) return
      lastHeardMs = ports.clock.monotonicMs()
      for (const event of framer.push(chunk)) stepLinkMachine({ type: 'frame', event })
      watchGap()
    },
    resume(open, lastReceipt) {
      take({ type: 'resume', open, ...(lastReceipt === undefined ? {} : { lastReceipt }), wallMs: ports.clock.nowMs() })
    },
    startPayment(request) {
      if (working || closed) {
        return { started: false, refused: 'busy', message: 'The driver is in the middle of a message or closed. Try again.' }
      }
      started = undefined
      take({ type: 'start_payment', request })
      return (
        started ?? {
          started: false,
          refused: 'journal_failed',
          message: 'The payment could not be written to disk, so it was not started. Check the disk of this computer.',
        }
      )
    },
    cancelPayment(paymentId) {
      cancelled = undefined
      take({ type: 'cancel_payment', paymentId })
      return cancelled ?? 'asked'
    },
    runOperation(operation) {
      return new Promise((resolve) => {
        if (closed) return resolve({ done: false, message: 'The driver is closed.' })
        operations.push(resolve)
        take({ type: 'operate', operation })
      })
    },
    decide(paymentId, outcome) {
      decided = undefined
      take({ type: 'decide', paymentId, outcome })
      return decided ?? session.unknown.some((payment) => payment.request.paymentId === paymentId)
    },
    status() {
      const { condition, stage, unknown, queued } = session
      const queuedPayment = queued?.what === 'payment' ? queued.payment.request.paymentId : undefined
      const running = stage.name === 'paying' ? stage.payment.request.paymentId : queuedPayment
      const openPayment = running ?? unknown.at(-1)?.request.paymentId
      const busy = condition?.condition === 'ready' && (running !== undefined || stage.name === 'operating')
      return {
        condition: busy ? 'busy' : (condition?.condition ?? 'unreachable'),
        ...(busy || condition?.reason === undefined ? {} : { reason: condition.reason }),
        ...(busy || condition?.text === undefined ? {} : { text: condition.text }),
        ...(openPayment === undefined ? {} : { openPayment }),
        ...(lastHeardMs === undefined ? {} : { lastHeardMs }),
      }
    },
    close() {
      closed = true
      facts.close()
      for (const timer of timers.values()) timer.cancel()
      timers.clear()
      for (const resolve of operations.splice(0)) resolve({ done: false, message: 'The driver was closed.' })
    },
  }
}
