import Documents
import Policy

/// The MutatingWebhookConfiguration and the ValidatingWebhookConfiguration that a policy needs:
/// what an API server is told to send, where, and what it does when nobody answers.
///
/// A pure function of the policy and these settings; `kpatch-webhook config` prints it.
package struct WebhookRegistration: Sendable {
  /// Where the server is.
  package enum Address: Sendable, Equatable {
    /// In the cluster. The certificate has to be for `NAME.NAMESPACE.svc`.
    case service(namespace: String, name: String, port: Int, pathPrefix: String)
    /// Anywhere; `https`, without a slash at its end.
    case url(String)
  }

  /// What an API server does with a request when the webhook does not answer.
  package enum FailurePolicy: String, Sendable, CaseIterable {
    /// It goes on.
    case ignore = "Ignore"
    /// It refuses the request.
    case fail = "Fail"
  }

  package var address: Address
  /// Of both configurations. API servers ask mutating webhooks in the order of these names, and
  /// annotations have to be there when Linkerd's and EKS' injectors are asked.
  package var name = Self.standardName
  /// PEM; empty where somebody else fills it in.
  package var authorities: [UInt8] = []
  /// Of the validating webhook. The mutating one never stands in the way: what it could not change
  /// is judged as it is.
  package var failurePolicy = FailurePolicy.ignore
  /// Seconds that an API server waits for an answer.
  package var timeoutSeconds = Self.standardTimeout
  /// Namespaces of which nothing is sent, beside those of the policy and the cluster's own.
  package var excludedNamespaces: [String] = []

  package static let standardName = "kpatch"
  package static let standardTimeout = 5
  /// What the API takes, in seconds.
  package static let timeouts = 1...30
  /// Configurations whose injectors read what the mutators write: Linkerd's and EKS' own.
  package static let injectors = ["linkerd-proxy-injector-webhook-config", "pod-identity-webhook"]

  package init(_ address: Address) {
    self.address = address
  }
}

extension WebhookRegistration {
  /// The configurations as objects: none, one or both. A policy without mutators needs nobody to
  /// ask for patches.
  package func objects(for policy: CompiledPolicy) -> [Value] {
    var objects: [Value] = []
    let mutated = policy.mutatedKinds
    if !mutated.isEmpty {
      let more: [Value.Entry] = [.init("reinvocationPolicy", "IfNeeded")]
      objects.append(
        object(
          "Mutating", "mutate", WebhookRules.mutating(by: policy), .ignore, policy, mutated, more))
    }
    let judged = policy.judgedKinds
    if !judged.isEmpty {
      objects.append(
        object(
          "Validating", "validate", WebhookRules.judging(by: policy), failurePolicy, policy, judged,
          []))
    }
    return objects
  }

  private func object(
    _ sort: String, _ verb: String, _ rules: WebhookRules, _ failurePolicy: FailurePolicy,
    _ policy: CompiledPolicy, _ kinds: KindSet, _ more: [Value.Entry]
  ) -> Value {
    var webhook: [Value.Entry] = [
      .init("name", .string("\(verb).kpatch.dev")),
      .init("clientConfig", clientConfig(verb)), .init("rules", rules.value),
      .init("namespaceSelector", namespaceSelector(policy)),
    ]
    if let conditions = MatchConditions.value(for: kinds, policy.kubernetesVersion) {
      webhook.append(.init("matchConditions", conditions))
    }
    webhook += [
      .init("matchPolicy", "Equivalent"), .init("failurePolicy", .string(failurePolicy.rawValue)),
    ]
    webhook += more
    webhook += [
      // Reviews change nothing anywhere, so a dry run may ask for one.
      .init("sideEffects", "None"),
      .init("timeoutSeconds", .number(String(timeoutSeconds))),
      .init("admissionReviewVersions", ["v1", "v1beta1"]),
    ]
    return [
      "apiVersion": "admissionregistration.k8s.io/v1",
      "kind": .string("\(sort)WebhookConfiguration"),
      "metadata": [
        "name": .string(name),
        "labels": ["app.kubernetes.io/name": "kpatch", "app.kubernetes.io/component": "webhook"],
      ],
      "webhooks": [.mapping(webhook)],
    ]
  }

  private func clientConfig(_ verb: String) -> Value {
    var entries: [Value.Entry]
    switch address {
    case .url(let url): entries = [.init("url", .string("\(url)/\(verb)"))]
    case .service(let namespace, let name, let port, let prefix):
      let service: Value = [
        "namespace": .string(namespace), "name": .string(name),
        "path": .string("\(prefix)/\(verb)"), "port": .number(String(port)),
      ]
      entries = [.init("service", service)]
    }
    if !authorities.isEmpty {
      entries.append(.init("caBundle", .string(Base64.text(authorities))))
    }
    return .mapping(entries)
  }

  /// Leaves out the namespaces without which nothing in a cluster starts, and the server's own: it
  /// must not be needed for itself to start.
  private func namespaceSelector(_ policy: CompiledPolicy) -> Value {
    var names = Set(PolicyCompiler.builtInExcludedNamespaces + policy.excludedNamespaces)
    names.formUnion(excludedNamespaces)
    if case .service(let namespace, _, _, _) = address { names.insert(namespace) }
    return [
      "matchExpressions": [
        [
          "key": "kubernetes.io/metadata.name", "operator": "NotIn",
          "values": .sequence(names.sorted().map { .string($0) }),
        ]
      ]
    ]
  }
}
