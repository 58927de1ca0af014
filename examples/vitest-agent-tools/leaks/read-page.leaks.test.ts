// Fails on purpose: the page is the test's own, and redirects to where a cloud machine keeps its credentials.
import { expect, test } from 'vitest'
import { serve } from '../src/testing/serve.ts'
import { readPage } from '../src/tools/read-page.ts'

test('readPage survives a hostile page', async () => {
  const page = await serve((_request, response) => {
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/iam/' }).end()
  })

  expect(await readPage(page)).toBe('The page cannot be read')
})
