import nock from 'nock15'

nock.disableNetConnect()
