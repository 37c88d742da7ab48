import CLinux
import ClusterClient
import CommandLine
import Glibc
import HTTPServer
import Synchronization
import Telemetry

/// The serving certificate that is kept in the cluster, and the thread that looks after it: its
/// requests never meet a review. The main thread takes what it finds.
final class ClusterCertificates: Sendable {
  private struct State {
    /// A throw-away certificate at first.
    var pair: CertificatePair
    var isOfCluster = false
  }

  private let state: Mutex<State>
  private let cancellation = Cancellation()
  private let threads = ThreadList()
  private let identity: ClusterIdentity
  private let configuration: ClusterConfiguration
  /// Readable when there is another certificate.
  let wakeDescriptor: Int32
  /// Readable when the thread shall look at the cluster now.
  private let askDescriptor: Int32

  /// Milliseconds from one look at the cluster to the next, and how much longer it may be: replicas
  /// shall not go in step.
  private static let interval: Int64 = 30_000
  private static let spread: Int64 = 10_000
  /// Milliseconds after the first failure; each further pause is twice as long.
  private static let firstPause: Int64 = 1_000
  /// Seconds of the throw-away certificate.
  private static let temporarySeconds = 30 * 86_400

  init(_ identity: ClusterIdentity) throws(StartError) {
    self.identity = identity
    do throws(ClusterError) {
      if let path = identity.kubeconfig {
        configuration = try .kubeconfig(at: path)
      } else {
        configuration = try .inCluster(variable: Terminal.variable)
      }
    } catch {
      throw .refused([error.message])
    }
    do throws(TLSError) {
      let authority = try CertificateAuthority(
        name: "kpatch-webhook until it has a certificate", validSeconds: Self.temporarySeconds)
      state = Mutex(
        State(
          pair: try authority.issue(
            names: identity.likelyNames, validSeconds: Self.temporarySeconds)))
    } catch {
      throw .refused([error.message])
    }
    wakeDescriptor = clinux_wake_descriptor()
    askDescriptor = clinux_wake_descriptor()
    guard wakeDescriptor >= 0, askDescriptor >= 0 else {
      throw .system("cannot watch the cluster's certificate", errno: errno)
    }
  }

  deinit {
    for descriptor in [wakeDescriptor, askDescriptor] where descriptor >= 0 { close(descriptor) }
  }

  /// The newest certificate, and whether it is the cluster's.
  var current: (pair: CertificatePair, isOfCluster: Bool) {
    state.withLock { ($0.pair, $0.isOfCluster) }
  }

  /// Whether a certificate is the one that is kept in the cluster.
  func keeps(_ certificate: [UInt8]) -> Bool {
    state.withLock { $0.isOfCluster && $0.pair.certificate == certificate }
  }

  // MARK: The thread

  func start(
    _ serverState: ServerState, _ logs: Logs, _ metrics: WebhookMetrics
  ) throws(StartError) {
    let code = threads.start([
      { self.work(serverState, EventLog(logs), metrics) }
    ])
    guard code == 0 else { throw .system("cannot start a thread", errno: code) }
  }

  /// Looks at the cluster now, and not only when it is time.
  func lookNow() { _ = clinux_wake(askDescriptor) }

  /// Ends the thread, whatever it waits for.
  func stop() {
    cancellation.cancel()
    threads.join()
  }

  private func work(_ serverState: ServerState, _ log: EventLog, _ metrics: WebhookMetrics) {
    let keeper = CertificateKeeper(
      identity: identity, client: ClusterClient(configuration, cancellation: cancellation))
    var reporter = KeeperReport(log: log, metrics: metrics, state: serverState)
    var pause = Self.firstPause
    while !cancellation.isCancelled {
      let (pair, isOfCluster) = current
      var isGood = false
      do throws(ClusterError) {
        let round = try keeper.synchronize(inUse: isOfCluster ? pair : nil)
        take(round.pair)
        reporter.finished(round)
        isGood = round.problems.isEmpty
      } catch {
        if error.cause == .cancelled { return }
        reporter.failed(error, hasCertificate: isOfCluster)
        if error.cause == .throttled { pause = Self.interval }
      }
      let wait = isGood ? Self.interval + Int64.random(in: 0...Self.spread) : pause
      pause = isGood ? Self.firstPause : min(pause * 2, Self.interval)
      self.wait(milliseconds: isGood ? wait : Int64.random(in: wait / 2...wait))
    }
  }

  /// Waits until it is time, somebody asks, or it is called off.
  private func wait(milliseconds: Int64) {
    var waits = [cancellation.descriptor, askDescriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    // A signal that ends this early makes it look early, which does no harm.
    _ = unsafe poll(&waits, nfds_t(waits.count), Int32(clamping: milliseconds))
    clinux_clear_wake(askDescriptor)
  }

  private func take(_ pair: CertificatePair) {
    let isNew = state.withLock { state in
      let isNew = !state.isOfCluster || state.pair.certificate != pair.certificate
      state.pair = pair
      state.isOfCluster = true
      return isNew
    }
    if isNew { _ = clinux_wake(wakeDescriptor) }
  }
}

/// Says how it goes with the cluster: each thing once.
struct KeeperReport {
  let log: EventLog
  let metrics: WebhookMetrics
  let state: ServerState
  private var said: Set<String> = []

  init(log: EventLog, metrics: WebhookMetrics, state: ServerState) {
    self.log = log
    self.metrics = metrics
    self.state = state
  }

  mutating func finished(_ round: CertificateKeeper.Round) {
    for change in round.changes { log.say(.info, "certificates: \(change)") }
    for _ in 0..<round.writtenBundles { metrics.reload("ca_bundle", succeeded: true) }
    let messages = round.problems.map(\.message)
    for message in messages where !said.contains(message) {
      log.say(.error, message)
      metrics.reload("ca_bundle", succeeded: false)
    }
    if messages.isEmpty, !said.isEmpty {
      log.say(.info, "certificates: the API server does all again")
    }
    said = Set(messages)
    state.update { $0.cluster?.detail = round.detail }
  }

  mutating func failed(_ error: ClusterError, hasCertificate: Bool) {
    if said.insert(error.message).inserted {
      log.say(.error, error.message)
      log.say(
        .error,
        hasCertificate
          ? "the certificate in use stays" : "there is no certificate yet: not ready for reviews")
      metrics.reload("certificate", succeeded: false)
    }
    state.update { $0.cluster?.detail = error.message }
  }
}
