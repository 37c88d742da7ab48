import Documents
import Kubernetes

/// One of the annotations by which Linkerd's proxy is configured, and what its value may be.
///
/// A bad value is logged by the injector and ignored, so that nobody hears of it.
struct LinkerdAnnotation: Sendable, Equatable {
  enum Domain: String, Sendable {
    case stable = "config.linkerd.io/"
    case alpha = "config.alpha.linkerd.io/"
    case beta = "config.beta.linkerd.io/"
  }

  enum Kind: Sendable, Equatable {
    case boolean
    case integer
    case unsigned
    case port
    /// Ports in a list.
    case ports
    /// Ports and ranges `a-b` in a list, without names.
    case portRanges
    /// Ports, ranges and names of container ports in a list.
    case opaquePorts
    case subnets
    case quantity
    /// Between 0 and 1, both excluded.
    case ratio
    case duration
    case words([String])
    /// As `words`, in whatever case.
    case wordsInAnyCase([String])
    /// An image's name without a tag.
    case imageName
    case imageTag
    /// Text without blanks.
    case text
    /// A JSON array.
    case environment
  }

  /// Without its domain.
  let name: String
  let domain: Domain
  let kind: Kind

  init(_ name: String, _ kind: Kind, _ domain: Domain = .stable) {
    self.name = name
    self.kind = kind
    self.domain = domain
  }

  var key: String { domain.rawValue + name }

  /// Whether the value is a list with commas, in which blanks are of no use.
  var isList: Bool {
    switch kind {
    case .ports, .portRanges, .opaquePorts, .subnets: true
    default: false
    }
  }
}

extension LinkerdAnnotation {
  /// In the order of Linkerd's reference. The name alone decides, except where the same setting was
  /// alpha or beta before; the stable one comes first.
  static let all: [LinkerdAnnotation] = [
    .init("proxy-image", .imageName),
    .init("proxy-version", .imageTag),
    .init("image-pull-policy", .words(["Always", "IfNotPresent", "Never"])),
    .init("debug-image", .imageName),
    .init("debug-image-version", .imageTag),
    .init("debug-image-pull-policy", .words(["Always", "IfNotPresent", "Never"])),
    .init("enable-debug-sidecar", .boolean),
    .init("admin-port", .port),
    .init("control-port", .port),
    .init("inbound-port", .port),
    .init("outbound-port", .port),
    .init("skip-inbound-ports", .portRanges),
    .init("skip-outbound-ports", .portRanges),
    .init("skip-subnets", .subnets),
    .init("opaque-ports", .opaquePorts),
    .init("pod-inbound-ports", .ports),
    .init("proxy-require-identity-inbound-ports", .ports),
    .init("proxy-cpu-request", .quantity),
    .init("proxy-cpu-limit", .quantity),
    .init("proxy-cpu-ratio-limit", .ratio),
    .init("proxy-memory-request", .quantity),
    .init("proxy-memory-limit", .quantity),
    .init("proxy-ephemeral-storage-request", .quantity),
    .init("proxy-ephemeral-storage-limit", .quantity),
    .init("proxy-uid", .integer),
    .init("proxy-gid", .integer),
    .init("proxy-log-level", .text),
    .init("proxy-log-format", .words(["plain", "json"])),
    .init("proxy-log-http-headers", .words(["insecure", "off"])),
    .init("access-log", .wordsInAnyCase(["apache", "json"])),
    .init("enable-external-profiles", .boolean),
    .init("enable-gateway", .boolean),
    .init("proxy-metrics-hostname-labels", .boolean),
    .init("proxy-outbound-connect-timeout", .duration),
    .init("proxy-inbound-connect-timeout", .duration),
    .init("proxy-outbound-discovery-cache-unused-timeout", .duration),
    .init("proxy-inbound-discovery-cache-unused-timeout", .duration),
    .init("proxy-disable-outbound-protocol-detect-timeout", .boolean),
    .init("proxy-disable-inbound-protocol-detect-timeout", .boolean),
    .init("close-wait-timeout", .duration),
    .init("shutdown-grace-period", .duration),
    .init("proxy-await", .words(["enabled", "disabled"])),
    .init("proxy-admin-shutdown", .words(["enabled", "disabled"])),
    .init(
      "default-inbound-policy",
      .words([
        "all-unauthenticated", "all-authenticated", "cluster-unauthenticated",
        "cluster-authenticated", "deny", "audit",
      ])),
    .init("proxy-enable-native-sidecar", .boolean),
    .init("proxy-additional-env", .environment),
    .init("proxy-enable-native-sidecar", .boolean, .beta),
    .init("proxy-enable-native-sidecar", .boolean, .alpha),
    .init("proxy-wait-before-exit-seconds", .unsigned, .alpha),
  ]

  /// The setting of this name in the policy.
  static func named(_ name: String) -> LinkerdAnnotation? { all.first { $0.name == name } }

  /// The annotation with this key.
  static func withKey(_ key: String) -> LinkerdAnnotation? { all.first { $0.key == key } }

  static let names = all.reduce(into: [String]()) { names, annotation in
    if !names.contains(annotation.name) { names.append(annotation.name) }
  }
}

// MARK: - Places

extension LinkerdAnnotation {
  /// Whether the injector copies it from the Namespace to the pods.
  var isInherited: Bool { domain != .beta && !Self.ownToPods.contains(name) }

  private static let ownToPods = [
    "proxy-cpu-ratio-limit", "close-wait-timeout", "enable-gateway", "debug-image",
    "debug-image-version", "debug-image-pull-policy",
  ]

  /// The names of ports in a sound value.
  func portNames(in text: String) -> [String] {
    guard kind == .opaquePorts else { return [] }
    return text.split(separator: ",").map { Self.trimmed(String($0)) }
      .filter(NameRule.portName.allows)
  }
}

// MARK: - Values

extension LinkerdAnnotation {
  /// What is wrong with a value, as a clause without a capital and without a full stop; `nil` where
  /// nothing is.
  func problem(in text: String) -> String? {
    switch kind {
    case .boolean: return GoBool.parse(text) == nil ? "it must be true or false" : nil
    case .integer: return Int64(text) == nil ? "it must be a whole number" : nil
    case .unsigned: return UInt64(text) == nil ? "it must be a whole number from 0" : nil
    case .port: return Self.isPort(text) ? nil : "it must be a port from 1 to 65535"
    case .ports, .portRanges, .opaquePorts, .subnets: return listProblem(text)
    case .quantity: return quantityProblem(text)
    case .ratio:
      guard let ratio = Double(text), ratio > 0, ratio < 1 else {
        return "it must be a number between 0 and 1, both excluded"
      }
      return nil
    case .duration:
      do {
        let duration = try GoDuration(parsing: text)
        return duration.nanoseconds < 0 ? "the duration is negative" : nil
      } catch {
        return error.message
      }
    case .words(let words): return words.contains(text) ? nil : Self.expected(words)
    case .wordsInAnyCase(let words):
      return words.contains(text.lowercased()) ? nil : Self.expected(words)
    case .imageName: return imageNameProblem(text)
    case .imageTag: return Self.isTag(text) ? nil : "it must be the tag of an image"
    case .text: return text.isEmpty || Self.hasBlanks(text) ? "it must be text without blanks" : nil
    case .environment:
      let isArray = text.utf8.first == UInt8(ascii: "[") && text.utf8.last == UInt8(ascii: "]")
      return isArray ? nil : "it must be a JSON array of environment variables"
    }
  }

  private static func expected(_ words: [String]) -> String {
    "it must be one of \(words.joined(separator: ", "))"
  }

  private func listProblem(_ text: String) -> String? {
    if text.isEmpty { return kind == .subnets || kind == .opaquePorts ? nil : "the list is empty" }
    var items = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    if kind == .opaquePorts {
      // The injector trims items here, and takes one comma at the end.
      items = items.map(Self.trimmed)
      if items.last == "" { items.removeLast() }
    }
    for item in items {
      if let problem = itemProblem(item) { return "\(quoted(item)): \(problem)" }
    }
    return nil
  }

  private func itemProblem(_ item: String) -> String? {
    if Self.hasBlanks(item) {
      return "blanks in the list make the injector ignore this item"
    }
    switch kind {
    case .ports: return Self.isPort(item) ? nil : "it must be a port from 1 to 65535"
    case .subnets: return Subnet.isValid(item) ? nil : "it must be a subnet such as 10.0.0.0/8"
    case .opaquePorts where NameRule.portName.allows(item): return nil
    default:
      do {
        _ = try PortRange(parsing: item)
        return nil
      } catch {
        return error.message
      }
    }
  }

  private func quantityProblem(_ text: String) -> String? {
    guard let quantity = try? Quantity(parsing: text) else {
      return "it must be a quantity such as 100m or 64Mi"
    }
    return quantity.sign < 0 ? "the quantity is negative" : nil
  }

  private func imageNameProblem(_ text: String) -> String? {
    if text.isEmpty || Self.hasBlanks(text) { return "it must be the name of an image" }
    let last = text.utf8.split(separator: UInt8(ascii: "/")).last ?? text.utf8[...]
    let hasTag = last.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "@") }
    return hasTag ? "the name of the image must be without a tag" : nil
  }

  private static func isPort(_ text: String) -> Bool {
    guard let port = Int64(text) else { return false }
    return APILimits.ports.contains(port)
  }

  /// `[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}`
  private static func isTag(_ text: String) -> Bool {
    let bytes = text.utf8
    guard let first = bytes.first, bytes.count <= 128, first != UInt8(ascii: "."),
      first != UInt8(ascii: "-")
    else { return false }
    return bytes.allSatisfy {
      $0.isAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
        || $0 == UInt8(ascii: "-")
    }
  }

  private static func hasBlanks(_ text: String) -> Bool { text.utf8.contains { $0 <= 0x20 } }

  private static func trimmed(_ text: String) -> String {
    var bytes = text.utf8[...]
    while let first = bytes.first, first <= 0x20 { bytes = bytes.dropFirst() }
    while let last = bytes.last, last <= 0x20 { bytes = bytes.dropLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A list without the blanks around its items; another value as it is.
  func normalised(_ text: String) -> String {
    guard isList else { return text }
    return text.split(separator: ",", omittingEmptySubsequences: false)
      .map { Self.trimmed(String($0)) }.joined(separator: ",")
  }
}
