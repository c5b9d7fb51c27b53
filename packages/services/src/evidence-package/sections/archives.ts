import type { Section } from '../section.ts'

/** This installation keeps none yet; the summary says so. */
export const archives: Section = {
  key: 'archives',
  title: { en: 'Archived months', zh: '归档月份' },
  read: () => Promise.resolve(null),
}
