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
    literal("{\"apiVersion\":\"")
    literal(request.version.rawValue)
    literal("\",\"kind\":\"AdmissionReview\",\"response\":{\"uid\":")
    string(request.uid)
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
      var separator = "["
      for warning in warnings {
        literal(separator)
        string(warning)
        separator = ","
      }
      literal("]")
    }
    if !auditAnnotations.isEmpty {
      literal(",\"auditAnnotations\":")
      var separator = "{"
      for (key, value) in auditAnnotations {
        literal(separator)
        string(key.description)
        literal(":")
        string(value)
        separator = ","
      }
      literal("}")
    }
    literal("}}\n")
  }

  private mutating func literal(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private mutating func string(_ text: String) { JSONWriter.appendString(text, to: &bytes) }
}
