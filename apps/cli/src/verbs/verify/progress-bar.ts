import type { CliIo } from '../../verb.ts'

const WIDTH = 30

/** A bar on the terminal's last line; nothing where there is no terminal. */
export function createProgressBar(io: CliIo): { show(done: number, total: number): void; end(): void } {
  let shown = -1
  return {
    show(done, total) {
      const percent = total === 0 ? 100 : Math.min(100, Math.floor((done / total) * 100))
      if (io.status === undefined || percent === shown) return
      shown = percent
      const full = Math.round((percent / 100) * WIDTH)
      io.status(`${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${percent} %  ${done} of ${total} entries`)
    },
    end() {
      if (shown >= 0) io.status?.('')
    },
  }
}
