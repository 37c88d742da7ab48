import Documents

/// A pod as an object describes it: the pod itself, or the template that a workload makes pods from.
package struct PodTemplate: Sendable {
  package let object: KubernetesObject
  /// The path from the object to what holds the pod's `metadata` and `spec`; empty for a Pod.
  package let path: [String]
  /// `metadata` of the pod, where it is a mapping.
  package let metadata: Node?
  /// `spec` of the pod: always a mapping.
  package let spec: Node
  /// All containers: `initContainers`, `containers`, `ephemeralContainers`, each in order.
  package let containers: [ContainerView]

  init?(object: KubernetesObject, path: [String]) {
    guard let holder = object.node.at(path[...]), let spec = holder["spec"], spec.isMapping else {
      return nil
    }
    self.object = object
    self.path = path
    self.spec = spec
    let metadata = holder["metadata"]
    self.metadata = metadata?.isMapping == true ? metadata : nil
    containers = ContainerView.all(of: spec)
  }

  /// The path from the object to the pod's `spec`.
  package var specPath: [String] { path + ["spec"] }
  /// The path from the object to the pod's `metadata`, which may be missing.
  package var metadataPath: [String] { path + ["metadata"] }
  /// Whether the object is the pod itself.
  package var isPod: Bool { path.isEmpty }

  package var annotations: Node? { metadata?["annotations"] }
  package var labels: Node? { metadata?["labels"] }

  /// Whether the pod is for Windows: `spec.os.name`, or where that is not set a node selector
  /// `kubernetes.io/os` (or its beta form).
  package var isWindows: Bool {
    if let name = spec["os", "name"] { return name.isString("windows") }
    let selector = spec["nodeSelector"]
    return selector?["kubernetes.io/os"]?.isString("windows") == true
      || selector?["beta.kubernetes.io/os"]?.isString("windows") == true
  }
}

extension KubernetesObject {
  /// The pod templates of the object, in its order; most kinds have one or none.
  ///
  /// `additional` are paths to the holders of `metadata` and `spec` in further kinds, from the
  /// policy.
  package func podTemplates(additional: [[String]] = []) -> [PodTemplate] {
    var templates: [PodTemplate] = []
    for path in PodTemplatePaths.paths(of: self) + additional {
      PodTemplatePaths.expand(path, below: node) { path in
        if let template = PodTemplate(object: self, path: path) { templates.append(template) }
      }
    }
    return templates
  }
}

/// Where the kinds of the field keep their pod templates: a table that one line extends.
package enum PodTemplatePaths {
  /// Groups whose kinds are told apart by name; the version does not matter.
  private static let table: [String: [String: [[String]]]] = [
    "": [
      "Pod": [[]],
      "PodTemplate": [["template"]],
      "ReplicationController": [["spec", "template"]],
    ],
    "apps": workloads,
    "extensions": workloads,
    "batch": [
      "Job": [["spec", "template"]],
      "CronJob": [["spec", "jobTemplate", "spec", "template"]],
    ],
    "argoproj.io": [
      "Rollout": [["spec", "template"]],
      "Experiment": [["spec", "templates", "*", "template"]],
    ],
    "serving.knative.dev": [
      "Service": [["spec", "template"]],
      "Configuration": [["spec", "template"]],
      "Revision": [[]],
    ],
    "apps.kruise.io": [
      "CloneSet": [["spec", "template"]],
      "StatefulSet": [["spec", "template"]],
      "DaemonSet": [["spec", "template"]],
      "BroadcastJob": [["spec", "template"]],
      "AdvancedCronJob": [
        ["spec", "template", "jobTemplate", "spec", "template"],
        ["spec", "template", "broadcastJobTemplate", "spec", "template"],
      ],
      "UnitedDeployment": [
        ["spec", "template", "statefulSetTemplate", "spec", "template"],
        ["spec", "template", "advancedStatefulSetTemplate", "spec", "template"],
        ["spec", "template", "cloneSetTemplate", "spec", "template"],
        ["spec", "template", "deploymentTemplate", "spec", "template"],
      ],
    ],
    "keda.sh": ["ScaledJob": [["spec", "jobTargetRef", "template"]]],
    "jobset.x-k8s.io": [
      "JobSet": [["spec", "replicatedJobs", "*", "template", "spec", "template"]]
    ],
    "leaderworkerset.x-k8s.io": [
      "LeaderWorkerSet": [
        ["spec", "leaderWorkerTemplate", "leaderTemplate"],
        ["spec", "leaderWorkerTemplate", "workerTemplate"],
      ]
    ],
  ]

  private static let workloads: [String: [[String]]] = [
    "Deployment": [["spec", "template"]],
    "ReplicaSet": [["spec", "template"]],
    "StatefulSet": [["spec", "template"]],
    "DaemonSet": [["spec", "template"]],
  ]

  /// The paths for a kind; `*` stands for every element of a sequence.
  package static func paths(of object: KubernetesObject) -> [[String]] {
    table[object.group]?[object.kind] ?? []
  }

  /// Calls `body` with the path once for each element where it holds a `*`.
  static func expand(_ path: [String], below node: Node, _ body: ([String]) -> Void) {
    guard let star = path.firstIndex(of: "*") else {
      body(path)
      return
    }
    let head = path[..<star]
    guard let sequence = node.at(head), sequence.isSequence else { return }
    for position in 0..<sequence.count {
      body(head + [String(position)] + path[(star + 1)...])
    }
  }
}
