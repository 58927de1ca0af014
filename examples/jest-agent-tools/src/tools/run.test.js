const { run } = require('./run')

test('run gives what a program prints', async () => {
  expect(await run(process.execPath, '--eval', 'process.stdout.write(String(6 * 7))')).toBe('42')
})
