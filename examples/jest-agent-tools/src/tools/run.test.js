const { run } = require('./run')

test('run gives what a program prints', async () => {
  expect(await run(process.execPath, '--print', '6 * 7')).toBe('42')
})
