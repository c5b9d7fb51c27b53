'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { formatHourMinute } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { languageTags } from '../../i18n/locales.ts'
import type { LiveParts } from '../live/index.ts'
import { CellGrid } from './cell-grid.tsx'
import { CellLegend } from './cell-legend.tsx'
import { type CellState, type CountryCells, cellState, cellsByCountry, fitCells } from './store-cells.ts'
import classes from './wall-stores.module.css'

/** In units of the wall: what is left beside the countries' words, and below the title. */
const ROOM = { width: 690, height: 690, rowsHeight: 118 }
/** With more countries than this the words beside them are fewer. */
const MANY_COUNTRIES = 5

/** Every store in its own place, by country. */
export function WallStores({ state }: LiveParts) {
  const translate = useTranslations('wall.stores')
  const countries = cellsByCountry(state.stores.values())
  const few = countries.length <= MANY_COUNTRIES
  const fit = fitCells(
    countries.map(({ stores }) => stores.length),
    few ? ROOM : { ...ROOM, rowsHeight: 52 },
  )
  return (
    <section className={classes.section} aria-labelledby="wall-stores">
      <header className={classes.head}>
        <h2 id="wall-stores">{translate('title')}</h2>
        <CellLegend />
      </header>
      <div className={classes.countries}>
        {countries.map((country) => (
          <Country key={country.country} cells={country} fit={fit} few={few} />
        ))}
      </div>
    </section>
  )
}

interface CountryProps {
  readonly cells: CountryCells
  readonly fit: { readonly pitch: number; readonly columns: number }
  readonly few: boolean
}

function Country({ cells: { country, timeZone, stores }, fit, few }: CountryProps) {
  const translate = useTranslations('wall.stores')
  const locale = useLocale()
  const nowMs = useNowMs()
  const states = stores.map(cellState)
  const counted = (['unwell', 'stopped', 'unknown', 'silent', 'unseen'] as const satisfies readonly CellState[])
    .map((state) => ({ state, count: states.filter((one) => one === state).length }))
    .filter(({ count }) => count > 0)
  const name = new Intl.DisplayNames(languageTags[locale], { type: 'region' }).of(country) ?? country
  const facts = counted.map(({ state, count }) =>
    translate('counted', { word: translate(`cells.${state}`), count: formatCount(count, locale) }),
  )
  return (
    <div className={classes.country}>
      <div className={classes.words}>
        <strong>{name}</strong>
        <span>
          {translate('count', { count: stores.length, shown: formatCount(stores.length, locale) })} ·{' '}
          {formatHourMinute(nowMs, { locale, timeZone })}
        </span>
        {few ? facts.slice(0, 3).map((fact) => <em key={fact}>{fact}</em>) : null}
      </div>
      <CellGrid stores={stores} states={states} fit={fit} label={[name, ...facts].join(', ')} />
    </div>
  )
}
