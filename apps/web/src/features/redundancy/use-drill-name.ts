import type { DrillTold, RedundancyDetail } from '@counterfoil/services/redundancy'
import { useTranslations } from 'next-intl'
import { usePartWords } from './use-part-words.ts'

/** What a drill was of: "Address of the hub: back office, to https://…". */
export function useDrillName({ agents }: Pick<RedundancyDetail, 'agents'>) {
  const translate = useTranslations('redundancy')
  const { nameOf, spare } = usePartWords()
  return ({ axis, subject, spare: to }: Pick<DrillTold, 'axis' | 'subject' | 'spare'>): string => {
    const agent = agents.find(({ agentId }) => axis === 'hub' && String(agentId) === subject)
    const name = axis === 'path' ? '' : (agent?.name ?? subject)
    return translate('drillOf', {
      axis: translate(`axes.${axis}.title`),
      name: nameOf({ axis, subject, name }),
      spare: spare(axis, to),
    })
  }
}
