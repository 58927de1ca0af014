import { http, HttpResponse } from 'msw'
import { setupServer } from 'msw/node'
import { mocked, testMock } from './mocks/test-mock.ts'

await testMock(() => {
  const server = setupServer(http.get(mocked, () => HttpResponse.text('mocked')))
  server.listen({ onUnhandledFrame: 'bypass' })
  return () => server.close()
})
