// Takes the pictures of docs/page.md again, from the sample evidence of the tests. Needs a Chromium; optimise them afterwards.
import { join } from 'node:path'
import type { BrowserContextOptions } from 'playwright-core'
import { findChromium } from './test/browser/find-chromium.ts'
import { openPage, startChromium } from './test/browser/open-page.ts'
import { sampleContext, sampleEvidence } from './test/sample-evidence.ts'

const path = findChromium()
if (path === undefined) throw new Error('No Chromium here. Set CHROMIUM_PATH to its binary.')

const desk = (height: number): BrowserContextOptions => ({ viewport: { width: 1280, height } })
const phone: BrowserContextOptions = { viewport: { width: 390, height: 1180 }, isMobile: true, deviceScaleFactor: 1.5 }
const pictures: readonly (readonly [name: string, hash: string, options: BrowserContextOptions])[] = [
  ['page-destinations', '', desk(1180)],
  ['page-story', '#story=us.i.posthog.com:443', desk(1060)],
  ['page-dark', '#view=attempts&q=openai', { ...desk(1060), colorScheme: 'dark' }],
  ['page-phone', '', phone],
]

const browser = await startChromium(path)
for (const [name, hash, options] of pictures) {
  const { page } = await openPage(browser, sampleEvidence(), hash, options, sampleContext)
  await page.getByRole('table').waitFor()
  await page.screenshot({ path: join(import.meta.dirname, '../../docs/images', `${name}.png`) })
}
await browser.close()
