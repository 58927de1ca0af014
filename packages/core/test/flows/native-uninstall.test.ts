import { expect, test } from 'vitest'
import { installGuard } from '../../src/index.ts'

// A separate file, since calls such as noEgress keep the guard for the life of their process.
test('uninstalling the guard restores everything native', () => {
  const properties = ['dlopen', 'execve'] as const
  const before = properties.map((name) => Object.getOwnPropertyDescriptor(process, name))
  const ffi = ffiMethods()

  const guard = installGuard()
  expect(process.dlopen).not.toBe(before[0]?.value)
  guard.uninstall()

  expect(properties.map((name) => Object.getOwnPropertyDescriptor(process, name))).toEqual(before)
  expect(ffiMethods()).toEqual(ffi)
})

function ffiMethods(): unknown {
  const ffi: unknown = process.getBuiltinModule('node:ffi')
  const library: unknown = typeof ffi === 'object' && ffi !== null ? Reflect.get(ffi, 'DynamicLibrary') : undefined
  return typeof library === 'function' && Object.getOwnPropertyDescriptors(library.prototype)
}
