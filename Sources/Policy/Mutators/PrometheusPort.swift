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
        let fields = PortFields(of: port)
        tally.count(fields, number: fields.containerPort, allowsTLS: settings.scheme == "https")
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
    var target: Node?
    guard let ports = spec["ports"] else { return .unknown(reason: "it has no port") }
    for port in ports.elements where port.isMapping {
      let fields = PortFields(of: port)
      tally.declared += 1
      // A target is a port of the pods by number or by name; where it is missing it is the port.
      target = ServiceView.target(fields.targetPort)
      tally.count(fields, number: target ?? fields.port, allowsTLS: settings.scheme == "https")
    }
    if tally.isOtherProtocolsOnly { return .unknown(reason: "it has no TCP port") }
    if case .number(let number) = settings.port {
      return .number(number, reason: "set by the policy")
    }
    if tally.declared == 1, target?.isString == true {
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

/// The fields of a declared port, found in one pass.
private struct PortFields {
  private let document: Document
  /// Rows; 0 where the field is missing.
  private var rows: (containerPort: UInt32, port: UInt32, target: UInt32, name: UInt32) = (
    0, 0, 0, 0
  )
  private var transportRow: UInt32 = 0

  init(of declared: Node) {
    document = declared.document
    var rows = rows
    var transport: UInt32 = 0
    declared.forEachEntry { key, value in
      switch key.count {
      case 4 where key.says("name"): rows.name = value.index
      case 4 where key.says("port"): rows.port = value.index
      case 8 where key.says("protocol"): transport = value.index
      case 10 where key.says("targetPort"): rows.target = value.index
      case 13 where key.says("containerPort"): rows.containerPort = value.index
      default: break
      }
    }
    self.rows = rows
    transportRow = transport
  }

  private func node(_ row: UInt32) -> Node? {
    row == 0 ? nil : Node(document: document, index: row)
  }

  var containerPort: Node? { node(rows.containerPort) }
  var port: Node? { node(rows.port) }
  var targetPort: Node? { node(rows.target) }
  var name: Node? { node(rows.name) }
  var transport: Node? { node(transportRow) }
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

  /// - Parameter number: The field that says which port of the pods it is.
  mutating func count(_ port: PortFields, number: Node?, allowsTLS: Bool) {
    guard Self.isTCP(port.transport) else {
      hasOtherProtocols = true
      return
    }
    hasTCP = true
    // A target by name counts as a port of its own, which no number can stand for.
    var counted = number?.integer ?? Self.unnumbered
    if !APILimits.ports.contains(counted) { counted = Self.unnumbered }
    all.add(counted)
    guard let name = port.name, name.isString else { return }
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
    if number == Self.unnumbered {
      return .unknown(reason: "\(isNamed ? "the port " : "")\(reason) has no number")
    }
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
    if name.says("metrics") || name.says("http-metrics") { return .exact }
    var isAlike = false
    var start = 0
    for index in 0...name.count where index == name.count || name[index] == UInt8(ascii: "-") {
      let word = name.extracting(start..<index)
      start = index + 1
      if word.says("https") && !allowsTLS { return .none }
      if word.says("metrics") || word.says("metric") || word.says("prometheus")
        || word.says("prom")
      {
        isAlike = true
      }
    }
    return isAlike ? .alike : .none
  }
}
