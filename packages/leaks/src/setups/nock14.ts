import nock from 'nock14'

nock.disableNetConnect()
