import type { KeyObject } from 'node:crypto'
import { publicKeyObject, verifyText } from '@counterfoil/audit'
import { batchText } from '@counterfoil/protocol'
import type pg from 'pg'
import type { RecordFindings } from './record-findings.ts'
import type { StreamBatch, StreamCheck, StreamName } from './stream-check.ts'

export interface JournalAgent {
  readonly id: number
  readonly uid: string
  /** Every key it has signed with. */
  readonly keys: readonly KeyObject[]
}

const BATCHES_A_PAGE = 500

export async function readStoreAgents(client: pg.ClientBase, storeId: number): Promise<Map<number, JournalAgent>> {
  const { rows } = await client.query<{ id: number; uid: string; keys: Buffer[] }>(
    `select a.id, a.uid::text as uid, array(
       select a.public_key union select k.public_key from agent_key k where k.agent_id = a.id) as keys
     from agent a where a.store_id = $1 order by a.id`,
    [storeId],
  )
  return new Map(
    rows.map(({ id, uid, keys }) => [id, { id, uid, keys: keys.map((key) => publicKeyObject(key.toString('base64'))) }]),
  )
}

/** Hands a stream its batches, page by page, and checks what its agent signed. */
export class BatchPages {
  readonly #client: pg.ClientBase
  readonly #agent: JournalAgent
  readonly #stream: StreamName
  readonly #findings: RecordFindings
  readonly #away: readonly string[]
  #last = 0
  batches = 0

  /** `away`: months whose events are in files alone. */
  constructor(
    client: pg.ClientBase,
    { agent, stream, away }: { readonly agent: JournalAgent; readonly stream: StreamName; readonly away: readonly string[] },
    findings: RecordFindings,
  ) {
    this.#client = client
    this.#agent = agent
    this.#stream = stream
    this.#findings = findings
    this.#away = away
  }

  async giveUpTo(check: StreamCheck, seq: number): Promise<void> {
    while (check.wantsBatches(seq)) {
      const { agent, epoch } = this.#stream
      const { rows } = await this.#client.query<StreamBatch>(
        `select first_seq::float8 as first, last_seq::float8 as last, prev_head as "prevHead", head, signature,
           to_char(recorded_at at time zone 'UTC', 'YYYY-MM') = any($4) as away
         from agent_batch where agent_id = $1 and epoch = $2 and first_seq > $3 order by first_seq limit ${BATCHES_A_PAGE}`,
        [agent, epoch, this.#last, this.#away],
      )
      await Promise.all(rows.map((batch) => this.#judge(batch)))
      this.batches += rows.length
      this.#last = rows.at(-1)?.first ?? this.#last
      check.giveBatches(rows)
    }
  }

  async #judge({ first, last, prevHead, head, signature }: StreamBatch): Promise<void> {
    const { epoch } = this.#stream
    const signed = {
      epoch,
      firstSeq: first,
      count: last - first + 1,
      prevHead: prevHead.toString('hex'),
      head: head.toString('hex'),
    }
    const text = batchText(this.#agent.uid, signed)
    for (const key of this.#agent.keys) if (await verifyText(key, text, signature.toString('base64'))) return
    this.#findings.add({
      kind: 'bad_signature',
      ...this.#stream,
      events: [first, last],
      text: `The batch of events ${first} to ${last} of agent ${this.#stream.agent}, epoch ${epoch} does not carry its agent’s signature.`,
    })
  }
}
