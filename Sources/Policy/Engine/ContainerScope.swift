import Documents
import Kubernetes

/// A container as checks see it: the fields that rules ask for are found in one pass, so that a
/// hundred rules do not search its mapping a hundred times. A class, since it is handed to each of
/// them; it stays in the evaluation that made it, and keeps what the first one that asks found out.
package final class ContainerScope {
  package let view: ContainerView
  /// The name; `nil` where there is none, or something else than a string.
  package let name: String?
  /// The name in quotes, for messages; the position where there is no name. Made once, since most
  /// findings say it.
  package let label: String
  /// Requests and limits, with those of the pod as a whole.
  package let resources: EffectiveResources
  /// `securityContext`, where it is a mapping.
  package let security: SecurityContextScope
  /// What `image` says, where it is a string.
  private(set) lazy var image = self[.image]?.string.map { text in
    Result { () throws(ImageReferenceError) in try ImageReference(parsing: text) }
  }
  /// The way to it from the object; findings share it.
  let path: [String]
  /// The row of the value of each field, by the field's number; 0 where it is missing: row 0 is the
  /// root, which is no field of anything.
  private let rows: [32 of UInt32]

  /// The fields of a container that are looked up by number.
  package enum Field: Int, Sendable, CaseIterable {
    case name, image, imagePullPolicy, command, args, workingDir, env, envFrom, ports, resources
    case securityContext, livenessProbe, readinessProbe, startupProbe, lifecycle, volumeMounts
    case volumeDevices, restartPolicy, stdin, tty, terminationMessagePath, terminationMessagePolicy
  }

  /// `podResources` are the pod's `spec.resources` where they have an effect.
  init(_ view: ContainerView, below specPath: [String], podResources: Node?) {
    self.view = view
    path = specPath + [view.field, String(view.position)]
    var rows = [32 of UInt32](repeating: 0)
    view.node.forEachEntry { key, value in
      if let field = Self.field(key) { rows[field.rawValue] = value.index }
    }
    self.rows = rows
    let nameRow = rows[Field.name.rawValue]
    let name = nameRow == 0 ? nil : Node(document: view.node.document, index: nameRow).string
    self.name = name
    label = name.map { quoted($0) } ?? "\(view.field)[\(view.position)]"
    let context = rows[Field.securityContext.rawValue]
    security = SecurityContextScope(
      context == 0 ? nil : Node(document: view.node.document, index: context))
    let row = rows[Field.resources.rawValue]
    resources = EffectiveResources(
      container: row == 0 ? nil : Node(document: view.node.document, index: row),
      pod: view.sort == .ephemeral ? nil : podResources)
  }

  package var node: Node { view.node }
  package var sort: ContainerView.Sort { view.sort }

  /// The value of a field; `nil` where it is missing. It may be null.
  package subscript(field: Field) -> Node? {
    let row = rows[field.rawValue]
    return row == 0 ? nil : Node(document: view.node.document, index: row)
  }

  /// An entry of a field that is a mapping.
  package subscript(field: Field, key: StaticString) -> Node? {
    let row = rows[field.rawValue]
    return row == 0 ? nil : Node(document: view.node.document, index: row)[key]
  }

  private static func field(_ key: Span<UInt8>) -> Field? {
    // By length first: no two long names are compared in vain.
    switch key.count {
    case 3:
      if key.says("env") { return .env }
      return key.says("tty") ? .tty : nil
    case 4:
      if key.says("name") { return .name }
      return key.says("args") ? .args : nil
    case 5:
      if key.says("image") { return .image }
      if key.says("ports") { return .ports }
      return key.says("stdin") ? .stdin : nil
    case 7:
      if key.says("command") { return .command }
      return key.says("envFrom") ? .envFrom : nil
    case 9:
      if key.says("resources") { return .resources }
      return key.says("lifecycle") ? .lifecycle : nil
    case 10: return key.says("workingDir") ? .workingDir : nil
    case 12:
      if key.says("volumeMounts") { return .volumeMounts }
      return key.says("startupProbe") ? .startupProbe : nil
    case 13:
      if key.says("livenessProbe") { return .livenessProbe }
      if key.says("restartPolicy") { return .restartPolicy }
      return key.says("volumeDevices") ? .volumeDevices : nil
    case 14: return key.says("readinessProbe") ? .readinessProbe : nil
    case 15:
      if key.says("securityContext") { return .securityContext }
      return key.says("imagePullPolicy") ? .imagePullPolicy : nil
    case 22: return key.says("terminationMessagePath") ? .terminationMessagePath : nil
    case 24: return key.says("terminationMessagePolicy") ? .terminationMessagePolicy : nil
    default: return nil
    }
  }
}
