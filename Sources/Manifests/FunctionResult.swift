import Documents
import Edits
import Kubernetes
import Policy

/// What a KRM function found, as an entry of `results`.
///
/// The value that stands in the object is left out (`field.currentValue`): it may be a secret, and
/// orchestrators print results.
enum FunctionResult {
  /// The results of all objects of a list, in their order.
  static func results(of evaluation: DocumentEvaluation, items root: Node) -> [Value] {
    var results: [Value] = []
    // Only where something was found.
    lazy var secrets = SecretPlaces(in: root.document, evaluation.evaluations)
    for (object, evaluation) in zip(KubernetesObject.objects(of: root), evaluation.evaluations) {
      let file = file(of: object)
      for note in evaluation.notes where note.kind != .applied {
        results.append(
          result(
            note.message, severity: note.kind == .warning ? "warning" : "info", note.object,
            path: note.pointer, proposed: nil, file, tag: ("mutator", note.mutator)))
      }
      for finding in evaluation.findings {
        results.append(
          result(
            sentences(finding), severity: severity(of: finding.action), finding.object,
            path: finding.pointer, proposed: proposedValue(of: finding.hiding(secrets)), file,
            tag: ("rule", finding.rule)))
      }
    }
    return results
  }

  private static func result(
    _ message: String, severity: String, _ object: ObjectReference, path: JSONPointer,
    proposed: Value?, _ file: Value?, tag: (key: String, value: String)
  ) -> Value {
    var entries: [Value.Entry] = [
      .init("message", .string(message)), .init("severity", .string(severity)),
    ]
    // A reference without a name is none, and a field is one of a named object.
    if !object.name.isEmpty {
      var reference: [Value.Entry] = [
        .init("apiVersion", .string(object.apiVersion)), .init("kind", .string(object.kind)),
        .init("name", .string(object.name)),
      ]
      if let namespace = object.namespace {
        reference.append(.init("namespace", .string(namespace)))
      }
      entries.append(.init("resourceRef", .mapping(reference)))
      if !path.tokens.isEmpty {
        var field: [Value.Entry] = [.init("path", .string(fieldPath(path)))]
        if let proposed { field.append(.init("proposedValue", proposed)) }
        entries.append(.init("field", .mapping(field)))
      }
    }
    if let file { entries.append(.init("file", file)) }
    entries.append(.init("tags", .mapping([.init(tag.key, .string(tag.value))])))
    return .mapping(entries)
  }

  private static func severity(of action: Action) -> String {
    switch action {
    case .deny: "error"
    case .warn: "warning"
    default: "info"
    }
  }

  private static func sentences(_ finding: Finding) -> String {
    let place = finding.container.map { "container \($0): " } ?? ""
    let isNamed = finding.container.map { finding.message.contains("\"\($0)\"") } ?? true
    return "\(isNamed ? "" : place)\(finding.message). \(finding.remedy)"
  }

  // MARK: Fields

  /// A pointer as a path of JSONPath: `spec.containers[0].image`, `metadata.labels['a.b/c']`.
  static func fieldPath(_ pointer: JSONPointer) -> String {
    var path = ""
    for token in pointer.tokens {
      if JSONPointer.elementIndex(token) != nil, !path.isEmpty {
        path += "[\(token)]"
      } else if token.isEmpty || token.utf8.contains(where: { !isPlain($0) }) {
        let escaped = token.flatMap { $0 == "'" || $0 == "\\" ? ["\\", $0] : [$0] }
        path += "['\(String(escaped))']"
      } else {
        path += path.isEmpty ? token : ".\(token)"
      }
    }
    return path
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: byte >= 0x80
    }
  }

  /// What the finding's fix writes at the finding's place; `nil` where it writes something else,
  /// and where that may be secret.
  static func proposedValue(of finding: Finding) -> Value? {
    let wanted = finding.pointer.tokens
    for operation in finding.shownFix?.operations ?? [] {
      let written: (path: JSONPointer, value: Value)
      switch operation {
      case .add(let path, let value), .replace(let path, let value): written = (path, value)
      default: continue
      }
      let path = written.path.tokens
      guard path.count <= wanted.count, wanted.starts(with: path) else { continue }
      var value: Value? = written.value
      for token in wanted[path.count...] { value = value?[token] }
      if let value { return value }
    }
    return nil
  }

  // MARK: Files

  /// Where the orchestrator read an object; in kpt's and kustomize's old spelling too.
  private static func file(of object: KubernetesObject) -> Value? {
    let annotations = object.annotations
    func annotation(_ name: String) -> String? {
      annotations?[named: "internal.config.kubernetes.io/\(name)"]?.string
        ?? annotations?[named: "config.kubernetes.io/\(name)"]?.string
    }
    guard let path = annotation("path"), !path.isEmpty else { return nil }
    var entries: [Value.Entry] = [.init("path", .string(path))]
    if let index = annotation("index").flatMap({ Int($0) }), index >= 0 {
      entries.append(.init("index", .integer(index)))
    }
    return .mapping(entries)
  }
}
