/** The demo chain: invented stores in real cities, each trading in its own zone and currency. */

export interface DemoStore {
  readonly code: string
  readonly name: string
  readonly nameLang: string
  readonly country: string
  readonly region: string
  readonly city: string
  readonly currency: string
  readonly timeZone: string
  readonly cutOffMinutes: number
  readonly entity: string
  readonly lanes: number
  /** Payments on an ordinary day, all lanes together. */
  readonly paymentsPerDay: number
  /** Median amount of a sale in minor units. */
  readonly medianMinor: number
  /** Sells through the night, less. */
  readonly openAllNight: boolean
}

const de = {
  country: 'DE',
  nameLang: 'de',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  entity: 'Demo Handels GmbH',
  cutOffMinutes: 240,
}
const fr = {
  country: 'FR',
  nameLang: 'fr',
  currency: 'EUR',
  timeZone: 'Europe/Paris',
  entity: 'Demo Distribution SAS',
  cutOffMinutes: 240,
}
const it = {
  country: 'IT',
  nameLang: 'it',
  currency: 'EUR',
  timeZone: 'Europe/Rome',
  entity: 'Demo Commercio Srl',
  cutOffMinutes: 240,
}
const cn = {
  country: 'CN',
  nameLang: 'zh-Hans',
  currency: 'CNY',
  timeZone: 'Asia/Shanghai',
  entity: '示范商业（上海）有限公司',
  cutOffMinutes: 0,
}
const cl = {
  country: 'CL',
  nameLang: 'es',
  currency: 'CLP',
  timeZone: 'America/Santiago',
  entity: 'Demo Comercial SpA',
  cutOffMinutes: 180,
}

const day = { openAllNight: false }
const night = { openAllNight: true }

export const demoStores: readonly DemoStore[] = [
  {
    ...de,
    ...day,
    code: '0417',
    name: 'Köln Ehrenfeld',
    region: 'Nordrhein-Westfalen',
    city: 'Köln',
    lanes: 4,
    paymentsPerDay: 340,
    medianMinor: 2_390,
  },
  {
    ...de,
    ...day,
    code: '0388',
    name: 'Leipzig Mitte',
    region: 'Sachsen',
    city: 'Leipzig',
    lanes: 3,
    paymentsPerDay: 260,
    medianMinor: 1_980,
  },
  {
    ...de,
    ...night,
    code: '0201',
    name: 'Berlin Hauptbahnhof',
    region: 'Berlin',
    city: 'Berlin',
    lanes: 4,
    paymentsPerDay: 560,
    medianMinor: 980,
  },
  {
    ...de,
    ...day,
    code: '0291',
    name: 'Bochum',
    region: 'Nordrhein-Westfalen',
    city: 'Bochum',
    lanes: 2,
    paymentsPerDay: 180,
    medianMinor: 2_150,
  },
  {
    ...fr,
    ...day,
    code: '0112',
    name: 'Lyon Part-Dieu',
    region: 'Auvergne-Rhône-Alpes',
    city: 'Lyon',
    lanes: 3,
    paymentsPerDay: 280,
    medianMinor: 2_640,
  },
  {
    ...fr,
    ...day,
    code: '0156',
    name: 'Nantes Atlantis',
    region: 'Pays de la Loire',
    city: 'Nantes',
    lanes: 3,
    paymentsPerDay: 230,
    medianMinor: 3_120,
  },
  {
    ...fr,
    ...night,
    code: '0103',
    name: 'Paris Gare du Nord',
    region: 'Île-de-France',
    city: 'Paris',
    lanes: 3,
    paymentsPerDay: 520,
    medianMinor: 1_150,
  },
  {
    ...it,
    ...day,
    code: '0923',
    name: 'Milano Loreto',
    region: 'Lombardia',
    city: 'Milano',
    lanes: 3,
    paymentsPerDay: 270,
    medianMinor: 2_480,
  },
  {
    ...it,
    ...day,
    code: '0640',
    name: 'Torino Lingotto',
    region: 'Piemonte',
    city: 'Torino',
    lanes: 4,
    paymentsPerDay: 240,
    medianMinor: 2_830,
  },
  {
    ...it,
    ...day,
    code: '0911',
    name: 'Roma Termini',
    region: 'Lazio',
    city: 'Roma',
    lanes: 2,
    paymentsPerDay: 250,
    medianMinor: 1_420,
  },
  {
    ...cn,
    ...night,
    code: '1304',
    name: '上海静安寺',
    region: '上海',
    city: '上海',
    lanes: 4,
    paymentsPerDay: 760,
    medianMinor: 4_600,
  },
  {
    ...cn,
    ...day,
    code: '1290',
    name: '杭州武林',
    region: '浙江',
    city: '杭州',
    lanes: 3,
    paymentsPerDay: 560,
    medianMinor: 5_650,
  },
  {
    ...cn,
    ...day,
    code: '1411',
    name: '广州天河',
    region: '广东',
    city: '广州',
    lanes: 3,
    paymentsPerDay: 620,
    medianMinor: 6_900,
  },
  {
    ...cn,
    ...night,
    code: '2093',
    name: '成都春熙路',
    region: '四川',
    city: '成都',
    lanes: 2,
    paymentsPerDay: 640,
    medianMinor: 3_800,
  },
  {
    ...cl,
    ...night,
    code: '5001',
    name: 'Santiago Aeropuerto',
    region: 'Metropolitana',
    city: 'Santiago',
    lanes: 2,
    paymentsPerDay: 480,
    medianMinor: 8_990,
  },
  {
    ...cl,
    ...day,
    code: '5004',
    name: 'Valparaíso Puerto',
    region: 'Valparaíso',
    city: 'Valparaíso',
    lanes: 2,
    paymentsPerDay: 260,
    medianMinor: 12_490,
  },
]

/** Countries whose terminals really speak ZVT; elsewhere it stands in until the lane's own protocol has a driver. */
export const ZVT_COUNTRIES: ReadonlySet<string> = new Set(['DE', 'AT', 'CH'])

/** Invented rates, so that the demo has a reporting currency; a real chain imports its own. */
export const demoRates = [
  { base: 'EUR', quote: 'CNY', rate: '7.7392' },
  { base: 'EUR', quote: 'CLP', rate: '1064.50' },
  { base: 'EUR', quote: 'USD', rate: '1.0841' },
] as const
