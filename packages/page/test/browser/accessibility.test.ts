import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { quietEvidence, sampleEvidence } from '../sample-evidence.ts'
import { findChromium } from './find-chromium.ts'
import { openPage, startChromium } from './open-page.ts'

const path = findChromium()
if (path === undefined) console.log('Skipped: no Chromium here. Set CHROMIUM_PATH to its binary.')

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }
const views = [
  '#',
  '#time=6000-14000',
  '#view=attempts&channel=undici',
  '#view=files&q=nowhere',
  '#story=api.openai.com:443',
]

describe.skipIf(path === undefined)('axe in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startChromium(path ?? '')
  })
  afterAll(async () => await browser.close())

  for (const colorScheme of ['light', 'dark'] as const) {
    test.each(views)(`finds nothing wrong in the ${colorScheme} page at %s`, async (hash) => {
      expect(await findViolations(hash, sampleEvidence(30), { colorScheme })).toEqual([])
    })

    test(`finds nothing wrong in the ${colorScheme} page of a quiet suite`, async () => {
      expect(await findViolations('', quietEvidence(), { colorScheme })).toEqual([])
    })

    test(`finds nothing wrong in the ${colorScheme} page on a phone`, async () => {
      expect(await findViolations('#view=attempts', sampleEvidence(30), { colorScheme, ...phone })).toEqual([])
    })
  }

  async function findViolations(hash: string, ...[evidence, options]: [Evidence, Options]): Promise<readonly string[]> {
    const { page } = await openPage(browser, evidence, hash, options)
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate<axe.AxeResults>(RUN)
    await page.context().close()
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join('; ')}`,
    )
  }
})

type Evidence = Parameters<typeof openPage>[1]
type Options = Parameters<typeof openPage>[3]

const RUN = `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })`
