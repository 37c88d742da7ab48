import Documents
import JSONSyntax

/// Writes an AdmissionReview that holds a response, straight to bytes.
struct ResponseWriter {
  private(set) var bytes: [UInt8] = []

  /// `patch` are the operations of a JSON Patch as JSON, or nothing: `patch` and `patchType` stand
  /// together or not at all.
  init(
    to request: ReviewRequest, allowed: Bool, patch: [UInt8]?, denial: String?,
    warnings: [String], auditAnnotations: [(key: StaticString, value: String)]
  ) {
    bytes.reserveCapacity(512 + (patch?.count ?? 0) * 4 / 3)
    literal("{\"apiVersion\":")
    string(request.version.rawValue)
    literal(",\"kind\":\"AdmissionReview\",\"response\":{\"uid\":")
    request.uidNode.withText { JSONWriter.appendString($0, to: &bytes) }
    literal(allowed ? ",\"allowed\":true" : ",\"allowed\":false")
    if let patch {
      literal(",\"patchType\":\"JSONPatch\",\"patch\":\"")
      Base64.append(patch, to: &bytes)
      literal("\"")
    }
    if let denial {
      literal(",\"status\":{\"code\":403,\"reason\":\"Forbidden\",\"message\":")
      string(denial)
      literal("}")
    }
    if !warnings.isEmpty {
      literal(",\"warnings\":")
      var separator: StaticString = "["
      for warning in warnings {
        literal(separator)
        string(warning)
        separator = ","
      }
      literal("]")
    }
    if !auditAnnotations.isEmpty {
      literal(",\"auditAnnotations\":")
      var separator: StaticString = "{"
      for (key, value) in auditAnnotations {
        literal(separator)
        literal("\"")
        literal(key)
        literal("\":")
        string(value)
        separator = ","
      }
      literal("}")
    }
    literal("}}\n")
  }

  private mutating func literal(_ text: StaticString) {
    text.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
  }

  private mutating func string(_ text: String) { JSONWriter.appendString(text, to: &bytes) }
}
