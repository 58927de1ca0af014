import { readFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { Options } from 'tsup'
import { namesIn } from './exported-names.ts'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

const src = resolve('src')

/** Builds an entry of a few lines. What its source imports comes from the single core that `load-core.cjs` loads. */
export const fromCore: Plugin = {
  name: 'from-core',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^\.\/load-core\.cjs$/ }, ({ path }) => ({ path, external: true }))
    onResolve({ filter: /^\./ }, ({ path, resolveDir, kind }) =>
      kind === 'import-statement'
        ? { path: relative(src, resolve(resolveDir, path)), namespace: 'core', sideEffects: false }
        : undefined,
    )
    onLoad({ filter: /^/, namespace: 'core' }, ({ path }) => ({ contents: exportsOf(path), resolveDir: src }))
  },
}

function exportsOf(file: string): string {
  const names = namesIn(readFileSync(resolve(src, file), 'utf8'), 'function|const|class')
  return [
    "import { core } from './load-core.cjs'",
    ...names.map((name) => `export const ${name} = /* @__PURE__ */ (() => core.${name})()`),
  ].join('\n')
}
