import { mayDoWithin } from '@counterfoil/services/permissions'
import { getRequestContext } from '../../trpc/server.tsx'

/** Whether this request's account says which rows of money belong together. */
export async function mayLinkFunds(): Promise<boolean> {
  const { person } = await getRequestContext()
  return person !== null && mayDoWithin(person.access, 'funds.link')
}
