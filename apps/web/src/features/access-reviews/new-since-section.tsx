'use client'

import type { ReviewSubject } from '@counterfoil/services/access-reviews'
import { useTranslations } from 'next-intl'
import { Section } from '../../components/section/section.tsx'
import classes from './access-reviews.module.css'
import { useReviewWords } from './use-review-words.ts'

/** What appeared after the review was opened: it belongs to the next one. */
export function NewSinceSection({ subjects }: { readonly subjects: readonly ReviewSubject[] }) {
  const translate = useTranslations('accessReviews')
  const words = useReviewWords()
  if (subjects.length === 0) return null
  return (
    <Section title={translate('newSince.title')} note={subjects.length}>
      <p className={classes.quiet}>{translate('newSince.why')}</p>
      <ul className={classes.newSince}>
        {subjects.map((subject) => (
          <li key={`${subject.kind} ${subject.subjectId}`}>
            {subject.name}
            <small>{[translate(`kind.${subject.kind}`), words.access(subject)].filter(Boolean).join(' · ')}</small>
          </li>
        ))}
      </ul>
    </Section>
  )
}
