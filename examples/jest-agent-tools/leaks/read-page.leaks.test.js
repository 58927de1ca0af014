// Fails on purpose: the page is the test's own, and redirects to where a cloud machine keeps its credentials.
const { readPage } = require('../src/tools/read-page')
const { serve } = require('../src/testing/serve')

test('readPage survives a hostile page', async () => {
  const page = await serve((_request, response) => {
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/iam/' }).end()
  })

  expect(await readPage(page.url)).toBe('The page cannot be read')
})
