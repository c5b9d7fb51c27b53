import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../components/nothing-here/not-for-you.tsx'
import { AccessReviewsPage } from '../../../features/access-reviews/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../trpc/server.tsx'
import { mayOpen } from '../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('accessReviews'))('title') }
}

export default async function Page() {
  if (!(await mayOpen('/access-reviews'))) return <NotForYou />
  const { person } = await getRequestContext()
  const queries = getQueryClient()
  await Promise.all([
    queries.prefetchQuery(api.accessReviews.list.queryOptions()),
    queries.prefetchQuery(api.accessReviews.due.queryOptions()),
  ])
  return (
    <Hydrate>
      <AccessReviewsPage mayDecide={person !== null && mayDoWithin(person.access, 'reviews.decide')} />
    </Hydrate>
  )
}
