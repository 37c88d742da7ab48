import Documents
import Kubernetes

/// The other objects that a rule may ask for: immutable, shared by all threads, found by hash.
///
/// Offline it holds everything in the input, as the mutators leave it, what the policy excludes
/// among it: excluded objects are not judged, but they are there. An object that names no namespace
/// is in the one of the context, else in the unnamed one, ``unnamed``: the same for all that name
/// none. A lookup costs a hash, or looks at ``LabelTable/maximumCandidates`` candidates at most, so
/// that judging stays linear in the number of objects.
package final class ObjectIndex: Sendable {
  /// An object in reach.
  package struct Entry: Sendable {
    package let object: KubernetesObject
    /// ``ObjectIndex/unnamed`` where none is known, and for what belongs to the cluster as a whole.
    package let namespace: String
    package let templates: [PodTemplate]

    package init(object: KubernetesObject, namespace: String, templates: [PodTemplate]) {
      self.object = object
      self.namespace = namespace
      self.templates = templates
    }
  }

  /// A pod or a pod template in reach.
  package struct Pod: Sendable {
    package let template: PodTemplate
    package let namespace: String
  }

  /// The kind and name of what a tool makes in whichever namespace the kustomization is for.
  package struct Generated: Sendable, Hashable {
    package let kind: ObjectKind
    package let name: String

    package init(_ kind: ObjectKind, named name: String) {
      self.kind = kind
      self.name = name
    }
  }

  /// The namespace of objects of which none is known.
  package static let unnamed = ""

  private let entries: [Entry]
  private let byPlace: [ReachKey: [Int]]
  private let byKind: [ReachKey: [Int]]
  private let byName: [ReachKey: Int]
  private let pods: [Pod]
  private let podLabels: LabelTable
  private let services: [Int]
  private let serviceLabels: LabelTable
  private let selectors: [ReachKey: SelectorTable]
  private let scaled: [ReachKey: [Int]]
  /// What KEDA scales, by an autoscaler that it makes in the cluster.
  private let scaledByEvents: Set<ReachKey>
  private let madeSecrets: Set<ReachKey>
  private let generated: Set<Generated>
  /// Namespaces in which an operator makes pods.
  private let operated: Set<String>
  private let routes: SharedTable
  private let hosts: SharedTable
  private let serviceSelectors: SharedTable
  let references: ReferenceTable

  /// - Parameter entries: in the order of the input. Of two with one name the last one counts, as
  ///   it would if they were applied in turn.
  /// - Parameter generated: what is in no entry, since generators of kustomize make it.
  package init(_ entries: [Entry], generated: Set<Generated> = []) {
    self.entries = entries
    self.generated = generated
    var byPlace: [ReachKey: [Int]] = [:]
    var byKind: [ReachKey: [Int]] = [:]
    var byName: [ReachKey: Int] = [:]
    var pods: [Pod] = []
    var podLabels = LabelTable()
    var services: [Int] = []
    var serviceLabels = LabelTable()
    var scaled: [ReachKey: [Int]] = [:]
    var selectors: [ReachKey: [(selector: LabelSelector, namespace: String, owner: Int)]] = [:]
    var madeSecrets: Set<ReachKey> = []
    var operated: Set<String> = []
    var routes = SharedTable()
    var hosts = SharedTable()
    var serviceSelectors = SharedTable()
    for (number, entry) in entries.enumerated() {
      let kind = ObjectKind(entry.object)
      let namespace = entry.namespace
      byPlace[ReachKey(kind, in: namespace), default: []].append(number)
      byKind[ReachKey(kind), default: []].append(number)
      if let name = entry.object.name {
        byName[ReachKey(kind, in: namespace, named: name)] = number
      }
      for template in entry.templates {
        pods.append(Pod(template: template, namespace: namespace))
        podLabels.append(template.labels, in: namespace)
      }
      if kind == .service {
        services.append(number)
        serviceLabels.append(entry.object.labels, in: namespace)
        if let key = ServiceView.key(of: entry.object, in: namespace) {
          serviceSelectors.append(key, number)
        }
      }
      if kind == .ingress {
        for route in IngressRoute.all(of: entry.object) {
          routes.append(route.key, number)
          hosts.append(route.host, number)
        }
      }
      if PodMakers.makes(entry.object) { operated.insert(namespace) }
      if let name = MadeSecret.name(from: entry.object) {
        madeSecrets.insert(ReachKey(.secret, in: namespace, named: name))
      }
      if kind == .autoscaler, let target = ScaleTarget(entry.object) {
        scaled[ReachKey(target.kind, in: namespace, named: target.name), default: []].append(number)
      }
      if let selector = Self.selector(of: entry.object, kind) {
        selectors[ReachKey(kind), default: []].append((selector, namespace, number))
      }
    }
    self.byPlace = byPlace
    self.byKind = byKind
    self.byName = byName
    self.pods = pods
    self.podLabels = podLabels
    self.services = services
    self.serviceLabels = serviceLabels
    self.scaled = scaled
    scaledByEvents = Self.scaledByEvents(entries)
    self.selectors = selectors.mapValues { SelectorTable($0) }
    self.madeSecrets = madeSecrets
    self.operated = operated
    self.routes = routes
    self.hosts = hosts
    self.serviceSelectors = serviceSelectors
    references = ReferenceTable(entries)
  }

  private static func scaledByEvents(_ entries: [Entry]) -> Set<ReachKey> {
    var names: Set<ReachKey> = []
    for entry in entries where ObjectKind(entry.object) == .scaledObject {
      guard let target = ScaleTarget(events: entry.object) else { continue }
      names.insert(ReachKey(target.kind, in: entry.namespace, named: target.name))
    }
    return names
  }

  /// The pods that an object of these kinds means; `nil` where it means none or cannot be read.
  private static func selector(of object: KubernetesObject, _ kind: ObjectKind) -> LabelSelector? {
    switch kind {
    case .service: ServiceView.selector(of: object).map { LabelSelector(equalTo: $0) }
    case .podDisruptionBudget: DisruptionBudget.selector(of: object)
    case .networkPolicy: NetworkPolicyView.selector(of: object)
    default: nil
    }
  }
}

// MARK: - Lookups

extension ObjectIndex {
  /// The object of this name.
  package func object(_ kind: ObjectKind, in namespace: String, named name: String) -> Entry? {
    byName[ReachKey(kind, in: namespace, named: name)].map { entries[$0] }
  }

  /// The objects of a kind in a namespace, in the order of the input.
  package func objects(_ kind: ObjectKind, in namespace: String) -> some Sequence<Entry> {
    (byPlace[ReachKey(kind, in: namespace)] ?? []).lazy.map { self.entries[$0] }
  }

  /// The objects of a kind in all namespaces, in the order of the input.
  package func objects(_ kind: ObjectKind) -> some Sequence<Entry> {
    (byKind[ReachKey(kind)] ?? []).lazy.map { self.entries[$0] }
  }

  /// Whether there is an object of the kind in the namespace.
  package func holds(_ kind: ObjectKind, in namespace: String) -> Bool {
    byPlace[ReachKey(kind, in: namespace)] != nil
  }

  /// The namespaces in which there are Services.
  var serviceNamespaces: [String] { serviceLabels.byNamespace.keys.sorted() }

  /// Whether there is a pod or a pod template in the namespace.
  package func holdsPods(in namespace: String) -> Bool {
    podLabels.byNamespace[namespace] != nil
  }

  /// Whether pods of the namespace are kept in the input, and an operator makes no others: then a
  /// selector that none of them matches is worth a word.
  package func knowsPods(in namespace: String) -> Bool {
    holdsPods(in: namespace) && !operated.contains(namespace)
  }

  /// Whether a pod in the namespace matches; true where too many would have to be looked at, since
  /// nothing is said of what is not known.
  package func hasPod(
    matching selector: LabelSelector, in namespace: String,
    where condition: (Pod) -> Bool = { _ in true }
  ) -> Bool {
    podLabels.contains(PodMakers.visible(selector), in: namespace) { condition(self.pods[$0]) }
      != .absent
  }

  /// The pods in the namespace that match; `nil` where too many would have to be looked at.
  package func pods(matching selector: LabelSelector, in namespace: String) -> [Pod]? {
    var found: [Pod] = []
    let answer = podLabels.contains(PodMakers.visible(selector), in: namespace) {
      found.append(self.pods[$0])
      return false
    }
    return answer == .unknown ? nil : found
  }

  /// The same for Services and their own labels.
  package func hasService(matching selector: LabelSelector, in namespace: String) -> Bool {
    serviceLabels.contains(selector, in: namespace) != .absent
  }

  /// The objects of the kind whose selector matches these labels of a pod: Services, budgets,
  /// network policies.
  package func selecting(
    _ kind: ObjectKind, _ labels: Node?, in namespace: String
  ) -> [Entry] {
    (selectors[ReachKey(kind)]?.owners(matching: labels, in: namespace) ?? []).map { entries[$0] }
  }

  /// Whether there is one that a condition allows.
  package func isSelected(
    by kind: ObjectKind, _ labels: Node?, in namespace: String,
    where condition: (Entry) -> Bool = { _ in true }
  ) -> Bool {
    var found = false
    selectors[ReachKey(kind)]?.forEach(matching: labels, in: namespace) {
      found = condition(entries[$0])
      return !found
    }
    return found
  }

  /// The autoscalers whose target is this object.
  package func autoscalers(
    of kind: ObjectKind, in namespace: String, named name: String
  ) -> [Entry] {
    (scaled[ReachKey(kind, in: namespace, named: name)] ?? []).map { entries[$0] }
  }

  /// Whether an autoscaler or KEDA decides on the replicas of this object.
  func isScaled(_ kind: ObjectKind, in namespace: String, named name: String) -> Bool {
    let name = ReachKey(kind, in: namespace, named: name)
    return scaled[name] != nil || scaledByEvents.contains(name)
  }

  /// Whose pods read a ConfigMap or a Secret, in the order of the input.
  package func readers(
    of kind: ObjectKind, in namespace: String, named name: String
  ) -> [Entry] {
    references.readers(of: kind, named: name, in: namespace).map { entries[$0] }
  }

  /// Whether something in reach makes a Secret of this name in the cluster.
  package func makesSecret(in namespace: String, named name: String) -> Bool {
    madeSecrets.contains(ReachKey(.secret, in: namespace, named: name))
  }

  /// Whether a generator of kustomize makes or changes an object of this name.
  package func isGenerated(_ kind: ObjectKind, named name: String) -> Bool {
    !generated.isEmpty && generated.contains(Generated(kind, named: name))
  }

  /// The first Ingress of another name that has the same host, and the same path where `path` is
  /// given, and which a condition allows. The first few are looked at.
  func ingress(
    sharing route: IngressRoute, byHost: Bool, where condition: (Entry) -> Bool
  ) -> Entry? {
    first(of: byHost ? hosts[route.host] : routes[route.key], where: condition)
  }

  /// The first Service with the same selector that a condition allows. The first few are looked at.
  func service(sharing key: String, where condition: (Entry) -> Bool) -> Entry? {
    first(of: serviceSelectors[key], where: condition)
  }

  private func first(of numbers: [Int], where condition: (Entry) -> Bool) -> Entry? {
    for number in numbers.prefix(Self.maximumSharing) where condition(entries[number]) {
      return entries[number]
    }
    return nil
  }

  /// Objects that share something, of which each is compared with these first ones.
  static let maximumSharing = 16

  /// The labels of a namespace, where its Namespace is there.
  package func namespaceLabels(_ name: String) -> Node? {
    object(.namespace, in: name, named: name)?.object.labels
  }
}
