import { getAccessReview } from '../../access-reviews/index.ts'
import { reviewAsCsv } from '../../access-reviews/review-as-csv.ts'
import type { Section } from '../section.ts'

const actor = { kind: 'system', name: 'evidence' } as const

/** Reviews of who may do what (PCI DSS 7.2.4) that were opened or signed in the period, with what was decided and signed. */
export const accessReviews: Section = {
  key: 'access-reviews',
  title: { en: 'Access reviews (7.2.4)', zh: '访问权限审查（7.2.4）' },
  async read({ pool, now, period }) {
    const { rows } = await pool.query<{ id: string }>(
      `select r.id from access_review r left join access_review_signature s on s.review_id = r.id
       where (r.opened_at >= $1 and r.opened_at < $2) or (s.signed_at >= $1 and s.signed_at < $2) order by r.opened_at, r.id`,
      [period.beginsAt, period.endsAt],
    )
    const reviews = []
    for (const { id } of rows) reviews.push(await getAccessReview({ pool, actor, now }, { id }))
    return {
      facts: [
        { key: 'held', label: { en: 'Opened or signed', zh: '已开启或已签署' }, value: reviews.length },
        { key: 'signed', label: { en: 'Signed', zh: '已签署' }, value: reviews.filter(({ signed }) => signed !== null).length },
      ],
      table: {
        head: [
          { en: 'Opened', zh: '开启' },
          { en: 'By', zh: '开启人' },
          { en: 'Decided', zh: '已决定' },
          { en: 'Signed', zh: '签署' },
          { en: 'By', zh: '签署人' },
        ],
        rows: reviews.map(({ openedAt, openedBy, items, decided, signed }) => [
          openedAt,
          openedBy,
          `${decided} / ${items.length}`,
          signed?.at ?? null,
          signed?.by ?? null,
        ]),
      },
      files: reviews.flatMap(({ id, openedAt, openedBy, signed, statement, items }) => [
        { name: `${id}.csv`, text: reviewAsCsv(items) },
        { name: `${id}.json`, text: `${JSON.stringify({ id, openedAt, openedBy, signed, statement }, undefined, 2)}\n` },
      ]),
    }
  },
}
