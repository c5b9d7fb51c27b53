export type { ReportingRate } from './choose-rate.ts'
export { getRates, type Rates, RatesInput } from './get-rates.ts'
export { NewRate, recordRates } from './record-rates.ts'
