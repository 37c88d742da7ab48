import Documents

/// A minor version of Kubernetes, by which standards and API facts are judged.
package struct KubernetesVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The part after `1.`; there is no other major version.
  package let minor: Int

  package init(_ major: Int, _ minor: Int) {
    invariant(major == 1 && minor >= 0, "Kubernetes has major version 1")
    self.minor = minor
  }

  private init(minor: Int) {
    self.minor = minor
  }

  /// The newest version whose facts are known here, which is the default.
  package static let newest = KubernetesVersion(1, 37)

  /// Reads `1.34` or `v1.34`. `nil` for everything else, and for versions that are not known yet.
  package init?(parsing text: String) {
    var digits = text.utf8[...]
    if digits.first == UInt8(ascii: "v") { digits = digits.dropFirst() }
    guard digits.starts(with: "1.".utf8) else { return nil }
    digits = digits.dropFirst(2)
    guard let first = digits.first, digits.count <= 2 else { return nil }
    if first == UInt8(ascii: "0"), digits.count > 1 { return nil }
    var value = 0
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    guard value <= KubernetesVersion.newest.minor else { return nil }
    self.init(minor: value)
  }

  package var description: String { "1.\(minor)" }

  package static func < (left: Self, right: Self) -> Bool { left.minor < right.minor }
}
