import { COSIGNATURE_V1, createSignerKey, formatVerifierKey } from '@counterfoil/audit'
import { describe, expect, it } from 'vitest'
import { parseWitnessedLogs, parseWitnessUrls } from './witness-settings.ts'

const seed = (byte: number) => new Uint8Array(32).fill(byte)
const witness = formatVerifierKey(createSignerKey('witness.example/w1', seed(1), COSIGNATURE_V1))
const other = formatVerifierKey(createSignerKey('other.example', seed(2), COSIGNATURE_V1))
const log = formatVerifierKey(createSignerKey('hub.example/chain', seed(3)))
const renewed = formatVerifierKey(createSignerKey('hub.example/chain', seed(4)))

describe('WITNESS_URLS', () => {
  it('lists keys with their addresses', () => {
    expect(parseWitnessUrls('')).toEqual([])
    const read = parseWitnessUrls(` ${witness}  https://witness.example/w1/ ,\n${other} http://127.0.0.1:4001,`)
    expect(read.map(({ key, url }) => [key.name, url])).toEqual([
      ['witness.example/w1', 'https://witness.example/w1'],
      ['other.example', 'http://127.0.0.1:4001'],
    ])
    for (const host of ['localhost', '127.8.0.1:80', '[::1]:4000'])
      expect(parseWitnessUrls(`${witness} http://${host}`)).toHaveLength(1)
  })

  it.each([
    [witness, /not a key, a space and an address/],
    [`${witness} https://a.example x`, /not a key, a space and an address/],
    [`${witness} http://witness.example`, /is not https/],
    [`${witness} http://127.0.0.1.evil.example`, /is not https/],
    [`${witness} file:///etc/passwd`, /is not https/],
    [`${witness} https://me:secret@witness.example`, /more than host, port and path/],
    [`${witness} https://witness.example/?x=1`, /more than host, port and path/],
    [`${witness} nowhere`, /is no address/],
    [`${log} https://witness.example`, /is not a witness’s/],
    [`x+y https://witness.example`, /verifier key/],
    [`${witness} https://a.example, ${witness} https://b.example`, /stands there twice/],
  ])('refuses %j', (text, why) => expect(() => parseWitnessUrls(text)).toThrow(why))

  it('does not repeat a password', () => {
    expect(() => parseWitnessUrls(`${witness} https://me:secret@witness.example`)).not.toThrow(/secret/)
  })
})

describe('WITNESSED_LOGS', () => {
  it('lists logs with the keys that may sign for each, by the key’s own name or another', () => {
    const logs = parseWitnessedLogs(`${log}, hub.example/chain ${renewed}, named.otherwise ${log}`)
    expect([...logs].map(([origin, keys]) => [origin, keys.map(formatVerifierKey)])).toEqual([
      ['hub.example/chain', [log, renewed]],
      ['named.otherwise', [log]],
    ])
    expect(parseWitnessedLogs('').size).toBe(0)
  })

  it.each([
    [witness, /is not a log’s/],
    [`a b ${log}`, /not the name of a log/],
    ['hub.example/chain', /verifier key/],
  ])('refuses %j', (text, why) => expect(() => parseWitnessedLogs(text)).toThrow(why))
})
