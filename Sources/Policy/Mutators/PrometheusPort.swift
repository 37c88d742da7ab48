import Documents
import Kubernetes

/// Which port of a pod or of a Service serves metrics, as far as its declaration tells.
enum PrometheusPort: Equatable {
  /// The number, and how it was found, for notes.
  case number(Int64, reason: String)
  /// There is nothing that the port annotation has to choose between: a Service with one port whose
  /// target has a name, which is a number in each pod.
  case implied(reason: String)
  /// Not to be told; why.
  case unknown(reason: String)
}

extension PrometheusPort {
  /// What a note says of it, behind what was done.
  var remark: String {
    switch self {
    case .number(let number, let reason): ": port \(number), \(reason)"
    case .implied(let reason), .unknown(let reason): reason.isEmpty ? "" : ": \(reason)"
    }
  }

  /// The port of the pods: the TCP port that is named like metrics, else the only TCP port, over
  /// all containers that run as long as the pod, the proxies of service meshes left out.
  static func choose(in template: PodTemplate, _ settings: PrometheusSettings) -> PrometheusPort {
    var tally = PortTally()
    for container in template.containers
    where container.isLongRunning && !isMeshProxy(container.node) {
      guard let ports = container.node["ports"] else { continue }
      for port in ports.elements where port.isMapping {
        tally.count(
          number: port["containerPort"], name: port["name"], protocol: port["protocol"],
          allowsTLS: settings.scheme == "https")
      }
    }
    if tally.isOtherProtocolsOnly {
      return .unknown(reason: "its containers declare no TCP port")
    }
    if case .number(let number) = settings.port {
      return .number(number, reason: "set by the policy")
    }
    return tally.choice(of: "its containers declare")
  }

  /// The port of a Service's endpoints, which is that of the pods behind it: the target of the
  /// Service's port.
  static func choose(inService spec: Node, _ settings: PrometheusSettings) -> PrometheusPort {
    var tally = PortTally()
    var onlyPort: Node?
    guard let ports = spec["ports"] else { return .unknown(reason: "it has no port") }
    for port in ports.elements where port.isMapping {
      onlyPort = port
      tally.declared += 1
      // A target is a port of the pods by number or by name; where it is missing it is the port.
      let target = port["targetPort"]
      let number = target == nil || target?.isNull == true ? port["port"] : target
      tally.count(
        number: number, name: port["name"], protocol: port["protocol"],
        allowsTLS: settings.scheme == "https")
    }
    if tally.isOtherProtocolsOnly { return .unknown(reason: "it has no TCP port") }
    if case .number(let number) = settings.port {
      return .number(number, reason: "set by the policy")
    }
    if tally.declared == 1, onlyPort?["targetPort"]?.isString == true {
      return .implied(reason: "its only port")
    }
    return tally.choice(of: "it has")
  }

  /// The port of this name, where the pods have exactly one number for it.
  static func named(_ name: Node, in template: PodTemplate) -> Int64? {
    var sole = PortTally.Sole()
    for container in template.containers where container.isLongRunning {
      guard let ports = container.node["ports"] else { continue }
      for port in ports.elements {
        guard let declared = port["name"], declared.isString, declared.textEquals(name.text),
          PortTally.isTCP(port["protocol"]), let number = port["containerPort"]?.integer,
          APILimits.ports.contains(number)
        else { continue }
        sole.add(number)
      }
    }
    return sole.only
  }

  /// Proxies that a service mesh put there: their metrics are not the application's.
  private static func isMeshProxy(_ container: Node) -> Bool {
    guard let name = container["name"] else { return false }
    return name.isString("linkerd-proxy") || name.isString("istio-proxy")
  }
}

/// The declared ports, counted by what speaks for them.
private struct PortTally {
  /// Different numbers, of which only the first one and whether there are more is kept.
  struct Sole {
    private var first: Int64?
    private var hasMore = false

    mutating func add(_ number: Int64) {
      if first == nil { first = number } else if first != number { hasMore = true }
    }

    var isEmpty: Bool { first == nil }
    var only: Int64? { hasMore ? nil : first }
  }

  /// Ports that are declared, of whatever sort.
  var declared = 0
  private var hasOtherProtocols = false
  private var hasTCP = false
  /// Named exactly as the convention has it.
  private var metrics = Sole()
  /// Named like it.
  private var alike = Sole()
  private var all = Sole()

  var isOtherProtocolsOnly: Bool { hasOtherProtocols && !hasTCP }

  mutating func count(number: Node?, name: Node?, protocol: Node?, allowsTLS: Bool) {
    guard Self.isTCP(`protocol`) else {
      hasOtherProtocols = true
      return
    }
    hasTCP = true
    // A target by name counts as a port of its own, which no number can stand for.
    var counted = number?.integer ?? Self.unnumbered
    if !APILimits.ports.contains(counted) { counted = Self.unnumbered }
    all.add(counted)
    guard let name, name.isString else { return }
    switch name.withText({ Self.likeness($0, allowsTLS: allowsTLS) }) {
    case .exact: metrics.add(counted)
    case .alike: alike.add(counted)
    case .none: return
    }
  }

  func choice(of subject: String) -> PrometheusPort {
    let isNamed = !metrics.isEmpty || !alike.isEmpty
    let ports = isNamed ? metrics.isEmpty ? alike : metrics : all
    if ports.isEmpty { return .unknown(reason: "\(subject) no port") }
    guard let number = ports.only else {
      return .unknown(
        reason: isNamed
          ? "\(subject) several ports named like metrics"
          : "\(subject) several TCP ports and none is named like metrics")
    }
    let reason =
      isNamed
      ? metrics.isEmpty ? "named like metrics" : "named for metrics" : "the only TCP port"
    if number == Self.unnumbered { return .unknown(reason: "the port \(reason) has no number") }
    return .number(number, reason: reason)
  }

  private static let unnumbered: Int64 = -1

  /// The default is TCP.
  static func isTCP(_ node: Node?) -> Bool {
    guard let node, !node.isNull else { return true }
    return node.isString("TCP")
  }

  private enum Likeness {
    case exact, alike, none
  }

  /// `metrics` and `http-metrics`; then every name with one of the words between its hyphens. Ports
  /// for TLS count only where the policy asks for https: others would be scraped in vain.
  private static func likeness(_ name: Span<UInt8>, allowsTLS: Bool) -> Likeness {
    if equal(name, 0..<name.count, "metrics") || equal(name, 0..<name.count, "http-metrics") {
      return .exact
    }
    var isAlike = false
    var start = 0
    for index in 0...name.count where index == name.count || name[index] == UInt8(ascii: "-") {
      let word = start..<index
      start = index + 1
      if equal(name, word, "https") && !allowsTLS { return .none }
      for like in ["metrics", "metric", "prometheus", "prom"] where equal(name, word, like) {
        isAlike = true
      }
    }
    return isAlike ? .alike : .none
  }

  private static func equal(_ text: Span<UInt8>, _ range: Range<Int>, _ word: String) -> Bool {
    guard range.count == word.utf8.count else { return false }
    var index = range.lowerBound
    for byte in word.utf8 {
      guard text[index] == byte else { return false }
      index += 1
    }
    return true
  }
}
