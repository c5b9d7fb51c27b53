import type { PagePath } from '../../page-permissions.ts'
import { pagesOf } from '../../page-permissions.ts'
import { getRequestContext } from '../../trpc/server.tsx'

/** Whether this request's account may open the page. Spares it questions that would be refused; it is not what refuses them. */
export async function mayOpen(page: PagePath): Promise<boolean> {
  const { person } = await getRequestContext()
  return person?.bothFactors === true && pagesOf(person.access.role, person.access.reach).includes(page)
}
