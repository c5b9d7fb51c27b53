import type { Operation, PaymentRequest } from '../../terminal-driver.ts'
import type { MessageParts } from '../encode-message.ts'
import type { TlvNode } from '../message.ts'
import type { ZvtSettings } from '../settings.ts'
import { concat, tlv } from '../tlv-codec.ts'
import { amountBcd, bcd, currencyBcd } from '../values.ts'

export const CONTROL = {
  setClockInEcr: 0x0401,
  statusInformation: 0x040f,
  intermediateStatus: 0x04ff,
  statusEnquiry: 0x0501,
  registration: 0x0600,
  authorisation: 0x0601,
  completion: 0x060f,
  abort: 0x061e,
  repeatReceipt: 0x0620,
  reversal: 0x0630,
  refund: 0x0631,
  resetTerminal: 0x0618,
  endOfDay: 0x0650,
  diagnosis: 0x0670,
  initialisation: 0x0693,
  abortRequest: 0x06b0,
  printLine: 0x06d1,
  printTextBlock: 0x06d3,
} as const

const CURRENCY = 0x49
const AMOUNT = 0x04
const PAYMENT_TYPE = 0x19
const RECEIPT = 0x87
const SERVICE = 0x03

function password(settings: ZvtSettings): Uint8Array {
  return bcd(settings.password, 3)
}

/** 06 00: how we want to be spoken to. */
export function registrationCommand(settings: ZvtSettings): MessageParts {
  const nodes: TlvNode[] = []
  // Blocks are sent only to a till that says it takes 06 D3 (TLV 26, PA00P015 2.1).
  if (settings.printLines === 'blocks') nodes.push(tlv('26', [tlv('0A', Uint8Array.of(0x06, 0xd3))]))
  if (settings.messageSequence) nodes.push(tlv('1F73', Uint8Array.of(0, 0, 0)))
  return {
    control: CONTROL.registration,
    head: concat([password(settings), Uint8Array.of(settings.configByte), currencyBcd(settings.currency)]),
    ...(nodes.length === 0 ? {} : { tlv: nodes }),
  }
}

/** 05 01. At start with version and device data (service byte 04), else the status alone (02). */
export function statusEnquiryCommand(settings: ZvtSettings, why: 'startup' | 'poll'): MessageParts {
  return {
    control: CONTROL.statusEnquiry,
    head: password(settings),
    bitmaps: [{ tag: SERVICE, bytes: Uint8Array.of(why === 'startup' ? 0x05 : 0x03) }],
  }
}

/** 06 20 03 03: send the last record again, print nothing (PA00P015 2.9). */
export function inquiryCommand(settings: ZvtSettings): MessageParts {
  return { control: CONTROL.repeatReceipt, head: password(settings), bitmaps: [{ tag: SERVICE, bytes: Uint8Array.of(0x03) }] }
}

/** The command of a payment; a reversal must carry its parent's receipt number. */
export function paymentCommand(settings: ZvtSettings, request: PaymentRequest): MessageParts {
  const money = [
    { tag: AMOUNT, bytes: amountBcd(request.amountMinor) },
    { tag: CURRENCY, bytes: currencyBcd(request.currency) },
  ]
  switch (request.kind) {
    case 'sale': {
      const type = settings.paymentType
      return {
        control: CONTROL.authorisation,
        bitmaps: type === undefined ? money : [...money, { tag: PAYMENT_TYPE, bytes: Uint8Array.of(type) }],
      }
    }
    case 'refund':
      return { control: CONTROL.refund, head: password(settings), bitmaps: money }
    case 'reversal':
      return {
        control: CONTROL.reversal,
        head: password(settings),
        bitmaps: [{ tag: RECEIPT, bytes: bcd(request.parent?.receipt ?? '', 2) }],
      }
  }
}

/** The command of an operation. */
export function operationCommand(settings: ZvtSettings, operation: Operation): MessageParts {
  switch (operation) {
    case 'diagnosis':
      return { control: CONTROL.diagnosis }
    case 'initialisation':
      return { control: CONTROL.initialisation, head: password(settings) }
    case 'restart':
      return { control: CONTROL.resetTerminal }
    case 'end_of_day':
      return { control: CONTROL.endOfDay, head: password(settings) }
    case 'repeat_receipt':
      return { control: CONTROL.repeatReceipt, head: password(settings) }
    case 'status_enquiry':
      return statusEnquiryCommand(settings, 'startup')
  }
}

/** 06 B0: stop what runs, if it still can be stopped. */
export function abortCommand(): MessageParts {
  return { control: CONTROL.abortRequest }
}

/** What a 06 0F ends, so that its data is read rightly. */
export function completedControl(stage: string, operation?: Operation): number | undefined {
  if (stage === 'registering') return CONTROL.registration
  if (stage === 'checking' || operation === 'status_enquiry') return CONTROL.statusEnquiry
  if (operation === 'end_of_day') return CONTROL.endOfDay
  return undefined
}
