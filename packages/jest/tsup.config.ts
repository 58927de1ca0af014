import type { Options } from 'tsup'

const config: Options = {
  entry: ['src/index.ts'],
  format: ['esm', 'cjs'],
  target: 'node22',
  platform: 'node',
  // The bundler drops an import without names, which the augmentation of `expect` needs to find its module.
  dts: { banner: "import type {} from 'expect'" },
  splitting: false,
  // Gives `import.meta.url` to the CommonJS build.
  shims: true,
  // Without maps a stack is formatted faster, and names files that users have.
  sourcemap: false,
  silent: true,
  // Tests may be reading the last build.
  clean: false,
}

export default config
