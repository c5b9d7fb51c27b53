import { isAbsolute, relative } from 'node:path'

export interface RanTest {
  /** From the repository's root. */
  readonly file: string
  /** All that stands above it and its own name, with spaces between. */
  readonly name: string
  readonly passed: boolean
  /** Neither for a test that was skipped. */
  readonly failed: boolean
}

interface VitestReport {
  readonly testResults?: readonly {
    readonly name: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

interface PlaywrightSuite {
  readonly title: string
  readonly file?: string
  readonly suites?: readonly PlaywrightSuite[]
  readonly specs?: readonly {
    readonly title: string
    readonly ok: boolean
    readonly file: string
    readonly tests: readonly { readonly status: string }[]
  }[]
}

export function ranInVitest(report: unknown, root: string): RanTest[] {
  return ((report as VitestReport | undefined)?.testResults ?? []).flatMap(({ name: file, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({
      file: isAbsolute(file) ? relative(root, file) : file,
      name: fullName,
      passed: status === 'passed',
      failed: status === 'failed',
    })),
  )
}

/** `folder` is where Playwright's files are named from. */
export function ranInPlaywright(report: unknown, folder: string): RanTest[] {
  const walk = (suite: PlaywrightSuite, above: string): RanTest[] => [
    ...(suite.specs ?? []).map(({ title, ok, file, tests }) => ({
      file: `${folder}/${file}`,
      name: `${above} ${title}`.trim(),
      passed: ok && tests.some(({ status }) => status === 'expected'),
      failed: tests.some(({ status }) => status === 'unexpected' || status === 'flaky'),
    })),
    // A file's own suite is named as the file, which stands apart.
    ...(suite.suites ?? []).flatMap((inner) =>
      walk(inner, inner.title === inner.file ? above : `${above} ${inner.title}`.trim()),
    ),
  ]
  return ((report as { suites?: readonly PlaywrightSuite[] } | undefined)?.suites ?? []).flatMap((suite) => walk(suite, ''))
}
