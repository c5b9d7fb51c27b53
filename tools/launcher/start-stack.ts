import { describeExposure } from './describe-exposure.ts'
import { readOptions } from './options.ts'

/** Starts the stack, prints where to begin, and stops all of it on Ctrl-C. Failures are one sentence and exit code 1. */
export async function startStack({ root, development }: { readonly root: string; readonly development: boolean }): Promise<void> {
  const stop = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort(new Error('stopped')))
  // A terminal window that was closed takes our words no more; that must not keep us from stopping in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  const say = (line: string) => console.log(`  ${line}`)
  try {
    const options = readOptions(process.argv.slice(2), process.env, root, development)
    const started = performance.now()
    console.log('Counterfoil is starting …')
    const { generateDatabaseClient } = await import('./generate-client.ts')
    await generateDatabaseClient(root)
    // The database client must exist before anything that imports it is loaded.
    const { launch } = await import('./launch.ts')
    const launched = await launch(root, options, say, stop.signal)
    console.log(`\nCounterfoil is ready after ${((performance.now() - started) / 1000).toFixed(1)} s: ${options.publicOrigin}`)
    const exposure = describeExposure(options)
    if (exposure !== null) console.log(`\n  ${exposure}\n`)
    console.log(
      launched.setupLink === null
        ? 'Sign in there. Ctrl-C stops everything.'
        : `Make your account with this link (works once, 30 minutes):\n\n    ${launched.setupLink}\n\nCtrl-C stops everything.`,
    )
    await aborted(stop.signal)
    console.log('\nStopping …')
    await launched.stop()
    console.log('Stopped.')
  } catch (error) {
    if (stop.signal.aborted) {
      console.log('Stopped.')
      return
    }
    console.error(`\nCounterfoil could not start. ${error instanceof Error ? error.message : error}`)
    process.exitCode = 1
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  // An abort listener alone keeps no process alive.
  const alive = setInterval(() => {}, 1 << 30)
  return new Promise((resolve) =>
    signal.addEventListener('abort', () => {
      clearInterval(alive)
      resolve()
    }),
  )
}
