export interface Route {
  readonly storeId: number | null
  readonly country: string | null
  readonly currency: string
  readonly scheme: string | null
  readonly wallet: string | null
  readonly merchantNumber: string | null
  readonly acquirer: string
  readonly merchantAccount: string
  readonly validFrom: string
  readonly validTo: string | null
}

export interface PaymentToRoute {
  readonly storeId: number
  readonly country: string
  readonly currency: string
  readonly scheme: string | null
  readonly wallet: string | null
  readonly merchantNumber: string | null
  /** The day at the store. */
  readonly day: string
}

/** From the most telling condition to the least: of two routes with equally many, the one with the more telling counts. */
const CONDITIONS = ['merchantNumber', 'storeId', 'wallet', 'scheme', 'country'] as const

const weightOf = (route: Route): number =>
  CONDITIONS.reduce(
    (weight, name, index) => weight + (route[name] === null ? 0 : (1 << 8) + (1 << (CONDITIONS.length - index))),
    0,
  )

export type RouteFinder = (payment: PaymentToRoute) => Route | null

/** Sorted once by how much they ask for: the first that fits is the answer. */
export function openRouteFinder(routes: readonly Route[]): RouteFinder {
  const byWeight = (a: Route, b: Route) => weightOf(b) - weightOf(a)
  const general = routes.filter(({ storeId }) => storeId === null)
  const ofStore = Map.groupBy(
    routes.filter(({ storeId }) => storeId !== null),
    ({ storeId }) => storeId ?? 0,
  )
  const known = new Map<number, readonly Route[]>()
  return (payment) => {
    let mine = known.get(payment.storeId)
    if (mine === undefined) {
      mine = [...(ofStore.get(payment.storeId) ?? []), ...general].sort(byWeight)
      known.set(payment.storeId, mine)
    }
    return mine.find((route) => fits(route, payment)) ?? null
  }
}

const fits = (route: Route, payment: PaymentToRoute): boolean =>
  route.currency === payment.currency &&
  route.validFrom <= payment.day &&
  payment.day <= (route.validTo ?? '9999-12-31') &&
  CONDITIONS.every((name) => route[name] === null || route[name] === payment[name])
