import Documents
import JSONSyntax

/// Writes an AdmissionReview that holds a response, straight to bytes.
struct ResponseWriter {
  private(set) var bytes: [UInt8] = []

  /// `patch` are the operations of a JSON Patch as JSON, or nothing: `patch` and `patchType` stand
  /// together or not at all.
  init(
    to request: ReviewRequest, allowed: Bool, patch: [UInt8]?, denial: String?,
    warnings: [String], auditAnnotations: [(key: StaticString, value: [UInt8])]
  ) {
    bytes.reserveCapacity(512 + (patch?.count ?? 0) * 4 / 3)
    switch request.version {
    case .v1: literal("{\"apiVersion\":\"admission.k8s.io/v1\"", Self.response)
    case .v1beta1: literal("{\"apiVersion\":\"admission.k8s.io/v1beta1\"", Self.response)
    }
    request.uidNode.withText { JSONWriter.appendString($0, to: &bytes) }
    literal(
      allowed ? ",\"allowed\":true" : ",\"allowed\":false",
      patch == nil ? "" : ",\"patchType\":\"JSONPatch\",\"patch\":\"")
    if let patch {
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
        literal(separator, "\"", key, "\":")
        JSONWriter.appendString(value.span, to: &bytes)
        separator = ","
      }
      literal("}}}\n")
    } else {
      literal("}}\n")
    }
  }

  private static let response: StaticString =
    ",\"kind\":\"AdmissionReview\",\"response\":{\"uid\":"

  /// Some texts in a row: room is made for them together.
  @inline(__always)
  private mutating func literal(
    _ text: StaticString, _ second: StaticString = "", _ third: StaticString = "",
    _ fourth: StaticString = ""
  ) {
    let count =
      text.utf8CodeUnitCount + second.utf8CodeUnitCount + third.utf8CodeUnitCount
      + fourth.utf8CodeUnitCount
    bytes.append(addingCapacity: count) { output in
      output.append(text)
      output.append(second)
      output.append(third)
      output.append(fourth)
    }
  }

  private mutating func string(_ text: String) { JSONWriter.appendString(text, to: &bytes) }
}
