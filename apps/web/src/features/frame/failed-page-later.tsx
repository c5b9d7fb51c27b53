'use client'

import dynamic from 'next/dynamic'
import { type FailedPageProps, PlainFailure } from './plain-failure.tsx'

export type { FailedPageProps }

/** What asks for the reason comes with the first failure, not with every page; where it cannot come, the failure is told without. */
export const FailedPage = dynamic<FailedPageProps>(() =>
  import('./failed-page.tsx').then(({ FailedPage: Page }) => Page).catch(() => PlainFailure),
)
