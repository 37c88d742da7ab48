import Documents
import Kubernetes

/// A pod template as checks see it. A class, since it is handed to each of them; it stays in the
/// evaluation that made it.
package final class PodScope {
  package let template: PodTemplate
  /// All containers, in the order init, app, ephemeral, each in the order of its field.
  package var containers: [ContainerScope] { containerList.elements }
  fileprivate let containerList: Uncounted<ContainerScope>
  /// `spec.securityContext`, where it is a mapping.
  package let security: SecurityContextScope
  /// `spec.volumes`.
  package let volumes: Node?
  /// Namespaces of the node that the pod shares.
  package let hostNamespaces: HostNamespaces
  /// `spec.runtimeClassName`.
  package let runtimeClassName: Node?
  /// `spec.resources`, where it is a mapping and has an effect: limits and requests of the pod as a
  /// whole.
  package let sharedResources: Node?
  /// Whether the pod is for Windows, however it says so.
  package private(set) lazy var isWindows = template.isWindows
  /// Whether `spec.os.name` is `windows`, by which alone Pod Security tells Windows pods.
  package let namesWindows: Bool
  /// Whether `spec.hostUsers` is false: the pod has a user namespace of its own.
  package let hasOwnUsers: Bool
  /// Whether its containers are meant to end: a job's, or those of a pod that is not always
  /// restarted.
  package let runsToCompletion: Bool

  /// Entries of the requests or limits of a pod as a whole, which are for CPU, memory and huge
  /// pages of a few sizes. The API server refuses more, and every container is judged by them.
  private static let maximumSharedResources = 64

  /// The version of Kubernetes that has resources of pods as a whole on by default.
  private static let sharingVersion = KubernetesVersion(1, 34)

  init(_ template: PodTemplate, _ version: KubernetesVersion) {
    self.template = template
    var securityContext: Node?
    var resources: Node?
    var namesWindows = false
    var hasOwnUsers = false
    var restartPolicy: Node?
    var volumes: Node?
    var hostNamespaces: HostNamespaces = []
    var runtimeClassName: Node?
    template.spec.forEachEntry { key, value in
      switch key.count {
      case 2 where key.says("os"): namesWindows = value["name"]?.isString("windows") == true
      case 7 where key.says("volumes"): volumes = value
      case 7 where key.says("hostPID"): if value.boolean == true { hostNamespaces.insert(.pid) }
      case 7 where key.says("hostIPC"): if value.boolean == true { hostNamespaces.insert(.ipc) }
      case 11 where key.says("hostNetwork"):
        if value.boolean == true { hostNamespaces.insert(.network) }
      case 16 where key.says("runtimeClassName"): runtimeClassName = value
      case 9 where key.says("hostUsers"): hasOwnUsers = value.boolean == false
      case 9 where key.says("resources"): resources = value.isMapping ? value : nil
      case 13 where key.says("restartPolicy"): restartPolicy = value
      case 15 where key.says("securityContext"): securityContext = value
      default: break
      }
    }
    security = SecurityContextScope(securityContext)
    self.volumes = volumes
    self.hostNamespaces = hostNamespaces
    self.runtimeClassName = runtimeClassName
    self.namesWindows = namesWindows
    self.hasOwnUsers = hasOwnUsers
    let shared = resources.flatMap {
      Self.haveEffect($0, in: template, version) ? $0 : nil
    }
    sharedResources = shared
    let path = template.specPath
    containerList = Uncounted(
      template.containers.map { ContainerScope($0, below: path, podResources: shared) })
    runsToCompletion = Self.runsToCompletion(restartPolicy, template.object.kind)
  }

  /// Whether resources of the pod as a whole do anything: they are forbidden on Windows.
  private static func haveEffect(
    _ resources: Node, in template: PodTemplate, _ version: KubernetesVersion
  ) -> Bool {
    if version < sharingVersion || template.isWindows { return false }
    return ["requests", "limits"].allSatisfy {
      (resources[$0]?.count ?? 0) <= maximumSharedResources
    }
  }

  /// Namespaces of the node that a pod may share: `spec.hostNetwork`, `hostPID`, `hostIPC`.
  package struct HostNamespaces: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    package static let network = HostNamespaces(rawValue: 1)
    package static let pid = HostNamespaces(rawValue: 2)
    package static let ipc = HostNamespaces(rawValue: 4)
  }

  package var object: KubernetesObject { template.object }
  package var spec: Node { template.spec }

  static func runsToCompletion(_ restartPolicy: Node?, _ kind: String) -> Bool {
    if let restartPolicy, restartPolicy.isString("Never") || restartPolicy.isString("OnFailure") {
      return true
    }
    switch kind {
    case "Job", "CronJob", "ScaledJob", "JobSet", "BroadcastJob", "AdvancedCronJob": return true
    default: return false
    }
  }
}

/// An object as checks see it. A class, since it is handed to each of them; it stays in the
/// evaluation that made it.
package final class ObjectScope {
  package let object: KubernetesObject
  private let podList: Uncounted<PodScope>
  package let context: EvaluationContext
  /// Where its document was parsed, oddities that the parser met.
  package let remarks: ArraySlice<Remark>
  /// What the policy wants of ConfigMaps.
  let configMaps: [ConfigMapEntry]

  init(
    object: KubernetesObject, pods: [PodScope], context: EvaluationContext,
    remarks: ArraySlice<Remark> = [], configMaps: [ConfigMapEntry] = []
  ) {
    self.object = object
    podList = Uncounted(pods)
    self.context = context
    self.remarks = remarks
    self.configMaps = configMaps
  }

  package var pods: [PodScope] { podList.elements }
  var hasPods: Bool { podList.count > 0 }

  func forEachPod(_ body: (PodScope) -> Void) {
    for index in 0..<podList.count { podList.with(index, body) }
  }

  func forEachContainer(_ body: (ContainerScope, PodScope) -> Void) {
    forEachPod { pod in
      for index in 0..<pod.containerList.count {
        pod.containerList.with(index) { body($0, pod) }
      }
    }
  }

  /// The namespace in which other objects are looked up.
  package private(set) lazy var namespace = context.namespace(of: object) ?? ObjectIndex.unnamed
}
