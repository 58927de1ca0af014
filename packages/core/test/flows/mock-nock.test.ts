import nock from 'nock'
import { mocked, testMock } from './mocks/test-mock.ts'

// It is active as soon as it is loaded.
nock.restore()

await testMock(() => {
  nock.activate()
  nock(new URL(mocked).origin).persist().get('/weather').reply(200, 'mocked')
  return () => {
    nock.cleanAll()
    nock.restore()
  }
})
