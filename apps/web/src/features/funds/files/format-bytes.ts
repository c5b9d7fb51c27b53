const UNITS = ['byte', 'kilobyte', 'megabyte'] as const

/** 812 byte, 41 kB, 2.3 MB. */
export function formatBytes(bytes: number, locale: string): string {
  const step = bytes < 1_000 ? 0 : bytes < 1_000_000 ? 1 : 2
  const value = bytes / 1_000 ** step
  const maximumFractionDigits = step === 2 && value < 100 ? 1 : 0
  return new Intl.NumberFormat(locale, { style: 'unit', unit: UNITS[step] ?? 'byte', maximumFractionDigits }).format(value)
}
