import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { hostileEvidence, HOSTILE, quietEvidence, sampleEvidence } from '../sample-evidence.ts'
import { findChromium } from './find-chromium.ts'
import { openPage, startChromium } from './open-page.ts'

const path = findChromium()
if (path === undefined) console.log('Skipped: no Chromium here. Set CHROMIUM_PATH to its binary.')

describe.skipIf(path === undefined)('the page in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startChromium(path ?? '')
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  afterAll(async () => await browser.close())

  test('shows destinations and makes no request', async () => {
    const { page, problems } = await openPage(browser, sampleEvidence())

    expect(await page.locator('h1').textContent()).toBe('12 destinations to decide on')
    expect(await page.locator('.lead').textContent()).toMatch(/^1,072 attempts were blocked\. 1,140 tests /)
    expect(await statusOf(page)).toBe('14 destinations, 1,464 attempts')
    expect(await page.getByRole('table').getByRole('link').count()).toBe(14)
    expect(problems).toEqual([])
  })

  test('says that nothing reached out', async () => {
    const { page, problems } = await openPage(browser, quietEvidence())

    expect(await page.locator('h1').textContent()).toBe('Nothing used the network')
    expect(await page.locator('main').textContent()).toContain('No test reached or tried anything')
    expect(problems).toEqual([])
  })

  test('shows hostile texts as texts', async () => {
    const { page, problems } = await openPage(browser, hostileEvidence(), '#view=attempts')
    const shown = await page.getByRole('table').textContent()

    for (const text of HOSTILE.filter((text) => !/[\u2028\u202E]/.test(text))) expect(shown).toContain(text)
    expect(await page.evaluate('window.broken')).toBeUndefined()
    expect(problems).toEqual([])
  })

  test('runs no script but its own, whatever gets into it', async () => {
    const { page, problems } = await openPage(browser, hostileEvidence())
    await page.evaluate(INTRUDERS)

    // Some releases report the request twice.
    await expect.poll(() => problems.some((text) => text.includes('https://example.com/'))).toBe(true)
    expect(problems.length).toBeGreaterThanOrEqual(3)
    expect(problems.filter((text) => !text.includes('Content Security Policy'))).toEqual([])
    expect(await page.evaluate('window.broken')).toBeUndefined()
  })

  test('searches and filters, and its address says so', async () => {
    const { page } = await openPage(browser, sampleEvidence())
    await page.getByRole('searchbox').fill('posthog 5.8')
    await page.getByRole('button', { name: 'Blocked', exact: true }).click()
    await page.getByRole('combobox', { name: 'Run', exact: true }).selectOption('vitest 1/2')

    expect(await statusOf(page)).toMatch(/^1 destination, \d+ of 1,464 attempts$/)
    expect(new URL(page.url()).hash).toBe('#q=posthog+5.8&outcome=blocked&run=run-1')
    const before = await statusOf(page)
    await page.reload()
    expect(await statusOf(page)).toBe(before)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    expect(await statusOf(page)).toBe('14 destinations, 1,464 attempts')
  })

  test('says that nothing matches, and shows everything again', async () => {
    const { page } = await openPage(browser, sampleEvidence(), '#q=nowhere')
    await page.getByRole('button', { name: 'Show everything' }).click()

    expect(await page.getByRole('table').count()).toBe(1)
  })

  test('leads by keyboard from a destination to its story, and back to where the reader was', async () => {
    const { page } = await openPage(browser, sampleEvidence())
    const link = page.getByRole('link', { name: 'us.i.posthog.com:443' })
    await link.focus()
    await page.keyboard.press('Enter')

    expect(await page.evaluate('document.activeElement.textContent')).toBe('us.i.posthog.com:443')
    expect(await page.locator('.facts').textContent()).toContain('posthog-node@5.9.2')
    expect(await page.locator('.copy-line code').allTextContents()).toEqual(['// @agentguard allow=us.i.posthog.com'])
    await page.goBack()
    await link.waitFor()
    await expect.poll(() => page.evaluate('document.activeElement.tagName')).toBe('A')
    expect(await page.evaluate('document.activeElement.textContent')).toBe('us.i.posthog.com:443')
  })

  test('reaches every control by Tab', async () => {
    const { page } = await openPage(browser, sampleEvidence())
    const reached: unknown[] = []
    for (let step = 0; step < 35; step += 1) {
      await page.keyboard.press('Tab')
      reached.push(await page.evaluate('document.activeElement.getAttribute("type") ?? document.activeElement.tagName'))
    }

    const [views, outcomes, fields] = ['A A A A', 'button button button', 'SELECT SELECT SELECT SELECT']
    const [actions, columns, rows] = ['button button button', 'button button button', 'A '.repeat(14).trim()]
    expect(reached.join(' ')).toBe(`A ${views} search ${outcomes} ${fields} ${actions} ${columns} ${rows} range range`)
  })

  test('shows what allowed a destination, and what blocks one that no line allows', async () => {
    const { page } = await openPage(browser, sampleEvidence(), '#story=api.weather.com:443')
    expect(await page.locator('.columns').textContent()).toContain('Let through byapi.weather.com')

    await page.evaluate(`location.hash = '#story=169.254.169.254:80'`)
    await page.getByRole('heading', { name: '169.254.169.254:80' }).waitFor()
    expect(await page.locator('.columns').textContent()).toContain('No allow rule can')
    expect(await page.locator('.copy-line').count()).toBe(0)
  })

  test('says how to turn a known sender off before how to allow it', async () => {
    const { page } = await openPage(browser, sampleEvidence(), '#story=us.i.posthog.com:443')

    expect((await page.locator('.columns h2').allTextContents()).slice(0, 3)).toEqual([
      'Why it was blocked',
      'To turn it off',
      'To allow it',
    ])
  })

  test('copies the line to paste', async () => {
    const { page } = await openPage(browser, sampleEvidence(), '#story=api.segment.io:443')
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: /^Copy/ }).click()

    await page.getByText('Copied').first().waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe('// @agentguard allow=api.segment.io')
  })

  test('shows the stack of an attempt', async () => {
    const { page } = await openPage(browser, sampleEvidence(), '#view=attempts&q=segment')
    const button = page.getByRole('button', { name: /^Stack of POST/ }).first()
    await button.click()

    expect(await page.locator('.frames .own').textContent()).toMatch(/^src\/telemetry\.ts:\d+:9 track$/)
    expect(await page.getByRole('button', { expanded: true }).count()).toBe(1)
  })

  test('fits a phone', async () => {
    for (const hash of ['', '#view=attempts', '#view=files', '#story=api.openai.com:443']) {
      const { page } = await openPage(browser, sampleEvidence(), hash, {
        viewport: { width: 390, height: 844 },
        isMobile: true,
        hasTouch: true,
      })
      expect(await page.evaluate('document.documentElement.scrollWidth'), hash).toBe(390)
    }
  })

  test('draws the part of ten thousand attempts that the window shows, down to the last', async () => {
    const evidence = sampleEvidence(10_000)
    const { page } = await openPage(browser, evidence, '#view=attempts')

    expect(await page.locator('[data-index]').count()).toBeLessThan(80)
    expect(await page.getByRole('table').getAttribute('aria-rowcount')).toBe('10001')
    await page.keyboard.press('End')
    await page.locator('[data-index="9999"]').waitFor()
    expect(await page.locator('[data-index]').count()).toBeLessThan(80)
    await page.evaluate('scrollTo(0, 0)')
    await page.getByRole('searchbox').fill('case 12 ')
    await expect.poll(() => statusOf(page)).toMatch(/ of [\d,]+ attempts$/)
  })
})

/** How many results there are, as the page announces it. */
async function statusOf(page: Page): Promise<string | null> {
  return await page.locator('.result > [role=status]').textContent()
}

/** What a hole in the page would let in: a script, a handler, a request. */
const INTRUDERS = `
  document.body.append(Object.assign(document.createElement('script'), { text: 'window.broken = 1' }))
  document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.broken = 1">')
  fetch('https://example.com/').catch(() => {})
`
