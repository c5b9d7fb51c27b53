import { randomUUID } from 'node:crypto'
import { createKeyPair, signText } from '@counterfoil/audit'
import type { TestDatabase } from '@counterfoil/db/testing'
import { enrolmentText, type HelloAnswer } from '@counterfoil/protocol'
import { findAgent } from '@counterfoil/services/agents'
import { type AgentLink, link, type TestEnrolled, until } from '../../../../apps/web/tests/hub-bed.ts'

/** A store's PC: the join number on its disk, and a process that holds one connection. */
export interface StoreMachine {
  readonly agent: TestEnrolled
  connection: AgentLink | null
  /** The number on the disk. */
  join: number
  greet(sign?: TestEnrolled['sign']): Promise<HelloAnswer>
  /** Another process on the same disk. */
  restart(): void
}

export function storeMachine(database: TestDatabase, hubUrl: () => string, agent: TestEnrolled, join = 0): StoreMachine {
  let boot = randomUUID()
  const confirmed = async () => (await findAgent(database, agent.uid))?.join.confirmed
  const machine: StoreMachine = {
    agent,
    connection: null,
    join,
    async greet(sign = agent.sign) {
      machine.connection?.close()
      const connection = await link(hubUrl(), agent)
      const answer = await connection.hello({ join: machine.join, boot }, sign)
      if (!answer.ok) {
        connection.close()
        return answer
      }
      machine.connection = connection
      machine.join = answer.offer
      connection.socket.emit('joined', { join: machine.join })
      await until(async () => (await confirmed()) === machine.join)
      return answer
    },
    restart() {
      machine.connection?.close()
      boot = randomUUID()
    },
  }
  return machine
}

/** What a PC sends once to join a store. */
export async function enrolPc(hubUrl: string, code: string): Promise<{ readonly ok: boolean; readonly agentId?: string }> {
  const { publicKey, privateKey } = createKeyPair()
  const unsigned = { code, publicKey, name: 'back office', afterEpoch: 1 }
  const host = { hostname: 'pc', platform: 'linux', version: '1' }
  const body = JSON.stringify({ ...unsigned, host, signature: signText(privateKey, enrolmentText(unsigned)) })
  const answer = await fetch(`${hubUrl}/v1/enrol`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  return (await answer.json()) as { ok: boolean; agentId?: string }
}
