import type { Options } from 'tsup'

const config: Options = {
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  target: 'node22',
  platform: 'node',
  dts: true,
  splitting: false,
  // Gives `import.meta.url` to the CommonJS build.
  shims: true,
  sourcemap: true,
  silent: true,
  // Tests may be reading the last build.
  clean: false,
}

export default config
