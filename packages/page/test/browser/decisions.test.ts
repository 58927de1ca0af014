import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { quietEvidence, sampleContext, sampleEvidence } from '../sample-evidence.ts'
import { findChromium } from './find-chromium.ts'
import { openPage, startChromium } from './open-page.ts'

const path = findChromium()
if (path === undefined) console.log('Skipped: no Chromium here. Set CHROMIUM_PATH to its binary.')

describe.skipIf(path === undefined)('the list of decisions in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startChromium(path ?? '')
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  afterAll(async () => await browser.close())

  test('puts new destinations first, then the others with an open decision by owner, then the rest', async () => {
    const { page } = await openPage(browser, sampleEvidence(), '', {}, sampleContext)
    const rows = await rowsOf(page)

    expect(rows.slice(0, 3)).toEqual([
      'To decide on 12 destinations',
      expect.stringMatching(/^cdn-lfs\.huggingface\.co:443new/),
      expect.stringMatching(/^api\.segment\.io:443newtelemetry/),
    ])
    const at = (text: string): number => rows.findIndex((row) => row.startsWith(text))
    const machine = rows.slice(at('This machine 3') + 1, at('This machine 3') + 4)
    expect(machine.filter((row) => /^(?:localhost:812[56]|unix:\/var\/run\/docker\.sock)/.test(row))).toHaveLength(3)
    expect(at('api.weather.com')).toBeGreaterThan(at('Allowed or muted 2'))
    expect(at('us.i.posthog.com')).toBeLessThan(at('Allowed or muted 2'))
  })

  test('narrows to what is new since the lock, and the address says so', async () => {
    const { page } = await openPage(browser, sampleEvidence(), '', {}, sampleContext)
    await page.getByRole('button', { name: 'New since the lock' }).click()

    expect(new URL(page.url()).hash).toBe('#new=1')
    expect(await page.getByRole('table').getByRole('link').allTextContents()).toEqual([
      'cdn-lfs.huggingface.co:443',
      'api.segment.io:443',
    ])
    await page.reload()
    expect(await page.getByRole('button', { name: 'New since the lock', pressed: true }).count()).toBe(1)
    expect(await page.locator('.figures').textContent()).toContain('new destinations2')
  })

  test('offers nothing new where there is no lock', async () => {
    const { page } = await openPage(browser, sampleEvidence())

    expect(await page.getByRole('button', { name: 'New since the lock' }).count()).toBe(0)
    expect(await page.locator('.tag.new').count()).toBe(0)
  })

  test('copies the allow or the mute rules of the listed destinations', async () => {
    const { page } = await openPage(browser, sampleEvidence(), '#q=telemetry.ts')
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: 'Copy mute list' }).click()
    await page.getByText('3 rules copied for mute').waitFor()

    expect(JSON.parse(`{${String(await page.evaluate('navigator.clipboard.readText()'))}}`)).toEqual({
      mute: ['api.segment.io', 'localhost:8125', 'us.i.posthog.com'],
    })
    await page.getByRole('button', { name: 'Copy allow list' }).click()
    await page.getByText('3 rules copied for allow').waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(/^"allow": \[\n {2}"api\.segment\.io",\n/)
  })

  test('shows the rules where there is no clipboard', async () => {
    const { page } = await openPage(browser, sampleEvidence(), '#q=segment')
    await page.evaluate('Object.defineProperty(navigator, "clipboard", { value: undefined })')
    await page.getByRole('button', { name: 'Copy allow list' }).click()
    const list = page.getByRole('textbox', { name: 'The list' })

    expect(await list.inputValue()).toBe('"allow": [\n  "api.segment.io"\n]')
    expect(await page.evaluate('getSelection().toString()')).toContain('api.segment.io')
  })

  test('offers no rules where none is missing', async () => {
    const { page } = await openPage(browser, sampleEvidence(), '#q=api.weather.com')

    expect(await page.getByRole('button', { name: /^Copy/ }).count()).toBe(0)
  })

  test('sorts by a column, reverses, and goes back to the usual order', async () => {
    const { page } = await openPage(browser, sampleEvidence())
    const before = await rowsOf(page)
    const attempts = page.getByRole('columnheader', { name: 'Attempts' })
    await attempts.getByRole('button').click()
    const down = await totalsOf(page)

    expect(await attempts.getAttribute('aria-sort')).toBe('descending')
    expect(new URL(page.url()).hash).toBe('#sort=-attempts')
    expect(down).toEqual(down.toSorted((a, b) => b - a))
    await attempts.getByRole('button').click()
    expect(await totalsOf(page)).toEqual(down.toReversed())
    await attempts.getByRole('button').click()
    expect(await rowsOf(page)).toEqual(before)
    expect(await attempts.getAttribute('aria-sort')).toBeNull()
  })

  test('sorts single attempts, too', async () => {
    const { page } = await openPage(browser, sampleEvidence(), '#view=attempts&q=segment')
    await page.getByRole('columnheader', { name: 'Count' }).getByRole('button').click()
    const counts = await page.locator('.attempts td.number').allTextContents()
    const numbers = counts.map((text) => Number.parseInt(text, 10))

    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
  })

  test('moves to the search by a slash, but not while a reader types', async () => {
    const { page } = await openPage(browser, sampleEvidence())
    await page.keyboard.press('/')
    await page.keyboard.type('a/b')

    expect(await page.getByRole('searchbox').inputValue()).toBe('a/b')
    expect(await page.evaluate('document.activeElement.type')).toBe('search')
  })

  test('has its visible order for Tab', async () => {
    const { page } = await openPage(browser, sampleEvidence(), '', {}, sampleContext)
    const tops: number[] = []
    for (;;) {
      await page.keyboard.press('Tab')
      const top = await page.evaluate<number | null>(TOP)
      if (top === null || tops.length > 80) break
      tops.push(top)
    }

    expect(tops.length).toBeGreaterThan(30)
    // Controls side by side in a row differ by a few pixels.
    for (const [index, top] of tops.entries()) expect(top).toBeGreaterThan((tops[index - 1] ?? 0) - 16)
  })

  test('has the timeline below it, and a link there', async () => {
    const { page } = await openPage(browser, sampleEvidence())
    await page.getByRole('button', { name: 'Over time' }).click()

    expect(await page.evaluate('document.activeElement.id')).toBe('over-time')
    const [list, times] = await Promise.all(
      [page.getByRole('table'), page.locator('.plot')].map(async (part) => (await part.boundingBox())?.y ?? 0),
    )
    expect(times).toBeGreaterThan(list ?? 0)
  })

  test('shows in the head which code ran, and links to the run and to lines', async () => {
    const { page, problems } = await openPage(browser, sampleEvidence(), '#view=attempts&q=segment')
    const head = page.locator('.product')

    expect(await head.textContent()).toBe('agentguard egress reporttravel-agentadd-telemetry5f3c1a9eCI run')
    expect(await head.getByRole('link').getAttribute('href')).toMatch(/actions\/runs\/1048576$/)
    expect(await page.locator('.attempts a code').first().locator('..').getAttribute('href')).toMatch(
      /^https:\/\/github\.com\/example\/travel-agent\/blob\/5f3c1a9e\w+\/src\/telemetry\.ts#L\d+$/,
    )
    await page.evaluate(`location.hash = '#story=api.segment.io:443'`)
    expect(await page.locator('.facts a').first().getAttribute('href')).toContain('/src/telemetry.ts#L')
    expect(problems).toEqual([])
  })

  test('opens lines in an editor on request', async () => {
    const lines = 'vscode://file/home/me/{path}:{line}:{column}'
    const { page } = await openPage(browser, sampleEvidence(), '#view=attempts&q=segment', {}, { lines })

    expect(await page.locator('.attempts a code').first().locator('..').getAttribute('href')).toMatch(
      /^vscode:\/\/file\/home\/me\/src\/telemetry\.ts:\d+:9$/,
    )
  })

  test('has nothing to decide for a quiet suite', async () => {
    const { page } = await openPage(browser, quietEvidence(), '', {}, sampleContext)

    expect(await page.locator('h1').textContent()).toBe('Nothing used the network')
    expect(await page.getByRole('button').count()).toBe(0)
  })
})

/** The texts of all rows but the titles. */
async function rowsOf(page: Page): Promise<readonly string[]> {
  return await page.locator('tbody tr').allTextContents()
}

/** How many attempts each row represents. */
async function totalsOf(page: Page): Promise<readonly number[]> {
  const cells = await page.locator('.tally').all()
  return await Promise.all(
    cells.map(async (cell) => {
      const numbers = await cell.locator('span:not(.unseen)').allTextContents()
      return numbers.reduce((sum, text) => sum + Number(text.replaceAll(',', '')), 0)
    }),
  )
}

/** Where the focus is, from the top of the page; the ends of the timeline cover all of it. */
const TOP = `(() => {
  const { activeElement: element } = document
  return element === document.body ? null : element.getBoundingClientRect().bottom + scrollY
})()`
