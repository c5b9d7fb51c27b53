import { defineConfig } from '@playwright/test'

/** These ask over HTTP alone, open no page, and wait for nothing to be told: they may run beside other tests. */
const REQUESTS = ['pages-by-role.spec.ts', 'routes-by-role.spec.ts', 'refused-requests.spec.ts']

/** Browser tests over the real stack: embedded PostgreSQL, hub, dashboard, a store agent and a terminal on a pty pair. */
export default defineConfig({
  testDir: './tests',
  projects: [
    { name: 'pages', testIgnore: REQUESTS },
    { name: 'requests', testMatch: REQUESTS },
  ],
  globalSetup: './stack/global-setup.ts',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json']],
  outputDir: '../test-results',
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
