import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type BrowserContext, chromium } from 'playwright-core'
import { startStorePc } from '../tools/stack/store-pc.ts'
import { ensureSystemPackages, findChromium } from '../tools/system-packages.ts'
import type { Belongings } from './belongings.ts'
import type { Benchmark } from './benchmark.ts'
import { startLoad } from './latency/background-load.ts'
import { openBareHops } from './latency/bare-hops.ts'
import { watchChanges } from './latency/change-watch.ts'
import { findStoreId } from './latency/find-store.ts'
import { startSale } from './latency/sell.ts'
import { signIn } from './latency/sign-in.ts'
import { startStack } from './latency/start-stack.ts'
import { openTimedTerminal, type TimedTerminal } from './latency/timed-terminal.ts'
import { percentile, round } from './statistics.ts'

const STORE = { code: '0417', name: 'Köln Ehrenfeld' }
/** Sales of a block; the bare hops take their turn between two blocks. */
const BLOCK = 10
/** Whole euros, so that the headline shows every digit of the sum. */
const SALE_EUROS = 100
/** The headline's first figure: sales today. */
const SALES_TODAY = 'dl dd'

/** Last byte of a completion on the pty to the changed figure in a real browser, against the same hops bare. */
export const latency: Benchmark = async ({ args, say, belongings }) => {
  const options = readOptions(args)
  ensureSystemPackages(say)
  say('starting the whole product (the dashboard is built first if it has changed) …')
  const stack = await startStack(belongings)
  const terminals: TimedTerminal[] = []
  const openTerminal = async (path: string) => {
    const opened = await openTimedTerminal(path)
    terminals.push(opened)
    return opened
  }
  const pc = belongings.keep(await startStorePc(stack, { ...STORE, openTerminal }))
  const [terminal] = terminals
  if (terminal === undefined) throw new Error('the store PC opened no terminal')
  const load = await startLoad(stack, options, belongings)
  if (options.agents > 0) say(`${options.agents} more agents are connected and send ${options.rate} payments a second`)

  const browser = await openBrowser(belongings)
  await signIn(browser, stack)
  const live = await browser.newPage()
  await live.goto(`${stack.origin}/?scope=store:${await findStoreId(stack, STORE.code)}`)
  await live.locator(SALES_TODAY).first().waitFor()
  const headline = await watchChanges(live, SALES_TODAY)
  const bare = await openBareHops(stack, browser, belongings)

  const changed: number[] = []
  const painted: number[] = []
  const bareChanged: number[] = []
  let euros = 0
  say(`${options.sales} sales through the till API, ${BLOCK} at a time, the bare hops in between …`)
  while (changed.length < options.sales) {
    await live.bringToFront()
    // The first sale of all warms both sides up and is not counted.
    const most = changed.length === 0 ? BLOCK + 1 : BLOCK
    for (let nth = 0; nth < most && changed.length < options.sales; nth += 1) {
      const completion = terminal.nextCompletion()
      euros += SALE_EUROS
      await startSale(pc, SALE_EUROS * 100)
      const completedMs = await completion
      const seen = await headline.saw(String(euros))
      if (euros === SALE_EUROS) continue
      changed.push(seen.changedMs - completedMs)
      painted.push(seen.paintedMs - completedMs)
      await delay(Math.random() * 250)
    }
    const hops = await measureBare()
    bareChanged.push(...(bareChanged.length === 0 ? hops.slice(1) : hops))
  }

  async function measureBare(): Promise<number[]> {
    const tookMs: number[] = []
    for (let nth = 0; nth <= BLOCK; nth += 1) {
      const { startedMs, seen } = await bare.measure()
      tookMs.push(seen.changedMs - startedMs)
    }
    return tookMs
  }

  const figure = percentile(changed, 0.5)
  const limit = percentile(bareChanged, 0.5)
  return {
    figure: round(figure),
    unit: 'ms',
    limit: round(limit),
    ratio: round(limit / figure, 3),
    p90: round(percentile(changed, 0.9)),
    p99: round(percentile(changed, 0.99)),
    max: round(Math.max(...changed)),
    painted: { p50: round(percentile(painted, 0.5)), p99: round(percentile(painted, 0.99)) },
    limitP99: round(percentile(bareChanged, 0.99)),
    sales: changed.length,
    ...(await load.report()),
  }
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      sales: { type: 'string', default: '100' },
      agents: { type: 'string', default: '0' },
      rate: { type: 'string', default: '0' },
    },
  })
  const whole = (name: keyof typeof values, least: number): number => {
    const value = Number(values[name])
    if (Number.isInteger(value) && value >= least) return value
    throw new Error(`--${name} must be a whole number of at least ${least}, not "${values[name]}"`)
  }
  const options = { sales: whole('sales', 1), agents: whole('agents', 0), rate: whole('rate', 0) }
  if ((options.agents === 0) !== (options.rate === 0)) throw new Error('--agents and --rate go together: give both or neither')
  return options
}

async function openBrowser(belongings: Belongings): Promise<BrowserContext> {
  // Left to itself it ends this process at Ctrl-C, before the rest has been stopped.
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'], ...signals })
  belongings.keep({ stop: () => browser.close() })
  return browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })
}
