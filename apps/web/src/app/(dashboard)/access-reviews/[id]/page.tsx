import { mayDoWithin } from '@counterfoil/services/permissions'
import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { NotForYou } from '../../../../components/nothing-here/not-for-you.tsx'
import { AccessReviewPage } from '../../../../features/access-reviews/index.ts'
import { api, getQueryClient, getRequestContext, Hydrate } from '../../../../trpc/server.tsx'
import { mayOpen } from '../../may-open.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('accessReviews'))('detail.title') }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  if (!(await mayOpen('/access-reviews/[id]'))) return <NotForYou />
  const { id } = await params
  const { person } = await getRequestContext()
  await getQueryClient().prefetchQuery(api.accessReviews.get.queryOptions({ id }))
  return (
    <Hydrate>
      <AccessReviewPage
        id={id}
        ownId={person?.id ?? ''}
        mayDecide={person !== null && mayDoWithin(person.access, 'reviews.decide')}
        maySign={person !== null && mayDoWithin(person.access, 'reviews.sign')}
      />
    </Hydrate>
  )
}
