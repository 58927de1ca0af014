import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { listApi } from '../../../scripts/list-api.ts'

const manifest = {
  name: 'a-package',
  exports: {
    '.': {
      import: { types: './dist/index.d.ts', default: './dist/index.js' },
      require: { types: './dist/index.d.cts', default: './dist/index.cjs' },
    },
    './more': { types: './dist/more.d.ts', default: './dist/more.js' },
    './package.json': './package.json',
  },
}
const index = `import { S as Shared } from './chunk-Abc1.js'
/** Says a thing. */
declare function say(text: string): Shared;
declare function say(text: number): Shared;
export { say };
export type { Shared };
declare global { interface Window { said: Shared } }
`
const files = {
  'index.d.ts': index,
  'index.d.cts': index,
  'more.d.ts': `import { S as Shared } from './chunk-Abc1.js'
export { Other } from 'another-package'
declare class Tool { readonly shared: Shared }
export { Shared, Tool as default };
`,
  'chunk-Abc1.d.ts': `interface Hidden { readonly a?: string }
interface Shared { readonly hidden: Hidden }
export type { Shared as S };
`,
}

function list(changed: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'agentguard-api-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'dist'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  for (const [name, text] of Object.entries({ ...files, ...changed })) writeFileSync(join(folder, 'dist', name), text)
  return listApi(folder)
}

test('the list has every declaration once, with the entry that exports it', async () => {
  expect(await list()).toBe(`# Public API of a-package

What each entry of the package declares. \`pnpm api\` writes this page from the built declarations.

## a-package

\`\`\`typescript
export interface Shared {
  readonly hidden: Hidden
}

export declare function say(text: string): Shared
export declare function say(text: number): Shared

declare global {
  interface Window {
    said: Shared
  }
}
\`\`\`

## a-package/more

\`\`\`typescript
export { Other } from 'another-package'

export { Shared } from 'a-package'

declare class Tool {
  readonly shared: Shared
}
export { Tool as default }
\`\`\`

## What these are made of, and no entry exports

\`\`\`typescript
interface Hidden {
  readonly a?: string
}
\`\`\`
`)
})

test.each<[string, Readonly<Record<string, string>>]>([
  [
    'a parameter',
    { 'index.d.ts': index.replace('number', 'bigint'), 'index.d.cts': index.replace('number', 'bigint') },
  ],
  ['a type behind it', { 'chunk-Abc1.d.ts': files['chunk-Abc1.d.ts'].replace('a?:', 'a:') }],
  ['an export that is gone', { 'more.d.ts': files['more.d.ts'].replace('Shared, ', '') }],
  ['a global', { 'index.d.ts': index.replace('said', 'told'), 'index.d.cts': index.replace('said', 'told') }],
])('the list shows a change of %s', async (_what, changed) => {
  expect(await list(changed)).not.toBe(await list())
})

test('the list stays unchanged when only comments and file names change', async () => {
  const more = renamed(files['more.d.ts'])
  const changed = { 'index.d.ts': renamed(index), 'index.d.cts': renamed(index), 'more.d.ts': more }

  expect(await list({ ...changed, 'chunk-Xyz2.d.ts': files['chunk-Abc1.d.ts'] })).toBe(await list())
})

test('the list refuses CommonJS that declares something else', async () => {
  await expect(list({ 'index.d.cts': index.replace('number', 'bigint') })).rejects.toThrow('does not declare what')
})

const renamed = (text: string): string => text.replace('Abc1', 'Xyz2').replace('Says', 'Names')
