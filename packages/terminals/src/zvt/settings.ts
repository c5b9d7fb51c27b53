import type { TimerDefinition } from '../terminal-protocol.ts'

export type PrintLines = 'none' | 'lines' | 'blocks'

export interface ZvtTimers {
  readonly t1: number
  readonly t2: number
  readonly t3: number
  readonly t4: number
  readonly poll: number
  readonly busyPoll: number
  readonly retry: number
  readonly inquiryFirst: number
  readonly inquiryMax: number
}

/** How one ZVT terminal is spoken to. Timers in milliseconds. */
export interface ZvtSettings {
  /** Six digits. */
  readonly password: string
  /** Config byte of the registration (PA00P015 2.1). */
  readonly configByte: number
  /** ISO 4217 letters. */
  readonly currency: string
  /** Who prints: `none` the terminal itself; otherwise receipts come to us line by line or as blocks. */
  readonly printLines: PrintLines
  /** Ask for numbered messages (TLV 1F73). */
  readonly messageSequence: boolean
  /** Bitmap 19 of the authorisation, e.g. 0x40; left out when absent. */
  readonly paymentType?: number
  /** How often an unknown outcome is asked about before a person must decide. */
  readonly inquiryTries: number
  readonly timers: ZvtTimers
}

/** Published defaults (PA00P015, PA00P016) and the ranges a setting may use. */
export const ZVT_TIMERS: Readonly<Record<keyof ZvtTimers, TimerDefinition>> = {
  t1: { defaultMs: 200, minMs: 100, maxMs: 2_000, meaning: 'longest pause between two bytes of one serial frame' },
  t2: { defaultMs: 5_000, minMs: 500, maxMs: 10_000, meaning: 'wait for the ACK of a serial frame before sending it again' },
  t3: { defaultMs: 5_000, minMs: 1_000, maxMs: 60_000, meaning: 'wait for the terminal to accept a command' },
  t4: {
    defaultMs: 180_000,
    minMs: 30_000,
    maxMs: 1_800_000,
    meaning: 'wait for the end of a command; every sign of progress starts it again',
  },
  // With T3 less than 15 s: a terminal that was cut off the network without a word says so by no other way.
  poll: { defaultMs: 8_000, minMs: 5_000, maxMs: 60_000, meaning: 'pause between two status enquiries while idle' },
  busyPoll: {
    defaultMs: 5_000,
    minMs: 1_000,
    maxMs: 60_000,
    meaning: 'pause between two status enquiries while the terminal needs something',
  },
  retry: { defaultMs: 10_000, minMs: 1_000, maxMs: 300_000, meaning: 'pause before a refused registration is tried again' },
  inquiryFirst: {
    defaultMs: 2_000,
    minMs: 500,
    maxMs: 60_000,
    meaning: 'pause after the first inquiry about an unknown outcome; doubles each time',
  },
  inquiryMax: {
    defaultMs: 60_000,
    minMs: 1_000,
    maxMs: 600_000,
    meaning: 'longest pause between two inquiries about an unknown outcome',
  },
}

export const DEFAULT_INQUIRY_TRIES = 12

/** Every timer at its default. */
export function defaultTimers(): ZvtTimers {
  const { t1, t2, t3, t4, poll, busyPoll, retry, inquiryFirst, inquiryMax } = ZVT_TIMERS
  return {
    t1: t1.defaultMs,
    t2: t2.defaultMs,
    t3: t3.defaultMs,
    t4: t4.defaultMs,
    poll: poll.defaultMs,
    busyPoll: busyPoll.defaultMs,
    retry: retry.defaultMs,
    inquiryFirst: inquiryFirst.defaultMs,
    inquiryMax: inquiryMax.defaultMs,
  }
}
