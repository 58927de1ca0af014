import type { Options } from 'tsup'

const shared: Options = {
  target: 'node22',
  platform: 'node',
  splitting: false,
  // Without source maps, a stack is formatted faster and names files that users have.
  sourcemap: false,
  // Tests may be reading the previous build.
  clean: false,
}

// TypeScript merges our additions to Vitest 4's types only if it has read those types before.
const dts: Options['dts'] = { banner: "import 'vitest';" }

// A declaration file without an export exports everything that it declares.
const setupDts: Options['dts'] = { ...dts, footer: 'export {};' }

const config: Options[] = [
  // Gives `import.meta.url` to the CommonJS build.
  { ...shared, entry: ['src/index.ts'], format: ['esm', 'cjs'], dts, shims: true },
  { ...shared, entry: ['src/setup.ts'], format: ['esm'], dts: setupDts, external: ['./runtime.js'] },
  { ...shared, entry: { reporter: 'src/reporter/index.ts' }, format: ['esm'], dts },
  { ...shared, entry: ['src/runtime.ts'], format: ['esm'] },
  { ...shared, entry: { agentguard: 'src/bin.ts' }, format: ['esm'] },
]

export default config
