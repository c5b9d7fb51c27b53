import type { Timer } from '../../clock.ts'
import type { SimulatorOptions, SimulatorPorts, TerminalSimulator } from '../../terminal-simulator.ts'
import { decodeMessage } from '../decode-message.ts'
import { encodeMessage, type MessageParts } from '../encode-message.ts'
import { createFramer } from '../frame-codec.ts'
import { createLinkState, type LinkEffect, type LinkInput, MAX_REPEATS, stepLink } from '../link-machine.ts'
import { findTlv, type ZvtMessage } from '../message.ts'
import { readReply } from '../session/accept.ts'
import { bcd, currencyNumber, readBcdNumber } from '../values.ts'
import { createDialogueRunner, T2_MS } from './dialogue.ts'
import { createLedger } from './ledger.ts'
import { LOGGED_OFF_CONFIG, printingOf, type Reaction, takeCommand } from './take-command.ts'
import type { TerminalState } from './terminal-state.ts'

const T1_MS = 200
/** TCP has no T1; a message that stays unfinished for so long is given up. */
const TCP_GAP_MS = 5_000
const MAX_SEQUENCE = 999_999
const REGISTRATION = 0x0600

/** A ZVT terminal, byte for byte: DLE frames with ACK and NAK on a serial line, bare APDUs over TCP. */
export function createZvtSimulator(options: SimulatorOptions, ports: SimulatorPorts): TerminalSimulator {
  if (!/^\d{1,8}$/.test(options.terminalId))
    throw new RangeError(`A ZVT terminal id has up to eight digits; ${options.terminalId} is not one.`)
  if (currencyNumber(options.currency) === undefined)
    throw new RangeError(`A terminal's currency is an ISO 4217 code in capitals, e.g. EUR; ${options.currency} is not one.`)
  const { clock } = ports
  const ledger = createLedger()
  const terminal: TerminalState = {
    options: { ...options, terminalId: options.terminalId.padStart(8, '0') },
    ports,
    ledger,
    registered: false,
    tellsProgress: false,
    printing: printingOf(LOGGED_OFF_CONFIG, 'lines'),
    records: [],
    paperOutUntilMs: 0,
    offUntilMs: 0,
    clockOffsetMs: 0,
  }
  const framer = createFramer(options.link)
  const inbox: Uint8Array[] = []
  let linkState = createLinkState(options.link)
  let t1: Timer | undefined
  let t2: Timer | undefined
  let working = false
  /** Numbered messages, once a registration has asked for them. */
  let sequence: { sent: number; taken?: { number: number; answer: Uint8Array } } | undefined

  const longestMs = options.link === 'serial' ? MAX_REPEATS * T2_MS : 0
  const runner = createDialogueRunner(clock, longestMs, (parts) => {
    if (sequence === undefined) return sendApdu(encodeMessage(parts))
    sequence.sent = sequence.sent >= MAX_SEQUENCE ? 1 : sequence.sent + 1
    sendApdu(encodeMessage(numbered(parts, sequence.sent)))
  })

  function numbered(parts: MessageParts, number: number): MessageParts {
    return { ...parts, tlv: [...(parts.tlv ?? []), { tag: '1F73', value: bcd(number, 3) }] }
  }

  function sendApdu(apdu: Uint8Array): void {
    stepLinkMachine({ type: 'send', apdu })
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
        take(effect.apdu)
        return
      case 'start_t2':
        t2?.cancel()
        t2 = clock.startTimer(T2_MS, () => stepLinkMachine({ type: 't2' }))
        return
      case 'stop_t2':
        t2?.cancel()
        return
      case 'acknowledged':
        runner.acknowledged()
        return
      case 'transmission_failed':
      case 'unreadable':
        return
    }
  }

  /** One APDU at a time: what the till answers while we still write waits its turn. */
  function take(apdu: Uint8Array): void {
    inbox.push(apdu)
    if (working) return
    working = true
    try {
      for (let next = inbox.shift(); next !== undefined; next = inbox.shift()) takeApdu(next)
    } finally {
      working = false
    }
  }

  function takeApdu(apdu: Uint8Array) {
    const message = decodeMessage(apdu)
    if (readReply(message) !== undefined) return runner.replied(message)
    const number = sequence === undefined ? undefined : findTlv(message, '1F73')?.value
    const known = number === undefined ? undefined : readBcdNumber(number)
    if (known !== undefined && known > 0 && sequence?.taken?.number === known) return sendApdu(sequence.taken.answer)
    const reaction = takeCommand(terminal, message, runner.running, () => runner.stop())
    react(message, reaction, known)
  }

  function react(message: ZvtMessage, reaction: Reaction, number: number | undefined): void {
    if (reaction.reply === 'nothing') return
    const parts = replyParts(reaction)
    const answer = encodeMessage(sequence === undefined || number === undefined ? parts : numbered(parts, number))
    if (sequence !== undefined && number !== undefined) sequence.taken = { number, answer }
    sendApdu(answer)
    if (reaction.reply === 'accept_aside') runner.sendAside(reaction.parts)
    if (reaction.reply !== 'accept' || reaction.dialogue === undefined) return
    if (message.control === REGISTRATION) sequence = undefined
    runner.start(reaction.dialogue)
    // The completion of the registration is the last message without a number of its own.
    if (message.control === REGISTRATION && findTlv(message, '1F73') !== undefined) sequence = { sent: 0 }
  }

  function replyParts(reaction: Exclude<Reaction, { reply: 'nothing' }>): MessageParts {
    if (reaction.reply === 'refuse') return { control: 0x8400 + reaction.code }
    return reaction.reply === 'refuse_with' ? reaction.parts : { control: 0x8000 }
  }

  function resetLink(): void {
    framer.reset()
    linkState = createLinkState(options.link)
    t1?.cancel()
    t2?.cancel()
  }

  /** A new connection, or none: what ran on the old one goes on alone. */
  function startAnew(): void {
    resetLink()
    inbox.length = 0
    sequence = undefined
    runner.cut()
  }

  return {
    get ledger() {
      return ledger.entries
    },
    received(chunk) {
      if (clock.monotonicMs() < terminal.offUntilMs) return startAnew()
      for (const event of framer.push(chunk)) stepLinkMachine({ type: 'frame', event })
      t1?.cancel()
      if (!framer.pending) return
      t1 = clock.startTimer(options.link === 'tcp' ? TCP_GAP_MS : T1_MS, () => {
        for (const event of framer.expire()) stepLinkMachine({ type: 'frame', event })
      })
    },
    linkUp: startAnew,
    linkDown: startAnew,
    close() {
      resetLink()
      runner.close()
    },
  }
}
