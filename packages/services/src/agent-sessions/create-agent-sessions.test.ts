import { createHash } from 'node:crypto'
import { createKeyPair, GENESIS_HEAD, publicKeyObject, signText } from '@counterfoil/audit'
import { type Challenge, helloText, PROTOCOL_VERSION } from '@counterfoil/protocol'
import { describe, expect, it } from 'vitest'
import { realClock } from '../testing/index.ts'
import { createAgentSessions } from './create-agent-sessions.ts'
import { FIRST_JOIN } from './judge-join.ts'

const keys = createKeyPair()
const HUB_ID = '018f0000-0000-7000-8000-00000000aaaa'
const UID = '018f0000-0000-7000-8000-00000000bbbb'

function setUp(noteVersion: () => Promise<void>) {
  const presence: boolean[] = []
  let greetings = 0
  const sessions = createAgentSessions({
    clock: realClock,
    random: () => 0.5,
    randomBytes: (count) => createHash('sha512').update('nonce').digest().subarray(0, count),
    ingest: {
      cursor: async () => ({ highWater: 0, head: GENESIS_HEAD }),
      forgetAgent() {},
      status: { connected: true, trouble: null, waitingEvents: 0 },
      submit: async () => ({ ok: true, highWater: 0, head: GENESIS_HEAD.toString('hex') }),
    },
    notes: { note() {}, idle: async () => {} },
    agents: {
      find: async () => ({
        id: 1,
        uid: UID,
        storeId: 1,
        name: 'Berlin',
        state: 'active',
        epoch: 1,
        outlived: false,
        version: 'old',
        key: publicKeyObject(keys.publicKey),
        publicKey: keys.publicKey,
        nextKey: null,
        keySinceMs: 0,
        keyWanted: false,
        join: FIRST_JOIN,
        greetedMsAgo: null,
      }),
      noteVersion,
      nextGreeting: async () => (greetings += 1),
      findShutOut: async () => [],
      moveJoin: async () => true,
      confirmJoin: async () => {},
      lock: async () => {},
      tellChanged: async () => {},
      offerKey: async () => true,
      adoptKey: async () => {},
    },
    hubId: async () => HUB_ID,
    onPresence: ({ connected }) => presence.push(connected),
    onConnected() {},
    onHello() {},
    log() {},
  })
  const connection = { open: true }
  const challenged = Promise.withResolvers<Challenge>()
  const session = sessions.open({
    challenge: challenged.resolve,
    credit() {},
    close: () => {
      connection.open = false
    },
    get closed() {
      return !connection.open
    },
    address: 'memory',
  })
  const hello = async () => {
    const unsigned = {
      agentId: UID,
      protocol: PROTOCOL_VERSION,
      version: 'new',
      boot: UID,
      epoch: 1,
      lastSeq: 0,
      head: GENESIS_HEAD.toString('hex'),
      join: 0,
    }
    const signature = signText(keys.privateKey, helloText(unsigned, await challenged.promise))
    return session.hello({ ...unsigned, signature })
  }
  return { sessions, session, connection, presence, hello }
}

describe('agent sessions', () => {
  it('count an agent as connected from its greeting to its end', async () => {
    const { sessions, session, presence, hello } = setUp(async () => {})
    expect(await hello()).toMatchObject({ ok: true })
    expect(sessions.connected).toBe(1)
    session.closed()
    expect(sessions.connected).toBe(0)
    expect(presence).toEqual([true, false])
  })

  it('never count one whose connection ended while its greeting was being written down', async () => {
    const { sessions, session, connection, presence, hello } = setUp(async () => {
      connection.open = false
      session.closed()
    })
    expect(await hello()).toMatchObject({ ok: false, code: 'busy' })
    expect(sessions.connected).toBe(0)
    expect(presence).toEqual([])
  })

  it('close a connection when the agent has greeted elsewhere since, and only then', async () => {
    const { sessions, connection, hello } = setUp(async () => {})
    await hello()
    sessions.supersede(1, 1)
    expect(connection.open).toBe(true)
    sessions.supersede(1, 2)
    expect(connection.open).toBe(false)
  })
})
