import Documents

/// A minor version of Kubernetes, by which standards and API facts are judged.
package struct KubernetesVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The part after `1.`; there is no other major version.
  package let minor: Int
  /// Whether nobody has named it: ``assumed``.
  package let isAssumed: Bool

  package init(_ major: Int, _ minor: Int) {
    invariant(major == 1 && minor >= 0, "Kubernetes has major version 1")
    self.init(minor: minor)
  }

  private init(minor: Int, isAssumed: Bool = false) {
    self.minor = minor
    self.isAssumed = isAssumed
  }

  /// The newest version whose facts are known here.
  package static let newest = KubernetesVersion(1, 37)

  /// The newest version as the default: what only some versions demand is not demanded by it.
  package static let assumed = KubernetesVersion(minor: newest.minor, isAssumed: true)

  /// Reads `1.34`, `v1.34`, what a cluster says of itself (`v1.34.2`, `v1.34.2-eks-1a2b3c`), and
  /// `latest`, which is ``newest``. `nil` for everything else, and for versions that are not known
  /// yet.
  package init?(parsing text: String) {
    if text == "latest" {
      self = .newest
      return
    }
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "v") { rest = rest.dropFirst() }
    guard Self.number(&rest) == 1, rest.popFirst() == UInt8(ascii: "."),
      let minor = Self.number(&rest), minor <= KubernetesVersion.newest.minor
    else { return nil }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard Self.number(&rest) != nil else { return nil }
      // Semantic Versioning 2.0.0 §9 and §10: a pre-release or a build, whatever it says.
      if let mark = rest.first, mark == UInt8(ascii: "-") || mark == UInt8(ascii: "+") {
        guard rest.count > 1 else { return nil }
        rest = rest.suffix(0)
      }
    }
    guard rest.isEmpty else { return nil }
    self.init(minor: minor)
  }

  /// The number that a text begins with, without a leading zero and of three digits at most.
  private static func number(_ text: inout Substring.UTF8View) -> Int? {
    var value: Int?
    while let digit = text.first, digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") {
      guard value != 0, (value ?? 0) < 100 else { return nil }
      value = (value ?? 0) * 10 + Int(digit - UInt8(ascii: "0"))
      text = text.dropFirst()
    }
    return value
  }

  package var description: String { "1.\(minor)" }

  package static func < (left: Self, right: Self) -> Bool { left.minor < right.minor }

  /// Who named a version is no part of it.
  package static func == (left: Self, right: Self) -> Bool { left.minor == right.minor }

  package func hash(into hasher: inout Hasher) { hasher.combine(minor) }
}
