/** What the global set-up tells the tests, through the environment. */
export interface StackPlaces {
  readonly dataFolder: string
  readonly origin: string
  readonly hubPort: number
  readonly setupLink: string
}

const VARIABLE = 'COUNTERFOIL_E2E_STACK'

export function tellTests(places: StackPlaces): void {
  process.env[VARIABLE] = JSON.stringify(places)
}

export function stackPlaces(): StackPlaces {
  const told = process.env[VARIABLE]
  if (told === undefined) throw new Error('the stack is not running: start the tests through e2e/playwright.config.ts')
  return JSON.parse(told) as StackPlaces
}
