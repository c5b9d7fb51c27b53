// Loaded into the hub before it: at SIGUSR2 it collects its garbage and tells what it still holds. Only a benchmark does this.
let nth = 0
process.on('SIGUSR2', () => {
  globalThis.gc()
  globalThis.gc()
  nth += 1
  const { heapUsed, rss } = process.memoryUsage()
  const handles = process.getActiveResourcesInfo().length
  process.stdout.write(`held ${nth} ${heapUsed} ${rss} ${handles}\n`)
})
