'use client'

import type { Design } from '@counterfoil/services/commissioning'
import { useTranslations } from 'next-intl'
import { FactList } from '../../components/fact-list/fact-list.tsx'

/** How a store is built, as it was drawn; its lanes stand beside what is there in the next step. */
export function DesignFacts({ design }: { readonly design: Design }) {
  const translate = useTranslations('commissioning')
  const { path, backupPath, hubAddresses, lanes } = design
  return (
    <FactList
      facts={[
        { label: translate('design.path'), value: translate(`design.paths.${path}`) },
        {
          label: translate('design.backupPath'),
          value: backupPath === null ? translate('none') : translate(`design.paths.${backupPath}`),
        },
        { label: translate('design.hubs'), value: hubAddresses },
        ...lanes.map(({ lane, protocol, link, backupLane }) => ({
          label: `${translate('design.lane')} ${lane}`,
          value: [
            protocol.toUpperCase(),
            translate(`design.links.${link}`),
            ...(backupLane === null
              ? []
              : [`${translate('design.backup')}: ${translate('design.laneBackup', { lane: backupLane })}`]),
          ].join(', '),
        })),
      ]}
    />
  )
}
