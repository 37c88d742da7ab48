import Documents
import Kubernetes

/// What an autoscaler scales: `spec.scaleTargetRef`.
struct ScaleTarget: Equatable {
  let kind: ObjectKind
  let name: String

  /// `nil` where kind or name is missing, and where a placeholder hides which one it is.
  init?(_ object: KubernetesObject) {
    guard let reference = object.node["spec", "scaleTargetRef"],
      let kind = reference["kind"]?.string, let name = reference["name"]?.string, !name.isEmpty,
      !reference.entries.contains(where: { $0.value.hasPlaceholder })
    else { return nil }
    self.kind = ObjectKind(kind, apiVersion: reference["apiVersion"]?.string ?? "")
    self.name = name
  }

  /// What a ScaledObject of KEDA scales: a Deployment where it says nothing.
  init?(events object: KubernetesObject) {
    guard let reference = object.node["spec", "scaleTargetRef"],
      let name = reference["name"]?.string, !name.isEmpty
    else { return nil }
    kind = ObjectKind(
      reference["kind"]?.string ?? "Deployment",
      apiVersion: reference["apiVersion"]?.string ?? "apps/v1")
    self.name = name
  }
}

enum ServiceView {
  /// `spec.selector`, where the Service selects pods at all: one of type ExternalName does not, and
  /// one without a selector gets its endpoints from somebody else.
  static func selector(of object: KubernetesObject) -> Node? {
    guard let spec = object.node["spec"], spec["type"]?.isString("ExternalName") != true,
      let selector = spec["selector"], selector.isMapping, selector.count > 0
    else { return nil }
    return selector
  }

  /// The `targetPort` of a port, where it is another than the `port`: the API server takes one that
  /// is missing, null, 0 or empty for the `port` (SetDefaults_Service).
  static func target(_ field: Node?) -> Node? {
    guard let field, !field.isNull, field.integer != 0, !field.isString("") else { return nil }
    return field
  }
}

enum NetworkPolicyView {
  /// `spec.podSelector`; an empty one, and one that is left out, selects every pod. `nil` where it
  /// cannot be read.
  static func selector(of object: KubernetesObject) -> LabelSelector? {
    guard let spec = object.node["spec"], spec.isMapping else { return nil }
    guard let selector = spec["podSelector"], !selector.isNull else { return LabelSelector([]) }
    return try? LabelSelector(selector)
  }

  /// Whether it says who may reach the pods: `spec.policyTypes` has Ingress, as it does where it is
  /// left out.
  static func limitsIngress(_ object: KubernetesObject) -> Bool {
    guard let types = object.node["spec", "policyTypes"], types.isSequence, types.count > 0 else {
      return true
    }
    return types.elements.contains { $0.isString("Ingress") }
  }
}

/// What a PodDisruptionBudget allows.
enum DisruptionBudget {
  /// `spec.selector`; one that is left out selects nothing. An empty one selects every pod in
  /// `policy/v1` and none in `policy/v1beta1`. `nil` where it selects nothing or cannot be read.
  static func selector(of object: KubernetesObject) -> LabelSelector? {
    guard let node = object.node["spec", "selector"], !node.isNull,
      let selector = try? LabelSelector(node)
    else { return nil }
    return selector.isEmpty && object.version == "v1beta1" ? nil : selector
  }

  /// A number of pods or a share of them.
  enum Amount: Equatable {
    case count(Int64)
    case percent(Int64)

    /// `nil` for what the API server refuses.
    init?(_ node: Node?) {
      if let count = node?.integer {
        guard count >= 0 else { return nil }
        self = .count(count)
        return
      }
      guard let text = node?.string, text.utf8.last == UInt8(ascii: "%") else { return nil }
      let digits = text.utf8.dropLast()
      guard !digits.isEmpty, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
        let percent = Int64(String(decoding: digits, as: UTF8.self)), percent <= 1_000_000
      else { return nil }
      self = .percent(percent)
    }

    /// Of so many pods, rounded up as the disruption controller does for both of its fields.
    func of(_ replicas: Int64) -> Int64 {
      switch self {
      case .count(let count): count
      case .percent(let percent):
        // Replicas are 32 bits wide in the API, so this cannot overflow after the clamp.
        (min(max(replicas, 0), 1 << 31) * percent + 99) / 100
      }
    }
  }

  /// Pods that may be evicted at once when so many are wanted and all are healthy; `nil` where
  /// the budget says nothing that can be read.
  static func allowed(_ object: KubernetesObject, of replicas: Int64) -> Int64? {
    let spec = object.node["spec"]
    if let amount = Amount(spec?["maxUnavailable"]) {
      return min(amount.of(replicas), replicas)
    }
    guard let amount = Amount(spec?["minAvailable"]) else { return nil }
    return max(0, replicas - amount.of(replicas))
  }
}

extension KubernetesObject {
  /// The replicas that a workload asks for; 1 where it says nothing.
  var wantedReplicas: Int64? {
    guard let node = node["spec", "replicas"], !node.isNull else { return 1 }
    return node.integer
  }
}

enum Autoscaler {
  /// `spec.minReplicas`; 1 where it is missing, `nil` where it is no number.
  static func minimum(of object: KubernetesObject) -> Int64? {
    guard let node = object.node["spec", "minReplicas"], !node.isNull else { return 1 }
    return node.integer
  }
}

extension ObjectIndex {
  /// The replicas of all workloads whose pods match, as the disruption controller sums them up;
  /// `nil` where there are none, where an autoscaler decides, or where the number cannot be told.
  func replicas(matching selector: LabelSelector, in namespace: String) -> Int64? {
    guard let pods = pods(matching: selector, in: namespace), !pods.isEmpty else { return nil }
    var sum: Int64 = 0
    for pod in pods {
      let object = pod.template.object
      let kind = ObjectKind(object)
      switch (kind.group, kind.kind) {
      case ("apps", "Deployment"), ("apps", "StatefulSet"), ("apps", "ReplicaSet"),
        ("", "ReplicationController"):
        break
      default: return nil
      }
      guard let name = object.name, let replicas = object.wantedReplicas,
        replicas >= 0, replicas <= 1 << 31,
        autoscalers(of: kind, in: namespace, named: name).isEmpty
      else { return nil }
      sum += replicas
    }
    return sum
  }
}
