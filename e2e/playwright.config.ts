import { defineConfig } from '@playwright/test'

/** These ask over HTTP alone, open no page, and wait for nothing to be told: they may run beside other tests. */
const REQUESTS = ['pages-by-role.spec.ts', 'routes-by-role.spec.ts', 'refused-requests.spec.ts']

/** Long ways with agents of their own, each step waiting for the one before: what pages show at once is looked at elsewhere. */
const FLOWS = [
  'access-review-alone.spec.ts',
  'access-reviews.spec.ts',
  'acts-found.spec.ts',
  'agents.spec.ts',
  'audit-archives.spec.ts',
  'commissioning.spec.ts',
  'configurations.spec.ts',
  'device-health.spec.ts',
  'devices.spec.ts',
  'evidence.spec.ts',
  // What it leaves open would stand in one row with what the board's own tests look for.
  'funds-links.spec.ts',
  'redundancy.spec.ts',
]

/** Browser tests over the real stack: embedded PostgreSQL, hub, dashboard, a store agent and a terminal on a pty pair. */
export default defineConfig({
  testDir: './tests',
  projects: [
    { name: 'pages', testIgnore: [...FLOWS, ...REQUESTS], outputDir: '../test-results/pages' },
    { name: 'flows', testMatch: FLOWS, outputDir: '../test-results/flows' },
    { name: 'requests', testMatch: REQUESTS, outputDir: '../test-results/requests' },
  ],
  globalSetup: './stack/global-setup.ts',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json']],
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    screenshot: 'only-on-failure',
    trace: 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
