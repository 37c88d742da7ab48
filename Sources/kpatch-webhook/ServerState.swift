import Admission
import HTTPServer
import Policy
import Synchronization

/// A policy, ready to answer.
final class PolicyInUse: Sendable {
  let handler: AdmissionHandler
  /// Which policy of this process it is, counted from 1.
  let generation: UInt64

  init(_ policy: CompiledPolicy, generation: UInt64, limits: AdmissionLimits) {
    handler = AdmissionHandler(engine: Engine(policy), limits: limits)
    self.generation = generation
  }
}

/// What the threads of the server and the one that looks after it share.
final class ServerState: Sendable {
  /// One part of readiness.
  struct Part: Sendable {
    /// What is in use: `generation 2`.
    var detail: String
    /// Whether the files have changed since to something that cannot be used.
    var isOutdated = false
  }

  /// How it goes with the certificate in the cluster.
  struct Cluster: Sendable {
    /// Whether the certificate in use is the cluster's.
    var hasCertificate = false
    var detail = "the API server was not asked yet"
  }

  /// All that `/readyz` lists.
  struct Readiness: Sendable {
    var policy: Part
    var certificate: Part
    /// Where the certificate is kept in the cluster.
    var cluster: Cluster?
    var isEnding = false

    /// Whether reviews can come. The throw-away certificate that is served until there is one of
    /// the cluster is trusted by nobody.
    var isReady: Bool { !isEnding && cluster?.hasCertificate ?? true }
  }

  let policy: SharedReference<PolicyInUse>
  let tls: SharedReference<TLSContext>
  private let parts: Mutex<Readiness>

  init(policy: PolicyInUse, tls: TLSContext, readiness: Readiness) {
    self.policy = SharedReference(policy)
    self.tls = SharedReference(tls)
    parts = Mutex(readiness)
  }

  var readiness: Readiness { parts.withLock { $0 } }

  func update(_ change: (inout Readiness) -> Void) { parts.withLock { change(&$0) } }
}
