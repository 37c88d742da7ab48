import Documents

/// A pod as an object describes it: the pod itself, or the template that a workload makes pods
/// from.
package final class PodTemplate: Sendable {
  package let object: KubernetesObject
  /// The path from the object to what holds the pod's `metadata` and `spec`; empty for a Pod.
  package let path: [String]
  /// `metadata` of the pod, where it is a mapping.
  package let metadata: Node?
  /// `spec` of the pod: always a mapping.
  package let spec: Node
  /// The path from the object to the pod's `spec`: every finding begins with it.
  package let specPath: [String]
  /// All containers: `initContainers`, `containers`, `ephemeralContainers`, each in order.
  package let containers: [ContainerView]
  /// Whether the pods share the network of their node.
  package let usesHostNetwork: Bool
  private let fields: MetadataFields
  /// The row of `spec.restartPolicy`; 0 where it is missing.
  private let restartPolicyRow: UInt32

  /// `holder` is what stands at the path; `nil` where it has no `spec`.
  init?(object: KubernetesObject, path: [String], specPath: [String], holder: Node) {
    guard let spec = holder["spec"], spec.isMapping else { return nil }
    self.object = object
    self.path = path
    self.specPath = specPath
    self.spec = spec
    let metadata = holder["metadata"]
    self.metadata = metadata?.isMapping == true ? metadata : nil
    fields = MetadataFields(of: self.metadata)
    var lists = ContainerView.Lists()
    var usesHostNetwork = false
    var restartPolicy: UInt32 = 0
    spec.forEachEntry { key, value in
      switch key.count {
      case 10 where key.says("containers"): lists.app = value
      case 11 where key.says("hostNetwork"): usesHostNetwork = value.boolean == true
      case 13 where key.says("restartPolicy"): restartPolicy = value.index
      case 14 where key.says("initContainers"): lists.initial = value
      case 19 where key.says("ephemeralContainers"): lists.ephemeral = value
      default: break
      }
    }
    containers = ContainerView.all(of: lists)
    self.usesHostNetwork = usesHostNetwork
    restartPolicyRow = restartPolicy
  }

  /// `spec.restartPolicy`.
  package var restartPolicy: Node? {
    restartPolicyRow == 0 ? nil : Node(document: spec.document, index: restartPolicyRow)
  }

  /// The path from the object to the pod's `metadata`, which may be missing.
  package var metadataPath: [String] { path + ["metadata"] }
  /// Whether the object is the pod itself, and not just shaped like one (a Knative Revision).
  package var isPod: Bool {
    path.isEmpty && object.group.isEmpty && object.kind.utf8.elementsEqual("Pod".utf8)
  }

  /// The name of its ServiceAccount as written, under either name of the field; `nil` where there
  /// is none, which means `default`.
  package var serviceAccountName: String? {
    for field in ["serviceAccountName", "serviceAccount"] {
      if let name = spec[named: field]?.string, !name.isEmpty { return name }
    }
    return nil
  }

  package var annotations: Node? { fields.annotations(of: spec.document) }
  package var labels: Node? { fields.labels(of: spec.document) }

  /// Whether the pod is for Windows: `spec.os.name`, or where that is not set a node selector
  /// `kubernetes.io/os` (or its beta form).
  package var isWindows: Bool {
    if let name = spec["os", "name"], !name.isNull { return name.isString("windows") }
    let selector = spec["nodeSelector"]
    return selector?["kubernetes.io/os"]?.isString("windows") == true
      || selector?["beta.kubernetes.io/os"]?.isString("windows") == true
  }
}

extension KubernetesObject {
  /// The pod templates of the object, in the order of the table; most kinds have one or none.
  ///
  /// `additional` are paths to the holders of `metadata` and `spec` in further kinds, from the
  /// policy; `*` stands for every element of a sequence. A path that is in the table as well counts
  /// once.
  package func podTemplates(additional: [[String]] = []) -> [PodTemplate] {
    var templates: [PodTemplate] = []
    let known = PodTemplatePaths.paths(of: self)
    func add(_ path: [String], _ specPath: [String], _ holder: Node) {
      let template = PodTemplate(object: self, path: path, specPath: specPath, holder: holder)
      if let template { templates.append(template) }
    }
    for path in known {
      if !path.hasWildcard {
        // Nearly always, and then there is nothing to be put together.
        if let holder = node.at(path.tokens[...]) { add(path.tokens, path.specPath, holder) }
        continue
      }
      for (path, holder) in PodTemplatePaths.expand(path.tokens, below: node) {
        add(path, path + ["spec"], holder)
      }
    }
    for path in additional where !known.contains(where: { $0.tokens == path }) {
      for (path, holder) in PodTemplatePaths.expand(path, below: node) {
        add(path, path + ["spec"], holder)
      }
    }
    return templates
  }
}

/// Where the kinds of the field keep their pod templates: a table that one line extends.
package enum PodTemplatePaths {
  /// Groups and kinds; the version does not matter. A list: it is looked at once for an object, and
  /// a dictionary has to be filled when a process starts.
  private static let table: [Entry] = [
    Entry("", "Pod", [[]]),
    Entry("", "PodTemplate", [["template"]]),
    Entry("", "ReplicationController", [["spec", "template"]]),
    Entry("apps", "Deployment", [["spec", "template"]]),
    Entry("apps", "ReplicaSet", [["spec", "template"]]),
    Entry("apps", "StatefulSet", [["spec", "template"]]),
    Entry("apps", "DaemonSet", [["spec", "template"]]),
    Entry("extensions", "Deployment", [["spec", "template"]]),
    Entry("extensions", "ReplicaSet", [["spec", "template"]]),
    Entry("extensions", "StatefulSet", [["spec", "template"]]),
    Entry("extensions", "DaemonSet", [["spec", "template"]]),
    Entry("batch", "Job", [["spec", "template"]]),
    Entry("batch", "CronJob", [["spec", "jobTemplate", "spec", "template"]]),
    Entry("argoproj.io", "Rollout", [["spec", "template"]]),
    Entry("argoproj.io", "Experiment", [["spec", "templates", "*", "template"]]),
    Entry("serving.knative.dev", "Service", [["spec", "template"]]),
    Entry("serving.knative.dev", "Configuration", [["spec", "template"]]),
    Entry("serving.knative.dev", "Revision", [[]]),
    Entry("apps.kruise.io", "CloneSet", [["spec", "template"]]),
    Entry("apps.kruise.io", "StatefulSet", [["spec", "template"]]),
    Entry("apps.kruise.io", "DaemonSet", [["spec", "template"]]),
    Entry("apps.kruise.io", "BroadcastJob", [["spec", "template"]]),
    Entry(
      "apps.kruise.io", "AdvancedCronJob",
      [
        ["spec", "template", "jobTemplate", "spec", "template"],
        ["spec", "template", "broadcastJobTemplate", "spec", "template"],
      ]),
    Entry(
      "apps.kruise.io", "UnitedDeployment",
      [
        ["spec", "template", "statefulSetTemplate", "spec", "template"],
        ["spec", "template", "advancedStatefulSetTemplate", "spec", "template"],
        ["spec", "template", "cloneSetTemplate", "spec", "template"],
        ["spec", "template", "deploymentTemplate", "spec", "template"],
      ]),
    Entry("keda.sh", "ScaledJob", [["spec", "jobTargetRef", "template"]]),
    Entry(
      "jobset.x-k8s.io", "JobSet",
      [
        ["spec", "replicatedJobs", "*", "template", "spec", "template"]
      ]),
    Entry(
      "leaderworkerset.x-k8s.io", "LeaderWorkerSet",
      [
        ["spec", "leaderWorkerTemplate", "leaderTemplate"],
        ["spec", "leaderWorkerTemplate", "workerTemplate"],
      ]),
  ]

  private struct Entry {
    let group: String
    let kind: String
    let paths: [Path]

    init(_ group: String, _ kind: String, _ paths: [[String]]) {
      self.group = group
      self.kind = kind
      self.paths = paths.map { Path($0) }
    }
  }

  /// A path to what holds `metadata` and `spec` of a pod.
  struct Path: Sendable {
    let tokens: [String]
    /// Made once, since every object of the kind has it.
    let specPath: [String]
    let hasWildcard: Bool

    init(_ tokens: [String]) {
      self.tokens = tokens
      specPath = tokens + ["spec"]
      hasWildcard = tokens.contains("*")
    }
  }

  /// All kinds of the table.
  package static var kinds: [(group: String, kind: String)] {
    table.map { ($0.group, $0.kind) }
  }

  /// The paths for a kind; `*` stands for every element of a sequence.
  static func paths(of object: KubernetesObject) -> [Path] {
    table.first { $0.kind == object.kind && $0.group == object.group }?.paths ?? []
  }

  /// The places that a path with any number of `*` stands for, in the order of the elements. The
  /// nodes come along, since to find each of many elements again is to count up to it.
  static func expand(_ path: [String], below node: Node) -> [(path: [String], node: Node)] {
    guard path.contains("*") else { return node.at(path[...]).map { [(path, $0)] } ?? [] }
    var found: [(path: [String], node: Node)] = [([], node)]
    for token in path {
      var next: [(path: [String], node: Node)] = []
      for (path, node) in found {
        if token == "*" {
          guard node.isSequence else { continue }
          for (position, element) in node.elements.enumerated() {
            next.append((path + [String(position)], element))
          }
        } else if let child = node.at([token][...]) {
          next.append((path + [token], child))
        }
      }
      found = next
    }
    return found
  }
}
