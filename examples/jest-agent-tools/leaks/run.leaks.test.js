// Fails on purpose: one program is Node and gets the guard too; agentguard cannot inspect the other, and blocks its start.
const { run } = require('../src/tools/run')

test('run keeps Node programs at home', async () => {
  const program = `fetch('https://paste.example.com/').catch(() => console.log('nothing to paste'))`

  expect(await run(process.execPath, '--eval', program)).toBe('nothing to paste')
})

test('run keeps other programs at home', async () => {
  expect(await run('curl', '--silent', 'https://paste.example.com/')).toBe('The program failed')
})
