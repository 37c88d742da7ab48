import Documents

/// The API server's own bounds, each with its unit; the one home of all of them.
package enum APILimits {
  // MARK: Names (apimachinery pkg/util/validation)

  /// Bytes of a DNS-1123 label: names of namespaces, Services, containers, ports' hosts.
  package static let labelBytes = 63
  /// Bytes of a DNS-1123 subdomain: names of most objects, the prefix of a label or annotation key.
  package static let subdomainBytes = 253
  /// Bytes of the part of a label or annotation key after its prefix.
  package static let qualifiedNameBytes = 63
  /// Bytes of a label's value.
  package static let labelValueBytes = 63
  /// Bytes of a key of a ConfigMap or Secret.
  package static let configMapKeyBytes = 253
  /// Bytes of the name of a port.
  package static let portNameBytes = 15

  // MARK: Sizes

  /// Bytes of all keys and values of an object's annotations together.
  package static let annotationsBytes = 262_144
  /// Bytes of all values of `data` and `binaryData` of a ConfigMap together, the keys not counted;
  /// of a Secret likewise.
  package static let configMapBytes = 1_048_576
  /// Bytes of a request to etcd, and so about of an object with its managed fields.
  package static let objectBytes = 1_572_864

  // MARK: Projected service account tokens (core validation)

  /// Seconds that a projected token must be valid at least.
  package static let tokenExpirationMinimum: Int64 = 600
  /// Seconds that a projected token may be valid at most: 2^32.
  package static let tokenExpirationMaximum: Int64 = 4_294_967_296
  /// Seconds of validity where nothing is said.
  package static let tokenExpirationDefault: Int64 = 3_600

  // MARK: Ports and users

  package static let ports: ClosedRange<Int64> = 1...65_535
  /// Of `runAsUser`, `runAsGroup`, `fsGroup`.
  package static let userIDs: ClosedRange<Int64> = 0...2_147_483_647

  /// The bytes of all keys and values of a mapping of strings, as the API server adds them up for
  /// annotations. Entries whose value is no scalar count with their key alone.
  package static func totalBytes(of annotations: Node?) -> Int {
    guard let annotations else { return 0 }
    var total = 0
    for (key, value) in annotations.entries {
      // Of a scalar, `second` is the number of its bytes.
      total += Int(key.record.second) + (value.isContainer ? 0 : Int(value.record.second))
    }
    return total
  }
}
