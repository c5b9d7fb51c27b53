import { createHash } from 'node:crypto'
import { countApprovers, isCanonical } from '@counterfoil/audit'
import { Roster, rosterText, type SignedRoster } from '@counterfoil/protocol'

/** A change of the list takes so many people of the one before. */
const PEOPLE_FOR_A_CHANGE = 2

export interface KeptRoster {
  readonly text: string
  readonly roster: Roster
}

export type RosterVerdict =
  /** It is kept already, or older than the kept one. */
  | { readonly verdict: 'known' }
  | { readonly verdict: 'first' | 'succeeded'; readonly kept: KeptRoster; readonly hash: string }
  | { readonly verdict: 'refused'; readonly number: number; readonly hash: string; readonly why: string }
  | { readonly verdict: 'unreadable' }

/** What was kept, as it was kept. Throws for what this agent cannot have written. */
export function readKeptRoster(text: string): KeptRoster {
  return { text, roster: Roster.parse(JSON.parse(text)) }
}

/**
 * Whether the list of approvers that the hub tells takes the kept one's place: its number is the next, it names the kept one by
 * its hash, and two people of the kept one have approved it. The first one is believed, as the key for commands is.
 */
export function judgeRoster(hubId: string, kept: KeptRoster | undefined, told: SignedRoster): RosterVerdict {
  const roster = readRoster(told.roster)
  if (roster === undefined) return { verdict: 'unreadable' }
  const hash = hashOf(told.roster)
  const refused = (why: string): RosterVerdict => ({ verdict: 'refused', number: roster.number, hash, why })
  if (kept !== undefined && roster.number < kept.roster.number) return { verdict: 'known' }
  if (kept?.text === told.roster) return { verdict: 'known' }
  if (roster.hubId !== hubId) return refused('It is another hub’s.')
  if (new Set(roster.members.map(({ person }) => person)).size < PEOPLE_FOR_A_CHANGE)
    return refused('It names fewer than two people.')
  if (kept === undefined) return { verdict: 'first', kept: { text: told.roster, roster }, hash }
  if (roster.number !== kept.roster.number + 1)
    return refused(`Its number is ${roster.number}, and the kept one’s is ${kept.roster.number}.`)
  if (roster.previous !== hashOf(kept.text)) return refused('It does not come after the kept one.')
  const { people, faults } = countApprovers(rosterText(told.roster), told.approvals, kept.roster.site, kept.roster.members)
  if (people.length >= PEOPLE_FOR_A_CHANGE) return { verdict: 'succeeded', kept: { text: told.roster, roster }, hash }
  const said = faults.map(({ person, fault }) => `${person}: ${fault}`).join(', ')
  return refused(`${people.length} of the kept list’s people approved it, and it takes two${said === '' ? '' : ` (${said})`}.`)
}

function readRoster(text: string): Roster | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const roster = Roster.safeParse(value)
    return roster.success && isCanonical(text, value) ? roster.data : undefined
  } catch {
    return undefined
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
