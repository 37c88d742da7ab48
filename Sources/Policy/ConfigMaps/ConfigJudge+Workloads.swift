import Documents
import Kubernetes
import Schemas

// What ConfigMap and workload must be together: storage in memory and more than one replica.

extension ConfigJudge {
  func judgeWorkloads(_ entry: ConfigMapEntry, _ findings: inout FindingSink) {
    guard let reach = scope.context.reach, let name = scope.object.name else { return }
    let readers = reach.readers(of: ObjectKind(scope.object), in: scope.namespace, named: name)
    if readers.isEmpty { return }
    for demand in entry.workloads {
      var place: Node?
      if let when = demand.when {
        let table = table(when, entry.reading)
        guard when.schema.check(table.document.root).isValid else { continue }
        // The first key that the condition names is what the finding is about.
        place =
          data.items.first { item in
            item.key.withText { key in when.plan.keys.contains { key.says($0) } }
          }?.key
      }
      for workload in readers {
        judge(workload, demand, at: place, reach, &findings)
      }
    }
  }

  private func judge(
    _ workload: ObjectIndex.Entry, _ demand: ConfigMapEntry.WorkloadEntry, at place: Node?,
    _ reach: ObjectIndex, _ findings: inout FindingSink
  ) {
    let title = "\(workload.object.kind) \(quoted(workload.object.name ?? ""))"
    var problem: String?
    if let most = demand.replicas, let count = Replicas.most(of: workload, reach), count > most {
      let words = count == .max ? "a pod on each node" : "up to \(count) pods"
      problem = "\(title) reads it and runs \(words), at most \(most) may"
    }
    if problem == nil, let schema = demand.schema {
      let result = schema.check(workload.object.node)
      if let violation = result.violations.first {
        problem =
          "\(title) reads it: "
          + violation.sentence(from: workload.object.node, showsValues: false)
      } else if let halt = result.halt {
        problem = halt.message
      }
    }
    guard let problem else { return }
    let item = data.items.first { $0.key.index == place?.index }
    findings.report(
      at: [item?.field ?? data.field] + (item.map { [$0.key.text] } ?? []),
      on: place ?? data.place,
      FindingMessage(demand.message.map { "\($0): \(problem)" } ?? problem),
      remedy: "Change the value, or the workload.")
  }
}

/// How many pods a workload runs.
enum Replicas {
  /// The most there can be: what its autoscalers allow, else its replicas; `nil` where that is not
  /// known, and the largest number for what runs on each node.
  static func most(of workload: ObjectIndex.Entry, _ reach: ObjectIndex) -> Int64? {
    let object = workload.object
    if object.kind == "DaemonSet" { return .max }
    guard
      ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"].contains(object.kind)
    else { return nil }
    let written = object.node["spec", "replicas"].map { $0.integer ?? 1 } ?? 1
    guard let name = object.name else { return written }
    let scaled = reach.autoscalers(
      of: ObjectKind(object), in: workload.namespace, named: name
    ).compactMap { $0.object.node["spec", "maxReplicas"]?.integer }
    return scaled.max().map { max($0, 0) } ?? written
  }
}
