import type { Section } from '../section.ts'

/** This installation keeps none yet; the summary says so. */
export const inspections: Section = {
  key: 'inspections',
  title: { en: 'Terminal inspections', zh: '终端检查' },
  read: () => Promise.resolve(null),
}
