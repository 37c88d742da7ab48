import Foundation
import Glibc
import HTTPServer
import Synchronization
import TestSupport
import Testing

/// The server under load while all that it reads is replaced, and while it is killed. A short form;
/// `Tests/Soak/run` is the long one.
@Suite("Soak", .serialized)
struct SoakTests {
  /// How many reviews the long form asks for.
  private static let demanded =
    ProcessInfo.processInfo.environment["KPATCH_SOAK_REVIEWS"].flatMap { Int($0) }
  private static let shortForm = 2_000
  private static let workers = 8

  @Test("Policy, certificate and authorities are replaced under load: no review fails or is wrong")
  func replacing() throws {
    let place = try SoakMount.make()
    let metricsPort = try PlainClient.freePort()
    let server = try Webhook(
      [
        "-p", "mount/policy.yaml", "--client-ca", "mount/clients.crt", "--client-name", "api",
        "--metrics-listen", "127.0.0.1:\(metricsPort)", "--log-level", "error", "--audit-log",
        "/dev/null", "--shutdown-delay", "0s",
      ], in: place, identity: ["--tls-cert", "mount/tls.crt", "--tls-key", "mount/tls.key"],
      fixedPort: try PlainClient.freePort(), fixedMetricsPort: metricsPort)
    let load = SoakLoad(reviews: Self.demanded ?? Self.shortForm)
    let access = SoakAccess(port: server.port, folder: place.url)
    func replace(_ count: Int) throws {
      load.begun.store(count, ordering: .sequentiallyConsistent)
      try SoakMount.swap(to: count % 2, in: place)
      // Only then what is not the new verdict is wrong.
      try server.wait { try SoakMetrics(server).reloads == [count, count, count] }
      load.settled.store(count, ordering: .sequentiallyConsistent)
    }
    // One client, so that what is opened for the first one is open.
    _ = try access.connect(asClient: true)
    // The first replacement shows that files are watched, for which a descriptor is opened as well.
    var replaced = 1
    try replace(replaced)
    let idle = try Self.idle(server)
    let clients = SoakWorkers(Self.workers) { load.work { try access.connect(asClient: true) } }
    var early: SoakMetrics?
    while !load.isDone || replaced < 4 {
      let next = MonotonicClock.milliseconds() + 1_000
      replaced += 1
      try replace(replaced)
      if early == nil, load.answered > load.reviews / 10 { early = try SoakMetrics(server) }
      let left = next - MonotonicClock.milliseconds()
      if left > 0 { usleep(UInt32(left) * 1_000) }
    }
    load.stop()
    clients.wait()
    #expect(load.failures == [])
    let late = try Self.idle(server, descriptors: idle.descriptors)
    #expect(late.failedReloads == 0)
    #expect(late.descriptors <= idle.descriptors, "\(server.openFiles)")
    let before = try #require(early)
    print("\(load.answered) reviews, \(replaced) replacements, \(late.text) (\(before.text) early)")
    // A short run says nothing of memory, and sanitizers keep theirs.
    if Self.demanded != nil { #expect(late.residentBytes <= before.residentBytes + (4 << 20)) }
    #expect(server.stop() == 0)
  }

  /// What the server has open when all clients are gone and it has come to know of it. It may still
  /// be reading a file, or closing the connection that asked before: it is asked again until it has
  /// as many descriptors as it should, or ever more of them for good.
  private static func idle(_ server: Webhook, descriptors: Int? = nil) throws -> SoakMetrics {
    var metrics = try SoakMetrics(server)
    for _ in 0..<1_000 {
      let isIdle = metrics.connections == 0
      if isIdle, descriptors.map({ metrics.descriptors <= $0 }) ?? true { break }
      usleep(10_000)
      metrics = try SoakMetrics(server)
    }
    #expect(metrics.connections == 0)
    return metrics
  }

  @Test("kill -9 under load breaks one request of each connection at most; a restart serves on")
  func killed() throws {
    let place = try SoakMount.make()
    let port = try PlainClient.freePort()
    let words = ["-p", "mount/policy.yaml", "--log-level", "error", "--shutdown-delay", "0s"]
    func start() throws -> Webhook { try Webhook(words, in: place, fixedPort: port) }
    var server = try start()
    let load = SoakLoad(reviews: .max)
    let access = SoakAccess(port: port, folder: place.url)
    let clients = SoakWorkers(Self.workers) {
      load.workThroughKills { try access.connect(asClient: false) }
    }
    let kills = 3
    for _ in 0..<kills {
      let before = load.answered
      try server.wait { load.answered > before + 200 }
      server.signal(SIGKILL)
      #expect(server.end() == 128 + SIGKILL)
      server = try start()
    }
    let before = load.answered
    try server.wait { load.answered > before + 200 }
    load.stop()
    clients.wait()
    #expect(load.failures == [])
    #expect(load.broken.load(ordering: .relaxed) <= kills * Self.workers)
    #expect(server.stop() == 0)
  }
}

/// What the server reads, in two versions, mounted as Kubernetes does it: one link leads to all of it.
private enum SoakMount {
  /// Denies `latest`, or does not; in both versions a privileged pod is denied.
  private static func policy(_ rules: String) -> String {
    """
    apiVersion: kpatch.dev/v1alpha1
    kind: Policy
    metadata: {name: test}
    spec: {preset: none, rules: {pss/privileged: deny\(rules)}}

    """
  }

  static func make() throws -> Workplace {
    let place = try Webhook.workplace()
    try Webhook.write(try Webhook.issue(["api"], for: .client), "api", to: place)
    let authority = try place.read("ca.crt")
    for (version, rules) in ["", ", image/tag-pinned: deny"].enumerated() {
      let folder = "mount/..\(version)"
      try place.write("\(folder)/policy.yaml", policy(rules))
      try Webhook.write(try Webhook.issue(["localhost"]), "\(folder)/tls", to: place)
      // Another authority beside the one that signs, so that the file is a different one.
      let other = try CertificateAuthority(name: "other \(version)", validSeconds: 86_400).pair
      try place.write(
        "\(folder)/clients.crt", authority + String(decoding: other.certificate, as: UTF8.self))
    }
    func path(_ name: String) -> String { place.url.appendingPathComponent("mount/\(name)").path }
    for name in ["policy.yaml", "tls.crt", "tls.key", "clients.crt"] {
      guard unsafe symlink("..data/\(name)", path(name)) == 0 else { throw ClientError.malformed }
    }
    try swap(to: 0, in: place)
    return place
  }

  static func swap(to version: Int, in place: Workplace) throws {
    func path(_ name: String) -> String { place.url.appendingPathComponent("mount/\(name)").path }
    guard unsafe symlink("..\(version)", path("..new")) == 0,
      unsafe rename(path("..new"), path("..data")) == 0
    else { throw ClientError.malformed }
  }
}

/// How clients reach the server.
private struct SoakAccess {
  let port: UInt16
  let folder: URL

  func connect(asClient: Bool) throws -> TLSClient {
    func file(_ name: String) -> URL { folder.appendingPathComponent(name) }
    return try TLSClient(
      port: port, authority: file("ca.crt"),
      pair: asClient ? (file("api.crt"), file("api.key")) : nil)
  }
}

/// Threads that each run the same until it ends.
private struct SoakWorkers {
  private let group = DispatchGroup()

  init(_ count: Int, _ work: @escaping @Sendable () -> Void) {
    let group = group
    for _ in 0..<count {
      group.enter()
      Thread.detachNewThread {
        work()
        group.leave()
      }
    }
  }

  func wait() { group.wait() }
}

/// What all clients of a soak share: what they ask, what has to be answered, what was.
private final class SoakLoad: Sendable {
  let reviews: Int
  /// Replacements that were begun, and those that the server has put in use.
  let begun = Atomic<Int>(0)
  let settled = Atomic<Int>(0)
  /// Requests that broke with the server.
  let broken = Atomic<Int>(0)
  private let count = Atomic<Int>(0)
  private let isStopped = Atomic<Bool>(false)
  private let said = Mutex<[String]>([])

  /// Requests before a client connects anew, to meet the newest certificate.
  private static let requestsPerConnection = 250

  /// Pods that are always allowed, always denied, and denied by every other policy.
  private enum Pod: CaseIterable {
    case good, bad, swinging

    /// Whether the policy after so many replacements allows it.
    func isAllowed(after replacements: Int) -> Bool {
      switch self {
      case .good: true
      case .bad: false
      case .swinging: replacements % 2 == 0
      }
    }

    var review: [UInt8] {
      let tag = self == .good ? "1.2.3" : "latest"
      return Array(
        """
        {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u-\(self)",
         "operation":"CREATE","namespace":"shop","kind":{"group":"","version":"v1","kind":"Pod"},
         "object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},
          "spec":{"containers":[{"name":"web","image":"web:\(tag)",
           "securityContext":{"privileged":\(self == .bad)}}]}}}}
        """.utf8)
    }
  }

  init(reviews: Int) {
    self.reviews = reviews
  }

  var answered: Int { count.load(ordering: .relaxed) }
  var isDone: Bool { answered >= reviews || !failures.isEmpty }
  var failures: [String] { said.withLock { $0 } }

  func stop() { isStopped.store(true, ordering: .relaxed) }

  private var goesOn: Bool { !isStopped.load(ordering: .relaxed) && failures.isEmpty }

  private func fail(_ text: String) { said.withLock { $0.append(text) } }

  /// Asks on connections of `connect` until it is stopped; anything unexpected is a failure.
  func work(_ connect: () throws -> TLSClient) {
    let pods = Pod.allCases.map { ($0, $0.review) }
    while goesOn {
      do {
        let client = try connect()
        for index in 0..<Self.requestsPerConnection where goesOn {
          let (pod, review) = pods[index % pods.count]
          try ask(client, pod, review)
        }
      } catch {
        fail("a request or connection broke: \(error)")
      }
    }
  }

  /// The same with a server that is killed: a connection may break once, and then a new one is made.
  func workThroughKills(_ connect: () throws -> TLSClient) {
    let pods = Pod.allCases.map { ($0, $0.review) }
    while goesOn {
      guard let client = try? connect() else {
        usleep(10_000)
        continue
      }
      do {
        for index in 0... {
          guard goesOn else { return }
          let (pod, review) = pods[index % pods.count]
          try ask(client, pod, review)
        }
      } catch {
        broken.add(1, ordering: .relaxed)
      }
    }
  }

  private func ask(_ client: TLSClient, _ pod: Pod, _ review: [UInt8]) throws {
    let first = settled.load(ordering: .sequentiallyConsistent)
    let answer = try client.review(review, at: "/validate")
    let last = begun.load(ordering: .sequentiallyConsistent)
    count.add(1, ordering: .relaxed)
    guard answer.status == 200, answer.text.contains("\"uid\":\"u-\(pod)\"") else {
      fail("\(answer.status): \(answer.text)")
      return
    }
    let isAllowed = answer.text.contains("\"allowed\":true")
    if !(first...last).contains(where: { pod.isAllowed(after: $0) == isAllowed }) {
      fail("\(pod) allowed: \(isAllowed), after replacement \(first) of \(last)")
    }
  }
}

/// The numbers of a server that must not grow.
private struct SoakMetrics {
  /// Of policy, certificate and client authorities.
  let reloads: [Int]
  let failedReloads: Int
  let residentBytes: Int
  let connections: Int
  /// Those that are no connections.
  let descriptors: Int

  init(_ server: Webhook) throws {
    let text = try PlainClient.get("/metrics", port: server.metricsPort)
    func number(_ name: String) throws -> Int {
      let line = text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("\(name) ") }
      guard let value = line.flatMap({ Int($0.dropFirst(name.count + 1)) }) else {
        throw WebhookError.notServing("no metric \(name)")
      }
      return value
    }
    let parts = ["policy", "certificate", "client_ca"]
    reloads = try parts.map { try number("kpatch_webhook_reloads_total{part=\"\($0)\"}") }
    failedReloads = try parts.map {
      try number("kpatch_webhook_reload_failures_total{part=\"\($0)\"}")
    }.reduce(0, +)
    residentBytes = try number("process_resident_memory_bytes")
    connections = try number("kpatch_webhook_connections")
    descriptors = try number("process_open_fds") - connections
  }

  var text: String { "\(residentBytes >> 10) KiB resident, \(descriptors) descriptors" }
}
