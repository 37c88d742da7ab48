import Documents
import Kubernetes
import Patterns

/// A text of the policy with fields of the object in it: `${serviceAccount}-role`.
///
/// | written                     | stands for                                                     |
/// |-----------------------------|----------------------------------------------------------------|
/// | `${name}`                   | `metadata.name`                                                |
/// | `${namespace}`              | the namespace of the request, or what the object says          |
/// | `${kind}`                   | the object's kind                                              |
/// | `${serviceAccount}`         | a ServiceAccount's own name; of a pod, the one that it uses    |
/// | `${labels['team']}`         | a label of the object; likewise `annotations`                  |
/// | `${name%-sa}`               | the field without this ending, if it has it                    |
/// | `${name#app-}`              | the field without this beginning, if it has it                 |
/// | `$${`                       | `${` as it stands                                              |
///
/// A field that the object does not have, or that is empty, makes the whole text impossible:
/// nothing is written then, and never half a name. Reading a template is linear in its length.
package struct FieldTemplate: Sendable, Equatable {
  package enum Field: Sendable, Equatable, Hashable {
    case name
    case namespace
    case kind
    case serviceAccount
    case label(String)
    case annotation(String)

    /// As it is written in a template, without the braces.
    package var text: String {
      switch self {
      case .name: "name"
      case .namespace: "namespace"
      case .kind: "kind"
      case .serviceAccount: "serviceAccount"
      case .label(let key): "labels['\(key)']"
      case .annotation(let key): "annotations['\(key)']"
      }
    }
  }

  enum Trim: Sendable, Equatable {
    case none
    case prefix(String)
    case suffix(String)
  }

  enum Part: Sendable, Equatable {
    case literal(String)
    case field(Field, Trim)
  }

  /// What a template gives for an object.
  package enum Rendering: Sendable, Equatable {
    case text(String)
    /// The object lacks this field, or it is empty.
    case missing(Field)
  }

  let parts: [Part]

  init(parts: [Part]) {
    self.parts = parts
  }

  /// The text itself where no field is in it.
  package var constant: String? {
    switch parts.count {
    case 0: return ""
    case 1:
      guard case .literal(let text) = parts[0] else { return nil }
      return text
    default: return nil
    }
  }

  /// The keys of labels and annotations among the fields.
  var metadataKeys: [String] {
    parts.compactMap { part in
      switch part {
      case .field(.label(let key), _), .field(.annotation(let key), _): key
      default: nil
      }
    }
  }

  /// The text with each field replaced by what `value` says.
  package func render(_ value: (Field) -> String?) -> Rendering {
    var text = ""
    for part in parts {
      switch part {
      case .literal(let literal): text += literal
      case .field(let field, let trim):
        guard let value = value(field) else { return .missing(field) }
        let trimmed = Self.trimmed(value, trim)
        if trimmed.isEmpty { return .missing(field) }
        text += trimmed
      }
    }
    return .text(text)
  }

  /// The text for an object that is judged.
  func render(for scope: ObjectScope) -> Rendering {
    let object = scope.object
    return render { field in
      switch field {
      case .name: object.name
      case .namespace: scope.context.namespace(of: object)
      case .kind: object.kind
      case .serviceAccount:
        object.kind == "ServiceAccount" && object.group.isEmpty
          ? object.name : scope.pods.first?.template.serviceAccountName
      case .label(let key): object.label(key)
      case .annotation(let key): object.annotation(key)
      }
    }
  }

  private static func trimmed(_ text: String, _ trim: Trim) -> String {
    let bytes = text.utf8
    switch trim {
    case .none: return text
    case .prefix(let prefix):
      guard bytes.starts(with: prefix.utf8) else { return text }
      return String(decoding: bytes.dropFirst(prefix.utf8.count), as: UTF8.self)
    case .suffix(let suffix):
      guard bytes.reversed().starts(with: suffix.utf8.reversed()) else { return text }
      return String(decoding: bytes.dropLast(suffix.utf8.count), as: UTF8.self)
    }
  }
}

/// Why a text is no template, and where in it.
package struct FieldTemplateError: Error, Sendable, Equatable {
  package enum Reason: Sendable, Equatable {
    /// `${` without its `}`.
    case unclosed
    /// No field of this name.
    case unknown(String)
    /// `labels` or `annotations` without `['key']`.
    case noKey(String)
    /// `${name%}`.
    case emptyTrim
    /// Something between the field and its `}`.
    case trailing
  }

  package let reason: Reason
  /// Byte offset in the text.
  package let offset: Int

  /// A clause without a capital and without a full stop.
  package var message: String {
    let place = "at character \(offset + 1)"
    return switch reason {
    case .unclosed: "the ${ \(place) has no }"
    case .unknown(let name): "unknown field \(quoted(name)) \(place)"
    case .noKey(let name): "\(name) \(place) needs a key: ${\(name)['app.kubernetes.io/name']}"
    case .emptyTrim: "the % or # \(place) says nothing to take away"
    case .trailing: "something that is not understood stands \(place), before the }"
    }
  }

  /// What to do, likewise; empty where the message says it all.
  package var remedy: String {
    switch reason {
    case .unknown(let name):
      if let near = Nearest.word(to: name, among: FieldTemplateParser.names) {
        return "did you mean \(quoted(near))?"
      }
      return "expected one of \(FieldTemplateParser.names.joined(separator: ", "))"
    case .unclosed: return "write $${ for a ${ that is no field"
    default: return ""
    }
  }
}
