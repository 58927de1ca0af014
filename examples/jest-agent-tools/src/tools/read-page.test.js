const { serve } = require('../testing/serve')
const { readPage } = require('./read-page')

test('readPage follows a redirect within the site', async () => {
  const site = await serve((request, response) => {
    if (request.url === '/') response.writeHead(302, { location: '/home' })
    response.end('Welcome')
  })

  expect(await readPage(site.url)).toBe('Welcome')
})

test('readPage reaches nothing when there is nothing to read', async () => {
  await expect(() => readPage('about:blank')).not.toEgress()
})

test('readPage reaches the site it is asked to read, and no other', async () => {
  const site = await serve((_request, response) => response.end('Welcome'))

  await expect(() => readPage(site.url)).toEgressTo('localhost')
  await expect(() => readPage(site.url)).not.toEgress('localhost')
})
