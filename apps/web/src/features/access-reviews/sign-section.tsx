'use client'

import type { AccessReviewDetail } from '@counterfoil/services/access-reviews'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ProblemLine } from '../../components/refusal/problem-line.tsx'
import { Section } from '../../components/section/section.tsx'
import { useApi } from '../../trpc/client.tsx'
import classes from './access-reviews.module.css'
import { useReviewChange } from './use-review-change.ts'
import { useReviewWords } from './use-review-words.ts'

/** The statement and the signature under it: of an auditor who decided nothing. */
export function SignSection({ review, maySign }: { readonly review: AccessReviewDetail; readonly maySign: boolean }) {
  const translate = useTranslations('accessReviews.sign')
  const words = useReviewWords()
  const api = useApi()
  const { problem, change } = useReviewChange()
  const sign = useMutation(api.accessReviews.sign.mutationOptions(change))
  const { id, items, decided, forSigner, statement, signed } = review
  const confirmed = items.filter((item) => forSigner.includes(item.id))
  const removed = items.filter(({ decisions }) => decisions.at(-1)?.decision === 'remove').length
  return (
    <Section title={translate('title')}>
      {signed === null ? null : (
        <p className={classes.said}>{translate('signed', { name: signed.by, time: words.time(signed.at) })}</p>
      )}
      {statement === null ? (
        <p className={classes.said}>{translate('waits', { count: items.length - decided - forSigner.length })}</p>
      ) : (
        <>
          <p className={classes.said}>{translate('says', { all: items.length, removed, kept: items.length - removed })}</p>
          {confirmed.length === 0 ? null : (
            <>
              <p className={classes.said}>{translate('confirms', { count: confirmed.length })}</p>
              <ul className={classes.newSince}>
                {confirmed.map((item) => (
                  <li key={item.id}>
                    {item.name}
                    <small>{words.access(item)}</small>
                  </li>
                ))}
              </ul>
            </>
          )}
          <code className={classes.hash}>SHA-256 {statement.hash}</code>
          <details className={classes.statement}>
            <summary>{translate('show')}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <pre tabIndex={0}>{statement.text}</pre>
          </details>
        </>
      )}
      {signed !== null ? null : maySign ? (
        <div className={classes.sideActions}>
          <Button
            variant="filled"
            loading={sign.isPending}
            disabled={statement === null}
            onClick={() => statement !== null && sign.mutate({ id, statementHash: statement.hash })}
          >
            {translate('do')}
          </Button>
        </div>
      ) : (
        <p className={classes.quiet}>{translate('who')}</p>
      )}
      <ProblemLine text={problem} />
    </Section>
  )
}
