import Admission
import CommandLine
import HTTPServer
import Kubernetes
import Manifests

/// What `config` was asked for, checked by the rules of the API.
struct ConfigOptions {
  enum Format: String {
    case yaml, json
  }

  /// Without its authorities, which ``authorityBundle`` holds.
  let registration: WebhookRegistration
  let authorityBundle: FilePath?
  let policyPaths: [FilePath]
  let format: Format

  init(_ invocation: Invocation) throws(UsageError) {
    var registration = WebhookRegistration(try Self.address(invocation))
    if let name = invocation.value(Commands.configurationName) {
      try Self.check(name, .dns1123Subdomain, Commands.configurationName)
      registration.name = name
    }
    registration.failurePolicy =
      invocation.value(Commands.failurePolicy, as: WebhookRegistration.FailurePolicy.self)
      ?? registration.failurePolicy
    if let text = invocation.value(Commands.timeout) {
      let range = WebhookRegistration.timeouts
      guard let seconds = Self.number(text), range.contains(seconds) else {
        throw .other(
          "--timeout is a number of seconds from \(range.lowerBound) to \(range.upperBound)")
      }
      registration.timeoutSeconds = seconds
    }
    for name in invocation.values(Commands.excludedNamespace) {
      try Self.check(name, .dns1123Label, Commands.excludedNamespace)
      registration.excludedNamespaces.append(name)
    }
    self.registration = registration
    authorityBundle = try invocation.value(Commands.authorityBundle).map(Self.path)
    policyPaths = try ServeOptions.paths(invocation.values(Commands.policy))
    format = invocation.value(Commands.configurationFormat, as: Format.self) ?? .yaml
  }

  private static func path(_ text: String) throws(UsageError) -> FilePath {
    guard let path = FilePath(text) else { throw .other("a path cannot hold a zero") }
    return path
  }

  private static func address(
    _ invocation: Invocation
  ) throws(UsageError) -> WebhookRegistration.Address {
    let prefix = try prefix(invocation.value(Commands.pathPrefix) ?? "")
    if let text = invocation.value(Commands.url) {
      guard let url = HTTPSLocation(text) else {
        throw .other(
          "--url is https://, a host, and a port and a path where there is one, without user, "
            + "query and fragment")
      }
      return .url(url.text + prefix)
    }
    guard let text = invocation.value(Commands.service) else {
      throw .other("where is the server? Give --service NAMESPACE/NAME or --url URL")
    }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let named = parts.last?.split(separator: ":", omittingEmptySubsequences: false) ?? []
    guard parts.count == 2, (1...2).contains(named.count) else {
      throw .other("--service is written NAMESPACE/NAME or NAMESPACE/NAME:PORT")
    }
    let (namespace, name) = (String(parts[0]), String(named[0]))
    try check(namespace, .dns1123Label, Commands.service)
    try check(name, .dns1123Label, Commands.service)
    guard let port = named.count == 1 ? 443 : number(String(named[1])),
      APILimits.ports.contains(Int64(port))
    else { throw .other("the port of --service is a number from 1 to 65535") }
    return .service(namespace: namespace, name: name, port: port, pathPrefix: prefix)
  }

  /// Each part of a path has to be a subdomain for the API.
  private static func prefix(_ text: String) throws(UsageError) -> String {
    if text.isEmpty { return "" }
    var parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count > 1, parts.last?.isEmpty == true { parts.removeLast() }
    guard parts.first?.isEmpty == true else { throw .other("--path-prefix begins with /") }
    for part in parts.dropFirst() {
      try check(String(part), .dns1123Subdomain, Commands.pathPrefix)
    }
    return parts.joined(separator: "/")
  }

  private static func check(
    _ text: String, _ rule: NameRule, _ option: Option
  ) throws(UsageError) {
    guard let problem = rule.problem(in: text) else { return }
    throw .other("--\(option.name): '\(TerminalText.escaped(text))': \(problem.message)")
  }

  /// A number without sign and spaces.
  private static func number(_ text: String) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }
}

/// The address of a server as the API takes it for a webhook: `https`, with neither user nor query
/// nor fragment.
struct HTTPSLocation {
  /// Without slashes at its end.
  let text: String

  init?(_ text: String) {
    let scheme = "https://"
    var bytes = Array(text.utf8)
    while bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    guard bytes.starts(with: scheme.utf8) else { return nil }
    let rest = bytes.dropFirst(scheme.utf8.count)
    let end = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
    guard Self.isAuthority(rest[..<end]), Self.isPath(rest[end...]) else { return nil }
    self.text = String(decoding: bytes, as: UTF8.self)
  }

  private static func isAuthority(_ bytes: ArraySlice<UInt8>) -> Bool {
    var host = bytes
    let colon = bytes.lastIndex(of: UInt8(ascii: ":"))
    let bracket = bytes.lastIndex(of: UInt8(ascii: "]"))
    if let colon, colon > bracket ?? -1 {
      host = bytes[..<colon]
      guard let port = Int(String(decoding: bytes[(colon + 1)...], as: UTF8.self)),
        bytes[(colon + 1)...].allSatisfy({ (0x30...0x39).contains($0) }),
        APILimits.ports.contains(Int64(port))
      else { return false }
    }
    let name = String(decoding: host, as: UTF8.self)
    if host.first == UInt8(ascii: "[") {
      return SocketAddress("\(name):1") != nil
    }
    return NameRule.dns1123Subdomain.allows(name)
  }

  private static func isPath(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
        true
      default: false
      }
    }
  }
}
