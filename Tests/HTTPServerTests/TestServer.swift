import COpenSSL
import Glibc
import Synchronization

@testable import HTTPServer

/// What a test has to do with its server's loop while that is in the handler.
final class Stage: Sendable {
  /// Whether the loop waits in `/gate` until the gate is open.
  let isAtGate = Atomic<Bool>(false)
  let isOpen = Atomic<Bool>(false)
  /// What `/statistics` shows; none outside of a test.
  let server = Mutex<Server?>(nil)

  /// Keeps the loop until the test has sent what is to come at once; ten seconds at most.
  func waitAtGate() {
    isAtGate.store(true, ordering: .sequentiallyConsistent)
    for _ in 0..<10_000 where !isOpen.load(ordering: .sequentiallyConsistent) { usleep(1_000) }
  }
}

/// An application for tests: it echoes, and refuses where a path says so.
final class EchoHandler: RequestHandler {
  private let stage: Stage

  init(_ stage: Stage = Stage()) { self.stage = stage }

  func refusal(of request: HTTPRequest) -> RequestError? {
    if request.hasPath("/missing") { return .notFound }
    if request.hasPath("/post"), request.method != .post { return .methodNotAllowed }
    if request.hasPath("/post"), request.framing == .none { return .lengthRequired }
    if request.hasPath("/json"), !request.hasContentType("application/json") {
      return .unsupportedMediaType
    }
    return nil
  }

  func handle(_ request: HTTPRequest, _ response: inout HTTPResponse) {
    response.addField("Content-Type", "text/plain")
    // Whatever comes meanwhile comes at once.
    if request.hasPath("/pause") { usleep(50_000) }
    if request.hasPath("/gate") { stage.waitAtGate() }
    if request.hasPath("/statistics") {
      guard let now = stage.server.withLock({ $0?.statistics }) else { return }
      response.append("\(now.requests) \(now.bytesWritten) \(now.failedHandshakes)")
    } else if request.hasPath("/large") {
      response.body = [UInt8](repeating: UInt8(ascii: "x"), count: 4 << 20)
    } else if request.hasPath("/empty") {
      response.status = .noContent
    } else if request.hasPath("/names") {
      let names = request.connection.clientNames
      response.append(names.map { $0.joined(separator: ",") } ?? "none")
    } else if request.hasPath("/connection") {
      response.append("\(request.connection.listener) \(request.connection.isTLS)")
    } else if request.body.isEmpty {
      response.append(String(decoding: request.path, as: UTF8.self))
    } else {
      response.body = request.body
    }
  }

  func fail(_ error: RequestError, _ request: HTTPRequest?, _ response: inout HTTPResponse) {
    if error == .methodNotAllowed { response.addField("Allow", "POST") }
    response.append("\(error)")
  }
}

/// A running server on the loopback, plain and with TLS.
final class TestServer {
  let server: Server
  let plainPort: UInt16
  let tlsPort: UInt16
  let tls: SharedReference<TLSContext>
  let stage = Stage()

  /// The authority and the certificate for `localhost` that all tests share.
  private static let authorityPair = Result {
    try CertificateAuthority(name: "test authority", validSeconds: 3_600).pair
  }
  static let serving = Result {
    try authority().issue(names: ["localhost", "127.0.0.1"], validSeconds: 3_600)
  }

  static func authority() throws -> CertificateAuthority {
    try CertificateAuthority(authorityPair.get())
  }

  static func makeRSA(bits: Int) throws -> PrivateKey {
    guard let key = unsafe copenssl_make_rsa(bits) else { throw TestClientError.tls("key") }
    return unsafe PrivateKey(owning: key)
  }

  init(
    threads: Int = 1, context: TLSContext? = nil, _ change: (inout ServerLimits) -> Void = { _ in }
  ) throws {
    var limits = ServerLimits()
    change(&limits)
    let pair = try Self.serving.get()
    tls = SharedReference(
      try context ?? TLSContext(certificateChain: pair.certificate, key: pair.key))
    let loopback = SocketAddress(host: "127.0.0.1", port: 0)
    server = try Server(
      listeners: [
        ListenerConfiguration(address: loopback, isTLS: false, tag: 1),
        ListenerConfiguration(address: loopback, isTLS: true, tag: 2),
      ], tls: tls, limits: limits, threads: threads
    ) { [stage] _ in EchoHandler(stage) }
    stage.server.withLock { [server] in $0 = server }
    plainPort = server.addresses[0].port
    tlsPort = server.addresses[1].port
    try server.start()
  }

  /// Stops the server, and waits for its threads.
  func stop() {
    server.stop()
    server.wait()
    stage.server.withLock { $0 = nil }
  }

  func count(_ cause: RequestError) -> UInt64 {
    server.statistics.errors.first { $0.cause == cause }?.count ?? 0
  }
}

/// Calls `body` with a running server, which is stopped behind it.
func withServer(
  threads: Int = 1, context: TLSContext? = nil, _ change: (inout ServerLimits) -> Void = { _ in },
  _ body: (TestServer) throws -> Void
) throws {
  let server = try TestServer(threads: threads, context: context, change)
  defer { server.stop() }
  try body(server)
}
