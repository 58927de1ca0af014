import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { formatPage, type EvidenceFile, type PageContext } from '@agentguard/core/report'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

/** An open page, and what went wrong in it. */
export interface OpenPage {
  readonly page: Page
  /** Errors, warnings of the console, and requests for anything but the page. */
  readonly problems: readonly string[]
}

/** Starts a Chromium that reaches nothing. */
export async function startChromium(executablePath: string): Promise<Browser> {
  return await chromium.launch({ executablePath, args: ARGUMENTS })
}

/** Opens the page of some evidence from a file, like a downloaded report. */
export async function openPage(
  browser: Browser,
  evidence: EvidenceFile,
  hash = '',
  options: BrowserContextOptions = {},
  context: PageContext = {},
): Promise<OpenPage> {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-page-'))
  const file = join(folder, 'evidence.html')
  writeFileSync(file, formatPage(evidence, context))
  const url = pathToFileURL(file).href
  const browserContext = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  })
  browserContext.on('close', () => rmSync(folder, { recursive: true, force: true }))
  const page = await browserContext.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => problems.push(message.text()))
  page.on('request', (request) => {
    if (request.url().replace(/#.*$/, '') !== url) problems.push(`request for ${request.url()}`)
  })
  await page.goto(`${url}${hash}`)
  return { page, problems }
}

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
]
