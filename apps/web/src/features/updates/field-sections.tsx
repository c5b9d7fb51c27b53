'use client'

import type { Updates } from '@counterfoil/services/updates'
import { useTranslations } from 'next-intl'
import { Section } from '../../components/section/section.tsx'
import classes from './updates.module.css'

/** What runs in stores now: versions of agents, and the software terminals tell of. */
export function FieldSections({ updates: { versions, firmware } }: { readonly updates: Updates }) {
  const translate = useTranslations('updates')
  const newest = new Map<string, string>()
  for (const { model, software } of firmware) if (software > (newest.get(model) ?? '')) newest.set(model, software)
  return (
    <>
      <Section title={translate('field.title')}>
        <div className={classes.scroller}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{translate('field.version')}</th>
                <th scope="col" className={classes.number}>
                  {translate('field.agents')}
                </th>
                <th scope="col" className={classes.number}>
                  {translate('field.connected')}
                </th>
              </tr>
            </thead>
            <tbody>
              {versions.map(({ version, agents, connected }) => (
                <tr key={version}>
                  <th scope="row">{version}</th>
                  <td className={classes.number}>{agents}</td>
                  <td className={classes.number}>{connected}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
      <Section title={translate('firmware.title')}>
        <p className={classes.quiet}>{translate('firmware.what')}</p>
        <div className={classes.scroller}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{translate('firmware.model')}</th>
                <th scope="col">{translate('firmware.software')}</th>
                <th scope="col" className={classes.number}>
                  {translate('firmware.terminals')}
                </th>
              </tr>
            </thead>
            <tbody>
              {firmware.map(({ protocol, model, software, terminals }) => (
                <tr key={`${protocol} ${model} ${software}`}>
                  <th scope="row">{model === '' ? protocol : model}</th>
                  <td>
                    {software === '' ? translate('firmware.unknown') : software}
                    {software !== '' && software < (newest.get(model) ?? '') ? (
                      <span className={classes.behind}>{translate('firmware.behind')}</span>
                    ) : null}
                  </td>
                  <td className={classes.number}>{terminals}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Section>
    </>
  )
}
