import { describe, expect, it } from 'vitest'
import { frameApdu } from './frame-codec.ts'
import { createLinkState, type LinkEffect, type LinkInput, stepLink } from './link-machine.ts'

const PAY = Uint8Array.of(0x06, 0x01, 0x00)
const OK = Uint8Array.of(0x80, 0x00, 0x00)
const WAIT = Uint8Array.of(0x04, 0xff, 0x01, 0x0e)

function run(link: 'serial' | 'tcp', inputs: readonly LinkInput[]): LinkEffect[][] {
  let state = createLinkState(link)
  return inputs.map((input) => {
    const step = stepLink(state, input)
    state = step.state
    return [...step.effects]
  })
}

const writes = (effects: readonly LinkEffect[] | undefined) =>
  (effects ?? []).flatMap((e) => (e.type === 'write' ? [Buffer.from(e.bytes).toString('hex')] : []))
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const framed = (apdu: Uint8Array) => hex(frameApdu('serial', apdu))

describe('serial link', () => {
  it('sends the second message only after the first is acknowledged', () => {
    const steps = run('serial', [
      { type: 'send', apdu: PAY },
      { type: 'send', apdu: OK },
      { type: 'frame', event: { type: 'ack' } },
    ])
    expect(writes(steps[0])).toEqual([framed(PAY)])
    expect(writes(steps[1])).toEqual([])
    expect(writes(steps[2])).toEqual([framed(OK)])
  })

  it('repeats at most twice, on NAK or T2, then reports the failure', () => {
    const steps = run('serial', [
      { type: 'send', apdu: PAY },
      { type: 'frame', event: { type: 'nak' } },
      { type: 't2' },
      { type: 't2' },
      { type: 't2' },
    ])
    expect(writes(steps[1])).toEqual([framed(PAY)])
    expect(writes(steps[2])).toEqual([framed(PAY)])
    expect(steps[3]).toContainEqual({ type: 'transmission_failed', why: 'not_acknowledged' })
    expect(steps[4]).toEqual([])
  })

  it('takes an answer as the acknowledgement that was lost, and does not send again', () => {
    const steps = run('serial', [
      { type: 'send', apdu: PAY },
      { type: 'frame', event: { type: 'apdu', bytes: OK } },
      { type: 't2' },
    ])
    expect(steps[1]).toContainEqual({ type: 'deliver', apdu: OK })
    expect(writes(steps[1])).toEqual(['06'])
    expect(steps[2]).toEqual([])
  })

  it('acknowledges a repeated message again without delivering it twice', () => {
    const steps = run('serial', [
      { type: 'frame', event: { type: 'apdu', bytes: WAIT } },
      { type: 'send', apdu: OK },
      { type: 'frame', event: { type: 'apdu', bytes: WAIT } },
      { type: 'frame', event: { type: 'ack' } },
      { type: 'frame', event: { type: 'apdu', bytes: WAIT } },
    ])
    expect(writes(steps[2])).toEqual(['06'])
    expect(steps[2]).not.toContainEqual({ type: 'deliver', apdu: WAIT })
    // Once our answer is acknowledged, the same bytes are a new message.
    expect(steps[4]).toContainEqual({ type: 'deliver', apdu: WAIT })
  })

  it('answers a broken frame with NAK and says why', () => {
    const steps = run('serial', [{ type: 'frame', event: { type: 'bad_frame', why: 'crc', bytes: WAIT } }])
    expect(writes(steps[0])).toEqual(['15'])
    expect(steps[0]).toContainEqual({ type: 'unreadable', why: 'checksum wrong', bytes: WAIT, outOfStep: false })
  })
})

describe('TCP link', () => {
  it('writes bare APDUs at once and acknowledges nothing', () => {
    const steps = run('tcp', [
      { type: 'send', apdu: PAY },
      { type: 'send', apdu: OK },
      { type: 'frame', event: { type: 'apdu', bytes: WAIT } },
    ])
    expect(writes(steps[0])).toEqual([hex(PAY)])
    expect(writes(steps[1])).toEqual([hex(OK)])
    expect(steps[2]).toEqual([{ type: 'deliver', apdu: WAIT }])
  })
})
