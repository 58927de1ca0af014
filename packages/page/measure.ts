// Measures how soon the page of many attempts is shown, and how soon it answers: node packages/page/measure.ts [attempts]. Needs Chromium.
import { formatPage } from '@agentguard/core/report'
import type { Page } from 'playwright-core'
import { findChromium } from './test/browser/find-chromium.ts'
import { openPage, startChromium } from './test/browser/open-page.ts'
import { sampleContext, sampleEvidence } from './test/sample-evidence.ts'

const path = findChromium()
if (path === undefined) throw new Error('No Chromium here. Set CHROMIUM_PATH to its binary.')
const rounds = 7
/** The first paint shows the whole page: its script makes it before. */
const PAINTED = `performance.getEntriesByName('first-contentful-paint')[0].startTime`
const size = Number(process.argv[2] ?? 10_000)
const evidence = sampleEvidence(size)
console.log(`${size} attempts: a page of ${(formatPage(evidence, sampleContext).length / 1e6).toFixed(1)} MB`)

const browser = await startChromium(path)
const shown: number[] = []
const answered: number[] = []
for (let round = 0; round < rounds; round += 1) {
  const { page } = await openPage(browser, evidence, '', {}, sampleContext)
  shown.push(await paintTime(page))
  answered.push(await searchTime(page))
  await page.context().close()
}
await browser.close()
console.log(
  `shown after ${median(shown)} ms; the result of a keystroke after ${median(answered)} ms (medians of ${rounds})`,
)

/** From the start of the navigation until the list is painted. */
async function paintTime(page: Page): Promise<number> {
  await page.getByRole('table').waitFor()
  await page.waitForFunction(`performance.getEntriesByName('first-contentful-paint').length > 0`)
  return await page.evaluate<number>(PAINTED)
}

/** From a keystroke in the search until its result is painted. */
async function searchTime(page: Page): Promise<number> {
  await page.getByRole('searchbox').focus()
  await page.evaluate(`addEventListener('keydown', () => {
    const begin = performance.now()
    window.answer = new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begin))))
  }, { once: true })`)
  await page.keyboard.press('e')
  return await page.evaluate<number>('window.answer')
}

function median(values: readonly number[]): number {
  return Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0)
}
