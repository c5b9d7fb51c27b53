import { canonicalJson } from '@counterfoil/audit'
import { APPROVERS_AT_MOST, Roster } from '@counterfoil/protocol'
import type { Queryable } from '../audit/read-tree.ts'
import { ServiceError } from '../errors.ts'
import type { PersonRole } from '../permissions/index.ts'
import { mayDo } from '../permissions/permission-table.ts'
import type { FactorKit } from '../sign-in/factor-kit.ts'
import type { KeptRoster } from './read-roster.ts'
import { spkiOfCose } from './spki-of-cose.ts'

interface PersonRow {
  readonly id: string
  readonly name: string
  readonly role: PersonRole
  readonly credentialId: Buffer
  readonly publicKey: Buffer
}

/** Who could be on the list: active people whose role lets them approve, with each of their passkeys. */
export async function findApprovers(client: Queryable): Promise<PersonRow[]> {
  const { rows } = await client.query<PersonRow>(
    `select u.id, u.name, u.role, p.credential_id as "credentialId", p.public_key as "publicKey"
     from "user" u join passkey p on p.user_id = u.id where u.state = 'active' order by u.name, u.id, p.created_at, p.id`,
  )
  return rows.filter(({ role, publicKey }) => mayDo(role, 'commands.approve') && spkiOfCose(publicKey) !== null)
}

/** The canonical text of a list with these people. Throws `invalid` for somebody who cannot be on it, or for fewer than two. */
export async function buildRoster(
  client: Queryable,
  site: FactorKit['site'],
  people: readonly string[],
  before: KeptRoster | null,
): Promise<string> {
  const keys = (await findApprovers(client)).filter(({ id }) => people.includes(id))
  const named = new Set(keys.map(({ id }) => id))
  if (people.some((id) => !named.has(id)))
    throw new ServiceError('invalid', 'Somebody there has no passkey, or may not approve.', { reason: 'approver_unfit' })
  if (named.size < 2)
    throw new ServiceError('invalid', 'It takes two people at least: nobody approves their own.', { reason: 'approvers_too_few' })
  if (keys.length > APPROVERS_AT_MOST)
    throw new ServiceError('invalid', `More than ${APPROVERS_AT_MOST} passkeys.`, { reason: 'approvers_too_many' })
  const { rows } = await client.query<{ hubId: string }>('select hub_id::text as "hubId" from installation')
  const roster: Roster = {
    v: 1,
    hubId: rows[0]?.hubId ?? '',
    number: (before?.number ?? 0) + 1,
    previous: before?.hash.toString('hex') ?? null,
    site: { id: site.id, origins: [...site.origins] },
    members: keys.map(({ id, name, credentialId, publicKey }) => ({
      person: `user:${id}`,
      name: name.slice(0, 200),
      credentialId: credentialId.toString('base64url'),
      publicKey: spkiOfCose(publicKey) ?? '',
    })),
  }
  return canonicalJson(Roster.parse(roster))
}
