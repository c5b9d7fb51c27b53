/** What a browser and its computer are called; null for one that says nothing we know. */
export interface BrowserWords {
  readonly browser: string | null
  readonly system: string | null
}

// In this order: most browsers also name the ones before them.
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS|HeadlessChrome)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.* Safari\//, 'Safari'],
]
const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
]

export function describeBrowser(userAgent: string): BrowserWords {
  const wordOf = (table: typeof browsers) => table.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null
  return { browser: wordOf(browsers), system: wordOf(systems) }
}
