/** For a container's health check: ends with 0 when the address answers 200. */
const [address = ''] = process.argv.slice(2)
const answer = await fetch(address, { signal: AbortSignal.timeout(4_000) }).catch(() => null)
process.exitCode = answer?.status === 200 ? 0 : 1
