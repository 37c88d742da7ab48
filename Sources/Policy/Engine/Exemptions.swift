import Documents
import Kubernetes

/// Why a finding does not count.
package enum Exemption: Sendable, Equatable {
  /// An exception of the policy, by its reason and the day until which it holds.
  case policy(reason: String, expires: CalendarDate)
  /// The object's annotation `kpatch.dev/exempt`, by what `kpatch.dev/exempt-reason` says.
  case annotation(reason: String)
}

/// A finding that an exception or an annotation excuses: it does not count, and is not lost.
package struct ExceptedFinding: Sendable {
  package let finding: Finding
  package let exemption: Exemption
}

/// The exemptions that concern one object.
struct Exemptions {
  /// Exceptions of the policy whose match covers the object.
  var exceptions: [CompiledException] = []
  /// Rules that the object's annotations name, where the policy allows it.
  var annotated: [RulePattern] = []
  var annotatedReason = ""
  /// What the policy lets annotations exempt from.
  var allowed: [RulePattern] = []

  func exemption(from rule: String, container: String?) -> Exemption? {
    for exception in exceptions
    where exception.covers(rule: rule) && exception.match.covers(container: container) {
      return .policy(reason: exception.reason, expires: exception.expires)
    }
    if annotated.contains(where: { $0.matches(rule) }),
      allowed.contains(where: { $0.matches(rule) })
    {
      return .annotation(reason: annotatedReason)
    }
    return nil
  }
}

extension Exemptions {
  static let annotation = "kpatch.dev/exempt"
  static let reasonAnnotation = "kpatch.dev/exempt-reason"

  /// Reads the annotations of a holder of metadata. They count only with a reason.
  mutating func read(_ annotations: Node?) {
    guard let annotations, let rules = annotations[Self.annotation]?.string,
      let reason = annotations[Self.reasonAnnotation]?.string,
      reason.utf8.contains(where: { $0 != UInt8(ascii: " ") })
    else { return }
    for word in rules.utf8.split(whereSeparator: { $0 == UInt8(ascii: ",") || $0 <= 0x20 }) {
      if let pattern = RulePattern(String(decoding: word, as: UTF8.self)) {
        annotated.append(pattern)
      }
    }
    annotatedReason = reason
  }
}
