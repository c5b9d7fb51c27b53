'use client'

import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { EmptyState } from '../empty-state/empty-state.tsx'
import { ErrorState } from '../error-state/error-state.tsx'
import classes from './paged-list.module.css'

interface Pages {
  readonly error: { readonly message: string } | null
  readonly isPending: boolean
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly refetch: () => unknown
  readonly fetchNextPage: () => unknown
}

interface PagedListProps {
  readonly pages: Pages
  readonly isEmpty: boolean
  readonly words: {
    readonly failed: string
    readonly more: string
    readonly empty: { readonly title: string; readonly why: string; readonly clear: string }
  }
  /** Takes away what narrows the list. */
  readonly onClear: () => void
  /** Round the rows and the button below them. */
  readonly frame: (content: ReactNode) => ReactNode
  readonly children: ReactNode
}

/** A list that comes page by page: not yet, not at all, nothing in it, or its rows and more of them. */
export function PagedList({ pages, isEmpty, words, onClear, frame, children }: PagedListProps) {
  if (pages.error !== null && isEmpty) {
    return (
      <div className={classes.padded}>
        <ErrorState title={words.failed} message={pages.error.message} onRetry={() => void pages.refetch()} />
      </div>
    )
  }
  if (pages.isPending) return <div className={classes.toCome} aria-busy="true" />
  if (isEmpty)
    return (
      <EmptyState
        title={words.empty.title}
        why={words.empty.why}
        first={<Button onClick={onClear}>{words.empty.clear}</Button>}
      />
    )
  return frame(
    <>
      {children}
      {pages.hasNextPage ? (
        <div className={classes.more}>
          <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
            {words.more}
          </Button>
        </div>
      ) : null}
    </>,
  )
}
