const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** 812 byte, 41 kB, 2.3 MB, 155 GB. */
export function formatBytes(bytes: number, locale: string): string {
  const step = UNITS.findLastIndex((_, nth) => bytes >= 1_000 ** nth)
  const value = bytes / 1_000 ** Math.max(step, 0)
  const maximumFractionDigits = step >= 2 && value < 100 ? 1 : 0
  return new Intl.NumberFormat(locale, { style: 'unit', unit: UNITS[Math.max(step, 0)] ?? 'byte', maximumFractionDigits }).format(
    value,
  )
}
