import { findKeyReview } from '../../keys/key-review.ts'
import { keysAsCsv } from '../../keys/keys-as-csv.ts'
import type { Section } from '../section.ts'

/** Every key and certificate as they are when the package is made (PCI DSS 4.2.1.1), and the yearly review of them (12.3.3). */
export const keys: Section = {
  key: 'keys',
  title: { en: 'Keys and certificates (4.2.1.1)', zh: '密钥与证书（4.2.1.1）' },
  async read({ pool, now }) {
    const ctx = { pool, now, actor: { kind: 'system', name: 'evidence' } } as const
    const inventory = await keysAsCsv(ctx)
    const { last } = await findKeyReview(ctx)
    const counted = (...states: readonly string[]) => inventory.keys.filter(({ state }) => states.includes(state)).length
    return {
      facts: [
        { key: 'all', label: { en: 'When this was made', zh: '制作时' }, value: inventory.keys.length },
        { key: 'overdue', label: { en: 'Overdue or expired', zh: '超期或过期' }, value: counted('overdue', 'expired') },
        {
          key: 'reviewed',
          label: { en: 'Last review (12.3.3)', zh: '上次审查（12.3.3）' },
          value: last?.at ?? { en: 'none', zh: '无' },
        },
      ],
      files: [{ name: 'keys.csv', text: inventory.text }],
    }
  },
}
