'use client'

import { useLocale, useTranslations } from 'next-intl'
import { useNowMs } from '../../components/age/page-clock.tsx'
import { formatHourMinute } from '../../components/format/date-time.ts'
import { formatCount } from '../../components/format/number.ts'
import { languageTags } from '../../i18n/locales.ts'
import type { LiveParts } from '../live/index.ts'
import { CellGrid } from './cell-grid.tsx'
import { CellLegend } from './cell-legend.tsx'
import { type CellState, type CountryCells, cellState, cellsByCountry, type Fit, fitCells } from './store-cells.ts'
import classes from './wall-stores.module.css'

/** In units of the wall: what is left beside the countries' words, and below the title. */
const ROOM = { width: 664, height: 690 }
const LINE = 23
const MOST_FACTS = 3
/** With more countries than this the words beside them are fewer. */
const MANY_COUNTRIES = 6

const noted = ['unwell', 'stopped', 'unknown', 'silent', 'unseen'] as const satisfies readonly CellState[]

/** Every store in its own place, by country. */
export function WallStores({ state }: LiveParts) {
  const translate = useTranslations('wall.stores')
  const countries = cellsByCountry(state.stores.values()).map((cells) => {
    const states = cells.stores.map(cellState)
    const counted = noted
      .map((one) => ({ state: one, count: states.filter((state) => state === one).length }))
      .filter(({ count }) => count > 0)
    return { ...cells, states, counted }
  })
  const shownFacts = countries.length > MANY_COUNTRIES ? 0 : MOST_FACTS
  const fit = fitCells(
    countries.map(({ stores, counted }) => ({
      stores: stores.length,
      least: (2 + Math.min(counted.length, shownFacts)) * LINE,
    })),
    ROOM,
  )
  return (
    <section className={classes.section} aria-labelledby="wall-stores">
      <header className={classes.head}>
        <h2 id="wall-stores">{translate('title')}</h2>
        <CellLegend />
      </header>
      <div className={classes.countries}>
        {countries.map((country) => (
          <Country key={country.country} {...country} fit={fit} shownFacts={shownFacts} />
        ))}
      </div>
    </section>
  )
}

interface CountryProps extends CountryCells {
  readonly states: readonly CellState[]
  readonly counted: readonly { readonly state: CellState; readonly count: number }[]
  readonly fit: Fit
  readonly shownFacts: number
}

function Country({ country, timeZone, stores, states, counted, fit, shownFacts }: CountryProps) {
  const translate = useTranslations('wall.stores')
  const locale = useLocale()
  const nowMs = useNowMs()
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
        {facts.slice(0, shownFacts).map((fact) => (
          <em key={fact}>{fact}</em>
        ))}
      </div>
      <CellGrid stores={stores} states={states} fit={fit} label={[name, ...facts].join(', ')} />
    </div>
  )
}
