'use client'

import type { AccessReviewDetail, ItemKind, ReviewItem } from '@counterfoil/services/access-reviews'
import { IconChevronLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Columns } from '../../components/columns/columns.tsx'
import { EmptyState } from '../../components/empty-state/empty-state.tsx'
import { ErrorState } from '../../components/error-state/error-state.tsx'
import { Page } from '../../components/frame/page.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './access-reviews.module.css'
import type { Asked } from './decide-dialog.tsx'
import { ItemTable } from './item-table.tsx'
import { NewSinceSection } from './new-since-section.tsx'
import { ProgressSection } from './progress-section.tsx'
import { SignSection } from './sign-section.tsx'

/** Comes when somebody decides, not with the page. */
const DecideDialog = dynamic(() => import('./decide-dialog.tsx'), { ssr: false })

/** In the order they are read. The services' own list stays out of the browser, which would get the database's driver with it. */
const kinds = ['person', 'invitation', 'token', 'screen', 'break_glass'] as const satisfies readonly ItemKind[]

export interface Reader {
  readonly ownId: string
  readonly mayDecide: boolean
  readonly maySign: boolean
}

/** One review: everything that gives access, what was decided about it, and the signature. */
export function AccessReviewPage({ id, ...reader }: Reader & { readonly id: string }) {
  const translate = useTranslations('accessReviews')
  const api = useApi()
  const { data: review, error, refetch } = useQuery(api.accessReviews.get.queryOptions({ id }, { retry: false }))
  return (
    <Page title={translate('detail.title')} answers={translate('detail.answers')}>
      <nav className={classes.crumbs} aria-label={translate('title')}>
        <IconChevronLeft size={14} stroke={1.6} aria-hidden="true" />
        <Link href="/access-reviews">{translate('title')}</Link>
      </nav>
      {review !== undefined ? (
        <Review review={review} {...reader} />
      ) : error === null ? (
        <div className={classes.toCome} aria-busy="true" />
      ) : error.data?.code === 'NOT_FOUND' || error.data?.code === 'BAD_REQUEST' ? (
        <EmptyState title={translate('detail.notFound')} why={translate('detail.notFoundWhy')} />
      ) : (
        <div className={classes.padded}>
          <ErrorState title={translate('failed')} message={error.message} onRetry={() => void refetch()} />
        </div>
      )}
    </Page>
  )
}

function Review({ review, ownId, mayDecide, maySign }: Reader & { readonly review: AccessReviewDetail }) {
  const [asked, setAsked] = useState<Asked | null>(null)
  const open = mayDecide && review.signed === null
  return (
    <>
      <Columns
        main={kinds.map((kind) => (
          <Group
            key={kind}
            kind={kind}
            items={review.items.filter((item) => item.kind === kind)}
            ownId={ownId}
            forSigner={review.forSigner}
            onAsk={open ? setAsked : null}
          />
        ))}
        side={
          <>
            <ProgressSection review={review} onKeepRest={open ? () => setAsked({ decision: 'keep', item: null }) : null} />
            <SignSection review={review} maySign={maySign} />
            <NewSinceSection subjects={review.newSince} />
          </>
        }
      />
      {asked === null ? null : <DecideDialog reviewId={review.id} asked={asked} onClose={() => setAsked(null)} />}
    </>
  )
}

interface GroupProps {
  readonly kind: ItemKind
  readonly items: readonly ReviewItem[]
  readonly ownId: string
  readonly forSigner: readonly string[]
  readonly onAsk: ((asked: Asked) => void) | null
}

function Group({ kind, items, ...rest }: GroupProps) {
  const translate = useTranslations('accessReviews')
  if (items.length === 0) return null
  const decided = items.filter(({ decisions }) => decisions.length > 0).length
  return (
    <Section title={translate(`kinds.${kind}`)} note={translate('decidedOf', { decided, all: items.length })}>
      <ItemTable caption={translate(`kinds.${kind}`)} items={items} {...rest} />
    </Section>
  )
}
