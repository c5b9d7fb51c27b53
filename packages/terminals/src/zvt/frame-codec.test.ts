import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFramer, type FrameEvent, frameApdu } from './frame-codec.ts'
import { fromHex, toHex } from './hex.ts'
import { concat } from './tlv-codec.ts'

type Link = 'serial' | 'tcp'

/** Events as short text: `apdu 800000`, `ack`, `bad_frame crc 060200`. */
function show(event: FrameEvent): string {
  if (event.type === 'apdu') return `apdu ${toHex(event.bytes)}`
  if (event.type === 'bad_frame') return `bad_frame ${event.why} ${toHex(event.bytes)}`
  return event.type === 'discarded' ? `discarded ${toHex(event.bytes)}` : event.type
}

function read(link: Link, hex: string): string[] {
  const framer = createFramer(link)
  return [...framer.push(fromHex(hex)), ...framer.expire()].map(show)
}

function why(link: Link, hex: string): string {
  const framer = createFramer(link)
  const event = [...framer.push(fromHex(hex)), ...framer.expire()][0]
  return event?.type === 'discarded' ? event.why : 'not discarded'
}

/** An APDU whose length byte is right; many 10s, since they are what framing is about. */
const apdu = fc
  .tuple(
    fc.constantFrom(0x0601, 0x040f, 0x04ff, 0x060f, 0x06d1, 0x8000),
    fc.array(fc.oneof(fc.constant(0x10), fc.constant(0x02), fc.constant(0x03), fc.integer({ min: 0, max: 255 })), {
      maxLength: 300,
    }),
  )
  .map(([control, data]) =>
    Uint8Array.from([
      control >> 8,
      control & 0xff,
      ...(data.length < 255 ? [data.length] : [0xff, data.length & 0xff, data.length >> 8]),
      ...data,
    ]),
  )

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = []
  let at = 0
  for (let index = 0; at < bytes.length; index += 1) {
    const size = sizes[index % sizes.length] ?? 1
    chunks.push(bytes.subarray(at, at + size))
    at += size
  }
  return chunks
}

describe('frames on a serial line', () => {
  it('double 10 inside the data and count it once in length and CRC', () => {
    const authorisation = fromHex('06010A040000000110004909 78')
    expect(toHex(frameApdu('serial', authorisation))).toBe('100206010A04000000011010004909781003F2FF')
    expect(read('serial', '100206010A04000000011010004909781003F2FF')).toEqual(['apdu 06010A04000000011000490978'])
  })

  it('take the two CRC bytes as they are, also when one of them is 10', () => {
    const found: string[] = []
    for (let byte = 0; byte < 65_536 && found.length < 20; byte += 1) {
      const payload = Uint8Array.of(0x06, 0xd1, 2, byte >> 8, byte & 0xff)
      const framed = frameApdu('serial', payload)
      if (!framed.subarray(-2).includes(0x10)) continue
      found.push(toHex(framed))
      expect(read('serial', toHex(framed) + toHex(framed))).toEqual([`apdu ${toHex(payload)}`, `apdu ${toHex(payload)}`])
    }
    expect(found).toHaveLength(20)
  })

  it('tell ACK and NAK from frames', () => {
    expect(read('serial', '06 10028000001003F51F 15 06')).toEqual(['ack', 'apdu 800000', 'nak', 'ack'])
  })

  it('refuse a wrong CRC and read the next frame', () => {
    expect(read('serial', '10028000001003F520 10028000001003F51F')).toEqual(['bad_frame crc 800000', 'apdu 800000'])
  })

  it('refuse a length byte that does not fit, though the CRC does', () => {
    const framed = toHex(frameApdu('serial', fromHex('060205')))
    expect(read('serial', framed)).toEqual(['bad_frame length 060205'])
  })

  it('leave a 10 that lost its double to the CRC: right bytes are taken, wrong ones refused once', () => {
    expect(read('serial', '100206010A040000000110004909781003F2FF')).toEqual(['apdu 06010A04000000011000490978'])
    expect(read('serial', '100206010A040000000110994909781003F2FF').map((event) => event.slice(0, 13))).toEqual(['bad_frame crc'])
  })

  it('find the start after garbage and report the garbage', () => {
    expect(read('serial', 'FFAB10 10028000001003F51F')).toEqual(['discarded FFAB10', 'apdu 800000'])
    expect(read('serial', '1010028000001003F51F')).toEqual(['discarded 10', 'apdu 800000'])
  })

  it('start anew when a frame is cut by the next one', () => {
    expect(read('serial', '10020601 10028000001003F51F')).toEqual(['bad_frame unfinished 0601', 'apdu 800000'])
  })

  it('give up an unfinished frame when T1 has passed, and are in step again', () => {
    const framer = createFramer('serial')
    expect(framer.push(fromHex('10020601'))).toEqual([])
    expect(framer.pending).toBe(true)
    expect(framer.expire().map(show)).toEqual(['bad_frame unfinished 0601'])
    expect(framer.pending).toBe(false)
    expect(framer.push(fromHex('10028000001003F51F')).map(show)).toEqual(['apdu 800000'])
  })

  it('forget what is pending on reset', () => {
    const framer = createFramer('serial')
    framer.push(fromHex('10020601'))
    framer.reset()
    expect(framer.pending).toBe(false)
    expect(framer.expire()).toEqual([])
  })

  it('hold no more than one APDU or 256 bytes of noise', () => {
    const framer = createFramer('serial')
    const noise = framer.push(new Uint8Array(100_000).fill(0xaa))
    expect(noise).toHaveLength(390)
    const endless = createFramer('serial')
    endless.push(fromHex('1002'))
    const events = endless.push(new Uint8Array(70_000).fill(0xaa))
    expect(events[0]).toMatchObject({ type: 'bad_frame', why: 'length' })
  })
})

describe('APDUs on TCP', () => {
  it('come out of merged and split chunks by their lengths', () => {
    expect(read('tcp', '800000 04FF0117 060F00')).toEqual(['apdu 800000', 'apdu 04FF0117', 'apdu 060F00'])
    expect(read('tcp', '040FFF01006C')).toEqual(['apdu 040FFF01006C'])
  })

  it('wait for the rest and say so when it never comes', () => {
    const framer = createFramer('tcp')
    expect(framer.push(fromHex('040F0600010203'))).toEqual([])
    expect(framer.pending).toBe(true)
    expect(framer.expire().map(show)).toEqual(['bad_frame unfinished 040F0600010203'])
  })

  it('name the other protocol where its bytes tell', () => {
    expect(why('tcp', '150369')).toContain('ECR17 NAK')
    expect(why('tcp', '06037A')).toContain('ECR17 ACK')
    expect(why('tcp', '10028000001003F51F')).toContain('set the link to serial')
    expect(why('tcp', '0230303031033F')).toContain('STX')
    expect(why('tcp', '05')).toBe('not discarded')
    expect(why('tcp', '0505')).toContain('ENQ')
    expect(why('tcp', '15030300020246')).toContain('TLS')
    expect(why('tcp', toHex(new TextEncoder().encode('HTTP/1.1 400 Bad Request\r\n')))).toContain('HTTP')
    expect(why('tcp', toHex(new TextEncoder().encode('SSH-2.0-dropbear\r\n')))).toContain('SSH')
    expect(why('tcp', toHex(new TextEncoder().encode('{"SaleToPOIResponse":{}}')))).toContain('JSON')
  })

  it('skip a version banner and read the APDUs after it', () => {
    const banner = new TextEncoder().encode('POSPLUS V2.13 Gerät 4711\r\n')
    expect(read('tcp', `${toHex(banner)}800000`)).toEqual([`discarded ${toHex(banner)}`, 'apdu 800000'])
    const bare = new TextEncoder().encode('V2.13')
    expect(read('tcp', `${toHex(bare)}060F00`)).toEqual([`discarded ${toHex(bare)}`, 'apdu 060F00'])
  })

  it('find the next APDU after a foreign answer', () => {
    expect(read('tcp', '150369 800000')).toEqual(['discarded 150369', 'apdu 800000'])
  })

  it('hold no more than 256 bytes of noise', () => {
    expect(createFramer('tcp').push(new Uint8Array(100_000).fill(0xaa))).toHaveLength(390)
  })
})

describe.each(['serial', 'tcp'] as const)('any bytes on %s', (link) => {
  it('give the same events however they are cut', () => {
    const noise = link === 'serial' ? fc.uint8Array({ maxLength: 6 }) : fc.constant(new Uint8Array(0))
    const stream = fc
      .array(
        fc.oneof(
          apdu.map((bytes) => frameApdu(link, bytes)),
          noise,
        ),
        { maxLength: 6 },
      )
      .map(concat)
    const bytes = fc.oneof(stream, fc.uint8Array({ maxLength: 600 }))
    fc.assert(
      fc.property(bytes, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }), (input, sizes) => {
        const whole = createFramer(link)
        const expected = [...whole.push(input), ...whole.expire()].map(show)
        for (const cuts of [sizes, [1]]) {
          const framer = createFramer(link)
          const events = cut(input, cuts).flatMap((chunk) => framer.push(chunk))
          expect([...events, ...framer.expire()].map(show)).toEqual(expected)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('come back as the APDUs that were framed', () => {
    fc.assert(
      fc.property(fc.array(apdu, { minLength: 1, maxLength: 4 }), (apdus) => {
        const events = createFramer(link).push(concat(apdus.map((bytes) => frameApdu(link, bytes))))
        expect(events.map(show)).toEqual(apdus.map((bytes) => `apdu ${toHex(bytes)}`))
      }),
      { numRuns: 300 },
    )
  })
})
