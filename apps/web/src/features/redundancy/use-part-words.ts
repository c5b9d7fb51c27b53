import type { Axis, PartNow } from '@counterfoil/services/redundancy'
import { useTranslations } from 'next-intl'

/** How parts and what stands in for them are called. */
export function usePartWords() {
  const translate = useTranslations('redundancy')
  const paths = useTranslations('commissioning.design.paths')
  const thing = (axis: Axis, name: string) => {
    const key = name as Parameters<typeof paths.has>[0]
    return axis === 'path' && paths.has(key) ? paths(key) : name
  }
  return {
    thing,
    spare: (axis: Axis, name: string) => (axis === 'terminal' ? translate('part.lane', { lane: name }) : thing(axis, name)),
    nameOf: ({ axis, name, subject }: Pick<PartNow, 'axis' | 'name' | 'subject'>) =>
      name === '' ? translate('part.store') : axis === 'terminal' ? translate('part.lane', { lane: subject }) : name,
  }
}
