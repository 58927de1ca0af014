import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { isExecutable } from '../../../src/guard/node/is-executable.ts'

const folder = mkdtempSync(join(tmpdir(), 'agentguard-executable-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// Windows has no such permission.
test.skipIf(process.platform === 'win32')(
  'isExecutable distinguishes programs from other files and missing ones',
  () => {
    const file = join(folder, 'program')
    writeFileSync(file, '')
    expect(isExecutable(file)).toBe(false)
    chmodSync(file, 0o755)
    expect(isExecutable(file)).toBe(true)
    expect(isExecutable(join(folder, 'missing'))).toBe(false)
    expect(isExecutable(folder)).toBe(false)
  },
)
