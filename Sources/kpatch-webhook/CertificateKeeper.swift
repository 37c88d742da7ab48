import ClusterClient
import CommandLine
import Documents
import HTTPServer
import Kubernetes

/// Where the serving certificate comes from, as it is written on the command line.
enum CertificateChoice: String {
  case files
  case ownMaking = "self"
}

/// What `--certificates self` was told.
struct ClusterIdentity {
  let namespace: String
  /// Of the Secret.
  let secretName: String
  let configurationNames: [String]
  /// `nil` in a Pod.
  let kubeconfig: String?

  var secret: ClusterResource { .secret(namespace: namespace, name: secretName) }

  /// What the certificate is for as long as no configuration says where the server is.
  var likelyNames: [String] { ["kpatch-webhook.\(namespace).svc"] }
}

extension ClusterIdentity {
  init(_ invocation: Invocation) throws(UsageError) {
    for option in [Commands.certificate, Commands.key] where invocation.value(option) != nil {
      throw .other("--\(option.name) and --certificates self exclude each other")
    }
    let parts = (invocation.value(Commands.secret) ?? "")
      .split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, NameRule.dns1123Label.allows(parts[0]),
      NameRule.dns1123Subdomain.allows(parts[1])
    else { throw .other("--certificates self needs --secret NAMESPACE/NAME") }
    let names = invocation.values(Commands.webhookConfiguration)
      .flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    guard !names.isEmpty, names.allSatisfy({ NameRule.dns1123Subdomain.allows($0) }) else {
      throw .other("--certificates self needs --webhook-configuration NAME[,NAME]")
    }
    self.init(
      namespace: parts[0], secretName: parts[1], configurationNames: names,
      kubeconfig: invocation.value(Commands.kubeconfig))
  }
}

/// Keeps authority and serving certificate in a Secret, and the authority in the webhook
/// configurations. Replicas do this side by side: whoever writes first is followed by the others.
struct CertificateKeeper {
  let identity: ClusterIdentity
  let client: ClusterClient

  /// Tries until somebody else's changes are given up on.
  private static let attempts = 5

  /// How the cluster was found and left.
  struct Round {
    /// The serving certificate to use.
    var pair: CertificatePair
    /// What was made and written, each in a line.
    var changes: [String] = []
    /// Configurations into which the bundle was written.
    var writtenBundles = 0
    /// What did not succeed, although there is a certificate.
    var problems: [ClusterError] = []
    /// For `/readyz?verbose`.
    var detail = ""
  }

  /// Brings everything in order, as far as the API server lets it.
  /// - Parameter inUse: the certificate of the cluster that is served by now.
  func synchronize(inUse: CertificatePair?) throws(ClusterError) -> Round {
    var problems: [ClusterError] = []
    var configurations: [WebhookConfiguration] = []
    for resource in identity.configurationNames.flatMap(WebhookConfiguration.resources) {
      do throws(ClusterError) {
        configurations.append(try read(resource))
      } catch {
        switch error.cause {
        // A policy may need one of the two kinds only, and Helm makes them after the Deployment.
        case .notFound: continue
        case .forbidden: problems.append(error)
        // Who does not answer this does not answer what comes next.
        default: throw error
        }
      }
    }
    let (shared, changes, unwritten) = try agree(names: names(of: configurations))
    if let unwritten { problems.append(unwritten) }
    var round = Round(
      pair: CertificatePair(certificate: shared.certificate, key: shared.key), changes: changes,
      problems: problems)
    var isLeftBehind = false
    for configuration in configurations {
      do throws(ClusterError) {
        guard try publish(shared.authorities, in: configuration) else { continue }
        round.writtenBundles += 1
        round.changes.append("the authority in \(configuration.resource.words)")
      } catch {
        if error.cause == .cancelled { throw error }
        round.problems.append(error)
        let isTrusted = configuration.bundles.allSatisfy {
          SharedCertificates.isSigned(shared.certificate, by: $0)
        }
        if !isTrusted { isLeftBehind = true }
      }
    }
    // Whom an API server does not trust yet is no better than the certificate that it trusts.
    if isLeftBehind, let inUse, Self.isValid(inUse) { round.pair = inUse }
    round.detail = detail(configurations, round.problems)
    return round
  }

  private static func isValid(_ pair: CertificatePair) -> Bool {
    guard let details = try? CertificateDetails(pem: pair.certificate) else { return false }
    return details.validUntil > MonotonicClock.wallSeconds()
  }

  private func read(_ resource: ClusterResource) throws(ClusterError) -> WebhookConfiguration {
    WebhookConfiguration(resource: resource, node: try client.get(resource))
  }

  /// What the certificate has to be for; empty where no configuration says it.
  private func names(of configurations: [WebhookConfiguration]) -> [String] {
    let all = configurations.flatMap(\.serverNames).filter(CertificateName.isName)
    return Array(Set(all)).sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
  }

  private func detail(
    _ configurations: [WebhookConfiguration], _ problems: [ClusterError]
  ) -> String {
    if let first = problems.first { return first.message }
    if configurations.isEmpty {
      return "there is no webhook configuration named "
        + identity.configurationNames.joined(separator: " or ")
    }
    return "the authority is in "
      + configurations.map(\.resource.words).joined(separator: " and ")
  }

  /// The certificates that all replicas use. Where they could not be renewed, those that are there,
  /// with the reason.
  private func agree(
    names: [String]
  ) throws(ClusterError) -> (SharedCertificates, changes: [String], unwritten: ClusterError?) {
    var conflict = ClusterError(.conflict, "")
    for _ in 0..<Self.attempts {
      let found = try readSecret()
      let current = found.map { SharedCertificates(secret: $0) }
      let renewal = try renew(current, names)
      if renewal.changes.isEmpty { return (renewal.certificates, [], nil) }
      do throws(ClusterError) {
        if let found {
          _ = try client.update(identity.secret, renewal.certificates.replacing(in: found))
        } else {
          _ = try client.create(
            identity.secret,
            renewal.certificates.secret(
              namespace: identity.namespace, name: identity.secretName))
        }
        let place = " in \(identity.secret.words)"
        return (renewal.certificates, renewal.changes.map { $0 + place }, nil)
      } catch {
        if error.cause == .conflict {
          // Another replica was quicker: its certificates are as good.
          conflict = error
          continue
        }
        let isUsable = current.map {
          (try? CertificateDetails.check(certificate: $0.certificate, key: $0.key)) != nil
            && SharedCertificates.isSigned($0.certificate, by: $0.authorities)
        }
        guard error.cause != .cancelled, let current, isUsable == true else { throw error }
        return (current, [], error)
      }
    }
    throw conflict
  }

  private func readSecret() throws(ClusterError) -> Node? {
    do throws(ClusterError) {
      return try client.get(identity.secret)
    } catch {
      if error.cause == .notFound { return nil }
      throw error
    }
  }

  private func renew(
    _ current: SharedCertificates?, _ names: [String]
  ) throws(ClusterError) -> SharedCertificates.Renewal {
    // Without a configuration the names of the certificate stay as they are.
    let old = current.flatMap { try? CertificateDetails(pem: $0.certificate).names } ?? []
    let wanted = names.isEmpty ? (old.isEmpty ? identity.likelyNames : old) : names
    do throws(TLSError) {
      return try SharedCertificates.renewed(
        current, names: wanted, now: MonotonicClock.wallSeconds())
    } catch {
      throw ClusterError(.configuration, "cannot make a certificate: \(error.message)")
    }
  }

  /// Writes the bundle into a configuration; `false` where it is there already.
  private func publish(
    _ bundle: [UInt8], in configuration: WebhookConfiguration
  ) throws(ClusterError) -> Bool {
    var configuration = configuration
    var conflict = ClusterError(.conflict, "")
    for _ in 0..<Self.attempts {
      if configuration.bundles.allSatisfy({ $0 == bundle }) { return false }
      do throws(ClusterError) {
        _ = try client.update(configuration.resource, configuration.trusting(bundle))
        return true
      } catch {
        guard error.cause == .conflict else { throw error }
        conflict = error
      }
      configuration = try read(configuration.resource)
    }
    throw conflict
  }
}
