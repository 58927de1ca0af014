/** Jobs of Node's thread pool, by the names in `process.getActiveResourcesInfo()`. */
export const poolKinds: RegExp = /^(FSReq\w*|GetAddrInfoReqWrap|GetNameInfoReqWrap)$/

/** Resources that may run code of a test soon: unfinished requests, but not idle sockets. */
export const pendingKinds: RegExp =
  /^(Immediate|.*Req(Wrap|Callback|Promise)?|TCPConnectWrap|PipeConnectWrap|HTTPINCOMINGMESSAGE)$/
