import Admission
import ClusterClient
import Documents
import HTTPServer
import Kubernetes
import Policy

/// One thing that has to be so in a cluster.
struct DoctorCheck: Equatable {
  enum Result: String {
    case ok, failed, warning, skipped
  }

  let result: Result
  /// What is so, or is not, and what to do.
  let text: String
}

/// What was read of a cluster, as far as it could be.
struct ClusterFacts {
  /// All of both kinds, in the order of their names.
  var mutating: [Node] = []
  var validating: [Node] = []
  /// Services before the server, by `NAMESPACE/NAME`.
  var services: [String: Node] = [:]
  /// Deployments of the namespaces of those.
  var deployments: [Node] = []
  /// Serving certificates by the name of their Secret, PEM.
  var certificates: [String: [UInt8]] = [:]
  /// What could not be read.
  var unread: [String] = []
}

/// Judges the registration of the server in a cluster: a pure function of what was read.
struct Doctor {
  let facts: ClusterFacts
  /// Of the configurations.
  let name: String
  /// `nil` where none was named.
  let policy: CompiledPolicy?
  let now: Int64
  private(set) var checks: [DoctorCheck] = []

  static let expiryWarning: Int64 = 14 * 86_400
  private static let slowTimeout: Int64 = 10

  init(_ facts: ClusterFacts, name: String, policy: CompiledPolicy?, now: Int64) {
    self.facts = facts
    self.name = name
    self.policy = policy
    self.now = now
  }

  var isSound: Bool { !checks.contains { $0.result == .failed } }

  mutating func note(_ result: DoctorCheck.Result, _ text: String) {
    checks.append(DoctorCheck(result: result, text: text))
  }

  mutating func examine() {
    for text in facts.unread { note(.skipped, text) }
    let webhooks =
      Self.webhooks(facts.mutating, "mutating", name)
      + Self.webhooks(facts.validating, "validating", name)
    if webhooks.isEmpty {
      note(
        .failed,
        "there is no webhook configuration named '\(name)': `kpatch-webhook config` prints them")
    }
    for webhook in webhooks {
      examineTrust(webhook)
      examineService(webhook)
      examineReach(webhook)
      examineFailure(webhook)
    }
    examineOrder()
    examineVersions(webhooks)
    examinePolicy(webhooks)
  }

  private static func webhooks(
    _ configurations: [Node], _ sort: String, _ name: String
  ) -> [InstalledWebhook] {
    configurations.filter { $0["metadata", "name"]?.isString(name) == true }
      .flatMap { $0["webhooks"].map { Array($0.elements) } ?? [] }
      .map { InstalledWebhook(sort: sort, node: $0) }
  }

  // MARK: Trust

  private mutating func examineTrust(_ webhook: InstalledWebhook) {
    guard let bundle = webhook.bundle else {
      note(
        .failed,
        "\(webhook.title): there is no caBundle, so API servers trust the server only where the "
          + "machine's own authorities do: use --certificates self, cert-manager's annotation, or "
          + "`kpatch-webhook config --ca-bundle`")
      return
    }
    guard let authorities = try? CertificateBundle(pem: bundle) else {
      note(.failed, "\(webhook.title): caBundle holds no certificates, or more than certificates")
      return
    }
    let valid = authorities.certificates.filter { $0.validFrom <= now && now < $0.validUntil }
    guard let end = valid.map(\.validUntil).max() else {
      note(.failed, "\(webhook.title): all authorities in caBundle have expired")
      return
    }
    let day = CertificateTime(end).date
    note(
      end - now < Self.expiryWarning ? .warning : .ok,
      "\(webhook.title): caBundle is valid until \(day)")
    let certificates = facts.certificates.sorted { $0.key < $1.key }
    for (secret, chain) in certificates { examine(chain, of: secret, for: webhook, bundle) }
  }

  private mutating func examine(
    _ chain: [UInt8], of secret: String, for webhook: InstalledWebhook, _ bundle: [UInt8]
  ) {
    guard let details = try? CertificateDetails(pem: chain),
      let verification = try? CertificateVerification(chain: chain, authorities: bundle)
    else {
      note(.failed, "secrets/\(secret): tls.crt holds no certificate")
      return
    }
    let day = CertificateTime(details.validUntil).date
    if details.validUntil <= now {
      note(.failed, "secrets/\(secret): the serving certificate has expired: renew it")
    } else if details.validUntil - now < Self.expiryWarning {
      note(.warning, "secrets/\(secret): the serving certificate is valid only until \(day)")
    }
    if let problem = try? verification.problem(atPresent: false) {
      note(
        .failed,
        "\(webhook.title): caBundle does not trust the certificate of secrets/\(secret): \(problem)"
      )
    } else {
      note(.ok, "\(webhook.title): caBundle trusts the certificate of secrets/\(secret)")
    }
    for name in webhook.serverNames {
      let holds = verification.covers(name)
      note(
        holds ? .ok : .failed,
        "\(webhook.title): the certificate of secrets/\(secret) is "
          + "\(holds ? "" : "not ")for \(name)"
      )
    }
  }

  // MARK: Service and replicas

  private mutating func examineService(_ webhook: InstalledWebhook) {
    guard let (namespace, serviceName) = webhook.service else { return }
    let key = "\(namespace)/\(serviceName)"
    guard let service = facts.services[key] else {
      if !facts.unread.contains(where: { $0.contains("services/\(serviceName) ") }) {
        note(.failed, "\(webhook.title): the Service \(key) does not exist")
      }
      return
    }
    let wanted = webhook.port
    let ports = service["spec", "ports"].map { Array($0.elements) } ?? []
    let has = ports.contains { $0["port"]?.integer == wanted }
    note(
      has ? .ok : .failed,
      "\(webhook.title): the Service \(key) has \(has ? "" : "no ")port \(wanted)")
  }

  /// The Deployments behind a Service.
  private func deployments(of webhook: InstalledWebhook) -> [Node] {
    guard let (namespace, name) = webhook.service,
      let selector = facts.services["\(namespace)/\(name)"]?["spec", "selector"],
      selector.isMapping, selector.count > 0
    else { return [] }
    return facts.deployments.filter { deployment in
      guard deployment["metadata", "namespace"]?.isString(namespace) == true,
        let labels = deployment["spec", "template", "metadata"]?["labels"]
      else { return false }
      return selector.entries.allSatisfy {
        labels[named: $0.key.text]?.isString($0.value.text) == true
      }
    }
  }

  // MARK: What is sent

  private mutating func examineReach(_ webhook: InstalledWebhook) {
    var names = ["kube-system", "kube-node-lease"]
    if let (namespace, _) = webhook.service { names.append(namespace) }
    let reached = names.filter(webhook.reaches)
    if reached.isEmpty {
      note(.ok, "\(webhook.title): leaves out \(names.joined(separator: ", "))")
    } else {
      note(
        webhook.isFailing ? .failed : .warning,
        "\(webhook.title): its namespaceSelector lets \(reached.joined(separator: ", ")) through: "
          + (webhook.isFailing
            ? "a cluster that starts cold waits for a server that cannot start"
            : "what starts a cluster waits for the server's timeout while there is none"))
    }
    let basics = webhook.unguardedBasics
    if !basics.isEmpty {
      note(
        webhook.isFailing ? .failed : .warning,
        "\(webhook.title): \(basics.joined(separator: ", ")) are sent: exclude them by "
          + "matchConditions, or nodes cannot join while the server is away")
    }
  }

  private mutating func examineFailure(_ webhook: InstalledWebhook) {
    if webhook.timeout > Self.slowTimeout {
      note(
        .warning,
        "\(webhook.title): timeoutSeconds is \(webhook.timeout): every request waits that long "
          + "when the server is away")
    }
    let deployments = deployments(of: webhook)
    if deployments.isEmpty { return }
    let ready = deployments.reduce(Int64(0)) { $0 &+ ($1["status", "readyReplicas"]?.integer ?? 0) }
    let policy = webhook.isFailing ? "Fail" : "Ignore"
    if ready == 0 {
      note(
        .failed,
        "\(webhook.title): no replica is ready, and failurePolicy \(policy) "
          + (webhook.isFailing ? "refuses what it matches" : "lets everything through unseen"))
    } else if webhook.isFailing, ready == 1 {
      note(
        .warning,
        "\(webhook.title): failurePolicy Fail with one ready replica: each restart refuses what it "
          + "matches; run two")
    } else {
      note(.ok, "\(webhook.title): failurePolicy \(policy), ready replicas: \(ready)")
    }
  }

  // MARK: Beside others

  private mutating func examineOrder() {
    let names = facts.mutating.compactMap { $0["metadata", "name"]?.string }
    guard names.contains(name) else { return }
    let key = Array(name.utf8)
    let before = WebhookRegistration.injectors.filter { injector in
      names.contains(injector) && Array(injector.utf8).lexicographicallyPrecedes(key)
    }
    if before.isEmpty {
      note(.ok, "mutating configuration '\(name)' is asked before the injectors of Linkerd and EKS")
    } else {
      note(
        .failed,
        "mutating configuration '\(name)' is asked after \(before.joined(separator: ", ")), which "
          + "do not see what the mutators write: choose a name that sorts before")
    }
    let later = names.contains { Array($0.utf8) != key && key.lexicographicallyPrecedes($0.utf8) }
    let isAskedAgain = Self.webhooks(facts.mutating, "mutating", name)
      .allSatisfy { $0.node["reinvocationPolicy"]?.isString("IfNeeded") == true }
    if later, !isAskedAgain {
      note(
        .warning,
        "mutating configuration '\(name)': reinvocationPolicy is not IfNeeded, so it does not see "
          + "what later webhooks add")
    }
  }

  private mutating func examineVersions(_ webhooks: [InstalledWebhook]) {
    var tags: Set<String> = []
    for deployment in webhooks.flatMap(deployments) {
      let containers = deployment["spec", "template", "spec"]?["containers"]
      for container in containers.map({ Array($0.elements) }) ?? [] {
        guard let image = container["image"]?.string, image.contains("kpatch"),
          let parsed = try? ImageReference(parsing: image), let tag = parsed.tag
        else { continue }
        tags.insert(tag)
      }
    }
    for tag in tags.sorted() {
      let version = tag.hasPrefix("v") ? String(tag.dropFirst()) : tag
      let isSame = version == Release.version
      note(
        isSame ? .ok : .warning,
        "the server in the cluster has the version \(version)"
          + (isSame
            ? "" : ", this program \(Release.version): rules and mutators may differ between them"))
    }
  }

  // MARK: Policy

  private mutating func examinePolicy(_ webhooks: [InstalledWebhook]) {
    guard let policy else {
      note(.skipped, "whether the rules of the webhooks fit the policy: name it with --policy")
      return
    }
    let wanted = WebhookRegistration(.url("https://localhost")).objects(for: policy)
    for object in wanted {
      var sort = "validating"
      if case .string("MutatingWebhookConfiguration")? = object["kind"] { sort = "mutating" }
      let installed = webhooks.filter { $0.sort == sort }.flatMap(\.requests)
      let missing = RequestSort.all(in: object).filter { sort in
        !installed.contains { $0.covers(sort) }
      }
      if missing.isEmpty {
        note(.ok, "the \(sort) webhooks are sent all that the policy reads")
      } else {
        let list = Set(missing.map(\.words)).sorted().joined(separator: ", ")
        note(
          .failed,
          "the policy reads what no \(sort) webhook is sent: \(list): apply what "
            + "`kpatch-webhook config` prints")
      }
    }
  }
}
