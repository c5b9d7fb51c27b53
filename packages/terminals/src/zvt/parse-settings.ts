import type { SettingProblem } from '../terminal-protocol.ts'
import {
  DEFAULT_INQUIRY_TRIES,
  defaultTimers,
  type PrintLines,
  ZVT_TIMERS,
  type ZvtSettings,
  type ZvtTimers,
} from './settings.ts'
import { currencyNumber } from './values.ts'

/** Send intermediate status: without it no prompts come, and some terminals time out. */
const SEND_STATUS = 0x08
/** Receipts come to us as print lines or blocks. */
const RECEIPTS_TO_TILL = 0x80
/** No amount entry at the terminal, no admin functions started there; the terminal prints by itself. */
const CONFIG_OWN_PRINTER = 0x38
/** As above, and payment and admin receipts come to us. */
const CONFIG_TILL_PRINTS = 0xbe

const KNOWN = ['password', 'configByte', 'currency', 'printLines', 'messageSequence', 'paymentType', 'inquiryTries', 'timers']

type Raw = Readonly<Record<string, unknown>>

function isRecord(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `BE`, `0xBE` or 190. */
function parseByte(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 && value <= 0xff ? value : undefined
  if (typeof value !== 'string' || !/^(0x)?[0-9a-f]{2}$/i.test(value)) return undefined
  return Number.parseInt(value.replace(/^0x/i, ''), 16)
}

function parseTimers(raw: unknown, problems: SettingProblem[]): ZvtTimers {
  const timers: Record<keyof ZvtTimers, number> = defaultTimers()
  if (raw === undefined) return timers
  if (!isRecord(raw)) {
    problems.push({ path: 'timers', message: 'must be a table of timer names and milliseconds, e.g. t3: 5000.' })
    return timers
  }
  for (const [name, value] of Object.entries(raw)) {
    const definition = (ZVT_TIMERS as Readonly<Record<string, (typeof ZVT_TIMERS)[keyof ZvtTimers]>>)[name]
    if (definition === undefined) {
      problems.push({ path: `timers.${name}`, message: `is no timer of ZVT; there are ${Object.keys(ZVT_TIMERS).join(', ')}.` })
    } else if (typeof value !== 'number' || !Number.isFinite(value) || value < definition.minMs || value > definition.maxMs) {
      problems.push({
        path: `timers.${name}`,
        message: `must be ${definition.minMs} to ${definition.maxMs} milliseconds (${definition.meaning}; usual: ${definition.defaultMs}).`,
      })
    } else {
      timers[name as keyof ZvtTimers] = value
    }
  }
  return timers
}

function parsePassword(raw: Raw, problems: SettingProblem[]): string {
  const value = raw.password ?? '000000'
  if (typeof value === 'string' && /^\d{6}$/.test(value)) return value
  const hint = typeof value === 'number' ? ' Put it in quotes, so that leading zeros stay.' : ''
  problems.push({
    path: 'password',
    message: `must be six digits in quotes, as set in the terminal's menu, e.g. "000000".${hint}`,
  })
  return '000000'
}

function parseConfigByte(raw: Raw, printLines: PrintLines, problems: SettingProblem[]): number {
  const usual = printLines === 'none' ? CONFIG_OWN_PRINTER : CONFIG_TILL_PRINTS
  if (raw.configByte === undefined) return usual
  const byte = parseByte(raw.configByte)
  if (byte === undefined) {
    problems.push({
      path: 'configByte',
      message: 'must be two hex digits in quotes, e.g. "BE"; leave it out for the usual value.',
    })
    return usual
  }
  if ((byte & SEND_STATUS) === 0) {
    problems.push({
      path: 'configByte',
      message: 'must have bit 08 set (send intermediate status): without it the cashier sees nothing of a payment.',
    })
  }
  if (printLines !== 'none' && (byte & RECEIPTS_TO_TILL) === 0) {
    problems.push({
      path: 'configByte',
      message: `must have bit 80 set when printLines is ${printLines}: without it no receipt lines come.`,
    })
  }
  if (printLines === 'none' && (byte & RECEIPTS_TO_TILL) !== 0) {
    problems.push({ path: 'printLines', message: 'must be lines or blocks, for configByte (bit 80) sends the receipts here.' })
  }
  return byte
}

function parsePrintLines(raw: Raw, problems: SettingProblem[]): PrintLines {
  const value = raw.printLines ?? 'none'
  if (value === 'none' || value === 'lines' || value === 'blocks') return value
  problems.push({ path: 'printLines', message: 'must be none (the terminal prints), lines or blocks (receipts come here).' })
  return 'none'
}

/** Settings of a ZVT terminal as a config file gives them; every problem names its place and the fix. */
export function parseZvtSettings(
  raw: unknown,
): { readonly settings: ZvtSettings } | { readonly problems: readonly SettingProblem[] } {
  if (raw !== undefined && raw !== null && !isRecord(raw))
    return { problems: [{ path: '', message: 'must be a table of settings.' }] }
  const given = raw ?? {}
  const problems: SettingProblem[] = []
  for (const name of Object.keys(given)) {
    if (!KNOWN.includes(name)) problems.push({ path: name, message: `is no setting of ZVT; there are ${KNOWN.join(', ')}.` })
  }
  const printLines = parsePrintLines(given, problems)
  const password = parsePassword(given, problems)
  const configByte = parseConfigByte(given, printLines, problems)
  const currency = typeof given.currency === 'string' ? given.currency : given.currency === undefined ? 'EUR' : ''
  if (currencyNumber(currency) === undefined)
    problems.push({ path: 'currency', message: 'must be an ISO 4217 code in capitals, e.g. EUR.' })
  const messageSequence = given.messageSequence ?? false
  if (typeof messageSequence !== 'boolean') problems.push({ path: 'messageSequence', message: 'must be true or false.' })
  const paymentType = given.paymentType === undefined ? undefined : parseByte(given.paymentType)
  if (given.paymentType !== undefined && paymentType === undefined) {
    problems.push({ path: 'paymentType', message: 'must be two hex digits in quotes, e.g. "40" (the terminal decides).' })
  }
  const inquiryTries = given.inquiryTries ?? DEFAULT_INQUIRY_TRIES
  if (typeof inquiryTries !== 'number' || !Number.isInteger(inquiryTries) || inquiryTries < 1 || inquiryTries > 100) {
    problems.push({ path: 'inquiryTries', message: `must be a whole number from 1 to 100 (usual: ${DEFAULT_INQUIRY_TRIES}).` })
  }
  const timers = parseTimers(given.timers, problems)
  if (problems.length > 0) return { problems }
  return {
    settings: {
      password,
      configByte,
      currency,
      printLines,
      messageSequence: messageSequence === true,
      ...(paymentType === undefined ? {} : { paymentType }),
      inquiryTries: typeof inquiryTries === 'number' ? inquiryTries : DEFAULT_INQUIRY_TRIES,
      timers,
    },
  }
}
