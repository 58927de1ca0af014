import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { formatDuration } from '../../src/model/format-time.ts'
import { sampleEvidence } from '../sample-evidence.ts'
import { findChromium } from './find-chromium.ts'
import { openPage, startChromium } from './open-page.ts'

const path = findChromium()
if (path === undefined) console.log('Skipped: no Chromium here. Set CHROMIUM_PATH to its binary.')

describe.skipIf(path === undefined)('the timeline in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await startChromium(path ?? '')
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  afterAll(async () => await browser.close())

  test('lists what happened in the time that a pointer is drawn across, and its address says so', async () => {
    const { page, problems } = await openPage(browser, sampleEvidence())
    await drag(page, 0.25, 0.5)

    const { from, to } = timeOf(page)
    expect([from, to]).toEqual([expect.closeTo(41_800 * 0.25, -3), expect.closeTo(41_800 * 0.5, -3)])
    expect(await countOf(page)).toBe(attemptsDuring(from, to))
    const listed = `Listed: ${formatDuration(from)} to ${formatDuration(to)}`
    expect(await page.getByText('Listed:').textContent()).toBe(`${listed}Show the whole time`)
    await page.reload()
    expect(await countOf(page)).toBe(attemptsDuring(from, to))
    expect(problems).toEqual([])
  })

  test('counts nothing again until the pointer is let go', async () => {
    const { page } = await openPage(browser, sampleEvidence(10_000))
    const before = await page.locator('.result > [role=status]').textContent()
    const { x, y, width } = await boxOf(page)
    await page.mouse.move(x + width * 0.6, y + 20)
    await page.mouse.down()
    await page.mouse.move(x + width * 0.2, y + 40, { steps: 5 })

    expect(await page.getByText('Listed:').count()).toBe(1)
    expect(await page.locator('.result > [role=status]').textContent()).toBe(before)
    await page.mouse.up()
    expect(await page.locator('.result > [role=status]').textContent()).not.toBe(before)
  })

  test('moves its ends by keyboard, which never pass each other', async () => {
    const { page } = await openPage(browser, sampleEvidence())
    const [begin, end] = [
      page.getByRole('slider', { name: 'Listed from' }),
      page.getByRole('slider', { name: 'Listed until' }),
    ]
    await begin.focus()
    for (let step = 0; step < 5; step += 1) await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Home')

    const { from, to } = timeOf(page)
    expect(await Promise.all([begin.inputValue(), end.inputValue()])).toEqual(['5', '6'])
    expect(await end.getAttribute('aria-valuetext')).toBe(formatDuration(to))
    expect(await countOf(page)).toBe(attemptsDuring(from, to))
    await page.keyboard.press('End')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Home')
    expect(page.url()).not.toContain('time')
    expect(await page.getByText('Listed:').count()).toBe(0)
  })

  test('goes back to the whole time in one step, by a click beside a mark, or by its button', async () => {
    const { page } = await openPage(browser, sampleEvidence(), '#q=openai')
    const before = await page.locator('.result > [role=status]').textContent()
    const restored = async (): Promise<void> => {
      await expect.poll(() => page.locator('.result > [role=status]').textContent()).toBe(before)
      expect(new URL(page.url()).hash).toBe('#q=openai')
    }
    await drag(page, 0.1, 0.3)
    await drag(page, 0.1, 0.5)
    await page.goBack()
    await restored()
    await drag(page, 0.1, 0.3)
    const { x, y, width } = await boxOf(page)
    await page.mouse.click(x + width * 0.7, y + 10)
    await restored()
    await drag(page, 0.1, 0.3)
    await page.getByRole('button', { name: 'Show the whole time' }).click()
    await restored()
  })

  test('still shows what happened outside the chosen time', async () => {
    const { page } = await openPage(browser, sampleEvidence())
    const marks = await page.locator('.plot .mark').count()
    await drag(page, 0.5, 0.6)

    expect(await page.locator('.plot .mark').count()).toBe(marks)
    expect(await page.locator('.plot .outside').count()).toBe(2)
  })

  test('is chosen by a finger that moves across', async () => {
    const { page } = await openPage(browser, sampleEvidence(), '', PHONE)
    const { x, y, width } = await boxOf(page)
    await swipe(page, [x + width * 0.2, y + 30], [x + width * 0.7, y + 34])

    await expect.poll(() => page.url()).toMatch(/#time=\d+-\d+$/)
  })

  test('is not chosen by a finger that scrolls', async () => {
    const { page } = await openPage(browser, sampleEvidence(), '', PHONE)
    const { x, y, width } = await boxOf(page)
    const before = await page.evaluate<number>('scrollY')
    await swipe(page, [x + width * 0.3, y + 10], [x + width * 0.4, y + 300])

    await expect.poll(() => page.evaluate('scrollY')).toBeLessThan(before - 50)
    expect(page.url()).not.toContain('time')
    expect(await page.getByText('Listed:').count()).toBe(0)
  })
})

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

async function boxOf(page: Page): Promise<{ readonly x: number; readonly y: number; readonly width: number }> {
  // The mouse reaches only what the window shows.
  await page.locator('.plot').scrollIntoViewIfNeeded()
  const box = await page.locator('.plot').boundingBox()
  if (box === null) throw new Error('There is no timeline.')
  return box
}

/** Draws the mouse across the timeline, between two parts of its width. */
async function drag(page: Page, from: number, to: number): Promise<void> {
  const { x, y, width } = await boxOf(page)
  await page.mouse.move(x + width * from, y + 20)
  await page.mouse.down()
  await page.mouse.move(x + width * to, y + 40, { steps: 4 })
  await page.mouse.up()
}

/** Moves a finger from one point to another. */
async function swipe(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const steps = [0, 0.1, 0.3, 0.6, 1].map((part) => from.map((value, axis) => value + ((to[axis] ?? 0) - value) * part))
  for (const [index, [x = 0, y = 0]] of steps.entries()) {
    const type = index === 0 ? 'touchStart' : 'touchMove'
    await session.send('Input.dispatchTouchEvent', { type, touchPoints: [{ x, y }] })
  }
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

function timeOf(page: Page): { readonly from: number; readonly to: number } {
  const [, from, to] = /time=(\d+)-(\d+)/.exec(page.url()) ?? []
  return { from: Number(from), to: Number(to) }
}

/** How many attempts are listed. */
async function countOf(page: Page): Promise<number> {
  const text = await page.locator('.result > [role=status]').textContent()
  return Number(/([\d,]+) of/.exec(text ?? '')?.[1]?.replaceAll(',', ''))
}

function attemptsDuring(from: number, to: number): number {
  return sampleEvidence()
    .attempts.filter(({ at = -1 }) => at >= from && at < to)
    .reduce((sum, { count }) => sum + count, 0)
}
