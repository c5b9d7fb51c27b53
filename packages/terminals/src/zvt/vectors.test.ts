import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decodeBytes } from './decode-for-people.ts'
import { decodeMessage } from './decode-message.ts'
import { encodeMessage } from './encode-message.ts'
import { createFramer, frameApdu } from './frame-codec.ts'
import { fromHex, toHex } from './hex.ts'

interface Vector {
  readonly name: string
  readonly layer: string
  readonly direction: string
  readonly hex: string
  readonly structure_check: string
  readonly expect?: Readonly<Record<string, unknown>>
  readonly fragments?: readonly string[]
}

const path = new URL('../../../../../shared/vectors/zvt.json', import.meta.url)
const { vectors } = JSON.parse(readFileSync(path, 'utf8')) as { readonly vectors: readonly Vector[] }

const DIRECTIONS: Readonly<Record<string, string>> = { 'ecr->pt': 'to_terminal', 'pt->ecr': 'from_terminal' }

describe('published ZVT bytes', () => {
  it('are all here', () => {
    expect(vectors.length).toBeGreaterThanOrEqual(93)
  })

  for (const vector of vectors.filter(({ structure_check }) => structure_check === 'ok')) {
    const link = vector.layer === 'serial' ? 'serial' : 'tcp'
    it(`${vector.name}: one message, encoded again to the same bytes`, () => {
      const events = createFramer(link).push(fromHex(vector.hex))
      expect(events.map(({ type }) => type)).toEqual(['apdu'])
      const apdu = events[0]?.type === 'apdu' ? events[0].bytes : new Uint8Array(0)
      expect(toHex(frameApdu(link, encodeMessage(decodeMessage(apdu))))).toBe(vector.hex)
    })

    it(`${vector.name}: link and sender are told by the bytes`, () => {
      const [message, ...more] = decodeBytes(fromHex(vector.hex))
      expect(more).toEqual([])
      expect(decodeBytes(fromHex(vector.hex), link)).toEqual([message])
      expect([DIRECTIONS[vector.direction], 'either']).toContain(message?.direction)
      expect(JSON.parse(JSON.stringify(message))).toEqual(message)
    })
  }

  for (const vector of vectors.filter(({ expect: values }) => values !== undefined)) {
    it(`${vector.name}: the published values`, () => {
      const [message] = decodeBytes(fromHex(vector.hex))
      const fields: Readonly<Record<string, unknown>> = { ...message?.aliases, ...message?.fields }
      for (const [name, value] of Object.entries(vector.expect ?? {})) expect({ [name]: fields[name] }).toEqual({ [name]: value })
    })
  }

  for (const vector of vectors.filter(({ fragments }) => fragments !== undefined)) {
    it(`${vector.name}: nothing before the last fragment, one message after it`, () => {
      const framer = createFramer('tcp')
      const events = (vector.fragments ?? []).map((fragment) => framer.push(fromHex(fragment)))
      expect(events.slice(0, -1).flat()).toEqual([])
      expect(events.at(-1)).toEqual([{ type: 'apdu', bytes: fromHex(vector.hex) }])
    })
  }

  for (const vector of vectors.filter(({ structure_check }) => structure_check !== 'ok')) {
    it(`${vector.name}: refused with a reason`, () => {
      const messages = decodeBytes(fromHex(vector.hex))
      expect(messages.flatMap(({ problems }) => problems)).not.toEqual([])
    })
  }

  it('say what is wrong with what cannot be read', () => {
    const [unknown] = decodeBytes(fromHex('040F016C'))
    expect(unknown?.problems.join()).toContain('bitmap 6C is unknown')
    const [foreign] = decodeBytes(fromHex('150369'))
    expect(foreign?.problems.join()).toContain('ECR17')
  })
})
