import { fork } from 'node:child_process'
import { once } from 'node:events'

/** Another process of the benchmark: one order at a time, each answered by one report. */
export interface Worker<Order extends object, Report> {
  /** Rejects with what the worker could not do, or when it has ended. */
  ask(order: Order): Promise<Report>
  stop(): Promise<void>
}

type Answer<Report> = { readonly report: Report } | { readonly failed: string }

export function startWorker<Order extends object, Report>(file: string, args: readonly string[]): Worker<Order, Report> {
  const child = fork(file, [...args], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
  })
  const exited = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`a process of the benchmark has ended (${signal ?? code})`)
  })
  exited.catch(() => {})
  return {
    async ask(order) {
      const answered = once(child, 'message') as Promise<[Answer<Report>]>
      child.send(order)
      const [answer] = await Promise.race([answered, exited])
      if ('failed' in answer) throw new Error(answer.failed)
      return answer.report
    },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await exited.catch(() => {})
    },
  }
}

/** The worker's side: obeys one order after the other and ends with its parent. */
export function obeyOrders<Order, Report>(obey: (order: Order) => Promise<Report>): void {
  process.on('message', (order: Order) => {
    obey(order).then(
      (report) => process.send?.({ report } satisfies Answer<Report>),
      (error: unknown) => process.send?.({ failed: String(error) } satisfies Answer<Report>),
    )
  })
  process.on('disconnect', () => process.exit())
  // Ctrl-C reaches every process of the terminal; the parent decides when this one ends.
  process.on('SIGINT', () => {})
}
