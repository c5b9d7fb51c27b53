import type { PeopleClient } from '../people/change-people.ts'
import { isChainAdministrator } from '../people/last-administrator.ts'
import type { ReviewItem } from './review-item.ts'

/** Stands in the review as the reason, beside the signer's name. */
export const SIGNER_REASON = 'Confirmed with the signature: the chain has no other administrator.'

/**
 * What only the signature can confirm: undecided things of the chain's one active administrator, who decides nothing about
 * themselves. Empty as soon as there is another administrator to decide.
 */
export async function findItemsForSigner(
  client: Pick<PeopleClient, 'query'>,
  items: readonly ReviewItem[],
): Promise<readonly ReviewItem[]> {
  const { rows } = await client.query<{ id: string }>(`select u.id from "user" u where ${isChainAdministrator} limit 2`)
  const [only, another] = rows
  if (only === undefined || another !== undefined) return []
  return items.filter(({ personId, decisions }) => personId === only.id && decisions.length === 0)
}
