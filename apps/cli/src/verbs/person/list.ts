import { parseArgs } from 'node:util'
import { listInvitations, listPeople, type OpenInvitation, type PersonListed } from '@counterfoil/services/people'
import type { Reach } from '@counterfoil/services/permissions'
import { UsageError } from '../../cli-error.ts'
import { withServices } from '../../open-services.ts'
import type { CliIo } from '../../verb.ts'
import { parseRole } from './access-options.ts'

/** Everybody who fits, however many pages that are, and the open invitations. */
export async function list(args: readonly string[], io: CliIo): Promise<number> {
  const text = { type: 'string' } as const
  const { values } = parseArgs({ args: [...args], options: { search: text, role: text, state: text, json: { type: 'boolean' } } })
  const state = parseState(values.state)
  const filter = {
    ...(values.search === undefined ? {} : { search: values.search }),
    ...(values.role === undefined ? {} : { role: parseRole(values.role) }),
    ...(state === undefined ? {} : { state }),
  }
  const { people, invitations } = await withServices(io, async (ctx) => {
    const found: PersonListed[] = []
    for (let cursor: { readonly name: string; readonly id: string } | null | undefined; cursor !== null; ) {
      const page = await listPeople(ctx, { ...filter, cursor, limit: 200 })
      found.push(...page.people)
      cursor = page.next
    }
    return { people: found, invitations: await listInvitations(ctx) }
  })
  if (values.json) io.out(JSON.stringify({ people, invitations }))
  else {
    for (const person of people) io.out(personLine(person))
    for (const invitation of invitations) io.out(invitationLine(invitation))
  }
  return 0
}

function parseState(text: string | undefined): PersonListed['state'] | undefined {
  if (text === undefined || text === 'active' || text === 'disabled') return text
  throw new UsageError(`--state is active or disabled, not "${text}"`)
}

function personLine({
  email,
  name,
  role,
  reach,
  storeCodes,
  state,
  disabledReason,
  authenticator,
  passkeys,
  sso,
  lastSeenAt,
}: PersonListed) {
  const factors = [
    ...(authenticator ? ['authenticator'] : []),
    ...(passkeys > 0 ? [`${passkeys} passkeys`] : []),
    ...(sso ? ['sso'] : []),
  ]
  const how = state === 'active' ? factors.join(' + ') || 'not set up' : `disabled (${disabledReason ?? 'no reason kept'})`
  return `${email}  ${name}  ${role}  ${reachText(reach, storeCodes)}  ${how}  ${lastSeenAt?.toISOString() ?? 'never seen'}`
}

function invitationLine({ email, role, reach, storeCodes, expiresAt }: OpenInvitation): string {
  return `${email}  invited  ${role}  ${reachText(reach, storeCodes)}  until ${expiresAt.toISOString()}`
}

function reachText(reach: Reach, storeCodes: readonly string[]): string {
  switch (reach.kind) {
    case 'chain':
      return 'whole chain'
    case 'country':
      return reach.country
    case 'region':
      return `${reach.country} ${reach.region}`
    case 'stores':
      return `stores ${storeCodes.join(',') || 'none'}`
  }
}
