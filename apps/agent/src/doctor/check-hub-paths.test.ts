import { expect, it } from 'vitest'
import { createVirtualClock } from '../../../../packages/terminals/src/testing/virtual-clock.ts'
import type { HubPath } from '../link/hub-path.ts'
import { checkHubPaths } from './check-hub-paths.ts'

const CHALLENGE = { hubId: '018f0000-0000-7000-8000-000000000001', nonce: 'a'.repeat(64), protocol: 1, oldestProtocol: 1 }
const A = 'https://a.example'
const B = 'https://b.example'

/** What the doctor says where only these paths serve. */
async function check(addresses: readonly string[], serves: (path: HubPath) => boolean) {
  const findings = await checkHubPaths({
    addresses,
    identity: undefined,
    stream: undefined,
    clock: createVirtualClock(),
    newId: () => '018f0000-0000-7000-8000-0000000000b0',
    connectPath: (path) => (handlers) => {
      queueMicrotask(() =>
        serves(path) ? handlers.challenge(CHALLENGE) : handlers.closed(`nobody at ${path.address} by ${path.way}`),
      )
      return { send() {}, notify() {}, close() {} }
    },
  })
  return findings.map(({ verdict, message }) => `${verdict}: ${message}`)
}

it('finds nothing to say where WebSocket passes', async () => {
  expect(await check([A], () => true)).toEqual([`good: The hub answers at ${A}.`])
})

it('says that WebSocket is blocked where only HTTPS passes, and that this is no disaster', async () => {
  const [note, good, ...more] = await check([A], ({ way }) => way === 'https')
  expect(note).toMatch(
    /^warn: WebSocket is blocked at https:\/\/a\.example; batches go by HTTPS POST\. .+ nobody at https:\/\/a\.example by websocket/,
  )
  expect(good).toBe(`good: The hub answers at ${A}.`)
  expect(more).toEqual([])
})

it('makes a note of an address that does not serve while another does', async () => {
  const findings = await check([A, B], ({ address }) => address === B)
  expect(findings).toEqual([
    expect.stringMatching(/^warn: No connection to the hub: nobody at https:\/\/a\.example by websocket/),
    `good: The hub answers at ${B}.`,
  ])
})

it('calls it bad where no path serves', async () => {
  const findings = await check([A, B], () => false)
  expect(findings.map((finding) => finding.split(':')[0])).toEqual(['bad', 'bad'])
})
