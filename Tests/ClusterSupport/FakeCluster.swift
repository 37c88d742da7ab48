import Documents
import Foundation
import HTTPServer
import JSONSyntax
import Synchronization

/// Why a test has no API server.
package enum FakeClusterError: Error {
  case notListening(Int32)
  case tls
}

/// A small API server on a port of the loopback: it keeps objects by their path, checks versions as
/// Kubernetes does, and fails as it is told to.
package final class FakeCluster: Sendable {
  /// What goes wrong with one request.
  package enum Fault: Sendable {
    /// Answers with this status and nothing else.
    case status(Int, retryAfter: Int? = nil)
    /// Cuts the connection before it has answered; the request was not carried out.
    case reset
    /// Carries the request out, and cuts the connection before it has answered.
    case resetAfterwards
    /// Says nothing until the client goes.
    case silence
    /// Ends the connection in the middle of the answer.
    case truncated
    /// Answers in chunks.
    case chunked
    /// Answers with these bytes.
    case raw(String)
  }

  package struct Request: Sendable, Equatable {
    package let method: String
    package let path: String
    package let token: String?
    package let body: [UInt8]
  }

  struct State {
    var objects: [String: Value] = [:]
    var version = 1
    var requests: [Request] = []
    /// For the next requests, in their order.
    var faults: [Fault] = []
    /// For requests of a method and path, until taken away.
    var denials: Set<String> = []
    var tokens: Set<String> = ["token-1"]
    var hook: (@Sendable (Request) -> Void)?
    var isStopped = false
  }

  let state = Mutex(State())
  package let port: UInt16
  package let authority: CertificatePair
  let context: FakeContext
  private let listener: Int32

  /// - Parameter names: what its certificate is for.
  package init(names: [String] = ["127.0.0.1", "localhost"]) throws {
    let authority = try CertificateAuthority(name: "cluster", validSeconds: 86_400)
    let pair = try authority.issue(names: names, validSeconds: 86_400)
    self.authority = authority.pair
    context = try FakeContext(pair)
    (listener, port) = try FakeConnection.listen()
    let (listener, thread) = (self.listener, Weak(self))
    Thread.detachNewThread {
      while let socket = FakeConnection.accept(listener) {
        guard let cluster = thread.value else {
          close(socket)
          return
        }
        Thread.detachNewThread { FakeConnection.serve(socket, cluster) }
      }
    }
  }

  private final class Weak: Sendable {
    private let reference: Mutex<Reference>

    private struct Reference { weak var value: FakeCluster? }

    init(_ value: FakeCluster) { reference = Mutex(Reference(value: value)) }

    var value: FakeCluster? { reference.withLock { $0.value } }
  }

  deinit {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  // MARK: For tests

  package var requests: [Request] { state.withLock { $0.requests } }

  /// Requests as `GET /api/v1/...`.
  package var lines: [String] { requests.map { "\($0.method) \($0.path)" } }

  package func object(_ path: String) -> Value? { state.withLock { $0.objects[path] } }

  package func put(_ path: String, _ object: Value) {
    state.withLock { state in
      state.version += 1
      state.objects[path] = Self.versioned(object, state.version)
    }
  }

  package func remove(_ path: String) { state.withLock { $0.objects[path] = nil } }

  /// The next requests fail like this.
  package func fail(_ faults: Fault...) { state.withLock { $0.faults += faults } }

  package func fail(_ fault: Fault, times: Int) {
    state.withLock { $0.faults += Array(repeating: fault, count: times) }
  }

  package func clearFaults() { state.withLock { $0.faults = [] } }

  /// Answers 403 to requests like `PUT /api/v1/...`.
  package func deny(_ line: String) { state.withLock { _ = $0.denials.insert(line) } }

  package func allow(_ line: String) { state.withLock { _ = $0.denials.remove(line) } }

  /// The tokens that are accepted.
  package func accept(tokens: Set<String>) { state.withLock { $0.tokens = tokens } }

  /// Called with each request before it is answered, on a thread of the connection.
  package func onRequest(_ hook: (@Sendable (Request) -> Void)?) {
    state.withLock { $0.hook = hook }
  }

  /// A kubeconfig for it, with a token in a file beside.
  package func kubeconfig(tokenFile: String, server: String? = nil) -> String {
    """
    apiVersion: v1
    kind: Config
    current-context: test
    contexts:
    - {name: test, context: {cluster: test, user: test}}
    clusters:
    - name: test
      cluster:
        server: \(server ?? "https://127.0.0.1:\(port)")
        certificate-authority-data: \(Data(authority.certificate).base64EncodedString())
    users:
    - {name: test, user: {tokenFile: \(tokenFile)}}

    """
  }

  // MARK: For connections

  /// The status and body for a request.
  func answer(_ request: Request) -> (status: Int, body: Value) {
    state.withLock { state in
      guard let token = request.token, state.tokens.contains(token) else {
        return Self.status(401, "Unauthorized")
      }
      if state.denials.contains("\(request.method) \(request.path)") {
        return Self.status(403, "Forbidden")
      }
      switch request.method {
      case "GET": return Self.get(request.path, state)
      case "POST": return Self.create(request, &state)
      case "PUT": return Self.update(request, &state)
      default: return Self.status(405, "MethodNotAllowed")
      }
    }
  }

  private static func status(_ code: Int, _ reason: String) -> (Int, Value) {
    (
      code,
      [
        "kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": .string(reason),
        "message": "secret-of-the-server", "code": .number(String(code)),
      ]
    )
  }

  private static func get(_ path: String, _ state: State) -> (Int, Value) {
    if let object = state.objects[path] { return (200, object) }
    let found = state.objects.filter { $0.key.hasPrefix("\(path)/") }.sorted { $0.key < $1.key }
    let isList = ["configurations", "deployments", "endpointslices", "/pods"].contains {
      path.hasSuffix($0)
    }
    if isList { return (200, ["kind": "List", "items": .sequence(found.map(\.value))]) }
    return status(404, "NotFound")
  }

  private static func parse(_ request: Request) -> Value? {
    (try? JSONParser.parse(Source(request.body))).map { Value($0.root) }
  }

  private static func text(_ value: Value?) -> String? {
    if case .string(let text)? = value { text } else { nil }
  }

  private static func create(_ request: Request, _ state: inout State) -> (Int, Value) {
    guard let object = parse(request), let name = text(object["metadata"]?["name"]) else {
      return status(422, "Invalid")
    }
    let path = "\(request.path)/\(name)"
    if state.objects[path] != nil { return status(409, "AlreadyExists") }
    state.version += 1
    let made = versioned(object, state.version)
    state.objects[path] = made
    return (201, made)
  }

  private static func update(_ request: Request, _ state: inout State) -> (Int, Value) {
    guard let old = state.objects[request.path] else { return status(404, "NotFound") }
    guard let object = parse(request) else { return status(400, "BadRequest") }
    let version = text(object["metadata"]?["resourceVersion"])
    guard version == text(old["metadata"]?["resourceVersion"]) else {
      return status(409, "Conflict")
    }
    state.version += 1
    let made = versioned(object, state.version)
    state.objects[request.path] = made
    return (200, made)
  }

  private static func versioned(_ object: Value, _ version: Int) -> Value {
    guard case .mapping(var entries) = object,
      let index = entries.firstIndex(where: { $0.key == "metadata" }),
      case .mapping(var metadata) = entries[index].value
    else { return object }
    metadata.removeAll { $0.key == "resourceVersion" }
    metadata.append(Value.Entry("resourceVersion", .string(String(version))))
    entries[index].value = .mapping(metadata)
    return .mapping(entries)
  }
}
