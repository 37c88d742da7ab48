import Documents
import Kubernetes

/// Which workloads have what the platform gives: a mesh, scraped metrics, an identity at the cloud.
///
/// A workload is what makes pods and is not itself made by another object. It is judged as the
/// mutators leave it, with the objects that it belongs to where they are in the input.
package struct Coverage: Sendable {
  package enum Aspect: String, Sendable, CaseIterable {
    /// Linkerd injects its proxy, or the proxy of a mesh is among the containers.
    case meshed
    /// Prometheus is told of it: by annotations of the pods or of a Service that selects them, or
    /// by a monitor of the Prometheus operator.
    case scraped
    /// Its ServiceAccount names an IAM role.
    case identity
  }

  /// A workload and what it has.
  package struct Workload: Sendable {
    package let object: ObjectReference
    package let aspects: Set<Aspect>
  }

  /// In the order of the input.
  package let workloads: [Workload]

  /// - Parameter entries: all objects of the input.
  package init(_ entries: [ObjectIndex.Entry], context: EvaluationContext = EvaluationContext()) {
    let reach = ObjectIndex(entries)
    let monitors = Monitors(reach)
    workloads = entries.compactMap { entry in
      guard !entry.templates.isEmpty, !Self.isMade(entry.object) else { return nil }
      var aspects: Set<Aspect> = []
      if entry.templates.contains(where: { Self.isMeshed($0, entry, reach) }) {
        aspects.insert(.meshed)
      }
      if entry.templates.contains(where: { monitors.scrape($0, entry, reach) }) {
        aspects.insert(.scraped)
      }
      if entry.templates.contains(where: { Self.hasIdentity($0, entry, reach) }) {
        aspects.insert(.identity)
      }
      return Workload(object: ObjectReference(entry.object, in: context), aspects: aspects)
    }
  }

  /// How many workloads have it.
  package func count(_ aspect: Aspect) -> Int {
    workloads.count { $0.aspects.contains(aspect) }
  }

  /// Whether a controller makes it, which is counted itself.
  private static func isMade(_ object: KubernetesObject) -> Bool {
    guard let owners = object.metadata?["ownerReferences"] else { return false }
    return owners.elements.contains { $0["controller"]?.boolean == true }
  }

  // MARK: Aspects

  private static let injectAnnotation = "linkerd.io/inject"

  private static func isMeshed(
    _ template: PodTemplate, _ entry: ObjectIndex.Entry, _ reach: ObjectIndex
  ) -> Bool {
    if LinkerdInjector.hasSidecar(template) { return true }
    if template.usesHostNetwork { return false }
    // The pod's own annotation counts before that of its namespace.
    let namespace = reach.object(.namespace, in: entry.namespace, named: entry.namespace)
    let word =
      template.annotations?[named: injectAnnotation]
      ?? namespace?.object.annotations?[named: injectAnnotation]
    return word?.isString("enabled") == true || word?.isString("ingress") == true
  }

  private static func hasIdentity(
    _ template: PodTemplate, _ entry: ObjectIndex.Entry, _ reach: ObjectIndex
  ) -> Bool {
    let name =
      template.spec["serviceAccountName"]?.string ?? template.spec["serviceAccount"]?.string ?? ""
    let account = reach.object(
      .serviceAccount, in: entry.namespace, named: name.isEmpty ? "default" : name)
    guard let role = account?.object.annotations?["eks.amazonaws.com/role-arn"]?.string else {
      return false
    }
    return !role.isEmpty
  }
}

/// What tells Prometheus of pods.
private struct Monitors {
  /// Monitors of each sort that are looked at; more would make it slow, and nobody has as many.
  private static let maximumMonitors = 256

  private struct Monitor {
    let selector: LabelSelector
    /// The namespaces in which it looks; `nil` for all.
    let namespaces: Set<String>?

    /// `nil` where it selects nothing that can be told.
    init?(_ entry: ObjectIndex.Entry) {
      guard let spec = entry.object.node["spec"], let node = spec["selector"],
        let selector = try? LabelSelector(node)
      else { return nil }
      self.selector = selector
      let chosen = spec["namespaceSelector"]
      if chosen?["any"]?.boolean == true {
        namespaces = nil
      } else if let names = chosen?["matchNames"], names.count > 0 {
        namespaces = Set(names.elements.compactMap(\.string))
      } else {
        namespaces = [entry.namespace]
      }
    }

    func selects(_ labels: Node?, in namespace: String) -> Bool {
      namespaces?.contains(namespace) != false && selector.matches(labels)
    }
  }

  private let ofServices: [Monitor]
  private let ofPods: [Monitor]

  init(_ reach: ObjectIndex) {
    ofServices = reach.objects(.serviceMonitor).prefix(Self.maximumMonitors).compactMap(
      Monitor.init)
    ofPods = reach.objects(ObjectKind("PodMonitor", in: "monitoring.coreos.com"))
      .prefix(Self.maximumMonitors).compactMap(Monitor.init)
  }

  func scrape(
    _ template: PodTemplate, _ entry: ObjectIndex.Entry, _ reach: ObjectIndex
  ) -> Bool {
    if Self.isOn(template.annotations) { return true }
    if ofPods.contains(where: { $0.selects(template.labels, in: entry.namespace) }) { return true }
    return reach.selecting(.service, template.labels, in: entry.namespace).contains { service in
      Self.isOn(service.object.annotations)
        || ofServices.contains { $0.selects(service.object.labels, in: service.namespace) }
    }
  }

  private static func isOn(_ annotations: Node?) -> Bool {
    annotations?["prometheus.io/scrape"]?.isString("true") == true
  }
}
