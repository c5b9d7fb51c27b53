import type { ServiceContext } from '../context.ts'

/** An agent as a witness of the log: what it has seen and signed last. */
export interface WitnessListed {
  readonly agentId: number
  readonly agentName: string
  readonly storeCode: string
  /** `name+id+key` is made of these. */
  readonly witness: string
  readonly publicKey: string
  readonly size: string
  readonly signedAtMs: number
  readonly cosignedAtMs: number
}

/** Every agent that has ever signed, the one longest silent first. */
export async function listWitnesses({ pool }: Pick<ServiceContext, 'pool'>): Promise<readonly WitnessListed[]> {
  const { rows } = await pool.query<WitnessListed>(
    `select w.agent_id as "agentId", a.name as "agentName", s.code as "storeCode", w.witness,
       encode(w.public_key, 'base64') as "publicKey", w.size::text,
       (extract(epoch from w.signed_at) * 1000)::float8 as "signedAtMs",
       (extract(epoch from w.cosigned_at) * 1000)::float8 as "cosignedAtMs"
     from audit_witness w join agent a on a.id = w.agent_id join store s on s.id = a.store_id order by w.signed_at, w.agent_id`,
  )
  return rows
}
